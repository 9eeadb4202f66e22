#include "playlist/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "playlist/asset.h"
#include "playlist/item.h"
#include "playlist/playlist.h"
#include "playlist/schedule.h"
#include "playlist/site_field.h"

/* The document as it is read: what is composed of parts is left as tokens first, since its order
 * in the text is free, but languages, assets and dayparts must be known before the items. */
struct draft {
    struct document document; /* first: parts are read into it */
    int64_t version;
    uint32_t languages, title, publisher, defaults, theme, assets, dayparts, sites, playlists,
        schedule, ticker, alerts;
};

static const struct field top_fields[] = {
    {"$schema", FIELD_STRING},
    {"formatVersion", FIELD_INTEGER, .required = true, .low = 1, .high = 1,
     FIELD_INTO(struct draft, version)},
    {"feedId", FIELD_ID, .required = true, FIELD_INTO(struct draft, document.feed_id)},
    {"sequence", FIELD_INTEGER, .low = 1, .high = LIMIT_SEQUENCE,
     FIELD_INTO(struct draft, document.sequence)},
    {"generated", FIELD_INSTANT, FIELD_INTO(struct draft, document.generated)},
    {"expires", FIELD_INSTANT, FIELD_INTO(struct draft, document.expires)},
    {"title", FIELD_LATER, FIELD_INTO(struct draft, title)},
    {"publisher", FIELD_LATER, FIELD_INTO(struct draft, publisher)},
    {"timeZone", FIELD_ZONE, FIELD_INTO(struct draft, document.time_zone)},
    {"languages", FIELD_LATER, FIELD_INTO(struct draft, languages)},
    {"defaults", FIELD_LATER, FIELD_INTO(struct draft, defaults)},
    {"theme", FIELD_LATER, FIELD_INTO(struct draft, theme)},
    {"assets", FIELD_LATER, FIELD_INTO(struct draft, assets)},
    {"dayparts", FIELD_LATER, FIELD_INTO(struct draft, dayparts)},
    {"playlists", FIELD_LATER, .required = true, FIELD_INTO(struct draft, playlists)},
    {"schedule", FIELD_LATER, FIELD_INTO(struct draft, schedule)},
    {"ticker", FIELD_LATER, FIELD_INTO(struct draft, ticker)},
    {"alerts", FIELD_LATER, FIELD_INTO(struct draft, alerts)},
    {"sites", FIELD_LATER, FIELD_INTO(struct draft, sites)},
};
static const struct field_table top_table = FIELD_TABLE(top_fields);

static const struct field text_field = {NULL, FIELD_TEXT_NOTE, .width = sizeof(struct json_span)};
static const struct field language_element = {NULL, FIELD_LANGUAGE, .width = sizeof(char *)};
static const struct field languages_field = {"languages",
                                             FIELD_LIST,
                                             .low = 1,
                                             .high = LIMIT_LANGUAGES,
                                             .element = &language_element,
                                             FIELD_INTO(struct document, languages),
                                             .count_offset =
                                                 offsetof(struct document, language_count)};

static const struct field defaults_fields[] = {
    {"duration", FIELD_SECONDS, .low = LIMIT_DURATION_MIN, .high = LIMIT_DURATION_MAX,
     FIELD_INTO(struct document, duration)},
    {"transition", FIELD_OBJECT, .table = &transition_table,
     FIELD_INTO(struct document, transition)},
    {"fit", FIELD_WORD, .words = fit_names},
    {"background", FIELD_COLOUR},
};
static const struct field_table defaults_table = FIELD_TABLE(defaults_fields);

/* In the order of enum theme_colour, which names them for those who draw. */
static const struct field colour_fields[] = {
    {"background", FIELD_COLOUR}, {"surface", FIELD_COLOUR}, {"text", FIELD_COLOUR},
    {"quietText", FIELD_COLOUR},  {"accent", FIELD_COLOUR},  {"secondAccent", FIELD_COLOUR},
    {"urgent", FIELD_COLOUR},
};
static const struct field_table colour_table = FIELD_TABLE(colour_fields);

