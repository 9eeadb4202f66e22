#include "image.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

int image_read(const char *path, struct image *ret)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&png, path))
        return -1;
    png.format = PNG_FORMAT_BGRA;
    uint32_t *pixels = malloc(PNG_IMAGE_SIZE(png));
    if (!pixels || !png_image_finish_read(&png, NULL, pixels, 0, NULL)) {
        png_image_free(&png);
        free(pixels);
        return -1;
    }
    *ret = (struct image){.pixels = pixels, .width = png.width, .height = png.height};
    return 0;
}

int image_write(const char *path, const uint32_t *pixels, uint32_t width, uint32_t height)
{
    png_image png = {
        .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = PNG_FORMAT_BGR};
    uint8_t *rows = malloc((size_t)width * height * 3); /* without alpha the file is smaller */
    if (!rows)
        return -1;
    for (size_t i = 0; i < (size_t)width * height; i++)
        for (int channel = 0; channel < 3; channel++)
            rows[i * 3 + (size_t)channel] = (uint8_t)(pixels[i] >> (8 * channel));
    int ok = png_image_write_to_file(&png, path, 0, rows, 0, NULL);
    free(rows);
    return ok ? 0 : -1;
}

void image_finish(struct image *image)
{
    free(image->pixels);
    *image = (struct image){0};
}
