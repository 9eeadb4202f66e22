#include "cli/opened.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/deeper.h"
#include "cli/listing.h"
#include "cli/say.h"

bool opened_is_machine_error(int error)
{
    return error == -EACCES || error == -EPERM || error == -EIO || error == -ENOMEM ||
           error == -EMFILE || error == -ENFILE;
}

static void add_no_document(struct findings *findings, const char *path)
{
    char deeper[PATH_MAX], hint[PATH_MAX + 64];
    if (deeper_find(path, deeper, sizeof deeper)) {
        snprintf(hint, sizeof hint, _("there is one in %s: name that folder"), deeper);
        findings_add(findings, SEVERITY_ERROR, "no-document", "", hint,
                     _("there is no playlist.json in this folder"));
    } else {
        findings_add(findings, SEVERITY_ERROR, "no-document", "",
                     _("a playlist folder holds a file playlist.json; \"bangtin new\" makes one"),
                     _("there is no playlist.json in this folder"));
    }
}

void opened_add_failure(struct findings *findings, const char *path, int error)
{
    switch (error) {
    case -ENODATA:
        add_no_document(findings, path);
        break;
    case -ENOTUNIQ:
        findings_add(findings, SEVERITY_ERROR, "several-documents", "",
                     _("name the one that is meant"),
                     _("several folders in it hold a playlist.json"));
        break;
    case -EFBIG:
        findings_add(findings, SEVERITY_ERROR, "too-large", "",
                     _("split it into several playlists; pictures stay files of their own"),
                     _("the file is larger than 4 MiB"));
        break;
    default:
        findings_add(findings, SEVERITY_ERROR,
                     opened_is_machine_error(error) ? "unreadable" : "missing", "", NULL, "%s",
                     say_errno(error));
    }
}

/* Prints the errors: a preview is no check, so warnings stay unsaid. */
static void print_errors(const char *path, const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        struct finding *finding = &findings->list[i];
        const struct findings one = {.list = finding, .count = 1, .errors = 1};
        if (finding->severity == SEVERITY_ERROR)
            listing_print(stderr, path, NULL, &one, say_is_terminal(STDERR_FILENO));
    }
}

int opened_document(const char *path, struct folder *ret_folder, struct document **ret_document)
{
    struct findings findings = {0};
    struct folder folder = FOLDER_NONE;
    int status = EXIT_DONE, result = folder_open(path, &folder);
    if (result < 0) {
        opened_add_failure(&findings, path, result);
        status = opened_is_machine_error(result) ? EXIT_MACHINE : EXIT_INPUT;
        print_errors(path, &findings);
    } else if (document_parse(folder.bytes, folder.size, &findings, ret_document) < 0) {
        status = EXIT_INPUT;
        print_errors(folder.path, &findings);
    }
    findings_finish(&findings);
    if (status == EXIT_DONE)
        *ret_folder = folder;
    else
        folder_finish(&folder);
    return status;
}

int opened_settings(const char *path, struct site **ret_site)
{
    struct findings findings = {0};
    char *bytes;
    size_t size;
    int result = file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size);
    if (result < 0) {
        say("%s: %s", path, say_errno(result));
        return opened_is_machine_error(result) ? EXIT_MACHINE : EXIT_INPUT;
    }
    result = site_parse(bytes, size, &findings, ret_site);
    print_errors(path, &findings);
    if (result < 0 && findings.errors == 0)
        say(_("%s: these are no settings of an office"), path);
    findings_finish(&findings);
    free(bytes);
    return result < 0 ? EXIT_INPUT : EXIT_DONE;
}
