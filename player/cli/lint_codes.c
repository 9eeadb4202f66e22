/* QR codes: that a telephone reads them from where its owner stands, and where they lead. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/lint.h"
#include "cli/payload.h"
#include "cli/roles.h"
#include "playlist/url.h"

enum {
    MODULE_PX_LEAST = 2,
    MODULE_PX_PLAIN = 4, /* ZBar reads such squares, and not always smaller ones */
    SHOWN_MAX = 80,      /* bytes of a code's content in a message */
    QUIET_PARTS = 4,
    CODE_PARTS = 3 /* a card is a third wider than the modules on it, about */
};

static bool is_code(const struct lint_view *view, const struct drawing_box *box)
{
    return roles_use(view->item->type, box->role) == ROLE_CODE;
}

static bool is_picture(const struct drawing_box *box)
{
    return strcmp(box->role, "picture") == 0;
}

/* Moves what was found behind what is there already. */
static void merge(struct barcodes *to, struct barcodes *from)
{
    for (size_t i = 0; i < from->count; i++) {
        if (to->count < BARCODES_MAX)
            to->list[to->count++] = from->list[i];
        else
            free(from->list[i].text);
    }
    *from = (struct barcodes){0};
}

int lint_read_codes(const struct drawing *drawing, struct barcodes *ret)
{
    struct barcodes all = {0};
    for (size_t i = 0; i < drawing->boxes.count; i++) {
        const struct drawing_box *box = &drawing->boxes.list[i];
        struct barcodes found;
        if (!is_picture(box) && strcmp(box->role, "code") != 0)
            continue;
        unsigned scale = box->size > 0 && box->size < MODULE_PX_PLAIN ? MODULE_PX_PLAIN : 1;
        const struct barcode_area area = {box->x, box->y, box->width, box->height};
        int result = barcode_find(&drawing->pixels, area, scale, &found);
        if (result < 0) {
            barcodes_finish(&all);
            return result;
        }
        merge(&all, &found);
    }
    *ret = all;
    return 0;
}

/* A code's content for a message: one line, not too long, no control characters. */
static void show(const char *text, char shown[SHOWN_MAX + 8])
{
    size_t size = 0;
    for (; size < SHOWN_MAX && text[size]; size++)
        shown[size] = (unsigned char)text[size] < ' ' || text[size] == 0x7f ? ' ' : text[size];
    if (text[size]) {
        while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
            size--;
        memcpy(shown + size, "…", sizeof "…");
    } else {
        shown[size] = '\0';
    }
}

static void say_unread(struct remarks *remarks, const struct lint_view *view,
                       const struct drawing_box *box)
{
    char path[256], shown[SHOWN_MAX + 8];
    roles_path(view->item, "code", path, sizeof path);
    show(box->text, shown);
    remarks_add(remarks,
                &(struct remark_about){.item = view->item,
                                       .code = "code-unread",
                                       .key = box->text,
                                       .severity = SEVERITY_ERROR,
                                       .path = path,
                                       .hint = _("shorten the address, or leave it out on this "
                                                 "screen")},
                _("\"%s\": the QR code of %s cannot be read as it is drawn on %s"), view->item->id,
                shown, view->screen);
}

static void say_small(struct remarks *remarks, const struct lint_view *view, const char *role,
                      double have, double need)
{
    char path[256];
    roles_path(view->item, role, path, sizeof path);
    remarks_add(remarks,
                &(struct remark_about){
                    .item = view->item,
                    .code = "code-small",
                    .severity = SEVERITY_WARNING,
                    .gravity = need / have,
                    .path = path,
                    .hint = strcmp(role, "picture") == 0
                                ? _("draw it larger in the picture")
                                : _("put fewer codes or words on this slide; or where people come "
                                    "nearer to the screen, write it as \"scanDistance\"")},
                _("\"%s\": the QR code is %.0f mm wide on %s; to be scanned from %s m it needs "
                  "%.0f mm"),
                view->item->id, have, view->screen, amount_decimal(view->measure.scan / 1000).text,
                need);
}

