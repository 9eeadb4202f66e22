/* Where the program's own parts are: beside it in a build directory, else where it is installed. */
#pragma once

#include <stddef.h>

/* All return 0 and fill `path` (NUL-terminated), or a negative errno (-ENAMETOOLONG, -ENOENT). */

/* The helper program `name` ("bangtin-render"): in the build tree, else in libexec. */
int place_helper(const char *name, char *path, size_t size);

/* The file or directory `name` of the shared data ("content", "fonts/fonts.list"): in the
 * checkout that this build belongs to, else in the data directory. */
int place_data(const char *name, char *path, size_t size);

/* The directory of message catalogues. */
int place_locale(char *path, size_t size);

/* The user's cache directory for bangtin ($XDG_CACHE_HOME/bangtin), not made yet. */
int place_cache(char *path, size_t size);
