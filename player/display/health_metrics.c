/* display.prom: the screen's figures in Prometheus' text format, beside those of `bangtin-sync`. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "display/player.h"

static void print_one(FILE *out, const char *name, const char *type, const char *help, double value)
{
    fprintf(out, "# HELP bangtin_%s %s\n# TYPE bangtin_%s %s\nbangtin_%s %.17g\n", name, help, name,
            type, name, value);
}

static void print_count(FILE *out, const char *name, const char *help, uint64_t value)
{
    print_one(out, name, "counter", help, (double)value);
}

char *health_metrics(const struct player *player)
{
    const struct stats *stats = &player->stats;
    const struct power_view *view = &player->power.view;
    const struct sensor *sensor = &player->health.sensor;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out,
            "# HELP bangtin_display_info Version of bangtin-display.\n"
            "# TYPE bangtin_display_info gauge\nbangtin_display_info{version=\"%s\"} 1\n",
            BANGTIN_VERSION);
    print_one(out, "display_start_timestamp_seconds", "gauge", "When bangtin-display was started.",
              (double)player->health.started / (double)CLOCK_SECOND);
    print_count(out, "display_items_shown_total", "Items shown.", stats->items_shown);
    print_count(out, "display_late_items_total", "Items that began too late.", stats->late_items);
    print_count(out, "display_missed_vblanks_total", "Refreshes without a new frame.",
                stats->missed_vblanks);
    print_count(out, "display_worker_restarts_total", "Starts of a worker after its fall.",
                stats->worker_restarts);
    print_one(out, "screen_on", "gauge", "0 outside of the screen's hours.", !view->is_dark);
    print_one(out, "screen_connected", "gauge", "0 while no screen is plugged in.",
              !view->is_pulled);
    if (sensor->has_temperature)
        print_one(out, "temperature_celsius", "gauge", "Of the hottest place in the machine.",
                  sensor->temperature);
    if (sensor->has_voltage)
        print_one(out, "under_voltage", "gauge", "1 once the power supply was too weak.",
                  sensor->under_voltage);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
