#include "playlist/schedule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/daypart.h"
#include "playlist/item.h"

static const char *const alert_severities[] = {"Unknown", "Minor",   "Moderate", "Severe",
                                               "Extreme", "unknown", "minor",    "moderate",
                                               "severe",  "extreme", NULL};
static const char *const alert_modes[] = {"replace", "banner", NULL};

struct entry_draft {
    struct schedule_entry entry;
    const char *playlist;
};

static const struct field entry_fields[] = {
    {"playlist", FIELD_ID, .required = true, FIELD_INTO(struct entry_draft, playlist)},
    {"priority", FIELD_INTEGER, .low = -LIMIT_PRIORITY, .high = LIMIT_PRIORITY,
     FIELD_INTO(struct entry_draft, entry.priority)},
    {"dayparts", FIELD_NAMES, .low = 1, .high = LIMIT_NAMES, .element = &field_daypart_name,
     FIELD_INTO(struct entry_draft, entry.dayparts)},
    {"validFrom", FIELD_INSTANT, FIELD_INTO(struct entry_draft, entry.valid_from)},
    {"validUntil", FIELD_INSTANT, FIELD_INTO(struct entry_draft, entry.valid_until)},
    {"dtstart", FIELD_INSTANT, .low = 2000, .high = 2100,
     FIELD_INTO(struct entry_draft, entry.dtstart)},
    {"rrule", FIELD_RRULE, FIELD_INTO(struct entry_draft, entry.rrule)},
    {"duration", FIELD_SECONDS, .low = 1, .high = LIMIT_OCCURRENCE_SECONDS,
     FIELD_INTO(struct entry_draft, entry.duration)},
    {"sites", FIELD_NAMES, .low = 1, .high = LIMIT_NAMES, .element = &field_site_name,
     FIELD_INTO(struct entry_draft, entry.sites)},
};
static const struct field_table entry_table = FIELD_TABLE(entry_fields);

struct ticker_draft {
    struct ticker_line line;
    struct json_span text;
};

static const struct field ticker_fields[] = {
    {"text", FIELD_TEXT, .required = true, FIELD_INTO(struct ticker_draft, text)},
    {"validFrom", FIELD_INSTANT, FIELD_INTO(struct ticker_draft, line.valid_from)},
    {"validUntil", FIELD_INSTANT, FIELD_INTO(struct ticker_draft, line.valid_until)},
    {"dayparts", FIELD_NAMES, .low = 1, .high = LIMIT_NAMES, .element = &field_daypart_name,
     FIELD_INTO(struct ticker_draft, line.dayparts)},
    {"sites", FIELD_NAMES, .low = 1, .high = LIMIT_NAMES, .element = &field_site_name,
     FIELD_INTO(struct ticker_draft, line.sites)},
};
static const struct field_table ticker_table = FIELD_TABLE(ticker_fields);

struct alert_draft {
    struct alert alert;
    uint32_t severity, mode;
};

static const struct field alert_fields[] = {
    {"identifier", FIELD_STRING, .required = true,
     FIELD_INTO(struct alert_draft, alert.identifier)},
    {"sent", FIELD_INSTANT, .required = true, FIELD_INTO(struct alert_draft, alert.sent)},
    {"expires", FIELD_INSTANT, .required = true, FIELD_INTO(struct alert_draft, alert.expires)},
    {"headline", FIELD_TEXT, .required = true},
    {"description", FIELD_TEXT},
    {"instruction", FIELD_TEXT},
    {"severity", FIELD_WORD, .words = alert_severities, FIELD_INTO(struct alert_draft, severity)},
    {"mode", FIELD_WORD, .words = alert_modes, FIELD_INTO(struct alert_draft, mode)},
    {"sites", FIELD_NAMES, .low = 1, .high = LIMIT_NAMES, .element = &field_site_name,
     FIELD_INTO(struct alert_draft, alert.sites)},
};
static const struct field_table alert_table = FIELD_TABLE(alert_fields);

