/* Roots: what is read, and the chain of them. */
#include "trust/root.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define KEY_A "RWS9CoGnzt3oKwr6IiMWkIfr3Va9gN5C/93YPqvkTxKSgpmXgXgRCTCy"
#define KEY_B "RWSNJHPHsga0rYRzTEl/uy1ciSJVBOqE516HoU5VZC/fUGHJJcaU++Fx"
#define A "\"" KEY_A "\""
#define B "\"" KEY_B "\""

/* The fields of a root. */
#define FORMAT "\"formatVersion\":1,"
#define TYPE "\"type\":\"root\","
#define FEED "\"feedId\":\"long-an\","
#define VERSION "\"version\":1,"
#define EXPIRES "\"expires\":\"2031-11-22T00:00:00Z\","
#define ROOT_KEYS "\"rootKeys\":[" A "," B "],"
#define THRESHOLD "\"rootThreshold\":2,"
#define FEED_KEYS "\"feedKeys\":[" A "]"
#define REST ROOT_KEYS THRESHOLD FEED_KEYS
#define HEAD FORMAT TYPE FEED VERSION EXPIRES

static const struct {
    const char *name, *text, *code, *path; /* NULL: fine */
} cases[] = {
    {"a root", "{" HEAD REST "}", NULL, NULL},
    {"with a floor", "{" HEAD REST ",\"sequenceFloor\":12}", NULL, NULL},
    {"with a field of later days", "{" HEAD REST ",\"later\":1}", NULL, NULL},
    {"nothing", "", "syntax", ""},
    {"HTML", "<html>", "syntax", ""},
    {"a list", "[]", "wrong-type", ""},
    {"bytes behind it", "{" HEAD REST "}x", "syntax", ""},
    {"another format", "{\"formatVersion\":2," TYPE FEED VERSION EXPIRES REST "}", "out-of-range",
     "/formatVersion"},
    {"no format", "{" TYPE FEED VERSION EXPIRES REST "}", "missing", ""},
    {"a playlist", "{" FORMAT "\"type\":\"playlist\"," FEED VERSION EXPIRES REST "}", NULL,
     "/type"},
    {"no type", "{" FORMAT FEED VERSION EXPIRES REST "}", "missing", ""},
    {"no feed", "{" FORMAT TYPE VERSION EXPIRES REST "}", "missing", ""},
    {"a feed's name with a slash", "{" FORMAT TYPE "\"feedId\":\"a/b\"," VERSION EXPIRES REST "}",
     "bad-id", "/feedId"},
    {"version 0", "{" FORMAT TYPE FEED "\"version\":0," EXPIRES REST "}", "out-of-range",
     "/version"},
    {"a version too high", "{" FORMAT TYPE FEED "\"version\":1000001," EXPIRES REST "}",
     "out-of-range", "/version"},
    {"half a version", "{" FORMAT TYPE FEED "\"version\":1.5," EXPIRES REST "}", NULL, "/version"},
    {"no expiry", "{" FORMAT TYPE FEED VERSION REST "}", "missing", ""},
    {"an expiry without an offset",
     "{" FORMAT TYPE FEED VERSION "\"expires\":\"2031-11-22T00:00:00\"," REST "}", NULL,
     "/expires"},
    {"no root keys", "{" HEAD "\"rootKeys\":[]," THRESHOLD FEED_KEYS "}", "too-few", "/rootKeys"},
    {"a key cut short",
     "{" HEAD "\"rootKeys\":[" A ",\"RWSNJHPHsga0rYRzTEl/\"]," THRESHOLD FEED_KEYS "}", "bad-key",
     "/rootKeys/1"},
    {"a file in place of a key",
     "{" HEAD "\"rootKeys\":[" A ",\"untrusted comment: x\\n" KEY_B "\"]," THRESHOLD FEED_KEYS "}",
     "bad-key", "/rootKeys/1"},
    {"a key and a line end", "{" HEAD ROOT_KEYS THRESHOLD "\"feedKeys\":[\"" KEY_A "\\n\"]}",
     "bad-key", "/feedKeys/0"},
    {"a number in place of a key", "{" HEAD "\"rootKeys\":[1]," THRESHOLD FEED_KEYS "}",
     "wrong-type", "/rootKeys/0"},
    {"a key twice", "{" HEAD "\"rootKeys\":[" A "," A "]," THRESHOLD FEED_KEYS "}", "duplicate",
     "/rootKeys/1"},
    {"two keys of one number",
     "{" HEAD "\"rootKeys\":[" A
     ",\"RWS9CoGnzt3oK4RzTEl/uy1ciSJVBOqE516HoU5VZC/fUGHJJcaU++Fx\"]," THRESHOLD FEED_KEYS "}",
     "duplicate", "/rootKeys/1"},
    {"a key under two numbers",
     "{" HEAD "\"rootKeys\":[" A
     ",\"RWSNJHPHsga0rQr6IiMWkIfr3Va9gN5C/93YPqvkTxKSgpmXgXgRCTCy\"]," THRESHOLD FEED_KEYS "}",
     "duplicate", "/rootKeys/1"},
    {"a feed key twice", "{" HEAD ROOT_KEYS THRESHOLD "\"feedKeys\":[" B "," B "]}", "duplicate",
     "/feedKeys/1"},
    {"a threshold of 0", "{" HEAD ROOT_KEYS "\"rootThreshold\":0," FEED_KEYS "}", "out-of-range",
     "/rootThreshold"},
    {"a threshold that cannot be reached", "{" HEAD ROOT_KEYS "\"rootThreshold\":3," FEED_KEYS "}",
     "threshold", "/rootThreshold"},
    {"a floor below 0", "{" HEAD REST ",\"sequenceFloor\":-1}", "out-of-range", "/sequenceFloor"},
    {"a field twice", "{" HEAD REST ",\"version\":2}", "duplicate", "/version"},
    {"a field twice, once with an escape", "{" HEAD REST ",\"versio\\u006e\":2}", "duplicate",
     "/version"},
};

