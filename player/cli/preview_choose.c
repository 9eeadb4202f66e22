#include "cli/preview_choose.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/office.h"
#include "cli/say.h"
#include "cli/screens.h"
#include "cli/ticker.h"

enum { LANGUAGES_BYTES = 320 }; /* of those that a message lists */

static int say_unknown_item(const struct document *document, const char *typed)
{
    const char **names = calloc(document->item_count + 1, sizeof *names);
    size_t count = 0;
    for (; names && count < document->item_count; count++)
        names[count] = document->items[count].id;
    int status = office_say_unknown(_("item"), typed, names, count);
    free(names);
    return status;
}

static bool has_language(const struct document *document, const char *language)
{
    for (size_t i = 0; i < document->language_count; i++) {
        if (strcmp(document->languages[i], language) == 0)
            return true;
    }
    return false;
}

static int say_unknown_language(const struct document *document, const char *typed)
{
    char list[LANGUAGES_BYTES] = "";
    size_t used = 0;
    int status =
        office_say_unknown(_("language"), typed, document->languages, document->language_count);
    for (size_t i = 0; i < document->language_count && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "",
                                 document->languages[i]);
    say(_("it has: %s"), list);
    return status;
}

/* Every --size, each once; without any, the screen of the office. */
static void read_sizes(const struct options *options, struct preview_plan *plan)
{
    const struct job_screen own = screens_of_site(plan->site);
    for (size_t i = 0; i < options->given_count; i++) {
        struct job_screen size = own;
        bool is_new = strcmp(options->given[i].spec->name, "size") == 0 &&
                      option_read_size(options->given[i].value, &size.width, &size.height) == 0 &&
                      plan->size_count < PREVIEW_SIZES_MAX;
        for (size_t j = 0; is_new && j < plan->size_count; j++)
            is_new = plan->sizes[j].width != size.width || plan->sizes[j].height != size.height;
        if (is_new)
            plan->sizes[plan->size_count++] = size;
    }
    if (plan->size_count == 0)
        plan->sizes[plan->size_count++] = own;
}

/* The moment of --at. An alert is said and not drawn: what it covers is asked for. */
static int choose_moment(const struct options *options, struct preview_plan *plan,
                         struct preview_at **ret_at)
{
    if (option_read_moment(options_value(options, "at"), plan->zone, &plan->now) < 0)
        return EXIT_DONE;
    *ret_at = preview_at_create(plan->document, plan->site, plan->zone, plan->now);
    if (!*ret_at) {
        say("%s", say_errno(ENOMEM));
        return EXIT_MACHINE;
    }
    const struct alert *alert = preview_at_alert(*ret_at);
    if (alert)
        say(_("the alert \"%s\" takes the whole screen then; what it covers is drawn"),
            alert->identifier);
    plan->at = *ret_at;
    return EXIT_DONE;
}

int preview_choose(const struct options *options, const struct document *document,
                   struct preview_plan *plan, struct site **ret_site, struct zone **ret_zone,
                   struct preview_at **ret_at)
{
    plan->document = document;
    plan->now = clock_wall();
    plan->only_item = options_value(options, "item");
    plan->only_language = options_value(options, "lang");
    if (plan->only_item && !document_item(document, plan->only_item))
        return say_unknown_item(document, plan->only_item);
    if (plan->only_language && !has_language(document, plan->only_language))
        return say_unknown_language(document, plan->only_language);
    struct site *site;
    int status = office_choose(document, options_value(options, "site"), &site);
    if (status != EXIT_DONE)
        return status;
    if (zone_read(document->time_zone, ret_zone) < 0)
        *ret_zone = NULL; /* UTC; check names it */
    plan->site = *ret_site = site;
    plan->zone = *ret_zone;
    read_sizes(options, plan);
    status = choose_moment(options, plan, ret_at);
    for (size_t i = 0; i < plan->size_count; i++)
        ticker_leave_room(document, site, plan->now, plan->at, &plan->sizes[i]);
    return status;
}
