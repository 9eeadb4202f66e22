#include "cli/new.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "cli/gallery_document.h"
#include "cli/newfolder.h"
#include "cli/opened.h"
#include "cli/say.h"
#include "cli/starter.h"
#include "cli/unicode.h"

enum { FEED_ID_BYTES = 49 };

/* The last part of a path, also of "." and of what ends with a slash. */
static void path_title(const char *path, char out[NAME_MAX + 1])
{
    char whole[PATH_MAX];
    const char *last = realpath(path, whole) ? whole : path;
    size_t size = strlen(last);
    while (size > 1 && last[size - 1] == '/')
        size--;
    size_t start = size;
    while (start > 0 && last[start - 1] != '/')
        start--;
    snprintf(out, NAME_MAX + 1, "%.*s", (int)(size - start), last + start);
}

/* "2026-11-21T14:05:00+07:00" */
static void print_now(char out[48])
{
    struct zone *zone = NULL;
    int64_t now = clock_wall();
    if (zone_read("Asia/Ho_Chi_Minh", &zone) < 0)
        zone = zone_fixed(7 * 3600); /* no daylight saving there since 1975 */
    struct zone_time local = zone_local(zone, now);
    int offset = zone_offset(zone, now) / 60;
    snprintf(out, 48, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", local.year, local.month,
             local.day, local.hour, local.minute, local.second, offset < 0 ? '-' : '+',
             abs(offset) / 60, abs(offset) % 60);
    zone_destroy(zone);
}

static int say_failure(const char *path, int error)
{
    if (error == -ENOTEMPTY || error == -ENOTDIR || error == -EEXIST) {
        say(_("%s: %s; name a new folder"), path, say_errno(error));
        return EXIT_INPUT;
    }
    say("%s: %s", path, say_errno(error));
    return opened_is_machine_error(error) || error == -ENOSPC || error == -EROFS ? EXIT_MACHINE
                                                                                 : EXIT_INPUT;
}

/* Opens --from before anything is made. Returns an exit status. */
static int open_gallery(const char *from, struct gallery *gallery)
{
    int result = gallery_open(from, gallery);
    if (result == -ECHILD || result == -ENOSYS) {
        say(_("the pictures cannot be looked at; install bangtin again"));
        return EXIT_MACHINE;
    }
    if (result == -ENOTDIR) {
        say(_("%s is no folder"), from);
        return EXIT_INPUT;
    }
    if (result == -E2BIG) {
        say(_("%s holds more than %d pictures; make several folders of them"), from, LIMIT_ASSETS);
        return EXIT_INPUT;
    }
    if (result < 0)
        return say_failure(from, result);
    if (gallery->count > 0)
        return EXIT_DONE;
    say(_("%s holds no picture that can be shown"), from);
    return EXIT_INPUT;
}

static int make(const char *directory, const char *from, const struct gallery *gallery)
{
    char name[NAME_MAX + 1], feed_id[FEED_ID_BYTES], now[48];
    int result = newfolder_create(directory);
    if (result < 0)
        return result;
    path_title(directory, name);
    unicode_make_id(name, feed_id, sizeof feed_id);
    print_now(now);
    result = starter_write_readme(directory, from != NULL);
    if (result < 0)
        return result;
    if (!from)
        return starter_write_example(directory, feed_id, now);
    path_title(from, name);
    return gallery_write(gallery, directory, name, feed_id, now);
}

int new_run(const struct options *options)
{
    const char *directory = options->operands[0], *from = options_value(options, "from");
    struct gallery gallery = GALLERY_NONE;
    int status = from ? open_gallery(from, &gallery) : EXIT_DONE;
    if (status == EXIT_DONE) {
        int result = make(directory, from, &gallery);
        if (result < 0)
            status = say_failure(directory, result);
    }
    if (status == EXIT_DONE && from)
        printf(ngettext("%s made of %zu picture\n", "%s made of %zu pictures\n", gallery.count),
               directory, gallery.count);
    else if (status == EXIT_DONE)
        printf(_("%s made; README.txt in it explains what to change\n"), directory);
    gallery_finish(&gallery);
    return status;
}
