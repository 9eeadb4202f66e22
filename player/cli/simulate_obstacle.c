#include "cli/simulate_obstacle.h"

#include <errno.h>

#include "cli/screens.h"
#include "ipc/job.h"
#include "playlist/resolve.h"

static const char *obstacle_of(int error)
{
    if (error == -ENODATA)
        return "missing-variable";
    if (error == -EACCES)
        return "address-not-allowed";
    return error == -ENOMEM ? NULL : "missing-file";
}

/* The job is made up as the screen does it, and not sent. */
static const char *find_obstacle(const struct simulation *simulation, const struct item *item,
                                 const struct job_source *source, const struct job_screen *screen)
{
    const struct choice_feed *feed = &simulation->feed;
    const char *obstacle = NULL;
    for (size_t language = SIZE_MAX;
         !obstacle && item_next_language(feed->document, item, feed->site, language, &language);) {
        struct job job;
        int result =
            job_compose(1, feed->document, source, item, feed->document->languages[language],
                        feed->site, screen, &job, NULL);
        if (result < 0)
            obstacle = obstacle_of(result);
        else
            job_finish(&job);
    }
    return obstacle;
}

void simulate_find_obstacles(struct simulation *simulation, int directory)
{
    const struct document *document = simulation->feed.document;
    const struct job_source source = {.directory = directory};
    const struct job_screen screen = screens_of_site(simulation->feed.site);
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        if (!item->faulty && !item->hidden && site_matches(simulation->feed.site, &item->sites))
            simulation->items[i].obstacle = find_obstacle(simulation, item, &source, &screen);
    }
}
