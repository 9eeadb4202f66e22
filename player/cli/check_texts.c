/* Letters: what was typed in an old code page, what came from a Mac in normal form D, what was
 * copied from a web page with its marks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "cli/check.h"
#include "cli/markup.h"
#include "cli/mojibake.h"
#include "cli/unicode.h"
#include "playlist/limits.h"
#include "playlist/reader.h"

struct text_pass {
    struct check *check;
    size_t not_nfc; /* texts */
    char first_not_nfc[SPOT_BYTES];
};

/* As much of a text as a message can quote. */
static const char *quote(const char *text, char out[QUOTE_BYTES])
{
    return reader_quote(text, strlen(text), out);
}

/* Fonts such as .VnTimeH show small letters with marks as capitals: whether all letters without
 * marks are capitals, and so all of them were meant to be. */
static bool is_in_capitals(const char *text)
{
    size_t capitals = 0;
    for (; *text; text++) {
        if (*text >= 'a' && *text <= 'z')
            return false;
        capitals += *text >= 'A' && *text <= 'Z';
    }
    return capitals > 1;
}

/* What the text was meant to be, as a message quotes it; false where that is not known. */
static bool say_meant(enum mojibake kind, const char *text, char out[QUOTE_BYTES])
{
    char *repaired = mojibake_repair(kind, text);
    char *normal = repaired ? unicode_nfc(repaired) : NULL;
    if (normal && kind == MOJIBAKE_TCVN3 && is_in_capitals(text)) {
        char *capitals = unicode_capitals(normal);
        free(normal);
        normal = capitals;
    }
    if (normal)
        quote(normal, out);
    free(repaired);
    free(normal);
    return normal != NULL;
}

static void say_mojibake(struct text_pass *pass, const struct spot *spot, enum mojibake kind,
                         const char *text)
{
    char path[SPOT_BYTES], seen[QUOTE_BYTES], meant[QUOTE_BYTES], hint[SPOT_BYTES];
    spot_write(spot, path, sizeof path);
    if (say_meant(kind, text, meant))
        snprintf(hint, sizeof hint,
                 _("write \"%s\"; set the typing program (UniKey) to the code table Unicode"),
                 meant);
    else
        snprintf(hint, sizeof hint, "%s",
                 _("type it anew with the typing program (UniKey) set to the code table Unicode"));
    findings_add(&pass->check->findings, SEVERITY_ERROR, "code-page", path, hint,
                 _("\"%s\" is text in %s"), quote(text, seen), mojibake_name(kind));
}

static void look_at_markup(struct text_pass *pass, const struct spot *spot, const char *text)
{
    char path[SPOT_BYTES], seen[QUOTE_BYTES], mark[MARKUP_BYTES];
    if (!markup_find(text, mark))
        return;
    spot_write(spot, path, sizeof path);
    findings_add(&pass->check->findings, SEVERITY_WARNING, "markup", path,
                 _("take such marks out; a new line is written \\n"),
                 _("\"%s\" holds marks of a web page (%s), which the screen shows as they stand"),
                 quote(text, seen), mark);
}

/* The name of a file: nobody sees it, and nothing is joined in it. */
static bool is_file_name(const struct spot *spot)
{
    static const char key[] = "href";
    return spot->key && spot->key_size == sizeof key - 1 &&
           memcmp(spot->key, key, sizeof key - 1) == 0;
}

static void look_at_text(struct text_pass *pass, uint32_t token, const struct spot *spot)
{
    const struct json *json = &pass->check->json;
    char text[LIMIT_STRING_BYTES + 1];
    if (json->tokens[token].size > LIMIT_STRING_BYTES)
        return; /* an error already */
    text[json_decode(json, token, text)] = '\0';
    if (!is_file_name(spot))
        look_at_markup(pass, spot, text);
    enum mojibake kind = mojibake_find(text);
    if (kind != MOJIBAKE_NONE)
        say_mojibake(pass, spot, kind, text);
    else if (!is_file_name(spot) && !unicode_is_nfc(text) && pass->not_nfc++ == 0)
        spot_write(spot, pass->first_not_nfc, sizeof pass->first_not_nfc);
}

