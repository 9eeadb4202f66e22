#include "sync/feed.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/log.h"
#include "sync/sync.h"

const char *feed_name(const struct feed *feed)
{
    if (feed->settings->url)
        return feed->settings->url;
    if (feed->is_stick)
        return "usb";
    return feed->settings->root ? feed->settings->root : "feed";
}

/* A root of the settings is named from their own folder. */
static int root_path(const struct feed *feed, char path[PATH_MAX])
{
    const char *root = feed->settings->root;
    if (root != feed->sync->options.root)
        return settings_beside(&feed->sync->settings, root, path);
    return snprintf(path, PATH_MAX, "%s", root) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static void root_trouble(struct feed *feed, const char *path, const char *why)
{
    trouble_set(&feed->trouble, feed_name(feed), EXIT_INPUT, "root-file",
                _("%s: %s; copy the root file of this feed there"), path, why);
}

/* The root from the settings, which an administrator has put there: trusted as it stands. */
static bool read_installed_root(struct feed *feed, struct root *ret)
{
    char path[PATH_MAX];
    char *bytes;
    size_t size;
    if (!feed->settings->root) {
        trouble_set(&feed->trouble, feed_name(feed), EXIT_INPUT, "root-file",
                    _("the settings name no \"root\" for this feed, and do not say \"unsigned\": "
                      "true"));
        return false;
    }
    int result = root_path(feed, path);
    if (result == 0)
        result = file_read(path, ROOT_BYTES_MAX, &bytes, &size);
    if (result != 0) {
        root_trouble(feed, feed->settings->root, strerror(-result));
        return false;
    }
    struct findings findings = {0};
    result = root_parse(bytes, size, &findings, ret);
    if (result == -ENOMEM)
        root_trouble(feed, path, strerror(-result));
    else if (result < 0)
        root_trouble(feed, path, findings.count > 0 ? findings.list[0].message : _("no root"));
    findings_finish(&findings);
    free(bytes);
    return result == 0;
}

/* The one that was reached from there by the chain, if it is newer. */
static void read_followed_root(struct feed *feed)
{
    const struct current_feed *entry = current_find(&feed->sync->current, feed->key);
    char *bytes;
    size_t size;
    struct root root;
    if (!entry || entry->root_version <= feed->root.version)
        return;
    if (store_root_read(&feed->sync->store, feed->key, entry->root_version, ROOT_BYTES_MAX, &bytes,
                        &size) < 0) {
        log_warning("%s: the root of version %u is not in the store; the chain is followed again",
                    feed->key, entry->root_version);
        return;
    }
    if (root_parse(bytes, size, NULL, &root) == 0 && strcmp(root.feed_id, feed->key) == 0 &&
        root.version == entry->root_version)
        feed->root = root;
    free(bytes);
}

static bool key_is_taken(const struct feed *feed, const char *key)
{
    for (size_t i = 0; i < feed->sync->feed_count; i++) {
        const struct feed *other = &feed->sync->feeds[i];
        if (other != feed && strcmp(other->key, key) == 0)
            return true;
    }
    return false;
}

static int read_generation(struct feed *feed, const struct current_feed *entry,
                           struct candidate *active)
{
    const struct store *store = &feed->sync->store;
    char why[256];
    int result = store_generation_read(store, entry->generation, "playlist.json",
                                       LIMIT_DOCUMENT_BYTES, &active->bytes, &active->size);
    if (result < 0)
        return result;
    sha256_bytes(active->bytes, active->size, active->sha256);
    if (memcmp(active->sha256, entry->sha256, SHA256_SIZE) != 0)
        return -EBADMSG;
    active->sequence = entry->sequence;
    if (!feed->is_unsigned)
        result =
            store_generation_read(store, entry->generation, "playlist.json.minisig",
                                  MINISIGN_FILE_MAX, &active->signature, &active->signature_size);
    if (result == 0)
        result = candidate_read(active, why, sizeof why);
    if (result == 0 && entry->newest != CURRENT_IS_ON && !feed->is_unsigned)
        active->sequence = active->document->sequence;
    return result;
}

static bool needs_are_there(const struct feed *feed)
{
    for (size_t i = 0; i < feed->active.need_count; i++) {
        const struct store_need *need = &feed->active.needs[i];
        int fd = store_object_open(&feed->sync->store, need->sha256, need->size);
        if (fd < 0)
            return false;
        close(fd);
    }
    return true;
}

/* Reads what plays, from the store. */
static void load_active(struct feed *feed)
{
    const struct current_feed *entry = current_find(&feed->sync->current, feed->key);
    feed_note_aside(feed);
    if (!entry || entry->generation == 0)
        return;
    int result = read_generation(feed, entry, &feed->active);
    if (result < 0) {
        log_error("%s: generation %" PRIu64 " is damaged (%s); it is fetched again", feed->key,
                  entry->generation, strerror(-result));
        candidate_finish(&feed->active);
        feed->is_damaged = true;
        return;
    }
    log_info("%s: sequence %" PRId64 " of generation %" PRIu64 " plays", feed->key,
             feed->active.sequence, entry->generation);
    feed_check_needs(feed);
}

static void drop_pending(struct feed *feed)
{
    fetch_stop(feed->sync, feed);
    candidate_finish(&feed->pending);
    free(feed->states);
    feed->states = NULL;
    feed->is_repair = false;
    trouble_clear(&feed->fetch_trouble, feed_name(feed));
}

void feed_reload(struct feed *feed)
{
    if (feed->is_repair)
        drop_pending(feed);
    candidate_finish(&feed->active);
    feed->is_damaged = false;
    load_active(feed);
    health_change(&feed->sync->health);
}

void feed_note_aside(struct feed *feed)
{
    const struct current_feed *entry = current_find(&feed->sync->current, feed->key);
    if (!entry || entry->newest != CURRENT_ASIDE)
        trouble_clear(&feed->aside_trouble, feed_name(feed));
    else if (!trouble_is(&feed->aside_trouble))
        trouble_set(&feed->aside_trouble, feed_name(feed), EXIT_INPUT, "set-aside",
                    _("the newest content brought the screen down several times and was set aside "
                      "for the one before; publish one without the fault"));
}

const struct trouble *feed_problem(const struct feed *feed)
{
    if (trouble_is(&feed->trouble))
        return &feed->trouble;
    return trouble_is(&feed->fetch_trouble) ? &feed->fetch_trouble : &feed->aside_trouble;
}

bool feed_load(struct feed *feed)
{
    struct root root = {0};
    char key[LIMIT_ID_BYTES + 1];
    if (feed->key[0])
        return true;
    const char *address = feed->is_stick ? "usb:" : feed->settings->url;
    if (feed->is_unsigned)
        snprintf(key, sizeof key, "@%016" PRIx64, hash_bytes(HASH_START, address, strlen(address)));
    else if (read_installed_root(feed, &root))
        snprintf(key, sizeof key, "%s", root.feed_id);
    else
        return false;
    if (key_is_taken(feed, key)) {
        trouble_set(&feed->trouble, feed_name(feed), EXIT_INPUT, "same-feed",
                    _("another feed of the settings has the feedId %s, too"), key);
        return false;
    }
    snprintf(feed->key, sizeof feed->key, "%s", key);
    feed->root = root;
    if (!feed->is_unsigned)
        read_followed_root(feed);
    load_active(feed);
    return true;
}

void feed_init(struct feed *feed, struct sync *sync, const struct site_feed *settings,
               uint64_t seed)
{
    bool is_stick = usb_is_settings(settings);
    *feed = (struct feed){.sync = sync,
                          .settings = settings,
                          .is_unsigned = is_stick || (settings->is_unsigned && settings->url),
                          .is_stick = is_stick,
                          .pace = {.interval = settings->interval, .random = seed},
                          .fetch_pace = {.interval = settings->interval, .random = ~seed}};
    feed_load(feed);
    feed->poll_at = INT64_MAX;
    if (settings->url)
        feed->poll_at = clock_monotonic() +
                        (sync->options.once ? 0 : pace_start(&feed->pace, feed->active.document));
}

void feed_finish(struct feed *feed)
{
    poll_finish(feed);
    candidate_finish(&feed->active);
    candidate_finish(&feed->pending);
    free(feed->states);
    *feed = (struct feed){0};
}

static struct trust_history history_of(const struct current_feed *entry)
{
    bool is_on = entry->newest == CURRENT_IS_ON;
    struct trust_history history = {.sequence = entry->sequence,
                                    .root_version = entry->judged_root};
    memcpy(history.sha256, is_on ? entry->sha256 : entry->newest_sha256, SHA256_SIZE);
    return history;
}

enum trust_fault feed_judge(const struct feed *feed, const void *bytes, size_t size,
                            const char *signature, size_t signature_size, int64_t *ret_sequence)
{
    const struct current_feed *entry = current_find(&feed->sync->current, feed->key);
    struct trust_history history = {0};
    unsigned char sha256[SHA256_SIZE];
    bool is_older = false; /* and on: it was trusted when it was the newest */
    if (entry)
        history = history_of(entry);
    if (entry && entry->generation && entry->newest != CURRENT_IS_ON) {
        sha256_bytes(bytes, size, sha256);
        is_older = memcmp(sha256, entry->sha256, SHA256_SIZE) == 0;
    }
    if (is_older)
        history.sequence = 0;
    enum trust_fault fault = trust_judge(&feed->root, &history, bytes, size, signature,
                                         signature_size, sync_time(feed->sync).now, ret_sequence);
    return is_older && fault == TRUST_FINE ? TRUST_SAME : fault;
}

enum feed_same feed_same(const struct feed *feed, const unsigned char sha256[SHA256_SIZE])
{
    const struct current_feed *entry = current_find(&feed->sync->current, feed->key);
    if (entry && current_is_aside(entry, sha256))
        return FEED_ASIDE;
    bool is_on = feed->active.document && !feed->is_damaged &&
                 memcmp(feed->active.sha256, sha256, SHA256_SIZE) == 0;
    return is_on ? FEED_ON : FEED_WANTED;
}

uint32_t feed_known_root(const struct feed *feed)
{
    const struct current_feed *entry = current_find(&feed->sync->current, feed->key);
    return entry ? entry->root_version : 0;
}

void feed_expect(struct feed *feed, struct candidate *candidate)
{
    fetch_stop(feed->sync, feed);
    candidate_finish(&feed->pending);
    free(feed->states);
    feed->pending = *candidate;
    *candidate = (struct candidate){0};
    feed->is_repair = false;
    feed->fetch_at = 0;
    feed->fetch_pace.failures = 0;
    trouble_clear(&feed->fetch_trouble, feed_name(feed));
    feed->states = calloc(feed->pending.need_count + 1, sizeof *feed->states);
    if (!feed->states) { /* asked again with the next poll */
        candidate_finish(&feed->pending);
        feed->poll.tag[0] = feed->poll.fresh_tag[0] = '\0';
        trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_MACHINE, "memory",
                    _("out of memory"));
        return;
    }
    log_info("%s: sequence %" PRId64 " is there; it needs %zu files", feed_name(feed),
             feed->pending.sequence, feed->pending.need_count);
    health_change(&feed->sync->health);
}

