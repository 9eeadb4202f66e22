/* Composing batches from a log. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "plays/batch.h"
#include "plays/history_parts.h"
#include "plays/text.h"

enum {
    GIVEN_MAX = 1 << 20,
    EXPORT_ROWS = 2048,
    /* What a batch's items take at most, so that it stays below BATCH_BYTES_MAX with its rows. */
    ITEMS_BYTES = 6 * 1024 * 1024,
    ITEM_BYTES = 10240 /* the words of one, each byte escaped */
};

/* The distinct ones of a batch's rows, in the order in which they come. */
struct set {
    int64_t *numbers;
    size_t count, room;
};

struct composing {
    struct history *history;
    struct set runs, items, places;
    struct text rows;
    const struct batch_given *given;
    struct sql_query *weigh; /* the size of an item's thumbnail */
    size_t weight;           /* bytes of all items, about */
    int64_t after, seq;
    unsigned char previous[SHA256_SIZE], hash[SHA256_SIZE];
    size_t count;
};

void batch_given_finish(struct batch_given *given)
{
    free(given->bits);
    *given = (struct batch_given){0};
}

static bool is_given(const struct batch_given *given, int64_t id)
{
    return id >= 0 && (uint64_t)id / 8 < given->size && given->bits[id / 8] & 1U << id % 8;
}

static void note_given(struct batch_given *given, int64_t id)
{
    if (id < 0 || id >= GIVEN_MAX)
        return;
    size_t wanted = (size_t)id / 8 + 1;
    if (wanted > given->size) {
        unsigned char *longer = realloc(given->bits, wanted * 2);
        if (!longer)
            return; /* it is given once more */
        memset(longer + given->size, 0, wanted * 2 - given->size);
        given->bits = longer;
        given->size = wanted * 2;
    }
    given->bits[id / 8] |= (unsigned char)(1U << id % 8);
}

/* Its index, or -ENOMEM. Most often it is one of the last. */
static int64_t set_index(struct set *set, int64_t number)
{
    for (size_t i = set->count; i-- > 0;) {
        if (set->numbers[i] == number)
            return (int64_t)i;
    }
    if (set->count == set->room) {
        size_t room = set->room ? set->room * 2 : 64;
        int64_t *longer = realloc(set->numbers, room * sizeof *longer);
        if (!longer)
            return -ENOMEM;
        set->numbers = longer;
        set->room = room;
    }
    set->numbers[set->count] = number;
    return (int64_t)set->count++;
}

/* Whether it is the thumbnail's turn: `since` is the row with which it came. */
static bool is_wanted(const struct composing *from, int64_t id, int64_t since)
{
    return from->given ? !is_given(from->given, id) : since > from->after;
}

/* What the item adds to the batch; or -errno. */
static int64_t weigh_item(const struct composing *to, int64_t id)
{
    int64_t weight = ITEM_BYTES;
    sql_bind_number(to->weigh, 1, id);
    int result = sql_step(to->weigh);
    if (result == 1 && is_wanted(to, id, sql_number(to->weigh, 0)))
        weight += (sql_number(to->weigh, 1) + 2) / 3 * 4;
    sql_reset(to->weigh);
    return result < 0 ? result : weight;
}

/* 1: it is one of the batch's items now, or was before; 0: there is no room; or -errno. */
static int add_item_of(struct composing *to, int64_t id)
{
    size_t count = to->items.count;
    int64_t index = set_index(&to->items, id);
    if (index < 0 || to->items.count == count)
        return index < 0 ? -ENOMEM : 1;
    int64_t weight = weigh_item(to, id);
    if (weight < 0)
        return (int)weight;
    bool has_room = to->count == 0 || to->weight + (size_t)weight <= ITEMS_BYTES;
    to->items.count = has_room ? to->items.count : count;
    to->weight += has_room ? (size_t)weight : 0;
    return has_room;
}

