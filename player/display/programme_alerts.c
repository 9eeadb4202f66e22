/* Alerts and the lines of the ticker: what of them is in force, and the job of one that takes the
 * whole screen. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/log.h"
#include "display/programme.h"
#include "playlist/wording.h"

/* The feeds that count, and which of `inputs` is their first: as for the choice, the built-in
 * content is there only where there is nothing else. */
static size_t first_of(const struct programme *programme, struct choice_input *ret)
{
    size_t first = programme->feed_count > 0 ? 0 : PROGRAMME_BUILTIN;
    bool has_builtin = programme->feeds[PROGRAMME_BUILTIN].document != NULL;
    *ret = (struct choice_input){.feeds = &programme->inputs[first],
                                 .feed_count = programme->feed_count > 0 ? programme->feed_count
                                                                         : has_builtin,
                                 .clock = programme->clock};
    return first;
}

uint64_t programme_alerts_mark(const struct programme *programme, int64_t now)
{
    struct choice_input input;
    struct choice_alert alerts[LIMIT_ALERTS];
    size_t first = first_of(programme, &input);
    size_t count = choice_alerts(&input, false, now, alerts, LIMIT_ALERTS);
    uint64_t mark = count > 0 ? HASH_START : 0;
    for (size_t i = 0; i < count; i++) {
        const char *feed = programme_feed_name(&programme->feeds[first + alerts[i].feed]);
        mark = hash_bytes(mark, feed, strlen(feed));
        mark = hash_bytes(mark, alerts[i].alert->json, alerts[i].alert->json_size);
    }
    return mark;
}

int64_t programme_alerts_change(const struct programme *programme, int64_t now)
{
    struct choice_input input;
    first_of(programme, &input);
    return choice_alert_change(&input, now);
}

/* Each in all languages in which its site shows it, before the next one. */
size_t programme_banners(const struct programme *programme, int64_t now,
                         struct programme_banner ret[PROGRAMME_BANNERS_MAX], int64_t *ret_until)
{
    struct choice_input input;
    struct choice_alert alerts[PROGRAMME_BANNERS_MAX];
    size_t first = first_of(programme, &input), count = 0;
    size_t found = choice_alerts(&input, true, now, alerts, PROGRAMME_BANNERS_MAX);
    for (size_t i = 0; i < found; i++) {
        const struct programme_feed *feed = &programme->feeds[first + alerts[i].feed];
        const struct document *document = feed->document;
        struct wording wording;
        if (wording_of_alert(document, alerts[i].alert, NULL, feed->site, &wording) < 0)
            continue; /* there would be nothing to say */
        wording_finish(&wording);
        for (size_t language = SIZE_MAX;
             count < PROGRAMME_BANNERS_MAX &&
             wording_next_alert_language(document, alerts[i].alert, feed->site, language,
                                         &language);)
            ret[count++] =
                (struct programme_banner){feed, alerts[i].alert, document->languages[language]};
    }
    *ret_until = choice_alert_change(&input, now);
    return count;
}

size_t programme_lines(const struct programme *programme, int64_t now,
                       struct programme_line ret[PROGRAMME_LINES_MAX], int64_t *ret_until)
{
    struct choice_input input;
    struct choice_ticker lines[PROGRAMME_LINES_MAX];
    size_t first = first_of(programme, &input), count = 0;
    size_t found = choice_ticker(&input, now, lines, PROGRAMME_LINES_MAX, ret_until);
    for (size_t i = 0; i < found; i++) {
        const struct programme_feed *feed = &programme->feeds[first + lines[i].feed];
        const struct ticker_line *line = lines[i].line;
        for (size_t language = SIZE_MAX;
             count < PROGRAMME_LINES_MAX &&
             wording_next_language(feed->document, line->text_json, line->text_json_size,
                                   feed->site, language, &language);)
            ret[count++] = (struct programme_line){feed, line, feed->document->languages[language]};
    }
    return count;
}

int programme_alert_job(const struct programme *programme, const struct programme_pick *pick,
                        uint64_t number, const struct job_screen *screen, struct job *ret,
                        char **ret_fault)
{
    const struct programme_feed *feed = &programme->feeds[pick->feed];
    struct zone_time end = zone_local(feed->zone, pick->alert->expires);
    char until[64];
    snprintf(until, sizeof until, "%02d:%02d, %02d/%02d/%04d", end.hour, end.minute, end.day,
             end.month, end.year);
    const struct job_alert alert = {.document = feed->document,
                                    .alert = pick->alert,
                                    .language = programme_language(programme, pick),
                                    .site = feed->site,
                                    .until = until};
    int result = job_compose_alert(number, &alert, screen, ret);
    if (result < 0 && ret_fault)
        *ret_fault = strdup("headline");
    return result;
}

const struct alert *programme_own_alert(const struct programme *programme, size_t index,
                                        const struct alert *alert)
{
    const struct document *document = programme->feeds[index].document;
    for (size_t i = 0; alert && i < document->alert_count; i++) {
        if (document->alerts[i].json == alert->json)
            return &document->alerts[i];
    }
    return NULL;
}

/* A copy of the document with an array of alerts of its own; NULL without memory. */
static struct document *copy_document(const struct document *document)
{
    struct document *copy = malloc(sizeof *copy);
    struct alert *alerts = calloc(document->alert_count + 1, sizeof *alerts);
    if (!copy || !alerts) {
        free(copy);
        free(alerts);
        return NULL;
    }
    if (document->alert_count > 0)
        memcpy(alerts, document->alerts, document->alert_count * sizeof *alerts);
    *copy = *document;
    copy->alerts = alerts;
    return copy;
}

void programme_silence(struct programme *programme, size_t index, const struct alert *alert)
{
    struct programme_feed *feed = &programme->feeds[index];
    if (!feed->quiet)
        feed->quiet = copy_document(feed->document);
    struct document *quiet = feed->quiet;
    for (size_t i = 0; quiet && i < quiet->alert_count; i++) {
        if (quiet->alerts[i].json != alert->json)
            continue;
        quiet->alert_count--;
        memmove(&quiet->alerts[i], &quiet->alerts[i + 1],
                (quiet->alert_count - i) * sizeof *quiet->alerts);
    }
    programme_set_input(programme, index);
}

void programme_unsilence(struct programme *programme, size_t index)
{
    struct programme_feed *feed = &programme->feeds[index];
    if (!feed->quiet)
        return;
    free(feed->quiet->alerts);
    free(feed->quiet);
    feed->quiet = NULL;
    programme_set_input(programme, index);
}

static bool find_language(const struct document *document, const char *name, size_t *ret)
{
    for (size_t i = 0; i < document->language_count; i++) {
        if (strcmp(document->languages[i], name) == 0) {
            *ret = i;
            return true;
        }
    }
    return false;
}

bool programme_find(const struct programme *programme, const char *name, const char *id,
                    const char *language, int64_t now, struct programme_pick *ret)
{
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++) {
        const struct programme_feed *feed = &programme->feeds[i];
        bool plays = feed->document && (i < programme->feed_count || i == PROGRAMME_BUILTIN);
        if (!plays || strcmp(programme_feed_name(feed), name) != 0)
            continue;
        struct programme_pick pick = {.feed = i, .item = document_item(feed->document, id)};
        if (pick.item && find_language(feed->document, language, &pick.language) &&
            programme_is_eligible(programme, &pick, now)) {
            *ret = pick;
            return true;
        }
    }
    return false;
}
