/* One item as the layouts need it: plain words, whatever its type calls them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "playlist/document.h"
#include "playlist/icon.h"
#include "render/picture.h"

enum { SLIDE_ROWS_MAX = 16, SLIDE_COLUMNS_MAX = 4 };

enum slide_severity { SLIDE_INFO, SLIDE_IMPORTANT, SLIDE_URGENT };

/* A line of a list: what stands out, and what it says. Anything may be NULL. */
struct slide_row {
    const char *lead, *text;
    const char *value, *unit;             /* of a figure: it leads */
    const char *place, *phone, *url;      /* of an entry */
    const char *cells[SLIDE_COLUMNS_MAX]; /* of a table */
    bool has_share;
    double share;   /* 0 … 1, of a figure */
    enum icon icon; /* of a step */
};

/* Strings belong to the JSON that the slide was read from, but for `owned`. NULL: not given. */
struct slide {
    enum item_type type;
    const char *title; /* name, title, text of a slogan */
    const char *short_title;
    const char *body;     /* summary, body */
    const char *url;      /* shown and drawn as a code */
    const char *code_url; /* drawn as a code only (a hotline's `qr`) */
    const char *phone, *hours, *attribution, *caption;
    const char *asset; /* the picture's name */
    enum icon icon;    /* ICON_NONE: that of its type */
    enum picture_fit fit;
    enum slide_severity severity;
    const char *note;                       /* where figures come from */
    const char *number, *origin;            /* of a document: its number; who issued it, and when */
    const char *columns[SLIDE_COLUMNS_MAX]; /* heads of a table */
    size_t column_count;
    struct slide_row rows[SLIDE_ROWS_MAX]; /* of a procedure: its facts */
    const char *papers[SLIDE_ROWS_MAX];    /* of a procedure: what to bring */
    size_t paper_count;
    size_t row_count;
    size_t rows_left_out; /* more than SLIDE_ROWS_MAX */
    const char *basis;    /* one line: title, number, date */
    char *owned[3 * SLIDE_ROWS_MAX];
    size_t owned_count;
};

struct cJSON;

/* Reads a resolved item; what is missing or of another type than it should be stays NULL, since the
 * document has been validated elsewhere and a slide shows what there is. `language` words the
 * labels. Returns 0, or -1 where there is no item of a known type. */
int slide_read(const struct cJSON *item, const struct cJSON *defaults, const char *language,
               struct slide *ret);
void slide_finish(struct slide *slide);

/* The icon that stands for the slide: its own or, where it names none, its type's. */
enum icon slide_icon(const struct slide *slide, enum icon otherwise);

/* A web address as people write it: without "https://" and a last "/". Fresh, or NULL. */
char *slide_address(const char *url);

/* The same, of a long one the host alone: nobody copies a long way within a portal by hand, the
 * code leads there. */
char *slide_address_short(const char *url);