/* 1; 0: there is no room for it; or -errno. */
static int compose_row(struct composing *to, const struct play_row *row)
{
    struct text *text = &to->rows;
    int result = row->item ? add_item_of(to, row->item) : 1;
    if (result <= 0)
        return result;
    int64_t run = set_index(&to->runs, (int64_t)row->run);
    if (run < 0 || set_index(&to->places, row->place) < 0)
        return -ENOMEM;
    text_add(text, "%s[%" PRId64 ",%" PRId64 ",%d,", to->count ? "," : "", run, row->n,
             (int)row->kind);
    if (row->item)
        text_add(text, "%" PRId64 ",", row->item);
    else
        text_add(text, "null,");
    text_add_json(text, row->event);
    text_add(text, ",%" PRId64 ",%" PRId64 ",%d,%" PRId64 "]", row->start, row->shown,
             (int)row->clock, row->place);
    memcpy(to->hash, row->hash, SHA256_SIZE);
    to->count++;
    return text->is_broken ? -ENOMEM : 1;
}

/* The rows in turn, without a hole: behind one the chain would not hold. */
static int take_rows(struct composing *to, struct sql_query *query, size_t count)
{
    struct play_row row;
    int result = 0;
    bool has_room = true;
    sql_bind_number(query, 1, to->after);
    sql_bind_number(query, 2, (int64_t)count + 1);
    const struct play_log *log = history_log(to->history);
    bool has_previous = to->after == log->base_seq;
    memcpy(to->previous, log->base_hash, SHA256_SIZE);
    int64_t next = to->after + has_previous;
    while (has_room && to->count < count && (result = sql_step(query)) == 1) {
        if (!history_take_row(query, &row) || row.seq != next++)
            return -EBADMSG;
        if (!has_previous)
            memcpy(to->previous, row.hash, SHA256_SIZE);
        else if ((result = compose_row(to, &row)) < 0)
            return result;
        has_room = result == 1;
        has_previous = true;
    }
    return result < 0 ? result : 0;
}

static int compose_rows(struct composing *to, size_t count)
{
    struct sql *sql = history_sql(to->history);
    struct sql_query *query = NULL;
    int result = sql_prepare(sql, HISTORY_ROWS " WHERE seq >= ?1 ORDER BY seq LIMIT ?2", &query);
    if (result == 0)
        result =
            sql_prepare(sql, "SELECT since, length(thumbnail) FROM item WHERE id=?1", &to->weigh);
    if (result == 0)
        result = take_rows(to, query, count);
    sql_finish(to->weigh);
    sql_finish(query);
    return result;
}

static void add_thumbnail(const struct composing *from, struct batch_given *given,
                          struct text *text, struct sql_query *query, int64_t id)
{
    size_t size;
    int64_t width = sql_number(query, 9), height = sql_number(query, 10);
    if (!is_wanted(from, id, sql_number(query, 8)) || width <= 0 || height <= 0 ||
        width > PLAY_SIDE_MAX || height > PLAY_SIDE_MAX)
        return;
    const void *bytes = sql_bytes(query, 11, &size);
    if (!bytes || size != (size_t)width * (size_t)height * 3)
        return;
    text_add(text, ",\"thumbnail\":{\"width\":%" PRId64 ",\"height\":%" PRId64 ",\"rgb\":\"", width,
             height);
    text_add_base64(text, bytes, size);
    text_add(text, "\"}");
    if (given)
        note_given(given, id);
}

static int add_item(const struct composing *from, struct batch_given *given, struct text *text,
                    struct sql_query *query, int64_t id)
{
    static const char *const names[] = {"feed", "item",  "version", "language",
                                        "type", "title", "topic",   "audience"};
    sql_bind_number(query, 1, id);
    int result = sql_step(query);
    if (result == 1) {
        text_add(text, "{\"id\":%" PRId64, id);
        for (int i = 0; i < (int)(sizeof names / sizeof *names); i++) {
            text_add(text, ",\"%s\":", names[i]);
            text_add_json(text, sql_text(query, i));
        }
        add_thumbnail(from, given, text, query, id);
        text_add(text, "}");
    }
    sql_reset(query);
    return result < 0 ? result : result == 1 ? 0 : -EBADMSG;
}

