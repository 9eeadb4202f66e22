/* The playlist folder whose alerts are changed: its file read, written, and put back. */
#pragma once

#include <stdbool.h>

#include "cli/alert_edit.h"
#include "ipc/folder.h"

/* A draft that is open, to be written back when something was changed in it. */
struct alert_draft {
    struct folder folder;
    struct document *document; /* NULL: it cannot be read, and is not written */
    char *previous;            /* what the file held before alert_draft_change */
    size_t previous_size;
};

#define ALERT_DRAFT_NONE ((struct alert_draft){.folder = FOLDER_NONE})

/* Opens the folder. Returns an exit status, and says what is wrong. With `may_be_broken` a document
 * that somebody is in the middle of editing is no fault: an alert can go out all the same. */
int alert_draft_open(const char *path, bool may_be_broken, struct alert_draft *ret);

/* Changes the file as it stands now, once. Returns an exit status, and says what is wrong; then it
 * is as it was. */
int alert_draft_change(struct alert_draft *draft, const struct alert_change *change);

/* Puts back what the file held before the change, where nobody else has written it since. */
void alert_draft_restore(struct alert_draft *draft);

void alert_draft_finish(struct alert_draft *draft); /* fine on ALERT_DRAFT_NONE */
