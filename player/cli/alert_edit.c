#include "cli/alert_edit.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cli/listing.h"
#include "cli/say.h"
#include "playlist/json.h"
#include "playlist/json_edit.h"
#include "playlist/moment.h"

const struct alert *alert_edit_find(const struct document *document, const char *identifier)
{
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
static char *compose(const struct alert_change *change)
{
    char sent[MOMENT_TEXT_SIZE], expires[MOMENT_TEXT_SIZE];
    moment_format(change->sent, sent);
    moment_format(change->expires, expires);
    cJSON *alert = cJSON_CreateObject();
    bool ok = alert && add_text(alert, "identifier", change->identifier) &&
              add_text(alert, "sent", sent) && add_text(alert, "expires", expires) &&
              add_text(alert, "severity", change->severity) &&
              add_text(alert, "mode", change->banner ? "banner" : "replace") &&
              add_text(alert, "headline", change->headline) &&
              add_text(alert, "description", change->description) &&
              add_text(alert, "instruction", change->instruction) &&
              (!change->sites || add_sites(alert, change->sites));
    char *text = ok ? cJSON_PrintUnformatted(alert) : NULL;
    cJSON_Delete(alert);
    return text;
}

static bool is_stamp(const struct json *json, uint32_t key)
{
    static const char *const stamps[] = {"sequence", "generated", "expires"};
    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++) {
        if (json_equals(json, key, stamps[i]))
            return true;
    }
    return false;
}

/* Where "alerts" goes: behind feedId and what publishing has put behind that, before or behind what
 * the draft has there. So a draft that is changed and then published has the same bytes as what was
 * published and then changed. */
static uint32_t find_place(const struct json *json)
{
    uint32_t place = json_member(json, 0, "feedId");
    uint32_t key = place ? json_next(json, 0, place - 1) : 0;
    for (; key && is_stamp(json, key); key = json_next(json, 0, key))
        place = key + 1;
    return place;
}

/* Takes out the elements of the identifier, or all. */
static void remove_alerts(struct json_edits *edits, const char *identifier)
{
    const struct json *json = edits->json;
    uint32_t alerts = json_member(json, 0, "alerts");
    if (alerts && !identifier)
        json_edits_set(edits, 0, alerts, "alerts", "[]");
    for (uint32_t at = alerts && identifier ? json_first(json, alerts) : 0; at;
         at = json_next(json, alerts, at)) {
        uint32_t name = json_member(json, at, "identifier");
        if (name && json_equals(json, name, identifier)) {
            json_edits_remove(edits, alerts, at);
            return;
        }
    }
}

/* The changed text, a fresh one. 0 or -ENOMEM. */
static int edit_text(const struct document *document, const struct alert_change *change, char **ret,
                     size_t *ret_size)
{
    struct json json;
    struct json_error error;
    char *value = change->is_new ? compose(change) : NULL;
    if ((change->is_new && !value) ||
        json_read(document->bytes, document->size, &json, &error) < 0) {
        free(value);
        return -ENOMEM; /* it could be read a moment ago */
    }
    struct json_edits edits = {.json = &json};
    if (change->is_new)
        json_edits_append(&edits, 0, find_place(&json), "alerts", value);
    else
        remove_alerts(&edits, change->identifier);
    int result = json_edits_apply(&edits, document->size, ret, ret_size);
    json_edits_finish(&edits);
    json_finish(&json);
    free(value);
    return result;
}

/* How many alerts there are to be. */
static size_t count_after(const struct document *document, const struct alert_change *change)
{
    if (change->is_new)
        return document->alert_count + 1;
    if (!change->identifier)
        return 0;
    return document->alert_count - (alert_edit_find(document, change->identifier) != NULL);
}

/* Says what is wrong with the alert that was to be number `index`, or else with the document. */
static void say_refused(const char *name, const struct findings *findings, size_t index)
{
    struct findings own = {0};
    char path[64];
    int size = snprintf(path, sizeof path, "/alerts/%zu/", index);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *one = &findings->list[i];
        if (one->severity == SEVERITY_ERROR && strncmp(one->path, path, (size_t)size) == 0)
            findings_add(&own, one->severity, one->code, one->path, one->hint, "%s", one->message);
    }
    listing_print(stderr, name, NULL, own.count > 0 ? &own : findings,
                  say_is_terminal(STDERR_FILENO));
    findings_finish(&own);
    say(_("the draft was left as it is"));
}

static int edit(const struct document *document, const char *name,
                const struct alert_change *change, struct document **ret)
{
    struct findings findings = {0};
    struct document *changed = NULL;
    char *text;
    size_t size;
    if (change->is_new && alert_edit_find(document, change->identifier)) {
        say(_("%s: there is an alert \"%s\" already; end it first, or name another with --id"),
            name, change->identifier);
        return EXIT_INPUT;
    }
    if (edit_text(document, change, &text, &size) < 0) {
        say("%s", say_errno(ENOMEM));
        return EXIT_MACHINE;
    }
    bool ok = document_parse(text, size, &findings, &changed) == 0 &&
              changed->alert_count == count_after(document, change);
    free(text);
    if (!ok) {
        document_destroy(changed);
        say_refused(name, &findings, document->alert_count);
    }
    findings_finish(&findings);
    if (ok)
        *ret = changed;
    return ok ? EXIT_DONE : EXIT_INPUT;
}

/* The one that has been over for longest, or NULL. */
static const struct alert *find_over(const struct document *document, int64_t now)
{
    const struct alert *over = NULL;
    for (size_t i = 0; i < document->alert_count; i++) {
        const struct alert *alert = &document->alerts[i];
        if (alert->expires <= now && (!over || alert->expires < over->expires))
            over = alert;
    }
    return over;
}

/* Takes out every one of that name: of two, one would stay on the screens. */
static int end_all_of(const struct document *document, const char *name,
                      const struct alert_change *change, struct document **ret)
{
    struct document *shorter;
    int status = edit(document, name, change, &shorter);
    while (status == EXIT_DONE && change->identifier &&
           alert_edit_find(shorter, change->identifier)) {
        struct document *longer = shorter;
        status = edit(longer, name, change, &shorter);
        document_destroy(longer);
    }
    if (status == EXIT_DONE)
        *ret = shorter;
    return status;
}

int alert_edit(const struct document *document, const char *name, const struct alert_change *change,
               struct document **ret)
{
    if (!change->is_new)
        return end_all_of(document, name, change, ret);
    const struct alert *over =
        document->alert_count == LIMIT_ALERTS ? find_over(document, change->sent) : NULL;
    if (!over)
        return edit(document, name, change, ret);
    /* There is no room, and a warning must not wait for somebody to tidy up. */
    const struct alert_change removal = {.identifier = over->identifier};
    struct document *shorter;
    int status = edit(document, name, &removal, &shorter);
    if (status != EXIT_DONE)
        return status;
    status = edit(shorter, name, change, ret);
    document_destroy(shorter);
    return status;
}
