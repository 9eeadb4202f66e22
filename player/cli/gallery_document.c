#include "cli/gallery_document.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/asset_file.h"
#include "cli/newfolder.h"
#include "cli/unicode.h"

#define TIME_ZONE "Asia/Ho_Chi_Minh"

enum { TITLE_BYTES = 200, NAME_BYTES = 128 };

/* Writes text as a JSON string. */
static void put_json(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        if ((unsigned char)*text >= ' ')
            fputc(*text, out);
    }
    fputc('"', out);
}

/* A file's or folder's name as a title: in normal form C, without braces and its ending. */
static void make_title(const char *name, bool has_ending, char out[TITLE_BYTES])
{
    char *normal = unicode_nfc(name);
    snprintf(out, TITLE_BYTES, "%.180s", normal ? normal : "bangtin");
    free(normal);
    char *dot = has_ending ? strrchr(out, '.') : NULL;
    if (dot && dot != out)
        *dot = '\0';
    for (char *at = out; *at; at++) {
        if (*at == '{' || *at == '}' || *at == '_')
            *at = ' ';
    }
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

static void put_gallery(FILE *out, const struct gallery *gallery, const char *title,
                        const char *feed_id, const char *now)
{
    char text[TITLE_BYTES];
    fprintf(out, "{\n  \"formatVersion\": 1,\n  \"feedId\": \"%s\",\n  \"sequence\": 1,\n",
            feed_id);
    fprintf(out, "  \"generated\": \"%s\",\n  \"title\": ", now);
    make_title(title, false, text);
    put_json(out, text);
    fputs(",\n  \"timeZone\": \"" TIME_ZONE "\",\n  \"languages\": [\"vi\"],\n"
          "  \"defaults\": { \"duration\": 10, \"fit\": \"contain\" },\n  \"assets\": {\n",
          out);
    for (size_t i = 0; i < gallery->count; i++) {
        const struct asset *asset = &gallery->assets[i];
        fprintf(out, "    \"%s\": { \"href\": \"media/%s%s\", \"alt\": ", asset->name, asset->name,
                asset_ending(asset));
        make_title(asset->href, true, text);
        put_json(out, text);
        fprintf(out, " }%s\n", i + 1 < gallery->count ? "," : "");
    }
    fputs("  },\n  \"playlists\": [\n    {\n      \"id\": \"main\",\n      \"items\": [\n", out);
    for (size_t i = 0; i < gallery->count; i++)
        fprintf(out, "        { \"id\": \"%s\", \"type\": \"image\", \"asset\": \"%s\" }%s\n",
                gallery->assets[i].name, gallery->assets[i].name,
                i + 1 < gallery->count ? "," : "");
    fputs("      ]\n    }\n  ]\n}\n", out);
}

static int copy_pictures(const struct gallery *gallery, const char *directory)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < gallery->count; i++) {
        const struct asset *asset = &gallery->assets[i];
        char name[NAME_BYTES];
        snprintf(name, sizeof name, "media/%s%s", asset->name, asset_ending(asset));
        int from = file_open_beneath(gallery->directory, asset->href);
        if (from < 0)
            return from;
        result = newfolder_copy(directory, name, from);
        close(from);
    }
    return result;
}

int gallery_write(const struct gallery *gallery, const char *directory, const char *title,
                  const char *feed_id, const char *now)
{
    char *text = NULL;
    size_t size;
    int result = copy_pictures(gallery, directory);
    if (result < 0)
        return result;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return -ENOMEM;
    put_gallery(out, gallery, title, feed_id, now);
    result = fclose(out) == 0 ? newfolder_write(directory, "playlist.json", text, false) : -ENOMEM;
    free(text);
    return result;
}
