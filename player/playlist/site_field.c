#include "playlist/site_field.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "playlist/daypart.h"
#include "playlist/field_kind.h"
#include "playlist/field_text.h"
#include "playlist/form.h"
#include "playlist/text.h"
#include "playlist/url.h"

static const char *const usb_modes[] = {"import", "while-inserted", "off", NULL};

/* A layer as it is read. */
struct layer {
    struct site site;
    const char *tags[LIMIT_TAGS];
    size_t tag_count;
    uint32_t variables, feeds, hours; /* tokens */
    unsigned size[2];
    struct field_viewport viewport;
};

static const struct field tag_element = {NULL, FIELD_ID, .width = sizeof(char *)};
static const struct field language_element = {NULL, FIELD_LANGUAGE, .width = sizeof(char *)};
static const struct field host_element = {NULL, FIELD_HOST, .width = sizeof(char *)};
static const struct field mount_element = {NULL, FIELD_PATH, .width = sizeof(char *)};

static const struct field screen_fields[] = {
    {"size", FIELD_SIZE, .nullable = true, FIELD_INTO(struct layer, size)},
    {"rotate", FIELD_INTEGER, .low = 0, .high = 270, FIELD_INTO(struct layer, site.screen.rotate)},
    {"viewport", FIELD_VIEWPORT, .nullable = true, FIELD_INTO(struct layer, viewport)},
    {"diagonalInches", FIELD_NUMBER, .low = 1, .high = 1000, .nullable = true,
     FIELD_INTO(struct layer, site.screen.diagonal_inches)},
    {"pixelPitch", FIELD_NUMBER, .low = 0.1, .high = 100, .nullable = true,
     FIELD_INTO(struct layer, site.screen.pixel_pitch)},
    {"viewingDistance", FIELD_NUMBER, .low = 0.1, .high = 1000,
     FIELD_INTO(struct layer, site.screen.viewing_distance)},
    {"scanDistance", FIELD_NUMBER, .low = 0.1, .high = 100,
     FIELD_INTO(struct layer, site.screen.scan_distance)},
    {"clock", FIELD_BOOL, FIELD_INTO(struct layer, site.screen.clock)},
    {"ticker", FIELD_BOOL, FIELD_INTO(struct layer, site.screen.ticker)},
    {"hours", FIELD_LATER, FIELD_INTO(struct layer, hours)},
};
static const struct field_table screen_table = FIELD_TABLE(screen_fields);

static const struct field entry_fields[] = {
    {"tags", FIELD_LIST, .high = LIMIT_TAGS, .element = &tag_element,
     FIELD_INTO(struct layer, tags), .count_offset = offsetof(struct layer, tag_count)},
    {"languages", FIELD_LIST, .high = LIMIT_LANGUAGES, .element = &language_element,
     FIELD_INTO(struct layer, site.languages),
     .count_offset = offsetof(struct layer, site.language_count)},
    {"variables", FIELD_LATER, FIELD_INTO(struct layer, variables)},
    {"screen", FIELD_OBJECT, .table = &screen_table},
};
static const struct field_table entry_table = FIELD_TABLE(entry_fields);

static const struct field feed_fields[] = {
    {"url", FIELD_FEED_URL, .nullable = true, FIELD_INTO(struct site_feed, url)},
    {"interval", FIELD_SECONDS, .low = 1, .high = LIMIT_DURATION_MAX,
     FIELD_INTO(struct site_feed, interval)},
    {"root", FIELD_STRING, .nullable = true, FIELD_INTO(struct site_feed, root)},
    {"share", FIELD_INTEGER, .low = 1, .high = LIMIT_SHARE, FIELD_INTO(struct site_feed, share)},
    {"unsigned", FIELD_BOOL, FIELD_INTO(struct site_feed, is_unsigned)},
};
static const struct field_table feed_table = FIELD_TABLE(feed_fields);

