/* RUN/front/clock.json: the time by the Date of an HTTPS answer, for the screen's process, where
 * this machine does not know it by itself: networks of offices let HTTPS out, and NTP often not.
 *
 *   {"offset": 1795330800123456}     microseconds: the time less clock_boot() */
#pragma once

#include <stdint.h>

struct sync;

struct heard {
    int64_t told; /* the file's offset; 0: there is none of ours */
};

/* Removes what a run before has left, which may be of another start of the machine. */
void heard_start(struct sync *sync);

/* Writes the file where a server's time is the best that is known, and says something else. */
void heard_tell(struct sync *sync);
