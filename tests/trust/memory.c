/* Every allocation of `trust` made to fail, once and for ever: nothing crashes, nothing leaks, and
 * a call that fails leaves its outputs alone. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "torture.h"

/* Needs no memory of its own: a document can be judged where there is none. */
static void judge(void *context)
{
    static const struct trust_history none;
    const char *text = (const char *)context;
    struct root root = support_root(1);
    int64_t sequence = -1;
    assert_int_equal(trust_judge(&root, &none, "bytes", 5, text, strlen(text), 0, &sequence),
                     TRUST_FINE);
    assert_int_equal(sequence, 7);
    assert_false(torture_has_failed());
}

static void documents(void **state)
{
    char *text = support_sign(3, "bytes", 5, "feedId=f sequence=7");
    (void)state;
    torture(judge, text);
    free(text);
}

static void parse_root(void *context)
{
    const char *text = (const char *)context;
    struct findings findings = {0};
    struct root root, untouched;
    memset(&root, 0x5a, sizeof root);
    untouched = root;
    int result = root_parse(text, strlen(text), &findings, &root);
    if (result < 0) {
        assert_int_equal(result, -ENOMEM);
        assert_true(torture_has_failed());
        assert_true(findings.errors > 0);
        assert_memory_equal(&root, &untouched, sizeof root);
    } else {
        assert_string_equal(root.feed_id, "f");
        assert_int_equal(root.root_key_count, 3);
    }
    findings_finish(&findings);
}

static void format_root(void *context)
{
    char untouched, *text = &untouched;
    int result = root_format(context, &text);
    if (result == 0) {
        free(text);
        return;
    }
    assert_int_equal(result, -ENOMEM);
    assert_ptr_equal(text, &untouched);
    assert_true(torture_has_failed());
}

static void roots(void **state)
{
    struct root root = support_root(2);
    char *text;
    (void)state;
    torture(format_root, &root);
    assert_int_equal(root_format(&root, &text), 0);
    torture(parse_root, text);
    /* Escapes and unknown fields want memory too. */
    free(text);
    torture(
        parse_root,
        (char[]){"{\"formatVersion\":1,\"type\":\"root\",\"feedId\":\"\\u0066\",\"version\":1,"
                 "\"unknown\":1,\"expires\":\"2031-01-01T00:00:00Z\",\"rootThreshold\":1,"
                 "\"rootKeys\":[\"RWS9CoGnzt3oKwr6IiMWkIfr3Va9gN5C/93YPqvkTxKSgpmXgXgRCTCy\","
                 "\"RWSNJHPHsga0rYRzTEl/uy1ciSJVBOqE516HoU5VZC/fUGHJJcaU++Fx\","
                 "\"RWQAAQIDBAUGBwABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\"],"
                 "\"feedKeys\":[\"RWQAAQIDBAUGBwABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\"]}"});
}

/* Each of what makes a text. */
static int write_public(char **ret)
{
    return minisign_public_format(support_public(0), "c", ret);
}

static int write_secret(char **ret)
{
    return minisign_secret_format(support_secret(0), NULL, "c", ret);
}

static int write_signature(char **ret)
{
    return minisign_sign(support_secret(0), "x", 1, "c", ret);
}

static int (*const writers[])(char **ret) = {write_public, write_secret, write_signature};

static void write_text(void *context)
{
    const size_t *writer = context;
    char untouched, *text = &untouched;
    int result = writers[*writer](&text);
    if (result == 0) {
        free(text);
        return;
    }
    assert_int_equal(result, -ENOMEM);
    assert_ptr_equal(text, &untouched);
    assert_true(torture_has_failed());
}

static void texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        torture(write_text, &i);
}

static void step(void *context)
{
    struct root old = support_root(2), next = support_root(2);
    const struct minisign_signature *signatures = context;
    next.version = 2;
    assert_int_equal(root_verify_step(&old, &next, "bytes", 5, signatures, 2, NULL), 0);
    assert_false(torture_has_failed());
}

static void chains(void **state)
{
    struct minisign_signature signatures[] = {support_signature(0, "bytes", "c"),
                                              support_signature(2, "bytes", "c")};
    (void)state;
    torture(step, signatures);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents),
        cmocka_unit_test(roots),
        cmocka_unit_test(texts),
        cmocka_unit_test(chains),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
