/* The step from one root to the next. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* Keys are named by digits, as support.h counts them. */
static const struct {
    const char *name;
    const char *old_keys, *new_keys, *signers;
    unsigned old_threshold, new_threshold;
    const char *feed;
    uint32_t version;
    int result;
} cases[] = {
    {"one key signs its successor's root", "0", "0", "0", 1, 1, "f", 2, 0},
    {"two of three", "012", "012", "02", 2, 2, "f", 2, 0},
    {"all of three", "012", "012", "012", 2, 2, "f", 2, 0},
    {"one of three is too few", "012", "012", "1", 2, 2, "f", 2, -EKEYREJECTED},
    {"nobody", "012", "012", "", 2, 2, "f", 2, -EKEYREJECTED},
    {"one key twice is one key", "012", "012", "11", 2, 2, "f", 2, -EKEYREJECTED},
    {"a stranger does not count", "012", "012", "15", 2, 2, "f", 2, -EKEYREJECTED},
    {"a key is exchanged: old and new sign", "0", "1", "01", 1, 1, "f", 2, 0},
    {"the new key alone takes over nothing", "0", "1", "1", 1, 1, "f", 2, -EKEYREJECTED},
    {"the old key alone gives nothing away", "0", "1", "0", 1, 1, "f", 2, -EKEYREJECTED},
    {"keys are added, the threshold rises: more sign", "0", "012", "02", 1, 2, "f", 2, 0},
    {"the old threshold alone is not enough", "0", "012", "0", 1, 2, "f", 2, -EKEYREJECTED},
    {"the threshold sinks only by the old one", "012", "0", "0", 2, 1, "f", 2, -EKEYREJECTED},
    {"the threshold sinks", "012", "0", "01", 2, 1, "f", 2, 0},
    {"a lost key goes: the two others sign", "012", "02", "02", 2, 2, "f", 2, 0},
    {"a version is left out", "0", "0", "0", 1, 1, "f", 3, -EINVAL},
    {"the same version", "0", "0", "0", 1, 1, "f", 1, -EINVAL},
    {"another feed", "0", "0", "0", 1, 1, "g", 2, -EINVAL},
};

static struct root make_root(const char *keys, unsigned threshold, const char *feed,
                             uint32_t version)
{
    struct root root = support_root(threshold);
    root.version = version;
    snprintf(root.feed_id, sizeof root.feed_id, "%s", feed);
    root.root_key_count = strlen(keys);
    for (size_t i = 0; keys[i]; i++)
        root.root_keys[i] = *support_public((size_t)(keys[i] - '0'));
    return root;
}

static void steps(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct root old = make_root(cases[i].old_keys, cases[i].old_threshold, "f", 1);
        struct root next =
            make_root(cases[i].new_keys, cases[i].new_threshold, cases[i].feed, cases[i].version);
        struct minisign_signature signatures[4];
        size_t count = strlen(cases[i].signers);
        const char *why = NULL;
        char *text;
        assert_int_equal(root_format(&next, &text), 0);
        for (size_t at = 0; at < count; at++)
            signatures[at] =
                support_signature((size_t)(cases[i].signers[at] - '0'), text, "any comment");
        int result = root_verify_step(&old, &next, text, strlen(text), signatures, count, &why);
        if (result != cases[i].result)
            fail_msg("%s: %d (%s)", cases[i].name, result, why ? why : "");
        assert_int_equal(why != NULL, result != 0);
        assert_int_equal(root_verify_step(&old, &next, text, strlen(text), signatures, count, NULL),
                         result);
        free(text);
    }
}

static void a_signature_is_of_these_bytes_only(void **state)
{
    struct root old = make_root("012", 2, "f", 1), next = make_root("012", 2, "f", 2);
    struct minisign_signature signatures[2];
    char *text;
    (void)state;
    assert_int_equal(root_format(&next, &text), 0);
    size_t size = strlen(text);
    signatures[0] = support_signature(0, text, "c");
    signatures[1] = support_signature(1, text, "c");
    for (size_t i = 0; i < size; i++) {
        text[i] ^= 1;
        assert_int_equal(root_verify_step(&old, &next, text, size, signatures, 2, NULL),
                         -EKEYREJECTED);
        text[i] ^= 1;
    }
    signatures[1].comment[0] = 'd'; /* what the comment says is signed too */
    assert_int_equal(root_verify_step(&old, &next, text, size, signatures, 2, NULL), -EKEYREJECTED);
    free(text);
}

static void a_key_that_is_listed_twice_counts_once(void **state)
{
    struct minisign_public keys[] = {*support_public(0), *support_public(0)};
    struct minisign_signature signature = support_signature(0, "x", "c");
    (void)state;
    assert_int_equal(root_count_signers(keys, 2, &signature, 1, "x", 1), 1);
    assert_int_equal(root_count_signers(keys, 2, &signature, 1, "y", 1), 0);
    assert_int_equal(root_count_signers(keys, 2, NULL, 0, "x", 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps),
        cmocka_unit_test(a_signature_is_of_these_bytes_only),
        cmocka_unit_test(a_key_that_is_listed_twice_counts_once),
    };
    return cmocka_run_group_tests_name("chain", tests, NULL, NULL);
}
