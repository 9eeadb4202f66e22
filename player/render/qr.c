#include "render/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

/* ISO/IEC 18004: version 1 has 21 modules a side, each further one four more. */
enum { MODULES_FIRST = 21, MODULES_STEP = 4 };

int qr_encode(const char *text, struct qr *ret)
{
    return qr_encode_at(text, 0, ret);
}

int qr_encode_at(const char *text, unsigned modules, struct qr *ret)
{
    int version = modules < MODULES_FIRST ? 0 : (int)(modules - MODULES_FIRST) / MODULES_STEP + 1;
    /* Level M mends 15 % of the code: enough for glare, and larger modules than Q or H. */
    QRcode *code = QRcode_encodeString8bit(text, version, QR_ECLEVEL_M);
    if (!code)
        return errno == ERANGE ? -EFBIG : errno == ENOMEM ? -ENOMEM : -EINVAL;
    unsigned side = (unsigned)code->width;
    uint8_t *dark = malloc((size_t)side * side);
    if (dark) {
        for (size_t i = 0; i < (size_t)side * side; i++)
            dark[i] = code->data[i] & 1;
        *ret = (struct qr){.modules = side, .dark = dark};
    }
    QRcode_free(code);
    return dark ? 0 : -ENOMEM;
}

void qr_finish(struct qr *qr)
{
    free(qr->dark);
    *qr = (struct qr){0};
}

unsigned qr_module(const struct qr *qr, unsigned side, unsigned module_min)
{
    unsigned module = qr->modules ? side / (qr->modules + 2 * QR_QUIET) : 0;
    return module < module_min ? 0 : module;
}

unsigned qr_card(const struct qr *qr, unsigned module)
{
    return (qr->modules + 2 * QR_QUIET) * module;
}

void qr_draw(const struct qr *qr, unsigned module, uint32_t *pixels, size_t stride, unsigned x,
             unsigned y, uint32_t dark)
{
    size_t left = x + QR_QUIET * module;
    size_t top = y + QR_QUIET * module;
    for (size_t row = 0; row < (size_t)qr->modules * module; row++) {
        const uint8_t *modules = qr->dark + row / module * qr->modules;
        uint32_t *line = pixels + (top + row) * stride + left;
        for (size_t column = 0; column < (size_t)qr->modules * module; column++)
            if (modules[column / module])
                line[column] = dark;
    }
}
