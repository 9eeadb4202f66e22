#include "judge.h"

#include <math.h>
#include <stdlib.h>

enum {
    BLANK_RANGE = 16, /* levels between the darkest and the brightest point of a plain screen */
    BLACK_LEVEL = 24,
    BAD_ROWS = 1 /* a row that was read while it was being written is no foreign picture */
};

/* The sample in the judge's own units. */
struct view {
    struct judge_plate plate;
    const struct sample *sample;
};

static int channel(uint32_t pixel, int shift)
{
    return (int)(pixel >> shift & 255);
}

static void plate_measure(const struct sample *sample, struct judge_plate *ret)
{
    for (int row = 0; row < SAMPLE_ROWS; row++) {
        int green = 0;
        for (int column = 0; column < SAMPLE_COLUMNS; column++) {
            uint32_t pixel = sample->pixels[row][column];
            ret->red[row][column] =
                (float)(channel(pixel, 16) - PLATE_DARK) / (PLATE_BRIGHT - PLATE_DARK);
            green += channel(pixel, 8);
            ret->blue[row][column] = (float)channel(pixel, 0);
        }
        ret->green[row] = (float)green / SAMPLE_COLUMNS;
    }
}

void judge_init(struct judge *judge, int count)
{
    *judge = (struct judge){.count = count, .current = -1};
    for (unsigned number = 0; number < (unsigned)count; number++) {
        struct sample ideal;
        for (int row = 0; row < SAMPLE_ROWS; row++)
            for (int column = 0; column < SAMPLE_COLUMNS; column++)
                ideal.pixels[row][column] = plate_colour(number, (column + 0.5) / SAMPLE_COLUMNS,
                                                         (row + 0.5) / SAMPLE_ROWS);
        plate_measure(&ideal, &judge->plates[number]);
    }
}

void judge_learn(struct judge *judge, int number, const struct sample *sample)
{
    plate_measure(sample, &judge->plates[number]);
    judge->plates[number].learnt = true;
}

static bool is_blank(const struct sample *sample)
{
    int low[3] = {255, 255, 255}, high[3] = {0, 0, 0}, black = 0;
    for (int row = 0; row < SAMPLE_ROWS; row++) {
        for (int column = 0; column < SAMPLE_COLUMNS; column++) {
            int brightest = 0;
            for (int k = 0; k < 3; k++) {
                int level = channel(sample->pixels[row][column], 8 * k);
                low[k] = level < low[k] ? level : low[k];
                high[k] = level > high[k] ? level : high[k];
                brightest = level > brightest ? level : brightest;
            }
            black += brightest < BLACK_LEVEL;
        }
    }
    bool plain = high[0] - low[0] < BLANK_RANGE && high[1] - low[1] < BLANK_RANGE &&
                 high[2] - low[2] < BLANK_RANGE;
    return plain || black * 10 > 9 * SAMPLE_ROWS * SAMPLE_COLUMNS;
}

/* One row as a mix of two plates, least squares: how much of `to`? Returns false if it is none. */
static bool row_fits(const struct view *view, int row, const struct judge_plate *from,
                     const struct judge_plate *to, double *ret_amount)
{
    const float *seen = view->plate.red[row], *a = from->red[row], *b = to->red[row];
    double product = 0, square = 0, error = 0, moved = 0;
    for (int column = 0; column < SAMPLE_COLUMNS; column++) {
        product += (seen[column] - a[column]) * (b[column] - a[column]);
        square += (b[column] - a[column]) * (b[column] - a[column]);
    }
    double amount = square > 1 ? product / square : 0;
    for (int column = 0; column < SAMPLE_COLUMNS; column++) {
        double rest = seen[column] - a[column] - amount * (b[column] - a[column]);
        error += rest * rest;
        moved += fabsf(view->plate.blue[row][column] - from->blue[row][column]);
    }
    bool learnt = from->learnt && to->learnt;
    double shift = learnt ? 5 : 14;
    *ret_amount = amount;
    return sqrt(error / SAMPLE_COLUMNS) < (learnt ? 0.05 : 0.12) && amount > -0.06 &&
           amount < 1.06 && fabsf(view->plate.green[row] - from->green[row]) < shift &&
           moved / SAMPLE_COLUMNS < shift;
}

