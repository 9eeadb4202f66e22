#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/simulate_print.h"

void simulate_format(const struct zone *zone, int64_t instant, char text[SIMULATE_TIME_SIZE])
{
    struct zone_time local = zone_local(zone, instant);
    int32_t offset = zone_offset(zone, instant) / 60, minutes = offset < 0 ? -offset : offset;
    int fraction = (int)((instant % CLOCK_SECOND + CLOCK_SECOND) % CLOCK_SECOND / 1000);
    char part[8] = "";
    if (fraction > 0)
        snprintf(part, sizeof part, ".%03d", fraction);
    snprintf(text, SIMULATE_TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d%s%c%02d:%02d", local.year,
             local.month, local.day, local.hour, local.minute, local.second, part,
             offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/* The identifier of an alert is any text; without memory there is none. */
static void print_string(const char *text)
{
    cJSON *string = cJSON_CreateString(text);
    char *json = cJSON_PrintUnformatted(string);
    printf("%s", json ? json : "null");
    cJSON_free(json);
    cJSON_Delete(string);
}

static void print_span(const struct simulation *simulation, int64_t start, int64_t end)
{
    char first[SIMULATE_TIME_SIZE], last[SIMULATE_TIME_SIZE];
    simulate_format(simulation->feed.zone, start, first);
    simulate_format(simulation->feed.zone, end, last);
    printf("{\"start\":\"%s\",\"end\":\"%s\"", first, last);
}

void simulate_json_begin(void)
{
    printf("{\"timeline\":[");
}

void simulate_json_add(void *context, const struct simulated *shown)
{
    struct simulate_json *json = context;
    const struct document *document = json->simulation->feed.document;
    const char *item = shown->item    ? shown->item->id
                       : shown->alert ? shown->alert->identifier
                                      : NULL;
    const char *playlist = shown->playlist ? shown->playlist->id : shown->alert ? NULL : "builtin";
    printf("%s", json->has_some ? ",\n" : "\n");
    json->has_some = true;
    print_span(json->simulation, shown->start, shown->end);
    printf(",\"item\":");
    if (item)
        print_string(item);
    else
        printf("null");
    printf(playlist ? ",\"playlist\":\"%s\"" : ",\"playlist\":null%s", playlist ? playlist : "");
    printf(",\"reason\":\"%s\"", simulated_reason(shown));
    if (item && document->language_count > 1)
        printf(",\"language\":\"%s\"", document->languages[shown->language]);
    printf("}");
}

static void print_items(const struct simulation *simulation)
{
    const struct document *document = simulation->feed.document;
    double whole = (double)(simulation->to - simulation->from);
    printf("\n],\"items\":[");
    for (size_t i = 0; i < document->item_count; i++) {
        const struct simulated_item *item = &simulation->items[i];
        printf("%s\n{\"item\":\"%s\",\"plays\":%" PRIu64 ",\"seconds\":%.3f,\"share\":%.6f}",
               i ? "," : "", document->items[i].id, item->plays, (double)item->time / CLOCK_SECOND,
               (double)item->time / whole);
    }
}

static void print_absent(const struct simulation *simulation)
{
    const struct document *document = simulation->feed.document;
    bool any = false;
    printf("\n],\"neverShown\":[");
    for (size_t i = 0; i < document->item_count; i++) {
        if (simulation->items[i].plays > 0)
            continue;
        printf("%s\n{\"item\":\"%s\",\"reason\":\"%s\"}", any ? "," : "", document->items[i].id,
               simulation->items[i].absence);
        any = true;
    }
}

void simulate_json_end(const struct simulation *simulation)
{
    print_items(simulation);
    print_absent(simulation);
    printf("\n],\"gaps\":[");
    for (size_t i = 0; i < simulation->gap_count; i++) {
        printf("%s\n", i ? "," : "");
        print_span(simulation, simulation->gaps[i].start, simulation->gaps[i].end);
        printf("}");
    }
    printf("\n]}\n");
}
