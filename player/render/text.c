#include "render/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "render/glue.h"
#include "render/ink.h"

/* Words longer than this may be parted between letters where nothing else helps. */
enum { LONG_WORD = 20, PIECES_MAX = 4096 };

static const double latin_step = 1.3;  /* em; room for Ẫ under g */
static const double other_rise = 0.95; /* em of ink above the baseline in Khmer */
static const double other_cap = 0.85;
static const double size_step = 0.97; /* from one size tried to the next */

/* How much smaller a text may become for better line ends, and what the whole of it would cost in
 * the prices of lines.c. */
static const double size_give = 0.16, price_size = 2.5;

static const char ellipsis[] = "…";

struct piece {
    size_t start, end; /* bytes, without the blank behind */
};

struct text {
    struct fonts *fonts;
    enum font_weight weight;
    char *string;
    size_t size;
    int8_t *faces; /* a byte's face */
    struct piece *pieces;
    struct line_piece *widths;
    size_t count;
    bool is_tall;   /* holds a script that needs more height than Latin */
    double descent; /* em, the deepest ink */
};

void text_destroy(struct text *text)
{
    if (!text)
        return;
    free(text->string);
    free(text->faces);
    free(text->pieces);
    free(text->widths);
    free(text);
}

static void note_missing(struct text_missing *missing, uint32_t code)
{
    for (size_t i = 0; i < missing->count; i++)
        if (missing->codes[i] == code)
            return;
    if (missing->count < TEXT_MISSING_MAX)
        missing->codes[missing->count++] = code;
}

/* Appends a letter unless it would double a blank. */
static void keep(struct text *text, const char *letter, size_t length, int face)
{
    if (*letter == ' ' && (text->size == 0 || text->string[text->size - 1] == ' '))
        return;
    memcpy(text->string + text->size, letter, length);
    memset(text->faces + text->size, face, length);
    text->size += length;
}

/* Gives every letter its font; drops those that none has. */
static void choose_faces(struct text *text, const char *normal, const char (*scripts)[5],
                         struct text_missing *missing)
{
    size_t size = strlen(normal);
    int face = 0;
    for (size_t i = 0; i < size;) {
        uint32_t code;
        size_t length = utf8_decode(normal + i, size - i, &code);
        if (length == 0)
            break;
        int own = code == '\n' || code == ' ' ? face : fonts_face(text->fonts, code, scripts[i]);
        if (own >= 0) {
            keep(text, normal + i, length, own);
            face = own;
        } else if (!unicode_is_invisible(code)) {
            note_missing(missing, code);
        }
        i += length;
    }
    while (text->size > 0 && strchr(" \n", text->string[text->size - 1]))
        text->size--;
    text->string[text->size] = '\0';
}

/* Calls for each run of one face in bytes start … end. */
struct run {
    size_t start, end;
    int face;
};

static bool next_run(const struct text *text, size_t end, struct run *run)
{
    if (run->end >= end)
        return false;
    run->start = run->end;
    run->face = text->faces[run->start];
    while (run->end < end && text->faces[run->end] == run->face)
        run->end++;
    return true;
}

static bool measure_run(const struct text *text, const struct run *run, struct font_extent *ret)
{
    char buffer[FONTS_RUN_MAX];
    size_t length = run->end - run->start;
    if (length >= sizeof buffer)
        return false;
    memcpy(buffer, text->string + run->start, length);
    buffer[length] = '\0';
    return fonts_measure(text->fonts, run->face, text->weight, buffer, ret) == 0;
}

static double measure(const struct text *text, size_t start, size_t end, double *descent)
{
    double width = 0;
    struct run run = {.end = start};
    while (next_run(text, end, &run)) {
        struct font_extent extent = {0};
        if (!measure_run(text, &run, &extent))
            continue;
        width += extent.width;
        if (descent && extent.descent > *descent)
            *descent = extent.descent;
    }
    return width;
}

static unsigned count_letters(const char *text, size_t size)
{
    unsigned letters = 0;
    for (size_t i = 0; i < size; i++)
        letters += ((unsigned char)text[i] & 0xC0) != 0x80;
    return letters;
}

static void add_piece(struct text *text, size_t start, size_t end, enum glue after)
{
    size_t ink_end = end;
    while (ink_end > start && strchr(" \n", text->string[ink_end - 1]))
        ink_end--;
    struct line_piece width = {.letters = count_letters(text->string + start, end - start),
                               .after = after};
    width.width = measure(text, start, ink_end, &text->descent);
    if (ink_end < end && text->string[ink_end] == ' ')
        width.blank = measure(text, ink_end, ink_end + 1, NULL);
    text->pieces[text->count] = (struct piece){start, ink_end};
    text->widths[text->count++] = width;
}

/* A word without a break that may be wider than any line. */
static void add_long_word(struct text *text, struct unicode_breaker *breaker, size_t start,
                          size_t end, enum glue after)
{
    if (count_letters(text->string + start, end - start) > LONG_WORD) {
        while (start < end && text->count + 2 < PIECES_MAX) {
            size_t length = unicode_cluster(breaker, text->string + start, end - start);
            if (start + length >= end || text->string[start + length] == ' ')
                break;
            add_piece(text, start, start + length, GLUE_LAST);
            start += length;
        }
    }
    if (start < end)
        add_piece(text, start, end, after);
}

