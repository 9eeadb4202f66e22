/* Whether a document may be taken. */
#include "trust/verdict.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define OLD "what was taken"
#define NEW "what comes"
#define TOP INT64_C(9007199254740991)

/* The root is version 5 of feed "f"; keys 3 and 4 may sign. History: root version 5 unless said. */
static const struct {
    const char *name;
    enum trust_fault expected;
    int64_t taken; /* the sequence of OLD; 0: nothing yet */
    const char *bytes, *comment;
    size_t key;
    int64_t floor; /* the root's; -1: none */
    uint32_t root_version;
    const char *now;
} cases[] = {
    {"the first", TRUST_FINE, 0, NEW, "feedId=f sequence=1", 3, -1, 5, NULL},
    {"the first may have any number", TRUST_FINE, 0, NEW, "feedId=f sequence=9007199254740991", 3,
     -1, 5, NULL},
    {"by the other key", TRUST_FINE, 7, NEW, "feedId=f sequence=8", 4, -1, 5, NULL},
    {"the same again", TRUST_SAME, 7, OLD, "feedId=f sequence=7", 3, -1, 5, NULL},
    {"the same bytes with a higher number", TRUST_FINE, 7, OLD, "feedId=f sequence=8", 3, -1, 5,
     NULL},
    {"an older one", TRUST_OLDER, 7, NEW, "feedId=f sequence=6", 3, -1, 5, NULL},
    {"the same bytes with a lower number", TRUST_OLDER, 7, OLD, "feedId=f sequence=6", 3, -1, 5,
     NULL},
    {"other bytes with the same number", TRUST_OTHER_BYTES, 7, NEW, "feedId=f sequence=7", 3, -1, 5,
     NULL},
    {"a step as wide as may be", TRUST_FINE, 7, NEW, "feedId=f sequence=1000007", 3, -1, 5, NULL},
    {"a wider one", TRUST_LEAP, 7, NEW, "feedId=f sequence=1000008", 3, -1, 5, NULL},
    {"the widest", TRUST_LEAP, 1, NEW, "feedId=f sequence=9007199254740991", 3, -1, 5, NULL},
    {"signed by a root key", TRUST_KEY, 7, NEW, "feedId=f sequence=8", 0, -1, 5, NULL},
    {"signed by a stranger", TRUST_KEY, 7, NEW, "feedId=f sequence=8", 5, -1, 5, NULL},
    {"for another feed", TRUST_OTHER_FEED, 7, NEW, "feedId=g sequence=8", 3, -1, 5, NULL},
    {"without the comment", TRUST_COMMENT, 7, NEW, "timestamp:1795316132\tfile:playlist.json", 3,
     -1, 5, NULL},
    {"with an empty comment", TRUST_COMMENT, 7, NEW, "", 3, -1, 5, NULL},
    {"a moment before the root expires", TRUST_FINE, 7, NEW, "feedId=f sequence=8", 3, -1, 5,
     "2030-12-31T23:59:59Z"},
    {"when the root expires", TRUST_ROOT_EXPIRED, 7, NEW, "feedId=f sequence=8", 3, -1, 5,
     "2031-01-01T00:00:00Z"},
    {"what plays goes on past that", TRUST_SAME, 7, OLD, "feedId=f sequence=7", 3, -1, 5,
     "2040-01-01T00:00:00Z"},
    {"an older one past that is older", TRUST_OLDER, 7, NEW, "feedId=f sequence=6", 3, -1, 5,
     "2040-01-01T00:00:00Z"},
    /* A root sets the floor anew. */
    {"a new root lowers the floor", TRUST_FINE, TOP, NEW, "feedId=f sequence=10", 3, 10, 4, NULL},
    {"but not below what it says", TRUST_OLDER, TOP, NEW, "feedId=f sequence=9", 3, 10, 4, NULL},
    {"a new root raises the floor", TRUST_OLDER, 7, NEW, "feedId=f sequence=8", 3, 10, 4, NULL},
    {"also above what plays", TRUST_OLDER, 7, OLD, "feedId=f sequence=7", 3, 10, 4, NULL},
    {"to a number far away", TRUST_FINE, 7, NEW, "feedId=f sequence=5000000", 3, 5000000, 4, NULL},
    {"and lifts the limit of a step", TRUST_FINE, 7, NEW, "feedId=f sequence=6000001", 3, 10, 4,
     NULL},
    {"and lets the number be used again", TRUST_FINE, 7, NEW, "feedId=f sequence=7", 3, 0, 4, NULL},
    {"what plays is still the same", TRUST_SAME, 7, OLD, "feedId=f sequence=7", 3, 0, 4, NULL},
    {"only once: an older one", TRUST_OLDER, 17, NEW, "feedId=f sequence=16", 3, 10, 5, NULL},
    {"only once: the same number", TRUST_OTHER_BYTES, 17, NEW, "feedId=f sequence=17", 3, 10, 5,
     NULL},
    {"only once: a leap", TRUST_LEAP, 17, NEW, "feedId=f sequence=1000018", 3, 10, 5, NULL},
    {"a floor of a root known already holds for the first", TRUST_OLDER, 0, NEW,
     "feedId=f sequence=9", 3, 10, 5, NULL},
    {"a new root without a floor changes nothing", TRUST_OLDER, 7, NEW, "feedId=f sequence=6", 3,
     -1, 4, NULL},
};

