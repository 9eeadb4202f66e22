/* The draft of a playlist with an alert more or less: its other bytes stay as they are. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "ipc/folder.h"
#include "playlist/document.h"

/* What `bangtin alert new` was told. All texts are UTF-8 and borrowed; NULL: none. */
struct alert_words {
    const char *identifier, *severity, *headline, *description, *instruction;
    const char *sites; /* "can-duoc,tag:district" */
    bool banner;
    int64_t sent, expires; /* instants, microseconds */
};

/* A draft that is open, to be written back when something was changed in it. */
struct alert_draft {
    struct folder folder;
    struct document *document;
    char *previous; /* what the file held before alert_draft_write */
    size_t previous_size;
};

#define ALERT_DRAFT_NONE ((struct alert_draft){.folder = FOLDER_NONE})

/* Opens the folder. Each of these returns an exit status, and says what is wrong. */
int alert_draft_open(const char *path, struct alert_draft *ret);

/* Adds the alert; one of the same identifier must not be there. */
int alert_draft_add(struct alert_draft *draft, const struct alert_words *words);

/* Takes the alert out. */
int alert_draft_remove(struct alert_draft *draft, const struct alert *alert);

/* Puts back what the file held before the change, where nobody else has written it since. */
void alert_draft_restore(struct alert_draft *draft);

void alert_draft_finish(struct alert_draft *draft); /* fine on ALERT_DRAFT_NONE */

/* The alert of that identifier, or NULL. */
const struct alert *alert_draft_find(const struct alert_draft *draft, const char *identifier);