static int add_items(const struct composing *from, struct batch_given *given, struct text *text)
{
    struct sql_query *query = NULL;
    int result = sql_prepare(history_sql(from->history),
                             "SELECT feed, item, version, language, type, title, topic, audience,"
                             " since, width, height, thumbnail FROM item WHERE id=?1",
                             &query);
    for (size_t i = 0; i < from->items.count && result == 0; i++) {
        text_add(text, "%s", i ? "," : "");
        result = add_item(from, given, text, query, from->items.numbers[i]);
    }
    sql_finish(query);
    return result;
}

static int add_places(const struct composing *from, struct text *text)
{
    struct sql_query *query;
    int result = sql_prepare(history_sql(from->history),
                             "SELECT site, screen FROM place WHERE id=?1", &query);
    if (result < 0)
        return result;
    for (size_t i = 0; i < from->places.count && result == 0; i++) {
        sql_bind_number(query, 1, from->places.numbers[i]);
        result = sql_step(query);
        if (result == 1) {
            text_add(text, "%s{\"id\":%" PRId64 ",\"site\":", i ? "," : "",
                     from->places.numbers[i]);
            text_add_json(text, sql_text(query, 0));
            text_add(text, ",\"screen\":");
            text_add_json(text, sql_text(query, 1));
            text_add(text, "}");
        }
        result = result == 1 ? 0 : result < 0 ? result : -EBADMSG;
        sql_reset(query);
    }
    sql_finish(query);
    return result;
}

static int add_all(const struct composing *from, struct batch_given *given, struct text *text)
{
    char hex[SHA256_HEX_SIZE];
    sha256_to_hex(from->previous, hex);
    text_add(text,
             "{\"bangtinPlays\":1,\"device\":\"%s\",\"first\":%" PRId64
             ",\"previousHash\":\"%s\",\"runs\":[",
             history_log(from->history)->device, from->after + 1, hex);
    for (size_t i = 0; i < from->runs.count; i++)
        text_add(text, "%s\"%016" PRIx64 "\"", i ? "," : "", (uint64_t)from->runs.numbers[i]);
    text_add(text, "],\"items\":[");
    int result = add_items(from, given, text);
    text_add(text, "],\"places\":[");
    if (result == 0)
        result = add_places(from, text);
    sha256_to_hex(from->hash, hex);
    text_add(text, "],\"rows\":[%s],\"hash\":\"%s\"}", from->rows.bytes, hex);
    return result == 0 && text->is_broken ? -ENOMEM : result;
}

int batch_compose(struct history *history, int64_t after, size_t count, struct batch_given *given,
                  char **ret, size_t *ret_size)
{
    const struct play_log *log = history_log(history);
    struct composing composing = {
        .history = history, .given = given, .after = after > log->base_seq ? after : log->base_seq};
    struct text text = {0};
    int result = compose_rows(&composing, count < BATCH_ROWS_MAX ? count : BATCH_ROWS_MAX);
    if (result == 0 && composing.count > 0)
        result = add_all(&composing, given, &text);
    free(composing.runs.numbers);
    free(composing.items.numbers);
    free(composing.places.numbers);
    text_finish(&composing.rows);
    if (result < 0 || composing.count == 0) {
        text_finish(&text);
        return result;
    }
    *ret = text.bytes;
    *ret_size = text.size;
    return (int)composing.count;
}

int batch_export(struct history *history, int64_t after,
                 int (*write)(void *context, const char *text, size_t size), void *context)
{
    const struct play_log *log = history_log(history);
    struct batch_given given = {0};
    int64_t at = after > log->base_seq ? after : log->base_seq;
    int count;
    do {
        char *text = NULL;
        size_t size = 0;
        count = batch_compose(history, at, EXPORT_ROWS, &given, &text, &size);
        int result = count > 0 ? write(context, text, size) : 0;
        if (count > 0 && result == 0)
            result = write(context, "\n", 1);
        free(text);
        if (result < 0)
            count = result;
        at += count;
    } while (count > 0);
    batch_given_finish(&given);
    return count;
}
