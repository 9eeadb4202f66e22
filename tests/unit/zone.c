/* Local time, held against the C library's own reading of the same files. */
#include "base/zone.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/zone_rule.h"
#include "support.h"

static struct zone *read_zone(const char *name)
{
    struct zone *zone = NULL;
    assert_int_equal(zone_read(name, &zone), 0);
    assert_non_null(zone);
    return zone;
}

static void local_time_is_that_of_the_c_library(void **state)
{
    static const char *const names[] = {
        "Asia/Ho_Chi_Minh",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Africa/Casablanca",
        "Asia/Tehran",
        "Pacific/Apia",
        "America/Sao_Paulo",
        "Antarctica/Troll",
        "Europe/Dublin",
        "UTC",
        "Pacific/Kiritimati",
        "Asia/Gaza",
        "Etc/GMT+12",
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct zone *zone = read_zone(names[i]);
        setenv("TZ", names[i], 1);
        tzset();
        /* From 1950 to 2120, in steps that meet every hour of the day sooner or later. */
        for (time_t at = -631152000; at < 4733510400; at += 100003) {
            struct tm tm;
            localtime_r(&at, &tm);
            struct zone_time time = zone_local(zone, (int64_t)at * CLOCK_SECOND);
            assert_int_equal(zone_offset(zone, (int64_t)at * CLOCK_SECOND), tm.tm_gmtoff);
            assert_int_equal(time.year, tm.tm_year + 1900);
            assert_int_equal(time.month, tm.tm_mon + 1);
            assert_int_equal(time.day, tm.tm_mday);
            assert_int_equal(time.hour * 3600 + time.minute * 60 + time.second,
                             tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec);
            assert_int_equal(time.weekday, (tm.tm_wday + 6) % 7);
        }
        zone_destroy(zone);
    }
    unsetenv("TZ");
    tzset();
}

