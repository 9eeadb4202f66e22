/* Following the store: `bangtin-sync` activates a new generation of a feed by replacing `current`,
 * and only that feed is read anew. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "display/programme.h"

#define LOOK_AGAIN (5 * CLOCK_SECOND) /* where there is no store yet, or nothing in it */
#define LOOK_RARELY (300 * CLOCK_SECOND)

bool programme_store_has_feeds(const char *path)
{
    struct store store = STORE_CLOSED;
    struct current *current = malloc(sizeof *current);
    bool any = false;
    if (current && store_open(path, &store) == 0 && store_read_current(&store, current) == 0) {
        for (size_t i = 0; i < current->feed_count; i++)
            any |= current->feeds[i].share > 0;
    }
    store_close(&store);
    free(current);
    return any;
}

/* Opens the store where it is there, and watches it. What was open is not there any more. */
static int open_store(struct programme *programme)
{
    store_close(&programme->store);
    int result = store_open(programme->store_path, &programme->store);
    if (result == 0)
        result = watch_set(&programme->watch, programme->store.directory);
    return result;
}

/* Whether what is open still has its name. inotify says nothing of a directory that is removed
 * while somebody holds it open. */
static bool is_in_place(const struct programme *programme)
{
    struct stat open, named;
    return programme->watch.fd >= 0 && fstat(programme->store.directory, &open) == 0 &&
           stat(programme->store_path, &named) == 0 && open.st_dev == named.st_dev &&
           open.st_ino == named.st_ino;
}

/* What `current` says, apart from what nobody here asks for. */
static uint64_t identify(const struct current *current)
{
    uint64_t hash = hash_bytes(HASH_START, &current->time_floor, sizeof current->time_floor);
    for (size_t i = 0; i < current->feed_count; i++) {
        const struct current_feed *feed = &current->feeds[i];
        const uint64_t numbers[] = {feed->generation, feed->previous, feed->share};
        hash = hash_bytes(hash, feed->key, strlen(feed->key) + 1);
        hash = hash_bytes(hash, numbers, sizeof numbers);
        hash = hash_bytes(hash, feed->sha256, sizeof feed->sha256);
        hash = hash_bytes(hash, feed->previous_sha256, sizeof feed->previous_sha256);
    }
    return hash;
}

/* The feed of that key that plays, counted from 1; 0: none. */
static size_t find_playing(const struct programme *programme, const char *key)
{
    for (size_t i = 0; i < programme->feed_count; i++) {
        if (strcmp(programme->feeds[i].key, key) == 0)
            return i + 1;
    }
    return 0;
}

static bool try_generation(struct programme *programme, const struct current_feed *wanted,
                           uint64_t generation, const unsigned char *sha256,
                           struct programme_feed *ret)
{
    int result = programme_feed_open_generation(&programme->store, wanted, generation, sha256,
                                                programme->device, ret);
    if (result < 0)
        log_warning("feed %s: its generation %" PRIu64 " is damaged: %s", wanted->key, generation,
                    result == -EBADMSG ? "not the document that was signed" : strerror(-result));
    else
        log_info("feed %s: generation %" PRIu64 ", sequence %" PRId64, wanted->key, generation,
                 ret->document->sequence);
    return result == 0;
}

/* Finds what is to play of this feed: the generation that `current` names, else the one before it,
 * else what plays already. *ret_stays: the feed that plays on, counted from 1, else 0. */
static bool find_feed(struct programme *programme, const struct current_feed *wanted,
                      struct programme_feed *ret, size_t *ret_stays)
{
    size_t playing = find_playing(programme, wanted->key);
    const unsigned char *stands = playing ? programme->feeds[playing - 1].sha256 : NULL;
    *ret_stays = playing;
    ret->share = wanted->share;
    if (stands && memcmp(stands, wanted->sha256, SHA256_SIZE) == 0)
        return true;
    *ret_stays = 0;
    if (try_generation(programme, wanted, wanted->generation, wanted->sha256, ret))
        return true;
    *ret_stays = playing;
    if (stands && memcmp(stands, wanted->previous_sha256, SHA256_SIZE) == 0)
        return true;
    *ret_stays = 0;
    if (wanted->previous &&
        try_generation(programme, wanted, wanted->previous, wanted->previous_sha256, ret))
        return true;
    *ret_stays = playing;
    log_error("feed %s: %s", wanted->key,
              playing ? "what was shown so far goes on"
                      : "it is left out until it is fetched again");
    return playing != 0;
}

