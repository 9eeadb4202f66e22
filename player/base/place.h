/* Where things are. The program's own parts: beside it in a build directory, else where it is
 * installed. What belongs to this machine: in the system's directories for the system's services,
 * in the user's own (XDG Base Directory Specification) for everybody else. What systemd says of a
 * unit ($CONFIGURATION_DIRECTORY and so on, systemd.exec(5); the first of several) goes before
 * both; tests use that to keep to themselves. Variables that hold no absolute path are passed over.
 */
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

/* The settings that are read where nobody names any, a file that can be read now:
 * $CONFIGURATION_DIRECTORY/site.json and no other where that is set; else /etc/bangtin/site.json;
 * else $XDG_CONFIG_HOME/bangtin/site.json (~/.config). -ENOENT: there is none. */
int place_settings(char *path, size_t size);

/* How the slides look: the office's own theme.json beside the settings (looked for in the same
 * directories, whether there are settings or not), else the program's, content/theme.json. */
int place_theme(char *path, size_t size);

/* What was taken over from the boot partition, beneath those: $STATE_DIRECTORY/boot/bangtin.json,
 * else /var/lib/bangtin/boot/bangtin.json. -ENOENT: there is none. */
int place_boot_settings(char *path, size_t size);

/* The store's directory, not made yet (file_make_directories): $STATE_DIRECTORY; else
 * /var/lib/bangtin for root and for whoever may write there; else $XDG_DATA_HOME/bangtin/store
 * (~/.local/share). */
int place_store(char *path, size_t size);

/* For who only reads `name` in a store: place_store(), but where `name` is not there and no
 * $STATE_DIRECTORY is set, /var/lib/bangtin if it may be there; an ordinary user on a kiosk means
 * the kiosk's, whether they may read it or not. -ENOENT: no directory of the user's either. */
int place_log(const char *name, char *path, size_t size);

/* The directory of what lives as long as the programs run (display.json, sync.json), not made yet:
 * $RUNTIME_DIRECTORY; else /run/bangtin for root; else $XDG_RUNTIME_DIR/bangtin; else
 * /tmp/bangtin-UID, which is made here, for us alone. -EPERM: somebody else has made that one, or
 * others may write there. */
int place_run(char *path, size_t size);
