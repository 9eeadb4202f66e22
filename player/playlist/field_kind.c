#include "playlist/field_kind.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "playlist/document.h"
#include "playlist/field_moment.h"
#include "playlist/field_text.h"
#include "playlist/form.h"
#include "playlist/icon.h"
#include "playlist/limits.h"
#include "playlist/rrule.h"
#include "playlist/text.h"
#include "playlist/url.h"
#include "playlist/url_repair.h"

static const struct kind {
    const char *expected, *example;
    /* Of those that are told by their form alone: */
    const char *code, *message; /* the message takes the text */
    bool (*is_valid)(const char *text, size_t size);
} kinds[FIELD_KINDS] = {
    [FIELD_ANY] = {N_("a value"), N_("add it"), NULL, NULL, NULL},
    [FIELD_LATER] = {N_("a value"), N_("add it"), NULL, NULL, NULL},
    [FIELD_BOOL] = {N_("true or false"), N_("write true or false, without quotes"), NULL, NULL,
                    NULL},
    [FIELD_INTEGER] = {N_("a whole number"), N_("write a whole number, without quotes"), NULL, NULL,
                       NULL},
    [FIELD_NUMBER] = {N_("a number"), N_("write a number, without quotes"), NULL, NULL, NULL},
    [FIELD_SECONDS] = {N_("a number of seconds"), N_("write seconds as a number, without quotes"),
                       NULL, NULL, NULL},
    [FIELD_WORD] = {N_("a word"), N_("choose one of the words that are possible here"), NULL, NULL,
                    NULL},
    [FIELD_STRING] = {N_("a text"), N_("write a text between quotes"), NULL, NULL, NULL},
    [FIELD_ID] = {N_("a name"),
                  N_("use a-z, 0-9, dot, hyphen and underscore, 64 at most: no "
                     "capitals, no marks, no spaces"),
                  "bad-id", N_("\"%s\" is not a name that can be used here"), form_is_id},
    [FIELD_ICON] = {N_("a name"),
                    N_("use a-z, 0-9, dot, hyphen and underscore, 64 at most: no "
                       "capitals, no marks, no spaces"),
                    "bad-id", N_("\"%s\" is not a name that can be used here"), form_is_id},
    [FIELD_LANGUAGE] = {N_("a language"), N_("write a code such as vi, en or km"), "bad-language",
                        N_("\"%s\" is no language"), form_is_language},
    [FIELD_ZONE] = {N_("a time zone"), N_("write it as in Asia/Ho_Chi_Minh"), "bad-zone",
                    N_("\"%s\" is no time zone"), form_is_zone},
    [FIELD_COLOUR] = {N_("a colour"), N_("write it as in #0A1F3C"), "bad-colour",
                      N_("\"%s\" is no colour"), form_is_colour},
    [FIELD_HREF] = {N_("a file's name"),
                    N_("name a file below this folder, as in media/poster.jpg, with / between"),
                    "bad-href", N_("\"%s\" names no file below this folder"), form_is_href},
    [FIELD_MEDIA_TYPE] = {N_("a media type"), N_("write it as in image/jpeg"), "bad-media-type",
                          N_("\"%s\" is no media type"), form_is_media_type},
    [FIELD_RRULE] = {N_("a recurrence rule"), N_("write it as in FREQ=WEEKLY;BYDAY=MO,FR"),
                     "bad-rrule", N_("\"%s\" is no recurrence rule that is understood here"),
                     rrule_is_valid},
    [FIELD_SITE_NAME] = {N_("a site's name"), N_("write a site's id, or tag: and a tag"),
                         "bad-name", N_("\"%s\" is no site's id and no tag"), form_is_site_name},
    [FIELD_HOST] = {N_("a host name"), N_("write it as in *.gov.vn or zalo.me/1234"), "bad-host",
                    N_("\"%s\" is no host name"), url_host_entry_is_valid},
    [FIELD_PATH] = {N_("a folder"), N_("write the whole path, beginning with /"), "bad-path",
                    N_("\"%s\" is no path"), form_is_path},
    [FIELD_FEED_URL] = {N_("an address"), N_("write https://…"), "bad-url",
                        N_("\"%s\" is no address of a feed"), form_is_feed_url},
    [FIELD_URL] = {N_("an address"), N_("write https://…"), NULL, NULL, NULL},
    [FIELD_PHONE] = {N_("a phone number"), N_("write digits, spaces and + ( ) . - between quotes"),
                     "bad-phone", NULL, form_is_phone},
    [FIELD_ASSET] = {N_("an asset's name"), N_("name one of the document's assets"), "bad-id",
                     N_("\"%s\" is not a name that can be used here"), form_is_id},
    [FIELD_SHA256] = {N_("a checksum"), N_("leave it out: publishing fills it in"), "bad-sha256",
                      N_("\"%s\" is no SHA-256 in hexadecimal"), form_is_sha256},
    [FIELD_INSTANT] = {N_("an instant"), N_("write it as in 2026-03-01T07:30:00+07:00"), NULL, NULL,
                       NULL},
    [FIELD_DATE] = {N_("a date"), N_("write year, month and day as in 2026-03-01"), NULL, NULL,
                    NULL},
    [FIELD_TIME] = {N_("a time of day"), N_("write hours and minutes as in 07:30"), NULL, NULL,
                    NULL},
    [FIELD_SIZE] = {N_("a size"), N_("write width and height as in 1920x1080"), NULL, NULL, NULL},
    [FIELD_VIEWPORT] = {N_("a part of the screen"), N_("write it as in 192x96+0+0"), NULL, NULL,
                        NULL},
    [FIELD_TEXT] = {N_("a text"), N_("write a text between quotes, or {\"vi\": \"…\"}"), NULL, NULL,
                    NULL},
    [FIELD_TEXT_NOTE] = {N_("a text"), N_("write a text between quotes, or {\"vi\": \"…\"}"), NULL,
                         NULL, NULL},
    [FIELD_OBJECT] = {N_("an object"), N_("write its fields between { and }"), NULL, NULL, NULL},
    [FIELD_LIST] = {N_("a list"), N_("write its entries between [ and ]"), NULL, NULL, NULL},
    [FIELD_NAMES] = {N_("a list"), N_("write its entries between [ and ]"), NULL, NULL, NULL},
};

