#include "render/act.h"

#include "playlist/words.h"

enum { LETTERS_LAST = 12 /* px an em */, CODE_MODULE_LEAST = 2 /* px */ };

static const double margin = 5, words_most = 24; /* units, on a page of its own */

void act_prepare(struct act *act, struct sheet *sheet, const char *url, int wish, int limit)
{
    *act = (struct act){0};
    if (!url)
        return;
    int side = wish > sheet->code_side ? wish : sheet->code_side;
    if (side > limit)
        side = limit;
    if (qr_encode(url, &act->qr) == 0 && side > 0)
        act->module = qr_module(&act->qr, (unsigned)side, QR_MODULE_MIN);
    if (act->module == 0 && act->qr.dark && limit > 0) /* a long address: whatever room there is */
        act->module = qr_module(&act->qr, (unsigned)limit, QR_MODULE_MIN) ? QR_MODULE_MIN : 0;
    if (act->module == 0) {
        report_overflow(&sheet->report, "code");
        return;
    }
    /* Whole pixels round down; to be scanned from its place it must not fall short. */
    if ((int)qr_card(&act->qr, act->module) < sheet->code_side &&
        (int)qr_card(&act->qr, act->module + 1) <= limit)
        act->module++;
    act->content = url;
    act->side = (int)qr_card(&act->qr, act->module);
}

void act_draw(const struct act *act, struct sheet *sheet, int x, int y)
{
    if (act->side > 0)
        sheet_code(sheet, &act->qr, act->module, act->content, x, y);
}

void act_finish(struct act *act)
{
    qr_finish(&act->qr);
    *act = (struct act){0};
}

/* "Scan to open" at the right of a code of `card` px, where there is room. Returns the width that
 * it takes. */
static int draw_scan(struct sheet *sheet, struct rect place, int card)
{
    int gap = sheet_px(sheet, margin), room = place.width - card - 3 * gap;
    struct text *text = sheet_text(sheet, word_in(WORD_SCAN, sheet->language), FONT_BOLD);
    const struct text_style style = {.size_max = words_most * sheet->unit,
                                     .size_min = LETTERS_LAST,
                                     .lines_max = 4,
                                     .balance = true};
    struct text_set set;
    int width = 0;
    if (text && room > 0 && text_fit(text, &style, room, place.height - 4 * gap, &set)) {
        width = set.width + gap;
        sheet_draw(sheet, "label", text, &set,
                   place.x + (place.width - card - width) / 2 + card + gap,
                   place.y + (place.height - set.height) / 2, set.width, TEXT_LEFT,
                   sheet->theme.text, sheet->theme.background);
    }
    text_destroy(text);
    return width;
}

bool act_draw_page(struct sheet *sheet, const char *content, struct rect place, bool is_shown)
{
    struct qr qr;
    int side = place.width < place.height ? place.width : place.height;
    if (!content || side <= 0 || qr_encode(content, &qr) < 0)
        return false;
    unsigned module = qr_module(&qr, (unsigned)side, CODE_MODULE_LEAST);
    int card = (int)qr_card(&qr, module);
    sheet->report.is_scan = module > 0 && is_shown;
    if (sheet->report.is_scan) {
        int words = draw_scan(sheet, place, card);
        sheet_code(sheet, &qr, module, content, place.x + (place.width - words - card) / 2,
                   place.y + (place.height - card) / 2);
    }
    qr_finish(&qr);
    return module > 0;
}
