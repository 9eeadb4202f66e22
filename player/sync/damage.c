#include "sync/damage.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "sync/sync.h"

enum { BYTES_MAX = 256 * 1024, DAMAGED_MAX = 100 };

/* Only what plays is looked at: the screen's word removes nothing else, and nothing that is sound.
 */
static void look_at(struct sync *sync, const char *hex)
{
    unsigned char digest[SHA256_SIZE];
    if (sha256_from_hex(hex, digest) < 0)
        return;
    for (size_t i = 0; i < sync->feed_count; i++) {
        struct feed *feed = &sync->feeds[i];
        for (size_t j = 0; j < feed->active.need_count; j++) {
            const struct store_need *need = &feed->active.needs[j];
            if (memcmp(need->sha256, digest, SHA256_SIZE) != 0)
                continue;
            int result = store_object_check(&sync->store, need->sha256, need->size);
            if (result != -EBADMSG && result != -ENOENT)
                continue;
            log_error("the screen cannot use the file %s; it is fetched again", hex);
            feed_repair(feed);
        }
    }
}

void damage_look(struct sync *sync)
{
    char path[sizeof sync->health.directory + 32];
    char *text;
    size_t size;
    struct stat status;
    snprintf(path, sizeof path, "%s/display.json", sync->health.directory);
    if (!sync->health.directory[0] || stat(path, &status) < 0)
        return;
    int64_t stamp = status.st_mtim.tv_sec * CLOCK_SECOND + status.st_mtim.tv_nsec / 1000;
    if (stamp == sync->damage_seen || file_read(path, BYTES_MAX, &text, &size) < 0)
        return;
    sync->damage_seen = stamp;
    cJSON *object = cJSON_ParseWithLength(text, size);
    const cJSON *entry, *list = cJSON_GetObjectItemCaseSensitive(object, "damaged");
    size_t count = 0;
    cJSON_ArrayForEach(entry, list)
    {
        if (cJSON_IsString(entry) && count++ < DAMAGED_MAX)
            look_at(sync, entry->valuestring);
    }
    cJSON_Delete(object);
    free(text);
}
