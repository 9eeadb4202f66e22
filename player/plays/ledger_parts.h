/* Between the files of `ledger`. */
#pragma once

#include "plays/ledger.h"
#include "plays/sql.h"

enum ledger_query {
    LEDGER_FIND_ITEM,
    LEDGER_ADD_ITEM,
    LEDGER_SET_THUMBNAIL,
    LEDGER_FIND_PLACE,
    LEDGER_ADD_PLACE,
    LEDGER_ADD_ROW,
    LEDGER_SET_LAST,
    LEDGER_SET_META,
    LEDGER_SIZE,
    LEDGER_QUERIES
};

enum { LEDGER_PART = 1024 }; /* rows of which table `last` tells them apart */

struct ledger {
    struct sql *sql;
    struct sql_query *queries[LEDGER_QUERIES];
    struct play_log log;
    char *note;
};

struct sql_query *ledger_query(struct ledger *ledger, enum ledger_query query);

/* Write a value of `meta`; nothing is written where it is that already. 0 or -errno. */
int ledger_set_number(struct ledger *ledger, const char *key, int64_t number);
int ledger_set_hash(struct ledger *ledger, const char *key, const unsigned char hash[SHA256_SIZE]);
