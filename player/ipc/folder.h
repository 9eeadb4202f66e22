/* How a playlist folder is opened: one rule for the screen, for `check` and for `preview`.
 *
 * Folders are made on Windows, where Explorer hides file name extensions and "Extract All" puts a
 * folder into a folder. So the document is, in this order:
 *   1. playlist.json
 *   2. that name in other letters (Playlist.JSON)
 *   3. playlist.json.txt, in any letters: saved by Notepad
 *   4. one of these in the only folder on the first level that has one. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

struct folder {
    int directory; /* the document's own directory, O_CLOEXEC; assets are named from here; -1: none
                    */
    char *bytes;   /* the document, at most LIMIT_DOCUMENT_BYTES, a NUL behind them; owned */
    size_t size;
    char path[PATH_MAX]; /* the document, below the path that was asked for */
    bool is_text_name;   /* found as playlist.json.txt: works, but its author should know */
    bool is_nested;      /* found one folder further down */
};

#define FOLDER_NONE ((struct folder){.directory = -1})

/* Opens the folder `path`, or the folder around the document `path`, and reads the document.
 * Returns 0 and a folder that the caller finishes; otherwise, *ret untouched,
 *   -ENODATA    there is no document in it (or it names no file at all)
 *   -ENOTUNIQ   several first-level folders have one: which is meant?
 *   -EFBIG      the document is larger than LIMIT_DOCUMENT_BYTES
 *   -ENOENT     there is no such path
 *   or another negative errno of the system. */
int folder_open(const char *path, struct folder *ret);

/* Frees and closes; fine on FOLDER_NONE. */
void folder_finish(struct folder *folder);

/* Whether `name` is a file that systems leave in every folder and that is no content: Thumbs.db,
 * desktop.ini, .DS_Store, an office program's lock "~$…", any name with a leading dot. */
bool folder_is_litter(const char *name);
