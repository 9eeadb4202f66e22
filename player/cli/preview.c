#include "cli/preview.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cli/office.h"
#include "cli/opened.h"
#include "cli/outdir.h"
#include "cli/png_file.h"
#include "cli/preview_alerts.h"
#include "cli/preview_choose.h"
#include "cli/preview_pages.h"
#include "cli/preview_strip.h"
#include "cli/progress.h"
#include "cli/roles.h"
#include "cli/say.h"
#include "playlist/json.h"
#include "playlist/resolve.h"

enum { ALT_BYTES = 400, NOTE_BYTES = 600 };

struct preview {
    const struct options *options;
    struct folder folder;
    struct document *document;
    struct site *site;
    struct zone *zone;
    struct preview_at *at; /* or NULL */
    struct preview_plan plan;
    struct preview_strips strips;
    struct outdir outdir;
    int folders[PREVIEW_SIZES_MAX]; /* one a size, in the plan's order */
    struct progress progress;
    size_t done, failed;
    int machine_error; /* the first -errno of writing */
};

/* Joins words with commas until `out` is full; `translate` may be NULL. */
static void join(char *out, size_t size, const struct drawing_words *words,
                 const char *(*translate)(const char *))
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < words->count; i++) {
        const char *word = translate ? translate(words->list[i]) : words->list[i];
        int length = snprintf(out + used, size - used, "%s%s", used ? ", " : "", word);
        if (length < 0 || (size_t)length >= size - used) {
            out[used] = '\0'; /* whole words only */
            return;
        }
        used += (size_t)length;
    }
}

/* What somebody who does not see the picture should hear: its author's words, or those on it. */
static char *picture_alt(const struct preview *preview, const struct drawer_task *task,
                         const struct drawing *drawing)
{
    const struct document *document = preview->document;
    struct json json;
    struct json_error error;
    char *alt = NULL, words[ALT_BYTES], name[LIMIT_ID_BYTES + 1];
    if (task->item->type == ITEM_IMAGE &&
        json_read(task->item->json, task->item->json_size, &json, &error) == 0) {
        uint32_t value = json_member(&json, 0, "asset");
        const struct asset *asset = NULL;
        if (value && json.tokens[value].size <= LIMIT_ID_BYTES) {
            name[json_decode(&json, value, name)] = '\0';
            asset = document_asset(document, name);
        }
        if (asset && asset->alt_json)
            alt = text_resolve(document, asset->alt_json, asset->alt_json_size, task->language,
                               task->site);
        json_finish(&json);
    }
    if (alt)
        return alt;
    join(words, sizeof words, &drawing->texts, NULL);
    return strdup(*words ? words : task->item->id);
}

static void note_drawing(struct preview *preview, struct sheet_entry *entry, unsigned page,
                         const struct drawer_task *task, const struct drawing *drawing)
{
    char list[256], note[NOTE_BYTES];
    char *alt = picture_alt(preview, task, drawing);
    preview_plan_set(&entry->pages[page].alt, alt);
    entry->needs[page] = drawing->need;
    free(alt);
    if (drawing->overflow.count > 0) {
        join(list, sizeof list, &drawing->overflow, roles_words);
        snprintf(note, sizeof note, _("shortened or left out: %s"), list);
        preview_plan_set(&entry->note, note);
    } else if (drawing->missing.count > 0) {
        join(list, sizeof list, &drawing->missing, NULL);
        snprintf(note, sizeof note, _("no font has these letters: %s"), list);
        preview_plan_set(&entry->note, note);
    }
}

/* Which of the plan's sizes a picture is of. */
static size_t size_of(const struct preview *preview, size_t index)
{
    return index / (preview->plan.count / preview->plan.size_count);
}

/* Something could not be written: said once, noted each time. */
static void note_unwritten(struct preview *preview, struct sheet_entry *entry, unsigned page,
                           int result)
{
    progress_clear(&preview->progress);
    if (preview->machine_error == 0)
        say("%s/%s: %s", preview->outdir.path, entry->pages[page].file, say_errno(result));
    preview->machine_error = result;
    preview_plan_set(&entry->pages[page].file, NULL);
    preview_plan_set(&entry->note, say_errno(result));
}

static void write_picture(struct preview *preview, size_t index, unsigned page,
                          const struct drawing *drawing)
{
    struct sheet_entry *entry = &preview->plan.entries[index];
    const char *name = strchr(entry->pages[page].file, '/') + 1;
    size_t size = size_of(preview, index);
    preview_strip_lay(&preview->strips.list[size], &drawing->pixels);
    int result = png_file_write(preview->folders[size], name, &drawing->pixels, entry->item->id);
    if (result < 0)
        note_unwritten(preview, entry, page, result);
}

