/* Sticks: an officer brings one, and what it holds is taken as from the network: the same roots,
 * the same history, the same verdicts, and not a byte is parsed before it was verified; without
 * a signature only where the site's settings, or a passphrase on the stick, allow it. It is
 * copied into the store, a slice in each turn of the loop, and activated as a whole; the stick may
 * be pulled at any point, and what plays goes on. One stick at a time; the others wait. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/media.h"
#include "store/store.h"
#include "sync/body.h"
#include "sync/candidate.h"
#include "sync/mounts.h"
#include "sync/stick.h"
#include "trust/verdict.h"

#define USB_LENT_PATIENCE (30 * INT64_C(1000000))
#define USB_COLLECT_PATIENCE (90 * INT64_C(1000000))
#define USB_COLLECT_PAUSE (INT64_C(1000000) / 5)

struct feed;
struct site;
struct site_feed;
struct sync;

enum {
    USB_SLICE = 1 << 20, /* bytes that are read in one turn of the loop */
    USB_NAME_SIZE = 64   /* of a stick's name, cut there */
};

enum usb_state {
    USB_NONE,    /* no stick since the start */
    USB_READING, /* found, and being verified */
    USB_COPYING,
    USB_DONE,    /* it may be pulled */
    USB_PULLED,  /* before it was done */
    USB_REFUSED, /* left alone; the code says why */
    USB_STATES
};

/* The numbers are stable: they stand on the screen and in the manual. */
enum usb_code {
    USB_CODE_FINE = 0,
    USB_CODE_SAME = 10, /* with USB_DONE: what it holds plays already */
    USB_CODE_NTFS = 11,
    USB_CODE_OTHER_FORMAT = 12,
    USB_CODE_UNREADABLE = 13,
    USB_CODE_NO_ACCESS = 14,
    USB_CODE_PULLED = 16,
    USB_CODE_CLEARED = 17,   /* with USB_DONE: what came by stick before is off */
    USB_CODE_LENT = 18,      /* with USB_DONE: it plays until it is pulled */
    USB_CODE_COLLECTED = 19, /* with USB_DONE: reports are on it, and nothing else was to be done */
    USB_CODE_NOTHING = 20,
    USB_CODE_SEVERAL = 21,
    USB_CODE_UNSIGNED = 22,
    USB_CODE_KEY = 23,
    USB_CODE_OTHER_FEED = 24,
    USB_CODE_CHANGED = 25,
    USB_CODE_COMMENT = 26,
    USB_CODE_OLDER = 27,
    USB_CODE_OTHER_BYTES = 28,
    USB_CODE_LEAP = 29,
    USB_CODE_ROOT_EXPIRED = 30,
    USB_CODE_ROOT = 31,
    USB_CODE_DOCUMENT = 32,
    USB_CODE_MISSING = 33, /* a file that the document names */
    USB_CODE_WRONG = 34,   /* a file that is not what was signed */
    USB_CODE_TYPE = 35,
    USB_CODE_FULL = 36,
    USB_CODE_STORE = 37,
    USB_CODE_NEWER = 38, /* the network is bringing something newer */
    USB_CODE_ASIDE = 39, /* it has brought the screen down */
    USB_CODE_PASSPHRASE = 40,
    USB_CODE_MANY = 41,   /* pictures */
    USB_CODE_REPORTS = 42 /* they could not be written to it */
};

enum usb_step {
    USB_STEP_FIND,
    USB_STEP_DOCUMENT,
    USB_STEP_ROOTS,
    USB_STEP_JUDGE,
    USB_STEP_SIZES, /* these two where nobody has signed sizes and digests */
    USB_STEP_DIGESTS,
    USB_STEP_COPY,
    USB_STEP_COLLECT
};

/* A file of a stick without signatures. */
struct usb_file {
    char *href; /* owned */
    int64_t size;
    unsigned char sha256[SHA256_SIZE];
    enum media_kind kind;
    bool is_left_out;
};

/* What a stick without signatures holds. */
struct usb_loose {
    struct document *draft; /* owned; NULL: just pictures */
    struct usb_file *files; /* owned; of a draft in the order of its assets */
    size_t count, at;
    struct sha256 hash; /* of files[at], of which so many bytes were read */
    int64_t hashed;
};

/* What was told last in RUN/front/usb.json. */
struct usb_front {
    enum usb_state state;
    enum usb_code code;
    unsigned stick, percent;
    bool is_unsigned;
};

struct usb {
    bool is_on;
    struct mounts mounts;
    struct mount_list present;
    bool was_handled[MOUNTS_MAX]; /* beside present.list */

    enum usb_state state;
    enum usb_code code;
    char name[USB_NAME_SIZE];          /* of the stick that `state` tells of: text, for people */
    char detail[LIMIT_HREF_BYTES + 1]; /* the file that is at fault, or empty */
    int64_t since;    /* the state, microseconds since 1970, by the system's clock */
    unsigned sticks;  /* that were begun with: two that end alike are still two */
    bool is_unsigned; /* what it holds is taken without a signature */
    struct usb_front front;
    int64_t front_at; /* monotonic */

