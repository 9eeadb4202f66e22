/* Figures that say something else than was meant: digits grouped as in English, a bar that does not
 * fit its number. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/check.h"

enum { VALUE_BYTES = 40 };

#define SHARE_NEAR 0.0105 /* rounded to whole per cent, both ways */

struct figure_pass {
    struct check *check;
    const struct item *item;
    struct json json; /* of the item */
};

/* A short text that is the same in all languages; false: none. */
static bool read_text(const struct figure_pass *pass, uint32_t object, const char *name,
                      char out[VALUE_BYTES])
{
    uint32_t value = json_member(&pass->json, object, name);
    const struct json_token *token = value ? &pass->json.tokens[value] : NULL;
    if (!token || token->kind != JSON_STRING || token->size >= VALUE_BYTES)
        return false;
    out[json_decode(&pass->json, value, out)] = '\0';
    return true;
}

/* "1,248" and "1,248,000": groups of three behind commas. */
static bool is_grouped_by_commas(const char *value)
{
    size_t digits = strspn(value, "0123456789");
    if (digits == 0 || digits > 3 || value[0] == '0' || value[digits] != ',')
        return false;
    for (value += digits; *value; value += 4) {
        if (*value != ',' || strspn(value + 1, "0123456789") < 3)
            return false;
        if (value[4] != ',' && value[4] != '\0')
            return false;
    }
    return true;
}

/* "96.4", "0.75": one or two decimals behind a point, which no group of three has. */
static bool has_decimal_point(const char *value)
{
    size_t digits = strspn(value, "0123456789");
    size_t behind = value[digits] == '.' ? strspn(value + digits + 1, "0123456789") : 0;
    return digits > 0 && (behind == 1 || behind == 2) && value[digits + 1 + behind] == '\0';
}

static void look_at_marks(struct figure_pass *pass, const char *path, const char *value)
{
    char meant[VALUE_BYTES], hint[VALUE_BYTES + 64];
    bool is_grouped = is_grouped_by_commas(value);
    if (!is_grouped && !has_decimal_point(value))
        return;
    snprintf(meant, sizeof meant, "%s", value);
    for (char *at = meant; *at; at++)
        *at = *at == ',' ? '.' : *at == '.' ? ',' : *at;
    snprintf(hint, sizeof hint, _("write \"%s\", if that is meant"), meant);
    findings_add(&pass->check->findings, SEVERITY_NOTE, "figure-marks", path, hint,
                 is_grouped
                     ? _("\"%s\" has commas between its digits: in Vietnamese these are decimals")
                     : _("\"%s\" has a point before its decimals: in Vietnamese that is a comma"),
                 value);
}

/* The number that "1.248" and "96,4" stand for; false: it is none. */
static bool read_vietnamese(const char *value, double *ret)
{
    char plain[VALUE_BYTES], *end;
    size_t used = 0;
    if (strspn(value, "0123456789.,") != strlen(value) || *value == '\0')
        return false;
    for (; *value; value++) {
        if (*value != '.')
            plain[used++] = *value == ',' ? '.' : *value;
    }
    plain[used] = '\0';
    *ret = strtod(plain, &end);
    return used > 0 && *end == '\0';
}

static void look_at_share(struct figure_pass *pass, const char *path, uint32_t figure,
                          const char *value)
{
    char unit[VALUE_BYTES], hint[64];
    double number;
    uint32_t share = json_member(&pass->json, figure, "share");
    if (!share || pass->json.tokens[share].kind != JSON_NUMBER || has_decimal_point(value) ||
        !read_text(pass, figure, "unit", unit) || strcmp(unit, "%") != 0 ||
        !read_vietnamese(value, &number) || number > 100)
        return;
    double drawn = json_number(&pass->json, share);
    if (fabs(drawn - number / 100) <= SHARE_NEAR)
        return;
    snprintf(hint, sizeof hint, _("write \"share\": %.4g"), number / 100);
    findings_add(&pass->check->findings, SEVERITY_WARNING, "figure-share", path, hint,
                 _("the figure says %s %%, its bar shows %s %%"), value,
                 amount_decimal(drawn * 100).text);
}

static void look_at_figures(struct figure_pass *pass)
{
    char path[160], where[256], value[VALUE_BYTES];
    uint32_t list = json_member(&pass->json, 0, "figures");
    size_t index = 0;
    if (!list || pass->json.tokens[list].kind != JSON_ARRAY)
        return;
    item_path(pass->item, path, sizeof path);
    for (uint32_t at = json_first(&pass->json, list); at; at = json_next(&pass->json, list, at)) {
        size_t number = index++;
        if (pass->json.tokens[at].kind != JSON_OBJECT || !read_text(pass, at, "value", value))
            continue;
        snprintf(where, sizeof where, "%s/figures/%zu/value", path, number);
        look_at_marks(pass, where, value);
        snprintf(where, sizeof where, "%s/figures/%zu/share", path, number);
        look_at_share(pass, where, at, value);
    }
}

void check_figures(struct check *check)
{
    const struct document *document = check->document;
    struct json_error error;
    if (document->language_count == 0 || strcmp(document->languages[0], "vi") != 0)
        return; /* other languages write numbers in other ways */
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        struct figure_pass pass = {.check = check, .item = item};
        if (item->type != ITEM_FIGURES || item->faulty || item->hidden ||
            json_read(item->json, item->json_size, &pass.json, &error) < 0)
            continue;
        look_at_figures(&pass);
        json_finish(&pass.json);
    }
}
