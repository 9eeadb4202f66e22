/* Keys and signatures in minisign's formats. The fixtures were made by its command, version 0.11.
 */
#include "trust/minisign.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define MESSAGE "Thông báo\n"
#define UNTRUSTED "untrusted comment: signature from minisign secret key\n"
#define COMMENT "trusted comment: feedId=f sequence=7\n"
#define LINE                                                                                       \
    "RUS9CoGnzt3oKzM3JXEikOy97JhKTNikTewiuF7jaaqLW2XHuLPb8+kciE57axqi7NJLTlOhDwdHwH7IYPMF6b5GVGVY" \
    "sPhfgwA="
#define GLOBAL                                                                                     \
    "SQJoqRk1e+tiJZjVyyS3gsKSUPxPc93ydJNaCEzg9TzZfRwhC6Lr11gDpQsKv8k5abdfh3vsNwzCUXWwT+VhBw=="
#define SIGNATURE UNTRUSTED LINE "\n" COMMENT GLOBAL "\n"
#define LEGACY                                                                                     \
    UNTRUSTED                                                                                      \
    "RWS9CoGnzt3oKwtWWEQqZCJjizKaeN+E4ZpyryQF80cLE6L6Q0nr6fphAq82QfXRzxMqLjSZ5gZl1MJa23m4"         \
    "IVfUl6kaHeRe0QM=\n" COMMENT                                                                   \
    "dA0Hmd59CQMCMcV9GIf1dv9w8tOhECEKEQY+DIiQN3RpzYLg7aKtEEzmyPrVeJD6WTyJPbNdjYuJmXlavza"          \
    "0Aw==\n"
#define PUBLIC "RWS9CoGnzt3oKwr6IiMWkIfr3Va9gN5C/93YPqvkTxKSgpmXgXgRCTCy"
#define PUBLIC_FILE "untrusted comment: minisign public key 2BE8DDCEA7810ABD\n" PUBLIC "\n"
static struct minisign_public public_key(const char *text)
{
    struct minisign_public key;
    assert_int_equal(minisign_public_parse(text, strlen(text), &key), 0);
    return key;
}

/* What becomes of these bytes as a signature of the message by the fixture's key. */
static int verdict(const char *text, size_t size, const char *message, size_t message_size)
{
    struct minisign_public key = public_key(PUBLIC);
    struct minisign_signature signature;
    int result = minisign_signature_parse(text, size, &signature);
    return result < 0 ? result : minisign_verify(&signature, &key, message, message_size);
}

static const struct {
    const char *name, *text;
    int result;
} signatures[] = {
    {"as minisign writes it", SIGNATURE, 0},
    {"of the older form", LEGACY, 0},
    {"without the last line end", UNTRUSTED LINE "\n" COMMENT GLOBAL, 0},
    {"with line ends of Windows",
     "untrusted comment: x\r\n" LINE "\r\ntrusted comment: feedId=f sequence=7\r\n" GLOBAL "\r\n",
     0},
    {"with another untrusted comment", "untrusted comment: \n" LINE "\n" COMMENT GLOBAL "\n", 0},
    {"empty", "", -EBADMSG},
    {"its first line alone", UNTRUSTED, -EBADMSG},
    {"without the second signature", UNTRUSTED LINE "\n" COMMENT, -EBADMSG},
    {"without the untrusted comment", LINE "\n" COMMENT GLOBAL "\n", -EBADMSG},
    {"without the trusted comment", UNTRUSTED LINE "\n" GLOBAL "\n", -EBADMSG},
    {"with a fifth line", SIGNATURE "\n", -EBADMSG},
    {"with a space behind", UNTRUSTED LINE "\n" COMMENT GLOBAL "\n ", -EBADMSG},
    {"with a space in a line", UNTRUSTED LINE " \n" COMMENT GLOBAL "\n", -EBADMSG},
    {"with a blank line in between", UNTRUSTED "\n" LINE "\n" COMMENT GLOBAL "\n", -EBADMSG},
    {"with two carriage returns", UNTRUSTED LINE "\r\r\n" COMMENT GLOBAL "\n", -EBADMSG},
    {"with a control character in the comment",
     UNTRUSTED LINE "\ntrusted comment: feedId=f\001sequence=7\n" GLOBAL "\n", -EBADMSG},
    {"with an untrusted comment that is not UTF-8",
     "untrusted comment: \xff\n" LINE "\n" COMMENT GLOBAL "\n", -EBADMSG},
    {"without padding",
     UNTRUSTED LINE "\n" COMMENT "SQJoqRk1e+tiJZjVyyS3gsKSUPxPc93ydJNaCEzg9TzZfRwhC6Lr11gDpQsK"
                    "v8k5abdfh3vsNwzCUXWwT+VhBw\n",
     -EBADMSG},
    {"with bits behind its end", /* …Bw== and …Bx== are the same bytes */
     UNTRUSTED LINE "\n" COMMENT
                    "SQJoqRk1e+tiJZjVyyS3gsKSUPxPc93ydJNaCEzg9TzZfRwhC6Lr11gDpQsKv8k5abdfh3"
                    "vsNwzCUXWwT+VhBx==\n",
     -EBADMSG},
    {"with the letters of URLs", /* - for + */
     UNTRUSTED LINE "\n" COMMENT
                    "SQJoqRk1e-tiJZjVyyS3gsKSUPxPc93ydJNaCEzg9TzZfRwhC6Lr11gDpQsKv8k5abdfh3"
                    "vsNwzCUXWwT-VhBw==\n",
     -EBADMSG},
    {"a public key", PUBLIC_FILE, -EBADMSG},
    {"HTML", "<!DOCTYPE html><html><head><title>Login</title></head></html>", -EBADMSG},
    {"with another trusted comment",
     UNTRUSTED LINE "\ntrusted comment: feedId=f sequence=8\n" GLOBAL "\n", -EKEYREJECTED},
    {"with the second signature of another",
     UNTRUSTED LINE "\n" COMMENT "dA0Hmd59CQMCMcV9GIf1dv9w8tOhECEKEQY+DIiQN3RpzYLg7"
                    "aKtEEzmyPrVeJD6WTyJPbNdjYuJmXlavza0Aw==\n",
     -EKEYREJECTED},
};

