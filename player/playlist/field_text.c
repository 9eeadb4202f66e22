#include "playlist/field_text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "playlist/document.h"
#include "playlist/field.h"
#include "playlist/form.h"
#include "playlist/limits.h"
#include "playlist/text.h"

static bool is_blank(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (!memchr(" \n", text[i], 2))
            return false;
    }
    return true;
}

bool field_text_check_string(struct reader *reader, const char *text, size_t size,
                             const struct spot *spot)
{
    if (is_blank(text, size)) {
        reader_error(reader, spot, "empty", _("write a text, or leave the field out"),
                     _("this text is empty"));
        return false;
    }
    enum text_fault fault = text_check(text, size);
    if (fault == TEXT_FINE)
        return true;
    reader_error(reader, spot, text_fault_code(fault), _(text_fault_hint(fault)), "%s",
                 _(text_fault_message(fault)));
    return false;
}

static bool check_value(struct reader *reader, uint32_t token, bool drawn, const struct spot *spot)
{
    char text[LIMIT_STRING_BYTES];
    if (reader->json->tokens[token].kind != JSON_STRING)
        return field_wrong_type(reader, FIELD_TEXT, token, spot);
    if (reader->json->tokens[token].fault != JSON_SOUND)
        return false; /* reported with all faults of this sort */
    size_t size = json_decode(reader->json, token, text);
    if (!field_text_check_string(reader, text, size, spot))
        return false;
    if (drawn && text_has_personal_data(text, size))
        reader_warning(reader, spot, "personal-data",
                       _("show an office's number, never a person's"),
                       _("this looks like an identity number or a private mobile number"));
    if (drawn && text_has_account(text, size))
        reader_warning(reader, spot, "personal-data",
                       _("write that fees are paid at the counter or on the portal"),
                       _("this looks like the number of an account; who sees it on a screen must "
                         "not be asked for money there"));
    return true;
}

/* The bit of a language of the document, 0 where it is not one of them. */
static uint32_t language_bit(const struct document *document, const char *name, size_t size)
{
    for (size_t i = 0; document && i < document->language_count; i++) {
        const char *language = document->languages[i];
        if (strlen(language) == size && memcmp(language, name, size) == 0)
            return UINT32_C(1) << i;
    }
    return 0;
}

bool field_text_mistaken_language(struct reader *reader, const char *name, size_t size,
                                  const struct spot *spot)
{
    /* Countries in place of languages (ISO 3166 for ISO 639-1), and codes of three letters. */
    static const struct {
        const char *wrong, *right;
    } codes[] = {{"kh", "km"},  {"vn", "vi"},   {"khm", "km"},   {"vie", "vi"},
                 {"eng", "en"}, {"us", "en"},   {"gb", "en"},    {"cn", "zh"},
                 {"jp", "ja"},  {"viet", "vi"}, {"khmer", "km"}, {"cham", "cjm"}};
    char quote[QUOTE_BYTES], hint[SPOT_BYTES];
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (strlen(codes[i].wrong) != size || strncasecmp(codes[i].wrong, name, size) != 0)
            continue;
        snprintf(hint, sizeof hint, _("write \"%s\""), codes[i].right);
        reader_warning(reader, spot, "bad-language", hint,
                       _("\"%s\" is no language: what is meant is called \"%s\""),
                       reader_quote(name, size, quote), codes[i].right);
        return true;
    }
    return false;
}

static bool check_language(struct reader *reader, const struct spot *spot, uint32_t *languages)
{
    char quote[QUOTE_BYTES], hint[SPOT_BYTES];
    if (!form_is_language(spot->key, spot->key_size)) {
        reader_error(reader, spot, "bad-language", _("write a code such as vi, en or km"),
                     _("\"%s\" is no language"), reader_quote(spot->key, spot->key_size, quote));
        return false;
    }
    uint32_t bit = language_bit(reader->document, spot->key, spot->key_size);
    *languages |= bit;
    if (!reader->document || bit != 0 ||
        field_text_mistaken_language(reader, spot->key, spot->key_size, spot))
        return true;
    reader_warning(reader, spot, "unlisted-language",
                   reader_near(reader, spot->key, spot->key_size, reader->document->languages,
                               reader->document->language_count, hint,
                               _("add it to the document's languages")),
                   _("\"%s\" is none of the document's languages: this text is shown only where "
                     "there is no other"),
                   reader_quote(spot->key, spot->key_size, quote));
    return true;
}

static bool check_map(struct reader *reader, uint32_t token, bool drawn, const struct spot *spot)
{
    const struct json *json = reader->json;
    uint32_t languages = 0;
    bool ok = true;
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
        struct spot inner = reader_member_spot(reader, spot, at);
        ok &= check_language(reader, &inner, &languages);
        ok &= check_value(reader, at + 1, drawn, &inner);
    }
    if (!json_first(json, token)) {
        reader_error(reader, spot, "empty", _("write a text, or leave the field out"),
                     _("this text is empty"));
        return false;
    }
    if (drawn) {
        reader->languages |= languages;
        reader->common_languages &= languages;
    }
    return ok;
}

bool field_text_check(struct reader *reader, uint32_t token, bool drawn, const struct spot *spot)
{
    if (reader->json->tokens[token].kind == JSON_OBJECT)
        return check_map(reader, token, drawn, spot);
    return check_value(reader, token, drawn, spot);
}
