/* The settings of this machine, as the screen and the network process read them: site.json, and
 * beneath it what came from the boot partition (place_settings, place_boot_settings). */
#pragma once

#include <limits.h>
#include <stdint.h>

#include "playlist/site.h"

struct settings {
    struct site *site;                  /* the defaults, where nothing could be read; owned */
    char own[PATH_MAX], boot[PATH_MAX]; /* where it was read from; "": no such file */
    uint64_t seen;                      /* what the files looked like */
    uint64_t content;                   /* and what stood in them */
};

/* Reads the file `given`, or (NULL) those of this machine. What is wrong in them is logged, and the
 * default, or what stands beneath, holds in its place: a typing mistake must not darken a lobby.
 * Returns 0, or where a file could not be used at all -EBADMSG (no JSON object), -EFBIG or another
 * -errno; *ret is filled then, too. -ENOMEM: it is not. */
int settings_read(const char *given, struct settings *ret);
void settings_finish(struct settings *settings); /* fine on zeroed memory */

/* Whether a file was written, removed or added since *settings was read, and what is there now is
 * something else and can be used: then it is time to begin anew with it. The same bytes written
 * again, as by what keeps machines in step, are no change. What cannot is logged once, and
 * remembered, so that it is not read again before it changes. No more than a few system calls while
 * nothing has changed. `given` as it was. */
bool settings_have_changed(const char *given, struct settings *settings);

/* The path of a file that the settings name: relative ones lie beside site.json, or where it is not
 * there, beside the file from the boot partition. 0 or -ENAMETOOLONG. */
int settings_beside(const struct settings *settings, const char *name, char path[PATH_MAX]);