static bool part(struct text *text, struct unicode_breaker *breaker)
{
    uint8_t *marks = calloc(text->size + 1, 1);
    if (!marks)
        return false;
    unicode_breaks(breaker, text->string, text->size, marks);
    glue_mark_addresses(text->string, text->size, marks);
    size_t start = 0;
    for (size_t i = 1; i < text->size && text->count + 2 < PIECES_MAX; i++) {
        if (!marks[i])
            continue;
        enum glue glue = glue_judge(text->string, text->size, i);
        if (glue == GLUE_NEVER)
            continue;
        add_long_word(text, breaker, start, i, glue);
        start = i;
    }
    add_long_word(text, breaker, start, text->size, GLUE_MUST);
    free(marks);
    return true;
}

static bool fill_text(struct text *text, struct unicode_breaker *breaker, const char *string,
                      struct text_missing *missing)
{
    bool ok = false;
    char(*scripts)[5] = NULL;
    char *normal = unicode_normalise(string);
    if (!normal)
        return false;
    size_t size = strlen(normal);
    scripts = calloc(size + 1, sizeof *scripts);
    text->string = malloc(size + 1);
    text->faces = malloc(size + 1);
    if (!scripts || !text->string || !text->faces)
        goto end;
    unicode_scripts(normal, size, scripts);
    choose_faces(text, normal, (const char(*)[5])scripts, missing);
    size_t pieces = text->size < PIECES_MAX ? text->size + 1 : PIECES_MAX;
    text->pieces = malloc(pieces * sizeof *text->pieces);
    text->widths = malloc(pieces * sizeof *text->widths);
    if (!text->pieces || !text->widths || text->size == 0)
        goto end;
    for (size_t i = 0; i < text->size; i++)
        text->is_tall |= text->faces[i] != 0;
    ok = part(text, breaker);
end:
    free(scripts);
    free(normal);
    return ok;
}

struct text *text_create(struct fonts *fonts, struct unicode_breaker *breaker, const char *string,
                         enum font_weight weight, struct text_missing *missing)
{
    struct text *text = calloc(1, sizeof *text);
    if (!text)
        return NULL;
    text->fonts = fonts;
    text->weight = weight;
    if (!fill_text(text, breaker, string, missing)) {
        text_destroy(text);
        return NULL;
    }
    return text;
}

/* Fills in the heights for `set->line_count` lines of `set->size`. */
static void set_heights(const struct text *text, struct text_set *set)
{
    double size = set->size;
    double step = latin_step, cap = FONTS_CAP_HEIGHT, tail = 0;
    if (text->is_tall) {
        step = fmax(step, other_rise + text->descent + 0.08);
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
 * sizes down to size_give below it are tried, but not down to a single line. */
static void refine(const struct text *text, const struct text_style *style, unsigned least,
                   int width, int height, struct text_set *set, double price)
{
    const unsigned largest = set->size;
    unsigned lowest = (unsigned)((1 - size_give) * largest);
    double best = price;
    if (set->line_count < 2)
        return;
    for (unsigned size = largest - 1; size >= least && size >= lowest; size--) {
        struct text_set smaller;
        if (!fit_size(text, style, style->lines_max, size, width, height, &smaller, &price) ||
            smaller.line_count < 2)
            return;
        price += price_size * (largest - size) / largest;
        if (price < best) {
            best = price;
            *set = smaller;
        }
    }
}

bool text_fit(const struct text *text, const struct text_style *style, int width, int height,
              struct text_set *ret)
{
    unsigned least = whole_size(style->size_min), tried = 0;
    double price;
    if (width <= 0 || height <= 0)
        return false;
    for (double size = style->size_max;; size *= size_step) {
        unsigned whole = whole_size(size);
        if (whole <= least)
            break;
        if (whole != tried &&
            fit_size(text, style, style->lines_max, whole, width, height, ret, &price)) {
            refine(text, style, least, width, height, ret, price);
            return true;
        }
        tried = whole;
    }
    if (fit_size(text, style, style->lines_max, least, width, height, ret, &price))
        return true;
    return style->spare_lines > style->lines_max &&
           fit_size(text, style, style->spare_lines, least, width, height, ret, &price);
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
                      const struct run *run, int x, int y, rgb ink, const uint8_t *weights)
{
    char buffer[FONTS_RUN_MAX];
    struct font_run pixels;
    size_t length = run->end - run->start;
    if (length >= sizeof buffer)
        return 0;
    memcpy(buffer, text->string + run->start, length);
    buffer[length] = '\0';
    if (fonts_draw(text->fonts, run->face, text->weight, set->size, buffer, &pixels) == 0) {
        ink_lay(canvas, &pixels, x, y, ink, weights);
        font_run_finish(&pixels);
    }
    struct font_extent extent = {0};
    measure_run(text, run, &extent);
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
        struct run run = {.end = text->pieces[from].start};
        while (next_run(text, text->pieces[set->ends[i] - 1].end, &run))
            left += draw_bytes(text, set, canvas, &run, left, baseline, ink, weights);
        if (set->cut && i + 1 == set->line_count)
            draw_ellipsis(text, set, canvas, left, baseline, ink, weights);
        from = set->ends[i];
    }
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
