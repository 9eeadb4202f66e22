/* Reading the document's assets. A faulty one is left out, and with it every item that names it. */
#pragma once

#include "playlist/document.h"
#include "playlist/field.h"

/* Whether the string at token `key` is the name of a field that names an asset. */
bool asset_is_key(const struct json *json, uint32_t key);

void asset_read_all(struct reader *reader, uint32_t token, const struct spot *spot,
                    struct document *document);
