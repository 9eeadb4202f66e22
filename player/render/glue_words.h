/* Vietnamese words of two syllables, and the small words that lead on to the next: Vietnamese
 * writes a blank between syllables, so that Unicode's rules would end a line in the middle of a
 * word. Only what public offices write often; an unknown word is treated as two. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether the syllables `first` and `second` are one word ("dịch vụ"). */
bool glue_words_is_compound(const char *first, size_t first_size, const char *second,
                            size_t second_size);

/* Whether `word` leads on to what follows ("của", "và"), so that no line should end with it. */
bool glue_words_leads_on(const char *word, size_t size);

/* Whether the word begins with a capital letter, as names do. */
bool glue_words_is_capital(const char *word, size_t size);