static void a_local_moment_has_its_instant(void **state)
{
    static const struct {
        const char *zone;
        int year, month, day;
        int32_t second;
        const char *instant;
    } cases[] = {
        {"Asia/Ho_Chi_Minh", 2026, 3, 1, 0, "2026-03-01T00:00:00+07:00"},
        {"Asia/Ho_Chi_Minh", 2026, 3, 1, 86400, "2026-03-02T00:00:00+07:00"},
        {"Europe/Berlin", 2026, 7, 1, 43200, "2026-07-01T12:00:00+02:00"},
        /* the gap of 29 March: 02:00 … 03:00 is not there */
        {"Europe/Berlin", 2026, 3, 29, 7199, "2026-03-29T01:59:59+01:00"},
        {"Europe/Berlin", 2026, 3, 29, 7200, "2026-03-29T03:00:00+02:00"},
        {"Europe/Berlin", 2026, 3, 29, 9000, "2026-03-29T03:00:00+02:00"},
        {"Europe/Berlin", 2026, 3, 29, 10800, "2026-03-29T03:00:00+02:00"},
        /* 25 October has 02:30 twice: the first one */
        {"Europe/Berlin", 2026, 10, 25, 9000, "2026-10-25T02:30:00+02:00"},
        {"Europe/Berlin", 2026, 10, 25, 10800, "2026-10-25T03:00:00+01:00"},
        /* by the rule in the footer */
        {"America/New_York", 2075, 7, 1, 0, "2075-07-01T00:00:00-04:00"},
        {"America/New_York", 2075, 1, 1, 0, "2075-01-01T00:00:00-05:00"},
        /* Samoa left out a whole day: what was to be on it begins with the next */
        {"Pacific/Apia", 2011, 12, 30, 43200, "2011-12-31T00:00:00+14:00"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct zone *zone = read_zone(cases[i].zone);
        int64_t days = zone_days(cases[i].year, cases[i].month, cases[i].day);
        assert_int_equal(zone_instant(zone, days, cases[i].second),
                         support_instant(cases[i].instant));
        zone_destroy(zone);
    }
}

static void days_are_counted_from_1970(void **state)
{
    static const struct {
        int year, month, day;
        int64_t days;
    } cases[] = {{1970, 1, 1, 0},         {1969, 12, 31, -1},    {2000, 2, 29, 11016},
                 {2000, 3, 1, 11017},     {2026, 11, 21, 20778}, {1, 1, 1, -719162},
                 {9999, 12, 31, 2932896}, {0, 3, 1, -719468},    {-9999, 1, 1, -4371587}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(zone_days(cases[i].year, cases[i].month, cases[i].day), cases[i].days);
}

static void a_zone_may_be_fixed_or_none(void **state)
{
    (void)state;
    struct zone *zone = zone_fixed(-12600);
    assert_int_equal(zone_offset(zone, INT64_MIN), -12600);
    assert_int_equal(zone_offset(zone, INT64_MAX), -12600);
    assert_int_equal(zone_local(zone, 0).hour, 20);
    assert_int_equal(zone_local(zone, 0).day, 31);
    assert_int_equal(zone_offset(NULL, 0), 0);
    assert_int_equal(zone_local(NULL, -1).second, 59);
    zone_destroy(zone);
    zone_destroy(NULL);
}

static void names_that_lead_elsewhere_are_refused(void **state)
{
    static const char *const names[] = {
        "",          "/etc/passwd",      "../../../etc/passwd", "Asia/",
        "Asia",      "Asia/Ho Chi Minh", "Asia//Tokyo",         "Mars/Olympus",
        "tzdata.zi", "zone.tab",         "Asia/../UTC",         "leapseconds"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct zone *zone = NULL;
        assert_int_equal(zone_read(names[i], &zone), -EINVAL);
        assert_null(zone);
    }
}

/* Every cut and every changed byte is survived; what is read all the same gives offsets. */
static void broken_files_are_survived(void **state)
{
    unsigned char tzif[] = {
        'T', 'Z', 'i', 'f',  '2',  0,   0,    0,   0,   0,   0,   0,   0,   0,    0,    0,
        0,   0,   0,   0,    0,    0,   0,    0,   0,   0,   0,   0,   0,   0,    0,    0,
        0,   0,   0,   0,    0,    0,   0,    1,   0,   0,   0,   4,   0,   0,    0,    0,
        0,   0,   'L', 'M',  'T',  0,   'T',  'Z', 'i', 'f', '2', 0,   0,   0,    0,    0,
        0,   0,   0,   0,    0,    0,   0,    0,   0,   0,   0,   0,   0,   0,    0,    0,
        0,   0,   0,   0,    0,    0,   0,    0,   0,   1,   0,   0,   0,   2,    0,    0,
        0,   8,   0,   0,    0,    0,   0x70, 0,   0,   0,   1,   0,   0,   0x0e, 0x10, 0,
        0,   0,   0,   0x1c, 0x20, 1,   4,    'C', 'E', 'T', 0,   'C', 'E', 'S',  'T',  '\n',
        'C', 'E', 'T', '-',  '1',  'C', 'E',  'S', 'T', ',', 'M', '3', '.', '5',  '.',  '0',
        ',', 'M', '1', '0',  '.',  '5', '.',  '0', '/', '3', '\n'};
    struct zone *zone = NULL;
    (void)state;
    assert_int_equal(zone_parse(tzif, sizeof tzif, &zone), 0);
    assert_int_equal(zone_offset(zone, 0), 3600);
    assert_int_equal(zone_offset(zone, support_instant("2030-07-01T00:00:00Z")), 7200);
    zone_destroy(zone);
    for (size_t size = 0; size < sizeof tzif; size++) {
        zone = NULL;
        unsigned char *cut = malloc(size + !size);
        memcpy(cut, tzif, size);
        assert_int_equal(zone_parse(cut, size, &zone), -EINVAL);
        assert_null(zone);
        free(cut);
    }
    for (size_t i = 0; i < sizeof tzif; i++) {
        for (unsigned value = 0; value < 256; value += 17) {
            unsigned char kept = tzif[i];
            tzif[i] = (unsigned char)value;
            zone = NULL;
            if (zone_parse(tzif, sizeof tzif, &zone) == 0) {
                assert_in_range(zone_offset(zone, support_instant("2050-01-01T00:00:00Z")) + 200000,
                                100000, 300000);
                zone_destroy(zone);
            }
            tzif[i] = kept;
        }
    }
}

static void rules_are_read(void **state)
{
    static const struct {
        const char *rule;
        bool valid;
    } cases[] = {{"<+07>-7", true},
                 {"EST5EDT,M3.2.0,M11.1.0", true},
                 {"IST-1GMT0,M10.5.0,M3.5.0/1", true},
                 {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", true},
                 {"A5", false},
                 {"EST", false},
                 {"EST5EDT", false},
                 {"EST5EDT,M3.2.0", false},
                 {"EST5EDT,M13.2.0,M11.1.0", false},
                 {"EST5EDT,M3.6.0,M11.1.0", false},
                 {"EST25", false},
                 {"EST5EDT,J60,J300", true},
                 {"EST5EDT,0,J366", false},
                 {"EST5EDT,M3.2.0,M11.1.0x", false},
                 {"<+07", false},
                 {"", false}};
    struct zone_rule rule;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int result = zone_rule_parse(cases[i].rule, strlen(cases[i].rule), &rule);
        assert_int_equal(result, cases[i].valid ? 0 : -1);
    }
}

/* Jn never counts 29 February, n does; both have their change at two o'clock if nothing is said. */
static void days_of_the_year_are_counted_as_they_say(void **state)
{
    static const struct {
        const char *rule, *before, *after;
    } cases[] = {
        {"AAA0BBB,J59,J300", "2024-02-28T01:59:59Z", "2024-02-28T02:00:00Z"},
        {"AAA0BBB,J60,J300", "2024-03-01T01:59:59Z", "2024-03-01T02:00:00Z"},
        {"AAA0BBB,J60,J300", "2025-03-01T01:59:59Z", "2025-03-01T02:00:00Z"},
        {"AAA0BBB,59,300/12", "2024-02-29T01:59:59Z", "2024-02-29T02:00:00Z"},
        {"AAA0BBB,59/-1:30,300", "2025-02-28T22:29:59Z", "2025-02-28T22:30:00Z"},
        {"AAA0BBB,M2.5.4,M10.1.0", "2024-02-29T01:59:59Z", "2024-02-29T02:00:00Z"},
        {"AAA0BBB,M2.5.4,M10.1.0", "2025-02-27T01:59:59Z", "2025-02-27T02:00:00Z"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct zone_rule rule;
        assert_int_equal(zone_rule_parse(cases[i].rule, strlen(cases[i].rule), &rule), 0);
        assert_int_equal(zone_rule_offset(&rule, support_instant(cases[i].before) / 1000000), 0);
        assert_int_equal(zone_rule_offset(&rule, support_instant(cases[i].after) / 1000000), 3600);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(local_time_is_that_of_the_c_library),
        cmocka_unit_test(a_local_moment_has_its_instant),
        cmocka_unit_test(days_are_counted_from_1970),
        cmocka_unit_test(a_zone_may_be_fixed_or_none),
        cmocka_unit_test(names_that_lead_elsewhere_are_refused),
        cmocka_unit_test(broken_files_are_survived),
        cmocka_unit_test(rules_are_read),
        cmocka_unit_test(days_of_the_year_are_counted_as_they_say),
    };
    return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
