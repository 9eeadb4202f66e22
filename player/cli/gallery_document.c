#include "cli/gallery_document.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/newfolder.h"
#include "cli/unicode.h"
#include "playlist/album.h"

enum { NAME_BYTES = 128 };

/* What a picture is called in the new folder, and its title. */
struct label {
    char href[NAME_BYTES], title[ALBUM_TITLE_BYTES];
};

/* In normal form C. */
static void make_title(const char *name, bool has_ending, char out[ALBUM_TITLE_BYTES])
{
    char *normal = unicode_nfc(name);
    album_title(normal ? normal : "bangtin", has_ending && normal, out);
    free(normal);
}

static const char *asset_ending(const struct asset *asset)
{
    static const struct {
        const char *type, *ending;
    } endings[] = {{"image/png", ".png"}, {"image/webp", ".webp"}, {"image/svg+xml", ".svg"}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (strcmp(asset->media_type, endings[i].type) == 0)
            return endings[i].ending;
    }
    return ".jpg";
}

static struct album_picture describe(const struct asset *asset, struct label *label)
{
    snprintf(label->href, sizeof label->href, "media/%s%s", asset->name, asset_ending(asset));
    make_title(asset->href, true, label->title);
    return (struct album_picture){
        .id = asset->name, .href = label->href, .title = label->title, .size = -1};
}

static int copy_pictures(const struct gallery *gallery, const char *directory,
                         const struct label *labels)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < gallery->count; i++) {
        int from = file_open_beneath(gallery->directory, gallery->assets[i].href);
        if (from < 0)
            return from;
        result = newfolder_copy(directory, labels[i].href, from);
        close(from);
    }
    return result;
}

int gallery_write(const struct gallery *gallery, const char *directory, const char *title,
                  const char *feed_id, const char *now)
{
    char *text = NULL, name[ALBUM_TITLE_BYTES];
    size_t size;
    struct album_picture *pictures = calloc(gallery->count + 1, sizeof *pictures);
    struct label *labels = calloc(gallery->count + 1, sizeof *labels);
    int result = pictures && labels ? 0 : -ENOMEM;
    for (size_t i = 0; result == 0 && i < gallery->count; i++)
        pictures[i] = describe(&gallery->assets[i], &labels[i]);
    if (result == 0)
        result = copy_pictures(gallery, directory, labels);
    make_title(title, false, name);
    const struct album album = {feed_id, now, name, pictures, gallery->count};
    if (result == 0)
        result = album_compose(&album, &text, &size);
    if (result == 0)
        result = newfolder_write(directory, "playlist.json", text, false);
    free(text);
    free(labels);
    free(pictures);
    return result;
}
