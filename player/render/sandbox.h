/* Shuts the process in: from here on it computes with what it has open, and reaches nothing else.
 *
 * What a worker parses is hostile, and so is whoever takes the worker over. After sandbox_enter()
 * the process opens no path, makes no socket, starts no program, signals no one, maps no code. It
 * still reads and writes what is open, receives descriptors over its channel, takes memory up to a
 * limit, and makes sealed memory files for its answers.
 *
 * Two kinds of "no" (seccomp(2)). What libraries try in passing and do without (a locale, a font
 * cache, a name service's socket) gets EPERM, and so do calls that nobody has heard of, since each
 * C library brings new ones. What only an intruder tries (execve, ptrace, a key ring, …) kills the
 * process. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct sandbox {
    size_t memory;        /* bytes of private memory at most (RLIMIT_DATA); 0: no limit.
                             A sanitizer build has no limit: its shadow memory would not fit */
    size_t file;          /* bytes of one memory file at most (RLIMIT_FSIZE); 0: no limit */
    unsigned cpu_seconds; /* processor time of the whole process at most; 0: no limit */
    unsigned descriptors; /* open at once at most; 0: no limit */
    bool threads;         /* let libraries start threads (no processes) */
};

/* Enters. Call once, when what must be opened (fonts, catalogues, locale) is open and before the
 * first foreign byte is read. Not to be undone. Where the kernel has no seccomp this is logged as
 * a warning and the rest holds. Returns 0, or a negative errno where a limit or the filter was
 * refused for another reason: then nothing foreign must be read. */
int sandbox_enter(const struct sandbox *sandbox);
