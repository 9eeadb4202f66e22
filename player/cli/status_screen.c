#include "cli/status_part.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/moment.h"

/* "2026-11-24 07:00", as the clock shows it that the hours go by: it is written with its offset. */
static const char *local_time(const char *instant, char *text, size_t size)
{
    int64_t moment;
    bool is_one = instant && moment_parse_instant(instant, strlen(instant), &moment);
    snprintf(text, size, "%.16s", is_one ? instant : "?");
    text[strcspn(text, "T")] = is_one ? ' ' : '\0';
    return text;
}

/* Why nothing is to be seen; nothing where something is. */
static void print_power(const cJSON *power)
{
    char until[32];
    const char *state = status_string(power, "state"), *by = status_string(power, "by");
    if (state && strcmp(state, "unplugged") == 0) {
        puts(_("no screen answers: look at the cable, and whether the television is on"));
        status_label("");
    }
    if (!state || strcmp(state, "off") != 0)
        return;
    local_time(status_string(power, "until"), until, sizeof until);
    if (by && strcmp(by, "black") == 0)
        printf(_("off until %s, by its hours: it shows black\n"), until);
    else
        printf(_("off until %s, by its hours (%s)\n"), until, by ? by : "?");
    status_label("");
}

enum { HOT = 80 /* °C: a Raspberry Pi slows down from there on */ };

static void print_machine(const cJSON *display)
{
    const cJSON *temperature = cJSON_GetObjectItemCaseSensitive(display, "temperature");
    if (cJSON_IsNumber(temperature)) {
        status_label(_("Machine"));
        printf("%.0f °C%s\n", temperature->valuedouble,
               temperature->valuedouble >= HOT ? _(": too hot, it slows down; give it air") : "");
    }
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(display, "underVoltage"))) {
        status_label(cJSON_IsNumber(temperature) ? "" : _("Machine"));
        puts(_("power supply too weak: take the one made for this machine, and a short cable"));
    }
}

void status_print_screen(const struct report *report)
{
    char when[64];
    const cJSON *display = report->display;
    const cJSON *item = status_member(display, "item");
    const cJSON *screen = status_member(display, "screen");
    const cJSON *left_out = cJSON_GetObjectItemCaseSensitive(display, "leftOut");
    const cJSON *entry;
    status_label(_("Screen"));
    if (!display) {
        puts(_("nothing plays here"));
        return;
    }
    if (!report->display_runs) {
        printf(_("not running; last heard of %s\n"),
               status_age(report, display, "updatedAt", when, sizeof when));
        return;
    }
    print_power(status_member(display, "power"));
    if (item)
        printf(_("shows \"%s\", begun %s"), status_string(item, "id"),
               status_age(report, item, "since", when, sizeof when));
    else
        fputs(_("shows no item"), stdout);
    printf(" · %.0fx%.0f\n", status_number(screen, "width"), status_number(screen, "height"));
    status_label("");
    printf(_("%.0f items shown, %.0f late, worker restarted %.0f times, started %s\n"),
           status_number(display, "itemsShown"), status_number(display, "lateItems"),
           status_number(display, "workerRestarts"),
           status_age(report, display, "startedAt", when, sizeof when));
    cJSON_ArrayForEach(entry, left_out)
    {
        status_label("");
        printf(_("left out: %s: %s\n"),
               status_string(entry, "item") ? status_string(entry, "item") : "?",
               status_string(entry, "reason") ? status_string(entry, "reason") : "?");
    }
    print_machine(display);
}
