/* What needs Unicode's tables: normal forms, names without marks. The only
 * file of this room that knows ICU. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the UTF-8 text is in normal form C (Unicode TR 15); what is no UTF-8 is not. */
bool unicode_is_nfc(const char *text);

/* The text in normal form C: a fresh string, or NULL (no UTF-8, no memory). */
char *unicode_nfc(const char *text);

/* The text in capital letters, for the caller to free; NULL without memory or where it is no
 * UTF-8. */
char *unicode_capitals(const char *text);

/* Whether two file names are the same to a person and to Windows: equal without regard to case
 * and to normal form. */
bool unicode_same_name(const char *a, const char *b);

/* How many words a reader reads: of Vietnamese, syllables; of Khmer, which has no spaces, words of
 * ICU's dictionary; a number or address is one. */
size_t unicode_words(const char *text);

/* A letter's script (Unicode TR 24): its four letters in ISO 15924, and its name in English ("Tai
 * Viet"). False where it belongs to none: signs, digits, emoji, what is not assigned. */
enum { UNICODE_SCRIPT_BYTES = 48 };
bool unicode_script(uint32_t code, char iso_15924[5], char name[UNICODE_SCRIPT_BYTES]);

/* Whether the letter can be shown by itself: no control, no mark that would sit on its neighbour.
 */
bool unicode_is_printable(uint32_t code);

/* How much of the text fits into `most` columns of a terminal: marks take none, wide letters two.
 * Returns the bytes, *ret_columns what they take. */
size_t unicode_columns(const char *text, size_t most, size_t *ret_columns);

/* Makes an id of a file's or folder's name: Latin letters without marks, in lower case, digits;
 * what is between becomes one hyphen. "Ảnh bìa (1)" → "anh-bia-1". At most `size` - 1 bytes, never
 * empty: "item" where nothing is left. */
void unicode_make_id(const char *name, char *id, size_t size);

/* The name of a language (BCP 47) in that language, as "Tiếng Việt"; the code where none is known.
 * At most `size` - 1 bytes. Returns `name`. */
const char *unicode_language_name(const char *language, char *name, size_t size);
