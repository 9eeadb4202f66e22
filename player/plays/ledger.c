#include "plays/ledger.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plays/chain.h"
#include "plays/ledger_parts.h"
#include "plays/schema.h"

static const char *const statements[LEDGER_QUERIES] = {
    [LEDGER_FIND_ITEM] = "SELECT id, thumbnail IS NOT NULL FROM item WHERE feed=?1 AND item=?2 AND"
                         " version=?3 AND language=?4 AND type=?5 AND title=?6 AND topic IS ?7 AND"
                         " audience IS ?8",
    [LEDGER_ADD_ITEM] = "INSERT INTO item (feed, item, version, language, type, title, topic,"
                        " audience, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [LEDGER_SET_THUMBNAIL] = "UPDATE item SET width=?2, height=?3, thumbnail=?4, since=?5"
                             " WHERE id=?1",
    [LEDGER_FIND_PLACE] = "SELECT id FROM place WHERE site=?1 AND screen=?2",
    [LEDGER_ADD_PLACE] = "INSERT INTO place (site, screen) VALUES (?1, ?2)",
    [LEDGER_ADD_ROW] = "INSERT INTO row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
                       " ON CONFLICT (run, n) DO NOTHING",
    [LEDGER_SET_LAST] = "INSERT INTO last VALUES (?1, ?2) ON CONFLICT (item) DO UPDATE"
                        " SET part=excluded.part WHERE part < excluded.part",
    [LEDGER_SET_META] = "UPDATE meta SET value=?2 WHERE key=?1 AND value IS NOT ?2",
    [LEDGER_SIZE] = "SELECT (SELECT page_count FROM pragma_page_count),"
                    " (SELECT freelist_count FROM pragma_freelist_count),"
                    " (SELECT page_size FROM pragma_page_size)",
};

/* FULL: a batch is durable when it is said to be. One sync a batch is what that costs in WAL mode.
 * A batch touches the ends of eight trees with some bytes each: small pages halve what is written.
 * The log is small beside what SQLite would hold of it in memory. */
static const char settings[] = "PRAGMA page_size=1024; PRAGMA journal_mode=WAL;"
                               "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1024;"
                               "PRAGMA journal_size_limit=1048576;"
                               "PRAGMA cache_size=-256; PRAGMA temp_store=MEMORY";

struct sql_query *ledger_query(struct ledger *ledger, enum ledger_query query)
{
    return ledger->queries[query];
}

static int read_note(struct ledger *ledger)
{
    struct sql_query *query;
    int result = sql_prepare(ledger->sql, "SELECT value FROM meta WHERE key='note'", &query);
    if (result < 0)
        return result;
    result = sql_step(query);
    const char *text = result == 1 ? sql_text(query, 0) : NULL;
    if (result >= 0) {
        ledger->note = strdup(text ? text : "");
        result = ledger->note ? 0 : -ENOMEM;
    }
    sql_finish(query);
    return result;
}

/* What a damaged file would show at once: the newest row is the one that was written down, and the
 * oldest follows the base. All of the chain is for those who ask for it. */
static int check_ends(struct ledger *ledger)
{
    const struct play_log *log = &ledger->log;
    struct sql_query *query;
    size_t size;
    int result = sql_prepare(ledger->sql,
                             "SELECT (SELECT min(seq) FROM row), (SELECT max(seq) FROM row),"
                             " (SELECT hash FROM row WHERE seq=?1)",
                             &query);
    if (result < 0)
        return result;
    sql_bind_number(query, 1, log->head_seq);
    result = sql_step(query);
    if (result == 1 && log->head_seq > log->base_seq) {
        const void *hash = sql_bytes(query, 2, &size);
        bool is_sound =
            hash && size == SHA256_SIZE && memcmp(hash, log->head_hash, SHA256_SIZE) == 0 &&
            sql_number(query, 0) == log->base_seq + 1 && sql_number(query, 1) == log->head_seq;
        result = is_sound ? 1 : -EBADMSG;
    }
    sql_finish(query);
    return result < 0 ? result : 0;
}

static int prepare(struct ledger *ledger)
{
    int result = sql_run(ledger->sql, settings);
    if (result == 0)
        result = schema_check(ledger->sql);
    if (result == -ENODATA)
        result = schema_create(ledger->sql);
    if (result == 0)
        result = schema_read_log(ledger->sql, &ledger->log);
    if (result == 0)
        result = read_note(ledger);
    if (result == 0)
        result = check_ends(ledger);
    for (size_t i = 0; i < LEDGER_QUERIES && result == 0; i++)
        result = sql_prepare(ledger->sql, statements[i], &ledger->queries[i]);
    /* Tables that are not as they were made are no log of ours. */
    return result == -EINVAL ? -EBADMSG : result;
}

/* A file of no bytes is one whose making was cut short: there is nothing in it to be lost. But
 * where rows wait beside it, it held a log; SQLite would throw them away with a "database" of no
 * pages. */
static bool is_cut_off(const char *path)
{
    char companion[4096];
    struct stat file, rows;
    return (size_t)snprintf(companion, sizeof companion, "%s-wal", path) < sizeof companion &&
           stat(path, &file) == 0 && file.st_size == 0 && stat(companion, &rows) == 0 &&
           rows.st_size > 0;
}

int ledger_open(const char *path, struct ledger **ret)
{
    if (is_cut_off(path))
        return -EBADMSG;
    struct ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger)
        return -ENOMEM;
    int result = sql_open(path, SQL_WRITE, &ledger->sql);
    if (result == 0)
        result = prepare(ledger);
    if (result < 0)
        ledger_close(ledger);
    else
        *ret = ledger;
    return result;
}

void ledger_close(struct ledger *ledger)
{
    if (!ledger)
        return;
    for (size_t i = 0; i < LEDGER_QUERIES; i++)
        sql_finish(ledger->queries[i]);
    sql_close(ledger->sql);
    free(ledger->note);
    free(ledger);
}

int ledger_set_aside(const char *path)
{
    static const char *const endings[] = {"-wal", "-shm"};
    char from[4096], to[4096];
    struct stat old, damaged;
    if ((size_t)snprintf(to, sizeof to, "%s.damaged-wal", path) >= sizeof to)
        return -ENAMETOOLONG;
    snprintf(to, sizeof to, "%s.damaged", path);
    bool is_larger =
        stat(to, &old) < 0 || stat(path, &damaged) < 0 || damaged.st_size >= old.st_size;
    if ((is_larger ? rename(path, to) : unlink(path)) < 0 && errno != ENOENT)
        return -errno;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(from, sizeof from, "%s%s", path, endings[i]);
        snprintf(to, sizeof to, "%s.damaged%s", path, endings[i]);
        if ((is_larger ? rename(from, to) : unlink(from)) < 0 && errno != ENOENT)
            return -errno;
    }
    return 0;
}

const struct play_log *ledger_log(const struct ledger *ledger)
{
    return &ledger->log;
}

const char *ledger_note(const struct ledger *ledger)
{
    return ledger->note;
}

void ledger_acknowledge(struct ledger *ledger, int64_t seq)
{
    if (seq > ledger->log.acknowledged && seq <= ledger->log.head_seq)
        ledger->log.acknowledged = seq;
}

int64_t ledger_bytes(struct ledger *ledger)
{
    struct sql_query *query = ledger_query(ledger, LEDGER_SIZE);
    int64_t bytes = 0;
    if (sql_step(query) == 1)
        bytes = (sql_number(query, 0) - sql_number(query, 1)) * sql_number(query, 2);
    sql_reset(query);
    return bytes;
}