static void signature_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        int result =
            verdict(signatures[i].text, strlen(signatures[i].text), MESSAGE, strlen(MESSAGE));
        if (result != signatures[i].result)
            fail_msg("%s: %d", signatures[i].name, result);
    }
}

static void a_nul_in_a_signature_is_refused_wherever_it_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i <= strlen(SIGNATURE); i++) {
        char text[] = SIGNATURE;
        text[i] = '\0'; /* the last one stands behind the text, as a fifth line would */
        assert_int_equal(verdict(text, sizeof text, MESSAGE, strlen(MESSAGE)), -EBADMSG);
    }
}

static void too_large_is_refused_before_it_is_read(void **state)
{
    static const char start[] = "untrusted comment: ", rest[] = "\n" LINE "\n" COMMENT GLOBAL "\n";
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        size_t size = MINISIGN_FILE_MAX + over, fill = size - strlen(start) - strlen(rest);
        char *text = malloc(size + 1);
        assert_non_null(text);
        memcpy(text, start, strlen(start));
        memset(text + strlen(start), 'x', fill);
        memcpy(text + strlen(start) + fill, rest, sizeof rest);
        assert_int_equal(verdict(text, size, MESSAGE, strlen(MESSAGE)), over ? -EBADMSG : 0);
        free(text);
    }
}

/* Whether what is changed at `at` is the untrusted comment's own text. */
static bool is_untrusted(size_t at)
{
    return at >= strlen("untrusted comment: ") && at < strlen(UNTRUSTED) - 1;
}

static void every_bit_of_a_signature_counts(void **state)
{
    char text[] = SIGNATURE;
    size_t refused = 0, expected = 0;
    (void)state;
    for (size_t bit = 0; bit < 8 * strlen(SIGNATURE); bit++) {
        text[bit / 8] ^= (char)(1 << bit % 8);
        if (!is_untrusted(bit / 8)) {
            expected++;
            refused += verdict(text, strlen(SIGNATURE), MESSAGE, strlen(MESSAGE)) < 0;
        }
        text[bit / 8] ^= (char)(1 << bit % 8);
    }
    assert_int_equal(refused, expected);
    assert_true(expected > 1900);
}

static void every_bit_of_a_message_counts(void **state)
{
    static const char *const files[] = {SIGNATURE, LEGACY};
    char message[] = MESSAGE;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        for (size_t bit = 0; bit < 8 * strlen(MESSAGE); bit++) {
            message[bit / 8] ^= (char)(1 << bit % 8);
            assert_int_equal(verdict(files[i], strlen(files[i]), message, strlen(MESSAGE)),
                             -EKEYREJECTED);
            message[bit / 8] ^= (char)(1 << bit % 8);
        }
        assert_int_equal(verdict(files[i], strlen(files[i]), MESSAGE, strlen(MESSAGE) - 1),
                         -EKEYREJECTED);
        assert_int_equal(verdict(files[i], strlen(files[i]), MESSAGE, strlen(MESSAGE) + 1),
                         -EKEYREJECTED);
    }
}

static const struct {
    const char *name, *text;
    int result;
} publics[] = {
    {"its line", PUBLIC, 0},
    {"its line with an end", PUBLIC "\r\n", 0},
    {"its file", PUBLIC_FILE, 0},
    {"nothing", "", -EBADMSG},
    {"two keys", PUBLIC "\n" PUBLIC "\n", -EBADMSG},
    {"a comment alone", "untrusted comment: x\n", -EBADMSG},
    {"a comment that is none", "comment: x\n" PUBLIC "\n", -EBADMSG},
    {"a space in front", " " PUBLIC, -EBADMSG},
    {"a letter less", "RWS9CoGnzt3oKwr6IiMWkIfr3Va9gN5C/93YPqvkTxKSgpmXgXgRCTC", -EBADMSG},
    {"a group more", PUBLIC "AAAA", -EBADMSG},
    {"a byte that is no letter, for the slash",
     "RWS9CoGnzt3oKwr6IiMWkIfr3Va9gN5C\xaf"
     "93YPqvkTxKSgpmXgXgRCTCy",
     -EBADMSG},
    {"another kind", "RUS9CoGnzt3oKwr6IiMWkIfr3Va9gN5C/93YPqvkTxKSgpmXgXgRCTCy", -EBADMSG},
    {"a signature", SIGNATURE, -EBADMSG},
};

