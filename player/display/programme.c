#include "display/programme.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/place.h"

#define SETTLE (CLOCK_SECOND * 3 / 10) /* an editor writes in several steps */
#define LOOK_AGAIN (5 * CLOCK_SECOND)
#define LOOK_SELDOM (10 * CLOCK_SECOND)
#define RELENT_EVERY (30 * CLOCK_SECOND)
enum { RELENT_COUNT = 4 };

static void feed_close(struct programme_feed *feed)
{
    quarantine_finish(&feed->quarantine);
    zone_destroy(feed->zone);
    site_destroy(feed->site);
    document_destroy(feed->document);
    folder_finish(&feed->folder);
    *feed = (struct programme_feed){.folder = FOLDER_NONE};
}

static void log_findings(const char *path, const struct findings *findings)
{
    enum { SHOWN = 5 };
    size_t shown = 0;
    for (size_t i = 0; i < findings->count && shown < SHOWN; i++) {
        const struct finding *finding = &findings->list[i];
        if (finding->severity != SEVERITY_ERROR)
            continue;
        log_warning("%s:%s%s %s", path, finding->path, finding->path[0] ? ":" : "",
                    finding->message);
        shown++;
    }
    if (findings->errors > shown)
        log_warning(_("%s: %zu errors in all; \"bangtin check\" lists them"), path,
                    findings->errors);
}

static void log_unopened(const char *path, int error)
{
    if (error == -ENODATA)
        log_error(_("%s: there is no playlist.json in it"), path);
    else if (error == -ENOTUNIQ)
        log_error(_("%s: several of its folders have a playlist.json; name one of them"), path);
    else if (error == -EFBIG)
        log_error(_("%s: the playlist is larger than 4 MiB"), path);
    else
        log_error(_("%s cannot be read: %s"), path, strerror(-error));
}

static int feed_read(struct programme_feed *feed, const char *path, const struct site *device)
{
    int result = folder_open(path, &feed->folder);
    if (result < 0) {
        log_unopened(path, result);
        return result;
    }
    struct findings findings = {0};
    result = document_parse(feed->folder.bytes, feed->folder.size, &findings, &feed->document);
    log_findings(path, &findings);
    findings_finish(&findings);
    if (result < 0)
        return -EINVAL;
    free(feed->folder.bytes); /* the document has its own */
    feed->folder.bytes = NULL;
    feed->site = site_effective(feed->document, device, NULL);
    if (!feed->site || quarantine_init(&feed->quarantine, feed->document->item_count) < 0)
        return -ENOMEM;
    if (zone_read(feed->document->time_zone, &feed->zone) < 0)
        log_warning("%s: no time zone %s on this machine; dates are read in UTC", path,
                    feed->document->time_zone);
    return 0;
}

/* Puts a feed that was read into place `index`, in the stead of what is there. */
static void set_feed(struct programme *programme, size_t index, struct programme_feed *feed)
{
    feed_close(&programme->feeds[index]);
    programme->feeds[index] = *feed;
    programme->inputs[index] = (struct choice_feed){
        .document = feed->document, .site = feed->site, .zone = feed->zone, .share = 1};
    *feed = (struct programme_feed){.folder = FOLDER_NONE};
}

static void open_feed(struct programme *programme, size_t index, const char *path,
                      const struct site *device)
{
    struct programme_feed feed = {.folder = FOLDER_NONE};
    if (feed_read(&feed, path, device) == 0)
        set_feed(programme, index, &feed);
    feed_close(&feed);
}

/* What stands where there is no sound document yet, so that the same fault is told only once. */
static uint64_t identify_unread(const char *content)
{
    struct folder folder = FOLDER_NONE;
    int result = folder_open(content, &folder);
    uint64_t seen = result < 0 ? hash_bytes(HASH_START, &result, sizeof result)
                               : hash_bytes(HASH_START, folder.bytes, folder.size);
    folder_finish(&folder);
    return seen;
}

