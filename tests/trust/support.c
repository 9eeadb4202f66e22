#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "playlist/moment.h"

static struct {
    struct minisign_public public_key;
    struct minisign_secret secret;
    bool is_made;
} keys[SUPPORT_KEYS];

static void make(size_t which)
{
    assert_true(which < SUPPORT_KEYS);
    if (!keys[which].is_made)
        assert_int_equal(minisign_generate(&keys[which].public_key, &keys[which].secret), 0);
    keys[which].is_made = true;
}

const struct minisign_secret *support_secret(size_t which)
{
    make(which);
    return &keys[which].secret;
}

const struct minisign_public *support_public(size_t which)
{
    make(which);
    return &keys[which].public_key;
}

struct root support_root(unsigned threshold)
{
    struct root root = {.feed_id = "f",
                        .version = 1,
                        .expires = support_instant("2031-01-01T00:00:00Z"),
                        .root_key_count = 3,
                        .threshold = threshold,
                        .feed_key_count = 2,
                        .sequence_floor = -1};
    for (size_t i = 0; i < 3; i++)
        root.root_keys[i] = *support_public(i);
    for (size_t i = 0; i < 2; i++)
        root.feed_keys[i] = *support_public(3 + i);
    return root;
}

char *support_sign(size_t which, const void *bytes, size_t size, const char *comment)
{
    char *text = NULL;
    assert_int_equal(minisign_sign(support_secret(which), bytes, size, comment, &text), 0);
    return text;
}

struct minisign_signature support_signature(size_t which, const char *bytes, const char *comment)
{
    struct minisign_signature signature;
    char *text = support_sign(which, bytes, strlen(bytes), comment);
    assert_int_equal(minisign_signature_parse(text, strlen(text), &signature), 0);
    free(text);
    return signature;
}

int64_t support_instant(const char *text)
{
    int64_t instant = 0;
    assert_true(moment_parse_instant(text, strlen(text), &instant));
    return instant;
}
