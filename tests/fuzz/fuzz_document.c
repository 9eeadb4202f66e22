/* Any bytes as a document; what is accepted is chosen from and resolved. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/choice.h"
#include "playlist/resolve.h"
#include "target.h"

enum { STEPS = 30, RESOLVED_MAX = 20 };

static void check_findings(const struct findings *findings)
{
    MUST(findings->count <= FINDINGS_MAX);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        MUST(finding->code && finding->message && finding->path);
        MUST(finding->path[0] == '\0' || finding->path[0] == '/');
    }
}

/* What goes to the worker is JSON, and braces of variables are not in it. */
static void check_resolved(const struct document *document, const struct site *site)
{
    for (size_t i = 0; i < document->item_count && i < RESOLVED_MAX; i++) {
        struct resolution resolution = {0};
        const struct item *item = &document->items[i];
        int result = item_resolve(document, item, NULL, site, &resolution);
        MUST(item->faulty ? result == -EINVAL
                          : result == 0 || result == -ENODATA || result == -EMSGSIZE);
        if (result == 0) {
            cJSON *json = cJSON_Parse(resolution.json);
            MUST(json && !strstr(resolution.json, "{site."));
            cJSON_Delete(json);
        }
        resolution_finish(&resolution);
    }
}

static void check_beside(const struct choice_input *input, int64_t now)
{
    struct choice_alert alerts[LIMIT_ALERTS];
    struct choice_ticker lines[LIMIT_TICKER];
    int64_t until;
    for (int banner = 0; banner < 2; banner++) {
        size_t count = choice_alerts(input, banner, now, alerts, LIMIT_ALERTS);
        for (size_t i = 1; i < count; i++)
            MUST(alerts[i - 1].alert->severity >= alerts[i].alert->severity);
    }
    MUST(choice_alert_change(input, now) > now);
    MUST(choice_ticker(input, now, lines, LIMIT_TICKER, &until) <= LIMIT_TICKER);
    MUST(until > now);
}

static void check_choice(const struct document *document, const struct site *site,
                         enum clock_rung clock)
{
    struct choice_feed feed = {document, site, NULL, 1, NULL};
    struct choice_input input = {&feed, 1, .clock = clock};
    struct choice_state *state = choice_state_create();
    int64_t now = document->generated == TIME_ALWAYS_BEFORE ? 0 : document->generated;
    for (int i = 0; state && i < STEPS; i++) {
        struct choice choice;
        choice_next(&input, state, now, NULL, NULL, &choice);
        MUST(choice.until > now);
        MUST(!choice.item || !choice.alert);
        if (choice.item) {
            MUST(item_is_eligible(choice.item, &feed, clock, now, NULL));
            MUST(choice.language < document->language_count);
            MUST(item_languages(document, choice.item, site) & UINT32_C(1) << choice.language);
        }
        check_beside(&input, now);
        if (choice.until == TIME_ALWAYS_AFTER)
            break;
        now = choice.until;
    }
    choice_state_destroy(state);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    struct findings findings = {0};
    struct document *document = NULL;
    int result = document_parse(bytes, size, &findings, &document);
    check_findings(&findings);
    MUST((result == 0) == (document != NULL));
    MUST(result == 0 || findings.errors > 0);
    if (document) {
        struct site *site = site_effective(document, NULL, NULL);
        MUST(site);
        check_resolved(document, site);
        check_choice(document, site, CLOCK_TRUSTED);
        check_choice(document, site, CLOCK_FLOOR);
        site_destroy(site);
    }
    document_destroy(document);
    findings_finish(&findings);
    return 0;
}
