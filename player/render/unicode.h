/* What Unicode knows about a text: its normal form, the scripts in it, where it may be broken.
 * The only user of ICU. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Brings `text` (UTF-8; what is not becomes U+FFFD) into Normalization Form C (UAX #15) and into
 * what can be set in lines: other control characters and runs of blanks become one space, blanks
 * at the ends go, a line feed stays. Returns a fresh string, or NULL without memory. */
char *unicode_normalise(const char *text);

/* The script that each byte's letter belongs to (UAX #24), as the four letters of ISO 15924; what
 * is common to all (digits, signs, marks) joins what stands before it, or at the start of the text
 * what follows. `scripts` has `size` places, one a byte; all places of a letter are the same. */
void unicode_scripts(const char *text, size_t size, char (*scripts)[5]);

/* Whether a word or a number is another one without it: a letter, a digit, or a mark of a script
 * (a vowel sign); no emoji, no symbol. */
bool unicode_is_letter(uint32_t code);

/* The script of one letter as the four letters of ISO 15924, static; "" where it has none. */
const char *unicode_script(uint32_t code);

/* Whether a letter leaves no mark of its own (joiners, variation selectors, soft hyphens). */
bool unicode_is_invisible(uint32_t code);

struct unicode_breaker;

/* Finds line breaks by UAX #14 with the words of the language's dictionary (Khmer, Lao, Thai).
 * NULL where ICU does not know how, or without memory. */
struct unicode_breaker *unicode_breaker_create(const char *language);
void unicode_breaker_destroy(struct unicode_breaker *breaker);

enum unicode_break { UNICODE_BREAK_MAY = 1, UNICODE_BREAK_MUST = 2 };

/* Marks in `marks` (size + 1 places, zeroed by the caller) the byte offsets of `text` before which
 * a line may or must begin; offset 0 and the end of the text are not marked. */
void unicode_breaks(struct unicode_breaker *breaker, const char *text, size_t size, uint8_t *marks);

/* The length in bytes of the first thing that a reader sees as one letter (UAX #29); at least 1
 * where `size` is. */
size_t unicode_cluster(struct unicode_breaker *breaker, const char *text, size_t size);
