/* Letters that no font has: which, of what script, and what would help. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "cli/check.h"
#include "cli/drawing.h"
#include "cli/unicode.h"
#include "ipc/fonts.h"

enum { LETTERS_SAID_MAX = 8, LETTER_BYTES = 96 };

/* The code of "U+AA00", as the worker reports it. */
static uint32_t read_code(const char *word)
{
    return strncmp(word, "U+", 2) == 0 ? (uint32_t)strtoul(word + 2, NULL, 16) : 0;
}

/* "ꨀ (U+AA00, Cham)", "U+AA4C (Cham)", "🎉 (U+1F389)", "U+E000" */
static void write_letter(const char *word, char out[LETTER_BYTES])
{
    char iso_15924[5], script[UNICODE_SCRIPT_BYTES] = "", letter[5] = "";
    uint32_t code = read_code(word);
    unicode_script(code, iso_15924, script);
    if (unicode_is_printable(code))
        letter[utf8_encode(code, letter)] = '\0';
    if (*letter)
        snprintf(out, LETTER_BYTES, "%s (%.12s%s%s)", letter, word, *script ? ", " : "", script);
    else
        snprintf(out, LETTER_BYTES, *script ? "%.12s (%s)" : "%.12s", word, script);
}

/* Says no more than LETTERS_SAID_MAX of them. */
static void write_letters(const struct drawing_words *missing, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < missing->count && used < size; i++) {
        char letter[LETTER_BYTES];
        if (i == LETTERS_SAID_MAX) {
            snprintf(out + used, size - used, ", …");
            return;
        }
        write_letter(missing->list[i], letter);
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", letter);
    }
}

/* What would help against the first letter that belongs to a script; else that signs are not
 * drawn. */
static void write_hint(const struct drawing_words *missing, char *out, size_t size)
{
    char iso_15924[5], script[UNICODE_SCRIPT_BYTES], package[FONTS_PACKAGE_BYTES];
    size_t i = 0;
    while (i < missing->count && !unicode_script(read_code(missing->list[i]), iso_15924, script))
        i++;
    if (i == missing->count)
        snprintf(out, size, "%s",
                 _("write it with other letters; emoji and symbols are not drawn"));
    else if (fonts_find(iso_15924, package) == FONTS_ABSENT)
        snprintf(out, size,
                 _("install the package %s here and on the players; it has the font for %s"),
                 package, script);
    else
        snprintf(
            out, size,
            _("there is no font for this letter of the script %s; write it with others, or show "
              "the text as a picture"),
            script);
}

void check_missing_at(struct check *check, const char *path, const char *name,
                      const struct drawing *drawing)
{
    char hint[256], letters[LETTERS_SAID_MAX * LETTER_BYTES + 16];
    write_letters(&drawing->missing, letters, sizeof letters);
    write_hint(&drawing->missing, hint, sizeof hint);
    findings_add(&check->findings, SEVERITY_ERROR, "letters-missing", path, hint,
                 _("\"%s\" has letters that no font can draw: %s"), name, letters);
}

void check_missing_letters(struct check *check, const struct item *item,
                           const struct drawing *drawing)
{
    char path[160];
    item_path(item, path, sizeof path);
    check_missing_at(check, path, item->id, drawing);
}
