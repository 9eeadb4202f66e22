/* What a zone does after its last recorded change: the TZ string in the footer of a TZif file
 * (RFC 9636, section 3.3; POSIX.1-2017, section 8.3; with RFC 9636's hours from -167 to 167). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum zone_day_kind {
    ZONE_DAY_MONTH,  /* Mm.w.d: the w-th (5: last) weekday d of month m */
    ZONE_DAY_JULIAN, /* Jn: day 1 … 365, 29 February never counted */
    ZONE_DAY_ZERO    /* n: day 0 … 365, 29 February counted */
};

struct zone_change {
    enum zone_day_kind kind;
    int month, week, day; /* day: weekday 0 Sunday … 6, or the day of the year */
    int32_t time;         /* seconds of the local day */
};

struct zone_rule {
    int32_t standard, daylight; /* seconds east of Greenwich */
    bool has_daylight;
    struct zone_change start, end; /* of daylight time */
};

/* Reads the `size` bytes of a TZ string such as "CET-1CEST,M3.5.0,M10.5.0/3". Returns 0 or -1, and
 * then leaves *ret alone. */
int zone_rule_parse(const char *text, size_t size, struct zone_rule *ret);

/* Seconds east of Greenwich at `seconds` since 1970. */
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t seconds);
