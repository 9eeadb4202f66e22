#include "plays/history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "plays/history_parts.h"
#include "plays/schema.h"

struct history {
    struct sql *sql;
    struct play_log log;
};

int history_open(const char *path, struct history **ret)
{
    struct history *history = calloc(1, sizeof *history);
    if (!history)
        return -ENOMEM;
    int result = sql_open(path, SQL_READ, &history->sql);
    if (result == 0) /* one moment for all that is read */
        result = sql_run(history->sql, "BEGIN");
    if (result == 0)
        result = schema_check(history->sql);
    if (result == 0)
        result = schema_read_log(history->sql, &history->log);
    if (result == 0) {
        *ret = history;
        return 0;
    }
    history_close(history);
    return result == -ENODATA ? -EBADMSG : result;
}

void history_close(struct history *history)
{
    if (!history)
        return;
    sql_close(history->sql);
    free(history);
}

const struct play_log *history_log(const struct history *history)
{
    return &history->log;
}

struct sql *history_sql(struct history *history)
{
    return history->sql;
}

bool history_take_row(struct sql_query *query, struct play_row *ret)
{
    size_t size;
    const void *hash = sql_bytes(query, 10, &size);
    *ret = (struct play_row){.seq = sql_number(query, 0),
                             .run = (uint64_t)sql_number(query, 1),
                             .n = sql_number(query, 2),
                             .kind = sql_number(query, 3) == 0 ? PLAY_KIND_SHOWN : PLAY_KIND_EVENT,
                             .item = sql_number(query, 4),
                             .event = sql_text(query, 5),
                             .start = sql_number(query, 6),
                             .shown = sql_number(query, 7),
                             .place = sql_number(query, 9)};
    int64_t clock = sql_number(query, 8);
    if (!hash || size != SHA256_SIZE || clock < CLOCK_FLOOR || clock > CLOCK_TRUSTED)
        return false;
    ret->clock = (enum clock_rung)clock;
    memcpy(ret->hash, hash, SHA256_SIZE);
    return true;
}

int history_rows(struct history *history, int64_t from, int64_t to,
                 bool (*take)(void *context, const struct play_row *row), void *context)
{
    bool all = from == INT64_MIN && to == INT64_MAX;
    struct sql_query *query;
    struct play_row row;
    int result = sql_prepare(history->sql,
                             all ? HISTORY_ROWS " ORDER BY seq"
                                 : HISTORY_ROWS " WHERE start >= ?1 AND start < ?2 ORDER BY start",
                             &query);
    if (result < 0)
        return result;
    if (!all) {
        sql_bind_number(query, 1, from);
        sql_bind_number(query, 2, to);
    }
    while ((result = sql_step(query)) == 1) {
        if (!history_take_row(query, &row)) {
            result = -EBADMSG;
            break;
        }
        if (!take(context, &row)) {
            result = 0;
            break;
        }
    }
    sql_finish(query);
    return result;
}

static const char *word(struct sql_query *query, int column)
{
    const char *text = sql_text(query, column);
    return text ? text : "";
}

int history_items(struct history *history,
                  bool (*take)(void *context, const struct play_item *item), void *context)
{
    struct sql_query *query;
    int result = sql_prepare(history->sql,
                             "SELECT id, feed, item, version, language, type, title, topic,"
                             " audience, width, height FROM item ORDER BY id",
                             &query);
    if (result < 0)
        return result;
    while ((result = sql_step(query)) == 1) {
        const struct play_item item = {.id = sql_number(query, 0),
                                       .feed = word(query, 1),
                                       .item = word(query, 2),
                                       .version = word(query, 3),
                                       .language = word(query, 4),
                                       .type = word(query, 5),
                                       .title = word(query, 6),
                                       .topic = sql_text(query, 7),
                                       .audience = sql_text(query, 8),
                                       .width = (unsigned)sql_number(query, 9),
                                       .height = (unsigned)sql_number(query, 10)};
        if (!take(context, &item))
            break;
    }
    sql_finish(query);
    return result < 0 ? result : 0;
}

int history_places(struct history *history,
                   bool (*take)(void *context, const struct play_place *place), void *context)
{
    struct sql_query *query;
    int result =
        sql_prepare(history->sql, "SELECT id, site, screen FROM place ORDER BY id", &query);
    if (result < 0)
        return result;
    while ((result = sql_step(query)) == 1) {
        const struct play_place place = {
            .id = sql_number(query, 0), .site = word(query, 1), .screen = word(query, 2)};
        if (!take(context, &place))
            break;
    }
    sql_finish(query);
    return result < 0 ? result : 0;
}

static int take_thumbnail(struct sql_query *query, unsigned *ret_width, unsigned *ret_height,
                          unsigned char **ret)
{
    size_t size;
    int64_t width = sql_number(query, 0), height = sql_number(query, 1);
    const void *bytes = sql_bytes(query, 2, &size);
    if (!bytes || width <= 0 || height <= 0 || width > PLAY_SIDE_MAX || height > PLAY_SIDE_MAX ||
        size != (size_t)width * (size_t)height * 3)
        return -ENOENT;
    unsigned char *copy = malloc(size);
    if (!copy)
        return -ENOMEM;
    memcpy(copy, bytes, size);
    *ret_width = (unsigned)width;
    *ret_height = (unsigned)height;
    *ret = copy;
    return 0;
}

int history_thumbnail(struct history *history, int64_t id, unsigned *ret_width,
                      unsigned *ret_height, unsigned char **ret)
{
    struct sql_query *query;
    int result =
        sql_prepare(history->sql, "SELECT width, height, thumbnail FROM item WHERE id=?1", &query);
    if (result < 0)
        return result;
    sql_bind_number(query, 1, id);
    result = sql_step(query);
    if (result == 1)
        result = take_thumbnail(query, ret_width, ret_height, ret);
    else if (result == 0)
        result = -ENOENT;
    sql_finish(query);
    return result;
}
