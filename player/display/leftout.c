#include "display/leftout.h"

#include <stdio.h>
#include <string.h>

static size_t find(const struct leftout *leftout, const char *feed, const char *item)
{
    size_t i = 0;
    while (i < leftout->count && (strcmp(leftout->entries[i].item, item) != 0 ||
                                  strcmp(leftout->entries[i].feed, feed) != 0))
        i++;
    return i;
}

static void remove_at(struct leftout *leftout, size_t at)
{
    leftout->count--;
    memmove(&leftout->entries[at], &leftout->entries[at + 1],
            (leftout->count - at) * sizeof *leftout->entries);
}

/* A file's name may be cut, but not within a letter. */
static void copy_reason(char *to, const char *reason)
{
    size_t size = strlen(reason);
    if (size >= LEFTOUT_REASON_BYTES) {
        size = LEFTOUT_REASON_BYTES - 1;
        while (size > 0 && ((unsigned char)reason[size] & 0xc0) == 0x80)
            size--;
    }
    memcpy(to, reason, size);
    to[size] = '\0';
}

bool leftout_add(struct leftout *leftout, const char *feed, const char *item, const char *reason)
{
    struct leftout_entry entry = {0};
    snprintf(entry.item, sizeof entry.item, "%s", item);
    snprintf(entry.feed, sizeof entry.feed, "%s", feed);
    copy_reason(entry.reason, reason);
    size_t at = find(leftout, feed, item);
    if (at < leftout->count) {
        bool is_news = strcmp(leftout->entries[at].reason, entry.reason) != 0;
        leftout->entries[at] = entry;
        return is_news;
    }
    if (leftout->count == LEFTOUT_MAX)
        remove_at(leftout, 0);
    leftout->entries[leftout->count++] = entry;
    return true;
}

bool leftout_remove(struct leftout *leftout, const char *feed, const char *item)
{
    size_t at = find(leftout, feed, item);
    if (at == leftout->count)
        return false;
    remove_at(leftout, at);
    return true;
}

bool leftout_forget(struct leftout *leftout, const char *feed)
{
    size_t before = leftout->count;
    for (size_t i = leftout->count; i-- > 0;) {
        if (strcmp(leftout->entries[i].feed, feed) == 0)
            remove_at(leftout, i);
    }
    return leftout->count < before;
}
