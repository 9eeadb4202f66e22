#include "cli/check_lint.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "cli/lint.h"
#include "cli/roles.h"
#include "cli/screens.h"
#include "playlist/resolve.h"

enum {
    SCREENS_MAX = 16, /* kinds of screens on which one drawing is looked at */
    LARGE_MAX = 4000, /* pictures that were made much smaller for a screen */
};

static const double reduced_least = 0.67; /* what is reduced less has lost nothing */

/* What of an office decides how its screen is judged. */
struct office {
    struct job_screen screen;
    uint64_t words;   /* its variables */
    uint64_t physics; /* its screen, its distances, its hosts */
};

/* A picture that has more pixels than were shown of it. */
struct large_picture {
    const struct item *item;
    const struct asset *asset;
    const struct site *site;
    char screen[sizeof((struct lint_view *)0)->screen];
    uint64_t codes[BARCODES_MAX]; /* that could be read */
    size_t code_count;
};

struct check_lint {
    struct check *check;
    struct remarks remarks;
    struct office *offices;
    struct large_picture *large;
    size_t large_count, large_capacity;
    bool has_ground;
    uint32_t ground;
};

static uint64_t digest_words(const struct site *site)
{
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < site->variable_count; i++) {
        hash = hash_bytes(hash, site->variables[i].name, strlen(site->variables[i].name) + 1);
        hash = hash_bytes(hash, site->variables[i].value, strlen(site->variables[i].value) + 1);
    }
    return hash;
}

static uint64_t digest_physics(const struct site *site)
{
    const struct site_screen *screen = &site->screen;
    const double lengths[] = {
        screen->diagonal_inches, screen->pixel_pitch, screen->viewing_distance,
        screen->scan_distance,   screen->width,       screen->height};
    uint64_t hash = hash_bytes(HASH_START, lengths, sizeof lengths);
    for (size_t i = 0; i < site->qr_host_count; i++)
        hash = hash_bytes(hash, site->qr_hosts[i], strlen(site->qr_hosts[i]) + 1);
    return hash;
}

struct check_lint *check_lint_create(struct check *check)
{
    struct check_lint *lint = calloc(1, sizeof *lint);
    struct office *offices = calloc(check->site_count + 1, sizeof *offices);
    if (!lint || !offices || remarks_init(&lint->remarks, check->document) < 0) {
        free(lint);
        free(offices);
        return NULL;
    }
    lint->check = check;
    lint->offices = offices;
    for (size_t i = 0; i < check->site_count; i++)
        offices[i] = (struct office){
            .screen = screens_of_slides(check->document, check->sites[i], check->now),
            .words = digest_words(check->sites[i]),
            .physics = digest_physics(check->sites[i])};
    return lint;
}

void check_lint_destroy(struct check_lint *lint)
{
    if (!lint)
        return;
    remarks_finish(&lint->remarks);
    free(lint->offices);
    free(lint->large);
    free(lint);
}

/* The background of the slides, for the colours of the theme. */
static void note_ground(struct check_lint *lint, const struct lint_view *view)
{
    const struct drawing_boxes *boxes = &view->drawing->boxes;
    if (lint->has_ground || view->is_compact || view->item->type == ITEM_NOTICE)
        return;
    for (size_t i = 0; i < boxes->count && !lint->has_ground; i++) {
        if (strcmp(boxes->list[i].role, "title") != 0 && strcmp(boxes->list[i].role, "name") != 0 &&
            strcmp(boxes->list[i].role, "text") != 0)
            continue;
        lint->has_ground = true;
        lint->ground = boxes->list[i].ground;
    }
}

static int note_large(struct check_lint *lint, const struct lint_view *view,
                      const struct drawing_box *box)
{
    const struct asset *asset = document_asset(lint->check->document, box->text);
    if (!asset || box->own_width == 0 || lint->large_count == LARGE_MAX ||
        box->width > reduced_least * box->own_width ||
        box->height > reduced_least * box->own_height)
        return 0;
    if (lint->large_count == lint->large_capacity) {
        size_t capacity = lint->large_capacity ? 2 * lint->large_capacity : 16;
        struct large_picture *large = reallocarray(lint->large, capacity, sizeof *large);
        if (!large)
            return -ENOMEM;
        lint->large = large;
        lint->large_capacity = capacity;
    }
    struct large_picture *picture = &lint->large[lint->large_count++];
    *picture = (struct large_picture){.item = view->item, .asset = asset, .site = view->site};
    memcpy(picture->screen, view->screen, sizeof picture->screen);
    for (size_t i = 0; i < view->codes->count; i++)
        picture->codes[picture->code_count++] =
            hash_bytes(HASH_START, view->codes->list[i].text, view->codes->list[i].size);
    return 0;
}

static int look(struct check_lint *lint, const struct lint_view *view, const char *language)
{
    int result = 0;
    lint_overflow(&lint->remarks, view, language);
    lint_contrast(&lint->remarks, view);
    lint_words(&lint->remarks, view);
    lint_pictures(&lint->remarks, view);
    lint_codes(&lint->remarks, view);
    note_ground(lint, view);
    for (size_t i = 0; result == 0 && i < view->drawing->boxes.count; i++) {
        if (strcmp(view->drawing->boxes.list[i].role, "picture") == 0)
            result = note_large(lint, view, &view->drawing->boxes.list[i]);
    }
    return result;
}

