/* Alerts that take the whole screen: which comes next (docs/playlist.md, "Alerts"). */
#pragma once

#include "playlist/choice.h"

/* So many take turns; of more only the severest would ever come round before they expire. */
enum { ALERTS_IN_TURN = 128 };

/* Whose turn it was. All zeroes is a fresh start; a plain value. */
struct alert_turns {
    struct {
        uint64_t alert;    /* a hash of its feed and its text: changed, it is a new one */
        uint64_t shown_at; /* counts what was shown; 0: not yet */
    } list[ALERTS_IN_TURN];
    size_t count;
    uint64_t shown;   /* how many so far */
    uint64_t current; /* as `alert`: the one that is still to be shown in other languages; or 0 */
    char language[36];
};

/* The alert that begins at `now`: one that was not on screen yet, the severest first, else the one
 * whose turn is longest ago. False where none is in force. `ret` then says nothing. */
bool alert_turns_next(struct alert_turns *turns, const struct choice_input *input, int64_t now,
                      struct choice *ret);

/* The next instant > now at which another set of whole-screen alerts is in force. */
int64_t alert_turns_change(const struct choice_input *input, int64_t now);

/* By which a feed's place is found again. */
const char *choice_feed_key(const struct choice_feed *feed);