/* Which document stands where the one that plays was found; 0 for none. */
static uint64_t identify(const struct programme *programme)
{
    const struct programme_feed *feed = &programme->feeds[PROGRAMME_CONTENT];
    struct stat status;
    if (!feed->document)
        return identify_unread(programme->content);
    if (stat(feed->folder.path, &status) < 0)
        return 0;
    const int64_t marks[] = {(int64_t)status.st_dev, (int64_t)status.st_ino, status.st_size,
                             status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    return hash_bytes(HASH_START, marks, sizeof marks);
}

/* Watches the folder, and looks at it from time to time; oftener where there is none. */
static void follow(struct programme *programme, int64_t now)
{
    const struct programme_feed *feed = &programme->feeds[PROGRAMME_CONTENT];
    bool watched = feed->document && watch_set(&programme->watch, feed->folder.directory) == 0;
    programme->look_at = now + (watched ? LOOK_SELDOM : LOOK_AGAIN);
    programme->seen = identify(programme);
}

void programme_open(struct programme *programme, const char *content, const struct site *device)
{
    char builtin[PATH_MAX];
    *programme = (struct programme){.forced_transition = TRANSITION_TYPES,
                                    .clock = clock_rung(clock_build_time()),
                                    .content = content,
                                    .device = device,
                                    .fresh = {.folder = FOLDER_NONE},
                                    .watch = WATCH_NONE,
                                    .look_at = INT64_MAX};
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++) {
        programme->feeds[i].folder = FOLDER_NONE;
        programme->states[i] = choice_state_create();
    }
    if (content) {
        open_feed(programme, PROGRAMME_CONTENT, content, device);
        follow(programme, clock_monotonic());
        if (!programme->feeds[PROGRAMME_CONTENT].document)
            log_warning(_("%s: the built-in content is shown until it can be read"), content);
        /* Behind somebody's own content the demonstration would show another office's name. */
        if (!device)
            device = programme->nobody = site_create_default();
    }
    if (place_data("content", builtin, sizeof builtin) == 0)
        open_feed(programme, PROGRAMME_BUILTIN, builtin, device);
}

void programme_notice(struct programme *programme, int64_t now)
{
    bool gone = false;
    if (programme->watch.fd < 0 || !watch_read(&programme->watch, &gone))
        return;
    if (gone)
        watch_finish(&programme->watch);
    programme->is_told = true;
    programme->look_at = now + SETTLE;
}

bool programme_reread(struct programme *programme, int64_t now)
{
    if (now < programme->look_at)
        return false;
    uint64_t seen = identify(programme);
    bool changed = programme->is_told || seen != programme->seen;
    programme->look_at = now + (seen ? LOOK_SELDOM : LOOK_AGAIN);
    programme->seen = seen;
    programme->is_told = false;
    if (!changed)
        return false;
    feed_close(&programme->fresh);
    if (feed_read(&programme->fresh, programme->content, programme->device) == 0)
        return true;
    feed_close(&programme->fresh);
    log_warning(_("%s: what was shown so far goes on"), programme->content);
    return false; /* saved half, or gone */
}

void programme_renew(struct programme *programme, int64_t now)
{
    set_feed(programme, PROGRAMME_CONTENT, &programme->fresh);
    log_info("%s is read anew", programme->content);
    follow(programme, now);
}

void programme_close(struct programme *programme)
{
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++) {
        feed_close(&programme->feeds[i]);
        choice_state_destroy(programme->states[i]);
    }
    feed_close(&programme->fresh);
    watch_finish(&programme->watch);
    site_destroy(programme->nobody);
    *programme = (struct programme){0};
}

static bool is_set_aside(void *context, const struct choice_feed *input, const struct item *item)
{
    const struct programme *programme = context;
    const struct programme_feed *feed = &programme->feeds[input - programme->inputs];
    return quarantine_holds(&feed->quarantine, (size_t)(item - feed->document->items));
}

