/* What a picture holds, for those who check it: every text and code with its place, size and
 * colours, what found no room, which letters no font has. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/canvas.h"
#include "render/text.h"

enum { REPORT_BOXES_MAX = 96, REPORT_OVERFLOW_MAX = 32 };

struct report_box {
    const char *role; /* static */
    char *text;       /* what a reader reads, a code its content; owned */
    struct rect rect;
    unsigned size;                  /* px: of a text an em, of a code a module, of a picture 0 */
    unsigned own_width, own_height; /* of a picture's file, upright; otherwise, and of an SVG, 0 */
    rgb ink, ground;
};

struct report {
    struct report_box boxes[REPORT_BOXES_MAX];
    size_t box_count;
    const char *overflow[REPORT_OVERFLOW_MAX]; /* static role names, each once */
    size_t overflow_count;
    struct text_missing missing;
    unsigned pages; /* that the item takes on this screen; 0: one */
    size_t words;   /* to be read */
    unsigned texts; /* of a ticker: that found room; 0: it is none */
    bool is_scan;   /* a page that is nothing but a code */
    bool has_clock;
    struct rect clock;
};

/* Adds a box; `text` is copied. What goes beyond the limits is dropped. */
void report_box(struct report *report, const char *role, const char *text, struct rect rect,
                unsigned size, rgb ink, rgb ground);

/* Adds a picture called `name`, whose file has the given size. */
void report_picture(struct report *report, const char *name, struct rect rect, unsigned own_width,
                    unsigned own_height, rgb ground);

/* Notes that of `role` something was left out. */
void report_overflow(struct report *report, const char *role);

void report_finish(struct report *report);

/* The members "boxes", "overflow", "missing", "lacks" and "clock" of an answer (ipc/job.h), without
 * braces: a fresh string, or NULL without memory. Rectangles are turned by `rotate` degrees like
 * the picture of width × height, the clock's too. */
char *report_print(const struct report *report, uint32_t width, uint32_t height, unsigned rotate);
