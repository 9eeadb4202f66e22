#include "cli/check.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/asset_file.h"
#include "cli/opened.h"
#include "cli/report.h"
#include "cli/say.h"

struct command_state {
    const struct options *options;
    struct site *device;      /* --site, or NULL */
    struct findings findings; /* of all paths, for --json */
    bool is_json, colours;
    int status;
};

static void raise_status(struct command_state *state, int status)
{
    if (status > state->status)
        state->status = status;
}

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

/* The offices that the document is checked for: that of --site, or all that it names, or one that
 * nothing is known of. */
static int find_sites(struct check *check)
{
    const struct document *document = check->document;
    bool ok = true;
    check->sites = calloc(document->site_count + 1, sizeof *check->sites);
    if (!check->sites)
        return -ENOMEM;
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
    json_finish(&check->json);
    check->machine_error = find_sites(check);
    if (check->machine_error < 0)
        return;
    check_sites(check);
    check_dates(check);
    check_drawings(check);
}

static void run_check(struct check *check)
{
    add_folder_findings(check);
    if (check_encoding(&check->findings, check->folder.bytes, check->folder.size) &&
        document_parse(check->folder.bytes, check->folder.size, &check->findings,
                       &check->document) == 0)
        run_passes(check);
    report_sort(&check->findings);
}

static void finish_check(struct check *check)
{
    for (size_t i = 0; i < check->site_count; i++)
        site_destroy(check->sites[i]);
    free(check->sites);
    document_destroy(check->document);
    folder_finish(&check->folder);
    findings_finish(&check->findings);
}

/* Prints, or for --json keeps, the findings of one path. `what` names it in the sum; `document` may
 * be NULL. */
static void report(struct command_state *state, const char *path, const char *what,
                   const struct document *document, struct findings *findings)
{
    if (findings->errors > 0 || (findings->warnings > 0 && options_has(state->options, "strict")))
        raise_status(state, EXIT_INPUT);
    if (state->is_json) {
        bool is_one = state->options->operand_count == 1;
        report_merge(&state->findings, findings, is_one ? NULL : path);
        return;
    }
    report_print(stdout, path, document, findings, state->colours);
    report_print_sum(stdout, what, findings, state->colours);
    findings_finish(findings);
}

static void report_machine_error(struct command_state *state, int error)
{
    raise_status(state, EXIT_MACHINE);
    if (error == -ENOENT)
        say(_("the program bangtin-render is missing; install bangtin again"));
    else if (error == -ECHILD)
        say(_("the program bangtin-render ends as soon as it starts; install bangtin again"));
    else
        say(_("the check could not be finished: %s"), say_errno(error));
}

static void check_one_folder(struct command_state *state, const char *path)
{
    struct check check = {.folder = FOLDER_NONE, .device = state->device, .now = clock_wall()};
    int result = folder_open(path, &check.folder);
    if (result < 0) {
        opened_add_failure(&check.findings, result);
        if (opened_is_machine_error(result))
            raise_status(state, EXIT_MACHINE);
        report(state, path, path, NULL, &check.findings);
        return;
    }
    run_check(&check);
    char what[PATH_MAX + 64];
    if (check.document)
        snprintf(what, sizeof what,
                 ngettext("%s: %zu item", "%s: %zu items", check.document->item_count),
                 check.folder.path, check.document->item_count);
    else
        snprintf(what, sizeof what, "%s", check.folder.path);
    report(state, check.folder.path, what, check.document, &check.findings);
    if (check.machine_error < 0)
        report_machine_error(state, check.machine_error);
    finish_check(&check);
}

static void check_one_settings(struct command_state *state, const char *path)
{
    struct findings findings = {0};
    int result = check_settings(path, &findings);
    if (result < 0)
        opened_add_failure(&findings, result);
    if (opened_is_machine_error(result))
        raise_status(state, EXIT_MACHINE);
    report_sort(&findings);
    report(state, path, path, NULL, &findings);
}

static bool is_settings_file(const char *path)
{
    struct stat status;
    char *bytes;
    size_t size;
    if (stat(path, &status) < 0 || !S_ISREG(status.st_mode) ||
        file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size) < 0)
        return false;
    bool result = check_is_settings(path, bytes, size);
    free(bytes);
    return result;
}

/* Reads --site. Its own faults are findings too. */
static bool read_device(struct command_state *state)
{
    const char *path = options_value(state->options, "site");
    char *bytes;
    size_t size;
    struct findings findings = {0};
    if (!path)
        return true;
    int result = file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size);
    if (result < 0) {
        say("%s: %s", path, say_errno(result));
        state->status = opened_is_machine_error(result) ? EXIT_MACHINE : EXIT_INPUT;
        return false;
    }
    bool ok = site_parse(bytes, size, &findings, &state->device) == 0;
    free(bytes);
    if (findings.errors > 0 || findings.warnings > 0)
        report(state, path, path, NULL, &findings);
    findings_finish(&findings);
    if (!ok)
        raise_status(state, EXIT_INPUT);
    return ok;
}

int check_run(const struct options *options)
{
    struct command_state state = {.options = options, .is_json = options_has(options, "json")};
    state.colours = say_is_terminal(STDOUT_FILENO);
    bool ok = read_device(&state);
    for (size_t i = 0; ok && i < options->operand_count; i++) {
        if (is_settings_file(options->operands[i]))
            check_one_settings(&state, options->operands[i]);
        else
            check_one_folder(&state, options->operands[i]);
    }
    if (state.is_json && report_print_json(stdout, &state.findings) < 0)
        raise_status(&state, EXIT_MACHINE);
    findings_finish(&state.findings);
    site_destroy(state.device);
    return state.status;
}
