/* When the windows of a day are open, and when that changes. */
#include "playlist/daypart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "playlist/site.h"
#include "support.h"

#define OFFICE "'windows':[{'byDay':['MO','TU','WE','TH','FR'],'start':'07:30','end':'17:00'}]"
#define TET                                                                                        \
    OFFICE ",'exceptions':[{'date':'2027-02-05','windows':[]},"                                    \
           "{'date':'2027-02-06','windows':[{'start':'09:00','end':'11:00'}]}]"
#define NIGHT "'windows':[{'start':'18:00','end':'06:00'}]"

static struct site *read_hours(const char *hours)
{
    char json[1024];
    struct site *site = NULL;
    struct findings findings = {0};
    snprintf(json, sizeof json, "{'screen':{'hours':{%s}}}", hours);
    char *text = support_quote(json);
    assert_int_equal(site_parse(text, strlen(text), &findings, &site), 0);
    support_print(&findings);
    assert_int_equal(findings.count, 0);
    findings_finish(&findings);
    free(text);
    assert_non_null(site->screen.hours);
    return site;
}

static const struct {
    const char *name, *hours, *zone, *now;
    bool is_open;
    const char *next; /* NULL: not within a week */
} cases[] = {
    {"a Monday before the office opens", OFFICE, "Asia/Ho_Chi_Minh", "2026-11-23T07:29:59+07:00",
     false, "2026-11-23T07:30:00+07:00"},
    {"the beginning is inside", OFFICE, "Asia/Ho_Chi_Minh", "2026-11-23T07:30:00+07:00", true,
     "2026-11-23T17:00:00+07:00"},
    {"the end is not", OFFICE, "Asia/Ho_Chi_Minh", "2026-11-23T17:00:00+07:00", false,
     "2026-11-24T07:30:00+07:00"},
    {"a Friday evening waits for Monday", OFFICE, "Asia/Ho_Chi_Minh", "2026-11-27T20:00:00+07:00",
     false, "2026-11-30T07:30:00+07:00"},
    {"the zone decides, not the machine", OFFICE, "Asia/Ho_Chi_Minh", "2026-11-23T00:45:00Z", true,
     "2026-11-23T10:00:00Z"},
    {"midnight is crossed", NIGHT, "Asia/Ho_Chi_Minh", "2026-11-23T23:59:59+07:00", true,
     "2026-11-24T06:00:00+07:00"},
    {"behind midnight it is still the day before's", NIGHT, "Asia/Ho_Chi_Minh",
     "2026-11-24T05:59:59+07:00", true, "2026-11-24T06:00:00+07:00"},
    {"by day the night's is shut", NIGHT, "Asia/Ho_Chi_Minh", "2026-11-24T06:00:00+07:00", false,
     "2026-11-24T18:00:00+07:00"},
    {"a night belongs to the day on which it begins",
     "'windows':[{'byDay':['SA'],'start':'20:00','end':'03:00'}]", "Asia/Ho_Chi_Minh",
     "2026-11-22T02:59:00+07:00", true, "2026-11-22T03:00:00+07:00"},
    {"and to no other", "'windows':[{'byDay':['SA'],'start':'20:00','end':'03:00'}]",
     "Asia/Ho_Chi_Minh", "2026-11-21T02:00:00+07:00", false, "2026-11-21T20:00:00+07:00"},
    {"a holiday is shut", TET, "Asia/Ho_Chi_Minh", "2027-02-05T09:00:00+07:00", false,
     "2027-02-06T09:00:00+07:00"},
    {"an exception opens a Saturday", TET, "Asia/Ho_Chi_Minh", "2027-02-06T10:00:00+07:00", true,
     "2027-02-06T11:00:00+07:00"},
    {"behind the exceptions the week holds again", TET, "Asia/Ho_Chi_Minh",
     "2027-02-06T11:00:00+07:00", false, "2027-02-08T07:30:00+07:00"},
    {"a night goes on into a holiday", NIGHT ",'exceptions':[{'date':'2027-02-05','windows':[]}]",
     "Asia/Ho_Chi_Minh", "2027-02-05T05:00:00+07:00", true, "2027-02-05T06:00:00+07:00"},
    {"windows that touch are one",
     "'windows':[{'start':'07:00','end':'12:00'},{'start':'12:00','end':'17:00'}]",
     "Asia/Ho_Chi_Minh", "2026-11-23T08:00:00+07:00", true, "2026-11-23T17:00:00+07:00"},
    {"and so are those that overlap, across midnight, too",
     "'windows':[{'start':'20:00','end':'24:00'},{'start':'23:00','end':'01:00'},"
     "{'start':'00:30','end':'04:00'}]",
     "Asia/Ho_Chi_Minh", "2026-11-23T21:00:00+07:00", true, "2026-11-24T04:00:00+07:00"},
    {"a window of equal ends lasts a day, and all of them always",
     "'windows':[{'start':'07:00','end':'07:00'}]", "Asia/Ho_Chi_Minh", "2026-11-23T21:00:00+07:00",
     true, NULL},
    {"a day from end to end", "'windows':[{'byDay':['MO'],'start':'00:00','end':'24:00'}]",
     "Asia/Ho_Chi_Minh", "2026-11-23T00:00:00+07:00", true, "2026-11-24T00:00:00+07:00"},
    {"before 1970, as a clock without a battery has it", OFFICE, "Asia/Ho_Chi_Minh",
     "1969-12-31T10:00:00+08:00", true, "1969-12-31T17:00:00+08:00"},
    {"UTC where the zone is none", OFFICE, NULL, "2026-11-23T07:30:00Z", true,
     "2026-11-23T17:00:00Z"},
    {"clocks forward: a window that begins in the gap begins behind it",
     "'windows':[{'start':'02:30','end':'04:00'}]", "Europe/Berlin", "2027-03-28T00:30:00Z", false,
     "2027-03-28T01:00:00Z"},
    {"clocks forward: one that ends in the gap ends with it",
     "'windows':[{'start':'01:00','end':'02:30'}]", "Europe/Berlin", "2027-03-28T00:30:00Z", true,
     "2027-03-28T01:00:00Z"},
    {"clocks forward: one that lies in the gap waits for its end",
     "'windows':[{'start':'02:10','end':'02:40'}]", "Europe/Berlin", "2027-03-28T00:59:59Z", false,
     "2027-03-28T01:00:00Z"},
    {"clocks forward: and lasts as long as ever", "'windows':[{'start':'02:10','end':'02:40'}]",
     "Europe/Berlin", "2027-03-28T01:00:00Z", true, "2027-03-28T01:30:00Z"},
    {"clocks forward: also where it fills the gap", "'windows':[{'start':'02:00','end':'03:00'}]",
     "Europe/Berlin", "2027-03-28T01:59:59Z", true, "2027-03-28T02:00:00Z"},
    {"clocks forward at midnight: the day begins behind the gap",
     "'windows':[{'start':'00:10','end':'00:40'}]", "Africa/Cairo", "2027-04-29T22:00:00Z", true,
     "2027-04-29T22:30:00Z"},
    {"a day that is skipped has no windows",
     "'windows':[{'byDay':['FR'],'start':'08:00','end':'17:00'}]", "Pacific/Apia",
     "2011-12-30T10:00:00Z", false, "2012-01-05T18:00:00Z"},
    {"clocks back: the hour that comes twice is inside both times",
     "'windows':[{'start':'01:00','end':'03:30'}]", "Europe/Berlin", "2026-10-25T01:30:00Z", true,
     "2026-10-25T02:30:00Z"},
};

