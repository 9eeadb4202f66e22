#include "store/need.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/limits.h"
#include "store/store.h"

enum { LINE_MAX_BYTES = SHA256_HEX_SIZE + 20 + 1, DIGITS_MAX = 16 };

static const char END[] = "end ";

enum { END_BYTES = sizeof END - 1 + SHA256_HEX_SIZE };

size_t need_list_max(void)
{
    return (size_t)LIMIT_ASSETS * LINE_MAX_BYTES + END_BYTES;
}

int need_format(const struct store_need *needs, size_t count, char **ret, size_t *ret_size)
{
    char hex[SHA256_HEX_SIZE];
    unsigned char digest[SHA256_SIZE];
    if (count > LIMIT_ASSETS)
        return -E2BIG;
    size_t capacity = count * LINE_MAX_BYTES + END_BYTES + 1, used = 0;
    char *text = malloc(capacity);
    if (!text)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        sha256_to_hex(needs[i].sha256, hex);
        used +=
            (size_t)snprintf(text + used, capacity - used, "%s %" PRId64 "\n", hex, needs[i].size);
    }
    sha256_bytes(text, used, digest);
    sha256_to_hex(digest, hex);
    used += (size_t)snprintf(text + used, capacity - used, "%s%s\n", END, hex);
    *ret = text;
    *ret_size = used;
    return 0;
}

void need_set_finish(struct need_set *set)
{
    free(set->digests);
    *set = (struct need_set){0};
}

int need_set_add(struct need_set *set, const unsigned char sha256[SHA256_SIZE])
{
    if (set->count == set->capacity) {
        size_t capacity = set->capacity ? set->capacity * 2 : 256, size;
        if (__builtin_mul_overflow(capacity, SHA256_SIZE, &size))
            return -ENOMEM;
        void *digests = realloc(set->digests, size);
        if (!digests)
            return -ENOMEM;
        set->digests = digests;
        set->capacity = capacity;
    }
    memcpy(set->digests[set->count++], sha256, SHA256_SIZE);
    return 0;
}

/* 64 digits of a digest at the start of `text`. */
static bool read_digest(const char *text, size_t size, unsigned char ret[SHA256_SIZE])
{
    char hex[SHA256_HEX_SIZE];
    if (size < sizeof hex - 1)
        return false;
    memcpy(hex, text, sizeof hex - 1);
    hex[sizeof hex - 1] = '\0';
    return sha256_from_hex(hex, ret) == 0;
}

/* The list without its last line, whose digest must be right. */
static bool check_end(const char *list, size_t size, size_t *ret_size)
{
    unsigned char told[SHA256_SIZE], digest[SHA256_SIZE];
    if (size < END_BYTES || list[size - 1] != '\n')
        return false;
    const char *end = list + size - END_BYTES;
    if (memcmp(end, END, sizeof END - 1) != 0 ||
        !read_digest(end + sizeof END - 1, SHA256_HEX_SIZE - 1, told))
        return false;
    sha256_bytes(list, size - END_BYTES, digest);
    *ret_size = size - END_BYTES;
    return memcmp(told, digest, SHA256_SIZE) == 0;
}

/* The length of the line at `text`, its newline counted; 0 where it is none of ours. */
static size_t read_line(const char *text, size_t size, unsigned char ret[SHA256_SIZE])
{
    size_t at = SHA256_HEX_SIZE;
    if (!read_digest(text, size, ret) || size <= at || text[at - 1] != ' ')
        return 0;
    while (at < size && at < SHA256_HEX_SIZE + DIGITS_MAX && text[at] >= '0' && text[at] <= '9')
        at++;
    return at > SHA256_HEX_SIZE && at < size && text[at] == '\n' ? at + 1 : 0;
}

int need_set_add_list(struct need_set *set, const char *list, size_t size)
{
    unsigned char digest[SHA256_SIZE];
    size_t end;
    if (!check_end(list, size, &end))
        return -EBADMSG;
    for (size_t at = 0, length; at < end; at += length) {
        length = read_line(list + at, end - at, digest);
        if (length == 0)
            return -EBADMSG;
        int result = need_set_add(set, digest);
        if (result < 0)
            return result;
    }
    return 0;
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, SHA256_SIZE);
}

void need_set_sort(struct need_set *set)
{
    if (set->count)
        qsort(set->digests, set->count, SHA256_SIZE, compare);
}

bool need_set_has(const struct need_set *set, const unsigned char sha256[SHA256_SIZE])
{
    return set->count && bsearch(sha256, set->digests, set->count, SHA256_SIZE, compare);
}
