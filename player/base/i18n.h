/* Messages in the reader's language, through gettext. */
#pragma once

#include <libintl.h>

#define _(text) gettext(text)
/* Marks a text in a table for translation; the reader of the table calls _(). */
#define N_(text) (text)

/* Chooses the language by `language` (such as "vi") or, where it is NULL, by the environment, and
 * finds the catalogue beside the program or where it is installed. Call once in main, before any
 * message. Numbers keep the C locale's form: they go into JSON. */
void i18n_init(const char *language);