static void what_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct findings findings = {0};
        struct root root, untouched;
        memset(&root, 0x5a, sizeof root);
        untouched = root;
        int result = root_parse(cases[i].text, strlen(cases[i].text), &findings, &root);
        bool found = result == 0 && !cases[i].path;
        for (size_t at = 0; cases[i].path && at < findings.count; at++)
            found |= strcmp(findings.list[at].path, cases[i].path) == 0 &&
                     (!cases[i].code || strcmp(findings.list[at].code, cases[i].code) == 0);
        for (size_t at = 0; !found && at < findings.count; at++)
            print_error("  %s %s: %s\n", findings.list[at].code, findings.list[at].path,
                        findings.list[at].message);
        if (!found || (result < 0) != (cases[i].path != NULL))
            fail_msg("%s: %d", cases[i].name, result);
        if (result < 0)
            assert_memory_equal(&root, &untouched, sizeof root);
        assert_int_equal(result<0, findings.errors> 0);
        findings_finish(&findings);
        assert_int_equal(root_parse(cases[i].text, strlen(cases[i].text), NULL, &root), result);
    }
}

static void the_fields_are_kept(void **state)
{
    static const char text[] = "{" HEAD REST ",\"sequenceFloor\":9007199254740991}";
    struct minisign_public a;
    struct root root;
    (void)state;
    assert_int_equal(minisign_public_parse(KEY_A, strlen(KEY_A), &a), 0);
    assert_int_equal(root_parse(text, strlen(text), NULL, &root), 0);
    assert_string_equal(root.feed_id, "long-an");
    assert_int_equal(root.version, 1);
    assert_int_equal(root.expires, support_instant("2031-11-22T00:00:00Z"));
    assert_int_equal(root.root_key_count, 2);
    assert_int_equal(root.threshold, 2);
    assert_int_equal(root.feed_key_count, 1);
    assert_memory_equal(&root.feed_keys[0], &a, sizeof a);
    assert_int_equal(root.sequence_floor, 9007199254740991);
}

static void what_is_written_is_read_again(void **state)
{
    struct root root = support_root(2), again;
    (void)state;
    memset(&root.root_keys[2], 0, sizeof root.root_keys[2]);
    for (root.root_key_count = 2; root.root_key_count <= ROOT_KEYS_MAX; root.root_key_count++) {
        char *text;
        struct minisign_secret secret;
        struct minisign_public *last = &root.root_keys[root.root_key_count - 1];
        assert_int_equal(minisign_generate(last, &secret), 0);
        root.sequence_floor = root.root_key_count % 2 ? -1 : INT64_C(9007199254740991);
        assert_int_equal(root_format(&root, &text), 0);
        memset(&again, 0, sizeof again);
        assert_int_equal(root_parse(text, strlen(text), NULL, &again), 0);
        assert_memory_equal(&again, &root, sizeof root);
        assert_true(strlen(text) < ROOT_BYTES_MAX);
        free(text);
    }
}

static void a_root_has_its_limits(void **state)
{
    static char text[ROOT_BYTES_MAX + 2];
    struct root root;
    struct findings findings = {0};
    (void)state;
    memset(text, ' ', sizeof text);
    memcpy(text, "{" HEAD REST "}", strlen("{" HEAD REST "}"));
    assert_int_equal(root_parse(text, ROOT_BYTES_MAX, NULL, &root), 0);
    assert_int_equal(root_parse(text, ROOT_BYTES_MAX + 1, &findings, &root), -EINVAL);
    assert_string_equal(findings.list[0].code, "size");
    findings_finish(&findings);
}

static void files_have_names(void **state)
{
    char name[ROOT_NAME_SIZE];
    struct minisign_public a;
    (void)state;
    assert_int_equal(minisign_public_parse(KEY_A, strlen(KEY_A), &a), 0);
    root_name(ROOT_VERSION_MAX, name);
    assert_string_equal(name, "1000000.root.json");
    root_signature_name(3, &a, name);
    assert_string_equal(name, "3.root.json.2BE8DDCEA7810ABD.minisig");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read),
        cmocka_unit_test(the_fields_are_kept),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(a_root_has_its_limits),
        cmocka_unit_test(files_have_names),
    };
    return cmocka_run_group_tests_name("root", tests, NULL, NULL);
}
