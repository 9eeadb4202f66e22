/* Marks of web pages and of messengers in a text that is shown as it stands. */
#pragma once

#include <stdbool.h>

enum { MARKUP_BYTES = 32 };

/* Whether the text holds a tag of HTML ("<br>"), a character by its name or number ("&nbsp;") or
 * stars around words ("**"); the first one, perhaps shortened, in `out`. "a < b" and "R&D;" are
 * none. */
bool markup_find(const char *text, char out[MARKUP_BYTES]);
