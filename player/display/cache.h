/* The first picture of the loop, kept as raw pixels: after a restart or a power cut it is on the
 * screen before any worker is up. It is only a copy: a picture is known by its job's digest, and a
 * file that does not fit is not looked at. */
#pragma once

#include "display/slide.h"

/* Reads the kept slide if it is the one of `digest` in that size. NULL where it is not. The slide
 * is not ready: the stage prepares it like any other. */
struct slide *cache_load(uint64_t digest, uint32_t width, uint32_t height);

/* Keeps the slide in place of what was kept. Its pixels must still be there. Failure is logged at
 * debug level and otherwise of no consequence. */
void cache_save(const struct slide *slide);

/* Whether anything is kept: then the first picture will hardly need a worker. */
bool cache_exists(void);

/* Whether a slide of `digest` is what is kept already. */
bool cache_holds(uint64_t digest);