static const char *failure_words(const struct drawing *drawing, char *out, size_t size)
{
    switch (drawing->state) {
    case DRAWING_FILE:
        snprintf(out, size, "%s: %s", drawing->message, say_errno(drawing->error));
        return out;
    case DRAWING_VARIABLE:
        snprintf(out, size, _("{site.%s} has no value for this office"), drawing->message);
        return out;
    case DRAWING_DIED:
        return _("it brings the drawing program down");
    case DRAWING_LATE:
        return _("it takes too long");
    case DRAWING_REFUSED:
    case DRAWING_DONE:
    case DRAWING_REPEATED:
        break;
    }
    return drawing->message;
}

static void page_drawn(struct preview *preview, size_t index, const struct drawer_task *task,
                       const struct drawing *drawing)
{
    struct sheet_entry *entry = &preview->plan.entries[index];
    unsigned page = task->screen.page;
    preview->done++;
    if (drawing->state == DRAWING_DONE) {
        note_drawing(preview, entry, page, task, drawing);
        write_picture(preview, index, page, drawing);
    } else {
        char words[NOTE_BYTES];
        const char *why = failure_words(drawing, words, sizeof words);
        progress_clear(&preview->progress);
        say(_("\"%s\" is not drawn: %s"), entry->item->id, why);
        preview_plan_set(&entry->note, why);
        preview_plan_set(&entry->pages[page].file, NULL);
        /* A picture that a board is too small for is no fault: other screens show it. */
        preview->failed += strcmp(drawing->code, "board") != 0;
    }
    progress_show(&preview->progress, preview->done, entry->item->id);
}

static void item_done(void *context, size_t index, const struct drawing *drawing)
{
    struct preview *preview = context;
    if (drawing->state == DRAWING_DONE)
        preview->plan.entries[index].page_count = drawing->pages;
    page_drawn(preview, index, &preview->plan.tasks[index], drawing);
}

static void page_done(void *context, size_t index, const struct drawing *drawing)
{
    struct preview *preview = context;
    page_drawn(preview, preview->plan.page_entries[index], &preview->plan.page_tasks[index],
               drawing);
}

static int draw(struct preview *preview, const struct drawer_task *tasks, size_t count,
                void (*done)(void *, size_t, const struct drawing *))
{
    const struct drawer_run run = {
        .document = preview->document,
        .directory = preview->folder.directory,
        .tasks = tasks,
        .count = count,
        .done = done,
        .context = preview,
    };
    progress_init(&preview->progress, preview->done + count);
    int result = count > 0 ? drawer_run(&run) : 0;
    progress_clear(&preview->progress);
    if (result < 0)
        say(_("nothing can be drawn: %s; install bangtin again"), say_errno(result));
    return result;
}

/* Says what is the matter with OUT. */
static int say_outdir(const char *path, int error)
{
    if (error == -ENOTEMPTY) {
        say(_("%s is not empty and holds no preview; name a new folder"), path);
        return EXIT_INPUT;
    }
    say("%s: %s", path, say_errno(error));
    return EXIT_MACHINE;
}

/* A first page was written under the name of a whole picture: nobody knew that there are more. */
static void rename_first_pages(struct preview *preview)
{
    struct preview_plan *plan = &preview->plan;
    for (size_t i = 0; i < plan->page_count; i++) {
        struct sheet_entry *entry = &plan->entries[plan->page_entries[i]];
        char whole[PATH_MAX];
        if (plan->page_tasks[i].screen.page != 1)
            continue;
        preview_plan_whole_name(entry, whole, sizeof whole);
        int result = outdir_rename(&preview->outdir, whole, entry->pages[0].file);
        if (result < 0)
            note_unwritten(preview, entry, 0, result);
    }
}

static int add_page_files(struct preview *preview)
{
    const struct preview_plan *plan = &preview->plan;
    int result = 0;
    for (size_t i = 0; result == 0 && i < plan->page_count; i++) {
        const struct sheet_entry *entry = &plan->entries[plan->page_entries[i]];
        unsigned page = plan->page_tasks[i].screen.page;
        if (page == 1)
            result = outdir_add(&preview->outdir, entry->pages[0].file);
        if (result == 0)
            result = outdir_add(&preview->outdir, entry->pages[page].file);
    }
    return result == 0 ? outdir_begin(&preview->outdir) : result;
}

/* Draws the pages behind the first ones. */
static int draw_pages(struct preview *preview)
{
    struct preview_plan *plan = &preview->plan;
    int result = preview_plan_add_pages(plan);
    if (result == 0 && plan->page_count == 0)
        return EXIT_DONE;
    if (result == 0)
        result = add_page_files(preview);
    if (result < 0)
        return say_outdir(preview->outdir.path, result);
    rename_first_pages(preview);
    return draw(preview, plan->page_tasks, plan->page_count, page_done) == 0 ? EXIT_DONE
                                                                             : EXIT_MACHINE;
}