/* Goes down as deep as the reader let the document be, LIMIT_DEPTH. */
static void walk(struct text_pass *pass, uint32_t token, const struct spot *spot)
{
    const struct json *json = &pass->check->json;
    size_t index = 0;
    switch ((enum json_kind)json->tokens[token].kind) {
    case JSON_STRING:
        look_at_text(pass, token, spot);
        break;
    case JSON_ARRAY:
        for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
            struct spot element = {.up = spot, .index = index++};
            walk(pass, at, &element);
        }
        break;
    case JSON_OBJECT:
        for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
            struct spot member = {.up = spot,
                                  .key = json->bytes + json->tokens[at].start,
                                  .key_size = json->tokens[at].size};
            walk(pass, at + 1, &member);
        }
        break;
    case JSON_NULL:
    case JSON_FALSE:
    case JSON_TRUE:
    case JSON_NUMBER:
        break;
    }
}

void check_texts(struct check *check)
{
    struct text_pass pass = {.check = check};
    struct spot whole = {0};
    walk(&pass, 0, &whole);
    if (pass.not_nfc == 0)
        return;
    findings_add(&check->findings, SEVERITY_NOTE, "not-nfc", pass.first_not_nfc, NULL,
                 ngettext("the marks of this text are characters of their own (as on a Mac); they "
                          "are joined before it is shown",
                          "the marks of %zu texts, this one first, are characters of their own "
                          "(as on a Mac); they are joined before they are shown",
                          pass.not_nfc),
                 pass.not_nfc);
}

/* Files of other programs that come under the name of a playlist, by their first bytes. */
static const char *binary_name(const char *bytes, size_t size)
{
    static const struct {
        const char *bytes, *name;
        size_t at, size;
    } kinds[] = {
        {"\x89PNG", N_("a PNG picture"), 0, 4},
        {"\xff\xd8\xff", N_("a JPEG picture"), 0, 3},
        {"GIF8", N_("a GIF picture"), 0, 4},
        {"RIFF", N_("a WebP picture"), 0, 4},
        {"ftyp", N_("an MP4 clip or a HEIC picture"), 4, 4},
        {"%PDF", N_("a PDF document"), 0, 4},
        {"PK\x03\x04", N_("a ZIP archive, or a document of Word, Excel or PowerPoint"), 0, 4},
        {"\xd0\xcf\x11\xe0", N_("a document of an old Word, Excel or PowerPoint"), 0, 4},
        {"Rar!", N_("a RAR archive"), 0, 4},
        {"7z\xbc\xaf", N_("a 7-Zip archive"), 0, 4},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (size >= kinds[i].at + kinds[i].size &&
            memcmp(bytes + kinds[i].at, kinds[i].bytes, kinds[i].size) == 0)
            return _(kinds[i].name);
    }
    return memchr(bytes, '\0', size) ? _("no text: another program wrote it") : NULL;
}

static void say_bytes(struct findings *findings, enum mojibake kind,
                      const struct mojibake_place *place)
{
    char words[QUOTE_BYTES] = "";
    /* Where good letters stand beside the damaged ones, repairing would damage those. */
    bool is_whole = place->text && mojibake_find(place->text) == kind;
    if (place->text && !(is_whole && say_meant(kind, place->text, words)))
        quote(place->text, words);
    findings_add(findings, SEVERITY_ERROR, "code-page", "",
                 _("convert it to Unicode with UniKey's toolkit (Ctrl+Shift+F6), save as UTF-8"),
                 _("line %zu: \"%s\" is written in %s, not in UTF-8"), place->line, words,
                 mojibake_name(kind));
}

bool check_encoding(struct findings *findings, const char *bytes, size_t size)
{
    /* The reader names UTF-16. What is UTF-8 is no old code page, whatever else is wrong in it. */
    bool is_utf_16 =
        size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
    if (is_utf_16)
        return true;
    bool is_utf_8 = utf8_check(bytes, size) == size;
    const char *name = is_utf_8 ? NULL : binary_name(bytes, size);
    if (name) {
        findings_add(findings, SEVERITY_ERROR, "not-text", "",
                     _("copy the right file there; it begins with {"), _("the file is %s"), name);
        return false;
    }
    struct mojibake_place place = {0};
    enum mojibake kind = is_utf_8 ? MOJIBAKE_NONE : mojibake_find_bytes(bytes, size, &place);
    if (kind == MOJIBAKE_NONE)
        return true;
    say_bytes(findings, kind, &place);
    free(place.text);
    return false;
}
