/* Every picture is decoded once, small; every item is drawn for each kind of screen, language and
 * office that it is meant for. The worker that does it is the one that draws for the screens. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "cli/check.h"
#include "cli/check_lint.h"
#include "cli/drawer.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/screens.h"
#include "playlist/limits.h"
#include "playlist/resolve.h"

enum {
    SMALL_WIDTH = 320, /* a picture is reduced while it is decoded: this costs little */
    SMALL_HEIGHT = 180,
    VARIANTS_MAX = 16,    /* drawings of one item: screens × languages × offices */
    ITEM_TASKS_MAX = 2000 /* of all items: some ten seconds. Nobody writes more by hand */
};

struct drawing_pass {
    struct check *check;
    struct drawer_task *tasks;
    size_t count, capacity;
    struct drawer_task *pages; /* those after the first, of items that take several */
    size_t page_count, page_capacity;
    struct check_lint *lint;
    struct asset_size *sizes; /* of the assets, in the document's order */
    bool *clips;              /* likewise: which are no pictures */
    struct progress progress;
    size_t done;
};

static bool append(struct drawer_task **list, size_t *count, size_t *capacity,
                   const struct drawer_task *task)
{
    if (*count == *capacity) {
        size_t more = *capacity ? 2 * *capacity : 64;
        struct drawer_task *tasks = reallocarray(*list, more, sizeof *tasks);
        if (!tasks)
            return false;
        *list = tasks;
        *capacity = more;
    }
    (*list)[(*count)++] = *task;
    return true;
}

static bool add_task(struct drawing_pass *pass, struct drawer_task task)
{
    return append(&pass->tasks, &pass->count, &pass->capacity, &task);
}

/* The worker's code as a static string, as findings need it. */
static const char *known_code(const char *code)
{
    static const char *const codes[] = {
        "picture-empty", "picture-format", "picture-size",   "picture-truncated", "picture-damaged",
        "picture-kind",  "picture-read",   "picture-memory", "svg-text",          "svg-size",
        "svg-external",  "svg-complex",    "svg-busy",
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (strcmp(code, codes[i]) == 0)
            return codes[i];
    }
    return "picture";
}

/* The worker's messages hold the remedy behind a semicolon. */
static void say_refused_asset(struct findings *findings, const struct asset *asset,
                              const char *path, const struct drawing *drawing)
{
    const char *hint = strstr(drawing->message, "; ");
    int size = hint ? (int)(hint - drawing->message) : (int)strlen(drawing->message);
    findings_add(findings, SEVERITY_ERROR, known_code(drawing->code), path, hint ? hint + 2 : NULL,
                 "\"%s\": %.*s", asset->href, size, drawing->message);
}

static void note_size(const struct drawing *drawing, struct asset_size *ret)
{
    for (size_t i = 0; i < drawing->boxes.count; i++) {
        const struct drawing_box *box = &drawing->boxes.list[i];
        if (strcmp(box->role, "picture") == 0)
            *ret = (struct asset_size){.width = box->own_width, .height = box->own_height};
    }
}

static void asset_done(void *context, size_t index, const struct drawing *drawing)
{
    struct drawing_pass *pass = context;
    const struct asset *asset = pass->tasks[index].asset;
    char path[160];
    progress_show(&pass->progress, ++pass->done, asset->href);
    struct asset_size *size = &pass->sizes[asset - pass->check->document->assets];
    if (drawing->state == DRAWING_DONE) {
        note_size(drawing, size);
        return;
    }
    size->is_broken = true;
    snprintf(path, sizeof path, "/assets/%s/href", asset->name);
    struct findings *findings = &pass->check->findings;
    switch (drawing->state) {
    case DRAWING_REFUSED:
        say_refused_asset(findings, asset, path, drawing);
        break;
    case DRAWING_DIED:
        findings_add(findings, SEVERITY_ERROR, "picture-kills", path,
                     _("open it in a picture program and save it anew"),
                     _("\"%s\" brings the picture reader down"), asset->href);
        break;
    case DRAWING_LATE:
        findings_add(findings, SEVERITY_ERROR, "picture-slow", path,
                     _("save it smaller; 3840 x 2160 pixels are enough for any screen"),
                     _("\"%s\" takes too long to decode"), asset->href);
        break;
    case DRAWING_DONE:
    case DRAWING_VARIABLE:
    case DRAWING_FILE: /* named by check_files already */
    case DRAWING_REPEATED:
        break;
    }
}

static int draw(struct drawing_pass *pass, void (*done)(void *, size_t, const struct drawing *))
{
    const struct check *check = pass->check;
    progress_init(&pass->progress, pass->count);
    pass->done = 0;
    struct drawer_run run = {
        .document = check->document,
        .directory = check->folder.directory,
        .tasks = pass->tasks,
        .count = pass->count,
        .skips_repeated = true,
        .done = done,
        .context = pass,
    };
    int result = drawer_run(&run);
    progress_clear(&pass->progress);
    pass->count = 0;
    return result;
}

