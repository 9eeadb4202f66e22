/* What goes on while a batch is written is noted with it: an array of messages as ipc/play.h has
 * them, "begin" and "end" in pairs, the latter as if it ended then. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "sync/plays.h"

static void copy(char *out, size_t size, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    length = length < size ? length : size - 1;
    memcpy(out, text ? text : "", length);
    out[length] = '\0';
}

#define COPY(field, text) copy(message->field, sizeof message->field, text)

static void describe(const struct plays_entry *entry, struct play_message *message)
{
    *message = (struct play_message){.kind = PLAY_BEGIN,
                                     .run = entry->row.run,
                                     .n = entry->row.n,
                                     .start = entry->row.start,
                                     .clock = entry->row.clock};
    COPY(feed, entry->item.feed);
    COPY(item, entry->item.item);
    COPY(version, entry->item.version);
    COPY(language, entry->item.language);
    COPY(type, entry->item.type);
    COPY(title, entry->item.title);
    COPY(topic, entry->item.topic);
    COPY(audience, entry->item.audience);
    COPY(site, entry->place.site);
    COPY(screen, entry->place.screen);
}

static void add(cJSON *list, const struct play_message *message)
{
    char *text = play_message_compose(message, NULL);
    cJSON_AddItemToArray(list, cJSON_CreateRaw(text ? text : "null"));
    free(text);
}

char *plays_note_compose(const struct plays *plays, int64_t now)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < plays->open_count; i++) {
        const struct plays_open *open = &plays->open[i];
        struct play_message message;
        describe(open->entry, &message);
        add(list, &message);
        message.kind = PLAY_END;
        message.shown = plays_shown(open, now);
        add(list, &message);
    }
    char *text = cJSON_PrintUnformatted(list);
    cJSON_Delete(list);
    return text;
}

static bool parse(const cJSON *element, struct play_message *ret)
{
    char *text = cJSON_PrintUnformatted(element);
    bool is_sound = text && play_message_parse(text, strlen(text), ret) == 0;
    free(text);
    return is_sound;
}

void plays_note_read(struct plays *plays, const char *note, int64_t now)
{
    cJSON *list = cJSON_Parse(note);
    const cJSON *begin = cJSON_IsArray(list) ? list->child : NULL;
    for (; begin && begin->next && plays->open_count < PLAYS_OPEN; begin = begin->next->next) {
        struct play_message message, end;
        if (!parse(begin, &message) || message.kind != PLAY_BEGIN || !parse(begin->next, &end) ||
            end.kind != PLAY_END || plays_find_open(plays, message.run, message.n))
            continue;
        message.count = end.shown; /* what has been shown so far */
        struct plays_entry *entry = plays_entry_create(&message);
        if (entry)
            plays->open[plays->open_count++] =
                (struct plays_open){.entry = entry, .began = now, .left_at = now};
    }
    cJSON_Delete(list);
}
