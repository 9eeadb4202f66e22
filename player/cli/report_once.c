#include "cli/report_once.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Rows come in long runs: a block of them costs one look into the table. Sparse ones, as only a
 * forged file has them, cost half a kilobyte each, up to BLOCKS_MAX of them. */
enum { BLOCKS_MAX = 1000000 };

void once_finish(struct once *once)
{
    names_finish(&once->blocks);
    free(once->tags);
    *once = (struct once){0};
}

/* Where the tag of that row stands, 0 for nothing; the next call may move it. 0 or -errno. */
static int find(struct once *once, uint32_t device, int64_t seq, uint64_t **ret)
{
    struct {
        int64_t block;
        uint64_t device;
    } key = {seq / ONCE_BLOCK, device};
    if (once->blocks.count >= BLOCKS_MAX)
        return -E2BIG;
    int64_t block = names_add(&once->blocks, &key, sizeof key);
    if (block < 0)
        return (int)block;
    uint64_t(*tags)[ONCE_BLOCK] =
        names_reserve(once->tags, &once->capacity, (size_t)block + 1, sizeof *tags);
    if (!tags)
        return -ENOMEM;
    once->tags = tags;
    *ret = &once->tags[block][(uint64_t)seq % ONCE_BLOCK];
    return 0;
}

static uint64_t as_number(const unsigned char tag[8])
{
    uint64_t number;
    memcpy(&number, tag, sizeof number);
    return number + (number == 0); /* 0 stands for nothing */
}

int once_look(struct once *once, uint32_t device, int64_t seq, const unsigned char tag[8])
{
    uint64_t *found = NULL;
    int result = find(once, device, seq, &found);
    if (result < 0)
        return result;
    return *found == 0 ? ONCE_NEW : *found == as_number(tag) ? ONCE_SAME : ONCE_OTHER;
}

int once_add(struct once *once, uint32_t device, int64_t seq, const unsigned char tag[8])
{
    uint64_t *found = NULL;
    int result = find(once, device, seq, &found);
    if (result < 0)
        return result;
    if (*found == 0) {
        *found = as_number(tag);
        return ONCE_NEW;
    }
    return *found == as_number(tag) ? ONCE_SAME : ONCE_OTHER;
}