static int draw_assets(struct drawing_pass *pass)
{
    const struct document *document = pass->check->document;
    for (size_t i = 0; i < document->asset_count; i++) {
        struct drawer_task task = {.asset = &document->assets[i],
                                   .screen = {.width = SMALL_WIDTH, .height = SMALL_HEIGHT}};
        if (pass->clips[i])
            pass->sizes[i].is_broken = true; /* a film is no picture; its poster is */
        else if (!add_task(pass, task))
            return -ENOMEM;
    }
    return pass->count > 0 ? draw(pass, asset_done) : 0;
}

static void say_undrawn(struct drawing_pass *pass, const struct item *item,
                        const struct drawing *drawing)
{
    char path[160];
    item_path(item, path, sizeof path);
    struct findings *findings = &pass->check->findings;
    if (drawing->state == DRAWING_REFUSED)
        findings_add(findings, SEVERITY_ERROR, "item-refused", path, NULL,
                     _("\"%s\" cannot be drawn: %s"), item->id, drawing->message);
    else if (drawing->state == DRAWING_DIED)
        findings_add(findings, SEVERITY_ERROR, "item-kills", path,
                     _("the screen leaves it out; please report this with the document"),
                     _("\"%s\" brings the drawing program down"), item->id);
    else
        findings_add(findings, SEVERITY_ERROR, "item-slow", path, NULL,
                     _("\"%s\" takes too long to draw"), item->id);
}

/* Whether a board is too small for the picture, which other screens show: nothing is wrong with it.
 */
static bool is_left_out(const struct drawing *drawing)
{
    return drawing->state == DRAWING_REFUSED && strcmp(drawing->code, "board") == 0;
}

static void say_left_out(struct drawing_pass *pass, const struct drawer_task *task)
{
    char path[160];
    const char *site = task->site->id;
    item_path(task->item, path, sizeof path);
    findings_add(
        &pass->check->findings, SEVERITY_NOTE, "picture-left-out", path,
        _("give it a caption, which stands there in its place, or a picture in the size of "
          "the board"),
        _("\"%s\" is not shown on %ux%u%s%s%s: its picture cannot be read there"), task->item->id,
        task->screen.width, task->screen.height, site ? " (" : "", site ? site : "",
        site ? ")" : "");
}

/* The other pages are drawn when all first ones are: `tasks` is in use until then. */
static bool add_pages(struct drawing_pass *pass, const struct drawer_task *first, unsigned pages)
{
    struct drawer_task task = *first;
    for (task.screen.page = 1; task.screen.page < pages; task.screen.page++) {
        if (!append(&pass->pages, &pass->page_count, &pass->page_capacity, &task))
            return false;
    }
    return true;
}

static void look_at_drawing(struct drawing_pass *pass, const struct drawer_task *task,
                            const struct drawing *drawing)
{
    if (drawing->missing.count > 0)
        check_missing_letters(pass->check, task->item, drawing);
    int result = check_lint_see(pass->lint, task, drawing);
    if (result == 0 && task->screen.page == 0 && !add_pages(pass, task, drawing->pages))
        result = -ENOMEM;
    if (result < 0)
        pass->check->machine_error = result;
}

static void item_done(void *context, size_t index, const struct drawing *drawing)
{
    struct drawing_pass *pass = context;
    const struct drawer_task *task = &pass->tasks[index];
    progress_show(&pass->progress, ++pass->done, task->item->id);
    switch (drawing->state) {
    case DRAWING_DONE:
        look_at_drawing(pass, task, drawing);
        break;
    case DRAWING_REFUSED:
    case DRAWING_DIED:
    case DRAWING_LATE:
        if (is_left_out(drawing))
            say_left_out(pass, task);
        else
            say_undrawn(pass, task->item, drawing);
        break;
    case DRAWING_VARIABLE: /* named by check_sites, check_files already */
    case DRAWING_FILE:
    case DRAWING_REPEATED:
        break;
    }
}

/* Whether a picture that the item names is broken: it has been said, the item adds nothing. */
static bool has_broken_asset(const struct drawing_pass *pass, const struct item *item)
{
    const struct document *document = pass->check->document;
    static const char *const fields[] = {"asset", "poster"};
    struct json json;
    struct json_error error;
    bool is_broken = false;
    if (json_read(item->json, item->json_size, &json, &error) < 0)
        return false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char name[LIMIT_ID_BYTES + 1];
        uint32_t value = json_member(&json, 0, fields[i]);
        if (!value || json.tokens[value].kind != JSON_STRING ||
            json.tokens[value].size > LIMIT_ID_BYTES)
            continue;
        name[json_decode(&json, value, name)] = '\0';
        const struct asset *asset = document_asset(document, name);
        size_t at = asset ? (size_t)(asset - document->assets) : 0;
        is_broken |= asset && !pass->clips[at] && pass->sizes[at].is_broken;
    }
    json_finish(&json);
    return is_broken;
}

