/* The tables of the log, and what of `meta` is read alike by who writes and who reads. */
#pragma once

#include "plays/play.h"
#include "plays/sql.h"

enum { SCHEMA_VERSION = 1 };

/* Makes the tables in an empty database and gives it a random device. 0 or -errno. */
int schema_create(struct sql *sql);

/* Whether it is a log that this program reads: 0, -ENODATA (an empty database), -EBADMSG,
 * -EPROTONOSUPPORT, or -errno. */
int schema_check(struct sql *sql);

/* Reads `meta`. 0, -EBADMSG or -errno. */
int schema_read_log(struct sql *sql, struct play_log *ret);