void feed_withdraw(struct feed *feed)
{
    if (!feed->pending.document) /* what was expected had no memory */
        trouble_clear(&feed->fetch_trouble, feed_name(feed));
    if (!feed->pending.document || feed->is_repair)
        return;
    fetch_stop(feed->sync, feed);
    candidate_finish(&feed->pending);
    trouble_clear(&feed->fetch_trouble, feed_name(feed));
    feed->poll.tag[0] = '\0';
    health_change(&feed->sync->health);
}

static bool copy_bytes(char **copy, const char *bytes, size_t size)
{
    if (!bytes)
        return true;
    *copy = malloc(size + 1);
    if (!*copy)
        return false;
    memcpy(*copy, bytes, size);
    (*copy)[size] = '\0';
    return true;
}

void feed_repair(struct feed *feed)
{
    struct candidate again = {.size = feed->active.size,
                              .signature_size = feed->active.signature_size,
                              .sequence = feed->active.sequence};
    char why[256];
    if (!feed->active.document || feed->pending.document) {
        if (feed->is_repair) /* what is missing now, too */
            for (size_t i = 0; i < feed->pending.need_count; i++)
                if (feed->states[i].progress == NEED_DONE)
                    feed->states[i].progress = NEED_WANTED;
        return;
    }
    memcpy(again.sha256, feed->active.sha256, SHA256_SIZE);
    if (!copy_bytes(&again.bytes, feed->active.bytes, feed->active.size) ||
        !copy_bytes(&again.signature, feed->active.signature, feed->active.signature_size) ||
        candidate_read(&again, why, sizeof why) < 0) {
        candidate_finish(&again);
        return;
    }
    log_warning("%s: files of what plays are missing or damaged; they are fetched again",
                feed_name(feed));
    feed_expect(feed, &again);
    feed->is_repair = true;
}

void feed_check_needs(struct feed *feed)
{
    if (!needs_are_there(feed))
        feed_repair(feed);
}

bool feed_is_served(const struct feed *feed)
{
    if (!feed->settings->url)
        return true;
    return feed->was_asked && feed->poll.step == POLL_REST &&
           (!feed->pending.document ||
            (trouble_is(&feed->fetch_trouble) && feed->fetch_at != INT64_MAX));
}
