/* One playlist folder looked through: the passes in the order in which they run. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "cli/asset_file.h"
#include "cli/check.h"
#include "cli/listing.h"
#include "cli/office.h"
#include "cli/opened.h"
#include "cli/say.h"
#include "playlist/near.h"

/* Edits to the one of the two that is not read would never be seen. */
static void look_for_second(struct check *check, const char *name)
{
    char second[PATH_MAX];
    if (strcasecmp(name, "playlist.json") != 0 ||
        asset_file_meant(check->folder.directory, "playlist.json.txt", second, sizeof second) < 0)
        return;
    findings_add(&check->findings, SEVERITY_WARNING, "two-documents", second,
                 _("copy what is new in it into the other, then delete it"),
                 _("only %s is read; what is written in this file is not shown"), name);
}

static void add_folder_findings(struct check *check)
{
    const char *slash = strrchr(check->folder.path, '/');
    look_for_second(check, slash ? slash + 1 : check->folder.path);
    if (check->folder.is_text_name)
        findings_add(&check->findings, SEVERITY_WARNING, "text-name", slash ? slash + 1 : "",
                     _("Explorer hides the ending: turn on View, File name extensions, and rename "
                       "it to playlist.json"),
                     _("the file is called playlist.json.txt; it is played all the same"));
    if (check->folder.is_nested)
        findings_add(&check->findings, SEVERITY_NOTE, "nested", "", NULL,
                     _("the playlist stands one folder further down; it is played all the same"));
}

static bool add_site(struct check *check, struct site *site)
{
    if (!site)
        return false;
    check->sites[check->site_count++] = site;
    return true;
}

static void say_unknown_office(struct check *check)
{
    const struct document *document = check->document;
    const char **names = office_names(document);
    const char *near =
        names ? near_name(check->office, strlen(check->office), names, document->site_count) : NULL;
    char hint[LIMIT_ID_BYTES + 64] = "";
    check->is_office_unknown = true;
    if (near)
        snprintf(hint, sizeof hint, _("did you mean \"%s\"?"), near);
    findings_add(&check->findings, SEVERITY_ERROR, "unknown-office", "/sites",
                 near ? hint : _("name one of them, or a settings file, such as site.json"),
                 _("the playlist has no office \"%s\""), check->office);
    free(names);
}

/* The offices that the document is checked for: that of --site, or all that it names, or one that
 * nothing is known of. */
static int find_sites(struct check *check)
{
    const struct document *document = check->document;
    bool ok = true;
    check->sites = calloc(document->site_count + 1, sizeof *check->sites);
    if (!check->sites)
        return -ENOMEM;
    if (check->office) {
        if (!add_site(check, site_effective(document, NULL, check->office)))
            say_unknown_office(check);
        return 0;
    }
    for (size_t i = 0; ok && !check->device && i < document->site_count; i++) {
        const char *id = document->sites[i].id;
        if (strcmp(id, "default") != 0)
            ok = add_site(check, site_effective(document, NULL, id));
    }
    if (ok && check->site_count == 0)
        ok = add_site(check, site_effective(document, check->device, NULL));
    return ok ? 0 : -ENOMEM;
}

/* The passes need a document that could be read as a whole. */
static void run_passes(struct check *check)
{
    struct json_error error;
    if (json_read(check->document->bytes, check->document->size, &check->json, &error) < 0) {
        check->machine_error = -ENOMEM; /* it could be read a moment ago */
        return;
    }
    check_texts(check);
    check_files(check);
    check->machine_error = find_sites(check);
    if (check->machine_error == 0)
        check_addresses(check);
    json_finish(&check->json);
    if (check->machine_error < 0)
        return;
    check_names(check);
    check_sites(check);
    check_dates(check);
    check_figures(check);
    check_schedule(check);
    check_drawings(check);
    if (check->machine_error == 0)
        check_alerts(check);
}

/* Whether the path of a finding leads into the alert. */
static bool is_about(const char *path, const char *alert)
{
    size_t size = strlen(alert);
    return strncmp(path, alert, size) == 0 && (path[size] == '/' || path[size] == '\0');
}

void check_look_alert(struct check *check, size_t index)
{
    struct json_error error;
    struct findings all;
    char path[64];
    snprintf(path, sizeof path, "/alerts/%zu", index);
    check->alert = &check->document->alerts[index];
    check->machine_error = find_sites(check);
    if (check->machine_error == 0)
        check_alerts(check);
    check_names(check);
    if (json_read(check->document->bytes, check->document->size, &check->json, &error) == 0) {
        check_texts(check);
        json_finish(&check->json);
    }
    all = check->findings;
    check->findings = (struct findings){0};
    for (size_t i = 0; i < all.count; i++) {
        const struct finding *one = &all.list[i];
        if (is_about(one->path, path) || strcmp(one->code, "unknown-office") == 0)
            findings_add(&check->findings, one->severity, one->code, one->path, one->hint, "%s",
                         one->message);
    }
    findings_finish(&all);
    listing_sort(&check->findings);
}

static void run_all(struct check *check)
{
    add_folder_findings(check);
    if (check_encoding(&check->findings, check->folder.bytes, check->folder.size) &&
        document_parse(check->folder.bytes, check->folder.size, &check->findings,
                       &check->document) == 0)
        run_passes(check);
    listing_sort(&check->findings);
}

int check_look(struct check *check, const char *path)
{
    int result = folder_open(path, &check->folder);
    if (result < 0)
        opened_add_failure(&check->findings, path, result);
    else
        run_all(check);
    return result;
}

void check_name(const struct check *check, char name[CHECK_WHAT_SIZE])
{
    if (check->document)
        snprintf(name, CHECK_WHAT_SIZE,
                 ngettext("%s: %zu item", "%s: %zu items", check->document->item_count),
                 check->folder.path, check->document->item_count);
    else
        snprintf(name, CHECK_WHAT_SIZE, "%s", check->folder.path);
}

void check_say_machine_error(int error)
{
    if (error == -ENOENT)
        say(_("the program bangtin-render is missing; install bangtin again"));
    else if (error == -ECHILD)
        say(_("the program bangtin-render ends as soon as it starts; install bangtin again"));
    else
        say(_("the check could not be finished: %s"), say_errno(error));
}

void check_finish(struct check *check)
{
    for (size_t i = 0; i < check->site_count; i++)
        site_destroy(check->sites[i]);
    free(check->sites);
    document_destroy(check->document);
    folder_finish(&check->folder);
    findings_finish(&check->findings);
}
