#include "sample.h"

int sample_plan(const struct xwd *xwd, const struct sample_place *place, struct sample_plan *ret)
{
    if (place->width < SAMPLE_COLUMNS || place->height < SAMPLE_COLUMNS ||
        (uint64_t)place->x + place->width > xwd->width ||
        (uint64_t)place->y + place->height > xwd->height)
        return -1;
    for (int row = 0; row < SAMPLE_ROWS; row++) {
        for (int column = 0; column < SAMPLE_COLUMNS; column++) {
            double u = (column + 0.5) / SAMPLE_COLUMNS, v = (row + 0.5) / SAMPLE_ROWS;
            double right = place->rotate == 90    ? 1 - v
                           : place->rotate == 180 ? 1 - u
                           : place->rotate == 270 ? v
                                                  : u;
            double down = place->rotate == 90    ? u
                          : place->rotate == 180 ? 1 - v
                          : place->rotate == 270 ? 1 - u
                                                 : v;
            size_t x = place->x + (size_t)(right * place->width);
            size_t y = place->y + (size_t)(down * place->height);
            ret->offsets[row][column] = y * xwd->stride + x * 4;
        }
    }
    return 0;
}

void sample_take(const struct sample_plan *plan, const struct xwd *xwd, struct sample *ret)
{
    for (int row = SAMPLE_ROWS - 1; row >= 0; row--) {
        for (int column = 0; column < SAMPLE_COLUMNS; column++) {
            const volatile uint32_t *pixel =
                (const volatile uint32_t *)(const void *)(xwd->pixels + plan->offsets[row][column]);
            ret->pixels[row][column] = *pixel & 0xffffff;
        }
    }
}
