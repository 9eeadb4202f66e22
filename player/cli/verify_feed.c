/* The chain of roots, and the document's signature. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cli/listing.h"
#include "cli/verify.h"

#define DOCUMENT "playlist.json"
#define SIGNATURE "playlist.json.minisig"

enum { COPY_NAME_SIZE = 96 };

struct signatures {
    struct minisign_signature list[2 * ROOT_KEYS_MAX];
    size_t count;
};

/* Reads those of these keys' signatures of a root that are there and are of the form. */
static void read_signatures(const struct verify *verify, uint32_t version,
                            const struct minisign_public *keys, size_t key_count,
                            struct signatures *signatures)
{
    for (size_t i = 0; i < key_count; i++) {
        char name[ROOT_NAME_SIZE], *text;
        size_t size;
        root_signature_name(version, &keys[i], name);
        if (verify_read(verify, name, MINISIGN_FILE_MAX, &text, &size) < 0)
            continue;
        struct minisign_signature *place = &signatures->list[signatures->count];
        if (minisign_signature_parse(text, size, place) == 0)
            signatures->count++;
        free(text);
    }
}

/* A root as it is looked at. */
struct candidate {
    uint32_t version;
    char name[ROOT_NAME_SIZE];
    const char *bytes;
    size_t size;
    struct signatures signatures;
};

/* Names the first of these keys' files that does not help: an administrator mistypes its name
 * sooner than anything else. */
static void refuse_unsigned(struct verify *verify, const struct candidate *next,
                            const struct minisign_public *keys, size_t count, const char *why)
{
    char name[ROOT_NAME_SIZE] = "", hint[256];
    for (size_t i = 0; i < count && !*name; i++) {
        if (root_count_signers(&keys[i], 1, next->signatures.list, next->signatures.count,
                               next->bytes, next->size) == 0)
            root_signature_name(next->version, &keys[i], name);
    }
    snprintf(hint, sizeof hint, _("%s is not there or does not fit it; sign it with more keys"),
             name);
    verify_refuse(verify, next->name, "root", _(why), hint);
}

/* Takes one step along the chain. Nothing is parsed before the old root's keys have vouched for it.
 * Returns whether there may be another. */
static bool take_step(struct verify *verify, struct candidate *next)
{
    const struct root *old = &verify->root;
    struct findings findings = {0};
    struct root root;
    const char *why = N_("too few of the keys of the root before it have signed it");
    read_signatures(verify, next->version, old->root_keys, old->root_key_count, &next->signatures);
    if (root_count_signers(old->root_keys, old->root_key_count, next->signatures.list,
                           next->signatures.count, next->bytes, next->size) < old->threshold) {
        refuse_unsigned(verify, next, old->root_keys, old->root_key_count, why);
        return false;
    }
    if (root_parse(next->bytes, next->size, &findings, &root) < 0) {
        listing_merge(&verify->findings, &findings, next->name);
        return false;
    }
    findings_finish(&findings);
    read_signatures(verify, next->version, root.root_keys, root.root_key_count, &next->signatures);
    int result = root_verify_step(old, &root, next->bytes, next->size, next->signatures.list,
                                  next->signatures.count, &why);
    if (result == -EKEYREJECTED)
        refuse_unsigned(verify, next, root.root_keys, root.root_key_count, why);
    else if (result < 0)
        verify_refuse(verify, next->name, "root", _(why),
                      _("players stay with the root before it"));
    else
        verify->root = root;
    return result == 0;
}

/* The greatest version of a root in the folder. */
static uint32_t greatest_root(const struct verify *verify)
{
    uint32_t greatest = 0;
    int copy = dup(verify->directory);
    DIR *stream = copy < 0 ? NULL : fdopendir(copy);
    if (!stream) {
        if (copy >= 0)
            close(copy);
        return 0;
    }
    rewinddir(stream);
    for (struct dirent *entry; (entry = readdir(stream));) {
        char name[ROOT_NAME_SIZE];
        uint32_t version = (uint32_t)strtoul(entry->d_name, NULL, 10);
        root_name(version, name);
        if (strcmp(name, entry->d_name) == 0 && version > greatest)
            greatest = version;
    }
    closedir(stream);
    return greatest;
}

