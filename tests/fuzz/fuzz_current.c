/* Any bytes as the store's two files of state: `current`, and a generation's list of objects. Each
 * as it is, and once more with the digest at its end made right, so that the search gets behind it.
 * And as the count of what a new generation costs. */
#include <errno.h>
#include <string.h>

#include "store/current.h"
#include "store/need.h"
#include "store/trial.h"
#include "target.h"

static void check_current(const char *bytes, size_t size)
{
    struct current current = {.feed_count = 99}, again;
    char *text;
    int result = current_parse(bytes, size, &current);
    MUST(result == 0 || (result == -EBADMSG && current.feed_count == 99));
    if (result < 0)
        return;
    MUST(current.feed_count <= CURRENT_FEEDS_MAX && current.time_floor >= 0);
    for (size_t i = 0; i < current.feed_count; i++) {
        const struct current_feed *feed = &current.feeds[i];
        MUST(current_is_key(feed->key) && current_find(&current, feed->key) == feed);
        MUST(feed->generation <= CURRENT_GENERATION_MAX && feed->sequence >= 0);
        MUST(feed->judged_root <= feed->root_version && feed->share <= LIMIT_SHARE);
        MUST(feed->newest <= CURRENT_RETURNED);
    }
    MUST(current_format(&current, &text) == 0);
    MUST(current_parse(text, strlen(text), &again) == 0);
    MUST(again.feed_count == current.feed_count);
    free(text);
}

static void check_list(const char *bytes, size_t size)
{
    struct need_set set = {0};
    if (need_set_add_list(&set, bytes, size) == 0) {
        need_set_sort(&set);
        for (size_t i = 0; i < set.count; i++)
            MUST(need_set_has(&set, set.digests[i]));
    }
    MUST(set.count <= size / SHA256_HEX_SIZE);
    need_set_finish(&set);
}

static void check_trial(const char *bytes, size_t size)
{
    struct trial trial = {.feed_count = 99}, again;
    char *text;
    int result = trial_parse(bytes, size, &trial);
    MUST(result == 0 || (result == -EBADMSG && trial.feed_count == 99));
    if (result < 0)
        return;
    MUST(trial.feed_count <= LIMIT_FEEDS && trial.started >= 0);
    MUST(trial_format(&trial, &text) == 0);
    MUST(trial_parse(text, strlen(text), &again) == 0);
    MUST(again.feed_count == trial.feed_count && again.falls == trial.falls);
    free(text);
    trial_begin(&trial, 700 * CLOCK_SECOND);
    MUST(trial_pause(&trial) >= 0 && trial_pause(&trial) <= 60 * CLOCK_SECOND);
    const struct trial_feed *guilty = trial_guilty(&trial);
    MUST(!guilty || (guilty->falls >= TRIAL_FALLS && current_is_key(guilty->key)));
}

/* `bytes`, and `before` and `after` around their digest. */
static void complete(const uint8_t *bytes, size_t size, const char *before, const char *after,
                     void (*check)(const char *bytes, size_t size))
{
    char hex[SHA256_HEX_SIZE];
    unsigned char digest[SHA256_SIZE];
    size_t room = size + 128;
    char *text = malloc(room);
    MUST(text);
    sha256_bytes(bytes, size, digest);
    sha256_to_hex(digest, hex);
    if (size)
        memcpy(text, bytes, size);
    int tail = snprintf(text + size, room - size, "%s%s%s", before, hex, after);
    check(text, size + (size_t)tail);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_current((const char *)data, size);
    check_list((const char *)data, size);
    check_trial((const char *)data, size);
    complete(data, size, "\"check\": \"", "\"}\n", check_current);
    complete(data, size, "end ", "\n", check_list);
    return 0;
}
