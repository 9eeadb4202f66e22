#include "cli/check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/listing.h"
#include "cli/office.h"
#include "cli/opened.h"
#include "cli/say.h"

struct command_state {
    const struct options *options;
    struct site *device;      /* of the file of --site, or NULL */
    const char *office;       /* or the id that it is, or NULL */
    struct findings findings; /* of all paths, for --json */
    bool is_json, colours;
    int status;
};

static void raise_status(struct command_state *state, int status)
{
    if (status > state->status)
        state->status = status;
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
        listing_merge(&state->findings, findings, is_one ? NULL : path);
        return;
    }
    listing_print(stdout, path, document, findings, state->colours);
    listing_print_sum(stdout, what, findings, state->colours);
    findings_finish(findings);
}

static void check_one_folder(struct command_state *state, const char *path)
{
    struct check check = {.folder = FOLDER_NONE,
                          .device = state->device,
                          .office = state->office,
                          .now = clock_wall()};
    int result = check_look(&check, path);
    if (result < 0) {
        if (opened_is_machine_error(result))
            raise_status(state, EXIT_MACHINE);
        report(state, path, path, NULL, &check.findings);
        check_finish(&check);
        return;
    }
    char what[CHECK_WHAT_SIZE];
    check_name(&check, what);
    if (check.is_office_unknown)
        raise_status(state, EXIT_USAGE);
    report(state, check.folder.path, what, check.document, &check.findings);
    if (check.machine_error < 0) {
        raise_status(state, EXIT_MACHINE);
        check_say_machine_error(check.machine_error);
    }
    check_finish(&check);
}

enum kind { KIND_PLAYLIST, KIND_SETTINGS, KIND_ROOT, KIND_THEME };

/* One file that is no playlist. */
static void check_one_file(struct command_state *state, enum kind kind, const char *path)
{
    struct findings findings = {0};
    int result = kind == KIND_ROOT    ? check_root(path, clock_wall(), &findings)
                 : kind == KIND_THEME ? check_theme(path, state->device, &findings)
                                      : check_settings(path, &findings);
    if (result == -EFBIG)
        findings_add(&findings, SEVERITY_ERROR, "too-large", "",
                     _("look whether another file has got this name"),
                     _("the file is far larger than such a file can be"));
    else if (result < 0)
        opened_add_failure(&findings, path, result);
    if (opened_is_machine_error(result))
        raise_status(state, EXIT_MACHINE);
    listing_sort(&findings);
    report(state, path, path, NULL, &findings);
}

/* Of what is too large to be read only the name tells. */
static enum kind kind_by_name(const char *path)
{
    static const char root[] = "root.json";
    size_t length = strlen(path), size = sizeof root - 1;
    if (check_is_theme(path))
        return KIND_THEME;
    if (length >= size && strcmp(path + length - size, root) == 0)
        return KIND_ROOT;
    return check_is_settings(path, "", 0) ? KIND_SETTINGS : KIND_PLAYLIST;
}

static enum kind kind_of(const char *path)
{
    struct stat status;
    char *bytes;
    size_t size;
    if (stat(path, &status) < 0 || !S_ISREG(status.st_mode))
        return KIND_PLAYLIST;
    int error = file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size);
    if (error < 0)
        return error == -EFBIG ? kind_by_name(path) : KIND_PLAYLIST;
    enum kind result = check_is_theme(path)                   ? KIND_THEME
                       : check_is_root(bytes, size)           ? KIND_ROOT
                       : check_is_settings(path, bytes, size) ? KIND_SETTINGS
                                                              : KIND_PLAYLIST;
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
    if (!office_is_file(path)) {
        state->office = path;
        return true;
    }
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
        enum kind kind = kind_of(options->operands[i]);
        if (kind == KIND_PLAYLIST)
            check_one_folder(&state, options->operands[i]);
        else
            check_one_file(&state, kind, options->operands[i]);
    }
    if (state.is_json && listing_print_json(stdout, &state.findings) < 0)
        raise_status(&state, EXIT_MACHINE);
    findings_finish(&state.findings);
    site_destroy(state.device);
    return state.status;
}