static struct trust_history make_history(size_t i)
{
    struct trust_history history = {.sequence = cases[i].taken,
                                    .root_version = cases[i].root_version};
    if (cases[i].taken)
        sha256_bytes(OLD, strlen(OLD), history.sha256);
    return history;
}

static void verdicts(void **state)
{
    bool seen[TRUST_FAULTS] = {[TRUST_FORM] = true, [TRUST_SIGNATURE] = true}; /* see below */
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct root root = support_root(1);
        struct trust_history history = make_history(i);
        const char *bytes = cases[i].bytes;
        int64_t sequence = -1;
        root.version = 5;
        root.sequence_floor = cases[i].floor;
        int64_t now = support_instant(cases[i].now ? cases[i].now : "2026-11-22T00:00:00Z");
        char *text = support_sign(cases[i].key, bytes, strlen(bytes), cases[i].comment);
        enum trust_fault fault =
            trust_judge(&root, &history, bytes, strlen(bytes), text, strlen(text), now, &sequence);
        if (fault != cases[i].expected)
            fail_msg("%s: %s", cases[i].name, trust_fault_code(fault));
        assert_int_equal(sequence > 0, fault <= TRUST_SAME);
        assert_int_equal(
            trust_judge(&root, &history, bytes, strlen(bytes), text, strlen(text), now, NULL),
            fault);
        seen[fault] = true;
        free(text);
    }
    for (size_t i = 0; i < TRUST_FAULTS; i++)
        assert_true(seen[i]);
}

static void any_changed_bit_is_refused(void **state)
{
    static const struct trust_history none;
    struct root root = support_root(1);
    char bytes[] = "{\"feedId\":\"f\",\"sequence\":1,\"title\":\"Thông báo\"}";
    size_t size = strlen(bytes), counts[TRUST_FAULTS] = {0}, bits = 0;
    char *text = support_sign(3, bytes, size, "feedId=f sequence=1");
    size_t text_size = strlen(text);
    (void)state;
    for (size_t bit = 0; bit < 8 * (size + text_size); bit++, bits++) {
        char *place = bit / 8 < size ? &bytes[bit / 8] : &text[bit / 8 - size];
        *place ^= (char)(1 << bit % 8);
        int64_t sequence = -1;
        enum trust_fault fault =
            trust_judge(&root, &none, bytes, size, text, text_size, 0, &sequence);
        counts[fault]++;
        /* Only the words that nobody has signed may change. */
        if (fault == TRUST_FINE)
            assert_true(bit / 8 >= size + strlen("untrusted comment: ") &&
                        bit / 8 < size + strcspn(text, "\n"));
        assert_int_equal(sequence, fault == TRUST_FINE ? 1 : -1);
        *place ^= (char)(1 << bit % 8);
    }
    assert_int_equal(counts[TRUST_FINE] + counts[TRUST_FORM] + counts[TRUST_KEY] +
                         counts[TRUST_SIGNATURE],
                     bits);
    assert_true(counts[TRUST_SIGNATURE] >= 8 * size);
    assert_true(counts[TRUST_KEY] > 0 && counts[TRUST_FORM] > 0);
    free(text);
}

