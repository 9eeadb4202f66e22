/* What came of drawing one item: the picture and what the worker says about it, or why not. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ipc/channel.h"
#include "ipc/pixels.h"

enum drawing_state {
    DRAWING_DONE,
    DRAWING_REFUSED,  /* the worker says no: `code` and `message` */
    DRAWING_VARIABLE, /* `message` names a variable that has no value */
    DRAWING_FILE,     /* `message` names a file that cannot be opened, `error` is the -errno */
    DRAWING_DIED,     /* it brought the worker down, twice */
    DRAWING_LATE,     /* the worker did not finish in time */
    DRAWING_REPEATED  /* the same picture as an earlier one; not drawn again */
};

struct drawing_words {
    char **list;
    size_t count;
};

struct drawing {
    enum drawing_state state;
    int error;
    char code[32];
    char message[512];
    struct pixels pixels;          /* where done */
    struct drawing_words overflow; /* roles of texts that found no room as a whole */
    struct drawing_words missing;  /* letters without a font, "U+AA00" */
    struct drawing_words cut;      /* of these roles, those of which a part is on the picture */
    struct drawing_words texts;    /* what can be read on the picture, in reading order */
};

#define DRAWING_NONE ((struct drawing){.pixels = {.fd = -1}})

/* Reads the worker's answer to job `number` into *ret, which the caller finishes; takes the pixels
 * out of the message. Returns 0, or -EBADMSG where it is no answer to that job. */
int drawing_read(struct message *message, uint64_t number, uint32_t width, uint32_t height,
                 struct drawing *ret);

/* Whether what overflows in `role` is on the picture in part, and not left out altogether. */
bool drawing_is_cut(const struct drawing *drawing, const char *role);

void drawing_finish(struct drawing *drawing); /* fine on DRAWING_NONE */
