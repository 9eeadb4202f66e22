#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "display/player.h"
#include "playlist/quota.h"

enum { BYTES_MAX = QUOTA_NOTED_MAX * 40 };

/* What an author plays from a folder begins anew each time; of two screens only one has a place. */
static bool find_path(const struct player *player, char path[PATH_MAX])
{
    return player->health.lock >= 0 && player->programme.store_path && player->programme.state &&
           snprintf(path, PATH_MAX, "%s/hour.txt", player->run_path) < PATH_MAX;
}

void health_recall_hour(struct player *player)
{
    char path[PATH_MAX], *text;
    size_t size;
    if (!find_path(player, path) || file_read(path, BYTES_MAX, &text, &size) < 0)
        return;
    choice_state_recall(player->programme.state, text, programme_time(&player->programme));
    free(text);
}

void health_write_hour(const struct player *player)
{
    char path[PATH_MAX];
    if (!find_path(player, path))
        return;
    char *text = choice_state_plays(player->programme.state, programme_time(&player->programme));
    int result = text ? file_replace_unsynced(path, text, strlen(text)) : 0;
    if (result < 0)
        log_debug("%s: %s", path, strerror(-result));
    free(text);
}
