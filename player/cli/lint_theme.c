/* What concerns the document as a whole: its colours, and the pace of its items. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/lint.h"
#include "playlist/json.h"
#include "playlist/theme_file.h"

static const double contrast_least = 4.5;

enum { WHITE = 0xFFFFFF, BLACK = 0 };

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
                _("#%06X stands out from the background #%06X by %s : 1 only; words need %s : "
                  "1"),
                colour, ground, amount_decimal(have).text, amount_decimal(contrast_least).text);
}

/* What the document leaves to theme.json, on a background of its own. */
static void look_at_inherited(struct remarks *remarks, const char *name, uint32_t colour,
                              uint32_t ground)
{
    char hint[160];
    double have = measure_contrast(colour, ground);
    if (have >= contrast_least)
        return;
    snprintf(hint, sizeof hint,
             _("name \"%s\" in the theme, too; until then the screens draw another that can be "
               "read"),
             name);
    remarks_add(remarks,
                &(struct remark_about){.code = "contrast-low",
                                       .key = name,
                                       .severity = SEVERITY_WARNING,
                                       .gravity = contrast_least / have,
                                       .path = "/theme/colours/background",
                                       .hint = hint},
                _("\"%s\" of theme.json, #%06X, stands out from the background #%06X by %s : 1 "
                  "only; words need %s : 1"),
                name, colour, ground, amount_decimal(have).text,
                amount_decimal(contrast_least).text);
}

/* The document's base, or the file's. */
static int base_of(const struct json *json, const struct theme_file *file)
{
    uint32_t base = json_member(json, 0, "base");
    if (base && json_equals(json, base, theme_base_name(THEME_LIGHT)))
        return THEME_LIGHT;
    return base && json_equals(json, base, theme_base_name(THEME_DARK)) ? THEME_DARK
                                                                        : (int)file->base;
}

static void look_at_colours(struct remarks *remarks, const struct json *json, uint32_t colours,
                            const uint32_t *drawn, const struct theme_file *file)
{
    static const enum theme_colour inks[] = {THEME_TEXT, THEME_QUIET_TEXT, THEME_ACCENT,
                                             THEME_SECOND_ACCENT};
    uint32_t colour, ground = drawn  ? *drawn
                              : file ? file->colours[base_of(json, file)][THEME_BACKGROUND]
                                     : THEME_NO_COLOUR;
    bool is_own = read_colour(json, colours, "background", &ground);
    for (size_t i = 0; ground != THEME_NO_COLOUR && i < sizeof inks / sizeof *inks; i++) {
        const char *name = theme_colour_name(inks[i]);
        if (read_colour(json, colours, name, &colour)) {
            look_at_colour(remarks, name, colour, ground);
        } else if (is_own && file) {
            colour = file->colours[base_of(json, file)][inks[i]];
            if (colour != THEME_NO_COLOUR)
                look_at_inherited(remarks, name, colour, ground);
        }
    }
}

static void add_replaced(struct remarks *remarks, const char *name, enum severity severity,
                         double have, const char *hint, const char *message)
{
    char path[64];
    snprintf(path, sizeof path, "/theme/colours/%s", name);
    remarks_add(remarks,
                &(struct remark_about){.code = "colour-replaced",
                                       .key = message,
                                       .severity = severity,
                                       .gravity = contrast_least / have,
                                       .path = path,
                                       .hint = hint},
                "%s", message);
}

/* Words on a colour of the document's own: the name band, and a slide that is urgent. */
static void look_at_grounds(struct remarks *remarks, const struct json *json, uint32_t colours,
                            const struct theme_file *file)
{
    uint32_t ground, text = file ? file->colours[base_of(json, file)][THEME_TEXT] : THEME_NO_COLOUR;
    char message[256];
    read_colour(json, colours, "text", &text);
    if (read_colour(json, colours, "surface", &ground) && text != THEME_NO_COLOUR &&
        measure_contrast(text, ground) < contrast_least) {
        double have = measure_contrast(text, ground);
        snprintf(message, sizeof message,
                 _("words in #%06X stand out from the name band #%06X by %s : 1 only; they need "
                   "%s : 1"),
                 text, ground, amount_decimal(have).text, amount_decimal(contrast_least).text);
        add_replaced(remarks, "surface", SEVERITY_WARNING, have,
                     _("choose a surface further from the text; until then the band is drawn in "
                       "the colour of the background"),
                     message);
    }
    if (read_colour(json, colours, "urgent", &ground) &&
        measure_contrast(WHITE, ground) < contrast_least) {
        double have = measure_contrast(WHITE, ground);
        snprintf(message, sizeof message,
                 _("white words stand out from #%06X by %s : 1 only; they need %s : 1"), ground,
                 amount_decimal(have).text, amount_decimal(contrast_least).text);
        add_replaced(remarks, "urgent", SEVERITY_WARNING, have,
                     _("choose a darker one; until then the words on it are drawn darker"),
                     message);
    }
}

/* A board shines: its ground is black, whatever the theme says. */
static void look_at_boards(struct remarks *remarks, const struct json *json, uint32_t colours)
{
    uint32_t accent;
    char message[256];
    if (!read_colour(json, colours, "accent", &accent) ||
        measure_contrast(accent, BLACK) >= contrast_least)
        return;
    double have = measure_contrast(accent, BLACK);
    snprintf(message, sizeof message,
             _("#%06X stands out from the black of an LED board by %s : 1 only: a lighter colour "
               "is drawn there"),
             accent, amount_decimal(have).text);
    add_replaced(remarks, "accent", SEVERITY_NOTE, have, NULL, message);
}

void lint_theme(struct remarks *remarks, const uint32_t *drawn, const struct theme_file *file,
                bool has_boards)
{
    const struct document *document = remarks->document;
    struct json json;
    struct json_error error;
    if (!document->theme_json ||
        json_read(document->theme_json, document->theme_json_size, &json, &error) < 0)
        return;
    uint32_t colours = json_member(&json, 0, "colours");
    if (colours && json.tokens[colours].kind == JSON_OBJECT) {
        look_at_colours(remarks, &json, colours, drawn, file);
        look_at_grounds(remarks, &json, colours, file);
        if (has_boards)
            look_at_boards(remarks, &json, colours);
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
