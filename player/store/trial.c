#include "store/trial.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/member.h"

enum { FEED_BYTES = 320, FRAME_BYTES = 192, FREE_FALLS = 3 };
#define PAUSE_LEAST (2 * CLOCK_SECOND)
#define PAUSE_MOST (60 * CLOCK_SECOND)

static_assert(FRAME_BYTES + LIMIT_FEEDS * FEED_BYTES <= TRIAL_BYTES_MAX,
              "what is written can be read");

/* A time of before a start of the machine, or of another machine, says nothing. */
static bool is_within(int64_t since, int64_t now)
{
    return since <= now && now - since < TRIAL_TIME;
}

static bool is_charged(const struct trial_feed *feed, int64_t now)
{
    return feed->since == 0 || is_within(feed->since, now);
}

static void add_fall(unsigned *falls)
{
    if (*falls < TRIAL_COUNT_MAX)
        ++*falls;
}

void trial_begin(struct trial *trial, int64_t now)
{
    if (!is_within(trial->started, now) || !trial->is_running)
        trial->falls = 0;
    if (trial->is_running)
        add_fall(&trial->falls);
    for (size_t i = 0; trial->is_running && trial->is_exposed && i < trial->feed_count; i++) {
        if (is_charged(&trial->feeds[i], now))
            add_fall(&trial->feeds[i].falls);
    }
    trial->is_running = true;
    trial->is_exposed = false;
    trial->started = now;
}

int64_t trial_pause(const struct trial *trial)
{
    if (trial->falls <= FREE_FALLS)
        return 0;
    int64_t pause = PAUSE_LEAST;
    for (unsigned i = FREE_FALLS + 1; i < trial->falls && pause < PAUSE_MOST; i++)
        pause *= 2;
    return pause < PAUSE_MOST ? pause : PAUSE_MOST;
}

static const struct trial_feed *find(const struct trial *trial, const char *key)
{
    for (size_t i = 0; i < trial->feed_count; i++) {
        if (strcmp(trial->feeds[i].key, key) == 0)
            return &trial->feeds[i];
    }
    return NULL;
}

static bool was_set_aside(const struct trial *trial, const struct current *current)
{
    for (size_t i = 0; i < trial->feed_count; i++) {
        const struct current_feed *feed = current_find(current, trial->feeds[i].key);
        if (feed && current_is_aside(feed, trial->feeds[i].sha256))
            return true;
    }
    return false;
}

/* The entry of what is on: the one that was there, or a new one. Returns whether it is new. */
static bool enter(const struct trial *before, const struct current_feed *on, int64_t now,
                  struct trial_feed *ret)
{
    const struct trial_feed *old = find(before, on->key);
    bool is_new = !old || old->since > now || memcmp(old->sha256, on->sha256, SHA256_SIZE) != 0;
    if (is_new) {
        *ret = (struct trial_feed){0};
        memcpy(ret->key, on->key, sizeof ret->key);
        memcpy(ret->sha256, on->sha256, SHA256_SIZE);
    } else {
        *ret = *old;
    }
    ret->generation = on->generation; /* the same document may be written again */
    return is_new;
}

bool trial_take(struct trial *trial, const struct current *current, int64_t now)
{
    const struct trial before = *trial;
    bool is_news = false, is_cleared = was_set_aside(trial, current);
    trial->feed_count = 0;
    for (size_t i = 0; i < current->feed_count && trial->feed_count < LIMIT_FEEDS; i++) {
        const struct current_feed *on = &current->feeds[i];
        if (on->share == 0 || on->generation == 0 || on->newest != CURRENT_IS_ON || on->is_proven)
            continue;
        struct trial_feed *entry = &trial->feeds[trial->feed_count++];
        is_news |= enter(&before, on, now, entry);
        if (is_cleared)
            entry->falls = 0;
    }
    is_news |= trial->feed_count != before.feed_count;
    if (is_news)
        trial->falls = 0;
    return is_news;
}

bool trial_show(struct trial *trial, const char *key, int64_t now)
{
    for (size_t i = 0; i < trial->feed_count; i++) {
        struct trial_feed *feed = &trial->feeds[i];
        if (feed->since != 0 || strcmp(feed->key, key) != 0)
            continue;
        feed->since = now;
        return true;
    }
    return false;
}

bool trial_lose(struct trial *trial, const char *key, int64_t now)
{
    for (size_t i = 0; i < trial->feed_count; i++) {
        struct trial_feed *feed = &trial->feeds[i];
        if (strcmp(feed->key, key) != 0 || !is_charged(feed, now))
            continue;
        add_fall(&feed->falls);
        return true;
    }
    return false;
}

