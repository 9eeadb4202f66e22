#include "cli/starter.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/place.h"
#include "cli/newfolder.h"

enum { STARTER_BYTES_MAX = 1024 * 1024, NAME_BYTES = 64 };

/* What stands in the example for what is new in each folder. */
static const char feed_mark[] = "\"feedId\": \"bang-tin\"";
static const char generated_mark[] = "\"generated\": \"2026-11-21T00:00:00+07:00\"";

/* Copies the file `name` of the example. */
static int copy_starter(const char *directory, const char *name)
{
    char place[PATH_MAX], from_name[NAME_BYTES];
    snprintf(from_name, sizeof from_name, "content/starter/%s", name);
    int result = place_data(from_name, place, sizeof place);
    if (result < 0)
        return result;
    int from = open(place, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return -errno;
    result = newfolder_copy(directory, name, from);
    close(from);
    return result;
}

static int read_starter(const char *name, char **ret_text)
{
    char place[PATH_MAX], from_name[NAME_BYTES];
    size_t size;
    snprintf(from_name, sizeof from_name, "content/starter/%s", name);
    int result = place_data(from_name, place, sizeof place);
    return result < 0 ? result : file_read(place, STARTER_BYTES_MAX, ret_text, &size);
}

int starter_write_readme(const char *directory, bool is_gallery)
{
    char *text;
    int result = read_starter(is_gallery ? "README.pictures.txt" : "README.txt", &text);
    if (result < 0)
        return result;
    result = newfolder_write(directory, "README.txt", text, true);
    free(text);
    return result;
}

/* Writes `text`, the marks of the example replaced. */
static void put_example(FILE *out, const char *text, const char *feed_id, const char *now)
{
    const char *feed = strstr(text, feed_mark), *generated = strstr(text, generated_mark);
    while (*text) {
        if (text == feed) {
            fprintf(out, "\"feedId\": \"%s\"", feed_id);
            text += sizeof feed_mark - 1;
        } else if (text == generated) {
            fprintf(out, "\"generated\": \"%s\"", now);
            text += sizeof generated_mark - 1;
        } else {
            fputc(*text++, out);
        }
    }
}

int starter_write_example(const char *directory, const char *feed_id, const char *now)
{
    char *example, *text = NULL;
    size_t size;
    int result = read_starter("playlist.json", &example);
    if (result < 0)
        return result;
    FILE *out = open_memstream(&text, &size);
    if (out)
        put_example(out, example, feed_id, now);
    free(example);
    result = out && fclose(out) == 0 ? copy_starter(directory, "media/vi-du.svg") : -ENOMEM;
    if (result == 0)
        result = newfolder_write(directory, "playlist.json", text, false);
    free(text);
    return result;
}
