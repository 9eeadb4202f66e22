/* The fields of a site: in the device's settings, and in the document's `sites`. */
#pragma once

#include "playlist/field.h"
#include "playlist/site.h"

/* Reads the document's `sites`; faults are reported. */
void site_read_entries(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct document *document);

/* Reads one layer over *site: what is there and right replaces what stood, tags and variables are
 * added. `is_device`: with the fields that only the device's own settings have. */
void site_read_layer(struct reader *reader, uint32_t token, const struct spot *spot, bool is_device,
                     struct site *site);
