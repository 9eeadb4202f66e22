/* A playlist made of a folder of pictures. */
#pragma once

#include "cli/gallery.h"

/* Copies the pictures into `directory` and writes the document that shows them in order. `title` is
 * UTF-8 from a person's file names. Returns 0 or -errno. */
int gallery_write(const struct gallery *gallery, const char *directory, const char *title,
                  const char *feed_id, const char *now);
