/* The calm card that is shown when there is nothing else at all: no content, no worker. It needs
 * no font, no file, no decoder. */
#pragma once

#include "ipc/pixels.h"

/* Draws it. Returns 0 and pixels that the caller owns, or -errno. */
int card_draw(uint32_t width, uint32_t height, struct pixels *ret);
