#include "sync/scrub.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "sync/sync.h"

#define WEEK (INT64_C(7) * 24 * 3600 * CLOCK_SECOND)
/* One slice, then the network's turn; between two slices the disk's other readers have theirs. */
enum { SLICE = 1 << 20 };
#define BREATH (CLOCK_SECOND / 100)

void scrub_finish(struct scrub *scrub)
{
    if (scrub->fd >= 0)
        close(scrub->fd);
    *scrub = SCRUB_START;
}

void scrub_restart(struct scrub *scrub)
{
    if (scrub->fd >= 0 || scrub->feed > 0 ||
        scrub->need > 0) /* what came just now was compared as it came */
        scrub_finish(scrub);
}

static const struct store_need *need_at(const struct sync *sync)
{
    const struct scrub *scrub = &sync->scrub;
    if (scrub->feed >= sync->feed_count ||
        scrub->need >= sync->feeds[scrub->feed].active.need_count)
        return NULL;
    return &sync->feeds[scrub->feed].active.needs[scrub->need];
}

/* Steps to the next file that is there. False: all were read. */
static bool open_next(struct sync *sync)
{
    struct scrub *scrub = &sync->scrub;
    for (;;) {
        while (scrub->feed < sync->feed_count &&
               scrub->need >= sync->feeds[scrub->feed].active.need_count) {
            scrub->feed++;
            scrub->need = 0;
        }
        const struct store_need *need = need_at(sync);
        if (!need)
            return false;
        scrub->fd = store_object_open(&sync->store, need->sha256, need->size);
        if (scrub->fd >= 0)
            break;
        feed_repair(&sync->feeds[scrub->feed]);
        scrub->need++;
    }
    scrub->done = 0;
    sha256_init(&scrub->hash);
    return true;
}

static void close_file(struct sync *sync, bool is_sound)
{
    struct scrub *scrub = &sync->scrub;
    const struct store_need *need = need_at(sync);
    close(scrub->fd);
    scrub->fd = -1;
    /* Read once more, as a whole: what removes a file must be sure. */
    if (need && !is_sound &&
        store_object_check(&sync->store, need->sha256, need->size) == -EBADMSG) {
        char hex[SHA256_HEX_SIZE];
        sha256_to_hex(need->sha256, hex);
        log_error("the file %s in the store is damaged; it is fetched again", hex);
        feed_repair(&sync->feeds[scrub->feed]);
    }
    scrub->need++;
}

/* Reads a slice. */
static void read_slice(struct sync *sync)
{
    struct scrub *scrub = &sync->scrub;
    unsigned char digest[SHA256_SIZE];
    char *buffer = malloc(SLICE);
    if (!buffer)
        return;
    ssize_t count = pread(scrub->fd, buffer, SLICE, scrub->done);
    if (count > 0) {
        sha256_update(&scrub->hash, buffer, (size_t)count);
        scrub->done += count;
    }
    free(buffer);
    if (count > 0 || (count < 0 && errno == EINTR))
        return;
    const struct store_need *need = need_at(sync);
    sha256_final(&scrub->hash, digest);
    close_file(sync, count == 0 && need && memcmp(digest, need->sha256, SHA256_SIZE) == 0);
}

int64_t scrub_move(struct sync *sync, int64_t now)
{
    struct scrub *scrub = &sync->scrub;
    if (now < scrub->next_at)
        return scrub->next_at;
    if (scrub->fd < 0 && !open_next(sync)) {
        scrub_finish(scrub);
        scrub->next_at = now + WEEK;
        return scrub->next_at;
    }
    read_slice(sync);
    scrub->next_at = now + BREATH;
    return scrub->next_at;
}
