/* The example that a new playlist folder begins with: content/starter. */
#pragma once

/* Writes README.txt. Returns 0 or -errno. */
int starter_write_readme(const char *directory);

/* Writes the example's picture and its document, with the feed's id and the instant `now` (RFC
 * 3339) in place of the example's own. Returns 0 or -errno. */
int starter_write_example(const char *directory, const char *feed_id, const char *now);
