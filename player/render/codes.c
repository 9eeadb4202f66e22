#include "render/codes.h"

/* A module is a fiftieth of the card at least (docs/legibility.md: a tenth of the way for the card,
 * a five-hundredth for a module), so a long address takes a larger card. */
enum { CARD_MODULES = 50 };

bool codes_add(struct codes *codes, const char *url)
{
    if (codes->count == CODES_MAX || qr_encode(url, &codes->list[codes->count]) < 0)
        return false;
    codes->contents[codes->count++] = url;
    return true;
}

static unsigned most_modules(const struct codes *codes)
{
    unsigned most = 0;
    for (size_t i = 0; i < codes->count; i++)
        if (codes->list[i].modules > most)
            most = codes->list[i].modules;
    return most;
}

/* A longer code than its text needs reads as well, and side by side they look alike. */
static bool lengthen(struct codes *codes, unsigned modules)
{
    for (size_t i = 0; i < codes->count; i++) {
        struct qr longer;
        if (codes->list[i].modules == modules)
            continue;
        if (qr_encode_at(codes->contents[i], modules, &longer) < 0)
            return false;
        qr_finish(&codes->list[i]);
        codes->list[i] = longer;
    }
    return true;
}

bool codes_even(struct codes *codes, const struct sheet *sheet, int least)
{
    if (codes->count == 0 || !lengthen(codes, most_modules(codes)))
        return false;
    const struct qr *first = &codes->list[0];
    int side = least > sheet->code_side ? least : sheet->code_side;
    unsigned finest = ((unsigned)sheet->code_side + CARD_MODULES - 1) / CARD_MODULES;
    unsigned module = qr_module(first, (unsigned)side, 1);
    if (qr_card(first, module) < (unsigned)sheet->code_side)
        module++;
    if (module < finest)
        module = finest;
    if (module < QR_MODULE_MIN)
        module = QR_MODULE_MIN;
    codes->module = module;
    codes->side = (int)qr_card(first, module);
    return true;
}

void codes_draw(const struct codes *codes, struct sheet *sheet, size_t index, int x, int y)
{
    sheet_code(sheet, &codes->list[index], codes->module, codes->contents[index], x, y);
}

void codes_finish(struct codes *codes)
{
    for (size_t i = 0; i < codes->count; i++)
        qr_finish(&codes->list[i]);
    *codes = (struct codes){0};
}
