#include "trust/verdict.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/form.h"

#define FEED "feedId="
#define SEQUENCE " sequence="

static const struct {
    const char *code, *message;
} faults[TRUST_FAULTS] = {
    [TRUST_FINE] = {"fine", N_("signed and new")},
    [TRUST_SAME] = {"same", N_("signed, and what is there already")},
    [TRUST_FORM] = {"form", N_("the signature file is none of minisign's")},
    [TRUST_KEY] = {"key", N_("it is signed with a key that the root does not name")},
    [TRUST_SIGNATURE] = {"signature", N_("the signature does not fit these bytes")},
    [TRUST_COMMENT] = {"comment",
                       N_("the trusted comment of the signature is not \"feedId=X sequence=N\"")},
    [TRUST_OTHER_FEED] = {"other-feed", N_("it is signed for another feed")},
    [TRUST_OLDER] = {"older", N_("it is older than what was taken already")},
    [TRUST_OTHER_BYTES] = {"other-bytes",
                           N_("it has the same sequence number as what was taken already, but "
                              "other contents")},
    [TRUST_LEAP] = {"leap", N_("its sequence number is more than 1000000 above the last one")},
    [TRUST_ROOT_EXPIRED] = {"root-expired",
                            N_("the root has expired; a new root must be published first")},
};

const char *trust_fault_code(enum trust_fault fault)
{
    return faults[fault].code;
}

const char *trust_fault_message(enum trust_fault fault)
{
    return faults[fault].message;
}

void trust_comment_format(const char *feed_id, int64_t sequence, char *comment)
{
    snprintf(comment, MINISIGN_COMMENT_MAX + 1, FEED "%s" SEQUENCE "%lld", feed_id,
             (long long)sequence);
}

/* A number from 1 to LIMIT_SEQUENCE, digits alone, no zero in front. */
static int read_sequence(const char *text, int64_t *ret)
{
    int64_t number = 0;
    if (*text == '0' || *text == '\0')
        return -EBADMSG;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return -EBADMSG;
        number = number * 10 + (*text - '0');
        if (number > (int64_t)LIMIT_SEQUENCE)
            return -EBADMSG;
    }
    *ret = number;
    return 0;
}

int trust_comment_parse(const char *comment, char feed_id[LIMIT_ID_BYTES + 1],
                        int64_t *ret_sequence)
{
    if (strncmp(comment, FEED, strlen(FEED)) != 0)
        return -EBADMSG;
    const char *id = comment + strlen(FEED);
    size_t size = strcspn(id, " ");
    if (!form_is_id(id, size) || strncmp(id + size, SEQUENCE, strlen(SEQUENCE)) != 0 ||
        read_sequence(id + size + strlen(SEQUENCE), ret_sequence) < 0)
        return -EBADMSG;
    memcpy(feed_id, id, size);
    feed_id[size] = '\0';
    return 0;
}

/* Whether one of the root's feed keys has signed exactly these bytes. */
static enum trust_fault judge_signature(const struct root *root,
                                        const struct minisign_signature *signature,
                                        const void *bytes, size_t size)
{
    enum trust_fault fault = TRUST_KEY;
    for (size_t i = 0; i < root->feed_key_count; i++) {
        int result = minisign_verify(signature, &root->feed_keys[i], bytes, size);
        if (result == 0)
            return TRUST_FINE;
        if (result != -ENOKEY)
            fault = TRUST_SIGNATURE;
    }
    return fault;
}

/* Whether the root sets the floor anew: once, for the first document taken under it. */
static bool sets_floor(const struct root *root, const struct trust_history *history)
{
    return root->sequence_floor >= 0 &&
           (root->version > history->root_version || history->sequence == 0);
}

static enum trust_fault judge_sequence(const struct root *root, const struct trust_history *history,
                                       int64_t sequence, const void *bytes, size_t size)
{
    unsigned char digest[SHA256_SIZE];
    bool is_anew = sets_floor(root, history);
    if (sequence < (is_anew ? root->sequence_floor : history->sequence))
        return TRUST_OLDER;
    if (sequence == history->sequence) {
        sha256_bytes(bytes, size, digest);
        if (memcmp(digest, history->sha256, sizeof digest) == 0)
            return TRUST_SAME;
        if (!is_anew)
            return TRUST_OTHER_BYTES;
    }
    if (!is_anew && history->sequence > 0 && sequence - history->sequence > TRUST_STEP_MAX)
        return TRUST_LEAP;
    return TRUST_FINE;
}

enum trust_fault trust_judge(const struct root *root, const struct trust_history *history,
                             const void *bytes, size_t size, const char *signature,
                             size_t signature_size, int64_t now, int64_t *ret_sequence)
{
    struct minisign_signature parsed;
    char feed_id[LIMIT_ID_BYTES + 1];
    int64_t sequence;
    if (minisign_signature_parse(signature, signature_size, &parsed) < 0)
        return TRUST_FORM;
    enum trust_fault fault = judge_signature(root, &parsed, bytes, size);
    if (fault != TRUST_FINE)
        return fault;
    if (trust_comment_parse(parsed.comment, feed_id, &sequence) < 0)
        return TRUST_COMMENT;
    if (strcmp(feed_id, root->feed_id) != 0)
        return TRUST_OTHER_FEED;
    fault = judge_sequence(root, history, sequence, bytes, size);
    if (fault == TRUST_FINE && now >= root->expires)
        return TRUST_ROOT_EXPIRED;
    if (fault <= TRUST_SAME && ret_sequence)
        *ret_sequence = sequence;
    return fault;
}