/* Of a clip its poster is drawn, where it has one. */
static bool is_clip_alone(const struct item *item)
{
    struct json json;
    struct json_error error;
    if (item->type != ITEM_VIDEO || json_read(item->json, item->json_size, &json, &error) < 0)
        return item->type == ITEM_VIDEO;
    bool has_poster = json_member(&json, 0, "poster") != 0;
    json_finish(&json);
    return !has_poster;
}

/* What makes two drawings of an item differ, as far as it can be told without drawing: the size,
 * the language, the office's words. */
static uint64_t variant_digest(const struct site *site, const char *language,
                               const struct job_screen *screen)
{
    const uint32_t sides[] = {screen->width, screen->height, screen->foot, screen->clock};
    uint64_t hash = hash_bytes(HASH_START, sides, sizeof sides);
    if (language)
        hash = hash_bytes(hash, language, strlen(language) + 1);
    for (size_t i = 0; i < site->variable_count; i++) {
        hash = hash_bytes(hash, site->variables[i].name, strlen(site->variables[i].name) + 1);
        hash = hash_bytes(hash, site->variables[i].value, strlen(site->variables[i].value) + 1);
    }
    return hash;
}

struct variants {
    uint64_t digests[VARIANTS_MAX];
    size_t count;
};

static bool is_new_variant(struct variants *variants, uint64_t digest)
{
    for (size_t i = 0; i < variants->count; i++) {
        if (variants->digests[i] == digest)
            return false;
    }
    if (variants->count == VARIANTS_MAX)
        return false;
    variants->digests[variants->count++] = digest;
    return true;
}

static int add_item(struct drawing_pass *pass, const struct item *item)
{
    const struct check *check = pass->check;
    struct variants variants = {0};
    for (size_t i = 0; i < check->site_count && variants.count < VARIANTS_MAX; i++) {
        const struct site *site = check->sites[i];
        if (!site_matches(site, &item->sites))
            continue;
        struct job_screen screen = screens_of_slides(check->document, site, check->now);
        uint32_t languages = item_languages(check->document, item, site);
        for (size_t bit = 0; bit < check->document->language_count; bit++) {
            const char *language = check->document->languages[bit];
            if (!(languages >> bit & 1) ||
                !is_new_variant(&variants, variant_digest(site, language, &screen)))
                continue;
            struct drawer_task task = {
                .item = item, .language = language, .site = site, .screen = screen};
            if (!add_task(pass, task))
                return -ENOMEM;
        }
    }
    return 0;
}

/* Of very many drawings an even selection is made. */
static void thin_out(struct drawing_pass *pass)
{
    if (pass->count <= ITEM_TASKS_MAX)
        return;
    findings_add(&pass->check->findings, SEVERITY_NOTE, "not-all-drawn", "", NULL,
                 _("of %zu drawings only %d, evenly chosen, were looked at"), pass->count,
                 ITEM_TASKS_MAX);
    for (size_t i = 0; i < ITEM_TASKS_MAX; i++)
        pass->tasks[i] = pass->tasks[i * pass->count / ITEM_TASKS_MAX];
    pass->count = ITEM_TASKS_MAX;
}

static int draw_items(struct drawing_pass *pass)
{
    const struct document *document = pass->check->document;
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        if (item->hidden || item->faulty || is_clip_alone(item) || has_broken_asset(pass, item))
            continue;
        int result = add_item(pass, item);
        if (result < 0)
            return result;
    }
    thin_out(pass);
    int result = pass->count > 0 ? draw(pass, item_done) : 0;
    if (result < 0 || pass->page_count == 0)
        return result;
    for (size_t i = 0; i < pass->page_count; i++) {
        if (!add_task(pass, pass->pages[i]))
            return -ENOMEM;
    }
    thin_out(pass);
    return draw(pass, item_done);
}

void check_drawings(struct check *check)
{
    struct drawing_pass pass = {.check = check};
    pass.sizes = calloc(check->document->asset_count + 1, sizeof *pass.sizes);
    pass.clips = calloc(check->document->asset_count + 1, sizeof *pass.clips);
    pass.lint = check_lint_create(check);
    if (pass.clips)
        check_clips(check, pass.clips);
    int result = pass.sizes && pass.clips && pass.lint ? draw_assets(&pass) : -ENOMEM;
    if (result == 0)
        result = draw_items(&pass);
    if (result == 0)
        result = check_lint_end(pass.lint, pass.sizes);
    if (result < 0)
        check->machine_error = result;
    check_lint_destroy(pass.lint);
    free(pass.pages);
    free(pass.tasks);
    free(pass.clips);
    free(pass.sizes);
}
