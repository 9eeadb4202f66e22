/* Which assets are clips and no pictures. `mediaType` says so where it stands; but it may be left
 * out, and then only what uses the file tells: a photograph in HEIC begins like an MP4, too. */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/asset_file.h"
#include "cli/check.h"

static bool begins_as_clip(const struct check *check, const struct asset *asset)
{
    int fd = file_open_beneath(check->folder.directory, asset->href);
    if (fd < 0)
        return false;
    bool is_clip = asset_file_kind(fd) == MEDIA_VIDEO;
    close(fd);
    return is_clip;
}

void check_clips(const struct check *check, bool *clips)
{
    const struct document *document = check->document;
    for (size_t i = 0; i < document->asset_count; i++) {
        const char *type = document->assets[i].media_type;
        clips[i] = type && strncmp(type, "video/", strlen("video/")) == 0;
    }
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        const struct asset *asset =
            item->type == ITEM_VIDEO && item->asset ? document_asset(document, item->asset) : NULL;
        if (asset && !asset->media_type && begins_as_clip(check, asset))
            clips[asset - document->assets] = true;
    }
}
