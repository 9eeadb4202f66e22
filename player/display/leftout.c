#include "display/leftout.h"

#include <string.h>

/* What is too long is cut, but not within a letter. */
static void copy_cut(char *to, size_t room, const char *text)
{
    size_t size = strlen(text);
    if (size >= room) {
        size = room - 1;
        while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
            size--;
    }
    memcpy(to, text, size);
    to[size] = '\0';
}

/* An alert's identifier may be longer than an entry holds: it is known by its beginning. */
static size_t find(const struct leftout *leftout, const char *feed, const char *item)
{
    char name[sizeof leftout->entries->item];
    size_t i = 0;
    copy_cut(name, sizeof name, item);
    while (i < leftout->count && (strcmp(leftout->entries[i].item, name) != 0 ||
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

bool leftout_add(struct leftout *leftout, const char *feed, const char *item, const char *reason)
{
    struct leftout_entry entry = {0};
    copy_cut(entry.item, sizeof entry.item, item);
    copy_cut(entry.feed, sizeof entry.feed, feed);
    copy_cut(entry.reason, sizeof entry.reason, reason);
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
