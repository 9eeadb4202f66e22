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

/* The feed that is charged, where what it is charged for is still on. */
static struct feed *find_feed(struct sync *sync, const struct trial_feed *guilty)
{
    const struct current_feed *on = current_find(&sync->current, guilty->key);
    if (!on || on->generation != guilty->generation || on->newest != CURRENT_IS_ON ||
        memcmp(on->sha256, guilty->sha256, SHA256_SIZE) != 0)
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
    if (now >= rollback->look_at && (trial = malloc(sizeof *trial))) {
        rollback->look_at = now + LOOK_EVERY;
        if (read_trial(sync, trial))
            judge(sync, trial, now);
        free(trial);
    }
    return now < rollback->until ? rollback->look_at : INT64_MAX;
}
