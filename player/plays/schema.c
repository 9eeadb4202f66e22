#include "plays/schema.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "plays/chain.h"

/* "PLAY": tells a log from any other database (application_id). */
#define APPLICATION 0x504c4159

static const char tables[] =
    "PRAGMA application_id=1347174745;" /* APPLICATION */
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE item (id INTEGER PRIMARY KEY, feed TEXT NOT NULL, item TEXT NOT NULL,"
    " version TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL,"
    " topic TEXT, audience TEXT, since INTEGER NOT NULL, width INTEGER, height INTEGER,"
    " thumbnail BLOB);"
    "CREATE INDEX item_name ON item (feed, item);"
    "CREATE TABLE place (id INTEGER PRIMARY KEY, site TEXT NOT NULL, screen TEXT NOT NULL,"
    " UNIQUE (site, screen));"
    "CREATE TABLE row (seq INTEGER PRIMARY KEY, run INTEGER NOT NULL, n INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, item INTEGER, event TEXT, start INTEGER NOT NULL,"
    " shown INTEGER NOT NULL, clock INTEGER NOT NULL, place INTEGER NOT NULL,"
    " hash BLOB NOT NULL, UNIQUE (run, n));"
    "CREATE INDEX row_start ON row (start);"
    /* In which thousand of rows an item was shown last: it goes when those go. */
    "CREATE TABLE last (item INTEGER PRIMARY KEY, part INTEGER NOT NULL);"
    "PRAGMA user_version=1;";

static void make_device(char device[PLAY_DEVICE_SIZE])
{
    unsigned char random[(PLAY_DEVICE_SIZE - 1) / 2];
    /* Never fails for so few bytes once the kernel has any; until then it waits. */
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        memset(random, 0, sizeof random);
    for (size_t i = 0; i < sizeof random; i++)
        snprintf(device + 2 * i, 3, "%02x", random[i]);
}

static int insert_meta(struct sql *sql)
{
    char device[PLAY_DEVICE_SIZE];
    unsigned char hash[SHA256_SIZE];
    struct sql_query *query;
    int result = sql_prepare(sql,
                             "INSERT INTO meta VALUES ('device', ?1), ('base_seq', 0),"
                             " ('base_hash', ?2), ('head_seq', 0), ('head_hash', ?2),"
                             " ('acknowledged', 0), ('note', '')",
                             &query);
    if (result < 0)
        return result;
    make_device(device);
    chain_start(device, hash);
    sql_bind_text(query, 1, device);
    sql_bind_bytes(query, 2, hash, sizeof hash);
    result = sql_do(query);
    sql_finish(query);
    return result;
}

int schema_create(struct sql *sql)
{
    int result = sql_run(sql, "BEGIN IMMEDIATE");
    if (result == 0)
        result = sql_run(sql, tables);
    if (result == 0)
        result = insert_meta(sql);
    if (result == 0)
        result = sql_run(sql, "COMMIT");
    if (result < 0)
        sql_run(sql, "ROLLBACK");
    return result;
}

static int read_pragma(struct sql *sql, const char *statement, int64_t *ret)
{
    struct sql_query *query;
    int result = sql_prepare(sql, statement, &query);
    if (result < 0)
        return result;
    result = sql_step(query);
    if (result == 1)
        *ret = sql_number(query, 0);
    sql_finish(query);
    return result < 0 ? result : 0;
}

int schema_check(struct sql *sql)
{
    int64_t application = 0, version = 0, tables_there = 0;
    int result = read_pragma(sql, "PRAGMA application_id", &application);
    if (result == 0)
        result = read_pragma(sql, "PRAGMA user_version", &version);
    if (result == 0)
        result = read_pragma(sql, "SELECT count(*) FROM sqlite_schema", &tables_there);
    if (result < 0)
        return result;
    if (tables_there == 0 && version == 0)
        return -ENODATA;
    if (application != APPLICATION || version <= 0)
        return -EBADMSG;
    return version == SCHEMA_VERSION ? 0 : -EPROTONOSUPPORT;
}

static bool read_hash(struct sql_query *query, int column, unsigned char hash[SHA256_SIZE])
{
    size_t size;
    const void *bytes = sql_bytes(query, column, &size);
    if (!bytes || size != SHA256_SIZE)
        return false;
    memcpy(hash, bytes, SHA256_SIZE);
    return true;
}

static bool read_log(struct sql_query *query, struct play_log *log)
{
    for (int i = 0; i < 6; i++) {
        if (sql_is_null(query, i))
            return false;
    }
    const char *device = sql_text(query, 0);
    size_t size = device ? strlen(device) : 0;
    if (size != PLAY_DEVICE_SIZE - 1 || device[strspn(device, "0123456789abcdef")])
        return false;
    memcpy(log->device, device, size + 1);
    log->base_seq = sql_number(query, 1);
    log->head_seq = sql_number(query, 3);
    log->acknowledged = sql_number(query, 5);
    /* No server has what was never written: all of it is sent once more. */
    if (log->acknowledged < 0 || log->acknowledged > log->head_seq)
        log->acknowledged = 0;
    return read_hash(query, 2, log->base_hash) && read_hash(query, 4, log->head_hash) &&
           log->base_seq >= 0 && log->head_seq >= log->base_seq;
}

int schema_read_log(struct sql *sql, struct play_log *ret)
{
    struct play_log log = {.device = ""};
    struct sql_query *query;
    int result = sql_prepare(sql,
                             "SELECT (SELECT value FROM meta WHERE key='device'),"
                             " (SELECT value FROM meta WHERE key='base_seq'),"
                             " (SELECT value FROM meta WHERE key='base_hash'),"
                             " (SELECT value FROM meta WHERE key='head_seq'),"
                             " (SELECT value FROM meta WHERE key='head_hash'),"
                             " (SELECT value FROM meta WHERE key='acknowledged')",
                             &query);
    if (result < 0)
        return result == -EINVAL ? -EBADMSG : result;
    result = sql_step(query);
    if (result == 1)
        result = read_log(query, &log) ? 0 : -EBADMSG;
    else if (result == 0)
        result = -EBADMSG;
    sql_finish(query);
    if (result == 0)
        *ret = log;
    return result;
}
