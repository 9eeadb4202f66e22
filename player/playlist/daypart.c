#include "playlist/daypart.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"

static const char *const day_names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU", NULL};

enum { EVERY_DAY = 0x7f, DAY_MINUTES = 24 * 60 };

/* A window as it is read; the days are a list there. */
struct window_draft {
    uint32_t days[7];
    size_t day_count;
    int16_t start, end;
};

static const struct field day_element = {NULL, FIELD_WORD, .words = day_names,
                                         .width = sizeof(uint32_t)};
static const struct field window_fields[] = {
    {"start", FIELD_TIME, .required = true, FIELD_INTO(struct window_draft, start)},
    {"end", FIELD_TIME, .required = true, FIELD_INTO(struct window_draft, end)},
    {"byDay", FIELD_LIST, .low = 1, .high = 7, .element = &day_element,
     FIELD_INTO(struct window_draft, days),
     .count_offset = offsetof(struct window_draft, day_count)},
};
static const struct field_table window_table = FIELD_TABLE(window_fields);
/* An exception is for one date, so its windows carry no days. */
static const struct field_table exception_window_table = {window_fields, 2, NULL};

struct daypart_draft {
    uint32_t windows, exceptions; /* tokens */
};

static const struct field daypart_fields[] = {
    {"windows", FIELD_LATER, .required = true, FIELD_INTO(struct daypart_draft, windows)},
    {"exceptions", FIELD_LATER, FIELD_INTO(struct daypart_draft, exceptions)},
};
static const struct field_table daypart_table = FIELD_TABLE(daypart_fields);

struct exception_draft {
    int64_t date;
    uint32_t windows; /* token */
};

static const struct field exception_fields[] = {
    {"date", FIELD_DATE, .required = true, FIELD_INTO(struct exception_draft, date)},
    {"windows", FIELD_LATER, .required = true, FIELD_INTO(struct exception_draft, windows)},
};
static const struct field_table exception_table = FIELD_TABLE(exception_fields);

/* 24:00 is the end of a day, and the next one's beginning is 00:00. */
static bool check_start(struct reader *reader, const struct spot *spot, int16_t start)
{
    const struct spot inner = {spot, "start", strlen("start"), 0};
    if (start < DAY_MINUTES)
        return true;
    reader_error(reader, &inner, "bad-time", _("write \"00:00\", and the day that begins then"),
                 _("at 24:00 the day is over, and nothing begins on it"));
    return false;
}

static struct day_window *read_windows(struct reader *reader, uint32_t token,
                                       const struct spot *spot, const struct field_table *table,
                                       size_t *count)
{
    struct day_window *windows;
    struct spot inner = {spot, NULL, 0, 0};
    *count = 0;
    if (!field_take_room(reader, token, spot, JSON_ARRAY, LIMIT_WINDOWS, sizeof *windows, &windows))
        return NULL;
    for (uint32_t at = json_first(reader->json, token); at;
         at = json_next(reader->json, token, at), inner.index++) {
        struct window_draft draft = {0};
        if (!field_read_object(reader, table, at, &inner, &draft) ||
            !check_start(reader, &inner, draft.start))
            continue;
        struct day_window *window = &windows[(*count)++];
        *window = (struct day_window){draft.day_count ? 0 : EVERY_DAY, draft.start, draft.end};
        for (size_t i = 0; i < draft.day_count; i++)
            window->days |= (uint8_t)(1U << draft.days[i]);
    }
    return windows;
}

static int exception_order(const void *a, const void *b)
{
    const struct day_exception *left = a, *right = b;
    return (left->date > right->date) - (left->date < right->date);
}

static void read_exceptions(struct reader *reader, uint32_t token, const struct spot *spot,
                            struct daypart *daypart)
{
    struct spot inner = {spot, NULL, 0, 0};
    if (!field_take_room(reader, token, spot, JSON_ARRAY, LIMIT_EXCEPTIONS,
                         sizeof *daypart->exceptions, &daypart->exceptions))
        return;
    for (uint32_t at = json_first(reader->json, token); at;
         at = json_next(reader->json, token, at), inner.index++) {
        struct exception_draft draft = {0};
        if (!field_read_object(reader, &exception_table, at, &inner, &draft))
            continue;
        struct day_exception *exception = &daypart->exceptions[daypart->exception_count++];
        struct spot windows = {&inner, "windows", strlen("windows"), 0};
        exception->date = draft.date;
        exception->windows = read_windows(reader, draft.windows, &windows, &exception_window_table,
                                          &exception->window_count);
    }
    qsort(daypart->exceptions, daypart->exception_count, sizeof *daypart->exceptions,
          exception_order);
    for (size_t i = 1; i < daypart->exception_count; i++) {
        struct zone_time day =
            zone_local(NULL, daypart->exceptions[i].date * DAY_MINUTES * 60 * CLOCK_SECOND);
        if (daypart->exceptions[i].date == daypart->exceptions[i - 1].date)
            reader_error(
                reader, spot, "duplicate", _("put all windows of a day into one exception"),
                _("the date %04d-%02d-%02d stands here twice"), day.year, day.month, day.day);
    }
}

