#include "display/blend.h"

void blend_mix(uint32_t *restrict out, const uint32_t *restrict from, const uint32_t *restrict to,
               size_t count, unsigned weight)
{
    uint8_t *restrict result = (uint8_t *)out;
    const uint8_t *restrict a = (const uint8_t *)from;
    const uint8_t *restrict b = (const uint8_t *)to;
    const uint16_t of_b = (uint16_t)weight, of_a = (uint16_t)(BLEND_ONE - weight);
    /* Sixteen bits a lane, so that the compiler takes eight or sixteen at once. */
    for (size_t i = 0; i < count * 4; i++)
        result[i] = (uint8_t)((uint16_t)(a[i] * of_a + b[i] * of_b + 128) >> 8);
}
