/* The drawings of what stands outside of items: alerts, as their mode has it, and the lines of the
 * ticker. */
#pragma once

#include "cli/drawer.h"

/* A growing list of drawings. All zeroes: none. */
struct alert_tasks {
    struct drawer_task *list; /* owned */
    size_t count, capacity;
    const char *only_language; /* of texts that have several; NULL: those of the office */
};

/* Adds those of one alert, or of one line, on `screen` for `site`, in each language in which it
 * shows it. Nothing where it is for other offices, or the office's screen has no ticker. Return 0
 * or -ENOMEM. */
int alert_tasks_add(struct alert_tasks *tasks, const struct document *document,
                    const struct alert *alert, const struct site *site,
                    const struct job_screen *screen);
int alert_tasks_add_line(struct alert_tasks *tasks, const struct document *document,
                         const struct ticker_line *line, const struct site *site,
                         const struct job_screen *screen);
void alert_tasks_finish(struct alert_tasks *tasks);

/* Composes the task's job, as job_compose. */
int alert_task_compose(uint64_t number, const struct document *document,
                       const struct drawer_task *task, struct job *ret);

/* What its picture measures; a ticker's width 0: as wide as its words. */
void alert_task_size(const struct drawer_task *task, uint32_t *ret_width, uint32_t *ret_height);
