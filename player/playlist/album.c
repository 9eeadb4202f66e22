#include "playlist/album.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "playlist/document.h"
#include "playlist/text.h"

enum { TITLE_LENGTH = 180 };

/* Writes text as a JSON string. */
static void put_text(FILE *out, const char *text)
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

void album_title(const char *name, bool has_ending, char out[ALBUM_TITLE_BYTES])
{
    size_t used = 0, left = strlen(name);
    const char *dot = has_ending ? strrchr(name, '.') : NULL;
    if (dot && dot != name)
        left = (size_t)(dot - name);
    while (left > 0 && used < TITLE_LENGTH) {
        uint32_t code;
        size_t length = utf8_decode(name, left, &code);
        bool is_fine = length > 0 && code != '_' && text_check(name, length) == TEXT_FINE;
        length = length > 0 ? length : 1;
        size_t taken = is_fine ? length : 1;
        memcpy(out + used, is_fine ? name : " ", taken);
        if (text_check(out, used + taken) != TEXT_MARKS) /* one mark more than a letter may bear */
            used += taken;
        name += length;
        left -= length;
    }
    out[used] = '\0';
    if (strspn(out, " ") == used)
        strcpy(out, "bangtin");
}

static void put_head(FILE *out, const struct album *album)
{
    fprintf(out, "{\n  \"formatVersion\": 1,\n  \"feedId\": \"%s\",\n", album->feed_id);
    if (album->generated)
        fprintf(out, "  \"sequence\": 1,\n  \"generated\": \"%s\",\n", album->generated);
    fputs("  \"title\": ", out);
    put_text(out, album->title);
    fputs(",\n  \"timeZone\": \"" DOCUMENT_TIME_ZONE "\",\n  \"languages\": [\"" DOCUMENT_LANGUAGE
          "\"],\n  \"defaults\": { \"duration\": 10, \"fit\": \"contain\" },\n",
          out);
}

static void put_asset(FILE *out, const struct album_picture *picture)
{
    fprintf(out, "    \"%s\": { \"href\": ", picture->id);
    put_text(out, picture->href);
    if (picture->size >= 0 && picture->sha256) {
        fprintf(out, ", \"size\": %" PRId64 ", \"sha256\": \"%s\", \"mediaType\": \"%s\"",
                picture->size, picture->sha256, picture->media_type);
    }
    fputs(", \"alt\": ", out);
    put_text(out, picture->title);
    fputs(" }", out);
}

int album_compose(const struct album *album, char **ret, size_t *ret_size)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return -ENOMEM;
    put_head(out, album);
    fputs("  \"assets\": {\n", out);
    for (size_t i = 0; i < album->count; i++) {
        put_asset(out, &album->pictures[i]);
        fputs(i + 1 < album->count ? ",\n" : "\n", out);
    }
    fputs("  },\n  \"playlists\": [\n    {\n      \"id\": \"main\",\n      \"items\": [\n", out);
    for (size_t i = 0; i < album->count; i++)
        fprintf(out, "        { \"id\": \"%s\", \"type\": \"image\", \"asset\": \"%s\" }%s\n",
                album->pictures[i].id, album->pictures[i].id, i + 1 < album->count ? "," : "");
    fputs("      ]\n    }\n  ]\n}\n", out);
    if (fclose(out) != 0) {
        free(text);
        return -ENOMEM;
    }
    *ret = text;
    *ret_size = size;
    return 0;
}
