/* `current`: what is written is read again, and nothing else is. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

static struct current example(void)
{
    struct current current = {.time_floor = INT64_C(1790000000000000)};
    struct current_feed *feed = current_add(&current, "long-an");
    feed->generation = 12;
    feed->previous = 11;
    feed->sequence = 7;
    feed->root_version = 2;
    feed->judged_root = 1;
    feed->share = 3;
    memset(feed->sha256, 0xab, SHA256_SIZE);
    memset(feed->previous_sha256, 0x01, SHA256_SIZE);
    feed = current_add(&current, "@0123456789abcdef");
    feed->share = 1;
    feed->is_lent = feed->is_proven = true;
    feed = current_add(&current, "ben-tre");
    feed->sequence = 8;
    feed->newest = CURRENT_ASIDE;
    memset(feed->newest_sha256, 0x23, SHA256_SIZE);
    feed = current_add(&current, "can-tho");
    feed->newest = CURRENT_RETURNED;
    memset(feed->newest_sha256, 0x45, SHA256_SIZE);
    return current;
}

static void assert_same(const struct current *a, const struct current *b)
{
    assert_int_equal(a->feed_count, b->feed_count);
    assert_int_equal(a->time_floor, b->time_floor);
    for (size_t i = 0; i < a->feed_count; i++) {
        assert_string_equal(a->feeds[i].key, b->feeds[i].key);
        assert_int_equal(a->feeds[i].generation, b->feeds[i].generation);
        assert_int_equal(a->feeds[i].previous, b->feeds[i].previous);
        assert_int_equal(a->feeds[i].sequence, b->feeds[i].sequence);
        assert_int_equal(a->feeds[i].root_version, b->feeds[i].root_version);
        assert_int_equal(a->feeds[i].judged_root, b->feeds[i].judged_root);
        assert_int_equal(a->feeds[i].share, b->feeds[i].share);
        assert_int_equal(a->feeds[i].newest, b->feeds[i].newest);
        assert_int_equal(a->feeds[i].is_lent, b->feeds[i].is_lent);
        assert_int_equal(a->feeds[i].is_proven, b->feeds[i].is_proven);
        assert_memory_equal(a->feeds[i].newest_sha256, b->feeds[i].newest_sha256, SHA256_SIZE);
        assert_memory_equal(a->feeds[i].sha256, b->feeds[i].sha256, SHA256_SIZE);
        assert_memory_equal(a->feeds[i].previous_sha256, b->feeds[i].previous_sha256, SHA256_SIZE);
    }
}

static void assert_round_trip(const struct current *current)
{
    struct current again;
    char *text;
    assert_int_equal(current_format(current, &text), 0);
    assert_int_equal(current_parse(text, strlen(text), &again), 0);
    assert_same(current, &again);
    free(text);
}

static void what_is_written_is_read_again(void **state)
{
    struct current current = {0};
    (void)state;
    assert_round_trip(&current);
    current = example();
    assert_round_trip(&current);
    current.feeds[0].generation = current.feeds[0].previous = CURRENT_GENERATION_MAX;
    current.feeds[0].sequence = (int64_t)LIMIT_SEQUENCE;
    current.feeds[0].root_version = current.feeds[0].judged_root = UINT32_MAX;
    current.feeds[0].share = LIMIT_SHARE;
    assert_round_trip(&current);
}

static void the_fullest_one_fits(void **state)
{
    struct current current = {.time_floor = INT64_C(253402300799000000)};
    char key[LIMIT_ID_BYTES + 1], *text;
    (void)state;
    for (int i = 0; i < CURRENT_FEEDS_MAX; i++) {
        snprintf(key, sizeof key, "%064d", i);
        struct current_feed *feed = current_add(&current, key);
        assert_non_null(feed);
        *feed = (struct current_feed){.generation = CURRENT_GENERATION_MAX,
                                      .previous = CURRENT_GENERATION_MAX,
                                      .sequence = (int64_t)LIMIT_SEQUENCE,
                                      .root_version = UINT32_MAX,
                                      .judged_root = UINT32_MAX,
                                      .newest = CURRENT_RETURNED,
                                      .is_lent = true,
                                      .is_proven = true,
                                      .share = LIMIT_SHARE};
        memcpy(feed->key, key, sizeof key);
    }
    assert_null(current_add(&current, "one-more"));
    assert_non_null(current_add(&current, key));
    assert_int_equal(current_format(&current, &text), 0);
    assert_true(strlen(text) <= CURRENT_BYTES_MAX);
    free(text);
    assert_round_trip(&current);
}

static void any_cut_and_any_bit_is_found(void **state)
{
    struct current current = example(), again = {.feed_count = 99};
    char *text;
    (void)state;
    assert_int_equal(current_format(&current, &text), 0);
    size_t size = strlen(text);
    for (size_t cut = 0; cut < size; cut++)
        assert_int_equal(current_parse(text, cut, &again), -EBADMSG);
    for (size_t bit = 0; bit < size * 8; bit++) {
        text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
        assert_int_equal(current_parse(text, size, &again), -EBADMSG);
        text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
    }
    assert_int_equal(current_parse(text, size + 1, &again), -EBADMSG); /* the NUL */
    assert_int_equal(again.feed_count, 99);
    free(text);
}