static void windows_open_and_shut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct zone *zone = NULL;
        struct site *site = read_hours(cases[i].hours);
        int64_t now = support_instant(cases[i].now);
        int64_t week = now + 7 * (86400 * CLOCK_SECOND);
        int64_t next = cases[i].next ? support_instant(cases[i].next) : week;
        if (cases[i].zone)
            assert_int_equal(zone_read(cases[i].zone, &zone), 0);
        if (daypart_is_open(site->screen.hours, zone, now) != cases[i].is_open)
            fail_msg("%s: %s", cases[i].name, cases[i].is_open ? "shut" : "open");
        int64_t found = daypart_next_change(site->screen.hours, zone, now);
        if (found != next)
            fail_msg("%s: changes %.0f s too late", cases[i].name, (double)(found - next) / 1e6);
        zone_destroy(zone);
        site_destroy(site);
    }
}

/* Walking from change to change meets every one, whatever the zone does. */
static void no_change_is_missed_in_a_year(void **state)
{
    static const char *const zones[] = {"Asia/Ho_Chi_Minh", "Europe/Berlin", "Pacific/Apia"};
    const int64_t step = 900 * CLOCK_SECOND;
    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct zone *zone;
        struct site *site = read_hours(TET);
        const struct daypart *hours = site->screen.hours;
        int64_t end = support_instant("2027-12-31T00:00:00Z");
        assert_int_equal(zone_read(zones[i], &zone), 0);
        for (int64_t at = support_instant("2027-01-01T00:00:00Z"); at < end;) {
            int64_t next = daypart_next_change(hours, zone, at);
            bool is_open = daypart_is_open(hours, zone, at);
            assert_true(next > at);
            for (int64_t between = at; between < next; between += step)
                assert_true(daypart_is_open(hours, zone, between) == is_open);
            assert_true(daypart_is_open(hours, zone, next - 1) == is_open);
            at = next;
        }
        zone_destroy(zone);
        site_destroy(site);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_open_and_shut),
        cmocka_unit_test(no_change_is_missed_in_a_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
