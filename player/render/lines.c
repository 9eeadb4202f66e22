#include "render/lines.h"

#include <math.h>
#include <stdlib.h>

/* The price of what a reader would notice, in units of "one line is as far from the others as it is
 * long": a broken address or number, a word cut in two, a lonely last or first syllable, one line
 * more. */
static const double price_none = 0.1, price_loose = 0.2, price_word = 0.95, price_poor = 1.2;
static const double price_cut = 8.0, price_widow = 1.5, price_first = 0.3, price_line = 0.6;

/* Letters that a line of one piece must have so as not to look lonely: more than a syllable. */
enum { SYLLABLE_MAX = 8 };

/* Sums of measured widths may exceed the column by a rounding error. */
static const double tolerance = 1e-6;

double lines_width(const struct line_piece *pieces, size_t from, size_t to)
{
    double width = 0;
    for (size_t i = from; i < to; i++)
        width += pieces[i].width + (i + 1 < to ? pieces[i].blank : 0);
    return width;
}

static double break_price(enum glue after)
{
    switch (after) {
    case GLUE_LOOSE:
        return price_loose;
    case GLUE_WORD:
        return price_word;
    case GLUE_POOR:
        return price_poor;
    case GLUE_LAST:
        return price_cut;
    case GLUE_NONE:
        return price_none;
    case GLUE_CLAUSE:
    case GLUE_MUST:
        return 0;
    case GLUE_NEVER:
    default:
        return INFINITY;
    }
}

struct table {
    double *cost;   /* [line * (count + 1) + end]: lines 1 … line hold pieces 0 … end - 1 */
    size_t *before; /* where the last of them begins */
};

static bool table_init(struct table *table, size_t lines, size_t count)
{
    size_t cells = (lines + 1) * (count + 1);
    table->cost = malloc(cells * sizeof *table->cost);
    table->before = malloc(cells * sizeof *table->before);
    if (!table->cost || !table->before)
        return false;
    for (size_t i = 0; i < cells; i++)
        table->cost[i] = INFINITY;
    table->cost[0] = 0;
    return true;
}

static void table_finish(struct table *table)
{
    free(table->cost);
    free(table->before);
}

/* Whether the first line, of `end` of the pieces, is one syllable that the author has not set so.
 */
static bool is_lonely_first(const struct line_piece *pieces, size_t count, size_t end)
{
    return end == 1 && count > 1 && pieces[0].letters <= SYLLABLE_MAX && pieces[0].blank > 0 &&
           pieces[0].after != GLUE_MUST;
}

bool lines_begin_lonely(const struct line_piece *pieces, size_t count, const size_t ends[LINES_MAX])
{
    return is_lonely_first(pieces, count, ends[0]);
}

/* What the line of the pieces from … to - 1 costs; INFINITY where it is too long. */
static double line_price(const struct line_piece *pieces, size_t count, size_t from, size_t to,
                         double width, const struct lines_wish *wish, double aim)
{
    bool last = to == count;
    double price = last ? 0 : break_price(pieces[to - 1].after);
    double share = (aim - width) / aim;
    bool author_ends = !last && pieces[to - 1].after == GLUE_MUST;
    if (wish->balance || !(last || author_ends))
        price += share * share;
    else if (width < wish->width / 3)
        price += share * share / 2;
    bool is_short = to - from == 1 && pieces[from].letters <= SYLLABLE_MAX;
    if (last && is_short && from > 0 && pieces[from - 1].blank > 0)
        price += price_widow;
    if (from == 0 && is_lonely_first(pieces, count, to))
        price += price_first;
    return price;
}

