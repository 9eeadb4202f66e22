/* A text in lines: fitted to a place, cut to it, drawn. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/ink.h"
#include "render/text_parts.h"

static const double latin_step = 1.3; /* em; room for Ẫ under g */
static const double other_cap = 0.85;
static const double size_step = 0.97; /* from one size tried to the next */

/* How much smaller a text may become for better line ends, and what the whole of it would cost in
 * the prices of lines.c. */
static const double size_give = 0.35, join_give = 0.15, price_size = 4;

static const char ellipsis[] = "…";

/* Fills in the heights for `set->line_count` lines of `set->size`. */
static void set_heights(const struct text *text, struct text_set *set)
{
    double size = set->size;
    double step = latin_step, cap = FONTS_CAP_HEIGHT, tail = 0;
    if (text->is_tall) {
        step = fmax(step, text->rise + text->descent + 0.08);
        cap = other_cap;
        tail = text->descent - 0.1;
    }
    set->step = (int)lround(size * step);
    set->cap = (int)lround(size * cap);
    set->below = (int)ceil(size * text->descent);
    set->height = set->cap + (int)(set->line_count - 1) * set->step + (int)lround(size * tail);
}

static void set_width(const struct text *text, struct text_set *set)
{
    double widest = 0;
    size_t from = 0;
    for (size_t i = 0; i < set->line_count; i++) {
        widest = fmax(widest, lines_width(text->widths, from, set->ends[i]));
        from = set->ends[i];
    }
    set->width = (int)ceil(widest * set->size);
}

static bool fit_size(const struct text *text, const struct text_style *style, unsigned lines,
                     unsigned size, int width, int height, struct text_set *ret, double *ret_price)
{
    struct text_set set = {.size = size};
    struct lines_wish wish = {.width = (double)width / size,
                              .lines_max = lines,
                              .letters_max = style->letters_max,
                              .balance = style->balance};
    set.line_count = lines_choose(text->widths, text->count, &wish, set.ends, ret_price);
    if (set.line_count == 0)
        return false;
    set_heights(text, &set);
    if (set.height > height)
        return false;
    set_width(text, &set);
    *ret = set;
    return true;
}

static unsigned whole_size(double size)
{
    return size < 4 ? 4 : size > FONTS_SIZE_MAX ? FONTS_SIZE_MAX : (unsigned)size;
}

/* A headline that parts a word in two is better a little smaller: `set` is the largest that fits;
 * sizes down to size_give below it are tried, down to a single line only where a syllable would
 * stand alone on the first of two. */
static void refine(const struct text *text, const struct text_style *style, unsigned least,
                   int width, int height, struct text_set *set, double price)
{
    const unsigned largest = set->size;
    unsigned lowest = (unsigned)((1 - size_give) * largest);
    double best = price;
    if (set->line_count < 2)
        return;
    bool is_lonely =
        set->line_count == 2 && lines_begin_lonely(text->widths, text->count, set->ends);
    bool is_joined = false;
    for (unsigned size = largest - 1; size >= least && size >= lowest && !is_joined; size--) {
        struct text_set smaller;
        if (!fit_size(text, style, style->lines_max, size, width, height, &smaller, &price))
            return;
        is_joined = smaller.line_count < 2;
        if (is_joined && (!is_lonely || size < (1 - join_give) * largest))
            return;
        price += price_size * (largest - size) / largest;
        if (price < best) {
            best = price;
            *set = smaller;
        }
    }
}

/* The lines that its author has written take no smaller letters than one line would. */
static struct text_style with_own_lines(const struct text *text, const struct text_style *style)
{
    struct text_style own = *style;
    unsigned lines = 1;
    for (size_t i = 0; i + 1 < text->count; i++)
        lines += text->widths[i].after == GLUE_MUST;
    if (lines > own.lines_max && lines <= own.spare_lines)
        own.lines_max = lines;
    return own;
}

bool text_fit(const struct text *text, const struct text_style *wish, int width, int height,
              struct text_set *ret)
{
    const struct text_style style = with_own_lines(text, wish);
    unsigned least = whole_size(style.size_min), tried = 0;
    double price;
    if (width <= 0 || height <= 0)
        return false;
    for (double size = style.size_max;; size *= size_step) {
        unsigned whole = whole_size(size);
        if (whole <= least)
            break;
        if (whole != tried &&
            fit_size(text, &style, style.lines_max, whole, width, height, ret, &price)) {
            refine(text, &style, least, width, height, ret, price);
            return true;
        }
        tried = whole;
    }
    if (fit_size(text, &style, style.lines_max, least, width, height, ret, &price))
        return true;
    return style.spare_lines > style.lines_max &&
           fit_size(text, &style, style.spare_lines, least, width, height, ret, &price);
}