static const char *const theme_bases[] = {"dark", "light", NULL};
static const struct field theme_fields[] = {
    {"base", FIELD_WORD, .words = theme_bases},
    {"colours", FIELD_OBJECT, .table = &colour_table},
    {"logo", FIELD_ASSET},
    {"background", FIELD_ASSET},
    {"nameBand", FIELD_BOOL},
};
static const struct field_table theme_table = FIELD_TABLE(theme_fields);

static void read_text(struct reader *reader, uint32_t token, const struct spot *spot,
                      const char **json, size_t *size)
{
    struct json_span span = {0};
    if (!field_read(reader, &text_field, token, spot, &span))
        return;
    *json = span.text;
    *size = span.size;
}

static void read_languages(struct reader *reader, uint32_t token, const struct spot *spot,
                           struct document *document)
{
    field_read(reader, &languages_field, token, spot, document);
    struct spot inner = {spot, NULL, 0, 1};
    for (; inner.index < document->language_count; inner.index++) {
        for (size_t i = 0; i < inner.index; i++) {
            if (strcmp(document->languages[i], document->languages[inner.index]) == 0)
                reader_error(reader, &inner, "duplicate", _("keep one of the two"),
                             _("the language \"%s\" stands here twice"), document->languages[i]);
        }
    }
}

static void read_defaults(struct reader *reader, uint32_t token, const struct spot *spot,
                          struct document *document)
{
    struct json_span span = field_span(reader->json, token);
    if (!field_read_object(reader, &defaults_table, token, spot, document))
        return;
    if (document->transition.type == TRANSITION_CUT)
        document->transition.duration = 0;
    document->defaults_json = span.text;
    document->defaults_json_size = span.size;
}

static void read_theme(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct document *document)
{
    struct json_span span = field_span(reader->json, token);
    if (!field_read_object(reader, &theme_table, token, spot, NULL))
        return;
    document->theme_json = span.text;
    document->theme_json_size = span.size;
}

static void read_title(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct document *document)
{
    read_text(reader, token, spot, &document->title_json, &document->title_json_size);
}

static void read_publisher(struct reader *reader, uint32_t token, const struct spot *spot,
                           struct document *document)
{
    read_text(reader, token, spot, &document->publisher_json, &document->publisher_json_size);
}

/* The parts in the order in which one refers to another. */
static const struct part {
    const char *name;
    size_t token; /* where the draft keeps it */
    void (*read)(struct reader *reader, uint32_t token, const struct spot *spot,
                 struct document *document);
} parts[] = {
    {"languages", offsetof(struct draft, languages), read_languages},
    {"title", offsetof(struct draft, title), read_title},
    {"publisher", offsetof(struct draft, publisher), read_publisher},
    {"defaults", offsetof(struct draft, defaults), read_defaults},
    {"assets", offsetof(struct draft, assets), asset_read_all},
    {"theme", offsetof(struct draft, theme), read_theme},
    {"dayparts", offsetof(struct draft, dayparts), schedule_read_dayparts},
    {"sites", offsetof(struct draft, sites), site_read_entries},
    {"playlists", offsetof(struct draft, playlists), playlist_read_all},
    {"schedule", offsetof(struct draft, schedule), schedule_read_entries},
    {"ticker", offsetof(struct draft, ticker), schedule_read_ticker},
    {"alerts", offsetof(struct draft, alerts), schedule_read_alerts},
};

/* Another version may mean anything by any field, so nothing else is said about it. */
static bool check_version(struct reader *reader, const struct spot *root)
{
    struct spot spot = {root, "formatVersion", strlen("formatVersion"), 0};
    uint32_t version = json_member(reader->json, 0, "formatVersion");
    if (!version || reader->json->tokens[version].kind != JSON_NUMBER ||
        json_number(reader->json, version) == 1)
        return true;
    reader_error(reader, &spot, "format-version",
                 _("write \"formatVersion\": 1, or take a newer bangtin"),
                 _("the document has format %.*s; this program reads format 1"),
                 (int)reader->json->tokens[version].size,
                 reader->json->bytes + reader->json->tokens[version].start);
    return false;
}

