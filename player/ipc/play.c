#include "ipc/play.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static const char *const kinds[] = {"begin", "end", "event", "kept"};
static const char *const rungs[] = {"floor", "server", "trusted"};

enum { KINDS = sizeof kinds / sizeof *kinds, RUNGS = sizeof rungs / sizeof *rungs };

static void add_moment(cJSON *json, const struct play_message *message)
{
    cJSON_AddNumberToObject(json, "start", (double)message->start);
    if (message->at > 0)
        cJSON_AddNumberToObject(json, "at", (double)message->at);
    cJSON_AddStringToObject(json, "clock", rungs[message->clock]);
    cJSON_AddStringToObject(json, "site", message->site);
    cJSON_AddStringToObject(json, "screen", message->screen);
}

static void add_note(cJSON *json, const char *name, const char *text)
{
    if (*text)
        cJSON_AddStringToObject(json, name, text);
    else
        cJSON_AddNullToObject(json, name);
}

static void add_begin(cJSON *json, const struct play_message *message,
                      const struct play_thumbnail *thumbnail)
{
    cJSON_AddStringToObject(json, "feed", message->feed);
    cJSON_AddStringToObject(json, "item", message->item);
    cJSON_AddStringToObject(json, "type", message->type);
    cJSON_AddStringToObject(json, "title", message->title);
    add_note(json, "topic", message->topic);
    add_note(json, "audience", message->audience);
    cJSON_AddStringToObject(json, "language", message->language);
    cJSON_AddStringToObject(json, "version", message->version);
    add_moment(json, message);
    if (!thumbnail || thumbnail->fd < 0)
        return;
    cJSON *size = cJSON_AddObjectToObject(json, "thumbnail");
    cJSON_AddNumberToObject(size, "width", thumbnail->width);
    cJSON_AddNumberToObject(size, "height", thumbnail->height);
}

char *play_message_compose(const struct play_message *message,
                           const struct play_thumbnail *thumbnail)
{
    char run[17];
    cJSON *json = cJSON_CreateObject();
    snprintf(run, sizeof run, "%016" PRIx64, message->run);
    cJSON_AddStringToObject(json, "play", kinds[message->kind]);
    cJSON_AddStringToObject(json, "run", run);
    cJSON_AddNumberToObject(json, "n", (double)message->n);
    if (message->kind == PLAY_BEGIN) {
        add_begin(json, message, thumbnail);
    } else if (message->kind == PLAY_END) {
        cJSON_AddNumberToObject(json, "shown", (double)message->shown);
    } else if (message->kind == PLAY_EVENT) {
        cJSON_AddStringToObject(json, "event", message->event);
        cJSON_AddNumberToObject(json, "count", (double)message->count);
        add_moment(json, message);
    }
    char *text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    return text;
}

static bool take_number(const cJSON *json, const char *name, int64_t least, int64_t most,
                        int64_t *ret)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(json, name);
    if (!cJSON_IsNumber(number) || !(number->valuedouble >= (double)least) ||
        number->valuedouble > (double)most || number->valuedouble != floor(number->valuedouble))
        return false;
    *ret = (int64_t)number->valuedouble;
    return true;
}

/* A word that was cut within a letter still counts; but no export could hold it as it is, and the
 * chain of that would not be the log's. */
static void make_utf8(char *text)
{
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t code;
        size_t length = utf8_decode(text + at, size - at, &code);
        if (length == 0)
            text[at] = '?';
        at += length ? length : 1;
    }
}

static bool take_text(const cJSON *json, const char *name, char *out, size_t size)
{
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(json, name);
    if (!cJSON_IsString(text) || (size_t)snprintf(out, size, "%s", text->valuestring) >= size)
        return false;
    make_utf8(out);
    return true;
}

static bool take_note(const cJSON *json, const char *name, char *out, size_t size)
{
    return cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(json, name)) ||
           take_text(json, name, out, size);
}

/* Which of `names` the text is; -1: none. */
static int take_name(const cJSON *json, const char *name, const char *const *names, int count)
{
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(json, name);
    for (int i = 0; cJSON_IsString(text) && i < count; i++) {
        if (strcmp(text->valuestring, names[i]) == 0)
            return i;
    }
    return -1;
}

static bool take_run(const cJSON *json, uint64_t *ret)
{
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(json, "run");
    const char *hex = cJSON_IsString(text) ? text->valuestring : "";
    if (strlen(hex) != 16 || hex[strspn(hex, "0123456789abcdef")])
        return false;
    *ret = strtoull(hex, NULL, 16);
    return true;
}

#define EXACT INT64_C(9007199254740991) /* whole numbers that a double holds */

static bool take_moment(const cJSON *json, struct play_message *message)
{
    int rung = take_name(json, "clock", rungs, RUNGS);
    message->clock = (enum clock_rung)rung;
    if (cJSON_GetObjectItemCaseSensitive(json, "at") &&
        !take_number(json, "at", 1, EXACT / 2, &message->at)) /* a time is added to it */
        return false;
    return rung >= 0 && take_number(json, "start", -EXACT, EXACT, &message->start) &&
           take_text(json, "site", message->site, sizeof message->site) &&
           take_text(json, "screen", message->screen, sizeof message->screen);
}

static bool take_thumbnail(const cJSON *json, struct play_message *message)
{
    const cJSON *size = cJSON_GetObjectItemCaseSensitive(json, "thumbnail");
    int64_t width = 0, height = 0;
    if (size && (!take_number(size, "width", 1, PLAY_THUMBNAIL_SIDE, &width) ||
                 !take_number(size, "height", 1, PLAY_THUMBNAIL_SIDE, &height)))
        return false;
    message->width = (unsigned)width;
    message->height = (unsigned)height;
    return true;
}

static bool take_begin(const cJSON *json, struct play_message *message)
{
    return take_text(json, "feed", message->feed, sizeof message->feed) &&
           take_text(json, "item", message->item, sizeof message->item) &&
           take_text(json, "type", message->type, sizeof message->type) &&
           take_text(json, "title", message->title, sizeof message->title) &&
           take_note(json, "topic", message->topic, sizeof message->topic) &&
           take_note(json, "audience", message->audience, sizeof message->audience) &&
           take_text(json, "language", message->language, sizeof message->language) &&
           take_text(json, "version", message->version, sizeof message->version) &&
           take_moment(json, message) && take_thumbnail(json, message);
}

static bool take(const cJSON *json, struct play_message *message)
{
    int kind = take_name(json, "play", kinds, KINDS);
    if (kind < 0 || !take_run(json, &message->run) ||
        !take_number(json, "n", 1, EXACT, &message->n))
        return false;
    message->kind = (enum play_message_kind)kind;
    switch (message->kind) {
    case PLAY_BEGIN:
        return take_begin(json, message);
    case PLAY_END:
        return take_number(json, "shown", 0, PLAY_SHOWN_MAX, &message->shown);
    case PLAY_EVENT:
        return take_text(json, "event", message->event, sizeof message->event) &&
               take_number(json, "count", 0, EXACT, &message->count) && take_moment(json, message);
    case PLAY_KEPT:
        return true;
    }
    return false;
}

int play_message_parse(const char *text, size_t size, struct play_message *ret)
{
    struct play_message message = {.kind = PLAY_KEPT};
    cJSON *json = cJSON_ParseWithLength(text, size);
    bool is_sound = take(json, &message);
    cJSON_Delete(json);
    if (!is_sound)
        return -EBADMSG;
    *ret = message;
    return 0;
}
