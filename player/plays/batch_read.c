/* Reading a batch: foreign bytes, from a stick or another machine. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plays/batch.h"
#include "plays/chain.h"

#define NUMBER_MAX 9007199254740991.0
/* A batch that is as large as it may be has some 130 000 values, and commas in its words. */
enum { VALUES_MAX = 1000000 };

static bool take_number(const cJSON *number, double least, double most, int64_t *ret)
{
    if (!cJSON_IsNumber(number) || !(number->valuedouble >= least) || number->valuedouble > most ||
        number->valuedouble != floor(number->valuedouble))
        return false;
    *ret = (int64_t)number->valuedouble;
    return true;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* A fresh copy of a text of at most `limit` bytes. */
static bool take_text(const cJSON *text, size_t limit, const char **ret)
{
    if (!cJSON_IsString(text) || strlen(text->valuestring) > limit)
        return false;
    *ret = strdup(text->valuestring);
    return *ret != NULL;
}

static bool take_text_or_null(const cJSON *text, size_t limit, const char **ret)
{
    return cJSON_IsNull(text) || take_text(text, limit, ret);
}

static bool take_hash(const cJSON *text, unsigned char hash[SHA256_SIZE])
{
    return cJSON_IsString(text) && sha256_from_hex(text->valuestring, hash) == 0;
}

static int digit_value(char digit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = digit ? strchr(digits, digit) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Exactly `size` bytes, a multiple of three or padded as RFC 4648 says. */
static bool decode_base64(const char *text, unsigned char *bytes, size_t size)
{
    if (strlen(text) != (size + 2) / 3 * 4)
        return false;
    for (size_t i = 0; i < size; i += 3, text += 4) {
        size_t count = size - i < 3 ? size - i : 3;
        uint32_t three = 0;
        for (size_t j = 0; j < 4; j++) {
            int value = j <= count ? digit_value(text[j]) : text[j] == '=' ? 0 : -1;
            if (value < 0)
                return false;
            three = three << 6 | (uint32_t)value;
        }
        for (size_t j = 0; j < count; j++)
            bytes[i + j] = (unsigned char)(three >> (16 - 8 * j));
    }
    return true;
}

static bool take_thumbnail(const cJSON *object, struct play_item *item)
{
    int64_t width, height;
    if (!object)
        return true;
    const cJSON *rgb = member(object, "rgb");
    if (!take_number(member(object, "width"), 1, PLAY_SIDE_MAX, &width) ||
        !take_number(member(object, "height"), 1, PLAY_SIDE_MAX, &height) || !cJSON_IsString(rgb))
        return false;
    size_t size = (size_t)width * (size_t)height * 3;
    unsigned char *bytes = malloc(size);
    if (!bytes || !decode_base64(rgb->valuestring, bytes, size)) {
        free(bytes);
        return false;
    }
    item->width = (unsigned)width;
    item->height = (unsigned)height;
    item->thumbnail = bytes;
    return true;
}

static bool take_item(const cJSON *object, struct play_item *item)
{
    return take_number(member(object, "id"), 1, NUMBER_MAX, &item->id) &&
           take_text(member(object, "feed"), PLAY_NAME_MAX, &item->feed) &&
           take_text(member(object, "item"), PLAY_NAME_MAX, &item->item) &&
           take_text(member(object, "version"), PLAY_NAME_MAX, &item->version) &&
           take_text(member(object, "language"), PLAY_NAME_MAX, &item->language) &&
           take_text(member(object, "type"), PLAY_NAME_MAX, &item->type) &&
           take_text(member(object, "title"), PLAY_TITLE_MAX, &item->title) &&
           take_text_or_null(member(object, "topic"), PLAY_TITLE_MAX, &item->topic) &&
           take_text_or_null(member(object, "audience"), PLAY_TITLE_MAX, &item->audience) &&
           take_thumbnail(member(object, "thumbnail"), item);
}

static bool take_place(const cJSON *object, struct play_place *place)
{
    return take_number(member(object, "id"), 1, NUMBER_MAX, &place->id) &&
           take_text(member(object, "site"), PLAY_NAME_MAX, &place->site) &&
           take_text(member(object, "screen"), PLAY_NAME_MAX, &place->screen);
}

static const struct play_item *find_item(const struct batch *batch, int64_t id)
{
    for (size_t i = 0; i < batch->item_count; i++) {
        if (batch->items[i].id == id)
            return &batch->items[i];
    }
    return NULL;
}

static const struct play_place *find_place(const struct batch *batch, int64_t id)
{
    for (size_t i = 0; i < batch->place_count; i++) {
        if (batch->places[i].id == id)
            return &batch->places[i];
    }
    return NULL;
}

static bool take_run(const cJSON *runs, int64_t index, uint64_t *ret)
{
    const cJSON *run = cJSON_GetArrayItem(runs, (int)index);
    if (!cJSON_IsString(run) || strlen(run->valuestring) != 16 ||
        run->valuestring[strspn(run->valuestring, "0123456789abcdef")])
        return false;
    *ret = strtoull(run->valuestring, NULL, 16);
    return true;
}

enum { FIELDS = 9 };

static bool take_row(const cJSON *list, const cJSON *runs, const struct batch *batch,
                     struct play_row *row)
{
    const cJSON *fields[FIELDS];
    const cJSON *field = cJSON_IsArray(list) ? list->child : NULL;
    int64_t run, kind, clock;
    for (size_t i = 0; i < FIELDS; i++, field = field->next) {
        if (!field)
            return false;
        fields[i] = field;
    }
    if (field || !take_number(fields[0], 0, BATCH_ROWS_MAX, &run) ||
        !take_run(runs, run, &row->run) || !take_number(fields[1], 0, NUMBER_MAX, &row->n) ||
        !take_number(fields[2], 0, 1, &kind) ||
        !take_number(fields[5], -NUMBER_MAX, NUMBER_MAX, &row->start) ||
        !take_number(fields[6], 0, NUMBER_MAX, &row->shown) ||
        !take_number(fields[7], CLOCK_FLOOR, CLOCK_TRUSTED, &clock) ||
        !take_number(fields[8], 1, NUMBER_MAX, &row->place) || !find_place(batch, row->place))
        return false;
    row->kind = (enum play_kind)kind;
    row->clock = (enum clock_rung)clock;
    if (!cJSON_IsNull(fields[3]) &&
        (!take_number(fields[3], 1, NUMBER_MAX, &row->item) || !find_item(batch, row->item)))
        return false;
    if (row->kind == PLAY_KIND_SHOWN && row->item == 0)
        return false;
    return take_text_or_null(fields[4], PLAY_EVENT_MAX, &row->event);
}

/* The length of an array that may be there; -1: it is none, or too long. */
static int length(const cJSON *array)
{
    int size = cJSON_IsArray(array) ? cJSON_GetArraySize(array) : -1;
    return size <= BATCH_ROWS_MAX ? size : -1;
}

static bool take_lists(const cJSON *json, struct batch *batch)
{
    const cJSON *runs = member(json, "runs"), *entry;
    const cJSON *items = member(json, "items"), *places = member(json, "places");
    const cJSON *rows = member(json, "rows");
    int item_count = length(items), place_count = length(places), row_count = length(rows);
    if (length(runs) < 1 || item_count < 0 || place_count < 1 || row_count < 1)
        return false;
    batch->items = calloc((size_t)item_count + 1, sizeof *batch->items);
    batch->places = calloc((size_t)place_count, sizeof *batch->places);
    batch->rows = calloc((size_t)row_count, sizeof *batch->rows);
    if (!batch->items || !batch->places || !batch->rows)
        return false;
    cJSON_ArrayForEach(entry, items)
    {
        if (!take_item(entry, &batch->items[batch->item_count++]))
            return false;
    }
    cJSON_ArrayForEach(entry, places)
    {
        if (!take_place(entry, &batch->places[batch->place_count++]))
            return false;
    }
    cJSON_ArrayForEach(entry, rows)
    {
        struct play_row *row = &batch->rows[batch->row_count];
        row->seq = batch->first + (int64_t)batch->row_count++;
        if (!take_row(entry, runs, batch, row))
            return false;
    }
    return true;
}

static bool take_head(const cJSON *json, struct batch *batch)
{
    const cJSON *device = member(json, "device");
    if (!cJSON_IsString(device) || strlen(device->valuestring) != PLAY_DEVICE_SIZE - 1 ||
        device->valuestring[strspn(device->valuestring, "0123456789abcdef")])
        return false;
    memcpy(batch->device, device->valuestring, PLAY_DEVICE_SIZE);
    return take_number(member(json, "first"), 1, NUMBER_MAX - BATCH_ROWS_MAX, &batch->first) &&
           take_hash(member(json, "previousHash"), batch->previous_hash) &&
           take_hash(member(json, "hash"), batch->hash);
}

static void follow_chain(struct batch *batch)
{
    unsigned char hash[SHA256_SIZE];
    memcpy(hash, batch->previous_hash, SHA256_SIZE);
    for (size_t i = 0; i < batch->row_count; i++) {
        struct play_row *row = &batch->rows[i];
        chain_next(hash, row, row->item ? find_item(batch, row->item) : NULL,
                   find_place(batch, row->place));
        memcpy(row->hash, hash, SHA256_SIZE);
    }
    batch->is_sound = memcmp(hash, batch->hash, SHA256_SIZE) == 0;
    chain_start(batch->device, hash);
    if (batch->first == 1 && memcmp(hash, batch->previous_hash, SHA256_SIZE) != 0)
        batch->is_sound = false;
}

/* Each value of a JSON text but the first stands behind one of these: what a parser would make of
 * it takes eighty times the room of the text, at worst. */
static bool is_bounded(const char *text, size_t size)
{
    size_t values = 0;
    for (size_t i = 0; i < size && values <= VALUES_MAX; i++)
        values += text[i] == ',' || text[i] == '[' || text[i] == '{';
    return values <= VALUES_MAX;
}

int batch_read(const char *text, size_t size, struct batch *ret)
{
    struct batch batch = {.device = ""};
    bool is_fine = size <= BATCH_BYTES_MAX && is_bounded(text, size);
    cJSON *json = is_fine ? cJSON_ParseWithLength(text, size) : NULL;
    const cJSON *format = member(json, "bangtinPlays");
    int result = -EBADMSG;
    if (cJSON_IsNumber(format) && format->valuedouble > 1)
        result = -EPROTONOSUPPORT;
    else if (cJSON_IsNumber(format) && format->valuedouble == 1 && take_head(json, &batch) &&
             take_lists(json, &batch))
        result = 0;
    cJSON_Delete(json);
    if (result < 0) {
        batch_finish(&batch);
        return result;
    }
    follow_chain(&batch);
    *ret = batch;
    return 0;
}

static void drop(const void *owned)
{
    free((void *)(uintptr_t)owned);
}

void batch_finish(struct batch *batch)
{
    for (size_t i = 0; i < batch->item_count; i++) {
        const struct play_item *item = &batch->items[i];
        const void *const owned[] = {item->feed,     item->item,     item->version,
                                     item->language, item->type,     item->title,
                                     item->topic,    item->audience, item->thumbnail};
        for (size_t j = 0; j < sizeof owned / sizeof *owned; j++)
            drop(owned[j]);
    }
    for (size_t i = 0; i < batch->place_count; i++) {
        drop(batch->places[i].site);
        drop(batch->places[i].screen);
    }
    for (size_t i = 0; i < batch->row_count; i++)
        drop(batch->rows[i].event);
    free(batch->items);
    free(batch->places);
    free(batch->rows);
    *batch = (struct batch){0};
}
