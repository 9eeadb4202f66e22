#include "playlist/theme_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/field.h"

enum { THEME_FILE_BYTES = 16384 };

struct draft {
    uint32_t base;
    bool name_band;
    double text_scale;
    const char *colours[THEME_BASES][THEME_COLOURS];
    const char *logo, *background;
};

#define COLOUR(base, colour, name)                                                                 \
    {                                                                                              \
        name, FIELD_COLOUR, FIELD_INTO(struct draft, colours[base][colour])                        \
    }
#define COLOUR_FIELDS(base)                                                                        \
    {                                                                                              \
        COLOUR(base, THEME_BACKGROUND, "background"), COLOUR(base, THEME_SURFACE, "surface"),      \
            COLOUR(base, THEME_TEXT, "text"), COLOUR(base, THEME_QUIET_TEXT, "quietText"),         \
            COLOUR(base, THEME_ACCENT, "accent"),                                                  \
            COLOUR(base, THEME_SECOND_ACCENT, "secondAccent"),                                     \
            COLOUR(base, THEME_URGENT, "urgent"),                                                  \
    }
static const struct field dark_fields[] = COLOUR_FIELDS(THEME_DARK);
static const struct field light_fields[] = COLOUR_FIELDS(THEME_LIGHT);
static const struct field_table dark_table = FIELD_TABLE(dark_fields);
static const struct field_table light_table = FIELD_TABLE(light_fields);

static const char *const base_names[] = {"dark", "light", NULL};
static const struct field top_fields[] = {
    {"base", FIELD_WORD, .words = base_names, FIELD_INTO(struct draft, base)},
    {"nameBand", FIELD_BOOL, FIELD_INTO(struct draft, name_band)},
    {"textScale", FIELD_NUMBER, .low = THEME_SCALE_MIN, .high = THEME_SCALE_MAX,
     FIELD_INTO(struct draft, text_scale)},
    {"dark", FIELD_OBJECT, .table = &dark_table},
    {"light", FIELD_OBJECT, .table = &light_table},
    {"logo", FIELD_HREF, FIELD_INTO(struct draft, logo)},
    {"background", FIELD_HREF, FIELD_INTO(struct draft, background)},
};
static const struct field_table top_table = FIELD_TABLE(top_fields);

const char *theme_colour_name(enum theme_colour colour)
{
    return dark_fields[colour].name;
}

const char *theme_base_name(int base)
{
    return base_names[base];
}

static void take(const struct draft *draft, struct theme_file *ret)
{
    struct theme_file file = {
        .base = draft->base, .name_band = draft->name_band, .text_scale = draft->text_scale};
    for (size_t base = 0; base < THEME_BASES; base++) {
        for (size_t i = 0; i < THEME_COLOURS; i++) {
            const char *colour = draft->colours[base][i]; /* "#0A1F3C": its form was checked */
            file.colours[base][i] =
                colour ? (uint32_t)strtoul(colour + 1, NULL, 16) : THEME_NO_COLOUR;
        }
    }
    snprintf(file.logo, sizeof file.logo, "%s", draft->logo ? draft->logo : "");
    snprintf(file.background, sizeof file.background, "%s",
             draft->background ? draft->background : "");
    *ret = file;
}

static void say_error(const char *bytes, const struct json_error *error, struct findings *findings)
{
    size_t line, column;
    if (!findings)
        return;
    json_position(bytes, error->offset, &line, &column);
    findings_add(findings, SEVERITY_ERROR, error->code, "", error->hint ? _(error->hint) : NULL,
                 _("line %zu, column %zu: %s"), line, column, _(error->reason));
}

int theme_file_parse(const char *bytes, size_t size, struct findings *findings,
                     struct theme_file *ret)
{
    struct arena *arena = NULL;
    struct json json;
    struct json_error error;
    struct spot root = {0};
    struct reader reader = {.json = &json, .arena = &arena, .findings = findings};
    struct draft draft = {.name_band = true, .text_scale = 1};
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    if (size > THEME_FILE_BYTES) {
        if (findings)
            findings_add(findings, SEVERITY_ERROR, "size", "", NULL,
                         _("the theme is larger than %d bytes"), THEME_FILE_BYTES);
        return -1;
    }
    if (json_read(bytes, size, &json, &error) < 0) {
        say_error(bytes, &error, findings);
        return -1;
    }
    reader_report_faults(&reader, 0, &root);
    bool ok = json.faults == 0;
    if (json.tokens[0].kind != JSON_OBJECT)
        ok = field_wrong_type(&reader, FIELD_OBJECT, 0, &root);
    else
        ok = field_read_object(&reader, &top_table, 0, &root, &draft) && ok && !reader.no_memory;
    if (ok)
        take(&draft, ret);
    json_finish(&json);
    arena_destroy(arena);
    return ok ? 0 : -1;
}