void schedule_read_dayparts(struct reader *reader, uint32_t token, const struct spot *spot,
                            struct document *document)
{
    const struct json *json = reader->json;
    if (!field_take_room(reader, token, spot, JSON_OBJECT, LIMIT_DAYPARTS,
                         sizeof *document->dayparts, &document->dayparts))
        return;
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
        struct spot inner = reader_member_spot(reader, spot, at);
        struct daypart *daypart = &document->dayparts[document->daypart_count];
        if (!field_check_key(reader, &inner))
            continue;
        daypart->name = reader_copy(reader, inner.key, inner.key_size);
        daypart_read(reader, at + 1, &inner, daypart);
        document->daypart_count += daypart->name != NULL;
    }
}

/* "choose one of …", as far as they find room. */
static const char *list_dayparts(const char *const *names, size_t count, char list[SPOT_BYTES])
{
    char known[SPOT_BYTES - 160] = "";
    size_t used = 0, i = 0;
    for (; i < count && used + LIMIT_ID_BYTES + 8 < sizeof known; i++)
        used +=
            (size_t)snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", names[i]);
    if (i < count)
        snprintf(known + used, sizeof known - used, ", …");
    if (count == 0)
        return _("add it to the document's dayparts");
    snprintf(list, SPOT_BYTES, _("choose one of these, or add it to the document's dayparts: %s"),
             known);
    return list;
}

void schedule_check_dayparts(struct reader *reader, const struct name_list *names,
                             const struct spot *spot)
{
    const struct document *document = reader->document;
    const char *known[LIMIT_DAYPARTS];
    char hint[SPOT_BYTES], all[SPOT_BYTES];
    struct spot list = {spot, "dayparts", strlen("dayparts"), 0}, inner = {&list, NULL, 0, 0};
    for (size_t i = 0; names->count > 0 && i < document->daypart_count; i++)
        known[i] = document->dayparts[i].name;
    for (; inner.index < names->count; inner.index++) {
        const char *name = names->names[inner.index];
        size_t i = 0;
        while (i < document->daypart_count && strcmp(known[i], name) != 0)
            i++;
        if (i == document->daypart_count)
            reader_error(reader, &inner, "unknown-daypart",
                         reader_near(reader, name, strlen(name), known, document->daypart_count,
                                     hint, list_dayparts(known, document->daypart_count, all)),
                         _("there is no daypart \"%s\" in this document"), name);
    }
}

static void check_order(struct reader *reader, const struct spot *spot, const char *end,
                        int64_t from, int64_t until)
{
    struct spot inner = {spot, end, strlen(end), 0};
    if (from >= until)
        reader_error(reader, &inner, "order", _("the end must come after the beginning"),
                     _("this ends before it begins"));
}

static void check_playlist(struct reader *reader, const struct spot *spot, const char *name,
                           size_t *ret_index)
{
    const struct document *document = reader->document;
    struct spot inner = {spot, "playlist", strlen("playlist"), 0};
    const char *known[LIMIT_PLAYLISTS];
    char hint[SPOT_BYTES];
    for (size_t i = 0; i < document->playlist_count; i++) {
        known[i] = document->playlists[i].id;
        if (strcmp(known[i], name) == 0) {
            *ret_index = i;
            return;
        }
    }
    reader_error(reader, &inner, "unknown-playlist",
                 reader_near(reader, name, strlen(name), known, document->playlist_count, hint,
                             _("name one of the document's playlists")),
                 _("there is no playlist \"%s\" in this document"), name);
}

/* A rule needs the first moment that it counts from and how long each occurrence lasts. */
static void check_rrule(struct reader *reader, const struct spot *spot,
                        const struct schedule_entry *entry)
{
    if (!entry->rrule && entry->dtstart == TIME_ALWAYS_BEFORE)
        return;
    if (entry->dtstart == TIME_ALWAYS_BEFORE)
        reader_error(reader, spot, "missing", _("write when it happens for the first time"),
                     _("the field \"%s\" is missing"), "dtstart");
    if (entry->duration == 0)
        reader_error(reader, spot, "missing", _("write how many seconds it lasts"),
                     _("the field \"%s\" is missing"), "duration");
}