void verify_roots(struct verify *verify)
{
    struct candidate next;
    bool goes_on = true;
    while (goes_on) {
        char *bytes;
        next = (struct candidate){.version = verify->root.version + 1};
        root_name(next.version, next.name);
        int result = verify_read(verify, next.name, ROOT_BYTES_MAX, &bytes, &next.size);
        if (result == -ENOENT) {
            if (greatest_root(verify) > verify->root.version)
                verify_fail(verify, next.name, result,
                            _("a feed carries all its roots; players cannot leave one out"));
            return;
        }
        if (result < 0) {
            verify_fail(verify, next.name, result, NULL);
            return;
        }
        next.bytes = bytes;
        goes_on = take_step(verify, &next);
        free(bytes);
    }
}

static const char *const hints[TRUST_FAULTS] = {
    [TRUST_FORM] = N_("publish again"),
    [TRUST_KEY] = N_("publish with a key that the root names, or give the root of this feed"),
    [TRUST_SIGNATURE] = N_("somebody or something has changed the file since; publish again"),
    [TRUST_COMMENT] = N_("publish with \"bangtin publish\""),
    [TRUST_OTHER_FEED] = N_("give the root of this feed, or publish with this feed's key"),
    [TRUST_OLDER] = N_("the root demands a higher sequence number; publish again"),
    [TRUST_ROOT_EXPIRED] = N_("sign a new root with the root keys"),
};

/* Judges the document with the signature file `name`. -errno where it cannot be read. */
static int judge(const struct verify *verify, const char *name, const char *bytes, size_t size,
                 enum trust_fault *ret_fault, int64_t *ret_sequence)
{
    static const struct trust_history none;
    char *text;
    size_t text_size;
    int result = verify_read(verify, name, MINISIGN_FILE_MAX, &text, &text_size);
    if (result < 0)
        return result;
    *ret_fault =
        trust_judge(&verify->root, &none, bytes, size, text, text_size, verify->now, ret_sequence);
    free(text);
    return 0;
}

/* A publication that was interrupted leaves a new signature beside an old document; the old one's
 * lies in the pool, named by the document. Returns whether one of the two is right. */
static bool is_trusted(struct verify *verify, const char *bytes, size_t size, int64_t *ret_sequence)
{
    unsigned char digest[SHA256_SIZE];
    char hex[SHA256_HEX_SIZE], copy[COPY_NAME_SIZE];
    enum trust_fault fault = TRUST_FORM, other = TRUST_FORM;
    int result = judge(verify, SIGNATURE, bytes, size, &fault, ret_sequence);
    if (result == 0 && fault <= TRUST_SAME)
        return true;
    sha256_bytes(bytes, size, digest);
    sha256_to_hex(digest, hex);
    snprintf(copy, sizeof copy, "pool/%.2s/%s.minisig", hex, hex);
    if (judge(verify, copy, bytes, size, &other, ret_sequence) == 0 && other <= TRUST_SAME)
        return true;
    if (result < 0) {
        verify_fail(verify, SIGNATURE, result, _("publish with \"bangtin publish\""));
        verify->is_refused |= !verify->is_machine;
    } else {
        verify_refuse(verify, fault == TRUST_ROOT_EXPIRED ? DOCUMENT : SIGNATURE,
                      trust_fault_code(fault), _(trust_fault_message(fault)),
                      hints[fault] ? _(hints[fault]) : NULL);
    }
    return false;
}

/* What was signed must be said by the document itself too. */
static bool is_as_signed(struct verify *verify, const struct document *document, int64_t sequence)
{
    char message[256];
    if (strcmp(document->feed_id, verify->root.feed_id) == 0 && document->sequence == sequence)
        return true;
    snprintf(message, sizeof message,
             _("it says feed %s, sequence %lld, but feed %s, sequence %lld was signed"),
             document->feed_id, (long long)document->sequence, verify->root.feed_id,
             (long long)sequence);
    verify_refuse(verify, DOCUMENT, trust_fault_code(TRUST_COMMENT), message,
                  _("publish with \"bangtin publish\""));
    return false;
}

void verify_document(struct verify *verify)
{
    char *bytes;
    size_t size;
    int64_t sequence;
    struct document *document = NULL;
    int result = verify_read(verify, DOCUMENT, LIMIT_DOCUMENT_BYTES, &bytes, &size);
    if (result < 0) {
        verify_fail(verify, DOCUMENT, result, _("name the folder that publish has written"));
        return;
    }
    if (is_trusted(verify, bytes, size, &sequence) &&
        document_parse(bytes, size, &verify->findings, &document) == 0) {
        if (is_as_signed(verify, document, sequence))
            verify->document = document;
        else
            document_destroy(document);
    }
    free(bytes);
}
