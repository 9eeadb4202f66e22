/* What a board says, in the parts that take turns on its pages: a number with its hours, a fee with
 * its name, a row of a table. Pure but for the words' breaks. */
#pragma once

#include "render/slide.h"
#include "render/unicode.h"

enum { PARTS_MAX = 48, PART_MORE_MAX = 3 };

enum part_kind {
    PART_WORDS,
    PART_ACT,    /* to be copied: a number or an address */
    PART_NUMBER, /* what the item is called by */
    PART_FACT,   /* a value and, above it, of what */
    PART_FIGURE, /* a value and, below it, of what */
    PART_ENTRY,  /* somebody, and how to reach them */
    PART_STEP,
    PART_ROW,   /* of a table */
    PART_PAPER, /* of a list under one label */
};

struct part {
    const char *role; /* static */
    enum part_kind kind;
    const char *mark;        /* of a step, "1/4": leads what finds no room beside its name */
    const char *lead, *text; /* may be NULL */
    const char *more[PART_MORE_MAX]; /* lines below the text, NULL behind the last */
    bool is_url;                     /* an address of the item itself */
    bool has_link;                   /* of an entry: its last line is a web address */
    bool is_rest;                    /* goes on with what the part before has begun */
    bool is_aside;                   /* of an entry that is told without it */
};

struct parts {
    struct part list[PARTS_MAX];
    size_t count;
    char *owned[4 * PARTS_MAX];
    size_t owned_count;
};

/* Reads a slide, which must outlive the parts. Finish them. */
void parts_collect(struct parts *parts, const struct slide *slide, const char *language);

/* Parts the text of `index` into `pieces` of about the same length, at the ends of sentences and
 * clauses rather than within them; each keeps the lead. False, and nothing is changed: there is no
 * such place. */
bool parts_split_text(struct parts *parts, struct unicode_breaker *breaker, size_t index,
                      size_t pieces);

/* Joins the pieces again. */
void parts_join(struct parts *parts, size_t index, size_t pieces, const struct part *whole);

/* Puts the last line below the text, or the lead, into a part of its own. False: there is none. */
bool parts_split_more(struct parts *parts, size_t index);
bool parts_split_lead(struct parts *parts, size_t index);

/* Takes the last of the asides out, and all of its role. Returns the role, NULL: there is none. */
const char *parts_drop_asides(struct parts *parts);

/* Says in place of the papers from `index` on how many they are. */
void parts_count_papers(struct parts *parts, size_t index, const char *language);

void parts_finish(struct parts *parts);
