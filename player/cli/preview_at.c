#include "cli/preview_at.h"

#include <stdlib.h>

#include "cli/absence.h"
#include "playlist/agenda.h"

struct preview_at {
    struct choice_feed feed;
    int64_t now;
    struct agenda *agenda;
};

struct preview_at *preview_at_create(const struct document *document, const struct site *site,
                                     const struct zone *zone, int64_t now)
{
    struct preview_at *at = calloc(1, sizeof *at);
    if (!at)
        return NULL;
    at->feed = (struct choice_feed){document, site, zone, 1, NULL};
    at->now = now;
    at->agenda = agenda_create(&at->feed, CLOCK_TRUSTED, now);
    if (at->agenda)
        return at;
    free(at);
    return NULL;
}

void preview_at_destroy(struct preview_at *at)
{
    if (at)
        agenda_unref(at->agenda);
    free(at);
}

const char *preview_at_absence(const struct preview_at *at, const struct item *item)
{
    const char *reason = NULL;
    const struct agenda_list *first = NULL;
    if (!item_is_eligible(item, &at->feed, CLOCK_TRUSTED, at->now, &reason))
        return absence_words(reason);
    for (size_t i = 0; i < at->agenda->list_count; i++) {
        const struct agenda_list *list = &at->agenda->lists[i];
        if (list->lane_count == 0)
            continue;
        first = first ? first : list;
        if (list->playlist == item->playlist && list->priority == first->priority)
            return NULL;
    }
    return absence_words("lower-priority");
}

bool preview_at_has_line(const struct preview_at *at, const struct ticker_line *line)
{
    const struct choice_input input = {&at->feed, 1, .clock = CLOCK_TRUSTED};
    struct choice_ticker lines[LIMIT_TICKER];
    int64_t until;
    size_t count = choice_ticker(&input, at->now, lines, LIMIT_TICKER, &until);
    for (size_t i = 0; i < count; i++) {
        if (lines[i].line == line)
            return true;
    }
    return false;
}

const struct alert *preview_at_alert(const struct preview_at *at)
{
    const struct choice_input input = {&at->feed, 1, .clock = CLOCK_TRUSTED};
    struct choice_alert alert;
    return choice_alerts(&input, false, at->now, &alert, 1) > 0 ? alert.alert : NULL;
}
