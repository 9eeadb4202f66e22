#include "render/strip.h"

bool strip_fit(struct sheet *sheet, const struct strip_style *style, const char *string, bool cut,
               int width, int height, struct strip_words *ret)
{
    struct text *text = sheet_line_text(sheet, string, style->weight);
    struct text_style fit = {
        .size_max = style->size_max, .size_min = style->size_min, .lines_max = 2, .balance = true};
    struct text_set set;
    bool fits = text && text_fit(text, &fit, width, height, &set);
    if (!fits && text && cut) {
        report_overflow(&sheet->report, style->role);
        fits = text_cut(text, &fit, width, height, &set);
    }
    if (!fits) {
        text_destroy(text);
        return false;
    }
    *ret = (struct strip_words){text, set};
    return true;
}

void strip_lay(struct sheet *sheet, const struct strip_style *style, struct strip_words *words,
               int x, int y, int width)
{
    sheet_draw(sheet, style->role, words->text, &words->set, x, y, width, TEXT_LEFT, style->ink,
               style->ground);
    text_destroy(words->text);
    *words = (struct strip_words){0};
}

bool strip_draw_text(struct sheet *sheet, const struct strip_style *style, const char *string,
                     bool cut, struct rect place)
{
    struct strip_words words;
    if (!strip_fit(sheet, style, string, cut, place.width, place.height, &words))
        return false;
    strip_lay(sheet, style, &words, place.x, place.y + (place.height - words.set.height) / 2,
              place.width);
    return true;
}
