#include "cli/preview_alerts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "cli/alert_tasks.h"
#include "cli/png_file.h"
#include "cli/say.h"

struct drawn_alerts {
    const struct preview_alerts *preview;
    struct alert_tasks tasks;
    size_t *sizes; /* of each task */
    int result;
};

/* By their places in the document: an identifier may be any text, also one with a slash. With a
 * language and, of the pages on a small board, the first: the item's own rules. */
static void write_name(const struct preview_alerts *preview, const struct drawer_task *task,
                       char *out, size_t size)
{
    const struct document *document = preview->document;
    bool tells_language = document->language_count > 1;
    const char *dash = tells_language ? "-" : "", *language = tells_language ? task->language : "";
    size_t index = task->line ? (size_t)(task->line - document->ticker)
                              : (size_t)(task->alert - document->alerts);
    snprintf(out, size, "%s-%03zu%s%s.png", task->line ? "ticker" : "alert", index + 1, dash,
             language);
}

static void task_done(void *context, size_t index, const struct drawing *drawing)
{
    struct drawn_alerts *drawn = context;
    const struct drawer_task *task = &drawn->tasks.list[index];
    char name[160];
    write_name(drawn->preview, task, name, sizeof name);
    if (drawing->state == DRAWING_VARIABLE) {
        say(_("\"%s\" is not drawn: a variable in it has no value"), name);
        return;
    }
    if (drawing->state != DRAWING_DONE) {
        say(_("\"%s\" is not drawn: %s"), name, drawing->message);
        return;
    }
    int result =
        png_file_write(drawn->preview->folders[drawn->sizes[index]], name, &drawing->pixels, name);
    if (result < 0)
        drawn->result = result;
}

static bool is_shown(const struct preview_alerts *preview, const struct alert *alert)
{
    return alert->expires > preview->now && (!preview->at || alert->sent <= preview->now);
}

static bool goes_by(const struct preview_alerts *preview, const struct ticker_line *line)
{
    return line->valid_until > preview->now &&
           (!preview->at || preview_at_has_line(preview->at, line));
}

static int add_tasks(struct drawn_alerts *drawn, size_t size)
{
    const struct preview_alerts *preview = drawn->preview;
    const struct document *document = preview->document;
    const struct job_screen *screen = &preview->sizes[size];
    int result = 0;
    for (size_t i = 0; i < document->alert_count && result == 0; i++) {
        const struct alert *alert = &document->alerts[i];
        if (is_shown(preview, alert))
            result = alert_tasks_add(&drawn->tasks, document, alert, preview->site, screen);
    }
    for (size_t i = 0; i < document->ticker_count && result == 0; i++) {
        const struct ticker_line *line = &document->ticker[i];
        if (goes_by(preview, line))
            result = alert_tasks_add_line(&drawn->tasks, document, line, preview->site, screen);
    }
    return result;
}

/* Notes which size each task is for, and tells the folder of the files to come. */
static int announce(struct drawn_alerts *drawn, size_t from, size_t size)
{
    const struct preview_alerts *preview = drawn->preview;
    size_t *sizes = reallocarray(drawn->sizes, drawn->tasks.count + 1, sizeof *sizes);
    if (!sizes)
        return -ENOMEM;
    drawn->sizes = sizes;
    int result = 0;
    for (size_t i = from; i < drawn->tasks.count && result == 0; i++) {
        char name[160], file[200];
        sizes[i] = size;
        write_name(preview, &drawn->tasks.list[i], name, sizeof name);
        snprintf(file, sizeof file, "%" PRIu32 "x%" PRIu32 "/%s", preview->sizes[size].width,
                 preview->sizes[size].height, name);
        result = outdir_add(preview->outdir, file);
    }
    return result;
}

int preview_alerts_draw(const struct preview_alerts *preview)
{
    struct drawn_alerts drawn = {.preview = preview,
                                 .tasks = {.only_language = preview->only_language}};
    int result = 0;
    for (size_t size = 0; size < preview->size_count && result == 0; size++) {
        size_t from = drawn.tasks.count;
        result = add_tasks(&drawn, size);
        if (result == 0)
            result = announce(&drawn, from, size);
    }
    if (result == 0 && drawn.tasks.count > 0)
        result = outdir_begin(preview->outdir);
    const struct drawer_run run = {
        .document = preview->document,
        .directory = preview->directory,
        .tasks = drawn.tasks.list,
        .count = drawn.tasks.count,
        .done = task_done,
        .context = &drawn,
    };
    if (result == 0 && run.count > 0)
        result = drawer_run(&run);
    free(drawn.sizes);
    alert_tasks_finish(&drawn.tasks);
    return result < 0 ? result : drawn.result;
}
