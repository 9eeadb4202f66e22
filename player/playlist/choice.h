/* What is shown next: a pure step from documents, site, state and time (docs/playlist.md, "Choosing
 * what is shown"). The same function runs the screen, a preview on a desk and a test's year. */
#pragma once

#include "base/clock.h"
#include "base/zone.h"
#include "playlist/document.h"
#include "playlist/site.h"

struct choice_feed {
    const struct document *document;
    const struct site *site; /* effective for this document */
    const struct zone *zone; /* the document's; NULL is UTC */
    unsigned share;          /* 1 … LIMIT_SHARE */
    const char *key;         /* tells feeds apart whose documents have the same feedId; NULL: the
                                feedId does. At most LIMIT_ID_BYTES */
};

struct choice_input {
    const struct choice_feed *feeds;
    size_t feed_count; /* at most LIMIT_FEEDS */
    enum clock_rung clock;
    uint64_t bars; /* the same number promises that choice_next's `barred` says what it said before;
                      0 promises nothing */
};

/* The time to choose by where a clock says `wall`: what is only known to be a lower bound
 * (CLOCK_FLOOR) is not before the newest of the documents was made. */
int64_t choice_time(const struct choice_input *input, int64_t wall);

/* Places in the loops, credits of the weights, plays of the last hour: a plain value. It refers to
 * items by id, so it outlives the document it was made with: after a change the loop goes on
 * behind the item of the same id. */
struct choice_state;

struct choice_state *choice_state_create(void); /* a fresh start; NULL without memory */
struct choice_state *choice_state_copy(const struct choice_state *state);
void choice_state_destroy(struct choice_state *state); /* NULL is fine */

/* What a process that begins in the place of another has to know: how often items were played in
 * the hour up to `now` that may be played so often only. A fresh text; NULL: there are none, or no
 * memory. Whatever `text` is (quota.h), it bars an item for an hour at most. */
char *choice_state_plays(const struct choice_state *state, int64_t now);
void choice_state_recall(struct choice_state *state, const char *text, int64_t now);

struct choice {
    const struct item *item;            /* NULL: an alert, or nothing is eligible */
    const struct alert *alert;          /* that takes the whole screen, where one is in force; then
                                           there is no item */
    const struct playlist *playlist;    /* of the item; NULL without */
    const struct schedule_entry *entry; /* by which that playlist is in force; NULL without, or
                                           where the document has no schedule */
    size_t feed;                        /* which of the input's */
    size_t language;                    /* index into its document->languages */
    int64_t until; /* choose again then: an instant on the wall clock, > now. The end of the item's
                      own time, or, where that comes before it, of its validity, its dayparts or its
                      schedule entry; what is of a higher priority and begins meanwhile waits for
                      the item to play out, but a whole-screen alert does not. Of an alert: the end
                      of its turn. Without either: the next instant at which there may be something.
                      TIME_ALWAYS_AFTER: never */
};

/* Chooses what begins at `now` and moves `state` on. Never fails: without memory for its books it
 * goes on in plain order. `barred` (may be NULL) says in which languages an item is passed over, a
 * set by their places in the document, or CHOICE_ALL: the screen bars what killed a worker, and the
 * languages for whose letters it has no font. */
#define CHOICE_ALL UINT32_MAX
void choice_next(const struct choice_input *input, struct choice_state *state, int64_t now,
                 uint32_t (*barred)(void *context, const struct choice_feed *feed,
                                    const struct item *item),
                 void *context, struct choice *ret);

/* The next instant > now at which the set of alerts in force, whole-screen ones and banners, is
 * another than at `now`. TIME_ALWAYS_AFTER: never. */
int64_t choice_alert_change(const struct choice_input *input, int64_t now);

struct choice_alert {
    const struct alert *alert;
    size_t feed; /* which of the input's */
};

/* The whole-screen alerts, or the banners, in force at `now`: severest first, then the one sent
 * last; at most `max` of them. Returns how many. */
size_t choice_alerts(const struct choice_input *input, bool banner, int64_t now,
                     struct choice_alert *ret, size_t max);

struct choice_ticker {
    const struct ticker_line *line;
    size_t feed; /* which of the input's */
};

/* The lines of the ticker in force at `now`, in document order, one feed behind the other; at most
 * `max` of them. Returns how many. *ret_until: when others may be, an instant > now. */
size_t choice_ticker(const struct choice_input *input, int64_t now, struct choice_ticker *ret,
                     size_t max, int64_t *ret_until);

/* The instant at which the item's validity ends, by its own date or by that of its basis, whose
 * last day in `zone` (NULL: UTC) is included; TIME_ALWAYS_AFTER: never. */
int64_t item_end(const struct item *item, const struct zone *zone);

/* Whether `item` may be on screen at `now`; where not and `ret_reason` is given, why: a static
 * word for machines ("hidden", "faulty", "not-yet", "expired", "basis-expired", "other-site",
 * "missing-variable" comes from resolve). */
bool item_is_eligible(const struct item *item, const struct choice_feed *feed,
                      enum clock_rung clock, int64_t now, const char **ret_reason);