static void look_at_modules(struct remarks *remarks, const struct lint_view *view,
                            const struct drawing_box *box)
{
    double have = box->size * view->measure.pixel, need = measure_module_needed(&view->measure);
    char path[256];
    if (need < MODULE_PX_LEAST * view->measure.pixel)
        need = MODULE_PX_LEAST * view->measure.pixel;
    if (box->size == 0 || !measure_is_short(have, need))
        return;
    roles_path(view->item, "code", path, sizeof path);
    remarks_add(remarks,
                &(struct remark_about){.item = view->item,
                                       .code = "code-fine",
                                       .severity = SEVERITY_WARNING,
                                       .gravity = need / have,
                                       .path = path,
                                       .hint = _("shorten the address")},
                _("\"%s\": the squares of the QR code are %s mm wide on %s; to be told apart "
                  "from %s m they need %s mm"),
                view->item->id, amount_decimal(have).text, view->screen,
                amount_decimal(view->measure.scan / 1000).text, amount_decimal(need).text);
}

/* On a screen on its side the upper half is out of the reach of a raised hand. Of several codes
 * some must be there. */
static void look_at_height(struct remarks *remarks, const struct lint_view *view, const char *role,
                           double middle)
{
    char path[256];
    if (view->is_compact || view->height <= view->width || view->codes->count != 1 ||
        middle >= view->height / 2.0)
        return;
    roles_path(view->item, role, path, sizeof path);
    remarks_add(remarks,
                &(struct remark_about){.item = view->item,
                                       .code = "code-high",
                                       .severity = SEVERITY_WARNING,
                                       .gravity = view->height - middle,
                                       .path = path,
                                       .hint = strcmp(role, "picture") == 0
                                                   ? _("move it into the lower half of the picture")
                                                   : NULL},
                _("\"%s\": the QR code stands in the upper half of %s, %.0f mm too high for a "
                  "raised telephone"),
                view->item->id, view->screen, (view->height / 2.0 - middle) * view->measure.pixel);
}

static void look_at_own(struct remarks *remarks, const struct lint_view *view,
                        const struct drawing_box *box)
{
    double have = box->width * view->measure.pixel, need = measure_card_needed(&view->measure);
    if (!barcodes_with(view->codes, box->text)) {
        say_unread(remarks, view, box);
        return;
    }
    if (measure_is_short(have, need))
        say_small(remarks, view, "code", have, need);
    else
        look_at_modules(remarks, view, box);
    look_at_height(remarks, view, "code", box->y + box->height / 2.0);
}

static void add_payload(struct remarks *remarks, const struct lint_owner *owner, const char *code,
                        enum severity severity, const char *text, const char *hint,
                        const char *format)
{
    char shown[SHOWN_MAX + 8];
    show(text, shown);
    remarks_add(remarks,
                &(struct remark_about){.item = owner->item,
                                       .code = code,
                                       .key = text,
                                       .severity = severity,
                                       .path = owner->path,
                                       .hint = hint},
                "\"%s\": %s: %s", owner->name, format, shown);
}

/* Whether the settings name the host itself, not by a star: somebody has decided so. */
static bool is_settled(const struct site *site, const char *url)
{
    for (size_t i = 0; i < site->qr_host_count; i++) {
        if (site->qr_hosts[i][0] != '*' && url_matches_host(url, site->qr_hosts[i]))
            return true;
    }
    return false;
}

