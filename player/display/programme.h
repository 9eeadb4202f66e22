/* What is on: the documents that this screen follows, the state of the choice among their items,
 * and the items that are set aside because they brought a worker down. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "display/leftout.h"
#include "display/programme_feed.h"
#include "display/proofs.h"
#include "display/watch.h"
#include "ipc/job.h"
#include "playlist/choice.h"

/* The feeds that are followed come first; the built-in content stands behind them all. */
enum { PROGRAMME_BUILTIN = LIMIT_FEEDS, PROGRAMME_FEEDS };

struct programme {
    struct programme_feed feeds[PROGRAMME_FEEDS]; /* feed_count of them, and the built-in one,
                                                     which may have no document */
    struct choice_feed inputs[PROGRAMME_FEEDS];
    size_t feed_count;
    struct choice_state *state, *builtin_state; /* the latter of the built-in content */
    enum clock_rung clock;
    int64_t floor; /* the time is not before that */
    struct {
        int64_t time, at; /* `time` had come when clock_boot() was `at` */
    } least;
    int64_t clock_look_at; /* by clock_boot(): not before that the clock is looked at again */
    int64_t heard; /* by a server the time is this more than clock_boot(); 0: nothing was heard */
    int64_t forced_duration;                /* 0: the document's */
    enum transition_type forced_transition; /* TRANSITION_TYPES: the document's */
    const struct site *device;
    struct site *nobody; /* for the built-in content behind content without settings; owned */

    const char *content;    /* the folder that was asked for; NULL: none */
    const char *store_path; /* the store that is followed; NULL: none */
    struct store store;
    struct proofs proofs; /* of the store's files */
    struct leftout leftout;
    unsigned alert_losses; /* of workers over an alert, since one was drawn */
    uint64_t changes;      /* counts what others may want to know */

    struct { /* read anew, not yet in its place */
        struct programme_feed feeds[LIMIT_FEEDS];
        size_t stays[LIMIT_FEEDS]; /* in the stead of one: that feed, counted from 1 */
        size_t count;
    } fresh;
    struct watch watch; /* on the folder, or on the store */
    bool is_told;       /* by it: something has changed */
    uint64_t seen;      /* what was read, as the file system or the store tells; 0: nothing */
    int64_t relent_at;  /* monotonic: when refused items get another chance */
    int64_t look_at;    /* monotonic: when to look at it again; INT64_MAX: never */
};

/* One chosen item or alert, and the state of the choice behind it. */
struct programme_pick {
    size_t feed;
    const struct item *item;   /* one of them, or none: nothing is eligible anywhere */
    const struct alert *alert; /* of the whole screen */
    size_t language;
    int64_t until; /* on the wall clock */
    struct choice_state *state;
};

/* Opens the folder `content`, or the feeds of the store at `store` (at most one of them; neither:
 * only the built-in content), for the device's settings `device` (may be NULL). All must outlive
 * the programme. The built-in content stands behind. What cannot be read is logged and left out. */
void programme_open(struct programme *programme, const char *content, const char *store,
                    const struct site *device);
void programme_close(struct programme *programme);

/* Whether the store at `path` has a feed that is to be shown. */
bool programme_store_has_feeds(const char *path);

/* What was asked for may change while it plays: an author saves, a stick is exchanged, a new
 * generation is activated. programme_notice takes the kernel's word from `watch`. That says nothing
 * where a symbolic link on the way is turned, another file system is mounted there, or a folder
 * that has gone is made again; so it is looked at from time to time, too. Where look_at has come,
 * programme_reread reads what has changed. Where that is sound it returns true, and the caller,
 * holding no pick any more, puts it in the old one's place by programme_renew: the loop goes on
 * behind the item of the same id. Otherwise the old one stays. `now` is monotonic. */
void programme_notice(struct programme *programme, int64_t now);
bool programme_reread(struct programme *programme, int64_t now);
void programme_renew(struct programme *programme);

/* programme_time.c: the time by which to choose, and to end, what is shown; microseconds since
 * 1970. It is the wall clock's, but where that is not known to be right not before the floor:
 * what has surely ended is not shown, whatever a clock without a battery says. `now` on the wall
 * clock means this time. */
int64_t programme_time(const struct programme *programme);
/* A machine without a clock of its own starts with a wrong time, and learns the right one when the
 * network is there: minutes or days after us. Once it is known, it stays so. A server's time counts
 * where it is not below the floor, until the machine's own is known. It looks once a second at
 * most: a hardware clock takes its time to answer, and a ticker comes by with each frame. */
void programme_look_at_clock(struct programme *programme);
void programme_set_floor(struct programme *programme, int64_t floor);

/* Chooses what begins at `now` on the wall clock, without moving the programme on. */
void programme_pick(const struct programme *programme, int64_t now, struct programme_pick *ret);

/* Makes `pick` what is on: the loop goes on behind it. */
void programme_accept(struct programme *programme, struct programme_pick *pick);
void programme_pick_finish(struct programme_pick *pick);

/* Whether anything was picked. */
bool programme_pick_is_some(const struct programme_pick *pick);
/* What it is called: the item's id, or the alert's identifier. */
const char *programme_pick_name(const struct programme_pick *pick);
/* The instant on the wall clock at which it may be shown no longer. */
int64_t programme_pick_end(const struct programme *programme, const struct programme_pick *pick);

