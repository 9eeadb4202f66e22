#include "cli/verify.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/keys.h"
#include "cli/listing.h"
#include "cli/opened.h"
#include "cli/say.h"
#include "playlist/moment.h"

int verify_read(const struct verify *verify, const char *name, size_t limit, char **ret_bytes,
                size_t *ret_size)
{
    int fd = file_open_beneath(verify->directory, name);
    if (fd < 0)
        return fd;
    int result = file_read_fd(fd, limit, ret_bytes, ret_size);
    close(fd);
    return result;
}

void verify_refuse(struct verify *verify, const char *name, const char *code, const char *message,
                   const char *hint)
{
    findings_add(&verify->findings, SEVERITY_ERROR, code, name, hint, "%s", message);
    verify->is_refused = true;
}

void verify_fail(struct verify *verify, const char *name, int error, const char *hint)
{
    bool is_machine = opened_is_machine_error(error);
    findings_add(&verify->findings, SEVERITY_ERROR, is_machine ? "unreadable" : "missing", name,
                 error == -ENOENT || error == -ENOTDIR ? hint : NULL, "%s", say_errno(error));
    verify->is_machine |= is_machine;
}

/* What lasts no longer is no fault, but its publisher should know. */
static void check_dates(struct verify *verify)
{
    char text[MOMENT_TEXT_SIZE];
    if (verify->now < verify->document->expires)
        return;
    moment_format(verify->document->expires, text);
    findings_add(&verify->findings, SEVERITY_WARNING, "expired", "/expires", _("publish again"),
                 _("it has expired, on %s; screens go on showing it, and status says so"), text);
}

/* What the status of the command is: distrust before all else. */
static int verify_status(const struct verify *verify)
{
    if (verify->is_refused)
        return EXIT_TRUST;
    if (verify->is_machine)
        return EXIT_MACHINE;
    return verify->findings.errors > 0 ? EXIT_INPUT : EXIT_DONE;
}

static bool add_document(cJSON *object, const struct document *document, int64_t bytes)
{
    char generated[MOMENT_TEXT_SIZE];
    moment_format(document->generated, generated);
    return cJSON_AddStringToObject(object, "feedId", document->feed_id) &&
           cJSON_AddNumberToObject(object, "sequence", (double)document->sequence) &&
           cJSON_AddStringToObject(object, "generated", generated) &&
           cJSON_AddNumberToObject(object, "items", (double)document->item_count) &&
           cJSON_AddNumberToObject(object, "assets", (double)document->asset_count) &&
           cJSON_AddNumberToObject(object, "bytes", (double)bytes);
}

/* {verified, feedId, sequence, generated, items, assets, bytes, rootVersion, errors, warnings,
 * findings}; what is unknown is left out. */
static int print_json(const struct verify *verify)
{
    cJSON *object = cJSON_CreateObject(), *list = listing_json(&verify->findings);
    bool ok = object && list &&
              cJSON_AddBoolToObject(object, "verified", verify_status(verify) == EXIT_DONE) &&
              (!verify->document || add_document(object, verify->document, verify->bytes)) &&
              (!verify->root.version ||
               cJSON_AddNumberToObject(object, "rootVersion", verify->root.version)) &&
              cJSON_AddNumberToObject(object, "errors", (double)verify->findings.errors) &&
              cJSON_AddNumberToObject(object, "warnings", (double)verify->findings.warnings) &&
              cJSON_AddItemToObject(object, "findings", list);
    if (ok)
        list = NULL; /* the object's now */
    char *text = ok ? cJSON_Print(object) : NULL;
    if (text)
        printf("%s\n", text);
    else
        say("%s", say_errno(ENOMEM));
    cJSON_free(text);
    cJSON_Delete(list);
    cJSON_Delete(object);
    return text ? 0 : -1;
}

static void print_document(const struct verify *verify)
{
    const struct document *document = verify->document;
    char generated[MOMENT_TEXT_SIZE], amount[AMOUNT_SIZE];
    moment_format(document->generated, generated);
    printf(_("feed:      %s\n"), document->feed_id);
    printf(_("sequence:  %lld\n"), (long long)document->sequence);
    printf(_("generated: %s\n"), generated);
    printf(_("root:      version %u\n"), verify->root.version);
    printf(ngettext("holds:     %zu item, ", "holds:     %zu items, ", document->item_count),
           document->item_count);
    printf(ngettext("%zu picture or clip", "%zu pictures and clips", document->asset_count),
           document->asset_count);
    printf(" (%s)\n", amount_bytes(verify->bytes, amount));
}

static void print_words(const struct verify *verify, const char *path)
{
    char place[PATH_MAX];
    bool colours = say_is_terminal(STDERR_FILENO);
    snprintf(place, sizeof place, "%s%s", path, verify->directory < 0 ? "" : "/playlist.json");
    listing_print(stderr, place, verify->document, &verify->findings, colours);
    if (verify->document)
        print_document(verify);
    if (verify->is_refused)
        say(_("%s: a player would refuse this"), path);
    else if (verify->findings.errors == 0)
        printf("%s\n", _("All signatures, sizes and digests are right."));
}

static void verify_folder(struct verify *verify, const char *path)
{
    verify->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (verify->directory < 0) {
        verify_fail(verify, "", -errno, _("name the folder that publish has written"));
        return;
    }
    verify_roots(verify);
    verify_document(verify);
    if (verify->document) {
        check_dates(verify);
        verify_media(verify);
    }
    close(verify->directory);
}

int verify_run(const struct options *options)
{
    const char *path = options->operands[0], *file = options_value(options, "root");
    bool is_json = options_has(options, "json");
    struct verify verify = {.directory = -1};
    char *bytes = NULL;
    size_t size;
    if (!file) {
        say(_("--root is missing: the root that a kiosk was given, such as 1.root.json"));
        return EXIT_USAGE;
    }
    int64_t now = clock_wall(), built = clock_build_time();
    verify.now = now > built ? now : built;
    int status = keys_read_root(file, &bytes, &size, &verify.root);
    free(bytes);
    if (status == EXIT_DONE) {
        verify_folder(&verify, path);
        status = verify_status(&verify);
    } else {
        findings_add(&verify.findings, SEVERITY_ERROR, "root", file, NULL,
                     _("this is no root that could be read"));
    }
    if (is_json && print_json(&verify) < 0)
        status = EXIT_MACHINE;
    if (!is_json && status != EXIT_USAGE && verify.root.version)
        print_words(&verify, path);
    document_destroy(verify.document);
    findings_finish(&verify.findings);
    return status;
}
