#include "store/current.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/form.h"
#include "playlist/json.h"
#include "playlist/moment.h"
#include "store/member.h"

/* At most this much text of one feed, key included, and of all the rest. */
enum { FEED_BYTES = 640, FRAME_BYTES = 256, ANONYMOUS_DIGITS = 16 };

static_assert(FRAME_BYTES + CURRENT_FEEDS_MAX * FEED_BYTES <= CURRENT_BYTES_MAX,
              "what is written can be read");

static const char CHECK[] = "\"check\": \"", CHECK_END[] = "\"}\n";

bool current_is_key(const char *key)
{
    size_t size = strlen(key);
    if (*key != '@')
        return form_is_id(key, size);
    return size == 1 + ANONYMOUS_DIGITS && strspn(key + 1, "0123456789abcdef") == ANONYMOUS_DIGITS;
}

const struct current_feed *current_find(const struct current *current, const char *key)
{
    for (size_t i = 0; i < current->feed_count; i++)
        if (strcmp(current->feeds[i].key, key) == 0)
            return &current->feeds[i];
    return NULL;
}

struct current_feed *current_add(struct current *current, const char *key)
{
    for (size_t i = 0; i < current->feed_count; i++)
        if (strcmp(current->feeds[i].key, key) == 0)
            return &current->feeds[i];
    if (current->feed_count == CURRENT_FEEDS_MAX || !current_is_key(key))
        return NULL;
    struct current_feed *feed = &current->feeds[current->feed_count++];
    *feed = (struct current_feed){0};
    memcpy(feed->key, key, strlen(key) + 1);
    return feed;
}

void current_revert(struct current_feed *feed, enum current_newest why)
{
    /* Where the newest was set aside before, what is on is older: that one stays remembered. */
    if (feed->newest == CURRENT_IS_ON) {
        feed->newest = why;
        memcpy(feed->newest_sha256, feed->sha256, SHA256_SIZE);
    }
    feed->generation = feed->previous;
    memcpy(feed->sha256, feed->previous_sha256, SHA256_SIZE);
    feed->previous = 0;
    memset(feed->previous_sha256, 0, SHA256_SIZE);
    feed->is_lent = feed->is_proven = false;
}

bool current_is_aside(const struct current_feed *feed, const unsigned char sha256[SHA256_SIZE])
{
    return feed->newest == CURRENT_ASIDE && memcmp(feed->newest_sha256, sha256, SHA256_SIZE) == 0;
}

/* At most one of the two says what became of the newest document. */
static bool read_newest(const struct json *json, uint32_t object, struct current_feed *feed)
{
    bool is_aside = json_member(json, object, "aside"),
         is_returned = json_member(json, object, "returned");
    if (!is_aside && !is_returned)
        return true;
    feed->newest = is_aside ? CURRENT_ASIDE : CURRENT_RETURNED;
    return !(is_aside && is_returned) &&
           member_digest(json, object, is_aside ? "aside" : "returned", feed->newest_sha256);
}

static bool read_feed(const struct json *json, uint32_t key, struct current *current)
{
    char name[LIMIT_ID_BYTES + 1];
    size_t size;
    uint64_t sequence, root_version, judged_root, share;
    const char *text = member_string(json, key, &size);
    if (!text || size >= sizeof name)
        return false;
    memcpy(name, text, size);
    name[size] = '\0';
    struct current_feed *feed = current_add(current, name);
    uint32_t object = key + 1;
    if (!feed || json->tokens[object].kind != JSON_OBJECT ||
        !member_count(json, object, "generation", CURRENT_GENERATION_MAX, &feed->generation) ||
        !member_count(json, object, "previous", CURRENT_GENERATION_MAX, &feed->previous) ||
        !member_count(json, object, "sequence", (uint64_t)LIMIT_SEQUENCE, &sequence) ||
        !member_count(json, object, "rootVersion", UINT32_MAX, &root_version) ||
        !member_count(json, object, "share", LIMIT_SHARE, &share) ||
        !member_digest(json, object, "sha256", feed->sha256) ||
        !member_digest(json, object, "previousSha256", feed->previous_sha256) ||
        !read_newest(json, object, feed) || !member_flag(json, object, "lent", &feed->is_lent) ||
        !member_flag(json, object, "proven", &feed->is_proven))
        return false;
    feed->sequence = (int64_t)sequence;
    feed->root_version = (uint32_t)root_version;
    feed->judged_root = feed->root_version;
    if (json_member(json, object, "judgedRoot")) {
        if (!member_count(json, object, "judgedRoot", root_version, &judged_root))
            return false;
        feed->judged_root = (uint32_t)judged_root;
    }
    feed->share = (unsigned)share;
    return true;
}

