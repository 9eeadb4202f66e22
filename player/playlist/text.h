/* What may not stand in a text on a public screen, as far as it can be told without Unicode
 * tables; normal forms and code pages are looked at by `check`. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_fault {
    TEXT_FINE,
    TEXT_REPLACEMENT, /* U+FFFD: letters were lost when the file was saved or copied */
    TEXT_CONTROL,     /* control characters but the new line, U+FEFF, noncharacters */
    TEXT_BIDI,        /* bidirectional embeddings, overrides and isolates (Unicode TR 36, 2.10) */
    TEXT_MARKS,       /* more than four combining marks in a row: they pile up over other words */
    TEXT_BRACES,      /* a brace that begins or ends no {site.NAME} */
    TEXT_FAULTS
};

/* The first fault in `size` bytes of UTF-8. */
enum text_fault text_check(const char *text, size_t size);

/* Whether nobody sees the letter, or takes it for a usual blank: what word processors, telephones
 * and web pages put between words, marks of direction and of a line's end, a byte-order mark. */
bool text_is_odd_blank(uint32_t code);

/* "control" and so on, for findings; static. */
const char *text_fault_code(enum text_fault fault);

/* What is wrong and what to do, untranslated (marked with N_()). */
const char *text_fault_message(enum text_fault fault);
const char *text_fault_hint(enum text_fault fault);

/* Whether there is a {site.…} to be filled in. */
bool text_has_variable(const char *text, size_t size);

/* The {site.NAME} at `text`: returns its length with both braces and sets the name's bounds, or 0
 * where none begins here. NAME is [A-Za-z][A-Za-z0-9_.-]{0,63}. */
size_t text_variable(const char *text, size_t size, const char **ret_name, size_t *ret_size);

/* Whether `name` (`size` bytes) can be a variable's name. */
bool text_is_variable_name(const char *name, size_t size);

/* Whether the text seems to hold a person's data: a twelve-digit identity number, an old one of
 * nine digits where a word before it says so, or a private mobile number (03, 05, 07, 08, 09 and
 * eight digits, also with +84 and with gaps). */
bool text_has_personal_data(const char *text, size_t size);

/* Whether a long number follows the words for a bank account: money must not be asked for there. */
bool text_has_account(const char *text, size_t size);
