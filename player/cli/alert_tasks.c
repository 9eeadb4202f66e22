#include "cli/alert_tasks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "ipc/shape.h"
#include "playlist/resolve.h"

static int append(struct alert_tasks *tasks, const struct drawer_task *task)
{
    if (tasks->count == tasks->capacity) {
        size_t more = tasks->capacity ? 2 * tasks->capacity : 16;
        struct drawer_task *list = reallocarray(tasks->list, more, sizeof *list);
        if (!list)
            return -ENOMEM;
        tasks->list = list;
        tasks->capacity = more;
    }
    tasks->list[tasks->count++] = *task;
    return 0;
}

/* As of items: asked for, a language is drawn also where the office does not show it. */
static int append_all(struct alert_tasks *tasks, const struct document *document, uint32_t has,
                      struct drawer_task task)
{
    bool is_chosen = has != 0 && tasks->only_language;
    int result = 0;
    for (size_t i = SIZE_MAX;
         result == 0 && !is_chosen && languages_next(document, has, task.site, i, &i);) {
        task.language = document->languages[i];
        result = append(tasks, &task);
    }
    for (size_t i = 0; is_chosen && i < document->language_count; i++) {
        task.language = document->languages[i];
        if (has >> i & 1 && strcmp(task.language, tasks->only_language) == 0)
            result = append(tasks, &task);
    }
    return result;
}

int alert_tasks_add(struct alert_tasks *tasks, const struct document *document,
                    const struct alert *alert, const struct site *site,
                    const struct job_screen *screen)
{
    if (!site_matches(site, &alert->sites))
        return 0;
    return append_all(tasks, document, alert->languages,
                      (struct drawer_task){.alert = alert, .site = site, .screen = *screen});
}

int alert_tasks_add_line(struct alert_tasks *tasks, const struct document *document,
                         const struct ticker_line *line, const struct site *site,
                         const struct job_screen *screen)
{
    if (!site->screen.ticker || !site_matches(site, &line->sites))
        return 0;
    return append_all(tasks, document, line->languages,
                      (struct drawer_task){.line = line, .site = site, .screen = *screen});
}

void alert_tasks_finish(struct alert_tasks *tasks)
{
    free(tasks->list);
    *tasks = (struct alert_tasks){0};
}

static int compose_alert(uint64_t number, const struct document *document,
                         const struct drawer_task *task, struct job *ret)
{
    char until[64];
    struct zone *zone = NULL;
    zone_read(document->time_zone, &zone); /* without it: UTC */
    struct zone_time end = zone_local(zone, task->alert->expires);
    zone_destroy(zone);
    snprintf(until, sizeof until, "%02d:%02d, %02d/%02d/%04d", end.hour, end.minute, end.day,
             end.month, end.year);
    const struct job_alert alert = {.document = document,
                                    .alert = task->alert,
                                    .language = task->language,
                                    .site = task->site,
                                    .until = until};
    struct shape shape = shape_banner(task->screen.width, task->screen.height);
    if (task->alert->banner)
        return job_compose_banner(number, &alert, shape.unit, task->screen.width, shape.height, 0,
                                  ret);
    return job_compose_alert(number, &alert, &task->screen, ret);
}

static int compose_line(uint64_t number, const struct document *document,
                        const struct drawer_task *task, struct job *ret)
{
    struct shape shape = shape_ticker(task->screen.width, task->screen.height);
    char *text = job_ticker_text(document, task->line, task->language, task->site);
    if (!text)
        return -ENODATA;
    const struct job_ticker ticker = {.texts = {text},
                                      .count = 1,
                                      .height = shape.height,
                                      .least = task->screen.width,
                                      .unit = shape.unit,
                                      .is_black =
                                          shape_is_tiny(task->screen.width, task->screen.height)};
    int result = job_compose_ticker(number, document, &ticker, task->language, 0, ret);
    free(text);
    return result;
}

int alert_task_compose(uint64_t number, const struct document *document,
                       const struct drawer_task *task, struct job *ret)
{
    return task->alert ? compose_alert(number, document, task, ret)
                       : compose_line(number, document, task, ret);
}

void alert_task_size(const struct drawer_task *task, uint32_t *ret_width, uint32_t *ret_height)
{
    const struct job_screen *screen = &task->screen;
    *ret_width = task->line ? 0 : screen->width;
    *ret_height = task->line ? shape_ticker(screen->width, screen->height).height
                  : task->alert && task->alert->banner
                      ? shape_banner(screen->width, screen->height).height
                      : screen->height;
}
