#include "render/theme.h"

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct theme dark = {
    .light = false,
    .name_band = true,
    .background = 0x0A1F3C,
    .surface = 0x12305A,
    .text = 0xF6F4EC,
    .quiet = 0xB9C6D8,
    .accent = 0xFFC845,
    .category = 0x5FD3BC,
    .urgent = 0xB3001B,
    .urgent_text = 0xFFFFFF,
};

static const struct theme light = {
    .light = true,
    .name_band = true,
    .background = 0xFBFAF5,
    .surface = 0xEEF1F6,
    .text = 0x14213D,
    .quiet = 0x4A5872,
    .accent = 0xB3001B,
    .category = 0x00695C,
    .urgent = 0xB3001B,
    .urgent_text = 0xFFFFFF,
};

static const struct {
    const char *name;
    size_t offset;
} roles[] = {
    {"background", offsetof(struct theme, background)},
    {"surface", offsetof(struct theme, surface)},
    {"text", offsetof(struct theme, text)},
    {"quietText", offsetof(struct theme, quiet)},
    {"accent", offsetof(struct theme, accent)},
    {"secondAccent", offsetof(struct theme, category)},
    {"urgent", offsetof(struct theme, urgent)},
};

static void read_colours(const cJSON *colours, struct theme *theme)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(colours, roles[i].name);
        if (cJSON_IsString(value))
            rgb_parse(value->valuestring, (rgb *)(void *)((char *)theme + roles[i].offset));
    }
}

/* Text stands on the background and, in the name band, on the surface. */
static void make_legible(struct theme *theme)
{
    theme->text = rgb_legible(theme->text, theme->background);
    theme->quiet = rgb_legible(theme->quiet, theme->background);
    theme->accent = rgb_legible(theme->accent, theme->background);
    theme->category = rgb_legible(theme->category, theme->background);
    theme->urgent_text = rgb_legible(theme->urgent_text, theme->urgent);
    if (rgb_contrast(theme->text, theme->surface) < RGB_CONTRAST_MIN)
        theme->surface = theme->background;
}

struct theme theme_read(const cJSON *json)
{
    const cJSON *base = cJSON_GetObjectItemCaseSensitive(json, "base");
    struct theme theme =
        cJSON_IsString(base) && strcmp(base->valuestring, "light") == 0 ? light : dark;
    read_colours(cJSON_GetObjectItemCaseSensitive(json, "colours"), &theme);
    make_legible(&theme);
    if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(json, "nameBand")))
        theme.name_band = false;
    const cJSON *logo = cJSON_GetObjectItemCaseSensitive(json, "logo");
    if (cJSON_IsString(logo))
        snprintf(theme.logo, sizeof theme.logo, "%s", logo->valuestring);
    return theme;
}
