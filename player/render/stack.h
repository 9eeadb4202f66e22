/* A column of blocks, one below the other: texts, a code. All are made smaller together until the
 * column fits its place; then the least important go, and the report says which. */
#pragma once

#include "render/sheet.h"

enum { STACK_MAX = 24 };

/* The type scale of docs/design.md, in units. */
enum type_style {
    TYPE_HERO,     /* a number to remember */
    TYPE_HEADLINE, /* what it is about */
    TYPE_NAME,
    TYPE_ADDRESS, /* a web address: one line */
    TYPE_SENTENCE,
    TYPE_SLOGAN,
    TYPE_BOARD, /* words on a board that is seen from the street */
    TYPE_STEP,  /* what leads a cell */
    TYPE_REACH, /* a number in a cell: one line */
    TYPE_LINK,  /* an address in a cell: one line, and longer than a number */
    TYPE_CELL,  /* what it says in a cell */
    TYPE_ROW,   /* a line of a list */
    TYPE_LABEL,
    TYPE_BASIS,
    TYPE_STYLES
};

struct block {
    const char *role;  /* static */
    struct text *text; /* owned */
    enum type_style style;
    double size_max, size_min; /* units; 0: the style's own */
    double size_glad; /* units, that it grows to where all else has its full size; 0: not */
    rgb ink;
    double gap;       /* units above it, from the block before */
    bool spring;      /* what height is left over goes above it (evenly among all springs) */
    bool is_spare;    /* to leave it out is no loss, and is not reported: it goes before words
                         become small */
    unsigned lines;   /* that it takes before it becomes smaller; 0: as its style */
    bool is_whole;    /* it never takes more lines than that */
    unsigned rank;    /* 0 stays; of the others the highest is left out first */
    enum icon icon;   /* before the text, or as high as the place */
    double icon_size; /* units, of an icon before a text; 0: as the text */
    bool has_dash;    /* one of a list: its lines begin behind a dash */
    int height;       /* px: a block without text, empty or for a large icon */
    /* Results: */
    bool is_out;
    bool is_cut; /* too long even for the whole place: set with "…" */
    struct text_set set;
    double grown;    /* units, that it got of size_glad; 0: none */
    int top, indent; /* px from the place's corner */
    double even;     /* px an em at most, so that what is alike looks alike; 0: any */
};

struct stack {
    struct block blocks[STACK_MAX];
    size_t count;
    double grow; /* where there is much room, by how much words alike may be larger; 0: not */
    bool is_led; /* in stacks alike what a cell says is no larger than what leads it */
    int used;    /* px of height */
};

/* Adds a text; nothing for NULL or "". Returns the block to be refined, or NULL. */
struct block *stack_add(struct stack *stack, struct sheet *sheet, const char *role,
                        enum type_style style, const char *string, rgb ink, double gap);

/* Adds a place of `height` px, empty unless the caller gives it an icon. */
struct block *stack_add_place(struct stack *stack, int height, double gap);

/* Takes a share of the height that is left over. */
void stack_add_spring(struct stack *stack);

/* Sets all blocks into width × height px. What finds no room is reported. */
void stack_fit(struct stack *stack, struct sheet *sheet, int width, int height);

/* Sets stacks that are alike into equal places of width × height px, at one scale, the same styles
 * at the same size. Returns the sum of these sizes, px an em; 0, and nothing is reported,
 * where they do not fit whole; then stack_fit_alike_cut leaves out what finds no room, the same
 * everywhere, and returns whether the rest fits. */
unsigned stack_fit_alike(struct stack *const stacks[], size_t count, struct sheet *sheet, int width,
                         int height);
bool stack_fit_alike_cut(struct stack *const stacks[], size_t count, struct sheet *sheet, int width,
                         int height);

/* Leaves the least important role out of all of them, and reports it. False: all must stay. */
bool stack_leave_out(struct stack *const stacks[], size_t count, struct sheet *sheet);

/* How wide, px, the widest words are. */
int stack_width(const struct stack *stack);

/* How far, px, marks of the first words reach above the place. */
int stack_rise(const struct stack *stack);

/* How far, px, tails of the last words hang below it. */
int stack_fall(const struct stack *stack);

/* Draws what stack_fit has set, with the upper left corner at `x`, `y`, on `ground`. */
void stack_draw(const struct stack *stack, struct sheet *sheet, int x, int y, int width,
                rgb ground);
void stack_finish(struct stack *stack);