const char *field_kind_expected(enum field_kind kind)
{
    return kinds[kind].expected;
}

const char *field_kind_example(enum field_kind kind)
{
    return kinds[kind].example;
}

static void store_integer(void *place, size_t width, int64_t value)
{
    /* A destination narrower than its bounds would be our own mistake; the tables hold neither. */
    if (width == sizeof(int64_t))
        memcpy(place, &value, width);
    else
        memcpy(place, &(int32_t){(int32_t)value}, sizeof(int32_t));
}

static bool read_number(struct reader *reader, const struct field *field, uint32_t token,
                        const struct spot *spot, void *place)
{
    if (reader->json->tokens[token].kind != JSON_NUMBER)
        return field_wrong_type(reader, field->kind, token, spot);
    double value = json_number(reader->json, token);
    if (value < field->low || value > field->high) {
        /* A share in per cent. */
        bool is_share = field->high == 1 && value > 1 && value <= 100;
        char hint[64];
        snprintf(hint, sizeof hint, _("write %.4g: the whole is 1"), value / 100);
        reader_error(reader, spot, "out-of-range",
                     is_share ? hint : _("choose a value between the two"),
                     _("%.15g is not between %.16g and %.16g"), value, field->low, field->high);
        return false;
    }
    if (field->kind == FIELD_INTEGER && value != floor(value))
        return field_wrong_type(reader, field->kind, token, spot);
    if (!place)
        return true;
    if (field->kind == FIELD_NUMBER)
        memcpy(place, &value, sizeof value);
    else if (field->kind == FIELD_INTEGER)
        store_integer(place, field->width, (int64_t)value);
    else
        store_integer(place, sizeof(int64_t), llround(value * CLOCK_SECOND));
    return true;
}

static bool read_bool(struct reader *reader, uint32_t token, const struct spot *spot, bool *place)
{
    uint8_t kind = reader->json->tokens[token].kind;
    if (kind != JSON_TRUE && kind != JSON_FALSE)
        return field_wrong_type(reader, FIELD_BOOL, token, spot);
    if (place)
        *place = kind == JSON_TRUE;
    return true;
}

/* A decoded string on its way into its destination. */
struct value {
    const char *text;
    size_t size;
};

/* "thong-bao" for "Thong Bao", as far as it goes without tables of letters; or the rule. */
static const char *id_hint(enum field_kind kind, const char *text, size_t size,
                           char hint[static SPOT_BYTES])
{
    char id[LIMIT_ID_BYTES + 1];
    size_t used = 0;
    for (; used < size && used < LIMIT_ID_BYTES; used++)
        id[used] = text[used] == ' ' ? '-' : (char)tolower((unsigned char)text[used]);
    id[used] = '\0';
    if ((kind != FIELD_ID && kind != FIELD_ASSET) || size > LIMIT_ID_BYTES || !form_is_id(id, used))
        return _(kinds[kind].example);
    snprintf(hint, SPOT_BYTES, _("write \"%s\": no capitals, no marks, no spaces"), id);
    return hint;
}