static const struct field network_fields[] = {
    {"proxy", FIELD_STRING, .nullable = true, FIELD_INTO(struct layer, site.network.proxy)},
    {"ca", FIELD_STRING, .nullable = true, FIELD_INTO(struct layer, site.network.ca)},
};
static const struct field_table network_table = FIELD_TABLE(network_fields);

static const struct field usb_fields[] = {
    {"mode", FIELD_WORD, .words = usb_modes, FIELD_INTO(struct layer, site.usb.mode)},
    {"unsigned", FIELD_BOOL, FIELD_INTO(struct layer, site.usb.is_unsigned)},
    {"passphrase", FIELD_STRING, .nullable = true, FIELD_INTO(struct layer, site.usb.passphrase)},
    {"mounts", FIELD_LIST, .high = LIMIT_MOUNTS, .element = &mount_element,
     FIELD_INTO(struct layer, site.usb.mounts),
     .count_offset = offsetof(struct layer, site.usb.mount_count)},
};
static const struct field_table usb_table = FIELD_TABLE(usb_fields);

static const struct field store_fields[] = {
    {"maxBytes", FIELD_INTEGER, .low = 1 << 20, .high = LIMIT_SEQUENCE,
     FIELD_INTO(struct layer, site.store.max_bytes)},
    {"minFreePercent", FIELD_INTEGER, .low = 0, .high = 90,
     FIELD_INTO(struct layer, site.store.min_free_percent)},
};
static const struct field_table store_table = FIELD_TABLE(store_fields);

static const struct field report_fields[] = {
    {"url", FIELD_FEED_URL, .nullable = true, FIELD_INTO(struct layer, site.report.url)},
    {"interval", FIELD_SECONDS, .low = 1, .high = LIMIT_DURATION_MAX,
     FIELD_INTO(struct layer, site.report.interval)},
};
static const struct field_table report_table = FIELD_TABLE(report_fields);

static const struct field device_fields[] = {
    {"site", FIELD_ID, .nullable = true, FIELD_INTO(struct layer, site.id)},
    {"feeds", FIELD_LATER, FIELD_INTO(struct layer, feeds)},
    {"network", FIELD_OBJECT, .table = &network_table},
    {"usb", FIELD_OBJECT, .table = &usb_table},
    {"qrHosts", FIELD_LIST, .high = LIMIT_TAGS, .element = &host_element,
     FIELD_INTO(struct layer, site.qr_hosts),
     .count_offset = offsetof(struct layer, site.qr_host_count)},
    {"store", FIELD_OBJECT, .table = &store_table},
    {"report", FIELD_OBJECT, .table = &report_table},
};
static const struct field_table device_table = {
    device_fields, sizeof device_fields / sizeof *device_fields, &entry_table};

/* The addresses and numbers of a site go into codes and onto slides: the public's rules hold. */
static bool check_variable(struct reader *reader, const struct spot *spot, const char *value)
{
    size_t size = strlen(value);
    enum url_verdict verdict = URL_FINE;
    bool is_website = spot->key_size == 7 && memcmp(spot->key, "website", 7) == 0;
    bool is_phone = spot->key_size == 5 && memcmp(spot->key, "phone", 5) == 0;
    if (strpbrk(value, "{}")) {
        reader_error(reader, spot, "braces", _("write the value itself"),
                     _("a variable's value cannot hold braces"));
        return false;
    }
    if (is_website)
        verdict = url_check(value, size);
    if (verdict != URL_FINE) {
        reader_error(reader, spot, "bad-url", _(url_verdict_hint(verdict)), "\"%s\" %s", value,
                     _(url_verdict_message(verdict)));
        return false;
    }
    if (is_phone && !form_is_phone(value, size))
        return field_kind_no_phone(reader, value, size, spot);
    if (is_phone && text_has_personal_data(value, size))
        reader_note(reader, spot, "personal-data",
                    _("make sure that it is the office's and not a person's own"),
                    _("\"%s\" is a mobile number"), value);
    return true;
}