void schedule_read_entries(struct reader *reader, uint32_t token, const struct spot *spot,
                           struct document *document)
{
    const struct json *json = reader->json;
    struct spot inner = {spot, NULL, 0, 0};
    if (!field_take_room(reader, token, spot, JSON_ARRAY, LIMIT_SCHEDULE,
                         sizeof *document->schedule, &document->schedule))
        return;
    for (uint32_t at = json_first(json, token); at;
         at = json_next(json, token, at), inner.index++) {
        struct entry_draft draft = {.entry = {.valid_from = TIME_ALWAYS_BEFORE,
                                              .valid_until = TIME_ALWAYS_AFTER,
                                              .dtstart = TIME_ALWAYS_BEFORE}};
        if (!field_read_object(reader, &entry_table, at, &inner, &draft))
            continue;
        check_playlist(reader, &inner, draft.playlist, &draft.entry.playlist);
        schedule_check_dayparts(reader, &draft.entry.dayparts, &inner);
        check_order(reader, &inner, "validUntil", draft.entry.valid_from, draft.entry.valid_until);
        check_rrule(reader, &inner, &draft.entry);
        document->schedule[document->schedule_count++] = draft.entry;
    }
}

void schedule_read_ticker(struct reader *reader, uint32_t token, const struct spot *spot,
                          struct document *document)
{
    const struct json *json = reader->json;
    struct spot inner = {spot, NULL, 0, 0};
    if (!field_take_room(reader, token, spot, JSON_ARRAY, LIMIT_TICKER, sizeof *document->ticker,
                         &document->ticker))
        return;
    for (uint32_t at = json_first(json, token); at;
         at = json_next(json, token, at), inner.index++) {
        struct ticker_draft draft = {
            .line = {.valid_from = TIME_ALWAYS_BEFORE, .valid_until = TIME_ALWAYS_AFTER}};
        reader->languages = 0;
        if (!field_read_object(reader, &ticker_table, at, &inner, &draft))
            continue;
        schedule_check_dayparts(reader, &draft.line.dayparts, &inner);
        check_order(reader, &inner, "validUntil", draft.line.valid_from, draft.line.valid_until);
        draft.line.text_json = draft.text.text;
        draft.line.text_json_size = draft.text.size;
        draft.line.languages = reader->languages;
        document->ticker[document->ticker_count++] = draft.line;
    }
}

/* Both are shown; but who ends one by its name, ends the other. */
static void warn_same_alert(struct reader *reader, const struct spot *spot, const char *identifier)
{
    const struct document *document = reader->document;
    struct spot inner = {spot, "identifier", strlen("identifier"), 0};
    for (size_t i = 0; i < document->alert_count; i++) {
        if (strcmp(document->alerts[i].identifier, identifier) != 0)
            continue;
        reader_warning(reader, &inner, "duplicate-id", _("give each alert a name of its own"),
                       _("an alert called \"%s\" stands further up"), identifier);
        return;
    }
}

void schedule_read_alerts(struct reader *reader, uint32_t token, const struct spot *spot,
                          struct document *document)
{
    const struct json *json = reader->json;
    struct spot inner = {spot, NULL, 0, 0};
    if (!field_take_room(reader, token, spot, JSON_ARRAY, LIMIT_ALERTS, sizeof *document->alerts,
                         &document->alerts))
        return;
    for (uint32_t at = json_first(json, token); at;
         at = json_next(json, token, at), inner.index++) {
        struct alert_draft draft = {0};
        struct json_span span = field_span(json, at);
        reader->languages = 0;
        if (!field_read_object(reader, &alert_table, at, &inner, &draft))
            continue;
        check_order(reader, &inner, "expires", draft.alert.sent, draft.alert.expires);
        warn_same_alert(reader, &inner, draft.alert.identifier);
        draft.alert.json = span.text;
        draft.alert.json_size = span.size;
        draft.alert.severity = (enum alert_severity)(draft.severity % (ALERT_EXTREME + 1));
        draft.alert.banner = draft.mode == 1;
        draft.alert.languages = reader->languages;
        document->alerts[document->alert_count++] = draft.alert;
    }
}
