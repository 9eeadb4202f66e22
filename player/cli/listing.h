/* What `check` says: like a compiler to people, one JSON object to programs. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "playlist/document.h"

struct cJSON;

/* Prints the findings of one checked thing, a line each: "PATH: POINTER: message; hint". `path` is
 * the document or settings file; findings whose path is a file's name are taken to lie beside it.
 * With a `document` (may be NULL) a pointer into an item is followed by the item's id, in brackets:
 * nobody counts items. */
void listing_print(FILE *out, const char *path, const struct document *document,
                   const struct findings *findings, bool colours);

/* Prints the line that sums up: how many of what, or that all is well. `what` says what was looked
 * at ("my-playlist/playlist.json: 31 items"). */
void listing_print_sum(FILE *out, const char *what, const struct findings *findings, bool colours);

/* Prints {errors, warnings, findings: [{path, severity, code, message, hint}]}. 0, or -1 without
 * memory. */
int listing_print_json(FILE *out, const struct findings *findings);

/* The findings as a JSON array, to go into an object of the caller's, who deletes it. NULL without
 * memory. */
struct cJSON *listing_json(const struct findings *findings);

/* Puts findings in the order of their places, numbers by value ("/items/9" before "/items/10"),
 * the graver first at one place. Those of equal rank keep their order. */
void listing_sort(struct findings *findings);

/* Moves what `from` holds behind what `to` holds. With a `prefix` (not NULL) each path becomes
 * "PREFIX#POINTER", so that findings of several documents can be told apart. */
void listing_merge(struct findings *to, struct findings *from, const char *prefix);
