/* Between the files of `history` and `batch`. */
#pragma once

#include <stdbool.h>

#include "plays/history.h"
#include "plays/sql.h"

#define HISTORY_ROWS                                                                               \
    "SELECT seq, run, n, kind, item, event, start, shown, clock, place, hash FROM row"

struct sql *history_sql(struct history *history);

/* Reads the row of a query that begins as HISTORY_ROWS; its event holds until the next step.
 * False: it cannot be one. */
bool history_take_row(struct sql_query *query, struct play_row *ret);
