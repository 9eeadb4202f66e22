/* What each office needs: values for the variables of the items that it shows, and hosts that its
 * settings let stand in a code. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/check.h"
#include "playlist/resolve.h"
#include "playlist/text.h"

enum {
    NAMES_MAX = 64,     /* different variables of a document that are looked at: bits of a mask */
    NAMED_SITES_MAX = 3 /* in one message */
};

struct variables {
    char names[NAMES_MAX][LIMIT_ID_BYTES + 1];
    size_t count;
};

/* The bit of the variable `name`; 0 where there are too many. */
static uint64_t variable_bit(struct variables *variables, const char *name, size_t size)
{
    size_t at = 0;
    while (at < variables->count &&
           (strncmp(variables->names[at], name, size) != 0 || variables->names[at][size] != '\0'))
        at++;
    if (at == NAMES_MAX)
        return 0;
    if (at == variables->count) {
        memcpy(variables->names[at], name, size);
        variables->names[at][size] = '\0';
        variables->count++;
    }
    return UINT64_C(1) << at;
}

/* The variables that an item names. */
static uint64_t item_needs(struct variables *variables, const struct item *item)
{
    static const char open[] = "{site.";
    uint64_t needs = 0;
    const char *at = item->json, *end = item->json + item->json_size;
    while ((at = memmem(at, (size_t)(end - at), open, sizeof open - 1))) {
        const char *name;
        size_t size, length = text_variable(at, (size_t)(end - at), &name, &size);
        if (length && size <= LIMIT_ID_BYTES)
            needs |= variable_bit(variables, name, size);
        at += length ? length : 1;
    }
    return needs;
}

static uint64_t site_has(const struct variables *variables, const struct site *site)
{
    uint64_t has = 0;
    for (size_t i = 0; i < variables->count; i++) {
        if (site_variable(site, variables->names[i]))
            has |= UINT64_C(1) << i;
    }
    return has;
}

/* The offices, of those that show the item, that have no value for the variable `bit`. */
struct lacking {
    const char *ids[NAMED_SITES_MAX]; /* NULL: an office that has no name */
    size_t count;
};

static void say_lacking(struct check *check, const struct item *item, const char *name,
                        const struct lacking *lacking)
{
    char path[160], sites[NAMED_SITES_MAX * (LIMIT_ID_BYTES + 2) + 64] = "", hint[256];
    size_t used = 0;
    for (size_t i = 0; i < lacking->count && i < NAMED_SITES_MAX && lacking->ids[i]; i++)
        used += (size_t)snprintf(sites + used, sizeof sites - used, "%s%s", i ? ", " : "",
                                 lacking->ids[i]);
    if (lacking->count > NAMED_SITES_MAX)
        snprintf(sites + used, sizeof sites - used, _(" and %zu more"),
                 lacking->count - NAMED_SITES_MAX);
    item_path(item, path, sizeof path);
    if (check->device) {
        snprintf(hint, sizeof hint, _("write \"%s\" under \"variables\" in the settings"), name);
        findings_add(&check->findings, SEVERITY_WARNING, "variable-missing", path, hint,
                     _("\"%s\" is left out: {site.%s} has no value"), item->id, name);
        return;
    }
    /* No fault of the document: each machine may bring values of its own. */
    if (*sites)
        findings_add(&check->findings, SEVERITY_NOTE, "variable-missing", path, NULL,
                     _("\"%s\" is left out where {site.%s} has no value: %s"), item->id, name,
                     sites);
    else
        findings_add(&check->findings, SEVERITY_NOTE, "variable-missing", path, NULL,
                     _("\"%s\" is left out where {site.%s} has no value"), item->id, name);
}

static void look_for_lacking(struct check *check, const struct variables *variables,
                             const struct item *item, uint64_t needs, const uint64_t *has)
{
    for (size_t bit = 0; bit < variables->count; bit++) {
        if (!(needs >> bit & 1))
            continue;
        struct lacking lacking = {0};
        for (size_t i = 0; i < check->site_count; i++) {
            if (has[i] >> bit & 1 || !site_matches(check->sites[i], &item->sites))
                continue;
            if (lacking.count < NAMED_SITES_MAX)
                lacking.ids[lacking.count] = check->sites[i]->id;
            lacking.count++;
        }
        if (lacking.count > 0)
            say_lacking(check, item, variables->names[bit], &lacking);
    }
}

static void look_at_variables(struct check *check)
{
    const struct document *document = check->document;
    struct variables *variables = calloc(1, sizeof *variables);
    uint64_t *needs = calloc(document->item_count + 1, sizeof *needs);
    uint64_t *has = calloc(check->site_count + 1, sizeof *has);
    if (!variables || !needs || !has) {
        check->machine_error = -ENOMEM;
        goto end;
    }
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        needs[i] = item->hidden || item->faulty ? 0 : item_needs(variables, item);
    }
    for (size_t i = 0; i < check->site_count; i++)
        has[i] = site_has(variables, check->sites[i]);
    for (size_t i = 0; i < document->item_count; i++) {
        if (needs[i])
            look_for_lacking(check, variables, &document->items[i], needs[i], has);
    }
end:
    free(variables);
    free(needs);
    free(has);
}

/* Offices mostly have the same list: what holds for one need not be said again for the next. */
static bool was_said(const struct findings *findings, const char *path, const char *url)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        if (strcmp(finding->code, "url-host") == 0 && strcmp(finding->path, path) == 0 &&
            strstr(finding->message, url))
            return true;
    }
    return false;
}

/* Every address that the item offers, below `token` of its resolved JSON. */
static void look_at_addresses(struct check *check, const struct item *item, const struct site *site,
                              const struct json *json)
{
    for (uint32_t at = 1; at < json->count; at++) {
        const struct json_token *value = &json->tokens[at];
        char url[LIMIT_URL_BYTES + 1], path[160], hint[128];
        if (value->kind != JSON_STRING || value->size > LIMIT_URL_BYTES ||
            json->tokens[at - 1].kind != JSON_STRING ||
            (!json_equals(json, at - 1, "url") && !json_equals(json, at - 1, "qr")))
            continue;
        url[json_decode(json, at, url)] = '\0';
        if (site_allows_url(site, url))
            continue;
        item_path(item, path, sizeof path);
        if (was_said(&check->findings, path, url))
            continue;
        snprintf(hint, sizeof hint, "%s",
                 _("correct the address, or add its host to \"qrHosts\" in the settings"));
        findings_add(&check->findings, SEVERITY_ERROR, "url-host", path, hint,
                     _("\"%s\" is on no host that the settings allow in a code"), url);
    }
}

static void look_at_hosts(struct check *check, const struct site *site)
{
    for (size_t i = 0; i < check->document->item_count; i++) {
        const struct item *item = &check->document->items[i];
        struct resolution resolution = {0};
        struct json json;
        struct json_error error;
        if (item->hidden || item->faulty || !site_matches(site, &item->sites))
            continue;
        if (item_resolve(check->document, item, NULL, site, &resolution) == 0 &&
            json_read(resolution.json, strlen(resolution.json), &json, &error) == 0) {
            look_at_addresses(check, item, site, &json);
            json_finish(&json);
        }
        resolution_finish(&resolution);
    }
}

void check_sites(struct check *check)
{
    look_at_variables(check);
    for (size_t i = 0; i < check->site_count; i++) {
        if (check->sites[i]->qr_host_count > 0)
            look_at_hosts(check, check->sites[i]);
    }
}
