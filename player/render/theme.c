#include "render/theme.h"

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "playlist/theme_file.h"

static const struct theme dark = {
    .light = false,
    .name_band = true,
    .text_scale = 1,
    .logo_fd = -1,
    .backdrop_fd = -1,
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
    .text_scale = 1,
    .logo_fd = -1,
    .backdrop_fd = -1,
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

/* Returns whether all that is there could be read. */
static bool read_colours(const cJSON *colours, struct theme *theme)
{
    bool ok = true;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(colours, roles[i].name);
        rgb *place = (rgb *)(void *)((char *)theme + roles[i].offset);
        ok = (!value || (cJSON_IsString(value) && rgb_parse(value->valuestring, place))) && ok;
    }
    return ok;
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

/* "light" or "dark"; anything else leaves *ret_is_light. Returns whether it is one of them. */
static bool read_base(const cJSON *base, bool *ret_is_light)
{
    bool is_light = cJSON_IsString(base) && strcmp(base->valuestring, "light") == 0;
    if (!is_light && !(cJSON_IsString(base) && strcmp(base->valuestring, "dark") == 0))
        return false;
    *ret_is_light = is_light;
    return true;
}

struct theme_bases theme_bases_read(const cJSON *json)
{
    struct theme_bases bases = {.is_given = true, .dark = dark, .light = light};
    const cJSON *base = cJSON_GetObjectItemCaseSensitive(json, "base");
    const cJSON *band = cJSON_GetObjectItemCaseSensitive(json, "nameBand");
    const cJSON *scale = cJSON_GetObjectItemCaseSensitive(json, "textScale");
    double percent = cJSON_IsNumber(scale) ? scale->valuedouble : 0;
    if (!read_base(base, &bases.is_light) || !cJSON_IsBool(band) ||
        !(percent >= 100 * THEME_SCALE_MIN && percent <= 100 * THEME_SCALE_MAX) ||
        !read_colours(cJSON_GetObjectItemCaseSensitive(json, "dark"), &bases.dark) ||
        !read_colours(cJSON_GetObjectItemCaseSensitive(json, "light"), &bases.light))
        return (struct theme_bases){0};
    bases.dark.name_band = bases.light.name_band = cJSON_IsTrue(band);
    bases.dark.text_scale = bases.light.text_scale = percent / 100;
    return bases;
}

static void read_asset(const cJSON *json, const char *field, char name[65])
{
    const cJSON *asset = cJSON_GetObjectItemCaseSensitive(json, field);
    if (cJSON_IsString(asset))
        snprintf(name, 65, "%s", asset->valuestring);
}

struct theme theme_read(const struct theme_bases *bases, const cJSON *json)
{
    const struct theme_bases own = {.dark = dark, .light = light};
    const struct theme_bases *from = bases->is_given ? bases : &own;
    const cJSON *band = cJSON_GetObjectItemCaseSensitive(json, "nameBand");
    bool is_light = from->is_light;
    read_base(cJSON_GetObjectItemCaseSensitive(json, "base"), &is_light);
    struct theme theme = is_light ? from->light : from->dark;
    read_colours(cJSON_GetObjectItemCaseSensitive(json, "colours"), &theme);
    make_legible(&theme);
    if (cJSON_IsBool(band))
        theme.name_band = cJSON_IsTrue(band);
    read_asset(json, "logo", theme.logo);
    read_asset(json, "background", theme.backdrop);
    return theme;
}

void theme_make_black(struct theme *theme)
{
    theme->background = theme->surface = 0x000000;
    theme->text = theme->quiet = 0xFFFFFF;
    theme->accent = rgb_legible(theme->accent, theme->background);
}

void theme_make_plain(struct theme *theme)
{
    theme->logo[0] = theme->backdrop[0] = '\0';
    theme->logo_fd = theme->backdrop_fd = -1;
}