static void what_is_no_signature_is_of_no_form(void **state)
{
    static const struct trust_history none;
    static const char *const texts[] = {"", "<html>", "untrusted comment: x\n"};
    struct root root = support_root(1);
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(
            trust_judge(&root, &none, NEW, strlen(NEW), texts[i], strlen(texts[i]), 0, NULL),
            TRUST_FORM);
}

static const struct {
    const char *comment;
    int64_t sequence; /* 0: refused */
} comments[] = {
    {"feedId=long-an sequence=1", 1},
    {"feedId=long-an sequence=9007199254740991", TOP},
    {"feedId=long-an sequence=9007199254740992", 0},
    {"feedId=long-an sequence=99999999999999999999999999", 0},
    {"feedId=long-an sequence=0", 0},
    {"feedId=long-an sequence=01", 0},
    {"feedId=long-an sequence=-1", 0},
    {"feedId=long-an sequence=+1", 0},
    {"feedId=long-an sequence=1.0", 0},
    {"feedId=long-an sequence=1 ", 0},
    {"feedId=long-an sequence=1\t", 0},
    {"feedId=long-an sequence=", 0},
    {"feedId=long-an sequence= 1", 0},
    {"feedId=long-an  sequence=1", 0},
    {"feedId=long-an\tsequence=1", 0},
    {" feedId=long-an sequence=1", 0},
    {"feedid=long-an sequence=1", 0},
    {"feedId=Long-An sequence=1", 0},
    {"feedId= sequence=1", 0},
    {"feedId=a/b sequence=1", 0},
    {"feedId=a sequence=1 sequence=2", 0},
    {"sequence=1 feedId=a", 0},
    {"feedId=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa sequence=1", 1},
    {"feedId=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa sequence=1", 0},
};

static void comments_have_one_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof comments / sizeof *comments; i++) {
        char feed_id[LIMIT_ID_BYTES + 1] = "untouched", again[MINISIGN_COMMENT_MAX + 1];
        int64_t sequence = -1;
        int result = trust_comment_parse(comments[i].comment, feed_id, &sequence);
        if ((result == 0) != (comments[i].sequence > 0))
            fail_msg("\"%s\": %d", comments[i].comment, result);
        if (result == 0) {
            assert_int_equal(sequence, comments[i].sequence);
            trust_comment_format(feed_id, sequence, again);
            assert_string_equal(again, comments[i].comment);
        } else {
            assert_int_equal(result, -EBADMSG);
            assert_int_equal(sequence, -1);
            assert_string_equal(feed_id, "untouched");
        }
    }
}

static void every_verdict_has_words(void **state)
{
    (void)state;
    for (int i = 0; i < TRUST_FAULTS; i++) {
        const char *code = trust_fault_code((enum trust_fault)i);
        assert_true(strlen(trust_fault_message((enum trust_fault)i)) > 0);
        assert_int_equal(strspn(code, "abcdefghijklmnopqrstuvwxyz-"), strlen(code));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(code, trust_fault_code((enum trust_fault)j));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts),
        cmocka_unit_test(any_changed_bit_is_refused),
        cmocka_unit_test(what_is_no_signature_is_of_no_form),
        cmocka_unit_test(comments_have_one_form),
        cmocka_unit_test(every_verdict_has_words),
    };
    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
