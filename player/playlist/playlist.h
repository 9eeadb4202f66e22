/* Reading the playlists with their items. */
#pragma once

#include "playlist/document.h"
#include "playlist/field.h"

void playlist_read_all(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct document *document);
