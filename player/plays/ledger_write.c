/* One batch of rows, whole or not at all. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "plays/chain.h"
#include "plays/ledger_parts.h"

int ledger_set_number(struct ledger *ledger, const char *key, int64_t number)
{
    struct sql_query *query = ledger_query(ledger, LEDGER_SET_META);
    sql_bind_text(query, 1, key);
    sql_bind_number(query, 2, number);
    return sql_do(query);
}

int ledger_set_hash(struct ledger *ledger, const char *key, const unsigned char hash[SHA256_SIZE])
{
    struct sql_query *query = ledger_query(ledger, LEDGER_SET_META);
    sql_bind_text(query, 1, key);
    sql_bind_bytes(query, 2, hash, SHA256_SIZE);
    return sql_do(query);
}

static void bind_item(struct sql_query *query, const struct play_item *item)
{
    const char *const texts[] = {item->feed, item->item,  item->version, item->language,
                                 item->type, item->title, item->topic,   item->audience};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        sql_bind_text(query, (int)i + 1, texts[i]);
}

/* 1: it is there; 0; or -errno. */
static int find_item(struct ledger *ledger, const struct play_item *item, int64_t *ret_id,
                     bool *ret_has_thumbnail)
{
    struct sql_query *query = ledger_query(ledger, LEDGER_FIND_ITEM);
    bind_item(query, item);
    int result = sql_step(query);
    if (result == 1) {
        *ret_id = sql_number(query, 0);
        *ret_has_thumbnail = sql_number(query, 1) != 0;
    }
    sql_reset(query);
    return result;
}

static int set_thumbnail(struct ledger *ledger, int64_t id, const struct play_item *item,
                         int64_t seq)
{
    struct sql_query *query = ledger_query(ledger, LEDGER_SET_THUMBNAIL);
    sql_bind_number(query, 1, id);
    sql_bind_number(query, 2, item->width);
    sql_bind_number(query, 3, item->height);
    sql_bind_bytes(query, 4, item->thumbnail, (size_t)item->width * item->height * 3);
    sql_bind_number(query, 5, seq);
    return sql_do(query);
}

static int put_item(struct ledger *ledger, const struct play_item *item, int64_t seq,
                    int64_t *ret_id)
{
    bool has_thumbnail = false;
    int result = find_item(ledger, item, ret_id, &has_thumbnail);
    if (result == 0) {
        struct sql_query *query = ledger_query(ledger, LEDGER_ADD_ITEM);
        bind_item(query, item);
        sql_bind_number(query, 9, seq);
        result = sql_do(query);
        *ret_id = sql_last_id(ledger->sql);
    }
    if (result >= 0 && item->thumbnail && !has_thumbnail)
        result = set_thumbnail(ledger, *ret_id, item, seq);
    return result < 0 ? result : 0;
}

static int put_place(struct ledger *ledger, const struct play_place *place, int64_t *ret_id)
{
    struct sql_query *query = ledger_query(ledger, LEDGER_FIND_PLACE);
    sql_bind_text(query, 1, place->site);
    sql_bind_text(query, 2, place->screen);
    int result = sql_step(query);
    if (result == 1)
        *ret_id = sql_number(query, 0);
    sql_reset(query);
    if (result != 0)
        return result < 0 ? result : 0;
    query = ledger_query(ledger, LEDGER_ADD_PLACE);
    sql_bind_text(query, 1, place->site);
    sql_bind_text(query, 2, place->screen);
    result = sql_do(query);
    *ret_id = sql_last_id(ledger->sql);
    return result;
}

/* 1: it was added; 0: it was there; or -errno. */
static int put_row(struct ledger *ledger, const struct play_row *row)
{
    struct sql_query *query = ledger_query(ledger, LEDGER_ADD_ROW);
    const int64_t numbers[] = {row->seq, (int64_t)row->run, row->n, row->kind};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sql_bind_number(query, (int)i + 1, numbers[i]);
    if (row->item)
        sql_bind_number(query, 5, row->item);
    sql_bind_text(query, 6, row->event);
    sql_bind_number(query, 7, row->start);
    sql_bind_number(query, 8, row->shown);
    sql_bind_number(query, 9, row->clock);
    sql_bind_number(query, 10, row->place);
    sql_bind_bytes(query, 11, row->hash, SHA256_SIZE);
    int result = sql_do(query);
    return result < 0 ? result : (int)sql_changes(ledger->sql);
}

static int set_last(struct ledger *ledger, const struct play_row *row)
{
    struct sql_query *query = ledger_query(ledger, LEDGER_SET_LAST);
    sql_bind_number(query, 1, row->item);
    sql_bind_number(query, 2, row->seq / LEDGER_PART);
    return sql_do(query);
}

static int put(struct ledger *ledger, const struct ledger_entry *entry, struct play_log *log)
{
    struct play_row row = entry->row;
    row.seq = log->head_seq + 1;
    row.item = 0;
    int result = put_place(ledger, entry->place, &row.place);
    if (result == 0 && entry->item)
        result = put_item(ledger, entry->item, row.seq, &row.item);
    if (result < 0)
        return result;
    memcpy(row.hash, log->head_hash, SHA256_SIZE);
    chain_next(row.hash, &row, entry->item, entry->place);
    result = put_row(ledger, &row);
    if (result <= 0)
        return result;
    log->head_seq = row.seq;
    memcpy(log->head_hash, row.hash, SHA256_SIZE);
    return row.item ? set_last(ledger, &row) : 0;
}

static int set_note(struct ledger *ledger, const char *note)
{
    struct sql_query *query = ledger_query(ledger, LEDGER_SET_META);
    sql_bind_text(query, 1, "note");
    sql_bind_text(query, 2, note);
    return sql_do(query);
}

static int write_all(struct ledger *ledger, const struct ledger_entry *entries, size_t count,
                     const char *note, struct play_log *log)
{
    int result = sql_run(ledger->sql, "BEGIN IMMEDIATE");
    if (result < 0)
        return result;
    for (size_t i = 0; i < count && result == 0; i++)
        result = put(ledger, &entries[i], log);
    if (result == 0)
        result = ledger_set_number(ledger, "head_seq", log->head_seq);
    if (result == 0)
        result = ledger_set_hash(ledger, "head_hash", log->head_hash);
    if (result == 0)
        result = ledger_set_number(ledger, "acknowledged", log->acknowledged);
    if (result == 0)
        result = set_note(ledger, note);
    if (result == 0)
        result = sql_run(ledger->sql, "COMMIT");
    if (result < 0)
        sql_run(ledger->sql, "ROLLBACK");
    return result;
}

int ledger_write(struct ledger *ledger, const struct ledger_entry *entries, size_t count,
                 const char *note)
{
    struct play_log log = ledger->log;
    char *copy = strdup(note);
    if (!copy || strlen(note) > LEDGER_NOTE_MAX) {
        free(copy);
        return copy ? -EMSGSIZE : -ENOMEM;
    }
    int result = write_all(ledger, entries, count, copy, &log);
    if (result < 0) {
        free(copy);
        return result;
    }
    free(ledger->note);
    ledger->note = copy;
    ledger->log = log;
    return 0;
}

bool ledger_has_thumbnail(struct ledger *ledger, const struct play_item *item)
{
    int64_t id;
    bool has = false;
    return find_item(ledger, item, &id, &has) == 1 && has;
}
