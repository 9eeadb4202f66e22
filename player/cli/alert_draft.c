#include "cli/alert_draft.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/listing.h"
#include "cli/opened.h"
#include "cli/say.h"
#include "playlist/json.h"
#include "playlist/json_edit.h"
#include "playlist/moment.h"

int alert_draft_open(const char *path, struct alert_draft *ret)
{
    struct alert_draft draft = ALERT_DRAFT_NONE;
    int status = opened_document(path, &draft.folder, &draft.document);
    if (status == EXIT_DONE)
        *ret = draft;
    return status;
}

const struct alert *alert_draft_find(const struct alert_draft *draft, const char *identifier)
{
    const struct document *document = draft->document;
    for (size_t i = 0; i < document->alert_count; i++) {
        if (strcmp(document->alerts[i].identifier, identifier) == 0)
            return &document->alerts[i];
    }
    return NULL;
}

static bool add_sites(cJSON *alert, const char *sites)
{
    cJSON *list = cJSON_AddArrayToObject(alert, "sites");
    char *names = strdup(sites), *rest = NULL;
    bool ok = list && names;
    for (char *name = ok ? strtok_r(names, ", ", &rest) : NULL; name && ok;
         name = strtok_r(NULL, ", ", &rest))
        ok = cJSON_AddItemToArray(list, cJSON_CreateString(name));
    free(names);
    return ok;
}

static bool add_text(cJSON *alert, const char *key, const char *text)
{
    return !text || cJSON_AddStringToObject(alert, key, text);
}

/* The alert as a JSON text, a fresh string; NULL without memory. */
static char *compose(const struct alert_words *words)
{
    char sent[MOMENT_TEXT_SIZE], expires[MOMENT_TEXT_SIZE];
    moment_format(words->sent, sent);
    moment_format(words->expires, expires);
    cJSON *alert = cJSON_CreateObject();
    bool ok = alert && add_text(alert, "identifier", words->identifier) &&
              add_text(alert, "sent", sent) && add_text(alert, "expires", expires) &&
              add_text(alert, "severity", words->severity) &&
              add_text(alert, "mode", words->banner ? "banner" : "replace") &&
              add_text(alert, "headline", words->headline) &&
              add_text(alert, "description", words->description) &&
              add_text(alert, "instruction", words->instruction) &&
              (!words->sites || add_sites(alert, words->sites));
    char *text = ok ? cJSON_PrintUnformatted(alert) : NULL;
    cJSON_Delete(alert);
    return text;
}

/* Holds the new text, with so many alerts, against the format, and puts it in the file's place. */
static int write_text(struct alert_draft *draft, const char *text, size_t size, size_t alerts)
{
    struct folder *folder = &draft->folder;
    struct findings findings = {0};
    struct document *document = NULL;
    if (document_parse(text, size, &findings, &document) < 0 || document->alert_count != alerts) {
        document_destroy(document);
        listing_print(stderr, folder->path, NULL, &findings, say_is_terminal(STDERR_FILENO));
        findings_finish(&findings);
        say(_("the draft was left as it is"));
        return EXIT_INPUT;
    }
    findings_finish(&findings);
    int result = file_replace(folder->path, text, size);
    if (result < 0) {
        say("%s: %s", folder->path, say_errno(result));
        document_destroy(document);
        return EXIT_MACHINE;
    }
    document_destroy(draft->document);
    draft->document = document;
    free(draft->previous);
    draft->previous = folder->bytes;
    draft->previous_size = folder->size;
    folder->bytes = NULL;
    folder->size = 0;
    return EXIT_DONE;
}

/* Applies the edits to the file, whose mark of byte order, where it has one, is not theirs. */
static int write_edits(struct alert_draft *draft, struct json_edits *edits, size_t alerts)
{
    const struct document *document = draft->document;
    size_t head = draft->folder.size - document->size, size = 0;
    char *text = NULL, *whole = NULL;
    int result = json_edits_apply(edits, document->size, &text, &size);
    if (result == 0 && !(whole = malloc(head + size + 1)))
        result = -ENOMEM;
    int status = EXIT_MACHINE;
    if (result == 0) {
        memcpy(whole, draft->folder.bytes, head);
        memcpy(whole + head, text, size + 1);
        status = write_text(draft, whole, head + size, alerts);
    } else {
        say("%s", say_errno(result));
    }
    free(text);
    free(whole);
    return status;
}

int alert_draft_add(struct alert_draft *draft, const struct alert_words *words)
{
    if (alert_draft_find(draft, words->identifier)) {
        say(_("%s: there is an alert \"%s\" already; end it first, or name another with --id"),
            draft->folder.path, words->identifier);
        return EXIT_INPUT;
    }
    struct json json;
    struct json_error error;
    char *value = compose(words);
    if (!value || json_read(draft->document->bytes, draft->document->size, &json, &error) < 0) {
        free(value);
        say("%s", say_errno(ENOMEM));
        return EXIT_MACHINE;
    }
    struct json_edits edits = {.json = &json};
    json_edits_append(&edits, 0, json_member(&json, 0, "feedId"), "alerts", value);
    int status = write_edits(draft, &edits, draft->document->alert_count + 1);
    json_edits_finish(&edits);
    json_finish(&json);
    free(value);
    return status;
}

int alert_draft_remove(struct alert_draft *draft, const struct alert *alert)
{
    struct json json;
    struct json_error error;
    if (json_read(draft->document->bytes, draft->document->size, &json, &error) < 0) {
        say("%s", say_errno(ENOMEM));
        return EXIT_MACHINE;
    }
    struct json_edits edits = {.json = &json};
    uint32_t alerts = json_member(&json, 0, "alerts");
    for (uint32_t at = alerts ? json_first(&json, alerts) : 0; at;
         at = json_next(&json, alerts, at)) {
        uint32_t name = json_member(&json, at, "identifier");
        if (name && json_equals(&json, name, alert->identifier)) {
            json_edits_remove(&edits, alerts, at);
            break;
        }
    }
    int status = write_edits(draft, &edits, draft->document->alert_count - 1);
    json_edits_finish(&edits);
    json_finish(&json);
    return status;
}

void alert_draft_restore(struct alert_draft *draft)
{
    char *bytes;
    size_t size;
    if (!draft->previous || file_read(draft->folder.path, LIMIT_DOCUMENT_BYTES, &bytes, &size) < 0)
        return;
    bool is_ours =
        size >= draft->document->size && memcmp(bytes + size - draft->document->size,
                                                draft->document->bytes, draft->document->size) == 0;
    int result =
        is_ours ? file_replace(draft->folder.path, draft->previous, draft->previous_size) : 0;
    if (is_ours && result == 0)
        say(_("nothing was published; the draft is as it was before"));
    else
        say(_("nothing was published, but %s holds the change"), draft->folder.path);
    free(bytes);
}

void alert_draft_finish(struct alert_draft *draft)
{
    document_destroy(draft->document);
    free(draft->previous);
    folder_finish(&draft->folder);
    *draft = ALERT_DRAFT_NONE;
}
