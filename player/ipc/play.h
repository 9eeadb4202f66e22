/* What `bangtin-display` tells `bangtin-sync` of what it shows, and the answer (docs/reports.md).
 *
 * Over RUN/plays.sock (SOCK_SEQPACKET); `bangtin-sync` listens. A message is a JSON object:
 *
 *   {"play":"begin","run":"16 hex","n":12,"feed":"…","item":"…","type":"service","title":"…",
 *    "topic":"…"|null,"audience":"…"|null,"language":"vi","version":"…","start":MS,
 *    "at":MS,"clock":"trusted"|"server"|"floor","site":"…","screen":"1920x1080"}
 *    (with a "thumbnail":{"width":160,"height":90} where descriptor 0 is one: a sealed memfd of
 *    width * height * 3 bytes, RGB)
 *   {"play":"end","run":…,"n":12,"shown":MS}
 *   {"play":"event","run":…,"n":13,"event":"screen-off","count":0,"start":MS,"at":MS,"clock":…,
 *    "site":…,"screen":…}
 *   {"play":"kept","run":…,"n":12}      back: all of this run up to n is on the disk
 *
 * Plays of type "banner" go on beside the others; of those one ends before the next one begins.
 *
 * `run` tells one life of the screen process from another, `n` grows within it. What is not kept
 * yet is sent again over a new connection; `n` tells what has been there already. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "ipc/channel.h"
#include "ipc/pixels.h"

#define PLAY_SOCKET "plays.sock"
/* The type of an alert in a strip over other items: its plays go on beside theirs. */
#define PLAY_TYPE_BANNER "banner"

enum {
    PLAY_WORD_BYTES = 128,
    PLAY_TITLE_BYTES = 300,
    PLAY_THUMBNAIL_SIDE = 160 /* pixels of its longer side at most */
};
#define PLAY_SHOWN_MAX (INT64_C(400) * 24 * 3600 * 1000) /* milliseconds */

enum play_message_kind { PLAY_BEGIN, PLAY_END, PLAY_EVENT, PLAY_KEPT };

struct play_thumbnail {
    int fd; /* -1: none */
    unsigned width, height;
};

#define PLAY_THUMBNAIL_NONE ((struct play_thumbnail){.fd = -1})

struct play_message {
    enum play_message_kind kind;
    uint64_t run;
    int64_t n;
    char feed[PLAY_WORD_BYTES + 1], item[PLAY_WORD_BYTES + 1], version[PLAY_WORD_BYTES + 1];
    char language[PLAY_WORD_BYTES + 1], type[PLAY_WORD_BYTES + 1], title[PLAY_TITLE_BYTES + 1];
    char topic[PLAY_TITLE_BYTES + 1], audience[PLAY_TITLE_BYTES + 1]; /* "": none */
    char site[PLAY_WORD_BYTES + 1], screen[PLAY_WORD_BYTES + 1];
    char event[32];
    int64_t start; /* milliseconds since 1970, by the wall clock as it was */
    int64_t at;    /* the same by the monotonic one, which both processes have; 0: not told */
    int64_t shown; /* milliseconds */
    int64_t count; /* of an event */
    enum clock_rung clock;
    unsigned width, height; /* of the thumbnail that comes along; 0: none */
};

/* The message as JSON; fresh. NULL without memory. Of `thumbnail` only the size. */
char *play_message_compose(const struct play_message *message,
                           const struct play_thumbnail *thumbnail);

/* Reads one; everything is checked, and bounded as the fields are. 0 or -EBADMSG. */
int play_message_parse(const char *text, size_t size, struct play_message *ret);

/* play_thumbnail.c: the picture reduced to PLAY_THUMBNAIL_SIDE at most, each pixel the mean of what
 * it stands for, upright again where the slide was turned clockwise by `rotate` degrees. Sealed.
 * Returns 0 and one that the caller finishes, or -errno. */
int play_thumbnail_make(const struct pixels *pixels, unsigned rotate, struct play_thumbnail *ret);
void play_thumbnail_finish(struct play_thumbnail *thumbnail);

/* Reads the bytes of a thumbnail that came over the socket, after checking its seals and size. *ret
 * is fresh. 0, -EPERM (not sealed), -EINVAL (another size) or -errno. Does not close `fd`. */
int play_thumbnail_read(int fd, unsigned width, unsigned height, unsigned char **ret);