/* Reads one value: a text, or a text for each language. */
static bool read_variable(struct reader *reader, uint32_t token, const struct spot *spot,
                          struct variable *variable)
{
    const struct json *json = reader->json;
    size_t size;
    bool is_map = json->tokens[token].kind == JSON_OBJECT;
    if (!text_is_variable_name(spot->key, spot->key_size)) {
        reader_error(reader, spot, "bad-name", _("use letters without marks and digits"),
                     _("this is not a name that a variable can have"));
        return false;
    }
    if (!field_text_check(reader, token, false, spot))
        return false;
    uint32_t string = is_map ? json_first(json, token) + 1 : token;
    variable->value = json_text(json, string, reader->arena, &size);
    variable->name = reader_copy(reader, spot->key, spot->key_size);
    if (!variable->value || !variable->name) {
        reader->no_memory = true;
        return false;
    }
    if (is_map) {
        struct json_span span = field_span(json, token);
        variable->map = reader_copy(reader, span.text, span.size);
        return variable->map != NULL;
    }
    return check_variable(reader, spot, variable->value);
}

static void set_variable(struct site *site, const struct variable *variable)
{
    size_t i = 0;
    while (i < site->variable_count && strcmp(site->variables[i].name, variable->name) != 0)
        i++;
    if (i == LIMIT_VARIABLES)
        return;
    site->variables[i] = *variable;
    site->variable_count += i == site->variable_count;
}

static void read_variables(struct reader *reader, uint32_t token, const struct spot *spot,
                           struct site *site)
{
    const struct json *json = reader->json;
    struct spot list = {spot, "variables", strlen("variables"), 0};
    if (json->tokens[token].kind != JSON_OBJECT) {
        field_wrong_type(reader, FIELD_OBJECT, token, &list);
        return;
    }
    if (json_length(json, token) > LIMIT_VARIABLES) {
        reader_error(reader, &list, "too-many", _("take some out"),
                     _("at most %d variables are possible"), LIMIT_VARIABLES);
        return;
    }
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
        struct variable variable = {0};
        struct spot inner = reader_member_spot(reader, &list, at);
        if (json->tokens[at].fault == JSON_SOUND &&
            read_variable(reader, at + 1, &inner, &variable))
            set_variable(site, &variable);
    }
}

static bool read_feed(struct reader *reader, uint32_t token, const struct spot *spot,
                      struct site_feed *feed)
{
    if (!field_read_object(reader, &feed_table, token, spot, feed))
        return false;
    if (feed->url || feed->root)
        return true;
    reader_error(reader, spot, "missing",
                 _("write the \"url\" that it is fetched from; the \"root\" alone does for a feed "
                   "that comes by stick"),
                 _("this feed has no address and no root"));
    return false;
}

static void read_feeds(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct site *site)
{
    struct spot list = {spot, "feeds", strlen("feeds"), 0};
    struct site_feed *feeds;
    size_t count = 0, index = 0;
    if (!field_take_room(reader, token, &list, JSON_ARRAY, LIMIT_FEEDS, sizeof *feeds, &feeds))
        return;
    for (uint32_t at = json_first(reader->json, token); at;
         at = json_next(reader->json, token, at)) {
        struct spot inner = {&list, NULL, 0, index++};
        feeds[count] = (struct site_feed){.interval = SITE_FEED_INTERVAL, .share = 1};
        count += read_feed(reader, at, &inner, &feeds[count]);
    }
    memcpy(site->feeds, feeds, count * sizeof *feeds);
    site->feed_count = count;
}

static void add_tags(struct site *site, const struct layer *layer)
{
    for (size_t i = 0; i < layer->tag_count && site->tag_count < LIMIT_TAGS; i++) {
        size_t known = 0;
        while (known < site->tag_count && strcmp(site->tags[known], layer->tags[i]) != 0)
            known++;
        if (known == site->tag_count)
            site->tags[site->tag_count++] = layer->tags[i];
    }
}