static bool names_variable(const struct item *item)
{
    static const char open[] = "{site.";
    return memmem(item->json, item->json_size, open, sizeof open - 1) != NULL;
}

/* Whether the office's screen shows the very same words in the same size. */
static bool shows_the_same(const struct check_lint *lint, const struct drawer_task *task,
                           size_t own, size_t other)
{
    const struct check *check = lint->check;
    const struct office *a = &lint->offices[own], *b = &lint->offices[other];
    if (own == other)
        return true;
    if (a->screen.width != b->screen.width || a->screen.height != b->screen.height ||
        a->screen.foot != b->screen.foot ||
        !site_matches(check->sites[other], &task->item->sites) ||
        (a->words != b->words && names_variable(task->item)))
        return false;
    uint32_t languages = item_languages(check->document, task->item, check->sites[other]);
    for (size_t bit = 0; task->language && bit < check->document->language_count; bit++) {
        if (languages >> bit & 1 && strcmp(check->document->languages[bit], task->language) == 0)
            return true;
    }
    return !task->language;
}

static bool is_new_physics(uint64_t seen[SCREENS_MAX], size_t *count, uint64_t physics)
{
    for (size_t i = 0; i < *count; i++) {
        if (seen[i] == physics)
            return false;
    }
    if (*count == SCREENS_MAX)
        return false;
    seen[(*count)++] = physics;
    return true;
}

int check_lint_see(struct check_lint *lint, const struct drawer_task *task,
                   const struct drawing *drawing)
{
    const struct check *check = lint->check;
    struct barcodes codes;
    uint64_t seen[SCREENS_MAX];
    size_t count = 0, own = 0;
    int result = lint_read_codes(drawing, &codes);
    if (result < 0)
        return result;
    while (own + 1 < check->site_count && check->sites[own] != task->site)
        own++;
    for (size_t i = 0; result == 0 && i < check->site_count; i++) {
        struct lint_view view;
        if (!shows_the_same(lint, task, own, i) ||
            !is_new_physics(seen, &count, lint->offices[i].physics))
            continue;
        lint_view_init(&view, task->item, check->sites[i], &task->screen, drawing, &codes);
        result = look(lint, &view, task->language);
    }
    barcodes_finish(&codes);
    return result;
}

static bool could_be_read(const struct large_picture *picture, const struct barcode *code)
{
    uint64_t hash = hash_bytes(HASH_START, code->text, code->size);
    for (size_t i = 0; i < picture->code_count; i++) {
        if (picture->codes[i] == hash)
            return true;
    }
    return false;
}

/* Codes that are in a picture and were lost when it was made much smaller for a screen. What must
 * go anyhow need not be readable. */
static void look_for_lost(struct check_lint *lint, const struct asset_codes *codes)
{
    for (size_t i = 0; i < lint->large_count; i++) {
        const struct large_picture *picture = &lint->large[i];
        const struct barcodes *own = &codes->list[picture->asset - lint->check->document->assets];
        char path[256];
        roles_path(picture->item, "picture", path, sizeof path);
        const struct lint_owner owner = {picture->item, picture->item->id, path};
        for (size_t j = 0; j < own->count; j++) {
            if (!could_be_read(picture, &own->list[j]) &&
                lint_payload(&lint->remarks, &owner, picture->site, &own->list[j]))
                lint_lost_code(&lint->remarks, picture->item, picture->screen, own->list[j].text);
        }
    }
}

static int look_at_assets(struct check_lint *lint, const struct asset_size *sizes)
{
    const struct check *check = lint->check;
    const struct lint_sites sites = {check->sites, check->site_count};
    struct asset_codes codes;
    int result = asset_codes_find(check->document, check->folder.directory, sizes, &codes);
    if (result < 0)
        return result;
    lint_assets(&lint->remarks, &sites, &codes);
    look_for_lost(lint, &codes);
    asset_codes_finish(&codes);
    return 0;
}

static bool has_boards(const struct check_lint *lint)
{
    for (size_t i = 0; i < lint->check->site_count; i++) {
        const struct job_screen *screen = &lint->offices[i].screen;
        if (roles_are_tiny(screen->width, screen->height - screen->foot))
            return true;
    }
    return false;
}

int check_lint_end(struct check_lint *lint, const struct asset_size *sizes)
{
    int result = look_at_assets(lint, sizes);
    const struct lint_sites sites = {lint->check->sites, lint->check->site_count};
    char path[PATH_MAX];
    struct theme_file theme;
    bool has_theme = check_theme_read(&theme, path) == 0;
    lint_flashing(&lint->remarks);
    lint_theme(&lint->remarks, lint->has_ground ? &lint->ground : NULL, has_theme ? &theme : NULL,
               has_boards(lint));
    remarks_tell(&lint->remarks, &lint->check->findings);
    if (result == 0 && has_theme)
        result = lint_theme_pictures(path, &theme, &sites, "/theme.json", &lint->check->findings);
    return result;
}
