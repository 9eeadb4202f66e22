/* The folder that a preview is written into. What is not ours is never touched: the folder must be
 * new, empty, or hold a preview already, known by a list of the files that were written there. */
#pragma once

#include <stddef.h>

struct outdir {
    int directory;    /* open; -1: none */
    const char *path; /* as given to outdir_open; borrowed */
    char **old;       /* files of the preview that was there, relative; owned */
    size_t old_count;
    char **files; /* files of this one; owned */
    size_t count;
};

#define OUTDIR_NONE ((struct outdir){.directory = -1})

/* Makes and opens `path`. Returns 0; -ENOTEMPTY where it holds other things; or -errno. */
int outdir_open(const char *path, struct outdir *ret);

/* Opens (and makes) a folder within. Returns a descriptor that the caller closes, or -errno. */
int outdir_open_folder(const struct outdir *outdir, const char *name);

/* Says that `file` will be written; call before it is. Returns 0 or -errno. */
int outdir_add(struct outdir *outdir, const char *file);

/* Writes the list of files: those of before and of now, so that nothing is lost sight of when the
 * preview is interrupted. Returns 0 or -errno. */
int outdir_begin(struct outdir *outdir);

/* Gives a file that was written another name, one that outdir_add was told of. Returns 0 or -errno.
 */
int outdir_rename(struct outdir *outdir, const char *from, const char *to);

/* Removes those of the files of before that are not there anew, and writes the final list. */
int outdir_end(struct outdir *outdir);
void outdir_finish(struct outdir *outdir);