void daypart_read(struct reader *reader, uint32_t token, const struct spot *spot,
                  struct daypart *ret)
{
    struct daypart_draft draft = {0};
    struct spot inner = {spot, "windows", strlen("windows"), 0};
    if (!field_read_object(reader, &daypart_table, token, spot, &draft))
        return;
    ret->windows = read_windows(reader, draft.windows, &inner, &window_table, &ret->window_count);
    if (draft.exceptions) {
        inner.key = "exceptions";
        inner.key_size = strlen("exceptions");
        read_exceptions(reader, draft.exceptions, &inner, ret);
    }
}

/* --- when it is open ---------------------------------------------------------------------------
 */

enum { DAYS_AHEAD = 7 };

struct span {
    int64_t start, end; /* instants; the end is exclusive */
};

/* The windows of one local day. *ret_days: the mask that they are held against. */
static const struct day_window *windows_of(const struct daypart *daypart, int64_t day,
                                           size_t *ret_count, uint8_t *ret_days)
{
    const struct day_exception wanted = {.date = day};
    const struct day_exception *exception =
        daypart->exception_count == 0
            ? NULL
            : bsearch(&wanted, daypart->exceptions, daypart->exception_count,
                      sizeof *daypart->exceptions, exception_order);
    /* 1970-01-01 was a Thursday. */
    *ret_days = exception ? EVERY_DAY : (uint8_t)(1U << (((day + 3) % 7 + 7) % 7));
    *ret_count = exception ? exception->window_count : daypart->window_count;
    return exception ? exception->windows : daypart->windows;
}

static int64_t day_of(const struct zone *zone, int64_t now)
{
    struct zone_time local = zone_local(zone, now);
    return zone_days(local.year, local.month, local.day);
}

static struct span span_of(const struct day_window *window, const struct zone *zone, int64_t day)
{
    int64_t last = window->end <= window->start ? day + 1 : day;
    int32_t end = window->end;
    if (end == DAY_MINUTES) { /* midnight is the next day's: with other offsets it may differ */
        end = 0;
        last++;
    }
    struct span span = {zone_instant(zone, day, window->start * 60),
                        zone_instant(zone, last, end * 60)};
    /* All of it in the hour that clocks skip: it has its length behind that hour, as an occurrence
     * of a rule has. A day that is skipped as a whole has no windows. */
    if (span.end == span.start && day_of(zone, span.start) == day)
        span.end += (window->end - window->start) * (60 * CLOCK_SECOND);
    return span;
}

/* Until when a window that is open at `now` lasts; `now` itself where none is. */
static int64_t open_until(const struct daypart *daypart, const struct zone *zone, int64_t now)
{
    int64_t today = day_of(zone, now), until = now;
    for (int64_t day = today - 1; day <= today; day++) {
        size_t count;
        uint8_t days;
        const struct day_window *windows = windows_of(daypart, day, &count, &days);
        for (size_t i = 0; i < count; i++) {
            struct span span = span_of(&windows[i], zone, day);
            if ((windows[i].days & days) && span.start <= now && now < span.end && span.end > until)
                until = span.end;
        }
    }
    return until;
}

/* When the next window begins, > now; `limit` where none does before it. */
static int64_t next_start(const struct daypart *daypart, const struct zone *zone, int64_t now,
                          int64_t limit)
{
    int64_t today = day_of(zone, now), next = limit;
    for (int64_t day = today; day <= today + DAYS_AHEAD; day++) {
        size_t count;
        uint8_t days;
        const struct day_window *windows = windows_of(daypart, day, &count, &days);
        for (size_t i = 0; i < count; i++) {
            struct span span = span_of(&windows[i], zone, day);
            if ((windows[i].days & days) && span.start > now && span.start < next &&
                span.end > span.start)
                next = span.start;
        }
    }
    return next;
}

bool daypart_is_open(const struct daypart *daypart, const struct zone *zone, int64_t now)
{
    return open_until(daypart, zone, now) > now;
}

int64_t daypart_next_change(const struct daypart *daypart, const struct zone *zone, int64_t now)
{
    int64_t limit = now + DAYS_AHEAD * (86400 * CLOCK_SECOND);
    int64_t at = now, until = open_until(daypart, zone, now);
    if (until == now)
        return next_start(daypart, zone, now, limit);
    /* Windows that touch or overlap are one. */
    while (until > at && until < limit) {
        at = until;
        until = open_until(daypart, zone, at);
    }
    return until < limit ? until : limit;
}