static int open_outdir(struct preview *preview)
{
    const char *path = options_value(preview->options, "out");
    int result = outdir_open(path, &preview->outdir);
    for (size_t i = 0; result == 0 && i < preview->plan.count; i++)
        result = outdir_add(&preview->outdir, preview->plan.entries[i].pages[0].file);
    if (result == 0)
        result = outdir_begin(&preview->outdir);
    for (size_t i = 0; result == 0 && i < preview->plan.size_count; i++) {
        char name[32];
        snprintf(name, sizeof name, "%ux%u", preview->plan.sizes[i].width,
                 preview->plan.sizes[i].height);
        preview->folders[i] = outdir_open_folder(&preview->outdir, name);
        if (preview->folders[i] < 0)
            result = preview->folders[i];
    }
    return result == 0 ? EXIT_DONE : say_outdir(path, result);
}

/* What is left out by a fault and not by design; the sheet tells of the others. */
static size_t say_faulty(const struct preview_plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->absent_count; i++) {
        if (!plan->absent[i].item->faulty)
            continue;
        say(_("\"%s\" is not drawn: %s"), plan->absent[i].item->id, plan->absent[i].reason);
        count++;
    }
    return count;
}

static int finish_output(struct preview *preview)
{
    int result = preview_pages_write(&preview->plan, preview->outdir.path);
    if (result == 0)
        result = outdir_end(&preview->outdir);
    if (result < 0)
        return say_outdir(preview->outdir.path, result);
    if (preview->machine_error < 0)
        return EXIT_MACHINE;
    size_t drawn = preview->plan.count + preview->plan.page_count - preview->failed;
    printf(ngettext("%zu picture drawn; open %s/index.html\n",
                    "%zu pictures drawn; open %s/index.html\n", drawn),
           drawn, preview->outdir.path);
    if (!options_value(preview->options, "site"))
        office_print_others(preview->document, preview->site);
    return preview->failed + say_faulty(&preview->plan) > 0 ? EXIT_INPUT : EXIT_DONE;
}

static int draw_alerts(struct preview *preview)
{
    const struct preview_plan *plan = &preview->plan;
    const struct preview_alerts alerts = {
        .document = preview->document,
        .directory = preview->folder.directory,
        .site = preview->site,
        .sizes = plan->sizes,
        .folders = preview->folders,
        .size_count = plan->size_count,
        .now = plan->now,
        .at = plan->at,
        .only_language = plan->only_language,
        .outdir = &preview->outdir,
    };
    int result = preview_alerts_draw(&alerts);
    if (result < 0)
        say("%s: %s", preview->outdir.path, say_errno(result));
    return result < 0 ? EXIT_MACHINE : EXIT_DONE;
}

static int draw_all(struct preview *preview)
{
    int status = EXIT_MACHINE;
    for (size_t i = 0; i < PREVIEW_SIZES_MAX; i++)
        preview->folders[i] = -1;
    if (preview_plan_make(&preview->plan) < 0)
        say("%s", say_errno(ENOMEM));
    else
        status = open_outdir(preview);
    if (status == EXIT_DONE) /* what hinders it hinders the slides, and is said of them */
        preview_strips_draw(&preview->strips, &preview->plan, preview->folder.directory);
    if (status == EXIT_DONE)
        status = draw(preview, preview->plan.tasks, preview->plan.count, item_done) == 0
                     ? draw_pages(preview)
                     : EXIT_MACHINE;
    if (status == EXIT_DONE && !preview->plan.only_item)
        status = draw_alerts(preview);
    if (status == EXIT_DONE)
        status = finish_output(preview);
    for (size_t i = 0; i < PREVIEW_SIZES_MAX; i++) {
        if (preview->folders[i] >= 0)
            close(preview->folders[i]);
    }
    outdir_finish(&preview->outdir);
    preview_strips_finish(&preview->strips);
    preview_plan_finish(&preview->plan);
    return status;
}

int preview_run(const struct options *options)
{
    struct preview preview = {.options = options, .folder = FOLDER_NONE, .outdir = OUTDIR_NONE};
    if (!options_value(options, "out")) {
        say(_("--out is missing: the folder to write the pictures into"));
        return EXIT_USAGE;
    }
    int status = opened_document(options->operands[0], &preview.folder, &preview.document);
    if (status == EXIT_DONE)
        status = preview_choose(options, preview.document, &preview.plan, &preview.site,
                                &preview.zone, &preview.at);
    if (status == EXIT_DONE)
        status = draw_all(&preview);
    preview_at_destroy(preview.at);
    site_destroy(preview.site);
    zone_destroy(preview.zone);
    document_destroy(preview.document);
    folder_finish(&preview.folder);
    return status;
}