/* The whole sample as a mix, row by row. */
static bool sample_fits(const struct view *view, const struct judge_plate *from,
                        const struct judge_plate *to, double amounts[SAMPLE_ROWS])
{
    int bad = 0;
    for (int row = 0; row < SAMPLE_ROWS; row++) {
        if (row_fits(view, row, from, to, &amounts[row]))
            continue;
        if (++bad > BAD_ROWS)
            return false;
        amounts[row] = row > 0 ? amounts[row - 1] : 0;
    }
    return true;
}

static double median3(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* Mean of the rows' amounts, how far they disagree, and where most. One odd row does not count. */
static double amounts_weigh(const double amounts[SAMPLE_ROWS], double *ret_spread, int *ret_edge)
{
    double calm[SAMPLE_ROWS - 2], low = 2, high = -2, sum = 0, step = -1;
    for (int row = 0; row < SAMPLE_ROWS - 2; row++) {
        calm[row] = median3(amounts[row], amounts[row + 1], amounts[row + 2]);
        low = fmin(low, calm[row]);
        high = fmax(high, calm[row]);
        sum += calm[row];
        if (row > 0 && fabs(calm[row] - calm[row - 1]) > step) {
            step = fabs(calm[row] - calm[row - 1]);
            *ret_edge = row;
        }
    }
    *ret_spread = high - low;
    return sum / (SAMPLE_ROWS - 2);
}

static struct look mix_look(const struct judge *judge, int from, int to,
                            const double amounts[SAMPLE_ROWS])
{
    bool learnt = judge->plates[from].learnt && judge->plates[to].learnt;
    struct look look = {.kind = LOOK_MIX, .from = from, .to = to};
    double spread, margin = learnt ? 0.004 : 0.03;
    look.amount = amounts_weigh(amounts, &spread, &look.edge);
    if (from != to && spread > (learnt ? JUDGE_TOLERANCE : JUDGE_TOLERANCE_UNLEARNT)) {
        look.kind = LOOK_TORN;
    } else if (from == to || look.amount < margin || look.amount > 1 - margin) {
        look.kind = LOOK_PURE;
        look.from = look.to = from != to && look.amount > 0.5 ? to : from;
        look.amount = 0;
    }
    return look;
}

static bool try_mix(const struct judge *judge, const struct view *view, int from, int to,
                    struct look *ret)
{
    double amounts[SAMPLE_ROWS];
    if (!sample_fits(view, &judge->plates[from], &judge->plates[to], amounts))
        return false;
    *ret = mix_look(judge, from, to, amounts);
    return true;
}

/* Tries what is expected first, then any plate, then any two. */
static bool look_for_mix(const struct judge *judge, const struct view *view, struct look *ret)
{
    int current = judge->current;
    if (current >= 0 && try_mix(judge, view, current, (current + 1) % judge->count, ret))
        return true;
    for (int number = 0; number < judge->count; number++)
        if (try_mix(judge, view, number, number, ret))
            return true;
    for (int from = 0; from < judge->count; from++)
        for (int to = from + 1; to < judge->count; to++)
            if (try_mix(judge, view, from, to, ret))
                return true;
    return false;
}

/* How far a row's content has come from its place, 0 … 1 of the screen, to the left or upwards:
 * the columns' mean on a circle, since what leaves at one side follows at the other. */
static double row_way(const struct view *view, int row, bool up)
{
    double x = 0, y = 0;
    for (int column = 0; column < SAMPLE_COLUMNS; column++) {
        int level = channel(view->sample->pixels[row][column], up ? 8 : 0);
        double place = up ? (row + 0.5) / SAMPLE_ROWS : (column + 0.5) / SAMPLE_COLUMNS;
        double angle = 2 * M_PI * ((level - PLATE_LOW) / (double)PLATE_SPAN - place);
        x += cos(angle);
        y += sin(angle);
    }
    double way = atan2(y, x) / (2 * M_PI);
    return way < 0 ? way + 1 : way;
}

/* Is this point what the two plates, moved by `way`, would show there? At a bar's edge red says
 * nothing; green and blue always do. */
static bool point_is_pushed(uint32_t pixel, double u, double v, int from, int to)
{
    unsigned number = (unsigned)(u < 1 && v < 1 ? from : to);
    uint32_t wanted = plate_colour(number, u < 1 ? u : u - 1, v < 1 ? v : v - 1);
    double inside = u * PLATE_BARS - floor(u * PLATE_BARS);
    bool seam = fabs(u - 1) < 0.02 || fabs(v - 1) < 0.02;
    bool edge = inside < 0.2 || inside > 0.8; /* smeared by 0.13, and `way` is not exact */
    return seam || (abs(channel(pixel, 8) - channel(wanted, 8)) < 24 &&
                    abs(channel(pixel, 0) - channel(wanted, 0)) < 24 &&
                    (edge || abs(channel(pixel, 16) - channel(wanted, 16)) < 64));
}

static bool row_is_pushed(const struct view *view, int row, int from, int to, bool up, double way)
{
    int wrong = 0;
    for (int column = 0; column < SAMPLE_COLUMNS; column++) {
        double u = (column + 0.5) / SAMPLE_COLUMNS + (up ? 0 : way);
        double v = (row + 0.5) / SAMPLE_ROWS + (up ? way : 0);
        wrong += !point_is_pushed(view->sample->pixels[row][column], u, v, from, to);
    }
    return wrong * 8 <= SAMPLE_COLUMNS;
}

static bool look_for_push(const struct judge *judge, const struct view *view, bool up,
                          struct look *ret)
{
    double ways[SAMPLE_ROWS], spread;
    int to = (judge->current + 1) % judge->count, bad = 0;
    for (int row = 0; row < SAMPLE_ROWS; row++)
        ways[row] = row_way(view, row, up);
    for (int row = 0; row < SAMPLE_ROWS; row++) {
        /* One row tells its way less exactly than its neighbours do with it. */
        double way = row > 0 && row < SAMPLE_ROWS - 1
                         ? median3(ways[row - 1], ways[row], ways[row + 1])
                         : ways[row];
        bad += !row_is_pushed(view, row, judge->current, to, up, way);
    }
    if (bad > 2 * BAD_ROWS)
        return false;
    *ret = (struct look){.kind = LOOK_PUSH, .from = judge->current, .to = to};
    ret->amount = amounts_weigh(ways, &spread, &ret->edge);
    if (spread > JUDGE_TOLERANCE_WAY)
        ret->kind = LOOK_TORN;
    return true;
}

/* The number of bars from the left that still show `from`, or -1. */
static int row_wipe(const struct view *view, int row, unsigned from, unsigned to)
{
    for (int edge = 0; edge <= SAMPLE_COLUMNS; edge++) {
        int wrong = 0;
        for (int column = 0; column < SAMPLE_COLUMNS && wrong <= 1; column++) {
            bool bright = plate_bar_is_bright(column < edge ? from : to, (unsigned)column);
            wrong += fabs(view->plate.red[row][column] - bright) > 0.3;
        }
        if (wrong <= 1)
            return edge;
    }
    return -1;
}

static bool look_for_wipe(const struct judge *judge, const struct view *view, struct look *ret)
{
    double ways[SAMPLE_ROWS], spread;
    int to = (judge->current + 1) % judge->count;
    for (int row = 0; row < SAMPLE_ROWS; row++) {
        int edge = row_wipe(view, row, (unsigned)judge->current, (unsigned)to);
        if (edge < 0)
            return false;
        ways[row] = 1 - (double)edge / SAMPLE_COLUMNS;
    }
    *ret = (struct look){.kind = LOOK_WIPE, .from = judge->current, .to = to};
    ret->amount = amounts_weigh(ways, &spread, &ret->edge);
    if (spread > 2.5 / SAMPLE_COLUMNS) /* bars are as fine as this can be seen */
        ret->kind = LOOK_TORN;
    return true;
}

/* A push to the left, one upwards, a wipe: the one that explains the sample whole. A push that has
 * hardly begun, or hardly has to go, can be taken for another one that is torn at a few rows: so
 * torn is only what none of them explains better. */
static bool look_for_way(const struct judge *judge, const struct view *view, struct look *ret)
{
    struct look look;
    bool found = false;
    for (int way = 0; way < 3; way++) {
        bool fits = way == 2 ? look_for_wipe(judge, view, &look)
                             : look_for_push(judge, view, way == 1, &look);
        if (fits && (!found || look.kind != LOOK_TORN))
            *ret = look;
        found |= fits;
        if (fits && look.kind != LOOK_TORN)
            break;
    }
    return found;
}

struct look judge_sample(struct judge *judge, const struct sample *sample)
{
    struct look look = {.kind = LOOK_FOREIGN, .from = -1, .to = -1};
    if (is_blank(sample)) {
        look.kind = LOOK_BLANK;
        return look;
    }
    struct view view = {.sample = sample};
    plate_measure(sample, &view.plate);
    bool found = look_for_mix(judge, &view, &look);
    if (!found && judge->current >= 0)
        found = look_for_way(judge, &view, &look);
    if (found && look.kind == LOOK_PURE)
        judge->current = look.to;
    return look;
}
