#include "cli/report_links.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void links_finish(struct links *links)
{
    free(links->list);
    *links = (struct links){0};
}

int links_note(struct links *links, uint32_t device, int64_t seq, const unsigned char tag[8],
               uint32_t source)
{
    struct link *list =
        names_reserve(links->list, &links->capacity, links->count + 1, sizeof *list);
    if (!list)
        return -ENOMEM;
    links->list = list;
    struct link *link = &list[links->count++];
    *link = (struct link){.device = device, .source = source, .seq = seq};
    memcpy(link->tag, tag, sizeof link->tag);
    return 0;
}

int links_check(const struct links *links, struct once *once,
                void (*take)(void *context, const struct link *link), void *context)
{
    for (size_t i = 0; i < links->count; i++) {
        const struct link *link = &links->list[i];
        int found = once_look(once, link->device, link->seq, link->tag);
        if (found < 0)
            return found;
        if (found == ONCE_OTHER)
            take(context, link);
    }
    return 0;
}
