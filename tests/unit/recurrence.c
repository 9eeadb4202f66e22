/* Says when recurrence rules open, for a test that knows the answers from elsewhere. Reads lines
 * "ZONE<tab>DTSTART<tab>DURATION<tab>FROM<tab>TO<tab>RULE" (all times in seconds) and writes for
 * each one line: the windows between FROM and TO, as "START-END". */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/zone.h"
#include "playlist/recur.h"

enum { LINE_BYTES = 4096 };

static void print_windows(const struct schedule_entry *entry, const struct zone *zone, int64_t now,
                          int64_t end)
{
    while (now < end) {
        int64_t change = recur_next_change(entry, zone, now);
        if (change > end)
            change = end;
        if (recur_is_open(entry, zone, now))
            printf("%" PRId64 "-%" PRId64 " ", now / CLOCK_SECOND, change / CLOCK_SECOND);
        now = change;
    }
    printf("\n");
}

static int answer(char *line)
{
    char *rest = line, *fields[6];
    for (size_t i = 0; i < 6; i++)
        fields[i] = strsep(&rest, "\t\n");
    struct zone *zone = NULL;
    if (!fields[5] || zone_read(fields[0], &zone) < 0)
        return -1;
    const struct schedule_entry entry = {.dtstart = atoll(fields[1]) * CLOCK_SECOND,
                                         .duration = atoll(fields[2]) * CLOCK_SECOND,
                                         .rrule = fields[5]};
    print_windows(&entry, zone, atoll(fields[3]) * CLOCK_SECOND, atoll(fields[4]) * CLOCK_SECOND);
    zone_destroy(zone);
    return 0;
}

int main(void)
{
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, stdin)) {
        if (answer(line) < 0) {
            fprintf(stderr, "not understood: %s\n", line);
            return 1;
        }
    }
    return 0;
}