static bool pick_from(const struct programme *programme, size_t index, int64_t now,
                      struct programme_pick *ret)
{
    if (!programme->feeds[index].document || !programme->states[index])
        return false;
    struct choice_state *state = choice_state_copy(programme->states[index]);
    if (!state)
        return false;
    /* One document at a time for now: the built-in content is no feed beside the others, it is what
     * is left when they have nothing. choice_next sees the whole array so that is_set_aside can
     * tell where an item belongs. */
    struct choice_input input = {
        .feeds = &programme->inputs[index], .feed_count = 1, .clock = programme->clock};
    struct choice choice;
    void *context;
    memcpy(&context, &programme, sizeof context); /* is_set_aside only reads */
    choice_next(&input, state, now, is_set_aside, context, &choice);
    if (!choice.item) {
        if (choice.until < ret->until)
            ret->until = choice.until;
        choice_state_destroy(state);
        return false;
    }
    *ret = (struct programme_pick){.feed = index,
                                   .item = choice.item,
                                   .language = choice.language,
                                   .until = choice.until,
                                   .state = state};
    return true;
}

void programme_pick(const struct programme *programme, int64_t now, struct programme_pick *ret)
{
    *ret = (struct programme_pick){.until = TIME_ALWAYS_AFTER};
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++) {
        if (pick_from(programme, i, now, ret))
            return;
    }
}

void programme_accept(struct programme *programme, struct programme_pick *pick)
{
    if (!pick->state)
        return;
    choice_state_destroy(programme->states[pick->feed]);
    programme->states[pick->feed] = pick->state;
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
    return pick->item && item_is_eligible(pick->item, &programme->inputs[pick->feed],
                                          programme->clock, now, NULL);
}

static size_t item_index(const struct programme *programme, const struct programme_pick *pick)
{
    return (size_t)(pick->item - programme->feeds[pick->feed].document->items);
}

void programme_drawn(struct programme *programme, const struct programme_pick *pick)
{
    quarantine_clear(&programme->feeds[pick->feed].quarantine, item_index(programme, pick));
}

void programme_refuse(struct programme *programme, const struct programme_pick *pick,
                      const char *why)
{
    if (quarantine_refuse(&programme->feeds[pick->feed].quarantine, item_index(programme, pick)))
        log_warning("item %s: %s; it is left out, and tried again now and then", pick->item->id,
                    why);
}

void programme_lose(struct programme *programme, const struct programme_pick *pick, const char *why)
{
    struct quarantine *quarantine = &programme->feeds[pick->feed].quarantine;
    quarantine_lose(quarantine, item_index(programme, pick));
    log_warning("item %s: %s%s", pick->item->id, why,
                quarantine_holds(quarantine, item_index(programme, pick)) ? "; it is set aside"
                                                                          : "");
}

void programme_pardon(struct programme *programme)
{
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++)
        quarantine_pardon(&programme->feeds[i].quarantine);
}

void programme_relent(struct programme *programme, int64_t now)
{
    if (now < programme->relent_at)
        return;
    programme->relent_at = now + RELENT_EVERY;
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++)
        quarantine_relent(&programme->feeds[i].quarantine, RELENT_COUNT);
}

bool programme_retry(struct programme *programme)
{
    bool any = false;
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++)
        any |= quarantine_retry(&programme->feeds[i].quarantine);
    return any;
}

int64_t programme_duration(const struct programme *programme, const struct programme_pick *pick,
                           int64_t start)
{
    int64_t left = pick->until - start;
    bool ends_early = left < pick->item->duration; /* its validity runs out meanwhile */
    if (programme->forced_duration > 0 && (!ends_early || programme->forced_duration < left))
        left = programme->forced_duration;
    return left > 1 ? left : 1;
}

struct transition programme_transition(const struct programme *programme,
                                       const struct programme_pick *pick)
{
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

int programme_job(const struct programme *programme, const struct programme_pick *pick,
                  uint64_t number, const struct job_screen *screen, struct job *ret,
                  char **ret_fault)
{
    const struct programme_feed *feed = &programme->feeds[pick->feed];
    const char *language = pick->language < feed->document->language_count
                               ? feed->document->languages[pick->language]
                               : NULL;
    return job_compose(number, feed->document, feed->folder.directory, pick->item, language,
                       feed->site, screen, ret, ret_fault);
}

const struct programme_feed *programme_main(const struct programme *programme)
{
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++) {
        if (programme->feeds[i].document)
            return &programme->feeds[i];
    }
    return NULL;
}
