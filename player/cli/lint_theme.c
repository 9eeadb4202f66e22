/* What concerns the document as a whole: its colours, and the pace of its items. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/lint.h"
#include "playlist/json.h"

static const double contrast_least = 4.5;

/* Three changes a second are what nobody must be shown (WCAG 2.1, 2.3.1). */
#define FLASH_LONGEST INT64_C(333333)

static bool read_colour(const struct json *json, uint32_t object, const char *name, uint32_t *ret)
{
    char text[16];
    unsigned colour;
    uint32_t value = json_member(json, object, name);
    if (!value || json->tokens[value].kind != JSON_STRING ||
        json->tokens[value].size >= sizeof text)
        return false;
    text[json_decode(json, value, text)] = '\0';
    if (strlen(text) != 7 || sscanf(text, "#%6x", &colour) != 1)
        return false; /* it has been said */
    *ret = colour;
    return true;
}

static void look_at_colour(struct remarks *remarks, const char *name, uint32_t colour,
                           uint32_t ground)
{
    char path[64];
    double have = measure_contrast(colour, ground);
    if (have >= contrast_least)
        return;
    snprintf(path, sizeof path, "/theme/colours/%s", name);
    remarks_add(remarks,
                &(struct remark_about){.code = "contrast-low",
                                       .key = name,
                                       .severity = SEVERITY_WARNING,
                                       .gravity = contrast_least / have,
                                       .path = path,
                                       .hint = _("choose a lighter or darker one; until then the "
                                                 "screens draw another that can be read")},
                _("#%06X stands out from the background #%06X by %.1f : 1 only; words need %.1f : "
                  "1"),
                colour, ground, have, contrast_least);
}

void lint_theme(struct remarks *remarks, const uint32_t *drawn)
{
    static const char *const names[] = {"text", "quietText", "accent", "secondAccent"};
    const struct document *document = remarks->document;
    struct json json;
    struct json_error error;
    uint32_t colour, ground = drawn ? *drawn : 0;
    if (!document->theme_json ||
        json_read(document->theme_json, document->theme_json_size, &json, &error) < 0)
        return;
    uint32_t colours = json_member(&json, 0, "colours");
    if (colours && json.tokens[colours].kind == JSON_OBJECT) {
        bool is_known = read_colour(&json, colours, "background", &ground) || drawn;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (is_known && read_colour(&json, colours, names[i], &colour))
                look_at_colour(remarks, names[i], colour, ground);
        }
    }
    json_finish(&json);
}

static bool is_flash(const struct item *item)
{
    return item->duration > 0 && item->duration < FLASH_LONGEST;
}

static void say_flashing(struct remarks *remarks, const struct item *first, size_t count)
{
    char path[192];
    item_path(first, path, sizeof path);
    size_t used = strlen(path);
    snprintf(path + used, sizeof path - used, "/duration");
    remarks_add(remarks,
                &(struct remark_about){.item = first,
                                       .code = "flashing",
                                       .severity = SEVERITY_WARNING,
                                       .path = path,
                                       .hint = _("let each stand for some seconds")},
                ngettext("\"%s\" and %zu item after it stand for less than a third of a second "
                         "each: the screen flashes, which can bring on seizures",
                         "\"%s\" and %zu items after it stand for less than a third of a second "
                         "each: the screen flashes, which can bring on seizures",
                         count - 1),
                first->id, count - 1);
}

void lint_flashing(struct remarks *remarks)
{
    const struct document *document = remarks->document;
    for (size_t i = 0; i < document->playlist_count; i++) {
        const struct playlist *playlist = &document->playlists[i];
        const struct item *first = NULL;
        size_t count = 0;
        for (size_t j = 0; j <= playlist->item_count; j++) {
            const struct item *item =
                j < playlist->item_count ? &document->items[playlist->first_item + j] : NULL;
            if (item && (item->hidden || item->faulty))
                continue;
            if (item && is_flash(item)) {
                first = count++ ? first : item;
                continue;
            }
            if (count > 1)
                say_flashing(remarks, first, count);
            count = 0;
        }
    }
}
