/* The options of a command: one table serves parsing, help, and the tests that hold the man page
 * and the shell completion against it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tables end with a NULL name. Texts marked N_() are translated where they are shown. */
struct option_spec {
    const char *name;                    /* "size", without the dashes */
    const char *argument;                /* N_("WxH"); NULL: a switch */
    const char *help;                    /* N_() */
    bool (*is_valid)(const char *value); /* NULL: anything but an empty text */
    const char *expected;                /* N_("…, such as …") for the message, with is_valid */
};

enum { OPTIONS_MAX = 256 };

/* What was typed. Points into argv. */
struct options {
    struct {
        const struct option_spec *spec;
        const char *value; /* NULL for a switch */
    } given[OPTIONS_MAX];
    size_t given_count;
    const char *operands[OPTIONS_MAX];
    size_t operand_count;
};

/* Reads argv[first] … against the table; "--name value" and "--name=value", options and operands
 * in any order, "--" ends the options. Returns 0, or -1 after saying what is wrong; then *ret is
 * undefined. */
int options_parse(int argc, char **argv, int first, const struct option_spec *table,
                  struct options *ret);

/* The value given last for `name`, or NULL. */
const char *options_value(const struct options *options, const char *name);

/* Whether the switch, or an option with a value, was given. */
bool options_has(const struct options *options, const char *name);

/* "1920x1080" → both, 16 … 8192 each. Returns 0, or -1 and leaves them alone. */
int option_read_size(const char *value, uint32_t *width, uint32_t *height);

/* "90m", "2h", "1d" (minutes, hours, days; a bare number could be any of them and is none), at most
 * 31 days → microseconds. Returns 0, or -1 and leaves it alone. */
int option_read_span(const char *value, int64_t *ret);

/* "2026-Q3" → both, "2026" → the year alone (years 1970 … 9998), "2026-09-30" or "30/09/2026" →
 * days since 1970. Return 0, or -1 and leave them alone. */
int option_read_quarter(const char *value, int *year, int *quarter);
int option_read_year(const char *value, int *year);
int option_read_day(const char *value, int64_t *days);

/* RFC 3339, or local in `zone` (NULL: UTC): "2026-03-02" (its first moment), "2026-03-02T08:00" or
 * "2026-03-02T08:00:30", also with a blank for the T, or as an office writes it, "02/03/2026",
 * "02/03/2026 08:00", "08:00 02/03/2026" → microseconds since 1970. Returns 0, or -1 (also for
 * NULL) and leaves it alone. */
struct zone;
int option_read_moment(const char *value, const struct zone *zone, int64_t *ret);

/* Validators for tables. */
bool option_is_size(const char *value);
bool option_is_viewport(const char *value);   /* WxH+X+Y */
bool option_is_rotation(const char *value);   /* 0, 90, 180, 270 */
bool option_is_seconds(const char *value);    /* a decimal number, 0.001 … 10 years */
bool option_is_stay(const char *value);       /* the same, as an item's `duration` may be */
bool option_is_transition(const char *value); /* docs/playlist.md's names */
bool option_is_log_level(const char *value);
bool option_is_language(const char *value); /* vi, en */
bool option_is_sequence(const char *value); /* 1 … 2^53 - 1 */
bool option_is_instant(const char *value);  /* RFC 3339, at most to the second */
bool option_is_moment(const char *value);   /* as option_read_moment */
bool option_is_deadline(const char *value); /* the same with a time of day */
bool option_is_hours(const char *value);    /* a decimal number, above 0, at most ten years */
bool option_is_clock(const char *value);    /* trusted, floor */
bool option_is_span(const char *value);     /* as option_read_span */
bool option_is_severity(const char *value); /* an alert's, as in docs/playlist.md */
bool option_is_quarter(const char *value);
bool option_is_year(const char *value);
bool option_is_day(const char *value);
bool option_is_report_format(const char *value); /* table, csv, html, json */
bool option_is_report_group(const char *value);  /* item, topic, and so on */
bool option_is_id(const char *value);            /* [a-z0-9][a-z0-9._-]{0,63} */
