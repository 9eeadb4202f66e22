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

/* A text, code or picture on it, as the worker reports it. */
struct drawing_box {
    char role[16];
    char *text;                     /* what a reader reads; of a code its content, of a picture its
                                       asset; owned */
    uint32_t x, y, width, height;   /* px, within the picture */
    unsigned size;                  /* px: of a text an em, of a code a module; 0: a picture */
    uint32_t ink, ground;           /* 0xRRGGBB */
    uint32_t own_width, own_height; /* of a picture's file, upright; 0: an SVG has none */
};

struct drawing_boxes {
    struct drawing_box *list;
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
    struct drawing_boxes boxes;    /* the same with its places */
    unsigned pages;                /* that the item takes on this screen, 1 … JOB_PAGES_MAX */
    int64_t need;                  /* of one of several pages: ipc/pages.h */
    bool scan;                     /* the page is nothing but a code */
};

#define DRAWING_NONE ((struct drawing){.pixels = {.fd = -1}})

/* Reads the worker's answer to job `number` into *ret, which the caller finishes; takes the pixels
 * out of the message. `width` 0: any. Returns 0, or -EBADMSG where it is no answer to that job. */
int drawing_read(struct message *message, uint64_t number, uint32_t width, uint32_t height,
                 struct drawing *ret);

/* Whether what overflows in `role` is on the picture in part, and not left out altogether. */
bool drawing_is_cut(const struct drawing *drawing, const char *role);

void drawing_finish(struct drawing *drawing); /* fine on DRAWING_NONE */
