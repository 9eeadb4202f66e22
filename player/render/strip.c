#include "render/strip.h"

bool strip_draw_text(struct sheet *sheet, const struct strip_style *style, const char *string,
                     bool cut, struct rect place)
{
    struct text *text = sheet_line_text(sheet, string, style->weight);
    struct text_style fit = {
        .size_max = style->size_max, .size_min = style->size_min, .lines_max = 2, .balance = true};
    struct text_set set;
    bool fits = text && text_fit(text, &fit, place.width, place.height, &set);
    if (!fits && text && cut) {
        report_overflow(&sheet->report, style->role);
        fits = text_cut(text, &fit, place.width, place.height, &set);
    }
    if (fits)
        sheet_draw(sheet, style->role, text, &set, place.x,
                   place.y + (place.height - set.height) / 2, place.width, TEXT_LEFT, style->ink,
                   style->ground);
    text_destroy(text);
    return fits;
}
