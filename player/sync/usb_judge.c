/* Whether what a stick holds is let in: as a poll of a feed judges what a server sends (polling.c,
 * polling_root.c), in the same order, but from files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "sync/sync.h"

static const char document_name[] = "playlist.json";
static const char signature_name[] = "playlist.json.minisig";

static void refuse(struct sync *sync, enum usb_code code)
{
    usb_end(sync, USB_REFUSED, code, NULL);
}

void usb_find(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    int64_t size = 0;
    int result = stick_open(&usb->mount, &usb->stick);
    if (result == 0)
        result = stick_find(&usb->stick);
    if (result == -ENOENT) {
        usb_find_pictures(sync);
        return;
    }
    if (result == -EMLINK) {
        refuse(sync, USB_CODE_SEVERAL);
        return;
    }
    if (result == 0)
        usb->fd = result = stick_document(&usb->stick, &size);
    if (result < 0) {
        usb->fd = -1;
        usb_end_unread(sync, result, USB_CODE_UNREADABLE, document_name);
        return;
    }
    body_reset(&usb->body, LIMIT_DOCUMENT_BYTES);
    usb->step = USB_STEP_DOCUMENT;
    if ((uint64_t)size > LIMIT_DOCUMENT_BYTES)
        refuse(sync, USB_CODE_DOCUMENT);
}

/* --- whose it is ----------------------------------------------------------------------------- */

/* A root file that was missing may be there by now; a feed without an address is asked by nobody
 * else. */
static void load_feeds(struct sync *sync)
{
    for (size_t i = 0; i < sync->feed_count; i++) {
        struct feed *feed = &sync->feeds[i];
        if (feed->key[0] || !feed_load(feed))
            continue;
        if (!feed->settings->url)
            trouble_clear(&feed->trouble, feed_name(feed));
        if (activate_settings(sync, false) < 0)
            log_warning("%s: its share cannot be written", feed_name(feed));
    }
}

/* The feed that the signature claims to be for: proves nothing, but says by which root to judge. */
static enum usb_code find_feed(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    struct minisign_signature signature;
    char feed_id[LIMIT_ID_BYTES + 1];
    int64_t sequence;
    if (minisign_signature_parse(usb->signature, usb->signature_size, &signature) < 0)
        return USB_CODE_UNSIGNED;
    if (trust_comment_parse(signature.comment, feed_id, &sequence) < 0)
        return USB_CODE_COMMENT;
    load_feeds(sync);
    for (size_t i = 0; i < sync->feed_count; i++) {
        struct feed *feed = &sync->feeds[i];
        if (!feed->is_unsigned && feed->key[0] && strcmp(feed->key, feed_id) == 0) {
            usb->feed = feed;
            return USB_CODE_FINE;
        }
    }
    return USB_CODE_OTHER_FEED;
}

static void read_signature(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    int result = stick_read(&usb->stick, signature_name, MINISIGN_FILE_MAX, &usb->signature,
                            &usb->signature_size);
    if (result == -ENOENT && stick_is_there(&usb->stick, &usb->mount)) {
        if (usb_may_be_unsigned(sync))
            usb_begin_draft(sync);
        return;
    }
    if (result < 0) {
        usb_end_unread(sync, result, USB_CODE_UNSIGNED, signature_name);
        return;
    }
    enum usb_code code = find_feed(sync);
    usb->step = USB_STEP_ROOTS;
    if (code != USB_CODE_FINE)
        refuse(sync, code);
}

void usb_read_document(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    char *buffer = malloc(USB_SLICE);
    ssize_t count = buffer ? read(usb->fd, buffer, USB_SLICE) : -1;
    int result = buffer ? count < 0 ? -errno : 0 : -ENOMEM;
    if (count > 0)
        result = body_add(&usb->body, buffer, (size_t)count);
    free(buffer);
    if (result < 0 && result != -EINTR) {
        usb_end_unread(sync, result, USB_CODE_DOCUMENT, document_name);
        return;
    }
    if (count != 0)
        return;
    close(usb->fd);
    usb->fd = -1;
    read_signature(sync);
}

/* --- the chain of roots ---------------------------------------------------------------------- */

struct next_root {
    char *bytes; /* owned */
    size_t size;
    struct root root;
    struct minisign_signature signatures[2 * ROOT_KEYS_MAX];
    size_t count;
};

/* Reads the signatures of these keys; a missing one may not be needed. 0, or -errno of the stick.
 */