/* Whether the picked item may still begin at `now`. */
bool programme_is_eligible(const struct programme *programme, const struct programme_pick *pick,
                           int64_t now);

/* programme_fate.c: what became of the pick's job; `why` is logged. Where it is not drawn another
 * pick follows. */
void programme_drawn(struct programme *programme, const struct programme_pick *pick);
void programme_refuse(struct programme *programme, const struct programme_pick *pick,
                      const char *why);
void programme_lose(struct programme *programme, const struct programme_pick *pick,
                    const char *why);
/* The pick, an item, is drawn with holes in its words: in its language alone it is left out. */
void programme_mute(struct programme *programme, const struct programme_pick *pick,
                    const char *why);

/* What the worker found of the files that it was to compare: `damaged` (may be NULL, for none) is
 * the name of the asset that is not what was signed. */
void programme_prove(struct programme *programme, const struct job_proofs *proofs,
                     const char *damaged);

/* The worker answers again after it was lost QUARANTINE_STREAK times in a row. */
void programme_pardon(struct programme *programme);

/* From time to time gives a few of the items that were refused another chance, and alerts that are
 * over are left out no longer. `now` is monotonic. */
void programme_relent(struct programme *programme, int64_t now);

/* Nothing could be picked: gives what workers were lost over another chance. Returns whether there
 * is any. */
bool programme_retry(struct programme *programme);

/* The language of the pick, of its document's; NULL: it has none. */
const char *programme_language(const struct programme *programme,
                               const struct programme_pick *pick);

/* How long the pick stays from its start, and how it comes, with what the command line forces. */
int64_t programme_duration(const struct programme *programme, const struct programme_pick *pick,
                           int64_t start);
struct transition programme_transition(const struct programme *programme,
                                       const struct programme_pick *pick);

/* Composes the pick's job. As job_compose; -EBADMSG where one of its files is known to be damaged.
 */
int programme_job(struct programme *programme, const struct programme_pick *pick, uint64_t number,
                  const struct job_screen *screen, struct job *ret, char **ret_fault);

/* The feed whose settings, zone and colours are the screen's; NULL without any document. */
const struct programme_feed *programme_main(const struct programme *programme);

/* programme_alerts.c: alerts and the ticker of all that plays. */
enum { PROGRAMME_BANNERS_MAX = 16, PROGRAMME_LINES_MAX = 200 };

/* Tells the whole-screen alerts in force at `now` (on the wall clock) from others; 0: none. */
uint64_t programme_alerts_mark(const struct programme *programme, int64_t now);
/* When others are in force, banners too; on the wall clock. */
int64_t programme_alerts_change(const struct programme *programme, int64_t now);

/* A banner or a line of the ticker in one of the languages in which the site shows it. */
struct programme_banner {
    const struct programme_feed *feed;
    const struct alert *alert;
    const char *language; /* of the document's */
};
struct programme_line {
    const struct programme_feed *feed;
    const struct ticker_line *line;
    const char *language;
};
/* What is in force at `now`, the severest first, the lines in the order of their documents. Return
 * how many; *ret_until: when it may be otherwise. They hold until the programme is renewed. */
size_t programme_banners(const struct programme *programme, int64_t now,
                         struct programme_banner ret[PROGRAMME_BANNERS_MAX], int64_t *ret_until);
size_t programme_lines(const struct programme *programme, int64_t now,
                       struct programme_line ret[PROGRAMME_LINES_MAX], int64_t *ret_until);

/* programme_fate.c: what became of its job, as for a pick; it stays what it is. */
void programme_banner_drawn(struct programme *programme, const struct programme_banner *banner);
void programme_pass_banner(struct programme *programme, const struct programme_banner *banner,
                           const char *why);

/* Composes the pick's job where it is an alert, as programme_job. */
int programme_alert_job(const struct programme *programme, const struct programme_pick *pick,
                        uint64_t number, const struct job_screen *screen, struct job *ret,
                        char **ret_fault);
/* The feed's alert cannot be drawn: the rest plays until it gets another chance. */
void programme_silence(struct programme *programme, size_t feed, const struct alert *alert);
void programme_unsilence(struct programme *programme, size_t feed);
/* The document's own entry of an alert that the choice has found. */
const struct alert *programme_own_alert(const struct programme *programme, size_t feed,
                                        const struct alert *alert);

/* Finds an item of what plays by its feed's name and its id; nothing where it is not there, or may
 * not be shown at `now`. The pick holds no state. */
bool programme_find(const struct programme *programme, const char *feed, const char *id,
                    const char *language, int64_t now, struct programme_pick *ret);

/* The choice's view of feed `index`, which has changed. */
void programme_set_input(struct programme *programme, size_t index);

/* Whether only the built-in content is there to be shown. */
bool programme_is_stopgap(const struct programme *programme);

/* programme_folder.c and programme_store.c: what programme_reread does where a folder or a store is
 * followed. They fill `fresh` and set `look_at`. */
bool programme_reread_folder(struct programme *programme, int64_t now);
bool programme_reread_store(struct programme *programme, int64_t now);

/* As job_source's open, for the assets of a store; `context` is the programme. */
int programme_open_object(void *context, const struct asset *asset, uint64_t *ret_mark,
                          bool *ret_is_proved);