void trial_end(struct trial *trial)
{
    trial->is_running = trial->is_exposed = false;
}

const struct trial_feed *trial_guilty(const struct trial *trial)
{
    const struct trial_feed *guilty = NULL;
    for (size_t i = 0; i < trial->feed_count; i++) {
        const struct trial_feed *feed = &trial->feeds[i];
        if (feed->falls < TRIAL_FALLS)
            continue;
        if (!guilty || feed->falls > guilty->falls ||
            (feed->falls == guilty->falls && feed->generation > guilty->generation))
            guilty = feed;
    }
    return guilty;
}

bool trial_is_over(const struct trial_feed *feed, int64_t now)
{
    return feed->falls < TRIAL_FALLS && feed->since <= now && !is_charged(feed, now);
}

/* --- its file -------------------------------------------------------------------------------- */

static bool read_number(const struct json *json, uint32_t object, const char *name, int64_t *ret)
{
    uint64_t value;
    if (!member_count(json, object, name, INT64_MAX / 2, &value))
        return false;
    *ret = (int64_t)value;
    return true;
}

static bool read_falls(const struct json *json, uint32_t object, unsigned *ret)
{
    uint64_t value;
    if (!member_count(json, object, "falls", TRIAL_COUNT_MAX, &value))
        return false;
    *ret = (unsigned)value;
    return true;
}

static bool read_feed(const struct json *json, uint32_t object, struct trial *trial)
{
    size_t size;
    struct trial_feed feed = {0};
    const char *key = member_string(json, json_member(json, object, "key"), &size);
    if (trial->feed_count == LIMIT_FEEDS || !key || size >= sizeof feed.key)
        return false;
    memcpy(feed.key, key, size);
    if (!current_is_key(feed.key) || find(trial, feed.key) ||
        !member_count(json, object, "generation", CURRENT_GENERATION_MAX, &feed.generation) ||
        !member_digest(json, object, "sha256", feed.sha256) ||
        !read_number(json, object, "since", &feed.since) || !read_falls(json, object, &feed.falls))
        return false;
    trial->feeds[trial->feed_count++] = feed;
    return true;
}

static bool read_trial(const struct json *json, struct trial *trial)
{
    uint32_t feeds = json_member(json, 0, "feeds");
    if (json->faults || json->tokens[0].kind != JSON_OBJECT || !feeds ||
        json->tokens[feeds].kind != JSON_ARRAY ||
        !member_flag(json, 0, "running", &trial->is_running) ||
        !member_flag(json, 0, "exposed", &trial->is_exposed) ||
        !read_number(json, 0, "started", &trial->started) || !read_falls(json, 0, &trial->falls))
        return false;
    for (uint32_t at = json_first(json, feeds); at; at = json_next(json, feeds, at)) {
        if (json->tokens[at].kind != JSON_OBJECT || !read_feed(json, at, trial))
            return false;
    }
    return true;
}

int trial_parse(const char *bytes, size_t size, struct trial *ret)
{
    struct json json;
    struct json_error error;
    struct trial trial = {0};
    if (size > TRIAL_BYTES_MAX)
        return -EBADMSG;
    if (json_read(bytes, size, &json, &error) < 0)
        return strcmp(error.code, "memory") == 0 ? -ENOMEM : -EBADMSG;
    bool is_right = read_trial(&json, &trial);
    json_finish(&json);
    if (!is_right)
        return -EBADMSG;
    *ret = trial;
    return 0;
}

static const char *flag(bool value)
{
    return value ? "true" : "false";
}

int trial_format(const struct trial *trial, char **ret)
{
    size_t size = FRAME_BYTES + trial->feed_count * FEED_BYTES, used = 0;
    char *text = malloc(size), hex[SHA256_HEX_SIZE];
    if (!text)
        return -ENOMEM;
    used += (size_t)snprintf(
        text, size,
        "{\"running\": %s, \"exposed\": %s, \"started\": %" PRId64 ", \"falls\": %u, \"feeds\": [",
        flag(trial->is_running), flag(trial->is_exposed), trial->started, trial->falls);
    for (size_t i = 0; i < trial->feed_count; i++) {
        const struct trial_feed *feed = &trial->feeds[i];
        sha256_to_hex(feed->sha256, hex);
        used += (size_t)snprintf(text + used, size - used,
                                 "%s\n {\"key\": \"%s\", \"generation\": %" PRIu64
                                 ", \"sha256\": \"%s\", \"since\": %" PRId64 ", \"falls\": %u}",
                                 i ? "," : "", feed->key, feed->generation, hex, feed->since,
                                 feed->falls);
    }
    snprintf(text + used, size - used, "]}\n");
    *ret = text;
    return 0;
}
