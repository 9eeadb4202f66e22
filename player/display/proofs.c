#include "display/proofs.h"

#include <stdlib.h>
#include <string.h>

void proofs_finish(struct proofs *proofs)
{
    free(proofs->good);
    *proofs = (struct proofs){0};
}

static bool is_digest_of(const struct proof *proof, const unsigned char *sha256)
{
    return memcmp(proof->sha256, sha256, SHA256_SIZE) == 0;
}

static struct proof make(const unsigned char *sha256, uint64_t mark)
{
    struct proof proof = {.mark = mark};
    memcpy(proof.sha256, sha256, SHA256_SIZE);
    return proof;
}

bool proofs_has(const struct proofs *proofs, const unsigned char sha256[SHA256_SIZE], uint64_t mark)
{
    for (size_t i = 0; i < proofs->good_count; i++) {
        if (proofs->good[i].mark == mark && is_digest_of(&proofs->good[i], sha256))
            return true;
    }
    return false;
}

/* The entry of that digest among the damaged, or their count. */
static size_t find_damaged(const struct proofs *proofs, const unsigned char *sha256)
{
    size_t i = 0;
    while (i < proofs->damaged_count && !is_digest_of(&proofs->damaged[i], sha256))
        i++;
    return i;
}

bool proofs_is_damaged(const struct proofs *proofs, const unsigned char sha256[SHA256_SIZE],
                       uint64_t mark)
{
    size_t at = find_damaged(proofs, sha256);
    return at < proofs->damaged_count && proofs->damaged[at].mark == mark;
}

static bool remove_damaged(struct proofs *proofs, size_t at)
{
    if (at >= proofs->damaged_count)
        return false;
    proofs->damaged_count--;
    memmove(&proofs->damaged[at], &proofs->damaged[at + 1],
            (proofs->damaged_count - at) * sizeof *proofs->damaged);
    return true;
}

/* Room for one more; false where there is neither memory nor anything to put out. */
static bool make_room(struct proofs *proofs)
{
    if (proofs->good_count < proofs->good_room)
        return true;
    size_t room = proofs->good_room ? 2 * proofs->good_room : 64;
    struct proof *more =
        room <= PROOFS_MAX ? realloc(proofs->good, room * sizeof *proofs->good) : NULL;
    if (!more)
        return proofs->good_count > 0;
    proofs->good = more;
    proofs->good_room = room;
    return true;
}

bool proofs_add(struct proofs *proofs, const unsigned char sha256[SHA256_SIZE], uint64_t mark)
{
    if (!proofs_has(proofs, sha256, mark) && make_room(proofs)) {
        if (proofs->good_count < proofs->good_room) {
            proofs->good[proofs->good_count++] = make(sha256, mark);
        } else {
            proofs->good[proofs->good_next] = make(sha256, mark);
            proofs->good_next = (proofs->good_next + 1) % proofs->good_count;
        }
    }
    return remove_damaged(proofs, find_damaged(proofs, sha256));
}

bool proofs_add_damaged(struct proofs *proofs, const unsigned char sha256[SHA256_SIZE],
                        uint64_t mark)
{
    size_t at = find_damaged(proofs, sha256);
    if (at < proofs->damaged_count) {
        proofs->damaged[at].mark = mark;
        return false;
    }
    if (at == PROOFS_DAMAGED_MAX)
        remove_damaged(proofs, 0);
    proofs->damaged[proofs->damaged_count++] = make(sha256, mark);
    return true;
}

bool proofs_forget_damaged(struct proofs *proofs)
{
    bool any = proofs->damaged_count > 0;
    proofs->damaged_count = 0;
    return any;
}