static void public_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof publics / sizeof *publics; i++) {
        struct minisign_public key, untouched;
        memset(&key, 0x5a, sizeof key);
        untouched = key;
        int result = minisign_public_parse(publics[i].text, strlen(publics[i].text), &key);
        if (result != publics[i].result)
            fail_msg("%s: %d", publics[i].name, result);
        assert_int_equal(memcmp(&key, &untouched, sizeof key) == 0, result < 0);
    }
}

static void the_number_of_a_key_is_written_as_minisign_does(void **state)
{
    char text[MINISIGN_ID_TEXT_SIZE], line[MINISIGN_LINE_SIZE];
    struct minisign_public key = public_key(PUBLIC);
    (void)state;
    minisign_id_format(key.id, text);
    assert_string_equal(text, "2BE8DDCEA7810ABD");
    minisign_public_line(&key, line);
    assert_string_equal(line, PUBLIC);
}

/* With these keys a forger could make signatures for anything, were they not refused. */
static void weak_keys_sign_nothing(void **state)
{
    (void)state;
    for (unsigned char first = 0; first < 2; first++) {
        struct minisign_public key = {.key = {first}};
        struct minisign_signature signature = {.signature = {1}, .global = {1}};
        assert_int_equal(minisign_verify(&signature, &key, "x", 1), -EKEYREJECTED);
        memset(&signature, 0, sizeof signature);
        assert_int_equal(minisign_verify(&signature, &key, "x", 1), -EKEYREJECTED);
    }
}

static void comments_that_would_break_a_file_are_refused(void **state)
{
    static const char *const comments[] = {"a\nb", "a\rb", "\x7f", "\xc3"};
    char *text = NULL, longest[MINISIGN_COMMENT_MAX + 2];
    (void)state;
    for (size_t i = 0; i < sizeof comments / sizeof *comments; i++) {
        assert_int_equal(minisign_sign(support_secret(0), "x", 1, comments[i], &text), -EINVAL);
        assert_int_equal(minisign_public_format(support_public(0), comments[i], &text), -EINVAL);
        assert_int_equal(minisign_secret_format(support_secret(0), NULL, comments[i], &text),
                         -EINVAL);
    }
    memset(longest, 'c', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(minisign_sign(support_secret(0), "x", 1, longest, &text), -EINVAL);
    assert_null(text);
    text = malloc(MINISIGN_FILE_MAX);
    assert_non_null(text);
    snprintf(text, MINISIGN_FILE_MAX, UNTRUSTED LINE "\ntrusted comment: %s\n" GLOBAL "\n",
             longest);
    assert_int_equal(verdict(text, strlen(text), MESSAGE, strlen(MESSAGE)), -EBADMSG);
    free(text);
    longest[MINISIGN_COMMENT_MAX] = '\0';
    struct minisign_signature signature = support_signature(0, "x", longest);
    assert_string_equal(signature.comment, longest);
    assert_int_equal(minisign_verify(&signature, support_public(0), "x", 1), 0);
}

static void the_same_input_gives_the_same_signature(void **state)
{
    char *first = support_sign(0, "x", 1, "c"), *second = support_sign(0, "x", 1, "c");
    (void)state;
    assert_string_equal(first, second);
    free(first);
    free(second);
}

static void the_number_of_the_key_decides_which_is_tried(void **state)
{
    struct minisign_signature signature = support_signature(0, "x", "c");
    struct minisign_public other = *support_public(1);
    (void)state;
    assert_int_equal(minisign_verify(&signature, &other, "x", 1), -ENOKEY);
    memcpy(other.id, signature.id, sizeof other.id); /* but it proves nothing */
    assert_int_equal(minisign_verify(&signature, &other, "x", 1), -EKEYREJECTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signature_files),
        cmocka_unit_test(a_nul_in_a_signature_is_refused_wherever_it_stands),
        cmocka_unit_test(too_large_is_refused_before_it_is_read),
        cmocka_unit_test(every_bit_of_a_signature_counts),
        cmocka_unit_test(every_bit_of_a_message_counts),
        cmocka_unit_test(public_keys),
        cmocka_unit_test(the_number_of_a_key_is_written_as_minisign_does),
        cmocka_unit_test(weak_keys_sign_nothing),
        cmocka_unit_test(comments_that_would_break_a_file_are_refused),
        cmocka_unit_test(the_same_input_gives_the_same_signature),
        cmocka_unit_test(the_number_of_the_key_decides_which_is_tried),
    };
    return cmocka_run_group_tests_name("minisign", tests, NULL, NULL);
}
