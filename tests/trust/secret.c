/* Secret keys and their passwords. The fixtures were made by minisign 0.11. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "support.h"

/* The addresses of a sanitized program cannot be limited: a password would cost its full price. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#define IS_SANITIZED __has_feature(address_sanitizer)
#else
#define IS_SANITIZED 0
#endif

#define PUBLIC "RWS9CoGnzt3oKwr6IiMWkIfr3Va9gN5C/93YPqvkTxKSgpmXgXgRCTCy"
#define SECRET_FILE                                                                                \
    "untrusted comment: minisign encrypted secret key\n"                                           \
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAvQqBp87d6CsfAgWvMJSu" \
    "oQ"                                                                                           \
    "1rdR16aIJr4CkfzvSfboeD2BflcmTgVgr6IiMWkIfr3Va9gN5C/93YPqvkTxKSgpmXgXgRCTCyAAAAAAAAAAAAAAAAAA" \
    "AAAAAAAAAAAAAAAAAAAAAAAAA=\n"
/* Made where memory was scarce, so that it opens quickly. */
#define PROTECTED_FILE                                                                             \
    "untrusted comment: minisign encrypted secret key\n"                                           \
    "RWRTY0Iyjl6c4r6CxGNTFPT8s85/qMi3x90GXFzq8VrIVYl/"                                             \
    "sT4AABAAAAAAAAAAAAIAAAAAexmyFYUsfUDPbyK5VjABh1"                                               \
    "vOljt1Cd1sX5QrrYa0oLQEc76DJhFpVktDtzNZgIrV8X+lqJscUUNdaNpaeCpIjKbT6RXz7rxeJ0Vx610REwI0/kYtDI" \
    "d6c5in0tci5K1E3plc9nC3FQ4=\n"
#define PROTECTED_PUBLIC "RWSNJHPHsga0rYRzTEl/uy1ciSJVBOqE516HoU5VZC/fUGHJJcaU++Fx"
#define PASSWORD "mật khẩu"

static struct minisign_public public_key(const char *text)
{
    struct minisign_public key;
    assert_int_equal(minisign_public_parse(text, strlen(text), &key), 0);
    return key;
}

static int read_secret(const char *text, const char *password, struct minisign_secret *ret)
{
    return minisign_secret_parse(text, strlen(text), password, ret);
}

static void secret_keys(void **state)
{
    struct minisign_secret secret;
    struct minisign_public expected = public_key(PUBLIC), found;
    (void)state;
    assert_int_equal(read_secret(SECRET_FILE, NULL, &secret), 0);
    minisign_secret_public(&secret, &found);
    assert_memory_equal(&found, &expected, sizeof found);
    assert_int_equal(read_secret(SECRET_FILE, "not asked for", &secret), 0);
    assert_int_equal(read_secret(PUBLIC, NULL, &secret), -EBADMSG);
    assert_int_equal(read_secret(SECRET_FILE "x", NULL, &secret), -EBADMSG);
    assert_int_equal(read_secret("", NULL, &secret), -EBADMSG);
}

static void protected_keys(void **state)
{
    struct minisign_secret secret;
    struct minisign_public expected = public_key(PROTECTED_PUBLIC), found;
    (void)state;
    assert_int_equal(read_secret(PROTECTED_FILE, NULL, &secret), -ENOKEY);
    assert_int_equal(read_secret(PROTECTED_FILE, "", &secret), -EKEYREJECTED);
    assert_int_equal(read_secret(PROTECTED_FILE, "mat khau", &secret), -EKEYREJECTED);
    assert_int_equal(read_secret(PROTECTED_FILE, PASSWORD, &secret), 0);
    minisign_secret_public(&secret, &found);
    assert_memory_equal(&found, &expected, sizeof found);
}

/* A damaged secret key must not sign: with a wrong public half in it, a signature gives it away. */
static void a_damaged_secret_key_is_refused(void **state)
{
    char *text;
    size_t same = 0;
    (void)state;
    assert_int_equal(minisign_secret_format(support_secret(0), NULL, "c", &text), 0);
    for (size_t bit = 0; bit < 8 * strlen(text); bit++) {
        struct minisign_secret secret;
        text[bit / 8] ^= (char)(1 << bit % 8);
        if (minisign_secret_parse(text, strlen(text), NULL, &secret) == 0) {
            assert_memory_equal(&secret, support_secret(0), sizeof secret);
            same++; /* the comment, and what only a password needs */
        }
        text[bit / 8] ^= (char)(1 << bit % 8);
    }
    assert_true(same < 64 * 8);
    free(text);
}

/* Also where there is no checksum, as `minisign -G -W` leaves it. */
static void a_secret_key_must_fit_its_public_half(void **state)
{
    char text[] = SECRET_FILE;
    struct minisign_secret whole, damaged;
    size_t refused = 0;
    (void)state;
    assert_int_equal(read_secret(text, NULL, &whole), 0);
    for (size_t bit = 8 * strcspn(text, "\n"); bit < 8 * strlen(text); bit++) {
        text[bit / 8] ^= (char)(1 << bit % 8);
        if (read_secret(text, NULL, &damaged) == 0)
            assert_memory_equal(damaged.key, whole.key, sizeof whole.key);
        else
            refused++;
        text[bit / 8] ^= (char)(1 << bit % 8);
    }
    assert_true(refused > 8 * sizeof whole.key);
}

static void what_is_written_can_be_read(void **state)
{
    struct minisign_secret secret;
    struct minisign_public key;
    char *text;
    (void)state;
    assert_int_equal(minisign_secret_format(support_secret(1), NULL, "a key", &text), 0);
    assert_int_equal(read_secret(text, NULL, &secret), 0);
    assert_memory_equal(&secret, support_secret(1), sizeof secret);
    free(text);
    assert_int_equal(minisign_public_format(support_public(1), "a key", &text), 0);
    key = public_key(text);
    assert_memory_equal(&key, support_public(1), sizeof key);
    free(text);
    minisign_secret_finish(&secret);
    assert_int_equal(secret.key[0] | secret.key[63] | secret.id[0], 0);
    minisign_secret_finish(NULL);
}

#if !IS_SANITIZED
/* With little memory a password is made to cost less, as minisign does it: and this test too. */
static void limit_memory(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_AS, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_AS, &limit), 0);
}

static void a_password_protects(void **state)
{
    struct minisign_secret secret;
    char *text;
    (void)state;
    limit_memory((rlim_t)100 << 20);
    int result = minisign_secret_format(support_secret(1), PASSWORD, "a key", &text);
    limit_memory(RLIM_INFINITY);
    assert_int_equal(result, 0);
    assert_int_equal(read_secret(text, NULL, &secret), -ENOKEY);
    assert_int_equal(read_secret(text, PASSWORD, &secret), 0);
    assert_memory_equal(&secret, support_secret(1), sizeof secret);
    free(text);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secret_keys),
        cmocka_unit_test(protected_keys),
        cmocka_unit_test(a_damaged_secret_key_is_refused),
        cmocka_unit_test(a_secret_key_must_fit_its_public_half),
        cmocka_unit_test(what_is_written_can_be_read),
#if !IS_SANITIZED
        cmocka_unit_test(a_password_protects),
#endif
    };
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