/* Tries all lines that begin with piece `from` as number `line`. */
static void extend(const struct line_piece *pieces, size_t count, const struct lines_wish *wish,
                   double aim, size_t line, size_t from, struct table *table)
{
    double base = table->cost[(line - 1) * (count + 1) + from];
    double width = 0;
    unsigned letters = 0;
    if (base == INFINITY)
        return;
    for (size_t to = from + 1; to <= count; to++) {
        width += pieces[to - 1].width + (to - 1 > from ? pieces[to - 2].blank : 0);
        letters += pieces[to - 1].letters;
        bool too_many = wish->letters_max && letters > wish->letters_max + 1 && to - from > 1;
        if (width > wish->width + tolerance || too_many)
            return;
        size_t cell = line * (count + 1) + to;
        double cost = base + line_price(pieces, count, from, to, width, wish, aim);
        if (cost < table->cost[cell]) {
            table->cost[cell] = cost;
            table->before[cell] = from;
        }
        if (to < count && pieces[to - 1].after == GLUE_MUST)
            return;
    }
}

/* The best way to make exactly `lines` lines; its cost, or INFINITY. */
static double choose(const struct line_piece *pieces, size_t count, const struct lines_wish *wish,
                     size_t lines, size_t ends[LINES_MAX])
{
    struct table table = {0};
    double cost = INFINITY;
    double aim = wish->balance ? lines_width(pieces, 0, count) / (double)lines : wish->width;
    if (!table_init(&table, lines, count))
        goto end;
    if (aim <= 0)
        aim = 1;
    for (size_t line = 1; line <= lines; line++)
        for (size_t from = line - 1; from < count; from++)
            extend(pieces, count, wish, aim, line, from, &table);
    cost = table.cost[lines * (count + 1) + count];
    if (cost == INFINITY)
        goto end;
    size_t to = count;
    for (size_t line = lines; line > 0; line--) {
        ends[line - 1] = to;
        to = table.before[line * (count + 1) + to];
    }
end:
    table_finish(&table);
    return cost;
}

/* A cheap lower bound: texts far too long are refused without a table. */
static size_t fewest(const struct line_piece *pieces, size_t count, const struct lines_wish *wish)
{
    double ink = 0;
    for (size_t i = 0; i < count; i++)
        ink += pieces[i].width;
    double lines = ceil((ink - tolerance) / (wish->width + tolerance));
    return lines > LINES_MAX ? LINES_MAX + 1 : lines > 1 ? (size_t)lines : 1;
}

size_t lines_choose(const struct line_piece *pieces, size_t count, const struct lines_wish *wish,
                    size_t ends[LINES_MAX], double *ret_price)
{
    size_t best = 0;
    double best_cost = INFINITY;
    size_t most = wish->lines_max < LINES_MAX ? wish->lines_max : LINES_MAX;
    size_t least = fewest(pieces, count, wish);
    for (size_t lines = least; lines <= most && lines <= count; lines++) {
        size_t candidate[LINES_MAX] = {0};
        double cost = choose(pieces, count, wish, lines, candidate) + (double)lines * price_line;
        if (!(cost < best_cost)) {
            if (best > 0)
                break; /* more lines only cost more from here on */
            continue;
        }
        best = lines;
        best_cost = cost;
        for (size_t i = 0; i < lines; i++)
            ends[i] = candidate[i];
    }
    if (best > 0 && ret_price)
        *ret_price = best_cost - (double)best * price_line;
    return best;
}

size_t lines_fill(const struct line_piece *pieces, size_t count, const struct lines_wish *wish,
                  size_t ends[LINES_MAX], size_t *ret_pieces)
{
    size_t lines = 0, from = 0;
    size_t most = wish->lines_max < LINES_MAX ? wish->lines_max : LINES_MAX;
    while (lines < most && from < count) {
        size_t to = from, good = from,
               last = from; /* `last`: within a word or what stays together */
        double width = 0;
        while (to < count) {
            width += pieces[to].width + (to > from ? pieces[to - 1].blank : 0);
            if (width > wish->width + tolerance)
                break;
            to++;
            if (to == count || pieces[to - 1].after != GLUE_NEVER)
                last = to;
            if (to == count || (last == to && pieces[to - 1].after != GLUE_LAST))
                good = to;
            if (to < count && pieces[to - 1].after == GLUE_MUST)
                break;
        }
        if (good == from)
            good = last;
        if (good == from)
            break;
        ends[lines++] = good;
        from = good;
    }
    *ret_pieces = from;
    return lines;
}
