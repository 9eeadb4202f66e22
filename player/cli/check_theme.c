/* An office's look, theme.json: that it can be read, and that what it makes can. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/place.h"
#include "cli/amount.h"
#include "cli/check.h"
#include "cli/lint.h"
#include "cli/measure.h"

static const double contrast_least = 4.5;

bool check_is_theme(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcasecmp(slash ? slash + 1 : path, "theme.json") == 0;
}

static void look_at_pair(const struct theme_file *file, int base, enum theme_colour ink,
                         enum theme_colour ground, struct findings *findings)
{
    uint32_t on = file->colours[base][ground], colour = file->colours[base][ink];
    char path[64];
    if (on == THEME_NO_COLOUR || colour == THEME_NO_COLOUR)
        return;
    double have = measure_contrast(colour, on);
    if (have >= contrast_least)
        return;
    snprintf(path, sizeof path, "/%s/%s", theme_base_name(base), theme_colour_name(ink));
    findings_add(findings, SEVERITY_WARNING, "contrast-low", path,
                 _("choose a lighter or darker one; until then the screens draw another that can "
                   "be read"),
                 _("#%06X stands out from #%06X (%s) by %s : 1 only; words need %s : 1"), colour,
                 on, theme_colour_name(ground), amount_decimal(have).text,
                 amount_decimal(contrast_least).text);
}

static void look_at_base(const struct theme_file *file, int base, struct findings *findings)
{
    static const enum theme_colour inks[] = {THEME_TEXT, THEME_QUIET_TEXT, THEME_ACCENT,
                                             THEME_SECOND_ACCENT};
    for (size_t i = 0; i < sizeof inks / sizeof *inks; i++)
        look_at_pair(file, base, inks[i], THEME_BACKGROUND, findings);
    look_at_pair(file, base, THEME_TEXT, THEME_SURFACE, findings);
}

/* Colours that the office does not name are the program's own. */
static void fill_in(struct theme_file *file)
{
    char path[PATH_MAX], *bytes;
    size_t size;
    struct theme_file own;
    if (place_data("content/theme.json", path, sizeof path) < 0 ||
        file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size) < 0)
        return;
    bool ok = theme_file_parse(bytes, size, NULL, &own) == 0;
    for (int base = 0; ok && base < THEME_BASES; base++) {
        for (int i = 0; i < THEME_COLOURS; i++) {
            if (file->colours[base][i] == THEME_NO_COLOUR)
                file->colours[base][i] = own.colours[base][i];
        }
    }
    free(bytes);
}

int check_theme_read(struct theme_file *ret, char path[PATH_MAX])
{
    char *bytes;
    size_t size;
    struct theme_file file;
    if (place_theme(path, PATH_MAX) < 0 || file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size) < 0)
        return -ENOENT;
    int result = theme_file_parse(bytes, size, NULL, &file) == 0 ? 0 : -EINVAL;
    free(bytes);
    if (result < 0)
        return result;
    fill_in(&file);
    *ret = file;
    return 0;
}

/* The settings beside it, whose hosts hold for its codes; NULL: there are none. */
static struct site *read_settings(const char *path)
{
    char beside[PATH_MAX], *bytes;
    const char *slash = strrchr(path, '/');
    size_t size;
    struct site *site = NULL;
    int folder = slash ? (int)(slash - path) + 1 : 0;
    int length = snprintf(beside, sizeof beside, "%.*ssite.json", folder, path);
    if (length >= (int)sizeof beside || file_read(beside, LIMIT_SETTINGS_BYTES, &bytes, &size) < 0)
        return NULL;
    if (site_parse(bytes, size, NULL, &site) < 0)
        site = NULL;
    free(bytes);
    return site;
}

static int look_at_pictures(const char *path, const struct theme_file *file, struct site *device,
                            struct findings *findings)
{
    struct site *own = device ? NULL : read_settings(path), *site = device ? device : own;
    const struct lint_sites sites = {&site, site != NULL};
    int result = lint_theme_pictures(path, file, &sites, "", findings);
    site_destroy(own);
    return result;
}

int check_theme(const char *path, struct site *device, struct findings *findings)
{
    char *bytes;
    size_t size;
    struct theme_file file;
    int result = file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size);
    if (result < 0)
        return result;
    if (check_encoding(findings, bytes, size) &&
        theme_file_parse(bytes, size, findings, &file) == 0) {
        fill_in(&file);
        look_at_base(&file, THEME_DARK, findings);
        look_at_base(&file, THEME_LIGHT, findings);
        result = look_at_pictures(path, &file, device, findings);
    }
    free(bytes);
    return result;
}
