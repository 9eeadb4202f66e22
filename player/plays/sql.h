/* The only file that knows SQLite (3.40): a database, statements, and errors as -errno. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sql;
struct sql_query;

enum sql_mode {
    SQL_READ, /* also where the directory cannot be written, and while another one writes */
    SQL_WRITE /* made where it is not there */
};

/* Opens the database `path`. Returns 0 and one that the caller closes, or -errno, as the others:
 * -EBADMSG (no database, or a damaged one), -ENOSPC, -EROFS, -EACCES, -ENOENT, -EBUSY, -EIO,
 * -ENOMEM, -EEXIST (a constraint), -EINVAL (the statement does not fit the database). */
int sql_open(const char *path, enum sql_mode mode, struct sql **ret);
void sql_close(struct sql *sql); /* its queries are finished; NULL is fine */

/* Runs statements that give nothing back. */
int sql_run(struct sql *sql, const char *statements);

int sql_prepare(struct sql *sql, const char *statement, struct sql_query **ret);
void sql_finish(struct sql_query *query); /* NULL is fine */

/* Parameters are counted from 1; bytes must outlive the steps. NULL text or bytes: NULL. */
void sql_bind_number(struct sql_query *query, int at, int64_t number);
void sql_bind_text(struct sql_query *query, int at, const char *text);
void sql_bind_bytes(struct sql_query *query, int at, const void *bytes, size_t size);
void sql_bind_nothing(struct sql_query *query, int at);

/* 1: a row is there; 0: there is none any more; -errno. */
int sql_step(struct sql_query *query);
/* Begins anew, with no parameters set. */
void sql_reset(struct sql_query *query);
/* The one step of a statement that gives nothing back, and sql_reset. 0 or -errno. */
int sql_do(struct sql_query *query);

/* Of the row, columns counted from 0; they hold until the next step. Text is NULL where the column
 * is, and never holds a NUL. */
int64_t sql_number(struct sql_query *query, int column);
bool sql_is_null(struct sql_query *query, int column);
const char *sql_text(struct sql_query *query, int column);
const void *sql_bytes(struct sql_query *query, int column, size_t *ret_size);

int64_t sql_last_id(struct sql *sql);
int64_t sql_changes(struct sql *sql); /* rows that the last statement has touched */
