/* What is wrong with a feed just now, for the log, the health file and the exit status: said once
 * when it begins, not at each try. All zeroes: nothing is. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum exit_status {
    EXIT_DONE = 0,
    EXIT_INPUT = 1,
    EXIT_USAGE = 2,
    EXIT_MACHINE = 3,
    EXIT_TRUST = 4
};

struct trouble {
    char code[32]; /* stable, for machines; empty: none */
    char message[400];
    int64_t since;           /* microseconds since 1970, by the system's clock */
    unsigned count;          /* tries in a row that ended so */
    enum exit_status status; /* of `bangtin sync --once` */
};

/* Notes it. The same code and message again only count; anything else is logged with `name` in
 * front. */
void trouble_set(struct trouble *trouble, const char *name, enum exit_status status,
                 const char *code, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* It is over; logged where there was one. */
void trouble_clear(struct trouble *trouble, const char *name);

bool trouble_is(const struct trouble *trouble);