#define DIGEST "0101010101010101010101010101010101010101010101010101010101010101"
#define FEED(generation, previous, sequence, root, sha256, share)                                  \
    "{\"generation\": " generation ", \"previous\": " previous ", \"sequence\": " sequence         \
    ", \"rootVersion\": " root ", \"sha256\": " sha256 ", \"previousSha256\": \"" DIGEST           \
    "\", \"share\": " share "}"
#define GOOD FEED("1", "0", "7", "1", "\"" DIGEST "\"", "1")
#define FILE_OF(feeds) "{\"feeds\": {" feeds "}, \"timeFloor\": \"2026-11-22T00:00:00Z\", "
#define ONE(feed) FILE_OF("\"a\": " feed)

/* Adds the right check to `body`. */
static char *complete(const char *body)
{
    char hex[SHA256_HEX_SIZE], *text;
    unsigned char digest[SHA256_SIZE];
    sha256_bytes(body, strlen(body), digest);
    sha256_to_hex(digest, hex);
    assert_true(asprintf(&text, "%s\"check\": \"%s\"}\n", body, hex) > 0);
    return text;
}

static void only_what_we_write_is_taken(void **state)
{
    static const struct {
        const char *name, *body;
        int result;
    } cases[] = {
        {"a good one", ONE(GOOD), 0},
        {"no feed", FILE_OF(""), 0},
        {"members of a later version", FILE_OF("\"a\": " GOOD) "\"later\": [1], ", 0},
        {"a feed without signature", FILE_OF("\"@0123456789abcdef\": " GOOD), 0},
        {"a feed twice", FILE_OF("\"a\": " GOOD ", \"a\": " GOOD), -EBADMSG},
        {"a member twice", FILE_OF("") "\"timeFloor\": \"2026-11-22T00:00:00Z\", ", -EBADMSG},
        {"no feeds", "{\"timeFloor\": \"2026-11-22T00:00:00Z\", ", -EBADMSG},
        {"no floor", "{\"feeds\": {}, ", -EBADMSG},
        {"a floor before 1970", "{\"feeds\": {}, \"timeFloor\": \"1969-12-31T23:59:59Z\", ",
         -EBADMSG},
        {"a floor that is none", "{\"feeds\": {}, \"timeFloor\": \"today\", ", -EBADMSG},
        {"feeds as a list", "{\"feeds\": [], \"timeFloor\": \"2026-11-22T00:00:00Z\", ", -EBADMSG},
        {"a feed that is no object", ONE("7"), -EBADMSG},
        {"a key in capitals", FILE_OF("\"A\": " GOOD), -EBADMSG},
        {"a key that leads out", FILE_OF("\"../a\": " GOOD), -EBADMSG},
        {"a key of dots", FILE_OF("\"..\": " GOOD), -EBADMSG},
        {"an empty key", FILE_OF("\"\": " GOOD), -EBADMSG},
        {"an escaped key", FILE_OF("\"\\u0061\": " GOOD), -EBADMSG},
        {"a short digest of an address", FILE_OF("\"@0123\": " GOOD), -EBADMSG},
        {"a key that is too long", FILE_OF("\"" DIGEST "a\": " GOOD), -EBADMSG},
        {"a negative generation", ONE(FEED("-1", "0", "7", "1", "\"" DIGEST "\"", "1")), -EBADMSG},
        {"a fraction", ONE(FEED("1.5", "0", "7", "1", "\"" DIGEST "\"", "1")), -EBADMSG},
        {"an exponent", ONE(FEED("1", "0", "7e0", "1", "\"" DIGEST "\"", "1")), -EBADMSG},
        {"a number in quotes", ONE(FEED("1", "0", "\"7\"", "1", "\"" DIGEST "\"", "1")), -EBADMSG},
        {"a generation of 2^53",
         ONE(FEED("9007199254740992", "0", "7", "1", "\"" DIGEST "\"", "1")), -EBADMSG},
        {"a sequence of 2^53", ONE(FEED("1", "0", "9007199254740992", "1", "\"" DIGEST "\"", "1")),
         -EBADMSG},
        {"a sequence of 2^64",
         ONE(FEED("1", "0", "18446744073709551616", "1", "\"" DIGEST "\"", "1")), -EBADMSG},
        {"a root of 2^32", ONE(FEED("1", "0", "7", "4294967296", "\"" DIGEST "\"", "1")), -EBADMSG},
        {"a judging root that is trusted",
         ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"judgedRoot\": 2")), 0},
        {"a judging root above the trusted one",
         ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"judgedRoot\": 3")), -EBADMSG},
        {"a document that was set aside",
         ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"aside\": \"" DIGEST "\"")), 0},
        {"a stick's that was pulled",
         ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"returned\": \"" DIGEST "\"")), 0},
        {"both",
         ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"",
                  "1, \"aside\": \"" DIGEST "\", \"returned\": \"" DIGEST "\"")),
         -EBADMSG},
        {"a document set aside that is none",
         ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"aside\": true")), -EBADMSG},
        {"a document set aside of null",
         ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"aside\": null")), -EBADMSG},
        {"a stick's that was pulled, cut",
         ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"returned\": \"01\"")), -EBADMSG},
        {"lent", ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"lent\": true")), 0},
        {"not lent", ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"lent\": false")), 0},
        {"proven", ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"proven\": true")), 0},
        {"proven by word",
         ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"proven\": \"yes\"")), -EBADMSG},
        {"lent by number", ONE(FEED("1", "0", "7", "2", "\"" DIGEST "\"", "1, \"lent\": 1")),
         -EBADMSG},
        {"a share of 101", ONE(FEED("1", "0", "7", "1", "\"" DIGEST "\"", "101")), -EBADMSG},
        {"a short digest", ONE(FEED("1", "0", "7", "1", "\"01\"", "1")), -EBADMSG},
        {"a digest that is none", ONE(FEED("1", "0", "7", "1", "null", "1")), -EBADMSG},
        {"a member missing", ONE("{\"generation\": 1}"), -EBADMSG},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct current current = {.feed_count = 99};
        char *text = complete(cases[i].body);
        int result = current_parse(text, strlen(text), &current);
        if (result != cases[i].result || (result < 0 && current.feed_count != 99))
            fail_msg("%s: %d", cases[i].name, result);
        free(text);
    }
}

