#include <math.h>
#include <string.h>

#include "render/layout.h"

/* A picture by which a panel is set up, from 192 × 96 to 8192: each mark answers one question. The
 * border and the corners: is anything cut off, mirrored or turned? Circle and grid: are pixels
 * square? Patterns of single pixels: does anything between us and the glass scale? Bars and ramps:
 * are colours, blacks and whites whole? */

#define GROUND 0x000000U
#define GRID 0x404040U
#define LIGHT 0xFFFFFFU

enum {
    COLOURS = 8,
    GREYS = 16,
    CELLS = 12,       /* of the grid along the short side */
    PATTERNS = 4,     /* of single pixels */
    BOARD_SIDE = 240, /* boards under it have no room for more than a line of words */
    TEXT_CLEAR = 10,  /* px an em */
    TEXT_LEAST = 9    /* for a long line */
};

/* Wider than that the parts stand beside each other. */
static const double banner_ratio = 2.5;
static const double text_step = 1.35, letter_width = 0.56; /* em */

/* A part of `rect`, by shares of its sides. */
static struct rect part_of(struct rect rect, double left, double top, double right, double bottom)
{
    int x = rect.x + (int)lround(rect.width * left), y = rect.y + (int)lround(rect.height * top);
    return (struct rect){x, y, rect.x + (int)lround(rect.width * right) - x,
                         rect.y + (int)lround(rect.height * bottom) - y};
}

/* Column `index` of `count` equal ones, without a gap between them. */
static struct rect column_of(struct rect rect, int index, int count)
{
    int left = rect.width * index / count, right = rect.width * (index + 1) / count;
    return (struct rect){rect.x + left, rect.y, right - left, rect.height};
}

/* Black parts would have no edge on the ground. */
static void draw_edge(struct canvas *canvas, struct rect place)
{
    canvas_fill(canvas, (struct rect){place.x - 1, place.y - 1, place.width + 2, place.height + 2},
                GRID);
}

static void draw_bars(struct canvas *canvas, struct rect place)
{
    static const rgb colours[COLOURS] = {0xFFFFFF, 0xFFFF00, 0x00FFFF, 0x00FF00,
                                         0xFF00FF, 0xFF0000, 0x0000FF, 0x000000};
    draw_edge(canvas, place);
    for (int i = 0; i < COLOURS; i++)
        canvas_fill(canvas, column_of(place, i, COLOURS), colours[i]);
}

/* From black to white: in steps above, without below. */
static void draw_ramps(struct canvas *canvas, struct rect place)
{
    struct rect steps = part_of(place, 0, 0, 1, 0.6), smooth = part_of(place, 0, 0.6, 1, 1);
    draw_edge(canvas, place);
    for (int i = 0; i < GREYS; i++)
        canvas_fill(canvas, column_of(steps, i, GREYS), (rgb)i * 17 * 0x010101U);
    for (int x = 0; x < smooth.width; x++) {
        rgb level = smooth.width > 1 ? (rgb)(x * 255 / (smooth.width - 1)) : 0;
        canvas_fill(canvas, (struct rect){smooth.x + x, smooth.y, 1, smooth.height},
                    level * 0x010101U);
    }
}

static bool is_lit(int pattern, int x, int y)
{
    switch (pattern) {
    case 0:
        return x % 2 == 0; /* upright lines */
    case 1:
        return y % 2 == 0;
    case 2:
        return (x + y) % 2 == 0;
    default:
        return x % 4 < 2; /* lines of two pixels, to compare */
    }
}

/* What is scaled turns to grey or moiré here. */
static void draw_patterns(struct canvas *canvas, struct rect place)
{
    int gap = place.width / 40;
    for (int i = 0; i < PATTERNS; i++) {
        struct rect patch = column_of(place, i, PATTERNS);
        patch.x += gap;
        patch.width -= 2 * gap;
        for (int y = 0; y < patch.height; y++) {
            for (int x = 0; x < patch.width; x++)
                canvas_fill(canvas, (struct rect){patch.x + x, patch.y + y, 1, 1},
                            is_lit(i, x, y) ? LIGHT : GROUND);
        }
    }
}

/* The two middle columns and rows of an even side, the one of an odd: the cross is symmetrical. */
static struct rect middle_of(const struct canvas *canvas, int arm, bool upright)
{
    int width = (int)canvas->width, height = (int)canvas->height;
    int x = (width - 1) / 2, y = (height - 1) / 2, across = width % 2 ? 1 : 2,
        down = height % 2 ? 1 : 2;
    if (upright)
        return (struct rect){x, y - arm, across, 2 * arm + down};
    return (struct rect){x - arm, y, 2 * arm + across, down};
}

static void draw_grid(struct canvas *canvas, int cell)
{
    int width = (int)canvas->width, height = (int)canvas->height;
    canvas_fill(canvas, (struct rect){0, 0, width, height}, GROUND);
    for (int x = (width / 2) % cell; x < width; x += cell)
        canvas_fill(canvas, (struct rect){x, 0, 1, height}, GRID);
    for (int y = (height / 2) % cell; y < height; y += cell)
        canvas_fill(canvas, (struct rect){0, y, width, 1}, GRID);
}

