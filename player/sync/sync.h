/* The network process put together: one struct, one poll loop. Each feed is asked by itself
 * (polling.c), what a new document needs is fetched by all together (fetch.c), and becomes the
 * active generation in one step (activate.c). */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "ipc/settings.h"
#include "net/http.h"
#include "playlist/site.h"
#include "store/store.h"
#include "sync/device.h"
#include "sync/feed.h"
#include "sync/fetch.h"
#include "sync/health.h"
#include "sync/heard.h"
#include "sync/options.h"
#include "sync/plays.h"
#include "sync/rollback.h"
#include "sync/scrub.h"
#include "sync/usb.h"
#include "trust/ladder.h"

struct sync {
    struct options options;
    struct site *site;
    struct settings settings; /* `site` is theirs */
    struct store store;
    char store_path[4096];
    int store_fault;        /* why there is none: an errno; 0: there is one */
    struct current current; /* as it stands on the disk */
    struct ladder ladder;
    struct http *http;
    struct feed *feeds;
    size_t feed_count;
    struct fetch fetch;
    struct scrub scrub;
    struct usb usb;
    struct health health;
    struct rollback rollback;
    struct device device;
    struct heard heard;
    struct plays plays;
    int64_t damage_seen; /* the display.json that was read last, by its time */
    int signals;         /* signalfd */
    int64_t started;     /* on the wall clock */
    bool is_clean;       /* what a run before left behind was removed */
    bool quit, restart;  /* restart: with settings that have changed */
};

/* Runs until a signal, or with --once until each feed was asked and is served. Returns the exit
 * status. */
int sync_run(struct sync *sync);

/* The time as it is trusted. */
struct ladder_time sync_time(const struct sync *sync);

/* Raises the floor of time by what a signed document says of when it was made. One office's key, or
 * its wrong clock, must not end the time of all feeds: no further than the system's clock where NTP
 * sets it, and otherwise no further than a screen may have been off. */
void sync_learn_time(struct sync *sync, int64_t generated);

/* activate.c: */

/* All that feed->pending needs is in the store: makes it the active generation. Trouble is noted in
 * feed->fetch_trouble. Returns whether it is on. */
bool activate(struct sync *sync, struct feed *feed);

/* A root that may follow the feed's was verified: keeps it durably. A document that the root before
 * has judged and that is not on yet is dropped. 0 or -errno. */
int activate_root(struct sync *sync, struct feed *feed, const struct root *root, const char *bytes,
                  size_t size);

/* Writes `current` where the shares of the settings differ from it, or the floor of time is to be
 * kept (`with_floor`). 0 or -errno. */
int activate_settings(struct sync *sync, bool with_floor);

/* Replaces `current` on the disk and here. 0 or -errno; the old one holds then. */
int activate_commit(struct sync *sync, const struct current *current);

/* Puts the shares of the settings into `current`. Returns whether any was another one. */
bool activate_shares(const struct sync *sync, struct current *current);

/* Removes what neither what plays, nor the generation before it, nor what is coming needs. */
void activate_clean(struct sync *sync);

/* revert.c: puts the generation before on again, in one step; without one the built-in content
 * plays. The sequence stays, so that trust forgets nothing. `is_aside`: the document that was on
 * has brought the screen down, and is not put on again while it is what the feed offers; otherwise
 * its stick was pulled, and it may come again. What is on its way goes on. 0; -ENOENT: nothing of
 * the feed is on; or -errno. */
int activate_revert(struct sync *sync, struct feed *feed, bool is_aside);

/* How many bytes are missing on the disk for `bytes` more, after what nobody needs was removed. */
int64_t activate_make_room(struct sync *sync, int64_t bytes);
