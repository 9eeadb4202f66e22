/* The lines of the ticker, one behind the other in a strip that is as long as they are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "render/layout.h"

/* In units. */
static const double rule = 0.3, between = 6, dot_side = 1.4;

static const double letters = 0.55; /* an em, of the strip's height */

/* A piece of text that is set at once: a word list of that many bytes, parted at blanks. */
enum { PIECE_BYTES = 256, PIECE_TAIL = 4 };

void layout_ticker_ground(struct sheet *sheet, struct rect place, double unit)
{
    int line = (int)fmax(1, round(unit * rule));
    canvas_fill(&sheet->canvas, place, sheet->theme.surface);
    canvas_fill(&sheet->canvas, (struct rect){place.x, place.y, place.width, line},
                rgb_mix(sheet->theme.surface, sheet->theme.text, 0.35));
}

/* A line break of the author's, too: the ticker has one line. */
static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

/* How many bytes the next piece has: up to the last blank that is near enough. */
static size_t piece_length(const char *string)
{
    size_t size = strlen(string), last = 0;
    if (size <= PIECE_BYTES)
        return size;
    for (size_t i = 0; i < PIECE_BYTES; i++)
        last = is_blank(string[i]) ? i + 1 : last;
    if (last > 0)
        return last;
    last = PIECE_BYTES;
    while (last > PIECE_BYTES - PIECE_TAIL && ((unsigned char)string[last] & 0xC0) == 0x80)
        last--;
    return last;
}

/* Sets one piece on one line; draws it where `is_drawn`. Returns its width; 0 where it is empty. */
static int set_piece(struct sheet *sheet, const char *string, size_t length, double size, int x,
                     bool is_drawn)
{
    char piece[PIECE_BYTES + 1];
    memcpy(piece, string, length);
    piece[length] = '\0';
    struct text *text = sheet_line_text(sheet, piece, FONT_BOLD);
    const struct text_style style = {.size_max = size, .size_min = size, .lines_max = 1};
    struct text_set set;
    int width = 0, height = (int)sheet->canvas.height;
    /* Ten times its height is more than any letter can need: nothing is refused for want of room.
     */
    if (text && text_fit(text, &style, PIXELS_SIDE_MAX, height * 10, &set)) {
        width = set.width;
        if (is_drawn)
            sheet_draw(sheet, "ticker", text, &set, x, (height - set.height) / 2 + set.height / 12,
                       width, TEXT_LEFT, sheet->theme.text, sheet->theme.surface);
    }
    text_destroy(text);
    return width;
}

/* The same for a whole line. Returns where it ends, beyond `limit` where it finds no room. */
static int set_line(struct sheet *sheet, const char *string, double size, int x, int limit,
                    bool is_drawn)
{
    int blank = (int)round(size * 0.27);
    while (*string && x <= limit) {
        size_t length = piece_length(string);
        int width = set_piece(sheet, string, length, size, x, false);
        if (x + width > limit) {
            if (is_drawn) /* to be seen that it is cut */
                set_piece(sheet, "…", strlen("…"), size, x, true);
            return limit + 1;
        }
        if (is_drawn)
            set_piece(sheet, string, length, size, x, true);
        x += width;
        x += is_blank(string[length - 1]) ? blank : 0;
        string += length;
    }
    return x;
}

/* Where a line would end. Sets whether it can be shown: words with holes say another thing, or
 * nothing. The report names a letter that no font has. */
static int measure_line(struct sheet *sheet, const char *string, double size, int x, int limit,
                        bool *ret_is_whole)
{
    uint32_t *letter = &sheet->report.missing.letter, before = *letter;
    *letter = 0;
    int end = set_line(sheet, string, size, x, limit, false);
    *ret_is_whole = *letter == 0;
    *letter = before ? before : *letter;
    return end;
}

/* A dot behind each line. */
static int draw_dot(struct sheet *sheet, const struct strip *strip, int x, bool is_drawn)
{
    int side = (int)fmax(3, round(strip->unit * dot_side)), space = (int)(strip->unit * between);
    if (is_drawn)
        canvas_fill_round(
            &sheet->canvas,
            (struct rect){x + space, ((int)sheet->canvas.height - side) / 2, side, side},
            side / 2.0, sheet->theme.accent);
    return x + 2 * space + side;
}

/* Sets what finds room. Returns the width. */
static int set_all(struct sheet *sheet, const struct strip *strip, bool is_drawn,
                   unsigned *ret_texts)
{
    double size = sheet->canvas.height * letters;
    int x = 0, room = (int)(strip->unit * (2 * between + 2 * dot_side)) + 3;
    int limit = strip->most > room ? strip->most - room : 0;
    unsigned texts = 0;
    for (; texts < strip->count; texts++) {
        bool is_whole, is_first = x == 0;
        int end = measure_line(sheet, strip->texts[texts], size, x, limit, &is_whole);
        if (!is_whole)
            continue;
        if (end > limit && !is_first)
            break;
        if (end > limit)
            report_overflow(&sheet->report, "ticker");
        if (is_drawn || end > limit)
            end = set_line(sheet, strip->texts[texts], size, x, limit, is_drawn);
        x = draw_dot(sheet, strip, end < limit ? end : limit, is_drawn);
    }
    *ret_texts = texts;
    return x;
}

uint32_t layout_ticker_width(struct sheet *sheet, const struct strip *strip)
{
    unsigned texts;
    int width = set_all(sheet, strip, false, &texts);
    width = width > strip->least ? width : strip->least;
    return (uint32_t)(width < strip->most ? width : strip->most);
}

int layout_ticker(struct sheet *sheet, const struct strip *strip)
{
    const struct rect all = {0, 0, (int)sheet->canvas.width, (int)sheet->canvas.height};
    if (strip->is_black)
        theme_make_black(&sheet->theme);
    layout_ticker_ground(sheet, all, strip->unit);
    set_all(sheet, strip, true, &sheet->report.texts);
    return 0;
}