/* When the screen is on. Hours with a fault are none: it is rather always on than dark. */
static void read_hours(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct site *site)
{
    struct spot inner = {spot, "hours", strlen("hours"), 0};
    struct spot windows = {&inner, "windows", strlen("windows"), 0};
    size_t errors = reader->errors;
    site->screen.hours = NULL;
    if (reader->json->tokens[token].kind == JSON_NULL)
        return;
    struct daypart *hours = reader_take(reader, 1, sizeof *hours);
    if (!hours)
        return;
    daypart_read(reader, token, &inner, hours);
    if (reader->errors == errors && hours->window_count == 0)
        reader_error(reader, &windows, "too-few",
                     _("write when it is on, or leave \"hours\" out for always"),
                     _("without any window the screen would stay dark"));
    if (reader->errors == errors)
        site->screen.hours = hours;
}

static void check_passphrase(struct reader *reader, const struct spot *spot, const char *word)
{
    struct spot usb = {spot, "usb", strlen("usb"), 0};
    struct spot passphrase = {&usb, "passphrase", strlen("passphrase"), 0};
    if (word && strlen(word) < LIMIT_PASSPHRASE_LEAST)
        reader_warning(reader, &passphrase, "too-short",
                       _("choose one of at least eight letters and digits"),
                       _("so short a passphrase lets no stick in"));
}

/* What the tables cannot say. */
static void finish_layer(struct reader *reader, const struct spot *spot, const struct site *before,
                         struct layer *layer)
{
    struct spot screen = {spot, "screen", strlen("screen"), 0};
    struct spot rotate = {&screen, "rotate", strlen("rotate"), 0};
    struct site *site = &layer->site;
    if (site->screen.rotate % 90 != 0) {
        reader_error(reader, &rotate, "out-of-range", _("choose 0, 90, 180 or 270"),
                     _("a screen cannot be turned by %u degrees"), site->screen.rotate);
        site->screen.rotate = before->screen.rotate;
    }
    site->screen.width = layer->size[0];
    site->screen.height = layer->size[1];
    site->screen.viewport_width = layer->viewport.width;
    site->screen.viewport_height = layer->viewport.height;
    site->screen.viewport_x = layer->viewport.x;
    site->screen.viewport_y = layer->viewport.y;
    if (layer->hours)
        read_hours(reader, layer->hours, &screen, site);
    if (site->usb.passphrase != before->usb.passphrase)
        check_passphrase(reader, spot, site->usb.passphrase);
}

void site_read_layer(struct reader *reader, uint32_t token, const struct spot *spot, bool is_device,
                     struct site *site)
{
    const struct site_screen *screen = &site->screen;
    struct layer layer = {
        .site = *site,
        .size = {screen->width, screen->height},
        .viewport = {screen->viewport_width, screen->viewport_height, screen->viewport_x,
                     screen->viewport_y},
    };
    field_read_object(reader, is_device ? &device_table : &entry_table, token, spot, &layer);
    finish_layer(reader, spot, site, &layer);
    *site = layer.site;
    add_tags(site, &layer);
    if (layer.variables)
        read_variables(reader, layer.variables, spot, site);
    if (layer.feeds)
        read_feeds(reader, layer.feeds, spot, site);
}

void site_read_entries(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct document *document)
{
    const struct json *json = reader->json;
    if (!field_take_room(reader, token, spot, JSON_OBJECT, LIMIT_SITES, sizeof *document->sites,
                         &document->sites))
        return;
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
        struct spot inner = reader_member_spot(reader, spot, at);
        struct site checked = {0};
        struct json_span span = field_span(json, at + 1);
        if (!field_check_key(reader, &inner))
            continue;
        site_read_layer(reader, at + 1, &inner, false, &checked);
        document->sites[document->site_count++] = (struct site_entry){
            reader_copy(reader, inner.key, inner.key_size), span.text, span.size};
    }
}
