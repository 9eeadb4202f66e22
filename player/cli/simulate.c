#include "cli/simulate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/office.h"
#include "cli/opened.h"
#include "cli/say.h"
#include "cli/simulate_board.h"
#include "cli/simulate_obstacle.h"
#include "cli/simulate_print.h"

/* Some words, and the plan, are read by people: a year is printed as fast as a day. */
enum { HOURS_USUAL = 24 };

static void set_span(const struct options *options, struct simulation *simulation)
{
    const char *hours = options_value(options, "hours");
    if (option_read_moment(options_value(options, "from"), simulation->feed.zone,
                           &simulation->from) < 0)
        simulation->from = clock_wall() / CLOCK_SECOND * CLOCK_SECOND;
    double length = hours ? strtod(hours, NULL) : HOURS_USUAL;
    simulation->to = simulation->from + (int64_t)(length * 3600.0 * CLOCK_SECOND);
}

/* What is left out, and what stays longer than it says. */
static void find_stays(struct simulation *simulation, struct simulate_board *board, int directory)
{
    simulate_find_obstacles(simulation, directory);
    int result = simulate_board_draw(board, simulation, directory);
    if (result < 0)
        say(_("nothing can be drawn: %s; items are taken to stay for their duration, also where "
              "this board shows them in pages"),
            say_errno(result));
    simulation->stay = simulate_board_stay;
    simulation->stay_context = board;
}

static int run(const struct options *options, const char *name, int directory,
               struct simulation *simulation)
{
    struct simulate_json json = {.simulation = simulation};
    struct simulate_list list = {0};
    struct simulate_board board = {0};
    bool is_json = options_has(options, "json");
    const char *clock = options_value(options, "clock");
    simulation->clock = clock && strcmp(clock, "floor") == 0 ? CLOCK_FLOOR : CLOCK_TRUSTED;
    set_span(options, simulation);
    int result = simulation_init(simulation);
    if (result == 0)
        find_stays(simulation, &board, directory);
    simulation->shown = is_json ? simulate_json_add : simulate_list_add;
    simulation->context = is_json ? (void *)&json : (void *)&list;
    if (result == 0 && is_json)
        simulate_json_begin();
    if (result == 0)
        result = simulation_run(simulation);
    if (result == 0 && is_json)
        simulate_json_end(simulation);
    else if (result == 0)
        simulate_print(simulation, &list, name);
    simulate_board_finish(&board);
    simulation_finish(simulation);
    if (result < 0)
        say("%s", say_errno(result));
    return result < 0 ? EXIT_MACHINE : EXIT_DONE;
}

int simulate_run(const struct options *options)
{
    struct folder folder = FOLDER_NONE;
    struct document *document = NULL;
    struct site *site = NULL;
    struct zone *zone = NULL;
    int status = opened_document(options->operands[0], &folder, &document);
    if (status == EXIT_DONE)
        status = office_choose(document, options_value(options, "site"), &site);
    if (status == EXIT_DONE) {
        if (zone_read(document->time_zone, &zone) < 0)
            zone = NULL; /* UTC; check names it */
        struct simulation simulation = {
            .feed = {.document = document, .site = site, .zone = zone, .share = 1}};
        status = run(options, folder.path, folder.directory, &simulation);
    }
    zone_destroy(zone);
    site_destroy(site);
    document_destroy(document);
    folder_finish(&folder);
    return status;
}
