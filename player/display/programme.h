/* What is on: the documents that this screen follows, the state of the choice among their items,
 * and the items that are set aside because they brought a worker down. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "display/quarantine.h"
#include "ipc/folder.h"
#include "ipc/job.h"
#include "playlist/choice.h"

struct programme_feed {
    struct folder folder;
    struct document *document;
    struct site *site;
    struct zone *zone;
    struct quarantine quarantine;
};

struct programme {
    struct programme_feed feeds[2]; /* what was asked for, and the built-in content behind it */
    size_t feed_count;
    struct choice_feed inputs[2];
    struct choice_state *states[2];
    enum clock_rung clock;
    int64_t forced_duration;                /* 0: the document's */
    enum transition_type forced_transition; /* TRANSITION_TYPES: the document's */
};

/* One chosen item, and the state of the choice behind it. */
struct programme_pick {
    size_t feed;
    const struct item *item; /* NULL: nothing is eligible anywhere */
    size_t language;
    int64_t until; /* on the wall clock */
    struct choice_state *state;
};

/* Opens the folder `content` (NULL: only the built-in content) for the device's settings `device`
 * (may be NULL). The built-in content stands behind it. What cannot be read is logged and left out;
 * returns how many documents there are, 0 … 2. */
size_t programme_open(struct programme *programme, const char *content, const struct site *device);
void programme_close(struct programme *programme);

/* Chooses what begins at `now` on the wall clock, without moving the programme on. */
void programme_pick(const struct programme *programme, int64_t now, struct programme_pick *ret);

/* Makes `pick` what is on: the loop goes on behind it. */
void programme_accept(struct programme *programme, struct programme_pick *pick);
void programme_pick_finish(struct programme_pick *pick);

/* Whether the picked item may still begin at `now`. */
bool programme_is_eligible(const struct programme *programme, const struct programme_pick *pick,
                           int64_t now);

/* What became of the pick's job; `why` is logged. Where it is not drawn another pick follows. */
void programme_drawn(struct programme *programme, const struct programme_pick *pick);
void programme_refuse(struct programme *programme, const struct programme_pick *pick,
                      const char *why);
void programme_lose(struct programme *programme, const struct programme_pick *pick,
                    const char *why);

/* The worker answers again after it was lost QUARANTINE_STREAK times in a row. */
void programme_pardon(struct programme *programme);

/* Nothing could be picked: gives what workers were lost over another chance. Returns whether there
 * is any. */
bool programme_retry(struct programme *programme);

/* How long the pick stays from its start, and how it comes, with what the command line forces. */
int64_t programme_duration(const struct programme *programme, const struct programme_pick *pick,
                           int64_t start);
struct transition programme_transition(const struct programme *programme,
                                       const struct programme_pick *pick);

/* Composes the pick's job. As job_compose. */
int programme_job(const struct programme *programme, const struct programme_pick *pick,
                  uint64_t number, const struct job_screen *screen, struct job *ret,
                  char **ret_fault);

/* The settings and zone of the first document: the screen's. NULL without any document. */
const struct site *programme_site(const struct programme *programme);
const struct zone *programme_zone(const struct programme *programme);
