#include "display/stats.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"

int stats_write(const struct stats *stats, const char *path)
{
    char text[1024];
    char first[32] = "null";
    if (stats->first_picture >= 0)
        snprintf(first, sizeof first, "%.1f", (double)stats->first_picture / 1000);
    snprintf(text, sizeof text,
             "{\"firstPictureMs\": %s, \"frames\": %" PRIu64 ", \"missedVblanks\": %" PRIu64
             ", \"tickerFrames\": %" PRIu64 ", \"tickerLate\": %" PRIu64
             ", \"itemsShown\": %" PRIu64 ", \"holds\": %" PRIu64 ", \"lateItems\": %" PRIu64
             ", \"workerRestarts\": %" PRIu64 ", \"peakTextureBytes\": %" PRIu64 "}\n",
             first, stats->frames, stats->missed_vblanks, stats->ticker_frames, stats->ticker_late,
             stats->items_shown, stats->holds, stats->late_items, stats->worker_restarts,
             stats->peak_texture_bytes);
    return file_replace(path, text, strlen(text));
}