static void too_many_and_too_large_are_refused(void **state)
{
    struct current current;
    (void)state;
    char *body = malloc(CURRENT_BYTES_MAX + 200);
    assert_non_null(body);
    int used = sprintf(body, "{\"feeds\": {");
    for (int i = 0; i <= CURRENT_FEEDS_MAX; i++)
        used += sprintf(body + used, "%s\"f%d\": %s", i ? "," : "", i, GOOD);
    sprintf(body + used, "}, \"timeFloor\": \"2026-11-22T00:00:00Z\", ");
    char *text = complete(body);
    assert_int_equal(current_parse(text, strlen(text), &current), -EBADMSG);
    free(text);
    used = sprintf(body, "{\"feeds\": {}, \"timeFloor\": \"2026-11-22T00:00:00Z\", ");
    memset(body + used, ' ', (size_t)(CURRENT_BYTES_MAX - used));
    body[CURRENT_BYTES_MAX] = '\0';
    text = complete(body);
    assert_int_equal(current_parse(text, strlen(text), &current), -EBADMSG);
    free(text);
    free(body);
}

static void a_feed_is_found_by_its_key(void **state)
{
    struct current current = example();
    (void)state;
    assert_int_equal(current_find(&current, "long-an")->generation, 12);
    assert_null(current_find(&current, "long"));
    assert_null(current_find(&current, ""));
    assert_ptr_equal(current_add(&current, "long-an"), &current.feeds[0]);
    size_t count = current.feed_count;
    assert_null(current_add(&current, "a/b"));
    assert_null(current_add(&current, ""));
    assert_int_equal(current.feed_count, count);
}