static bool look_at_address(struct remarks *remarks, const struct lint_owner *owner,
                            const struct site *site, const struct barcode *code)
{
    if (url_check(code->text, code->size) != URL_FINE) {
        add_payload(remarks, owner, "code-host", SEVERITY_ERROR, code->text,
                    _("ask for a code with the plain address of the page"),
                    _("the picture holds a code with a doubtful address"));
        return false;
    }
    if (!site_allows_url(site, code->text)) {
        add_payload(remarks, owner, "code-host", SEVERITY_ERROR, code->text,
                    _("take it off the picture, or add its host to \"qrHosts\" in the settings"),
                    _("the picture holds a code for a host that the settings do not allow"));
        return false;
    }
    if (url_hides_target(code->text) && site->qr_host_count == 0)
        add_payload(remarks, owner, "url-short", SEVERITY_NOTE, code->text,
                    _("put a code with the page's own address in its place"),
                    _("the picture holds a code with a shortened address, which does not show "
                      "where it leads"));
    if (url_is_plain(code->text) && !is_settled(site, code->text))
        add_payload(remarks, owner, "url-plain", SEVERITY_WARNING, code->text,
                    _("put a code with https:// in its place, if the page opens so"),
                    _("the picture holds a code whose address is not enciphered: on the way the "
                      "page can be read and altered"));
    return true;
}

bool lint_payload(struct remarks *remarks, const struct lint_owner *owner, const struct site *site,
                  const struct barcode *code)
{
    enum payload kind = payload_kind(code->text, code->size);
    if (kind == PAYLOAD_PAYMENT) {
        add_payload(remarks, owner, "code-payment", SEVERITY_ERROR, code->text,
                    _("take it off the picture; fees are paid at the counter or on the portal"),
                    _("the picture holds a code that pays into somebody's account"));
        return false;
    }
    if (kind == PAYLOAD_WEB && site)
        return look_at_address(remarks, owner, site, code);
    if (kind == PAYLOAD_OTHER && site)
        add_payload(remarks, owner, "code-other",
                    site->qr_host_count > 0 ? SEVERITY_WARNING : SEVERITY_NOTE, code->text,
                    _("say beside it what it does"),
                    _("the picture holds a code that is no address of a page"));
    return true;
}

void lint_lost_code(struct remarks *remarks, const struct item *item, const char *screen,
                    const char *text)
{
    char path[256], shown[SHOWN_MAX + 8];
    roles_path(item, "picture", path, sizeof path);
    show(text, shown);
    remarks_add(remarks,
                &(struct remark_about){.item = item,
                                       .code = "code-unread",
                                       .key = text,
                                       .severity = SEVERITY_ERROR,
                                       .path = path,
                                       .hint = _("draw it larger in the picture, or take it off")},
                _("\"%s\": the QR code in the picture, %s, cannot be read on %s"), item->id, shown,
                screen);
}

/* A code within the rectangle that a picture was drawn into. */
static bool lies_within(const struct barcode *code, const struct drawing_box *box)
{
    return code->x >= box->x && code->x < box->x + box->width && code->y >= box->y &&
           code->y < box->y + box->height;
}

static void look_at_foreign(struct remarks *remarks, const struct lint_view *view,
                            const struct drawing_box *box)
{
    char path[256];
    roles_path(view->item, "picture", path, sizeof path);
    const struct lint_owner owner = {view->item, view->item->id, path};
    for (size_t i = 0; i < view->codes->count; i++) {
        const struct barcode *code = &view->codes->list[i];
        if (!lies_within(code, box))
            continue;
        if (!lint_payload(remarks, &owner, view->site, code))
            continue; /* it must go */
        uint32_t side = code->width > code->height ? code->width : code->height;
        double have = side * view->measure.pixel * QUIET_PARTS / CODE_PARTS;
        double need = measure_card_needed(&view->measure);
        if (side > 0 && measure_is_short(have, need))
            say_small(remarks, view, "picture", have, need);
        look_at_height(remarks, view, "picture", code->y + code->height / 2.0);
    }
}

void lint_codes(struct remarks *remarks, const struct lint_view *view)
{
    const struct drawing_boxes *boxes = &view->drawing->boxes;
    for (size_t i = 0; i < boxes->count; i++) {
        const struct drawing_box *box = &boxes->list[i];
        if (is_code(view, box))
            look_at_own(remarks, view, box);
        else if (is_picture(box))
            look_at_foreign(remarks, view, box);
    }
}
