#include "cli/office.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "cli/opened.h"
#include "cli/say.h"
#include "playlist/near.h"

enum { OFFICES_BYTES = 600 }; /* of the ids that a message lists */

int office_say_unknown(const char *what, const char *typed, const char *const *names, size_t count)
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

const char **office_names(const struct document *document)
{
    const char **names = calloc(document->site_count + 1, sizeof *names);
    for (size_t i = 0; names && i < document->site_count; i++)
        names[i] = document->sites[i].id;
    return names;
}

static int say_unknown_site(const struct document *document, const char *typed)
{
    const char **names = office_names(document);
    size_t count = names ? document->site_count : 0;
    int status = office_say_unknown(_("office"), typed, names, count);
    say_offices(names, count);
    free(names);
    return status;
}

bool office_is_file(const char *value)
{
    struct stat status;
    size_t size = strlen(value);
    return (stat(value, &status) == 0 && S_ISREG(status.st_mode)) ||
           (size > 5 && strcasecmp(value + size - 5, ".json") == 0);
}

int office_choose(const struct document *document, const char *value, struct site **ret_site)
{
    struct site *device = NULL;
    if (value && office_is_file(value)) {
        int status = opened_settings(value, &device);
        if (status != EXIT_DONE)
            return status;
    }
    *ret_site = site_effective(document, device, device ? NULL : value);
    site_destroy(device);
    if (*ret_site)
        return EXIT_DONE;
    if (value && !device)
        return say_unknown_site(document, value);
    say("%s", say_errno(ENOMEM));
    return EXIT_MACHINE;
}

void office_print_others(const struct document *document, const struct site *site)
{
    size_t others = 0;
    bool is_own = false;
    for (size_t i = 0; site->id && i < document->site_count; i++) {
        bool is_it = strcmp(document->sites[i].id, site->id) == 0;
        is_own |= is_it;
        others += !is_it && strcmp(document->sites[i].id, "default") != 0;
    }
    if (is_own && others > 0)
        printf(ngettext("drawn for the office \"%s\"; %zu other may differ in size, languages and "
                        "items: --site names it\n",
                        "drawn for the office \"%s\"; %zu others may differ in size, languages and "
                        "items: --site names one\n",
                        others),
               site->id, others);
}
