/* Alerts and the lines of the ticker are drawn, too: what would be cut or has no letters is said
 * before somebody needs it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "cli/alert_tasks.h"
#include "cli/check.h"
#include "cli/roles.h"
#include "cli/screens.h"

enum { TASKS_MAX = 400 }; /* a hundred alerts on four kinds of screens: some two seconds */

struct alert_pass {
    struct check *check;
    struct alert_tasks tasks;
    const void *said; /* the last one whose letters were named */
};

/* "/alerts/3/headline" */
static void write_path(const struct document *document, const struct drawer_task *task,
                       const char *field, char *path, size_t size)
{
    if (task->line)
        snprintf(path, size, "/ticker/%zu/text", (size_t)(task->line - document->ticker));
    else
        snprintf(path, size, "/alerts/%zu%s", (size_t)(task->alert - document->alerts), field);
}

static const char *field_of(const char *role)
{
    return role[0] == 'b'   ? "/description"
           : role[0] == 'i' ? "/instruction"
           : role[0] == 't' ? "/headline"
                            : "";
}

static void say_overflow(struct check *check, const struct drawer_task *task,
                         const struct drawing *drawing)
{
    bool is_compact = roles_are_compact(task->screen.width, task->screen.height);
    const char *name = task->line ? "ticker" : task->alert->identifier;
    char screen[32], path[160];
    snprintf(screen, sizeof screen, "%ux%u", task->screen.width, task->screen.height);
    for (size_t i = 0; i < drawing->overflow.count; i++) {
        const char *role = drawing->overflow.list[i];
        write_path(check->document, task, field_of(role), path, sizeof path);
        findings_add(&check->findings, is_compact ? SEVERITY_NOTE : SEVERITY_WARNING, "overflow",
                     path, is_compact ? NULL : _("shorten the text"),
                     drawing_is_cut(drawing, role)
                         ? _("\"%s\" is too long for %s; shown only in part: %s")
                         : _("\"%s\" has no room for everything on %s; left out: %s"),
                     name, screen, roles_words(role));
    }
}

static void task_done(void *context, size_t index, const struct drawing *drawing)
{
    struct alert_pass *pass = context;
    const struct drawer_task *task = &pass->tasks.list[index];
    char path[160];
    if (drawing->state == DRAWING_DONE) {
        say_overflow(pass->check, task, drawing);
        const void *what = task->line ? (const void *)task->line : (const void *)task->alert;
        if (drawing->missing.count > 0 && what != pass->said) {
            pass->said = what; /* in one language; it is the same in the next */
            write_path(pass->check->document, task, "/headline", path, sizeof path);
            check_missing_at(pass->check, path, task->line ? "ticker" : task->alert->identifier,
                             drawing);
        }
    } else if (drawing->state == DRAWING_VARIABLE) {
        write_path(pass->check->document, task, "/headline", path, sizeof path);
        findings_add(&pass->check->findings, SEVERITY_ERROR, "alert-variable", path,
                     _("give the variable a value in \"sites\", or write the words out"),
                     _("it is not shown at the office \"%s\": a variable in it has no value"),
                     task->site->id ? task->site->id : "default");
    }
}

static int add_tasks(struct alert_pass *pass, const struct site *site)
{
    const struct document *document = pass->check->document;
    const struct alert *only = pass->check->alert;
    const struct job_screen screen = screens_of_site(site);
    int result = 0;
    for (size_t i = 0; i < document->alert_count && result == 0; i++) {
        const struct alert *alert = &document->alerts[i];
        if (alert->expires > pass->check->now && (!only || alert == only))
            result = alert_tasks_add(&pass->tasks, document, alert, site, &screen);
    }
    for (size_t i = 0; i < document->ticker_count && result == 0 && !only; i++)
        result = alert_tasks_add_line(&pass->tasks, document, &document->ticker[i], site, &screen);
    return result;
}

void check_alerts(struct check *check)
{
    struct alert_pass pass = {.check = check};
    int result = 0;
    for (size_t i = 0; i < check->site_count && result == 0 && pass.tasks.count < TASKS_MAX; i++)
        result = add_tasks(&pass, check->sites[i]);
    const struct drawer_run run = {
        .document = check->document,
        .directory = check->folder.directory,
        .tasks = pass.tasks.list,
        .count = pass.tasks.count < TASKS_MAX ? pass.tasks.count : TASKS_MAX,
        .skips_repeated = true,
        .done = task_done,
        .context = &pass,
    };
    if (result == 0 && run.count > 0)
        result = drawer_run(&run);
    if (result < 0)
        check->machine_error = result;
    alert_tasks_finish(&pass.tasks);
}
