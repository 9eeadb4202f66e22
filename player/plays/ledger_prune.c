/* The oldest rows go. */
#include <errno.h>
#include <string.h>

#include "plays/ledger_parts.h"

/* The row `seq`: 1 and its start and hash; 0: there is none; or -errno. */
static int look(struct ledger *ledger, int64_t seq, int64_t *ret_start,
                unsigned char hash[SHA256_SIZE])
{
    struct sql_query *query;
    size_t size;
    int result = sql_prepare(ledger->sql, "SELECT start, hash FROM row WHERE seq=?1", &query);
    if (result < 0)
        return result;
    sql_bind_number(query, 1, seq);
    result = sql_step(query);
    if (result == 1) {
        const void *bytes = sql_bytes(query, 1, &size);
        *ret_start = sql_number(query, 0);
        if (bytes && size == SHA256_SIZE)
            memcpy(hash, bytes, SHA256_SIZE);
        else
            result = -EBADMSG;
    }
    sql_finish(query);
    return result;
}

static int remove_up_to(struct ledger *ledger, const char *statement, int64_t limit)
{
    struct sql_query *query;
    int result = sql_prepare(ledger->sql, statement, &query);
    if (result < 0)
        return result;
    sql_bind_number(query, 1, limit);
    result = sql_do(query);
    sql_finish(query);
    return result;
}

/* The rows up to `base`, and items that no row can point to any more. */
static int cut(struct ledger *ledger, int64_t base, const unsigned char hash[SHA256_SIZE])
{
    int result = sql_run(ledger->sql, "BEGIN IMMEDIATE");
    if (result < 0)
        return result;
    result = remove_up_to(ledger, "DELETE FROM row WHERE seq <= ?1", base);
    if (result == 0)
        result = remove_up_to(
            ledger, "DELETE FROM item WHERE id IN (SELECT item FROM last WHERE part < ?1)",
            base / LEDGER_PART);
    if (result == 0)
        result = remove_up_to(ledger, "DELETE FROM last WHERE part < ?1", base / LEDGER_PART);
    if (result == 0)
        result = ledger_set_number(ledger, "base_seq", base);
    if (result == 0)
        result = ledger_set_hash(ledger, "base_hash", hash);
    if (result == 0)
        result = sql_run(ledger->sql, "COMMIT");
    if (result < 0) {
        sql_run(ledger->sql, "ROLLBACK");
        return result;
    }
    ledger->log.base_seq = base;
    memcpy(ledger->log.base_hash, hash, SHA256_SIZE);
    return 0;
}

/* The wall clock at `now`, or what the log itself says of it where that is less: a clock that has
 * leapt years ahead, as one on a tired battery does, must not end the log before anybody has
 * noticed. By so many rows, some days of them, it has to be borne out. */
static int64_t believe(struct ledger *ledger, int64_t now)
{
    unsigned char hash[SHA256_SIZE];
    int64_t start = 0, seq = ledger->log.head_seq - LEDGER_WITNESS_ROWS;
    if (seq <= ledger->log.base_seq || look(ledger, seq, &start, hash) != 1)
        return 0;
    return start < now - LEDGER_WITNESS_AGE ? start + LEDGER_WITNESS_AGE : now;
}

/* Whether the row `seq` is older than LEDGER_AGE: 1 or 0; or -errno. A row from before the clock
 * was known bears any time, some years ago perhaps; the next one that knew its time was not
 * earlier. */
static int is_old(struct ledger *ledger, int64_t seq, int64_t now)
{
    struct sql_query *query;
    int result = sql_prepare(ledger->sql,
                             "SELECT start FROM row WHERE seq BETWEEN ?1 AND ?2 AND clock=?3"
                             " ORDER BY seq LIMIT 1",
                             &query);
    if (result < 0)
        return result;
    sql_bind_number(query, 1, seq);
    sql_bind_number(query, 2, seq + LEDGER_WITNESS_ROWS);
    sql_bind_number(query, 3, CLOCK_TRUSTED);
    result = sql_step(query);
    if (result == 1)
        result = sql_number(query, 0) <= believe(ledger, now) - LEDGER_AGE;
    sql_finish(query);
    return result;
}

/* Rows go in the order in which they came, whatever their clock said: the chain has no holes. So
 * only whole steps go, by the age of their newest row; one more or less does not matter. */
int ledger_prune(struct ledger *ledger, int64_t now, int64_t bytes)
{
    const struct play_log *log = &ledger->log;
    unsigned char hash[SHA256_SIZE];
    int64_t start = 0, base = log->base_seq + LEDGER_PRUNE_ROWS;
    if (base >= log->head_seq)
        return 0;
    int result = look(ledger, base, &start, hash);
    if (result <= 0)
        return result < 0 ? result : -EBADMSG;
    result = is_old(ledger, base, now);
    if (result < 0 || (result == 0 && ledger_bytes(ledger) <= bytes))
        return result;
    result = cut(ledger, base, hash);
    return result < 0 ? result : LEDGER_PRUNE_ROWS;
}
