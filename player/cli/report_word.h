/* A word of a log as it may be printed: a log may come from anywhere. */
#pragma once

#include <stddef.h>

#include "plays/play.h"

enum { WORD_SIZE = PLAY_TITLE_MAX + 1 };

/* Copies at most WORD_SIZE - 1 bytes of `text` (NULL is ""), cut between characters. What is no
 * UTF-8 becomes U+FFFD; control characters become blanks; marks that would turn the direction of
 * what is printed behind the word (Unicode TR 36, 2.10) are left out. Returns the size. */
size_t word_clean(char word[WORD_SIZE], const char *text);
