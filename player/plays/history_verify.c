/* Following the chain through a log. Words of items and places are held in memory: each stands in
 * thousands of rows. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "plays/chain.h"
#include "plays/history.h"
#include "plays/words.h"

struct walk {
    const struct words *words;
    struct history_verdict verdict;
    unsigned char hash[SHA256_SIZE];
    int64_t seq; /* of the row before */
};

static bool fail(struct walk *walk, enum history_fault fault, int64_t seq)
{
    walk->verdict.fault = fault;
    walk->verdict.seq = seq;
    return false;
}

static bool step(void *context, const struct play_row *row)
{
    struct walk *walk = context;
    const struct play_item *item = row->item ? words_item(walk->words, row->item) : NULL;
    const struct play_place *place = words_place(walk->words, row->place);
    if (row->seq != walk->seq + 1)
        return fail(walk, HISTORY_MISSING, walk->seq + 1);
    if (!place || (row->item && !item))
        return fail(walk, HISTORY_ALTERED, row->seq);
    chain_next(walk->hash, row, item, place);
    if (memcmp(walk->hash, row->hash, SHA256_SIZE) != 0)
        return fail(walk, HISTORY_ALTERED, row->seq);
    walk->seq = row->seq;
    walk->verdict.rows++;
    return true;
}

int history_verify(struct history *history, struct history_verdict *ret)
{
    const struct play_log *log = history_log(history);
    struct words words;
    int result = words_read(history, &words);
    if (result < 0)
        return result;
    struct walk walk = {.words = &words, .seq = log->base_seq};
    memcpy(walk.hash, log->base_hash, SHA256_SIZE);
    if (log->base_seq == 0) /* nothing was removed: it begins with the device's name */
        chain_start(log->device, walk.hash);
    result = history_rows(history, INT64_MIN, INT64_MAX, step, &walk);
    if (result == 0 && walk.verdict.fault == HISTORY_SOUND &&
        (walk.seq != log->head_seq || memcmp(walk.hash, log->head_hash, SHA256_SIZE) != 0))
        fail(&walk, HISTORY_HEAD, walk.seq < log->head_seq ? walk.seq + 1 : log->head_seq);
    words_finish(&words);
    if (result == 0)
        *ret = walk.verdict;
    return result;
}
