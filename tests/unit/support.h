/* What the tests of `playlist` share. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "playlist/document.h"
#include "playlist/finding.h"

struct cJSON;

/* The finding with this code at this place, or NULL. */
const struct finding *support_find(const struct findings *findings, const char *code,
                                   const char *path);

/* One line for each finding, for the message of a test that fails. */
void support_print(const struct findings *findings);

/* Parses a document that must be without any finding. JSON may be written with ' in place of ". */
struct document *support_document(const char *json);

/* The same text with " in place of '; the caller frees it. */
char *support_quote(const char *json);

/* Reads a file of cases, a JSON array; the caller deletes it. */
struct cJSON *support_cases(const char *name);

/* The document that a case is about, as text: the case's own "text" or "document", or the standard
 * document with members ("top"), its item ("item") or that item's fields ("with") exchanged. The
 * caller frees it. tests/schema/schema.mjs composes the same. */
char *support_compose(const struct cJSON *test);

/* An instant, "2026-03-01T07:30:00+07:00". */
int64_t support_instant(const char *text);

/* Reads the file `name` below the checkout whole; the caller frees it. */
char *support_read(const char *name, size_t *size);
