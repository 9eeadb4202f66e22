/* Reading one item: the fields that all share, and those of its type. */
#pragma once

#include "playlist/document.h"
#include "playlist/field.h"

/* Reads the item `token` into *item, whose `playlist` and `index` are set. Whatever is wrong with
 * it is reported and makes it `faulty`; it gets an id and json all the same, but without memory. */
void item_read(struct reader *reader, uint32_t token, const struct spot *spot, struct item *item);

/* The fields of all items, and those of one type in front of them. Destination: struct item. */
extern const struct field_table item_common_table;
const struct field_table *item_type_table(enum item_type type);

/* Of a `transition`; destination: struct transition. */
extern const struct field_table transition_table;

/* Of a `basis`; destination: struct item. */
extern const struct field_table basis_table;

/* Elements of `sites` and `dayparts`. */
extern const struct field field_site_name, field_daypart_name;

/* Words in the order of their enumerations, NULL at the end. */
extern const char *const item_type_names[];
extern const char *const transition_names[];
extern const char *const fit_names[];
