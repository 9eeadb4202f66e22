#include "playlist/site.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "playlist/site_field.h"
#include "playlist/url.h"

static void set_defaults(struct site *site)
{
    static const char *const mounts[] = {"/media", "/run/media", "/run/bangtin/usb"};
    *site = (struct site){
        .usb.mode = USB_IMPORT,
        .screen = {.diagonal_inches = 43,
                   .viewing_distance = 4,
                   .scan_distance = 1.5,
                   .clock = true,
                   .ticker = true},
        .store = {.max_bytes = INT64_C(8) << 30, .min_free_percent = 5},
        .report.interval = 900 * CLOCK_SECOND,
    };
    site->usb.mount_count = sizeof mounts / sizeof *mounts;
    memcpy(site->usb.mounts, mounts, sizeof mounts);
}

struct site *site_create_default(void)
{
    struct site *site = malloc(sizeof *site);
    if (site)
        set_defaults(site);
    return site;
}

void site_destroy(struct site *site)
{
    if (!site)
        return;
    arena_destroy(site->arena);
    free(site);
}

/* Reads the JSON `bytes` as one layer over *site. Returns -1 where it is no JSON object. */
static int read_layer(struct reader *reader, const char *bytes, size_t size, bool is_device,
                      struct site *site, struct json_error *error)
{
    struct spot root = {0};
    struct json json;
    if (json_read(bytes, size, &json, error) < 0)
        return -1;
    reader->json = &json;
    bool is_object = json.tokens[0].kind == JSON_OBJECT;
    if (is_object) {
        reader_report_faults(reader, 0, &root);
        site_read_layer(reader, 0, &root, is_device, site);
    } else {
        field_wrong_type(reader, FIELD_OBJECT, 0, &root);
        *error = (struct json_error){0};
    }
    json_finish(&json);
    return is_object ? 0 : -1;
}

static void report_error(const char *bytes, const struct json_error *error,
                         struct findings *findings)
{
    size_t line, column;
    if (!error->code)
        return; /* said already */
    json_position(bytes, error->offset, &line, &column);
    findings_add(findings, SEVERITY_ERROR, error->code, "", error->hint ? _(error->hint) : NULL,
                 _("line %zu, column %zu: %s"), line, column, _(error->reason));
}

/* Reads a layer that was checked when its document or settings were read. */
static bool apply_layer(struct arena **arena, const char *bytes, size_t size, bool is_device,
                        struct site *site)
{
    struct reader reader = {.arena = arena};
    struct json_error error;
    return read_layer(&reader, bytes, size, is_device, site, &error) == 0 && !reader.no_memory;
}

/* The settings that `device` was read from, over *site. */
static bool apply_device(struct arena **arena, const struct site *device, struct site *site)
{
    bool ok = true;
    for (size_t i = 0; ok && i < device->layer_count; i++)
        ok = apply_layer(arena, device->layers[i].text, device->layers[i].size, true, site);
    return ok;
}

/* Keeps the texts, which outlive those of `beneath`, and reads them in their order. */
static int read_layers(struct reader *reader, const struct site *beneath, const char *bytes,
                       size_t size, struct site *site, struct json_error *error)
{
    static const struct json_error no_memory = {"memory", 0, N_("there is not enough memory"),
                                                NULL};
    struct arena **arena = reader->arena;
    for (size_t i = 0; beneath && i < beneath->layer_count; i++) {
        site->layers[i].size = beneath->layers[i].size;
        site->layers[i].text = arena_copy(arena, beneath->layers[i].text, beneath->layers[i].size);
        if (!site->layers[i].text) {
            *error = no_memory;
            return -1;
        }
        site->layer_count = i + 1;
    }
    const char *text = arena_copy(arena, bytes, size);
    if (!text || !apply_device(arena, site, site)) {
        *error = no_memory;
        return -1;
    }
    int result = read_layer(reader, text, size, true, site, error);
    if (result == 0 && reader->no_memory) {
        *error = no_memory;
        return -1;
    }
    site->layers[site->layer_count].text = text;
    site->layers[site->layer_count++].size = size;
    return result;
}

int site_parse(const char *bytes, size_t size, struct findings *findings, struct site **ret_site)
{
    return site_parse_over(NULL, bytes, size, findings, ret_site);
}

