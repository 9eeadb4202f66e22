/* The I/O calls of the code under test, each through here (--wrap, see meson.build): counted, made
 * to fail when a test wants it, and told to a listener. What libc calls within itself is not seen.
 * fsync never reaches the disk: as long as the power stays on nobody could tell, and the suite has
 * no hour. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct calls {
    size_t count;           /* since the last calls_reset */
    bool failed;            /* one was made to fail */
    int64_t opened;         /* descriptors now open, against the start */
    int64_t written, syncs; /* bytes; fsyncs */
};

void calls_reset(void);
const struct calls *calls_seen(void);

/* From the next call on, the `at`th (from 1; 0: none) fails with `error`; `for_ever`: and all after
 * it. A close that fails has closed all the same. */
void calls_fail(size_t at, bool for_ever, int error);

/* Kills this process at the `at`th call from now. */
void calls_kill(size_t at);

/* Each write takes half, each call that may be interrupted is, once. */
void calls_stutter(bool on);

/* fsync reaches the disk after all. */
void calls_sync(bool on);

/* Told of each call that changed something, after it did. Descriptors and relative paths as given.
 */
struct calls_listener {
    void (*opened)(int directory, const char *path, bool is_new, int fd);
    void (*written)(int fd, off_t offset, const void *data, size_t size);
    void (*cut)(int fd, off_t size);
    void (*synced)(int fd);
    void (*renamed)(int from_directory, const char *from, int to_directory, const char *to);
    void (*removed)(int directory, const char *path);
    void (*made)(int directory, const char *path);
};
void calls_listen(const struct calls_listener *listener); /* NULL: nobody */
