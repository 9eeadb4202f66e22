#include "display/programme.h"

#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/place.h"

#define SETTLE (CLOCK_SECOND * 3 / 10) /* an editor writes in several steps */

void programme_set_input(struct programme *programme, size_t index)
{
    const struct programme_feed *feed = &programme->feeds[index];
    programme->inputs[index] =
        (struct choice_feed){.document = feed->quiet ? feed->quiet : feed->document,
                             .site = feed->site,
                             .zone = feed->zone,
                             .share = feed->share,
                             .key = feed->key[0] ? feed->key : NULL};
}

/* Settings for the built-in content: behind somebody's own it names no office at all, since the
 * demonstration would show another one's. */
static const struct site *builtin_device(struct programme *programme)
{
    bool is_behind = programme->content || programme->store_path;
    if (!programme->device && is_behind)
        programme->nobody = site_create_default();
    return programme->nobody ? programme->nobody : programme->device;
}

static void open_builtin(struct programme *programme)
{
    char path[PATH_MAX];
    struct programme_feed *feed = &programme->feeds[PROGRAMME_BUILTIN];
    if (place_data("content", path, sizeof path) == 0 &&
        programme_feed_open_folder(path, builtin_device(programme), feed) == 0)
        programme_set_input(programme, PROGRAMME_BUILTIN);
}

void programme_open(struct programme *programme, const char *content, const char *store,
                    const struct site *device)
{
    *programme = (struct programme){.forced_transition = TRANSITION_TYPES,
                                    .content = content,
                                    .store_path = store,
                                    .store = STORE_CLOSED,
                                    .device = device,
                                    .watch = WATCH_NONE,
                                    .state = choice_state_create(),
                                    .builtin_state = choice_state_create()};
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++)
        programme->feeds[i] = PROGRAMME_FEED_NONE;
    for (size_t i = 0; i < LIMIT_FEEDS; i++)
        programme->fresh.feeds[i] = PROGRAMME_FEED_NONE;
    programme_set_floor(programme, clock_build_time());
    if (programme_reread(programme, clock_monotonic()))
        programme_renew(programme);
    programme->clock = clock_rung(programme->floor);
    if (content && programme->feed_count == 0)
        log_warning(_("%s: the built-in content is shown until it can be read"), content);
    open_builtin(programme);
}

void programme_notice(struct programme *programme, int64_t now)
{
    bool gone = false;
    if (programme->watch.fd < 0 || !watch_read(&programme->watch, &gone))
        return;
    if (gone)
        watch_finish(&programme->watch);
    programme->is_told = true;
    programme->look_at = now + (programme->content ? SETTLE : 0);
}

static void close_fresh(struct programme *programme)
{
    for (size_t i = 0; i < programme->fresh.count; i++) {
        programme_feed_close(&programme->fresh.feeds[i]);
        programme->fresh.stays[i] = 0;
    }
    programme->fresh.count = 0;
}

bool programme_reread(struct programme *programme, int64_t now)
{
    if (now < programme->look_at)
        return false;
    programme->look_at = INT64_MAX;
    close_fresh(programme);
    if (programme->content)
        return programme_reread_folder(programme, now);
    return programme->store_path && programme_reread_store(programme, now);
}

/* Gives up what plays: it is in `fresh` too, or it plays no longer. */
static void close_feeds(struct programme *programme)
{
    for (size_t i = 0; i < programme->feed_count; i++) {
        struct programme_feed *feed = &programme->feeds[i];
        if (feed->document)
            leftout_forget(&programme->leftout, programme_feed_name(feed));
        programme_feed_close(feed);
    }
}

void programme_renew(struct programme *programme)
{
    for (size_t i = 0; i < programme->fresh.count; i++) {
        struct programme_feed *feed = &programme->fresh.feeds[i];
        if (programme->fresh.stays[i] == 0)
            continue;
        unsigned share = feed->share;
        struct programme_feed *old = &programme->feeds[programme->fresh.stays[i] - 1];
        *feed = *old;
        feed->share = share;
        *old = PROGRAMME_FEED_NONE;
        programme->fresh.stays[i] = 0;
    }
    close_feeds(programme);
    programme->feed_count = programme->fresh.count;
    programme->fresh.count = 0;
    for (size_t i = 0; i < programme->feed_count; i++) {
        programme->feeds[i] = programme->fresh.feeds[i];
        programme->fresh.feeds[i] = PROGRAMME_FEED_NONE;
        programme_set_input(programme, i);
    }
    if (programme->feed_count > 0 && programme->feeds[PROGRAMME_BUILTIN].document)
        leftout_forget(&programme->leftout,
                       programme_feed_name(&programme->feeds[PROGRAMME_BUILTIN]));
    proofs_forget_damaged(&programme->proofs);
    programme->changes++;
}

void programme_close(struct programme *programme)
{
    close_fresh(programme);
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++)
        programme_feed_close(&programme->feeds[i]);
    choice_state_destroy(programme->state);
    choice_state_destroy(programme->builtin_state);
    watch_finish(&programme->watch);
    store_close(&programme->store);
    proofs_finish(&programme->proofs);
    site_destroy(programme->nobody);
    *programme = (struct programme){0};
}

static uint32_t is_set_aside(void *context, const struct choice_feed *input,
                             const struct item *item)
{
    const struct programme *programme = context;
    const struct programme_feed *feed = &programme->feeds[input - programme->inputs];
    size_t index = (size_t)(item - feed->document->items);
    return quarantine_holds(&feed->quarantine, index)
               ? CHOICE_ALL
               : quarantine_mute_languages(&feed->quarantine, index);
}