/* Reads all into the draft. Returns whether the document stands, though some items may not. */
static bool read_draft(struct reader *reader, struct draft *draft)
{
    struct spot root = {0};
    if (reader->json->tokens[0].kind == JSON_OBJECT && !check_version(reader, &root))
        return false;
    reader_report_faults(reader, 0, &root);
    reader->errors = 0; /* those are weighed by forgiven_faults */
    field_read_object(reader, &top_table, 0, &root, draft);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint32_t token;
        struct spot spot = {&root, parts[i].name, strlen(parts[i].name), 0};
        memcpy(&token, (const char *)draft + parts[i].token, sizeof token);
        if (token)
            parts[i].read(reader, token, &spot, &draft->document);
    }
    if (reader->no_memory)
        reader_error(reader, &root, "memory", NULL, _("there is not enough memory"));
    return reader->errors == reader->forgiven_errors &&
           reader->json->faults == reader->forgiven_faults;
}

static void set_defaults(struct document *document)
{
    document->generated = TIME_ALWAYS_BEFORE;
    document->expires = TIME_ALWAYS_AFTER;
    document->time_zone = DOCUMENT_TIME_ZONE;
    document->languages[0] = DOCUMENT_LANGUAGE;
    document->language_count = 1;
    document->duration = DOCUMENT_DURATION;
    document->transition = (struct transition){TRANSITION_CROSSFADE, DOCUMENT_TRANSITION};
}

/* Where a text that is no JSON breaks off, with line and column for the author's editor. */
static void report_json_error(const char *bytes, const struct json_error *error,
                              struct findings *findings)
{
    size_t line, column;
    json_position(bytes, error->offset, &line, &column);
    findings_add(findings, SEVERITY_ERROR, error->code, "", error->hint ? _(error->hint) : NULL,
                 _("line %zu, column %zu: %s"), line, column, _(error->reason));
}

/* What can be said before the text is looked into. Takes a byte-order mark off. */
static bool check_bytes(const char **bytes, size_t *size, struct findings *findings)
{
    if (*size > LIMIT_DOCUMENT_BYTES) {
        findings_add(findings, SEVERITY_ERROR, "size", "", _("split it into several documents"),
                     _("the document is larger than %zu bytes"), LIMIT_DOCUMENT_BYTES);
        return false;
    }
    if (*size >= 2 && (memcmp(*bytes, "\xff\xfe", 2) == 0 || memcmp(*bytes, "\xfe\xff", 2) == 0)) {
        findings_add(findings, SEVERITY_ERROR, "encoding", "",
                     _("in Notepad choose File, Save as, Encoding: UTF-8"),
                     _("the document is written in UTF-16"));
        return false;
    }
    if (*size >= 3 && memcmp(*bytes, "\xef\xbb\xbf", 3) == 0) {
        *bytes += 3;
        *size -= 3;
    }
    return true;
}

static bool read_document(struct reader *reader, struct draft *draft, const char *bytes,
                          size_t size)
{
    struct document *document = &draft->document;
    struct json json;
    struct json_error error;
    const char *copy = reader_copy(reader, bytes, size);
    if (!copy) {
        findings_add(reader->findings, SEVERITY_ERROR, "memory", "", NULL,
                     _("there is not enough memory"));
        return false;
    }
    if (json_read(copy, size, &json, &error) < 0) {
        report_json_error(copy, &error, reader->findings);
        return false;
    }
    reader->json = &json;
    document->bytes = copy;
    document->size = size;
    document->digest = hash_bytes(HASH_START, copy, size);
    set_defaults(document);
    bool ok = read_draft(reader, draft);
    json_finish(&json);
    return ok;
}

int document_parse(const char *bytes, size_t size, struct findings *findings,
                   struct document **ret_document)
{
    struct arena *arena = NULL;
    struct draft draft = {0};
    struct reader reader = {.arena = &arena, .findings = findings, .document = &draft.document};
    if (!check_bytes(&bytes, &size, findings))
        return -1;
    struct document *document = malloc(sizeof *document);
    if (!document || !read_document(&reader, &draft, bytes, size)) {
        if (!document)
            findings_add(findings, SEVERITY_ERROR, "memory", "", NULL,
                         _("there is not enough memory"));
        free(document);
        arena_destroy(arena);
        return -1;
    }
    *document = draft.document;
    document->arena = arena;
    *ret_document = document;
    return 0;
}

void document_destroy(struct document *document)
{
    if (!document)
        return;
    arena_destroy(document->arena);
    free(document);
}
