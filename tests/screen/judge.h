/* Says what one sample shows: which plate, which mix of two, or what it must not be. Pure: it
 * knows no time and no file. */
#pragma once

#include "sample.h"

enum look_kind {
    LOOK_BLANK,   /* nine tenths black, or one colour all over */
    LOOK_FOREIGN, /* no plate and no mix of two plates */
    LOOK_TORN,    /* parts of two frames: its rows disagree */
    LOOK_PURE,    /* one plate alone */
    LOOK_MIX,     /* one blended over another */
    LOOK_PUSH,    /* one pushes the other out, to the left or up */
    LOOK_WIPE     /* one is uncovered from the right */
};

struct look {
    enum look_kind kind;
    int from, to;  /* plates; equal for LOOK_PURE, -1 for LOOK_BLANK and LOOK_FOREIGN */
    double amount; /* how much of `to` is there, 0 … 1 */
    int edge;      /* LOOK_TORN: the row of the sample above the greatest disagreement */
};

/* What a plate's sample is like: from the formula at first, then as it really came out. */
struct judge_plate {
    bool learnt;
    float red[SAMPLE_ROWS][SAMPLE_COLUMNS];  /* 0 dark … 1 bright */
    float blue[SAMPLE_ROWS][SAMPLE_COLUMNS]; /* in levels */
    float green[SAMPLE_ROWS];                /* means, in levels */
};

struct judge {
    int count;   /* plates 0 … count-1 follow one another in a circle */
    int current; /* the plate that was last seen alone, -1: none yet */
    struct judge_plate plates[PLATE_COUNT];
};

/* Rows disagree if the mix differs by more than this between two of them: less than the step of
 * one frame in a crossfade of a second at 60 frames a second (1.7 %). Before both plates are
 * learnt, the JPEG's own errors ask for more. */
#define JUDGE_TOLERANCE 0.012
#define JUDGE_TOLERANCE_UNLEARNT 0.06
/* The same for pushes and wipes, of the whole way. */
#define JUDGE_TOLERANCE_WAY 0.025

void judge_init(struct judge *judge, int count);
struct look judge_sample(struct judge *judge, const struct sample *sample);

/* Takes a sample that has stood still for a while as the truth about plate `number`. */
void judge_learn(struct judge *judge, int number, const struct sample *sample);
