#include "cli/preview_strip.h"

#include <stdlib.h>
#include <string.h>

#include "cli/alert_tasks.h"
#include "cli/ticker.h"
#include "ipc/shape.h"

static const double lead = 6; /* units before the first letter */

struct pass {
    struct preview_strips *strips;
    const struct drawer_task *tasks;
    size_t sizes[PREVIEW_SIZES_MAX]; /* of the tasks: which of the plan's */
};

static void task_done(void *context, size_t index, const struct drawing *drawing)
{
    const struct pass *pass = context;
    const struct job_screen *screen = &pass->tasks[index].screen;
    struct preview_strip *strip = &pass->strips->list[pass->sizes[index]];
    const struct pixels *line = &drawing->pixels;
    if (drawing->state != DRAWING_DONE || line->width < screen->width ||
        line->height != screen->foot)
        return;
    uint32_t shift = (uint32_t)(lead * shape_ticker(screen->width, screen->height).unit);
    shift = shift < screen->width ? shift : 0;
    strip->width = screen->width - shift;
    strip->pixels = calloc(line->height, strip->width * sizeof *strip->pixels);
    strip->height = strip->pixels ? line->height : 0;
    for (uint32_t y = 0; y < strip->height; y++)
        memcpy(strip->pixels + (size_t)y * strip->width, line->data + (size_t)y * line->width,
               strip->width * sizeof *strip->pixels);
}

/* The first line on this screen, in its first language. Adds nothing where there is none. */
static int add_line(struct alert_tasks *tasks, const struct preview_plan *plan,
                    const struct job_screen *screen)
{
    const struct document *document = plan->document;
    size_t before = tasks->count;
    int result = 0;
    for (size_t i = 0; i < document->ticker_count && result == 0 && tasks->count == before; i++) {
        const struct ticker_line *line = &document->ticker[i];
        if (ticker_has_line(document, plan->site, plan->now, plan->at, line))
            result = alert_tasks_add_line(tasks, document, line, plan->site, screen);
    }
    if (tasks->count > before + 1)
        tasks->count = before + 1;
    return result;
}

int preview_strips_draw(struct preview_strips *strips, const struct preview_plan *plan,
                        int directory)
{
    struct alert_tasks tasks = {.only_language = plan->only_language};
    struct pass pass = {.strips = strips};
    int result = 0;
    for (size_t i = 0; i < plan->size_count && result == 0; i++) {
        size_t before = tasks.count;
        if (plan->sizes[i].foot > 0)
            result = add_line(&tasks, plan, &plan->sizes[i]);
        if (tasks.count > before)
            pass.sizes[before] = i;
    }
    pass.tasks = tasks.list;
    const struct drawer_run run = {.document = plan->document,
                                   .directory = directory,
                                   .tasks = tasks.list,
                                   .count = tasks.count,
                                   .done = task_done,
                                   .context = &pass};
    if (result == 0 && run.count > 0)
        result = drawer_run(&run);
    alert_tasks_finish(&tasks);
    return result;
}

void preview_strips_finish(struct preview_strips *strips)
{
    for (size_t i = 0; i < PREVIEW_SIZES_MAX; i++)
        free(strips->list[i].pixels);
    *strips = (struct preview_strips){0};
}

void preview_strip_lay(const struct preview_strip *strip, const struct pixels *slide)
{
    uint32_t top = slide->height - strip->height, left = slide->width - strip->width;
    for (uint32_t y = 0; y < strip->height; y++)
        memcpy(slide->data + (size_t)(top + y) * slide->width + left,
               strip->pixels + (size_t)y * strip->width, strip->width * sizeof *slide->data);
}
