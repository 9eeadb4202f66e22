/* The example that a new playlist folder begins with: content/starter. */
#pragma once

#include <stdbool.h>

/* Writes README.txt: of the example, or of a playlist of pictures. Returns 0 or -errno. */
int starter_write_readme(const char *directory, bool is_gallery);

/* Writes the example's picture and its document, with the feed's id and the instant `now` (RFC
 * 3339) in place of the example's own. Returns 0 or -errno. */
int starter_write_example(const char *directory, const char *feed_id, const char *now);
