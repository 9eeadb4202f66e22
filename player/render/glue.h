/* What stays together in a line although Unicode would let it part: a number and its unit, the
 * groups of a phone number, "Quyết định 749", a web address. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum glue {
    GLUE_CLAUSE, /* a line ends well here: behind a comma or a full stop */
    GLUE_NONE,   /* it may */
    GLUE_LOOSE,  /* better not: behind "của", between the words of a name */
    GLUE_WORD,   /* within a Vietnamese word of two syllables */
    GLUE_POOR,   /* where there is no better place: within an address, before a number */
    GLUE_LAST,   /* only where a word is longer than the line: within the word */
    GLUE_NEVER,  /* it must not */
    GLUE_MUST    /* the author ends the line here */
};

/* Judges the break before byte `offset` of `text` (0 < offset < size), which UAX #14 allows. */
enum glue glue_judge(const char *text, size_t size, size_t offset);

/* Whether the token (what stands between blanks) is a web or mail address. */
bool glue_is_address(const char *token, size_t size);

/* The same of the token in which the byte `offset` of `text` stands. */
bool glue_is_in_address(const char *text, size_t size, size_t offset);

/* Takes "https://" and "http://" off the addresses in `text`, in place: nobody has to type them. */
void glue_shorten_addresses(char *text);

/* Marks in `marks` (as unicode_breaks does; 1: may break) where addresses in `text` may be
 * parted: after "/" and before ".". UAX #14 gives other places, which glue_judge refuses. */
void glue_mark_addresses(const char *text, size_t size, uint8_t *marks);
