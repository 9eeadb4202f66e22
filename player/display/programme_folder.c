/* Following a folder: an author saves into it, a stick is exchanged. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/log.h"
#include "display/programme.h"
#include "ipc/folder.h"

#define LOOK_AGAIN (5 * CLOCK_SECOND) /* where there is none yet */
#define LOOK_SELDOM (10 * CLOCK_SECOND)
#define SAVED_AGAIN (CLOCK_SECOND / 5)

/* What stands where there is no sound document yet, so that the same fault is told only once. */
static uint64_t identify_unread(const char *content)
{
    struct folder folder = FOLDER_NONE;
    int result = folder_open(content, &folder);
    uint64_t seen = result < 0 ? hash_bytes(HASH_START, &result, sizeof result)
                               : hash_bytes(HASH_START, folder.bytes, folder.size);
    folder_finish(&folder);
    return seen;
}

/* Which document stands where the one that plays (NULL: none) was found; 0 for none. */
static uint64_t identify(const struct programme *programme, const struct programme_feed *feed)
{
    struct stat status;
    if (!feed)
        return identify_unread(programme->content);
    if (stat(feed->path, &status) < 0)
        return 0;
    const int64_t marks[] = {(int64_t)status.st_dev, (int64_t)status.st_ino, status.st_size,
                             status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    return hash_bytes(HASH_START, marks, sizeof marks);
}

/* Whether what was read is still what stands there. */
static bool is_current(const struct programme *programme, const struct programme_feed *feed)
{
    struct folder folder = FOLDER_NONE;
    const struct document *document = feed->document;
    bool is_same =
        folder_open(programme->content, &folder) == 0 && folder.size >= document->size &&
        memcmp(folder.bytes + folder.size - document->size, document->bytes, document->size) == 0;
    folder_finish(&folder);
    return is_same;
}

/* Watches the folder, and looks at it from time to time. What was saved again after it was read and
 * before it was watched is read once more: nothing else would ever tell of it. */
static void follow(struct programme *programme, const struct programme_feed *feed, int64_t now)
{
    bool watched = watch_set(&programme->watch, feed->directory) == 0;
    programme->look_at = now + (watched ? LOOK_SELDOM : LOOK_AGAIN);
    programme->seen = identify(programme, feed);
    if (is_current(programme, feed))
        return;
    programme->is_told = true;
    programme->look_at = now + SAVED_AGAIN;
}

bool programme_reread_folder(struct programme *programme, int64_t now)
{
    const struct programme_feed *feed = programme->feed_count > 0 ? &programme->feeds[0] : NULL;
    uint64_t seen = identify(programme, feed);
    bool changed = programme->is_told || seen != programme->seen;
    programme->look_at = now + (feed && seen ? LOOK_SELDOM : LOOK_AGAIN);
    programme->is_told = false;
    if (!changed)
        return false;
    bool is_first = programme->seen == 0 && !feed;
    struct programme_feed *fresh = &programme->fresh.feeds[0];
    programme->seen = seen;
    if (programme_feed_open_folder(programme->content, programme->device, fresh) == 0) {
        programme->fresh.count = 1;
        if (!is_first)
            log_info("%s is read anew", programme->content);
        follow(programme, fresh, now);
        return true;
    }
    if (!is_first)
        log_warning(_("%s: what was shown so far goes on"), programme->content);
    return false; /* saved half, or gone */
}
