#include "playlist/openings.h"

#include <string.h>

#include "playlist/daypart.h"

void openings_init(struct openings *openings, const struct document *document,
                   const struct zone *zone, enum clock_rung clock, int64_t now)
{
    *openings = (struct openings){
        .document = document, .zone = zone, .clock = clock, .now = now, .until = TIME_ALWAYS_AFTER};
}

/* The document refuses names that it does not know. */
static size_t find(const struct document *document, const char *name)
{
    size_t i = 0;
    while (i < document->daypart_count && strcmp(document->dayparts[i].name, name) != 0)
        i++;
    return i;
}

static bool is_open(struct openings *openings, size_t index)
{
    const struct daypart *daypart = &openings->document->dayparts[index];
    uint64_t bit = UINT64_C(1) << (index % 64);
    if (!(openings->known[index / 64] & bit)) {
        int64_t change = daypart_next_change(daypart, openings->zone, openings->now);
        openings->known[index / 64] |= bit;
        openings->until = change < openings->until ? change : openings->until;
        if (daypart_is_open(daypart, openings->zone, openings->now))
            openings->open[index / 64] |= bit;
    }
    return openings->open[index / 64] & bit;
}

bool openings_has(struct openings *openings, const struct name_list *names)
{
    bool any = names->count == 0 || openings->clock == CLOCK_FLOOR;
    for (size_t i = 0; i < names->count && !any; i++) {
        size_t index = find(openings->document, names->names[i]);
        any = index < openings->document->daypart_count && is_open(openings, index);
    }
    return any;
}

int64_t openings_end(const struct openings *openings, const struct name_list *names, int64_t limit)
{
    int64_t end = openings->now, last;
    if (names->count == 0 || openings->clock == CLOCK_FLOOR)
        return limit;
    do { /* one takes over from the other */
        last = end;
        for (size_t i = 0; i < names->count; i++) {
            size_t index = find(openings->document, names->names[i]);
            if (index == openings->document->daypart_count)
                continue;
            const struct daypart *daypart = &openings->document->dayparts[index];
            int64_t change = daypart_is_open(daypart, openings->zone, last)
                                 ? daypart_next_change(daypart, openings->zone, last)
                                 : last;
            end = change > end ? change : end;
        }
    } while (end > last && end < limit);
    return end < limit ? end : limit;
}
