/* What `bangtin simulate` prints: one JSON object, or tables for people. */
#pragma once

#include "cli/simulation.h"

enum { SIMULATE_TIME_SIZE = 48 };

/* "2026-03-02T08:00:00+07:00", with a fraction where there is one. `zone` NULL: UTC. */
void simulate_format(const struct zone *zone, int64_t instant, char text[SIMULATE_TIME_SIZE]);

/* The JSON object is begun, gets each of what is shown (simulation's `shown`; context: a
 * simulate_json), and is ended with what was counted. */
struct simulate_json {
    const struct simulation *simulation;
    bool has_some;
};
void simulate_json_begin(void);
void simulate_json_add(void *context, const struct simulated *shown);
void simulate_json_end(const struct simulation *simulation);

/* A list for people: what is on one after another, where that is short (simulation's `shown`;
 * context: a simulate_list). */
enum { SIMULATE_LIST_MAX = 60 };
struct simulate_list {
    struct simulated shown[SIMULATE_LIST_MAX];
    size_t count;
};
void simulate_list_add(void *context, const struct simulated *shown);

/* That list, or, where it is longer, the plan of the playlists; then what was counted. `name` is
 * the document's path. */
void simulate_print(const struct simulation *simulation, const struct simulate_list *list,
                    const char *name);
