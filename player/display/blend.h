/* The pixel loops of the screen: opaque XRGB8888 rows in, rows out. Pure. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define BLEND_ONE 256U

/* Writes to each byte of `out` the mix of `from` and `to` with `weight` (0 … BLEND_ONE) of `to`,
 * rounded. `count` pixels; rows may not overlap. */
void blend_mix(uint32_t *restrict out, const uint32_t *restrict from, const uint32_t *restrict to,
               size_t count, unsigned weight);
