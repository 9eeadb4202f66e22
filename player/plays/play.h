/* What the log of plays is made of: rows, and the items and places they point to (docs/reports.md).
 * A row says that an item was shown, or what happened to the screen between two items. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/sha256.h"

enum {
    PLAY_NAME_MAX = 128,  /* bytes of a feed, an item, a version, a language, a type, a place */
    PLAY_TITLE_MAX = 300, /* bytes of a title, a topic, an audience */
    PLAY_EVENT_MAX = 32,  /* bytes of an event's name */
    PLAY_SIDE_MAX = 160,  /* pixels of a thumbnail's longer side */
    PLAY_THUMBNAIL_MAX = PLAY_SIDE_MAX * PLAY_SIDE_MAX * 3,
    PLAY_DEVICE_SIZE = 33 /* 32 hexadecimal digits and a NUL */
};

enum play_kind {
    PLAY_KIND_SHOWN, /* an item was on the screen */
    PLAY_KIND_EVENT  /* "start", "stop", "screen-off", … */
};

/* An item as it was when it was shown. Strings are the giver's. */
struct play_item {
    int64_t id; /* within one log */
    const char *feed, *item, *version, *language, *type, *title;
    const char *topic, *audience; /* or NULL */
    unsigned width, height;       /* of its thumbnail; 0: there is none */
    const void *thumbnail;        /* RGB, rows without padding; NULL: none, or not asked for */
};

struct play_place {
    int64_t id;
    const char *site, *screen; /* "1920x1080"; "": not known */
};

struct play_row {
    int64_t seq;  /* from 1, without gaps */
    uint64_t run; /* one life of the screen process; random */
    int64_t n;    /* within the run */
    enum play_kind kind;
    int64_t item;      /* an id; 0: none */
    const char *event; /* or NULL */
    int64_t start;     /* milliseconds since 1970, by the clock that `clock` tells of */
    int64_t shown;     /* milliseconds by a clock that does not jump; of an event its count */
    enum clock_rung clock;
    int64_t place; /* an id */
    unsigned char hash[SHA256_SIZE];
};

/* A log as a whole. `hash`es as chain.h says. */
struct play_log {
    char device[PLAY_DEVICE_SIZE];
    int64_t base_seq; /* of the last row that was removed by age; 0: none was */
    unsigned char base_hash[SHA256_SIZE];
    int64_t head_seq; /* of the newest row; base_seq: there is none */
    unsigned char head_hash[SHA256_SIZE];
    int64_t acknowledged; /* the newest that the report's server has */
};