/* Chooses among `count` feeds from `first` on. */
static bool pick_from(const struct programme *programme, size_t first, size_t count,
                      const struct choice_state *before, int64_t now, struct programme_pick *ret)
{
    struct choice_state *state = count > 0 && before ? choice_state_copy(before) : NULL;
    if (!state)
        return false;
    struct choice_input input = {
        .feeds = &programme->inputs[first], .feed_count = count, .clock = programme->clock};
    struct choice choice;
    void *context;
    memcpy(&context, &programme, sizeof context); /* is_set_aside only reads */
    choice_next(&input, state, now, is_set_aside, context, &choice);
    if (!choice.item && !choice.alert) {
        if (choice.until < ret->until)
            ret->until = choice.until;
        choice_state_destroy(state);
        return false;
    }
    *ret = (struct programme_pick){
        .feed = first + choice.feed,
        .item = choice.item,
        .alert = programme_own_alert(programme, first + choice.feed, choice.alert),
        .language = choice.language,
        .until = choice.until,
        .state = state};
    return true;
}

void programme_pick(const struct programme *programme, int64_t now, struct programme_pick *ret)
{
    bool has_builtin = programme->feeds[PROGRAMME_BUILTIN].document != NULL;
    *ret = (struct programme_pick){.until = TIME_ALWAYS_AFTER};
    /* The built-in content is no feed beside the others, it is what is left when they have nothing.
     */
    if (!pick_from(programme, 0, programme->feed_count, programme->state, now, ret))
        pick_from(programme, PROGRAMME_BUILTIN, has_builtin, programme->builtin_state, now, ret);
}

void programme_accept(struct programme *programme, struct programme_pick *pick)
{
    struct choice_state **state =
        pick->feed == PROGRAMME_BUILTIN ? &programme->builtin_state : &programme->state;
    if (!pick->state)
        return;
    choice_state_destroy(*state);
    *state = pick->state;
    pick->state = NULL;
}

void programme_pick_finish(struct programme_pick *pick)
{
    choice_state_destroy(pick->state);
    *pick = (struct programme_pick){0};
}

bool programme_is_eligible(const struct programme *programme, const struct programme_pick *pick,
                           int64_t now)
{
    if (pick->alert)
        return pick->alert->sent <= now && now < pick->alert->expires;
    return pick->item && item_is_eligible(pick->item, &programme->inputs[pick->feed],
                                          programme->clock, now, NULL);
}

bool programme_pick_is_some(const struct programme_pick *pick)
{
    return pick->item || pick->alert;
}

const char *programme_pick_name(const struct programme_pick *pick)
{
    return pick->alert ? pick->alert->identifier : pick->item ? pick->item->id : "";
}

int64_t programme_pick_end(const struct programme *programme, const struct programme_pick *pick)
{
    return pick->alert ? pick->alert->expires
                       : item_end(pick->item, programme->inputs[pick->feed].zone);
}

void programme_prove(struct programme *programme, const struct job_proofs *proofs,
                     const char *damaged)
{
    for (size_t i = 0; i < proofs->count; i++) {
        const struct job_proof *proof = &proofs->list[i];
        if (!damaged)
            programme->changes += proofs_add(&programme->proofs, proof->sha256, proof->mark);
        else if (strcmp(proof->asset, damaged) == 0)
            programme->changes +=
                proofs_add_damaged(&programme->proofs, proof->sha256, proof->mark);
    }
}

const char *programme_language(const struct programme *programme, const struct programme_pick *pick)
{
    const struct document *document = programme->feeds[pick->feed].document;
    return pick->language < document->language_count ? document->languages[pick->language] : NULL;
}

int64_t programme_duration(const struct programme *programme, const struct programme_pick *pick,
                           int64_t start)
{
    int64_t left = pick->until - start;
    if (pick->alert)
        return left > 1 ? left : 1;
    bool ends_early = left < pick->item->duration; /* its validity runs out meanwhile */
    if (programme->forced_duration > 0 && (!ends_early || programme->forced_duration < left))
        left = programme->forced_duration;
    return left > 1 ? left : 1;
}

struct transition programme_transition(const struct programme *programme,
                                       const struct programme_pick *pick)
{
    if (pick->alert) /* nothing stands between it and whoever is to be warned */
        return (struct transition){.type = TRANSITION_CUT};
    struct transition transition = pick->item->transition;
    if (programme->forced_transition != TRANSITION_TYPES) {
        transition.type = programme->forced_transition;
        if (transition.duration == 0)
            transition.duration = 700000;
    }
    if (transition.type == TRANSITION_CUT)
        transition.duration = 0;
    return transition;
}

int programme_job(struct programme *programme, const struct programme_pick *pick, uint64_t number,
                  const struct job_screen *screen, struct job *ret, char **ret_fault)
{
    if (pick->alert)
        return programme_alert_job(programme, pick, number, screen, ret, ret_fault);
    const struct programme_feed *feed = &programme->feeds[pick->feed];
    const struct job_source folder = {.directory = feed->directory};
    const struct job_source store = {
        .directory = -1, .open = programme_open_object, .context = programme};
    return job_compose(number, feed->document, feed->key[0] ? &store : &folder, pick->item,
                       programme_language(programme, pick), feed->site, screen, ret, ret_fault);
}

bool programme_is_stopgap(const struct programme *programme)
{
    return programme_main(programme) == &programme->feeds[PROGRAMME_BUILTIN];
}

const struct programme_feed *programme_main(const struct programme *programme)
{
    const struct programme_feed *builtin = &programme->feeds[PROGRAMME_BUILTIN];
    if (programme->feed_count > 0)
        return &programme->feeds[0];
    return builtin->document ? builtin : NULL;
}
