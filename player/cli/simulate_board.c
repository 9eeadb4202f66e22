#include "cli/simulate_board.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cli/drawer.h"
#include "cli/progress.h"
#include "cli/roles.h"
#include "cli/screens.h"
#include "ipc/pages.h"
#include "playlist/resolve.h"

static const char not_drawn[] = "not-drawn";

/* A pass over all first pages, then one over those behind them. */
struct pass {
    struct simulation *simulation;
    struct simulated_paged *paged; /* one for each first page */
    const size_t *owners;          /* of the tasks: which of them; NULL: each its own */
    const struct drawer_task *tasks;
    size_t count, done;
    struct progress progress;
};

static void page_done(void *context, size_t index, const struct drawing *drawing)
{
    struct pass *pass = context;
    const struct drawer_task *task = &pass->tasks[index];
    struct simulated_paged *paged = &pass->paged[pass->owners ? pass->owners[index] : index];
    progress_show(&pass->progress, ++pass->done, task->item->id);
    if (drawing->state != DRAWING_DONE) {
        pass->simulation->items[paged->item].obstacle = not_drawn;
        return;
    }
    paged->needs[task->screen.page] = drawing->need;
    if (task->screen.page == 0)
        paged->count = drawing->pages;
}

static int draw(struct pass *pass, int directory)
{
    const struct drawer_run run = {.document = pass->simulation->feed.document,
                                   .directory = directory,
                                   .tasks = pass->tasks,
                                   .count = pass->count,
                                   .done = page_done,
                                   .context = pass};
    progress_init(&pass->progress, pass->count);
    pass->done = 0;
    int result = pass->count > 0 ? drawer_run(&run) : 0;
    progress_clear(&pass->progress);
    return result;
}

/* What is to be drawn: every item in each of its languages. With `tasks` NULL it is only counted.
 */
static size_t plan(const struct simulation *simulation, struct drawer_task *tasks,
                   struct simulated_paged *paged)
{
    const struct choice_feed *feed = &simulation->feed;
    const struct document *document = feed->document;
    const struct job_screen screen = screens_of_slides(document, feed->site, simulation->from);
    size_t count = 0;
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        if (item->faulty || item->hidden || simulation->items[i].obstacle ||
            !site_matches(feed->site, &item->sites))
            continue;
        for (size_t language = SIZE_MAX;
             item_next_language(document, item, feed->site, language, &language); count++) {
            if (!tasks)
                continue;
            paged[count] = (struct simulated_paged){.item = i, .language = language, .count = 1};
            tasks[count] = (struct drawer_task){.item = item,
                                                .language = document->languages[language],
                                                .site = feed->site,
                                                .screen = screen};
        }
    }
    return count;
}

/* Draws the pages behind the first ones. */
static int draw_more(struct pass *first, int directory)
{
    size_t count = 0, at = 0;
    for (size_t i = 0; i < first->count; i++)
        count += first->paged[i].count - 1;
    struct drawer_task *tasks = calloc(count + 1, sizeof *tasks);
    size_t *owners = calloc(count + 1, sizeof *owners);
    int result = tasks && owners ? 0 : -ENOMEM;
    for (size_t i = 0; result == 0 && i < first->count; i++) {
        for (unsigned page = 1; page < first->paged[i].count; page++) {
            tasks[at] = first->tasks[i];
            tasks[at].screen.page = page;
            owners[at++] = i;
        }
    }
    struct pass pass = {.simulation = first->simulation,
                        .paged = first->paged,
                        .owners = owners,
                        .tasks = tasks,
                        .count = count};
    if (result == 0)
        result = draw(&pass, directory);
    free(owners);
    free(tasks);
    return result;
}

static int paged_order(const void *a, const void *b)
{
    const struct simulated_paged *left = a, *right = b;
    if (left->item != right->item)
        return left->item < right->item ? -1 : 1;
    return (left->language > right->language) - (left->language < right->language);
}

/* Keeps those that take several pages. */
static void keep(struct simulate_board *board, struct simulated_paged *paged, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (paged[i].count > 1)
            paged[board->count++] = paged[i];
    }
    qsort(paged, board->count, sizeof *paged, paged_order); /* languages came in the site's order */
    board->list = paged;
}

/* Where the worker is at fault the items are not. */
static void forget_obstacles(struct simulation *simulation)
{
    for (size_t i = 0; i < simulation->feed.document->item_count; i++) {
        if (simulation->items[i].obstacle == not_drawn)
            simulation->items[i].obstacle = NULL;
    }
}

int simulate_board_draw(struct simulate_board *board, struct simulation *simulation, int directory)
{
    const struct choice_feed *feed = &simulation->feed;
    const struct job_screen screen =
        screens_of_slides(feed->document, feed->site, simulation->from);
    *board = (struct simulate_board){.document = simulation->feed.document};
    if (!roles_are_compact(screen.width, screen.height - screen.foot))
        return 0;
    size_t count = plan(simulation, NULL, NULL);
    struct drawer_task *tasks = calloc(count + 1, sizeof *tasks);
    struct simulated_paged *paged = calloc(count + 1, sizeof *paged);
    int result = tasks && paged ? 0 : -ENOMEM;
    if (result == 0) {
        plan(simulation, tasks, paged);
        struct pass pass = {
            .simulation = simulation, .paged = paged, .tasks = tasks, .count = count};
        result = draw(&pass, directory);
        if (result == 0)
            result = draw_more(&pass, directory);
    }
    if (result == 0) {
        keep(board, paged, count);
    } else {
        forget_obstacles(simulation);
        free(paged);
    }
    free(tasks);
    return result;
}

int64_t simulate_board_stay(void *context, const struct item *item, size_t language,
                            int64_t duration, int64_t left)
{
    const struct simulate_board *board = context;
    const struct simulated_paged wanted = {.item = (size_t)(item - board->document->items),
                                           .language = language};
    const struct simulated_paged *paged =
        board->count == 0 ? NULL
                          : bsearch(&wanted, board->list, board->count, sizeof wanted, paged_order);
    return paged ? pages_sum(paged->count, paged->needs, duration, left) : duration;
}

void simulate_board_finish(struct simulate_board *board)
{
    free(board->list);
    *board = (struct simulate_board){0};
}
