/* The pictures of a folder, as `bangtin new --from` takes them. */
#pragma once

#include <stddef.h>

#include "playlist/document.h"

struct gallery {
    int directory;        /* the folder; -1: none */
    struct asset *assets; /* sorted as a person sorts them; `href` is the file's name there, `name`
                             the id made of it, unique: both owned */
    size_t count;
};

#define GALLERY_NONE ((struct gallery){.directory = -1})

/* Opens the folder and collects what can be shown; what cannot is named to the user: files of other
 * kinds, and pictures that the worker cannot decode; folders in it that hold pictures. Returns 0,
 * -errno, or -E2BIG where there are more than LIMIT_ASSETS. */
int gallery_open(const char *path, struct gallery *ret);
void gallery_finish(struct gallery *gallery); /* fine on GALLERY_NONE */
