/* Whose turn it is among several that show in one place, by turns: one that could not be drawn is
 * passed over for a while. Pure; instants are monotonic. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ROTA_MAX = 16,
    ROTA_LOSSES = 2 /* workers that one turn may cost before it is passed over */
};
#define ROTA_PAUSE (INT64_C(30) * 1000000) /* each try may cost the next item its time */

/* All zeroes: there is nobody. */
struct rota {
    size_t count;
    size_t at;                    /* who has the place, or comes first to have it */
    size_t tried;                 /* whose turn is being drawn, or was last */
    bool is_up;                   /* `at` has the place */
    bool has_failed;              /* some turn, since they are these */
    unsigned losses;              /* of workers over `tried`, in a row */
    bool is_well[ROTA_MAX];       /* it was drawn, and has not been passed over since */
    int64_t not_before[ROTA_MAX]; /* 0: it may be tried */
};

/* `count` others (ROTA_MAX at most), of whom none has the place. */
void rota_init(struct rota *rota, size_t count);

/* The next one to be tried that need not wait; where one has the place, another than that. Returns
 * false where there is none. */
bool rota_find(const struct rota *rota, int64_t now, size_t *ret);

/* The turn is being drawn. */
void rota_try(struct rota *rota, size_t turn);

/* `tried` has the place. Returns whether that is news: what went wrong with it before, also when
 * the others were not these, does so no longer. */
bool rota_put_up(struct rota *rota);

/* `tried` could not be drawn. `is_lost`: a worker was lost over it, which may happen over anything
 * once. Returns whether it is passed over from now on. */
bool rota_fail(struct rota *rota, bool is_lost, int64_t now);

/* When rota_find first finds one: not later than `now` where it does now; INT64_MAX: never. */
int64_t rota_next(const struct rota *rota);