/* Whether these are numbers, if more than one. */
static bool are_phones(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (!strchr("0123456789 +().-/,;", text[i]))
            return false;
    }
    return size > LIMIT_PHONE_BYTES || strpbrk(text, "/,;");
}

bool field_kind_no_phone(struct reader *reader, const char *text, size_t size,
                         const struct spot *spot)
{
    char quote[QUOTE_BYTES], hint[SPOT_BYTES];
    snprintf(hint, sizeof hint,
             _("write one number, of %d characters at most; a second one goes into another text"),
             LIMIT_PHONE_BYTES);
    reader_error(reader, spot, kinds[FIELD_PHONE].code,
                 are_phones(text, size) ? hint : _(kinds[FIELD_PHONE].example),
                 _("\"%s\" is no phone number"), reader_quote(text, size, quote));
    return false;
}

static bool fail_form(struct reader *reader, enum field_kind kind, struct value value,
                      const struct spot *spot, const char *code, const char *message)
{
    char quote[QUOTE_BYTES], hint[SPOT_BYTES];
    /* The formats come from the table above, each with one %s. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    reader_error(reader, spot, code, id_hint(kind, value.text, value.size, hint), message,
                 reader_quote(value.text, value.size, quote));
#pragma GCC diagnostic pop
    return false;
}

static bool read_word(struct reader *reader, const struct field *field, struct value value,
                      const struct spot *spot, void *place)
{
    char quote[QUOTE_BYTES], hint[SPOT_BYTES];
    uint32_t count = 0;
    for (; field->words[count]; count++) {
        if (strlen(field->words[count]) != value.size ||
            memcmp(field->words[count], value.text, value.size) != 0)
            continue;
        if (place)
            memcpy(place, &count, sizeof count);
        return true;
    }
    size_t used = 0;
    char words[SPOT_BYTES];
    for (uint32_t i = 0; i < count && used < sizeof words; i++)
        used +=
            (size_t)snprintf(words + used, sizeof words - used, i ? ", %s" : "%s", field->words[i]);
    reader_error(reader, spot, "unknown-word",
                 reader_near(reader, value.text, value.size, field->words, count, hint,
                             _(kinds[FIELD_WORD].example)),
                 _("\"%s\" is none of: %s"), reader_quote(value.text, value.size, quote), words);
    return false;
}

static bool read_url(struct reader *reader, struct value value, const struct spot *spot)
{
    char quote[QUOTE_BYTES], meant[URL_REPAIRED_BYTES], hint[URL_REPAIRED_BYTES + 64];
    if (text_has_variable(value.text, value.size))
        return field_text_check_string(reader, value.text, value.size, spot);
    enum url_verdict verdict = url_check(value.text, value.size);
    if (verdict == URL_FINE)
        return true;
    bool is_plain = url_repair(value.text, value.size, meant);
    snprintf(hint, sizeof hint, is_plain ? _("write \"%s\"") : "%s",
             is_plain ? meant : _(url_verdict_hint(verdict)));
    reader_error(reader, spot, "bad-url", hint, "\"%s\" %s",
                 reader_quote(value.text, value.size, quote), _(url_verdict_message(verdict)));
    return false;
}

static bool read_geometry(struct reader *reader, const struct field *field, struct value value,
                          const struct spot *spot, void *place)
{
    unsigned size[2];
    int origin[2] = {0, 0};
    if (field->kind == FIELD_SIZE ? !form_read_size(value.text, value.size, size)
                                  : !form_read_viewport(value.text, value.size, size, origin))
        return fail_form(reader, field->kind, value, spot, "bad-size",
                         field->kind == FIELD_SIZE ? _("\"%s\" is no size")
                                                   : _("\"%s\" is no part of a screen"));
    if (place && field->kind == FIELD_SIZE)
        memcpy(place, size, sizeof size);
    else if (place)
        *(struct field_viewport *)place =
            (struct field_viewport){size[0], size[1], origin[0], origin[1]};
    return true;
}

static void store_sha256(unsigned char *place, const char *digits)
{
    for (size_t i = 0; i < 64; i++) {
        unsigned nibble = (unsigned)(digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10);
        place[i / 2] = (unsigned char)(place[i / 2] << 4 | nibble);
    }
}

/* Whether the document has the asset, but with a fault: that was reported at its own place. */
static bool is_faulty_asset(const struct reader *reader, const char *name)
{
    const struct json *json = reader->json;
    uint32_t assets = reader->findings ? json_member(json, 0, "assets") : 0;
    return assets && json->tokens[assets].kind == JSON_OBJECT && json_member(json, assets, name);
}

static bool read_asset(struct reader *reader, struct value value, const struct spot *spot)
{
    char quote[QUOTE_BYTES], hint[SPOT_BYTES];
    const struct document *document = reader->document;
    if (!document || document_find_asset(document, value.text, value.size))
        return true;
    if (is_faulty_asset(reader, value.text)) {
        reader_error_follows(reader);
        return false;
    }
    const char *near[LIMIT_ASSETS];
    for (size_t i = 0; i < document->asset_count; i++)
        near[i] = document->assets[i].name;
    reader_error(reader, spot, "unknown-asset",
                 reader_near(reader, value.text, value.size, near, document->asset_count, hint,
                             _("add it to the document's assets")),
                 _("there is no asset \"%s\" in this document"),
                 reader_quote(value.text, value.size, quote));
    return false;
}

/* A document may be younger than the program: the slide is shown, with the icon of its type. */
static void look_up_icon(struct reader *reader, struct value value, const struct spot *spot)
{
    char quote[QUOTE_BYTES], hint[SPOT_BYTES];
    if (icon_find(value.text, value.size) != ICON_NONE)
        return;
    reader_warning(reader, spot, "unknown-icon",
                   reader_near(reader, value.text, value.size, icon_names(), ICONS - 1, hint,
                               _("choose one of those in docs/design.md")),
                   _("there is no icon \"%s\": the slide gets that of its type"),
                   reader_quote(value.text, value.size, quote));
}

/* Many a hotline is a mobile telephone: it is asked, not forbidden. */
static void ask_whose_phone(struct reader *reader, struct value value, const struct spot *spot)
{
    char quote[QUOTE_BYTES];
    reader_note(reader, spot, "personal-data",
                _("make sure that it is the office's and not a person's own"),
                _("\"%s\" is a mobile number"), reader_quote(value.text, value.size, quote));
}

/* What is told by its form, and kept as a string but for checksums. */
static bool read_form(struct reader *reader, const struct field *field, struct value value,
                      const struct spot *spot, void *place)
{
    const struct kind *kind = &kinds[field->kind];
    bool variable = field->kind == FIELD_PHONE && text_has_variable(value.text, value.size);
    if (field->kind == FIELD_STRING || variable) {
        if (!field_text_check_string(reader, value.text, value.size, spot))
            return false;
    } else if (field->kind == FIELD_URL) {
        if (!read_url(reader, value, spot))
            return false;
    } else if (!kind->is_valid(value.text, value.size)) {
        if (field->kind == FIELD_PHONE)
            return field_kind_no_phone(reader, value.text, value.size, spot);
        return fail_form(reader, field->kind, value, spot, kind->code, _(kind->message));
    }
    if (field->kind == FIELD_ICON)
        look_up_icon(reader, value, spot);
    if (field->kind == FIELD_LANGUAGE)
        field_text_mistaken_language(reader, value.text, value.size, spot);
    if (field->kind == FIELD_PHONE && !variable && text_has_personal_data(value.text, value.size))
        ask_whose_phone(reader, value, spot);
    if (field->kind == FIELD_ASSET && !read_asset(reader, value, spot))
        return false;
    if (!place)
        return true;
    if (field->kind == FIELD_SHA256) {
        store_sha256(place, value.text);
        return true;
    }
    const char *copy = reader_copy(reader, value.text, value.size);
    if (copy)
        memcpy(place, &copy, sizeof copy);
    return copy != NULL;
}

bool field_kind_read(struct reader *reader, const struct field *field, uint32_t token,
                     const struct spot *spot, void *place)
{
    char text[LIMIT_STRING_BYTES + 1];
    enum field_kind kind = field->kind;
    if (kind == FIELD_BOOL)
        return read_bool(reader, token, spot, place);
    if (kind == FIELD_INTEGER || kind == FIELD_NUMBER || kind == FIELD_SECONDS)
        return read_number(reader, field, token, spot, place);
    if (reader->json->tokens[token].kind != JSON_STRING)
        return field_wrong_type(reader, kind, token, spot);
    if (reader->json->tokens[token].fault != JSON_SOUND)
        return false; /* reported with all faults of this sort */
    struct value value = {text, json_decode(reader->json, token, text)};
    text[value.size] = '\0';
    if (kind == FIELD_WORD)
        return read_word(reader, field, value, spot, place);
    if (kind == FIELD_INSTANT || kind == FIELD_DATE || kind == FIELD_TIME)
        return field_moment_read(reader, field, value.text, value.size, spot, place);
    if (kind == FIELD_SIZE || kind == FIELD_VIEWPORT)
        return read_geometry(reader, field, value, spot, place);
    return read_form(reader, field, value, spot, place);
}
