#include "render/sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/backdrop.h"
#include "render/logo.h"

/* The name band (docs/design.md): 9 u high, the office left, the clock right. */
static const double band_height = 9, band_margin = 6, band_text = 3.8, clock_width = 20,
                    date_width = 58;
static const double band_gap = 4, band_air = 2;

int sheet_px(const struct sheet *sheet, double units)
{
    double px = round(sheet->unit * units);
    return px < 1 ? 1 : (int)px;
}

struct text *sheet_text(struct sheet *sheet, const char *string, enum font_weight weight)
{
    if (!string || !*string)
        return NULL;
    return text_create(sheet->fonts, sheet->breaker, string, weight, &sheet->report.missing);
}

struct text *sheet_line_text(struct sheet *sheet, const char *string, enum font_weight weight)
{
    char *line = string ? strdup(string) : NULL;
    for (char *at = line ? strchr(line, '\n') : NULL; at; at = strchr(at, '\n'))
        *at = ' ';
    struct text *text = sheet_text(sheet, line, weight);
    free(line);
    return text;
}

void sheet_draw(struct sheet *sheet, const char *role, const struct text *text,
                const struct text_set *set, int x, int y, int width, enum text_align align, rgb ink,
                rgb ground)
{
    text_draw(text, set, &sheet->canvas, x, y, width, align, ink, ground);
    sheet->report.words += text_words(text, set);
    char *shown = text_shown(text, set);
    int spare = width - set->width;
    int left = x + (align == TEXT_LEFT ? 0 : align == TEXT_RIGHT ? spare : spare / 2);
    /* Diacritics rise above the capitals, Ẫ by a third of an em. */
    int above = (int)ceil(set->size * 1.07) - set->cap;
    int last = set->cap + (int)(set->line_count - 1) * set->step;
    struct rect rect = {left, y - above, set->width, above + last + set->below};
    if (shown)
        report_box(&sheet->report, role, shown, rect, set->size, ink, ground);
    free(shown);
}

int sheet_line(struct sheet *sheet, const char *role, const char *string, enum font_weight weight,
               double size_max, double size_min, struct rect place, enum text_align align, rgb ink,
               rgb ground)
{
    struct text *text = sheet_line_text(sheet, string, weight);
    struct text_set set;
    int width = 0;
    const struct text_style style = {
        .size_max = sheet->unit * size_max, .size_min = sheet->unit * size_min, .lines_max = 1};
    if (!text)
        return 0;
    bool fits = text_fit(text, &style, place.width, place.height, &set);
    if (!fits)
        report_overflow(&sheet->report, role);
    if (fits || text_cut(text, &style, place.width, place.height, &set)) {
        sheet_draw(sheet, role, text, &set, place.x, place.y + (place.height - set.height) / 2,
                   place.width, align, ink, ground);
        width = set.width;
    }
    text_destroy(text);
    return width;
}

void sheet_code(struct sheet *sheet, const struct qr *qr, unsigned module, const char *content,
                int x, int y)
{
    int side = (int)qr_card(qr, module);
    struct rect card = {x, y, side, side};
    double radius = fmin(sheet_px(sheet, 1.5), module * 3.0);
    int line = sheet_px(sheet, 0.25);
    /* White on a light ground has no edge of its own. */
    if (rgb_contrast(0xFFFFFF, sheet->theme.background) < 1.5)
        canvas_fill_round(&sheet->canvas,
                          (struct rect){x - line, y - line, side + 2 * line, side + 2 * line},
                          radius + line, rgb_mix(sheet->theme.background, sheet->theme.text, 0.22));
    canvas_fill_round(&sheet->canvas, card, radius, 0xFFFFFF);
    qr_draw(qr, module, sheet->canvas.pixels, sheet->canvas.width, (unsigned)x, (unsigned)y,
            0xFF000000);
    report_box(&sheet->report, "code", content, card, module, 0x000000, 0xFFFFFF);
}