static bool read_current(const struct json *json, struct current *current)
{
    size_t size;
    if (json->faults || json->tokens[0].kind != JSON_OBJECT)
        return false;
    const char *floor = member_string(json, json_member(json, 0, "timeFloor"), &size);
    if (!floor || !moment_parse_instant(floor, size, &current->time_floor) ||
        current->time_floor < 0)
        return false;
    uint32_t feeds = json_member(json, 0, "feeds");
    if (!feeds || json->tokens[feeds].kind != JSON_OBJECT)
        return false;
    for (uint32_t key = json_first(json, feeds); key; key = json_next(json, feeds, key))
        if (!read_feed(json, key, current))
            return false;
    return true;
}

/* The digest at the end is that of all bytes before its key, and nothing stands behind it: one byte
 * that is lost, added or changed anywhere is found. Without it a damaged digit would be an older
 * sequence, in silence. */
static bool check_is_right(const char *bytes, size_t size)
{
    char hex[SHA256_HEX_SIZE];
    unsigned char digest[SHA256_SIZE];
    size_t tail = sizeof CHECK - 1 + sizeof hex - 1 + sizeof CHECK_END - 1;
    if (size < tail)
        return false;
    const char *check = bytes + size - tail;
    sha256_bytes(bytes, size - tail, digest);
    sha256_to_hex(digest, hex);
    return memcmp(check, CHECK, sizeof CHECK - 1) == 0 &&
           memcmp(check + sizeof CHECK - 1, hex, sizeof hex - 1) == 0 &&
           memcmp(bytes + size - (sizeof CHECK_END - 1), CHECK_END, sizeof CHECK_END - 1) == 0;
}

int current_parse(const char *bytes, size_t size, struct current *ret)
{
    struct json json;
    struct json_error error;
    struct current current = {0};
    if (size > CURRENT_BYTES_MAX)
        return -EBADMSG;
    if (json_read(bytes, size, &json, &error) < 0)
        return strcmp(error.code, "memory") == 0 ? -ENOMEM : -EBADMSG;
    bool is_right = read_current(&json, &current) && check_is_right(bytes, size);
    json_finish(&json);
    if (!is_right)
        return -EBADMSG;
    *ret = current;
    return 0;
}

static size_t format_feed(const struct current_feed *feed, char *text, size_t size)
{
    static const char *const names[] = {[CURRENT_ASIDE] = "aside", [CURRENT_RETURNED] = "returned"};
    char sha256[SHA256_HEX_SIZE], previous[SHA256_HEX_SIZE], newest[SHA256_HEX_SIZE + 32] = "";
    sha256_to_hex(feed->sha256, sha256);
    sha256_to_hex(feed->previous_sha256, previous);
    if (feed->newest != CURRENT_IS_ON) {
        int used = snprintf(newest, sizeof newest, "\n  \"%s\": \"", names[feed->newest]);
        sha256_to_hex(feed->newest_sha256, newest + used);
        memcpy(newest + used + SHA256_HEX_SIZE - 1, "\",", sizeof "\",");
    }
    return (size_t)snprintf(
        text, size,
        "\"%s\": {\"generation\": %" PRIu64 ", \"previous\": %" PRIu64 ", \"sequence\": %" PRId64
        ", \"rootVersion\": %" PRIu32 ", \"judgedRoot\": %" PRIu32
        ",\n  \"sha256\": \"%s\",\n  \"previousSha256\": \"%s\","
        "%s%s%s \"share\": %u}",
        feed->key, feed->generation, feed->previous, feed->sequence, feed->root_version,
        feed->judged_root, sha256, previous, newest, feed->is_lent ? " \"lent\": true," : "",
        feed->is_proven ? " \"proven\": true," : "", feed->share);
}

int current_format(const struct current *current, char **ret)
{
    char instant[MOMENT_TEXT_SIZE], hex[SHA256_HEX_SIZE];
    unsigned char digest[SHA256_SIZE];
    size_t size = FRAME_BYTES + current->feed_count * FEED_BYTES, used = 0;
    char *text = malloc(size);
    if (!text)
        return -ENOMEM;
    used += (size_t)snprintf(text, size, "{\"feeds\": {");
    for (size_t i = 0; i < current->feed_count; i++) {
        used += (size_t)snprintf(text + used, size - used, i ? ",\n " : "\n ");
        used += format_feed(&current->feeds[i], text + used, size - used);
    }
    moment_format(current->time_floor, instant);
    used += (size_t)snprintf(text + used, size - used, "},\n\"timeFloor\": \"%s\",\n", instant);
    sha256_bytes(text, used, digest);
    sha256_to_hex(digest, hex);
    snprintf(text + used, size - used, "%s%s%s", CHECK, hex, CHECK_END);
    *ret = text;
    return 0;
}
