/* Letters: what was typed in an old code page, and what came from a Mac in normal form D. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/check.h"
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

static void say_mojibake(struct text_pass *pass, const struct spot *spot, enum mojibake kind,
                         const char *text)
{
    char path[SPOT_BYTES], seen[QUOTE_BYTES], meant[QUOTE_BYTES], hint[SPOT_BYTES];
    spot_write(spot, path, sizeof path);
    char *repaired = mojibake_repair(kind, text);
    char *normal = repaired ? unicode_nfc(repaired) : NULL;
    if (normal)
        snprintf(hint, sizeof hint,
                 _("write \"%s\"; set the typing program (UniKey) to the code table Unicode"),
                 quote(normal, meant));
    else
        snprintf(hint, sizeof hint, "%s",
                 _("type it anew with the typing program (UniKey) set to the code table Unicode"));
    findings_add(&pass->check->findings, SEVERITY_ERROR, "code-page", path, hint,
                 _("\"%s\" is text in %s"), quote(text, seen), mojibake_name(kind));
    free(normal);
    free(repaired);
}

static void look_at_text(struct text_pass *pass, uint32_t token, const struct spot *spot)
{
    const struct json *json = &pass->check->json;
    char text[LIMIT_STRING_BYTES + 1];
    if (json->tokens[token].size > LIMIT_STRING_BYTES)
        return; /* an error already */
    text[json_decode(json, token, text)] = '\0';
    enum mojibake kind = mojibake_find(text);
    if (kind != MOJIBAKE_NONE)
        say_mojibake(pass, spot, kind, text);
    else if (!unicode_is_nfc(text) && pass->not_nfc++ == 0)
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

void check_encoding(struct check *check, const char *bytes, size_t size)
{
    if (size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
        findings_add(&check->findings, SEVERITY_ERROR, "utf-16", "",
                     _("in Notepad choose File, Save as, Encoding: UTF-8"),
                     _("the file was saved as UTF-16 (\"Unicode\")"));
        return;
    }
    enum mojibake kind = mojibake_find_bytes(bytes, size);
    if (kind != MOJIBAKE_NONE)
        findings_add(
            &check->findings, SEVERITY_ERROR, "code-page", "",
            _("convert it to Unicode with UniKey's toolkit (Ctrl+Shift+F6), save as UTF-8"),
            _("the file is written in %s"), mojibake_name(kind));
}