/* Four colours, so that a turned or mirrored picture is known. */
static void draw_corners(struct canvas *canvas, int side)
{
    int right = (int)canvas->width - side - 2, bottom = (int)canvas->height - side - 2;
    canvas_fill(canvas, (struct rect){2, 2, side, side}, 0xFF0000);
    canvas_fill(canvas, (struct rect){right, 2, side, side}, 0x00FF00);
    canvas_fill(canvas, (struct rect){2, bottom, side, side}, 0x0000FF);
    canvas_fill(canvas, (struct rect){right, bottom, side, side}, 0xFFFF00);
}

/* Exactly the outermost pixels. */
static void draw_border(struct canvas *canvas)
{
    int width = (int)canvas->width, height = (int)canvas->height;
    canvas_fill(canvas, (struct rect){0, 0, width, 1}, LIGHT);
    canvas_fill(canvas, (struct rect){0, height - 1, width, 1}, LIGHT);
    canvas_fill(canvas, (struct rect){0, 0, 1, height}, LIGHT);
    canvas_fill(canvas, (struct rect){width - 1, 0, 1, height}, LIGHT);
}

/* The size at which all texts find room in height, and most of them in width. */
static int text_size(const char *const *texts, size_t count, struct rect place)
{
    size_t longest = 1;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(texts[i]); /* bytes: more than letters, so it fits for certain */
        longest = size > longest ? size : longest;
    }
    double high = place.height / (text_step * (double)(count > 0 ? count : 1));
    int size = (int)fmin(high, place.width / (letter_width * (double)longest));
    return size > TEXT_CLEAR ? size : TEXT_CLEAR;
}

/* One text below the other, the first one bold; what finds no room is reported. */
static void draw_texts(struct sheet *sheet, const char *const *texts, size_t count,
                       struct rect place)
{
    int size = text_size(texts, count, place), line = (int)lround(size * text_step);
    sheet->unit = 1;
    for (size_t i = 0; i < count; i++) {
        struct rect row = {place.x, place.y + (int)i * line, place.width, line};
        if (row.y + line > place.y + place.height) {
            report_overflow(&sheet->report, "text");
            return;
        }
        sheet_line(sheet, "text", texts[i], i == 0 ? FONT_BOLD : FONT_REGULAR, size, TEXT_LEAST,
                   row, TEXT_CENTRE, LIGHT, GROUND);
    }
}

static void draw_ring(struct sheet *sheet)
{
    const struct canvas *canvas = &sheet->canvas;
    uint32_t shorter = canvas->width < canvas->height ? canvas->width : canvas->height;
    canvas_ring(&sheet->canvas, canvas->width / 2.0, canvas->height / 2.0, shorter * 0.47,
                fmax(1, sheet->unit * 0.25), LIGHT);
}

int layout_testcard(struct sheet *sheet, const char *const texts[JOB_TEXTS_MAX], size_t count)
{
    struct canvas *canvas = &sheet->canvas;
    int width = (int)canvas->width, height = (int)canvas->height;
    int shorter = width < height ? width : height, edge = shorter / 9;
    struct rect inner = {edge, edge, width - 2 * edge, height - 2 * edge};
    struct rect bars, ramps, words, patterns;
    if (width > banner_ratio * height) {
        double side = (double)(width - height) / 2 / inner.width - (double)edge / inner.width;
        bars = part_of(inner, 0, 0, side, 0.48);
        ramps = part_of(inner, 0, 0.52, side, 1);
        words = part_of(inner, 1 - side, 0, 1, 0.66);
        patterns = part_of(inner, 1 - side, 0.72, 1, 1);
    } else {
        bars = part_of(inner, 0, 0, 1, 0.14);
        ramps = part_of(inner, 0, 0.16, 1, 0.29);
        words = part_of(inner, 0, 0.62, 1, 0.87);
        patterns = part_of(inner, 0, 0.9, 1, 1);
        int spare = shorter >= BOARD_SIDE ? inner.width - shorter * 4 / 5 : 0;
        if (spare > 0) /* within the circle */
            words = (struct rect){words.x + spare / 2, words.y, words.width - spare, words.height};
    }
    draw_grid(canvas, shorter / CELLS > 0 ? shorter / CELLS : 1);
    draw_bars(canvas, bars);
    draw_ramps(canvas, ramps);
    draw_patterns(canvas, patterns);
    if (shorter < BOARD_SIDE) /* words go before the circle */
        draw_ring(sheet);
    canvas_fill(canvas, words, GROUND);
    if (shorter >= BOARD_SIDE)
        draw_ring(sheet);
    canvas_fill(canvas, middle_of(canvas, shorter / 12, true), LIGHT);
    canvas_fill(canvas, middle_of(canvas, shorter / 12, false), LIGHT);
    draw_texts(sheet, texts, count, words);
    draw_corners(canvas, shorter / 14);
    draw_border(canvas);
    return 0;
}
