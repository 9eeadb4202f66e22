#include "sync/heard.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "sync/sync.h"

/* A Date has whole seconds and was on its way for a while: less is no news. */
#define HEARD_SAME (5 * CLOCK_SECOND)

enum { PATH_BYTES = sizeof((struct health *)NULL)->directory + 32 };

static void file_path(const struct sync *sync, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/front/clock.json", sync->health.directory);
}

void heard_start(struct sync *sync)
{
    char path[PATH_BYTES];
    if (!sync->health.directory[0])
        return;
    file_path(sync, path);
    if (unlink(path) < 0 && errno != ENOENT)
        log_warning("%s cannot be removed: %s", path, strerror(errno));
}

void heard_tell(struct sync *sync)
{
    char path[PATH_BYTES], text[64];
    struct ladder_time time = sync_time(sync);
    int64_t offset = time.now - clock_boot();
    if (time.rung != CLOCK_SERVER || !sync->health.directory[0] || sync->options.once ||
        llabs(offset - sync->heard.told) < HEARD_SAME)
        return;
    sync->heard.told = offset;
    file_path(sync, path);
    snprintf(text, sizeof text, "{\"offset\": %" PRId64 "}\n", offset);
    int result = file_replace_unsynced(path, text, strlen(text));
    if (result < 0)
        log_warning("%s cannot be written: %s; the screen does not learn the time", path,
                    strerror(-result));
    else
        log_info("the time is a server's: the machine itself does not know it");
}
