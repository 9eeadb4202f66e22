#include "sync/rollback.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "store/trial.h"
#include "sync/sync.h"

#define LOOK_EVERY (2 * CLOCK_SECOND)
#define LOOK_AGAIN (60 * CLOCK_SECOND)            /* after the store has refused */
#define LOOK_FOR (TRIAL_TIME + 60 * CLOCK_SECOND) /* the screen may put it on later than we */

static uint64_t identify(const struct current *current)
{
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < current->feed_count; i++)
        hash = hash_bytes(hash, &current->feeds[i].generation, sizeof(uint64_t));
    return hash;
}

/* Reads the file where it is another one than the last time. */
static bool read_trial(struct sync *sync, struct trial *ret)
{
    char path[sizeof sync->health.directory + 32], *text;
    struct stat status;
    size_t size;
    snprintf(path, sizeof path, "%s/" TRIAL_NAME, sync->health.directory);
    if (stat(path, &status) < 0)
        return false;
    const int64_t marks[] = {(int64_t)status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    uint64_t seen = hash_bytes(HASH_START, marks, sizeof marks);
    if (seen == sync->rollback.seen || file_read(path, TRIAL_BYTES_MAX, &text, &size) < 0)
        return false;
    sync->rollback.seen = seen;
    int result = trial_parse(text, size, ret);
    free(text);
    return result == 0;
}

/* Whether what the screen counted for is on, and on trial. */
static bool is_tried(const struct current *current, const struct trial_feed *tried)
{
    const struct current_feed *on = current_find(current, tried->key);
    return on && on->generation == tried->generation && on->newest == CURRENT_IS_ON &&
           !on->is_proven && memcmp(on->sha256, tried->sha256, SHA256_SIZE) == 0;
}

/* The feed that is charged, where what it is charged for is still on. */
static struct feed *find_feed(struct sync *sync, const struct trial_feed *guilty)
{
    if (!is_tried(&sync->current, guilty))
        return NULL;
    for (size_t i = 0; i < sync->feed_count; i++) {
        if (strcmp(sync->feeds[i].key, guilty->key) == 0)
            return &sync->feeds[i];
    }
    return NULL;
}

static void judge(struct sync *sync, const struct trial *trial, int64_t now)
{
    const struct trial_feed *guilty = trial_guilty(trial);
    struct feed *feed = guilty ? find_feed(sync, guilty) : NULL;
    if (!feed)
        return;
    log_error("%s: generation %" PRIu64 " brought the screen down %u times in its first ten "
              "minutes; it is set aside",
              feed_name(feed), guilty->generation, guilty->falls);
    int result = activate_revert(sync, feed, true);
    if (result == 0)
        return;
    log_error("%s: the generation before cannot be put on: %s", feed_name(feed), strerror(-result));
    sync->rollback.seen = 0;
    sync->rollback.look_at = now + LOOK_AGAIN;
}

/* Keeps which ones are proven by now, and finds when the next one will be. */
static void acquit(struct sync *sync, const struct trial *trial, int64_t now)
{
    int64_t *over_at = &sync->rollback.over_at;
    struct current *fresh = malloc(sizeof *fresh);
    bool is_news = false;
    *over_at = INT64_MAX;
    if (!fresh)
        return;
    *fresh = sync->current;
    for (size_t i = 0; trial->is_running && i < trial->feed_count; i++) {
        const struct trial_feed *tried = &trial->feeds[i];
        if (!is_tried(fresh, tried) || tried->since == 0 || tried->since > now)
            continue;
        if (trial_is_over(tried, now))
            is_news = current_add(fresh, tried->key)->is_proven = true;
        else if (tried->since + TRIAL_TIME > now && tried->since + TRIAL_TIME < *over_at)
            *over_at = tried->since + TRIAL_TIME;
    }
    int result = is_news ? activate_commit(sync, fresh) : 0;
    free(fresh);
    if (result < 0) {
        log_warning("what has proven itself cannot be kept: %s", strerror(-result));
        *over_at = now + LOOK_AGAIN;
    }
}

int64_t rollback_move(struct sync *sync, int64_t now)
{
    struct rollback *rollback = &sync->rollback;
    struct trial *trial;
    uint64_t on = identify(&sync->current);
    if (on != rollback->on) {
        rollback->on = on;
        rollback->until = now + LOOK_FOR;
    }
    if (!sync->health.directory[0])
        return INT64_MAX;
    if (rollback->over_at > 0 && now >= rollback->over_at)
        rollback->seen = 0; /* it says the same, but time has passed */
    if (now >= rollback->look_at && (trial = malloc(sizeof *trial))) {
        rollback->look_at = now + LOOK_EVERY;
        if (read_trial(sync, trial)) {
            judge(sync, trial, now);
            acquit(sync, trial, now);
        }
        free(trial);
    }
    if (now < rollback->until)
        return rollback->look_at;
    return rollback->over_at > now ? rollback->over_at : INT64_MAX;
}
