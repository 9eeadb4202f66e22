/* For which office a command looks at a playlist. */
#pragma once

#include "playlist/document.h"
#include "playlist/site.h"

/* The office of `--site`: that of the settings file or of the document's id in `value`, or the
 * document's first one where it is NULL. Returns EXIT_DONE and its effective settings, which the
 * caller destroys; or says what is wrong and returns another exit status. */
int office_choose(const struct document *document, const char *value, struct site **ret_site);

/* Whether the value of `--site` names a settings file, one that is there or was meant to be, and
 * not an id of the document. */
bool office_is_file(const char *value);

/* The ids of the document's offices, for near_name; the caller frees the list. NULL without
 * memory. */
const char **office_names(const struct document *document);

/* Says that the playlist has no `what` ("office", translated) called `typed`, and which of the
 * names is near. Returns EXIT_USAGE. */
int office_say_unknown(const char *what, const char *typed, const char *const *names, size_t count);

/* Where pictures were drawn for an office that nobody has named, prints which it is and that there
 * are others, which may look otherwise. */
void office_print_others(const struct document *document, const struct site *site);