    bool is_at_work; /* on `mount`; what follows is only used then */
    struct mount mount;
    enum usb_step step;
    struct stick stick;
    int fd;           /* of the file that is read; -1: none */
    struct body body; /* of the document */
    char *signature;  /* owned */
    size_t signature_size;
    struct feed *feed; /* whose content it is; NULL: is_unsigned */
    struct usb_loose loose;
    unsigned root_steps;
    struct candidate coming;
    struct store_part part;
    bool was_resumed; /* the part began with bytes of an earlier try */
    size_t need;      /* of coming.needs, the one that is copied next */
    int64_t bytes, total_bytes;
    /* USB_STEP_COLLECT: how the rest of the work has ended, and how long reports may take. */
    enum usb_state outcome;
    enum usb_code outcome_code;
    int64_t collect_until; /* monotonic */

    /* usb.mode "while-inserted": the stick whose content plays, if is_lending. Where `current` says
     * that one plays and this run has not seen it yet, it has until `lent_until` (monotonic). */
    bool is_lending;
    struct mount lent;
    int64_t lent_until;
};

#define USB_CLOSED                                                                                 \
    ((struct usb){                                                                                 \
        .mounts = MOUNTS_CLOSED, .stick = STICK_CLOSED, .fd = -1, .part = STORE_PART_NONE})

/* Begins to watch, where the settings do not say "off" and this is no --once. */
void usb_start(struct sync *sync);
void usb_finish(struct sync *sync);

/* Goes on by one slice. Returns when it wants to go on: monotonic. */
int64_t usb_move(struct sync *sync, int64_t now);

/* Whether this file is being copied from a stick just now. */
bool usb_is_copying(const struct usb *usb, const unsigned char sha256[SHA256_SIZE]);

/* 0 … 100, of the bytes that are to be copied. */
unsigned usb_percent(const struct usb *usb);

/* "none", "copying", … for machines; and words for people, in the reader's language, into `text`.
 */
const char *usb_state_name(enum usb_state state);
void usb_message(const struct usb *usb, char *text, size_t size);

/* --- between the files usb*.c --- */

void usb_set_state(struct sync *sync, enum usb_state state, enum usb_code code);
bool usb_is_present(const struct usb *usb, const struct mount *mount);

/* The end of the work on this stick. `detail`: a file that is at fault, or NULL. */
void usb_end(struct sync *sync, enum usb_state state, enum usb_code code, const char *detail);

/* Something of the stick could not be read: it was pulled, it is broken, or (`code`) the file is at
 * fault. `name` of the file. */
void usb_end_unread(struct sync *sync, int error, enum usb_code code, const char *name);

/* usb_front.c: RUN/front/usb.json, for the band on the screen:
 *   {"state": "copying", "code": 0, "stick": 1, "percent": 40, "unsigned": false}
 * `stick` counts them since the start. Written when something has changed, a mere percent at most
 * five times a second; not there while no stick was seen, and gone when sync leaves. Returns when
 * it wants to be called again: monotonic. */
void usb_front_start(struct sync *sync);
int64_t usb_front_move(struct sync *sync, int64_t now);
void usb_front_finish(const struct sync *sync);

/* usb_lend.c: the feed of what has no signature and of what plays only while its stick is inserted.
 *
 * Its settings; NULL: nothing of that kind is allowed. usb_is_settings: whether these are they. */
const struct site_feed *usb_feed_settings(const struct site *site);
bool usb_is_settings(const struct site_feed *settings);

/* On which feed the content of the stick at work is put. */
struct feed *usb_target(const struct sync *sync);

/* Whether the stick may do without a signature: the settings say so, or its bangtin-pass.txt.
 * False: the work is at its end, and why is told. */
bool usb_may_be_unsigned(struct sync *sync);

/* What came by a stick without a signature is shown no more. */
void usb_clear(struct sync *sync);

/* The content of the stick is on. `code` of an import. */
void usb_take_on(struct sync *sync, enum usb_code code);

/* Where usb.mode is another one now, what was lent goes. Before the feeds are opened. */
void usb_forget_lent(struct sync *sync);

/* Looks whether the stick whose content plays is still there, and takes it back where it is not.
 * Returns when it wants to be called again: monotonic. */
int64_t usb_lend_move(struct sync *sync, int64_t now);

/* usb_collect.c: whether the stick asks for reports, and they are on their way to it; then its work
 * has not ended yet. */
bool usb_begin_collecting(struct sync *sync, enum usb_state state, enum usb_code code);
void usb_collect(struct sync *sync);

/* The next slice of each step. usb_judge.c, then usb_loose.c, then usb_copy.c: */
void usb_find(struct sync *sync);
void usb_read_document(struct sync *sync);
void usb_follow_roots(struct sync *sync);
void usb_judge(struct sync *sync);
/* Whether the verdict still lets it in; otherwise the work is at its end, and why is told. */
bool usb_is_wanted(struct sync *sync, enum trust_fault fault);
enum trust_fault usb_verdict(struct sync *sync, const char *bytes, size_t size,
                             const char *signature, size_t signature_size, int64_t *ret_sequence);
/* The stick has no document; or one that nobody has signed, in usb->body. */
void usb_find_pictures(struct sync *sync);
void usb_begin_draft(struct sync *sync);
void usb_loose_finish(struct usb_loose *loose); /* fine on zeroes */
void usb_sizes(struct sync *sync);
void usb_digests(struct sync *sync);
void usb_begin_copy(struct sync *sync);
void usb_copy(struct sync *sync);