/* Fills `fresh`. Returns whether it differs from what plays. */
static bool find_feeds(struct programme *programme, const struct current *current)
{
    bool changed = false;
    size_t count = 0;
    for (size_t i = 0; i < current->feed_count && count < LIMIT_FEEDS; i++) {
        const struct current_feed *wanted = &current->feeds[i];
        size_t *stays = &programme->fresh.stays[count];
        if (wanted->share == 0 || wanted->generation == 0 ||
            !find_feed(programme, wanted, &programme->fresh.feeds[count], stays))
            continue;
        changed |= *stays != count + 1 || programme->feeds[count].share != wanted->share;
        count++;
    }
    programme->fresh.count = count;
    return changed || count != programme->feed_count;
}

/* `current` was written anew, if only to say that damaged files are whole again. */
static void try_refused(struct programme *programme)
{
    for (size_t i = 0; i < programme->feed_count; i++)
        quarantine_relent(&programme->feeds[i].quarantine, SIZE_MAX);
}

static bool take_current(struct programme *programme, const struct current *current, bool is_told)
{
    uint64_t seen = identify(current);
    if (seen == programme->seen && !is_told)
        return false;
    programme->seen = seen;
    int64_t floor = clock_build_time();
    programme_set_floor(programme, current->time_floor > floor ? current->time_floor : floor);
    programme_look_at_clock(programme);
    if (is_told)
        try_refused(programme);
    return find_feeds(programme, current);
}

bool programme_reread_store(struct programme *programme, int64_t now)
{
    bool is_told = programme->is_told, changed = false;
    programme->is_told = false;
    programme->look_at = now + LOOK_AGAIN;
    int result = is_in_place(programme) ? 0 : open_store(programme);
    if (result < 0)
        return false; /* what plays goes on from memory, as far as its pictures are at hand */
    struct current *current = malloc(sizeof *current);
    if (!current)
        return false;
    result = store_read_current(&programme->store, current);
    if (result == 0) {
        programme->look_at = now + LOOK_RARELY;
        changed = take_current(programme, current, is_told);
    } else {
        if (result != -ENODATA && (uint64_t)-result != programme->seen)
            log_error("store %s: `current` cannot be read: %s; what was shown so far goes on",
                      programme->store_path, strerror(-result));
        programme->seen = (uint64_t)-result;
    }
    free(current);
    return changed;
}

int programme_open_object(void *context, const struct asset *asset, uint64_t *ret_mark,
                          bool *ret_is_proved)
{
    struct programme *programme = context;
    struct stat status;
    if (programme->store.directory < 0)
        return -ENOENT;
    int fd = store_object_open(&programme->store, asset->sha256, asset->size);
    if (fd == -ENOENT) /* to be fetched again, like one that is damaged */
        programme->changes += proofs_add_damaged(&programme->proofs, asset->sha256, 0);
    if (fd < 0)
        return fd;
    if (fstat(fd, &status) < 0) {
        close(fd);
        return -EIO;
    }
    const int64_t marks[] = {(int64_t)status.st_dev, (int64_t)status.st_ino, status.st_size,
                             status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    uint64_t mark = hash_bytes(HASH_START, marks, sizeof marks);
    if (proofs_is_damaged(&programme->proofs, asset->sha256, mark)) {
        close(fd);
        return -EBADMSG;
    }
    *ret_is_proved = proofs_has(&programme->proofs, asset->sha256, mark);
    *ret_mark = mark;
    return fd;
}
