#include "render/proof.h"

#include <string.h>

/* Bytes behind the size that is wanted are damage, too: they are read no further than that. */
static bool is_as_named(const struct request_proof *proof)
{
    unsigned char digest[SHA256_SIZE];
    int64_t size = 0;
    return sha256_fd(proof->fd, proof->size, digest, &size) == 0 && size == proof->size &&
           memcmp(digest, proof->sha256, sizeof digest) == 0;
}

const struct request_proof *proof_find_damaged(const struct request *request)
{
    for (size_t i = 0; i < request->proof_count; i++) {
        if (!is_as_named(&request->proofs[i]))
            return &request->proofs[i];
    }
    return NULL;
}
