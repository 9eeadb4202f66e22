#include "plays/sql.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whoever writes has other things to do, and tries again; whoever reads may wait. */
enum { WRITER_PATIENCE = 200, READER_PATIENCE = 5000, /* milliseconds */ URI_MAX = 3 * 4096 + 64 };

struct sql {
    sqlite3 *db;
};

static const struct {
    int code, error;
} errors[] = {
    {SQLITE_FULL, ENOSPC},       {SQLITE_CORRUPT, EBADMSG},  {SQLITE_NOTADB, EBADMSG},
    {SQLITE_READONLY, EROFS},    {SQLITE_PERM, EACCES},      {SQLITE_AUTH, EACCES},
    {SQLITE_BUSY, EBUSY},        {SQLITE_LOCKED, EBUSY},     {SQLITE_NOMEM, ENOMEM},
    {SQLITE_CONSTRAINT, EEXIST}, {SQLITE_MISMATCH, EBADMSG}, {SQLITE_ERROR, EINVAL},
    {SQLITE_TOOBIG, EINVAL},     {SQLITE_MISUSE, EINVAL},
};

/* What the system has said where SQLite has a word for all of that only. */
static int system_error(sqlite3 *db, int fallback)
{
    int error = sqlite3_system_errno(db);
    return error == ENOSPC || error == EDQUOT || error == EFBIG ? -ENOSPC
           : error > 0                                          ? -error
                                                                : -fallback;
}

static int fault(sqlite3 *db, int code)
{
    int kind = code & 0xff;
    if (kind == SQLITE_OK || kind == SQLITE_ROW || kind == SQLITE_DONE)
        return 0;
    if (kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN)
        return system_error(db, kind == SQLITE_IOERR ? EIO : ENOENT);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].code == kind)
            return -errors[i].error;
    }
    return -EIO;
}

static int open_database(const char *name, int flags, sqlite3 **ret)
{
    int patience = flags & SQLITE_OPEN_READWRITE ? WRITER_PATIENCE : READER_PATIENCE;
    sqlite3 *db = NULL;
    int code =
        sqlite3_open_v2(name, &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(db, patience);
    /* Reads the first page, and so tells whether it is a database at all. */
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA trusted_schema=0; PRAGMA user_version", NULL, NULL, NULL);
    int result = db ? fault(db, code) : -ENOMEM;
    if (result < 0)
        sqlite3_close_v2(db);
    else
        *ret = db;
    return result;
}

/* The path as a URI: what has a meaning there is percent-encoded. */
static bool compose_uri(const char *path, char *uri, size_t size)
{
    size_t used = (size_t)snprintf(uri, size, "file:");
    for (; *path && used + 32 < size; path++) {
        if (strchr("%?#", *path))
            used += (size_t)snprintf(uri + used, size - used, "%%%02X", (unsigned char)*path);
        else
            uri[used++] = *path;
    }
    snprintf(uri + used, size - used, "?immutable=1");
    return *path == '\0';
}

/* A copy, or a log that nobody has open, in a directory that may not be written: the files that
 * go with a log that is being written cannot be made there, and are not needed. */
static int open_still(const char *path, sqlite3 **ret)
{
    char uri[URI_MAX], companion[URI_MAX];
    if ((size_t)snprintf(companion, sizeof companion, "%s-wal", path) >= sizeof companion ||
        access(companion, F_OK) == 0 || !compose_uri(path, uri, sizeof uri))
        return -EACCES;
    return open_database(uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, ret);
}

int sql_open(const char *path, enum sql_mode mode, struct sql **ret)
{
    struct sql *sql = calloc(1, sizeof *sql);
    if (!sql)
        return -ENOMEM;
    int result;
    if (mode == SQL_WRITE) {
        result = open_database(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &sql->db);
        /* It opens what it may only read, and says so at the first writing. */
        if (result == 0 && sqlite3_db_readonly(sql->db, "main") == 1) {
            sqlite3_close_v2(sql->db);
            result = -EROFS;
        }
    } else {
        result =
            access(path, R_OK) < 0 ? -errno : open_database(path, SQLITE_OPEN_READONLY, &sql->db);
        if (result < 0 && result != -EBADMSG && result != -ENOMEM && access(path, R_OK) == 0 &&
            open_still(path, &sql->db) == 0)
            result = 0;
    }
    if (result < 0)
        free(sql);
    else
        *ret = sql;
    return result;
}

void sql_close(struct sql *sql)
{
    if (!sql)
        return;
    sqlite3_close_v2(sql->db);
    free(sql);
}

int sql_run(struct sql *sql, const char *statements)
{
    return fault(sql->db, sqlite3_exec(sql->db, statements, NULL, NULL, NULL));
}

static sqlite3_stmt *statement_of(struct sql_query *query)
{
    return (sqlite3_stmt *)query;
}

int sql_prepare(struct sql *sql, const char *statement, struct sql_query **ret)
{
    sqlite3_stmt *made = NULL;
    int code = sqlite3_prepare_v3(sql->db, statement, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);
    int result = fault(sql->db, code);
    if (result == 0)
        *ret = (struct sql_query *)made;
    return result;
}

void sql_finish(struct sql_query *query)
{
    sqlite3_finalize(statement_of(query));
}

void sql_bind_number(struct sql_query *query, int at, int64_t number)
{
    sqlite3_bind_int64(statement_of(query), at, number);
}

void sql_bind_text(struct sql_query *query, int at, const char *text)
{
    sqlite3_bind_text(statement_of(query), at, text, -1, SQLITE_STATIC);
}

void sql_bind_bytes(struct sql_query *query, int at, const void *bytes, size_t size)
{
    sqlite3_bind_blob64(statement_of(query), at, bytes, size, SQLITE_STATIC);
}

void sql_bind_nothing(struct sql_query *query, int at)
{
    sqlite3_bind_null(statement_of(query), at);
}

int sql_step(struct sql_query *query)
{
    int code = sqlite3_step(statement_of(query));
    return code == SQLITE_ROW ? 1 : fault(sqlite3_db_handle(statement_of(query)), code);
}

void sql_reset(struct sql_query *query)
{
    sqlite3_reset(statement_of(query));
    sqlite3_clear_bindings(statement_of(query));
}

int sql_do(struct sql_query *query)
{
    int result = sql_step(query);
    sql_reset(query);
    return result < 0 ? result : 0;
}

int64_t sql_number(struct sql_query *query, int column)
{
    return sqlite3_column_int64(statement_of(query), column);
}

bool sql_is_null(struct sql_query *query, int column)
{
    return sqlite3_column_type(statement_of(query), column) == SQLITE_NULL;
}

const char *sql_text(struct sql_query *query, int column)
{
    return (const char *)sqlite3_column_text(statement_of(query), column);
}

const void *sql_bytes(struct sql_query *query, int column, size_t *ret_size)
{
    const void *bytes = sqlite3_column_blob(statement_of(query), column);
    *ret_size = (size_t)sqlite3_column_bytes(statement_of(query), column);
    return bytes;
}

int64_t sql_last_id(struct sql *sql)
{
    return sqlite3_last_insert_rowid(sql->db);
}

int64_t sql_changes(struct sql *sql)
{
    return sqlite3_changes64(sql->db);
}
