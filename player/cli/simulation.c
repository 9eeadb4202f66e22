#include "cli/simulation.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/choice_alert.h"

int simulation_init(struct simulation *simulation)
{
    simulation->items =
        calloc(simulation->feed.document->item_count + 1, sizeof *simulation->items);
    return simulation->items ? 0 : -ENOMEM;
}

void simulation_finish(struct simulation *simulation)
{
    free(simulation->items);
    free(simulation->gaps);
    *simulation = (struct simulation){0};
}

static size_t item_index(const struct simulation *simulation, const struct item *item)
{
    return (size_t)(item - simulation->feed.document->items);
}

static uint32_t has_obstacle(void *context, const struct choice_feed *feed, const struct item *item)
{
    const struct simulation *simulation = context;
    (void)feed;
    return simulation->items[item_index(simulation, item)].obstacle ? CHOICE_ALL : 0;
}

/* Gaps that follow one another are one. */
static bool add_gap(struct simulation *simulation, int64_t start, int64_t end)
{
    if (simulation->gap_count > 0 && simulation->gaps[simulation->gap_count - 1].end == start) {
        simulation->gaps[simulation->gap_count - 1].end = end;
        return true;
    }
    if (simulation->gap_count == simulation->gap_capacity) {
        size_t capacity = simulation->gap_capacity ? 2 * simulation->gap_capacity : 64;
        struct simulated_gap *gaps = realloc(simulation->gaps, capacity * sizeof *gaps);
        if (!gaps)
            return false;
        simulation->gaps = gaps;
        simulation->gap_capacity = capacity;
    }
    simulation->gaps[simulation->gap_count++] = (struct simulated_gap){start, end};
    return true;
}

static bool note(struct simulation *simulation, const struct simulated *shown)
{
    int64_t time = shown->end - shown->start;
    if (shown->item) {
        struct simulated_item *item = &simulation->items[item_index(simulation, shown->item)];
        item->plays++;
        item->time += time;
    } else if (shown->alert) {
        simulation->alert_plays++;
        simulation->alert_time += time;
    } else {
        return add_gap(simulation, shown->start, shown->end);
    }
    return true;
}

static void tell(const struct simulation *simulation, const struct simulated *shown)
{
    if (simulation->shown && shown->end > shown->start)
        simulation->shown(simulation->context, shown);
}

int64_t simulation_ahead(const struct simulation *simulation)
{
    const struct choice_input input = {&simulation->feed, 1, .clock = simulation->clock};
    return choice_time(&input, simulation->from) - simulation->from;
}

/* When what was chosen at `now` makes room. An alert waits for nobody. */
static int64_t find_end(const struct simulation *simulation, const struct choice_input *input,
                        const struct choice *choice, int64_t now)
{
    if (!simulation->stay || !choice->item)
        return choice->until;
    int64_t left = item_end(choice->item, simulation->feed.zone) - now;
    int64_t stays = simulation->stay(simulation->stay_context, choice->item, choice->language,
                                     choice->until - now, left);
    if (stays <= choice->until - now)
        return choice->until;
    int64_t alert = alert_turns_change(input, now);
    return now + stays < alert ? now + stays : alert;
}

/* What is on until one choice after the other ends. What the built-in content fills is told of when
 * it is over. */
static bool play(struct simulation *simulation, struct choice_state *state)
{
    /* Obstacles were found beforehand, once for all. */
    const struct choice_input input = {&simulation->feed, 1, simulation->clock, .bars = 1};
    struct simulated gap = {0};
    int64_t ahead = simulation_ahead(simulation);
    bool ok = true;
    for (int64_t now = simulation->from; ok && now < simulation->to;) {
        struct choice choice;
        choice_next(&input, state, now + ahead, has_obstacle, simulation, &choice);
        int64_t end = simulation->to;
        int64_t until = find_end(simulation, &input, &choice, now + ahead);
        if (until - ahead < end)
            end = until - ahead;
        struct simulated shown = {
            now, end, choice.item, choice.alert, choice.playlist, choice.entry, choice.language};
        ok = note(simulation, &shown);
        if (choice.item || choice.alert) {
            tell(simulation, &gap);
            tell(simulation, &shown);
            simulation->changes++;
            gap = (struct simulated){0};
        } else {
            gap.start = gap.end > gap.start ? gap.start : now;
            gap.end = end;
        }
        now = end;
    }
    tell(simulation, &gap);
    return ok;
}

int simulation_run(struct simulation *simulation)
{
    struct choice_state *state = choice_state_create();
    bool ok = state && play(simulation, state);
    choice_state_destroy(state);
    return ok ? simulation_find_absences(simulation) : -ENOMEM;
}

const char *simulated_reason(const struct simulated *shown)
{
    if (shown->alert)
        return "alert";
    if (!shown->item)
        return "builtin";
    return shown->entry ? "schedule" : "loop";
}