static int read_signatures(const struct usb *usb, struct next_root *next,
                           const struct minisign_public *keys, size_t key_count)
{
    char name[ROOT_NAME_SIZE], *bytes;
    size_t size;
    for (size_t i = 0; i < key_count && next->count < (size_t)2 * ROOT_KEYS_MAX; i++) {
        root_signature_name(usb->feed->root.version + 1, &keys[i], name);
        int result = stick_read(&usb->stick, name, MINISIGN_FILE_MAX, &bytes, &size);
        if (result == -EIO || result == -ENODEV || result == -ENOMEM)
            return result;
        if (result < 0)
            continue;
        if (minisign_signature_parse(bytes, size, &next->signatures[next->count]) == 0)
            next->count++;
        free(bytes);
    }
    return 0;
}

/* 0; -EKEYREJECTED: not as it must be; or -errno of the stick. Not a byte of the root is parsed
 * before the keys that are known have signed it. */
static int verify(const struct usb *usb, struct next_root *next)
{
    const struct root *known = &usb->feed->root;
    int result = read_signatures(usb, next, known->root_keys, known->root_key_count);
    if (result < 0)
        return result;
    if (root_count_signers(known->root_keys, known->root_key_count, next->signatures, next->count,
                           next->bytes, next->size) < known->threshold)
        return -EKEYREJECTED;
    result = root_parse(next->bytes, next->size, NULL, &next->root);
    if (result < 0)
        return result == -ENOMEM ? result : -EKEYREJECTED;
    result = read_signatures(usb, next, next->root.root_keys, next->root.root_key_count);
    if (result < 0)
        return result;
    return root_verify_step(known, &next->root, next->bytes, next->size, next->signatures,
                            next->count, NULL) < 0
               ? -EKEYREJECTED
               : 0;
}

/* A poll that is between the roots and the signature would judge by the root before: it begins
 * anew. */
static void restart_poll(struct feed *feed)
{
    if (feed->poll.step == POLL_REST || feed->poll.step == POLL_DOCUMENT)
        return;
    poll_finish(feed);
    feed->poll_at = clock_monotonic();
}

static void take_root(struct sync *sync, struct next_root *next, const char *name)
{
    struct feed *feed = sync->usb.feed;
    int result = verify(&sync->usb, next);
    if (result == -EKEYREJECTED) {
        usb_end(sync, USB_REFUSED, USB_CODE_ROOT, name);
        return;
    }
    if (result < 0) {
        usb_end_unread(sync, result, USB_CODE_ROOT, name);
        return;
    }
    restart_poll(feed);
    if (activate_root(sync, feed, &next->root, next->bytes, next->size) < 0)
        refuse(sync, USB_CODE_STORE);
}

void usb_follow_roots(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    char name[ROOT_NAME_SIZE];
    struct next_root *next = calloc(1, sizeof *next);
    if (!next) {
        refuse(sync, USB_CODE_STORE);
        return;
    }
    root_name(usb->feed->root.version + 1, name);
    int result = usb->root_steps++ < ROOT_STEPS_MAX
                     ? stick_read(&usb->stick, name, ROOT_BYTES_MAX, &next->bytes, &next->size)
                     : -ENOENT;
    if (result == 0)
        take_root(sync, next, name);
    else if (result == -ENOENT && stick_is_there(&usb->stick, &usb->mount))
        usb->step = USB_STEP_JUDGE;
    else
        usb_end_unread(sync, result, USB_CODE_ROOT, name);
    free(next->bytes);
    free(next);
}

/* --- the verdict ----------------------------------------------------------------------------- */

enum trust_fault usb_verdict(struct sync *sync, const char *bytes, size_t size,
                             const char *signature, size_t signature_size, int64_t *ret_sequence)
{
    if (sync->usb.is_unsigned)
        return TRUST_FINE;
    return feed_judge(sync->usb.feed, bytes, size, signature, signature_size, ret_sequence);
}

static enum usb_code code_of(enum trust_fault fault)
{
    switch (fault) {
    case TRUST_FORM:
        return USB_CODE_UNSIGNED;
    case TRUST_KEY:
        return USB_CODE_KEY;
    case TRUST_SIGNATURE:
        return USB_CODE_CHANGED;
    case TRUST_COMMENT:
        return USB_CODE_COMMENT;
    case TRUST_OTHER_FEED:
        return USB_CODE_OTHER_FEED;
    case TRUST_OLDER:
        return USB_CODE_OLDER;
    case TRUST_OTHER_BYTES:
        return USB_CODE_OTHER_BYTES;
    case TRUST_LEAP:
        return USB_CODE_LEAP;
    case TRUST_ROOT_EXPIRED:
        return USB_CODE_ROOT_EXPIRED;
    case TRUST_FINE:
    case TRUST_SAME:
    case TRUST_FAULTS:
        break;
    }
    return USB_CODE_FINE;
}

