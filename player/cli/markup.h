/* Marks of web pages and of messengers in a text that is shown as it stands. */
#pragma once

#include <stdbool.h>

enum { MARKUP_BYTES = 32 };

/* Whether the text holds a tag of HTML ("<br>"), a character by its name or number ("&nbsp;") or
 * stars around words ("**"); the first one, perhaps shortened, in `out`, which holds ASCII that can
 * be printed. "a < b" and "R&D;" are none, nor are the stars of notes and of hidden digits. */
bool markup_find(const char *text, char out[MARKUP_BYTES]);