int site_parse_over(const struct site *beneath, const char *bytes, size_t size,
                    struct findings *findings, struct site **ret_site)
{
    struct arena *arena = NULL;
    struct json_error error = {0};
    struct reader reader = {.arena = &arena, .findings = findings};
    if (beneath && beneath->layer_count == SITE_LAYERS)
        return -1;
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    if (size > LIMIT_SETTINGS_BYTES) {
        findings_add(findings, SEVERITY_ERROR, "size", "", NULL,
                     _("the settings are larger than %zu bytes"), LIMIT_SETTINGS_BYTES);
        return -1;
    }
    struct site *site = site_create_default();
    int result = -1;
    if (!site)
        error = (struct json_error){"memory", 0, N_("there is not enough memory"), NULL};
    else
        result = read_layers(&reader, beneath, bytes, size, site, &error);
    if (result < 0) {
        report_error(bytes, &error, findings);
        free(site);
        arena_destroy(arena);
        return -1;
    }
    site->arena = arena;
    *ret_site = site;
    return 0;
}

static const struct site_entry *find_entry(const struct document *document, const char *id)
{
    for (size_t i = 0; i < document->site_count; i++) {
        if (strcmp(document->sites[i].id, id) == 0)
            return &document->sites[i];
    }
    return NULL;
}

/* The entry that an example is shown with: the first that stands for an office. */
static const struct site_entry *demonstration_entry(const struct document *document)
{
    for (size_t i = 0; i < document->site_count; i++) {
        if (strcmp(document->sites[i].id, "default") != 0)
            return &document->sites[i];
    }
    return NULL;
}

static bool apply_entry(struct arena **arena, const struct site_entry *entry, struct site *site)
{
    return !entry || apply_layer(arena, entry->json, entry->json_size, false, site);
}

struct site *site_effective(const struct document *document, const struct site *device,
                            const char *id)
{
    const struct site_entry *entry;
    if (!id && device)
        id = device->id;
    if (id)
        entry = find_entry(document, id);
    else
        entry = device ? NULL : demonstration_entry(document);
    if (id && !entry && (!device || !device->id || strcmp(device->id, id) != 0))
        return NULL;
    struct site *site = site_create_default();
    struct arena *arena = NULL;
    bool ok = site && apply_entry(&arena, find_entry(document, "default"), site) &&
              apply_entry(&arena, entry, site);
    if (ok && device)
        ok = apply_device(&arena, device, site);
    const char *name = id ? id : entry ? entry->id : NULL;
    if (ok && name) {
        site->id = arena_copy(&arena, name, strlen(name));
        ok = site->id != NULL;
    }
    if (!ok) {
        free(site);
        arena_destroy(arena);
        return NULL;
    }
    site->arena = arena;
    return site;
}

static bool has_tag(const struct site *site, const char *tag)
{
    for (size_t i = 0; i < site->tag_count; i++) {
        if (strcmp(site->tags[i], tag) == 0)
            return true;
    }
    return false;
}

bool site_matches(const struct site *site, const struct name_list *sites)
{
    for (size_t i = 0; i < sites->count; i++) {
        const char *name = sites->names[i];
        bool is_tag = strncmp(name, "tag:", 4) == 0;
        if (is_tag ? has_tag(site, name + 4) : site->id && strcmp(site->id, name) == 0)
            return true;
    }
    return sites->count == 0;
}

const struct variable *site_find_variable(const struct site *site, const char *name, size_t size)
{
    for (size_t i = 0; i < site->variable_count; i++) {
        const struct variable *variable = &site->variables[i];
        if (strlen(variable->name) == size && memcmp(variable->name, name, size) == 0)
            return variable;
    }
    return NULL;
}

const char *site_variable(const struct site *site, const char *name)
{
    const struct variable *variable = site_find_variable(site, name, strlen(name));
    return variable ? variable->value : NULL;
}

bool site_allows_url(const struct site *site, const char *url)
{
    for (size_t i = 0; i < site->qr_host_count; i++) {
        if (url_matches_host(url, site->qr_hosts[i]))
            return true;
    }
    return site->qr_host_count == 0;
}