bool text_cut(const struct text *text, const struct text_style *style, int width, int height,
              struct text_set *ret)
{
    struct text_set set = {.size = whole_size(style->size_min)};
    unsigned lines = style->spare_lines > style->lines_max ? style->spare_lines : style->lines_max;
    struct font_extent mark = {0};
    if (width <= 0)
        return false;
    fonts_measure(text->fonts, 0, text->weight, ellipsis, &mark);
    for (; lines > 0; lines--) {
        size_t used;
        struct lines_wish wish = {.width = (double)width / set.size - mark.width,
                                  .lines_max = lines};
        set.line_count = lines_fill(text->widths, text->count, &wish, set.ends, &used);
        if (set.line_count == 0)
            return false;
        set.cut = used < text->count;
        set_heights(text, &set);
        if (set.height <= height)
            break;
    }
    if (lines == 0)
        return false;
    set_width(text, &set);
    if (set.cut)
        set.width += (int)ceil(mark.width * set.size);
    *ret = set;
    return true;
}

static int draw_bytes(const struct text *text, const struct text_set *set, struct canvas *canvas,
                      const struct text_run *run, int x, int y, rgb ink, const uint8_t *weights)
{
    char buffer[FONTS_RUN_MAX];
    struct font_run pixels;
    if (!text_copy_run(text, run, buffer))
        return 0;
    if (fonts_draw(text->fonts, run->face, text->weight, set->size, buffer, &pixels) == 0) {
        ink_lay(canvas, &pixels, x, y, ink, weights);
        font_run_finish(&pixels);
    }
    struct font_extent extent = {0};
    text_measure_run(text, run, &extent);
    return (int)lround(extent.width * set->size);
}

static void draw_ellipsis(const struct text *text, const struct text_set *set,
                          struct canvas *canvas, int x, int y, rgb ink, const uint8_t *weights)
{
    struct font_run pixels;
    if (fonts_draw(text->fonts, 0, text->weight, set->size, ellipsis, &pixels) == 0) {
        ink_lay(canvas, &pixels, x, y, ink, weights);
        font_run_finish(&pixels);
    }
}

void text_draw(const struct text *text, const struct text_set *set, struct canvas *canvas, int x,
               int y, int width, enum text_align align, rgb ink, rgb ground)
{
    uint8_t weights[256];
    ink_weights(ink, ground, weights);
    size_t from = 0;
    for (size_t i = 0; i < set->line_count; i++) {
        double line = lines_width(text->widths, from, set->ends[i]) * set->size;
        int spare = width - (int)ceil(line);
        int left = x + (align == TEXT_LEFT ? 0 : align == TEXT_RIGHT ? spare : spare / 2);
        int baseline = y + set->cap + (int)i * set->step;
        struct text_run run = {.end = text->pieces[from].start};
        while (text_next_run(text, text->pieces[set->ends[i] - 1].end, &run))
            left += draw_bytes(text, set, canvas, &run, left, baseline, ink, weights);
        if (set->cut && i + 1 == set->line_count)
            draw_ellipsis(text, set, canvas, left, baseline, ink, weights);
        from = set->ends[i];
    }
}

/* A blank that must not end a line parts words, too. */
static size_t count_blanks(const char *string, size_t from, size_t to)
{
    size_t blanks = 0;
    for (size_t i = from; i < to; i++)
        blanks += strchr(" \n", string[i]) || strncmp(string + i, "\u00a0", 2) == 0;
    return blanks;
}

size_t text_words(const struct text *text, const struct text_set *set)
{
    size_t pieces = set->line_count ? set->ends[set->line_count - 1] : 0, words = pieces;
    for (size_t i = 0; i < pieces; i++)
        words += count_blanks(text->string, text->pieces[i].start, text->pieces[i].end);
    return words;
}

char *text_shown(const struct text *text, const struct text_set *set)
{
    size_t end = set->line_count ? text->pieces[set->ends[set->line_count - 1] - 1].end : 0;
    char *shown = malloc(end + sizeof ellipsis);
    if (!shown)
        return NULL;
    for (size_t i = 0; i < end; i++)
        shown[i] = text->string[i] == '\n' ? ' ' : text->string[i];
    memcpy(shown + end, ellipsis, sizeof ellipsis);
    if (!set->cut)
        shown[end] = '\0';
    return shown;
}
