/* The playlist document, format 1 (docs/playlist.md): one immutable value, parsed and validated
 * once. What the player decides by is typed; the words and addresses of an item stay the
 * document's own bytes, which `resolve` turns into a job for one language and site. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/finding.h"
#include "playlist/limits.h"

enum item_type {
    ITEM_IMAGE,
    ITEM_VIDEO,
    ITEM_SERVICE,
    ITEM_HOTLINE,
    ITEM_STEPS,
    ITEM_SLOGAN,
    ITEM_NOTICE,
    ITEM_FIGURES,
    ITEM_DIRECTORY,
    ITEM_PROCEDURE,
    ITEM_TABLE,
    ITEM_DOCUMENT,
    ITEM_TYPES
};

enum transition_type {
    TRANSITION_CUT,
    TRANSITION_CROSSFADE,
    TRANSITION_PUSH_LEFT,
    TRANSITION_PUSH_UP,
    TRANSITION_WIPE_LEFT,
    TRANSITION_TYPES
};

struct transition {
    enum transition_type type;
    int64_t duration; /* microseconds; 0 for a cut */
};

/* Names that an item, schedule entry, alert … is meant for; each an id, or "tag:NAME". */
struct name_list {
    const char **names;
    size_t count; /* 0: for all */
};

#define TIME_ALWAYS_BEFORE INT64_MIN
#define TIME_ALWAYS_AFTER INT64_MAX

/* All instants are microseconds since 1970 in UTC, all durations microseconds. Local dates are
 * days since 1970-01-01 in the document's time zone. Strings belong to the document. */
struct item {
    const char *id; /* of a faulty one perhaps "#PLAYLIST.INDEX", which no sound id looks like */
    enum item_type type;
    const char *asset; /* of an image or video, one of the document's; otherwise NULL */
    const char *json;  /* the item's object as it stands in the document, validated */
    size_t json_size;
    uint64_t digest;  /* of json: tells items and their versions apart */
    int64_t duration; /* 0: a clip plays to its end. Otherwise own or default */
    struct transition transition;
    int64_t valid_from;          /* inclusive; TIME_ALWAYS_BEFORE where absent */
    int64_t valid_until;         /* exclusive; TIME_ALWAYS_AFTER where absent */
    int64_t basis_until;         /* basis.validUntil, a local date, inclusive; or ALWAYS_AFTER */
    unsigned weight;             /* 1 … 100 turns a round */
    unsigned max_plays_per_hour; /* 0: no limit */
    bool hidden;
    bool faulty;        /* has an error of its own: left out, the rest of the document stands */
    uint32_t languages; /* bit i: has text in document->languages[i]; 0: none depends on language */
    struct name_list sites;
    struct name_list dayparts;
    uint32_t playlist, index; /* its JSON path: /playlists/PLAYLIST/items/INDEX */
};

struct asset {
    const char *name;
    const char *href; /* relative to the document, checked: no "..", no backslash, no scheme */
    int64_t size;     /* bytes; -1 in a draft */
    unsigned char sha256[32];
    bool has_sha256;
    const char *media_type; /* or NULL */
    const char *alt_json;   /* alternative text as JSON (a string or a map), or NULL */
    size_t alt_json_size;
    int64_t duration; /* of a clip; 0 where unknown */
};

struct playlist {
    const char *id;
    size_t first_item, item_count; /* a run of document->items */
    bool is_weighted;              /* not all items have the same weight */
};

struct day_window {
    uint8_t days;       /* bit 0 Monday … bit 6 Sunday; 0x7f in an exception */
    int16_t start, end; /* minutes of the local day, 0 … 1440; end <= start crosses midnight */
};

struct day_exception {
    int64_t date; /* local date */
    struct day_window *windows;
    size_t window_count; /* 0: closed */
};

struct daypart {
    const char *name;
    struct day_window *windows;
    size_t window_count;
    struct day_exception *exceptions; /* ordered by date */
    size_t exception_count;
};