/* The office's name. A hole in it is reported, but makes no slide unreadable: it is on all of them.
 */
static struct text *office_text(struct sheet *sheet)
{
    uint32_t letter = sheet->report.missing.letter;
    struct text *text = sheet_text(sheet, sheet->band, FONT_REGULAR);
    sheet->report.missing.letter = letter;
    return text;
}

/* The date finds room beside the time where it takes none of the office's name. */
static int width_of_clock(struct sheet *sheet, int room)
{
    int wide = sheet_px(sheet, date_width), size = sheet_px(sheet, band_text);
    const struct text_style style = {.size_max = size, .size_min = size, .lines_max = 1};
    struct text *name = office_text(sheet);
    struct text_set set;
    room -= wide + sheet_px(sheet, band_gap);
    bool fits = room > 0 && (!name || text_fit(name, &style, room, size * 2, &set));
    text_destroy(name);
    return fits ? wide : sheet_px(sheet, clock_width);
}

/* The office in one line or, where it is long, in two; cut where even these are too short. */
static void draw_office(struct sheet *sheet, struct rect place)
{
    static const struct {
        double max, min; /* units */
        unsigned lines;
    } ways[] = {{3.8, 3.2, 1}, {3.2, 2.4, 2}};
    struct text *text = office_text(sheet);
    struct text_style style;
    struct text_set set;
    bool fits = false;
    for (size_t i = 0; text && !fits && i < sizeof ways / sizeof *ways; i++) {
        style = (struct text_style){.size_max = ways[i].max * sheet->unit,
                                    .size_min = ways[i].min * sheet->unit,
                                    .lines_max = ways[i].lines,
                                    .balance = true};
        fits = text_fit(text, &style, place.width, place.height - sheet_px(sheet, band_air), &set);
    }
    if (text && !fits) {
        report_overflow(&sheet->report, "band");
        fits = text_cut(text, &style, place.width, place.height - sheet_px(sheet, band_air), &set);
    }
    if (fits)
        sheet_draw(sheet, "band", text, &set, place.x, place.y + (place.height - set.height) / 2,
                   place.width, TEXT_LEFT, sheet->theme.text, sheet->theme.surface);
    text_destroy(text);
}

static void draw_band(struct sheet *sheet, struct rect band)
{
    int margin = sheet_px(sheet, band_margin);
    struct rect name = {margin, band.y, band.width - 2 * margin, band.height};
    canvas_fill(&sheet->canvas, band, sheet->theme.surface);
    int logo = logo_draw(sheet, name);
    name.x += logo;
    name.width -= logo;
    if (sheet->clock) {
        int width = width_of_clock(sheet, name.width);
        sheet->report.has_clock = true;
        sheet->report.clock =
            (struct rect){band.width - margin - width, band.y, width, band.height};
        name.width -= width + sheet_px(sheet, band_gap);
    }
    draw_office(sheet, name);
}

int sheet_asset(const struct sheet *sheet, const char *name)
{
    for (size_t i = 0; name && i < sheet->asset_count; i++)
        if (strcmp(sheet->assets[i].name, name) == 0)
            return sheet->assets[i].fd;
    return -1;
}

struct rect sheet_begin(struct sheet *sheet)
{
    int width = (int)sheet->canvas.width, height = (int)sheet->canvas.height;
    struct rect area = {0, 0, width, height};
    int band = sheet_px(sheet, band_height);
    canvas_fill(&sheet->canvas, area, sheet->theme.background);
    /* The clock needs a fifth of the short side: on the narrowest boards there is no band. */
    if ((!sheet->band && !logo_is_there(sheet)) || !sheet->theme.name_band || band < 12) {
        backdrop_draw(sheet, area);
        return area;
    }
    area.height -= band;
    backdrop_draw(sheet, area);
    draw_band(sheet, (struct rect){0, height - band, width, band});
    return area;
}