/* Whether what it holds is on as it would be put on. */
static bool is_on(const struct sync *sync, const struct feed *target)
{
    const struct current_feed *entry = current_find(&sync->current, target->key);
    return feed_same(target, sync->usb.coming.sha256) == FEED_ON && !target->is_repair && entry &&
           entry->is_lent == (sync->site->usb.mode == USB_WHILE_INSERTED);
}

bool usb_is_wanted(struct sync *sync, enum trust_fault fault)
{
    const struct usb *usb = &sync->usb;
    const struct feed *target = usb_target(sync);
    bool is_aside = feed_same(target, usb->coming.sha256) == FEED_ASIDE ||
                    (usb->feed && feed_same(usb->feed, usb->coming.sha256) == FEED_ASIDE);
    if (fault != TRUST_FINE && fault != TRUST_SAME) {
        refuse(sync, code_of(fault));
        return false;
    }
    if (is_aside) {
        refuse(sync, USB_CODE_ASIDE);
        return false;
    }
    if (is_on(sync, target)) {
        usb_take_on(sync, USB_CODE_SAME);
        return false;
    }
    /* Something newer is on its way, unless it is stuck there. */
    if (usb->feed && target == usb->feed && target->pending.document && !target->is_repair &&
        !trouble_is(&target->fetch_trouble) && target->pending.sequence > usb->coming.sequence) {
        refuse(sync, USB_CODE_NEWER);
        return false;
    }
    return true;
}

/* The signature beside the media, as a poll asks for it: whoever publishes replaces two files, and
 * may have been interrupted between them. */
static void try_copy(struct sync *sync, enum trust_fault *fault)
{
    struct usb *usb = &sync->usb;
    char hex[SHA256_HEX_SIZE], name[SHA256_HEX_SIZE + 32], *bytes;
    size_t size;
    sha256_to_hex(usb->coming.sha256, hex);
    snprintf(name, sizeof name, "pool/%.2s/%s.minisig", hex, hex);
    if (stick_read(&usb->stick, name, MINISIGN_FILE_MAX, &bytes, &size) < 0)
        return;
    enum trust_fault other =
        usb_verdict(sync, usb->coming.bytes, usb->coming.size, bytes, size, &usb->coming.sequence);
    if (other == TRUST_FORM || other == TRUST_KEY || other == TRUST_SIGNATURE) {
        free(bytes);
        return;
    }
    *fault = other;
    free(usb->signature);
    usb->signature = bytes;
    usb->signature_size = size;
}

/* The bytes are trusted: they may be parsed now. */
static void accept(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    struct candidate *coming = &usb->coming;
    char why[256];
    int result = candidate_read(coming, why, sizeof why);
    if (result < 0) {
        log_warning("stick %s: %s", usb->name, why);
        refuse(sync, result == -ENOMEM ? USB_CODE_STORE : USB_CODE_DOCUMENT);
    } else if (strcmp(coming->document->feed_id, usb->feed->key) != 0 ||
               coming->document->sequence != coming->sequence) {
        refuse(sync, USB_CODE_COMMENT);
    } else {
        usb_begin_copy(sync);
    }
}

void usb_judge(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    struct candidate *coming = &usb->coming;
    if (usb->feed->root.version < feed_known_root(usb->feed)) {
        refuse(sync, USB_CODE_ROOT);
        return;
    }
    coming->bytes = body_take(&usb->body, &coming->size);
    if (!coming->bytes) {
        refuse(sync, USB_CODE_STORE);
        return;
    }
    sha256_bytes(coming->bytes, coming->size, coming->sha256);
    enum trust_fault fault = usb_verdict(sync, coming->bytes, coming->size, usb->signature,
                                         usb->signature_size, &coming->sequence);
    if (fault == TRUST_FORM || fault == TRUST_KEY || fault == TRUST_SIGNATURE)
        try_copy(sync, &fault);
    if (!usb_is_wanted(sync, fault))
        return;
    coming->signature = usb->signature;
    coming->signature_size = usb->signature_size;
    usb->signature = NULL;
    accept(sync);
}