struct schedule_entry {
    size_t playlist; /* index into document->playlists */
    int priority;
    struct name_list dayparts;
    int64_t valid_from, valid_until;
    int64_t dtstart;   /* instant; TIME_ALWAYS_BEFORE where absent */
    const char *rrule; /* syntax checked; or NULL */
    int64_t duration;  /* of each occurrence */
    struct name_list sites;
};

struct ticker_line {
    const char *text_json; /* a string or a map, as it stands */
    size_t text_json_size;
    uint32_t languages; /* as an item's */
    int64_t valid_from, valid_until;
    struct name_list dayparts, sites;
};

enum alert_severity { ALERT_UNKNOWN, ALERT_MINOR, ALERT_MODERATE, ALERT_SEVERE, ALERT_EXTREME };

struct alert {
    const char *identifier;
    const char *json; /* the alert's object, validated */
    size_t json_size;
    int64_t sent, expires;
    enum alert_severity severity;
    bool banner;        /* over the loop, which runs on; otherwise it takes the whole screen */
    uint32_t languages; /* as an item's */
    struct name_list sites;
};

struct site_entry {
    const char *id;
    const char *json; /* the site's object, validated; read by `site` */
    size_t json_size;
};

/* Where the document does not say otherwise. */
#define DOCUMENT_LANGUAGE "vi"
#define DOCUMENT_TIME_ZONE "Asia/Ho_Chi_Minh"
#define DOCUMENT_DURATION (INT64_C(12) * 1000000)
#define DOCUMENT_TRANSITION (INT64_C(7) * 100000)

struct document {
    const char
        *bytes;  /* the document without a byte-order mark; everything above points into it or */
    size_t size; /* into `arena` */
    uint64_t digest;
    const char *feed_id;
    int64_t sequence;  /* 0 in a draft */
    int64_t generated; /* TIME_ALWAYS_BEFORE in a draft */
    int64_t expires;   /* TIME_ALWAYS_AFTER where absent */
    const char *time_zone;
    const char *languages[LIMIT_LANGUAGES];
    size_t language_count;
    struct transition transition;                                         /* defaults.transition */
    int64_t duration;                                                     /* defaults.duration */
    const char *title_json, *publisher_json, *defaults_json, *theme_json; /* or NULL */
    size_t title_json_size, publisher_json_size, defaults_json_size, theme_json_size;
    struct asset *assets; /* ordered by name */
    size_t asset_count;
    struct item *items; /* all playlists' in document order */
    size_t item_count;
    uint32_t *items_by_id; /* indices into items, ordered by id */
    struct playlist *playlists;
    size_t playlist_count;
    struct daypart *dayparts;
    size_t daypart_count;
    struct schedule_entry *schedule;
    size_t schedule_count;
    struct ticker_line *ticker;
    size_t ticker_count;
    struct alert *alerts;
    size_t alert_count;
    struct site_entry *sites; /* in document order */
    size_t site_count;
    void *arena; /* owns everything */
};

/* Parses and validates `size` bytes. Every fault and doubt goes to `findings` with its JSON
 * pointer. Returns 0 and a document that the caller destroys (some items may be `faulty`), or -1
 * where a fault concerns the top level and the whole is refused; then *ret_document is untouched.
 * Reads nothing but `bytes`, which it copies. */
int document_parse(const char *bytes, size_t size, struct findings *findings,
                   struct document **ret_document);
void document_destroy(struct document *document); /* NULL is fine */

/* The asset of that name, or NULL. */
const struct asset *document_asset(const struct document *document, const char *name);
const struct asset *document_find_asset(const struct document *document, const char *name,
                                        size_t size);

/* The item of that id, or NULL. */
const struct item *document_item(const struct document *document, const char *id);

/* Writes the item's JSON pointer. */
void item_path(const struct item *item, char *path, size_t size);

/* "service" and so on; the inverse returns -1 for no type. */
const char *item_type_name(enum item_type type);
int item_type_parse(const char *name, enum item_type *type);
const char *transition_name(enum transition_type type);
int transition_parse(const char *name, enum transition_type *type);
