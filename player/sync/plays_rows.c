/* Rows in the making. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "sync/plays.h"

/* Copies `text` to *at and moves that on. */
static const char *put(char **at, const char *text)
{
    char *start = *at;
    size_t size = strlen(text) + 1;
    memcpy(start, text, size);
    *at += size;
    return start;
}

struct plays_entry *plays_entry_create(const struct play_message *message)
{
    const char *const words[] = {message->feed, message->item,  message->version, message->language,
                                 message->type, message->title, message->topic,   message->audience,
                                 message->site, message->screen};
    size_t size = sizeof(struct plays_entry);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        size += strlen(words[i]) + 1;
    struct plays_entry *entry = calloc(1, size);
    if (!entry)
        return NULL;
    char *at = entry->words;
    entry->at = message->at;
    entry->row =
        (struct play_row){.run = message->run,
                          .n = message->n,
                          .kind = message->kind == PLAY_BEGIN ? PLAY_KIND_SHOWN : PLAY_KIND_EVENT,
                          .start = message->start,
                          .shown = message->count,
                          .clock = message->clock};
    entry->item =
        (struct play_item){.feed = put(&at, message->feed),
                           .item = put(&at, message->item),
                           .version = put(&at, message->version),
                           .language = put(&at, message->language),
                           .type = put(&at, message->type),
                           .title = put(&at, message->title),
                           .topic = message->topic[0] ? put(&at, message->topic) : NULL,
                           .audience = message->audience[0] ? put(&at, message->audience) : NULL};
    entry->place =
        (struct play_place){.site = put(&at, message->site), .screen = put(&at, message->screen)};
    if (entry->row.kind == PLAY_KIND_EVENT) {
        snprintf(entry->event, sizeof entry->event, "%s", message->event);
        entry->row.event = entry->event;
    }
    return entry;
}

void plays_entry_destroy(struct plays_entry *entry)
{
    if (entry)
        free(entry->thumbnail);
    free(entry);
}

/* How many plays go with it. */
static int64_t weight(const struct plays_entry *entry)
{
    if (entry->row.kind == PLAY_KIND_SHOWN)
        return 1;
    return strcmp(entry->event, "lost") == 0 ? entry->row.shown : 0;
}

static void give_up_oldest(struct plays *plays)
{
    struct plays_entry *oldest = plays->rows[0];
    plays->lost += weight(oldest);
    plays->pictures -= oldest->thumbnail != NULL;
    plays_entry_destroy(oldest);
    plays->row_count--;
    memmove(plays->rows, plays->rows + 1, plays->row_count * sizeof *plays->rows);
}

static bool make_room(struct plays *plays)
{
    if (plays->row_count >= PLAYS_PENDING)
        give_up_oldest(plays);
    if (plays->row_count < plays->row_room)
        return true;
    size_t room = plays->row_room ? plays->row_room * 2 : 64;
    struct plays_entry **longer = realloc(plays->rows, room * sizeof(struct plays_entry *));
    if (!longer)
        return false;
    plays->rows = longer;
    plays->row_room = room;
    return true;
}

void plays_append(struct plays *plays, struct plays_entry *entry, int64_t now)
{
    if (!make_room(plays)) {
        plays->lost += weight(entry);
        plays->pictures -= entry->thumbnail != NULL;
        plays_entry_destroy(entry);
        return;
    }
    plays->rows[plays->row_count++] = entry;
    if (plays->commit_at == INT64_MAX)
        plays->commit_at = now + plays->batch;
}

static void set_right(const struct plays *plays, struct plays_entry *entry)
{
    if (entry->at <= 0 || entry->row.clock >= plays->clock)
        return;
    entry->row.start = plays->ahead / 1000 + entry->at;
    entry->row.clock = plays->clock;
}

void plays_set_right(struct plays *plays)
{
    for (size_t i = 0; i < plays->row_count; i++)
        set_right(plays, plays->rows[i]);
    for (size_t i = 0; i < plays->open_count; i++) /* the note has them, too */
        set_right(plays, plays->open[i].entry);
}

struct plays_open *plays_find_open(struct plays *plays, uint64_t run, int64_t n)
{
    for (size_t i = 0; i < plays->open_count; i++) {
        if (plays->open[i].entry->row.run == run && plays->open[i].entry->row.n == n)
            return &plays->open[i];
    }
    return NULL;
}

int64_t plays_shown(const struct plays_open *open, int64_t now)
{
    int64_t end = open->left_at > 0 ? open->left_at : now;
    return open->entry->row.shown + (end > open->began ? (end - open->began) / 1000 : 0);
}

void plays_close_open(struct plays *plays, size_t index, int64_t shown, int64_t now)
{
    struct plays_entry *entry = plays->open[index].entry;
    entry->row.shown = shown;
    plays->open_count--;
    memmove(plays->open + index, plays->open + index + 1,
            (plays->open_count - index) * sizeof *plays->open);
    plays_append(plays, entry, now);
}

struct plays_entry *plays_event(struct plays *plays, const char *event, int64_t count,
                                const struct plays_entry *where, int64_t at)
{
    struct play_message message = {.kind = PLAY_EVENT,
                                   .run = plays->run,
                                   .n = ++plays->n,
                                   .count = count,
                                   .start = (plays->ahead + at) / 1000,
                                   .at = at / 1000,
                                   .clock = plays->clock};
    snprintf(message.event, sizeof message.event, "%s", event);
    snprintf(message.site, sizeof message.site, "%s", where ? where->place.site : "");
    snprintf(message.screen, sizeof message.screen, "%s", where ? where->place.screen : "");
    return plays_entry_create(&message);
}

void plays_tell(struct plays *plays, const char *event, const struct plays_entry *where, int64_t at)
{
    struct plays_entry *entry = plays_event(plays, event, 0, where, at);
    if (entry)
        plays_append(plays, entry, clock_monotonic());
}
