#include "cli/preview_choose.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/opened.h"
#include "cli/say.h"
#include "cli/screens.h"
#include "playlist/near.h"

enum { OFFICES_BYTES = 600 }; /* of the ids that a message lists */

/* Says that `typed` is none of the names, and which one is near. */
static int say_unknown(const char *what, const char *typed, const char *const *names, size_t count)
{
    const char *near = near_name(typed, strlen(typed), names, count);
    if (near)
        say(_("the playlist has no %s \"%s\"; did you mean \"%s\"?"), what, typed, near);
    else
        say(_("the playlist has no %s \"%s\""), what, typed);
    return EXIT_USAGE;
}

/* Says which offices there are. */
static void say_offices(const char *const *names, size_t count)
{
    char list[OFFICES_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; i < count && used + LIMIT_ID_BYTES + 8 < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", names[i]);
    if (count > 0)
        say(_("it has: %s; or name a settings file, such as site.json"), list);
    else
        say(_("it has none; name a settings file, such as site.json"));
}

static int say_unknown_site(const struct document *document, const char *typed)
{
    const char **names = calloc(document->site_count + 1, sizeof *names);
    size_t count = 0;
    for (; names && count < document->site_count; count++)
        names[count] = document->sites[count].id;
    int status = say_unknown(_("office"), typed, names, count);
    say_offices(names, count);
    free(names);
    return status;
}

static int say_unknown_item(const struct document *document, const char *typed)
{
    const char **names = calloc(document->item_count + 1, sizeof *names);
    size_t count = 0;
    for (; names && count < document->item_count; count++)
        names[count] = document->items[count].id;
    int status = say_unknown(_("item"), typed, names, count);
    free(names);
    return status;
}

/* Whether --site names settings: a file that is there, or that was meant to be. */
static bool is_settings_path(const char *value)
{
    struct stat status;
    size_t size = strlen(value);
    return (stat(value, &status) == 0 && S_ISREG(status.st_mode)) ||
           (size > 5 && strcasecmp(value + size - 5, ".json") == 0);
}

/* The office that is drawn for: that of the settings or of the id in `value`, or the document's
 * first where it is NULL. */
static int choose_site(const struct document *document, const char *value, struct site **ret)
{
    struct site *device = NULL;
    if (value && is_settings_path(value)) {
        int status = opened_settings(value, &device);
        if (status != EXIT_DONE)
            return status;
    }
    *ret = site_effective(document, device, device ? NULL : value);
    site_destroy(device);
    if (*ret)
        return EXIT_DONE;
    if (value && !device)
        return say_unknown_site(document, value);
    say("%s", say_errno(ENOMEM));
    return EXIT_MACHINE;
}

static bool has_language(const struct document *document, const char *language)
{
    for (size_t i = 0; i < document->language_count; i++) {
        if (strcmp(document->languages[i], language) == 0)
            return true;
    }
    return false;
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

int preview_choose(const struct options *options, const struct document *document,
                   struct preview_plan *plan, struct site **ret_site, struct zone **ret_zone)
{
    plan->document = document;
    plan->now = clock_wall();
    plan->only_item = options_value(options, "item");
    plan->only_language = options_value(options, "lang");
    if (plan->only_item && !document_item(document, plan->only_item))
        return say_unknown_item(document, plan->only_item);
    if (plan->only_language && !has_language(document, plan->only_language))
        return say_unknown(_("language"), plan->only_language, document->languages,
                           document->language_count);
    struct site *site;
    int status = choose_site(document, options_value(options, "site"), &site);
    if (status != EXIT_DONE)
        return status;
    if (zone_read(document->time_zone, ret_zone) < 0)
        *ret_zone = NULL; /* UTC; check names it */
    plan->site = *ret_site = site;
    plan->zone = *ret_zone;
    read_sizes(options, plan);
    return EXIT_DONE;
}