static bool is_digest_of(const unsigned char *sha256, unsigned char byte)
{
    return sha256[0] == byte && memcmp(sha256, sha256 + 1, SHA256_SIZE - 1) == 0;
}

static void the_one_before_comes_back_and_trust_forgets_nothing(void **state)
{
    struct current current = example();
    struct current_feed *feed = &current.feeds[0];
    (void)state;
    feed->is_lent = feed->is_proven = true;
    current_revert(feed, CURRENT_ASIDE);
    assert_int_equal(feed->generation, 11);
    assert_int_equal(feed->previous, 0);
    assert_true(is_digest_of(feed->sha256, 0x01));
    assert_true(is_digest_of(feed->previous_sha256, 0));
    assert_false(feed->is_lent || feed->is_proven);
    assert_int_equal(feed->sequence, 7);
    assert_int_equal(feed->root_version, 2);
    assert_int_equal(feed->judged_root, 1);
    assert_int_equal(feed->share, 3);
    assert_int_equal(feed->newest, CURRENT_ASIDE);
    assert_true(is_digest_of(feed->newest_sha256, 0xab));
    assert_true(current_is_aside(feed, feed->newest_sha256));
    assert_false(current_is_aside(feed, feed->sha256));
    assert_round_trip(&current);
}

static void without_one_before_nothing_is_on(void **state)
{
    struct current current = example();
    struct current_feed *feed = &current.feeds[0];
    (void)state;
    current_revert(feed, CURRENT_RETURNED);
    assert_false(current_is_aside(feed, feed->newest_sha256)); /* it may come again */
    current_revert(feed, CURRENT_ASIDE);
    assert_int_equal(feed->generation, 0);
    assert_true(is_digest_of(feed->sha256, 0));
    assert_int_equal(feed->sequence, 7);
    assert_true(is_digest_of(feed->newest_sha256, 0xab)); /* still what the sequence is of */
    assert_int_equal(feed->newest, CURRENT_RETURNED);
    assert_round_trip(&current);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(the_fullest_one_fits),
        cmocka_unit_test(any_cut_and_any_bit_is_found),
        cmocka_unit_test(only_what_we_write_is_taken),
        cmocka_unit_test(too_many_and_too_large_are_refused),
        cmocka_unit_test(a_feed_is_found_by_its_key),
        cmocka_unit_test(the_one_before_comes_back_and_trust_forgets_nothing),
        cmocka_unit_test(without_one_before_nothing_is_on),
    };
    return cmocka_run_group_tests_name("store: current", tests, NULL, NULL);
}
