#include "render/act.h"

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
