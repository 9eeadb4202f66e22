/* The alerts of a document changed: a new document whose other bytes are those of the old. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "playlist/document.h"

/* What `bangtin alert` was told to do. All texts are UTF-8 and borrowed; NULL: none. */
struct alert_change {
    bool is_new;            /* one is added; else taken out */
    const char *identifier; /* with !is_new: NULL takes out all */
    const char *severity, *headline, *description, *instruction;
    const char *sites; /* "can-duoc,tag:district" */
    bool banner;
    int64_t sent, expires; /* instants, microseconds */
};

/* Makes the changed document, which the caller destroys. `name` is what the old one is called in
 * messages. Returns an exit status after saying what is wrong; EXIT_INPUT: there is one of this
 * identifier already, or the result would not be a sound document. Where there is no room for one
 * more, the one that has been over for longest makes it. */
int alert_edit(const struct document *document, const char *name, const struct alert_change *change,
               struct document **ret);

/* The alert of that identifier, or NULL. */
const struct alert *alert_edit_find(const struct document *document, const char *identifier);
