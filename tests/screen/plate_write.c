/* Writes one test plate as a picture file.
 *   plate NUMBER WIDTHxHEIGHT FILE [TEXTURE]
 * FILE ends in .jpg (quality 90, 4:2:0) or .png; TEXTURE 0 … 60 is the texture's greatest height in
 * grey levels. Written row by row: the largest plate costs little memory. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

#include "plate.h"

struct picture {
    unsigned number;
    uint32_t width, height;
    double texture;
};

static uint8_t clamp(double value)
{
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : lround(value));
}

static void picture_row(const struct picture *picture, uint32_t y, uint8_t *row)
{
    double v = (y + 0.5) / picture->height;
    for (uint32_t x = 0; x < picture->width; x++) {
        double u = (x + 0.5) / picture->width;
        uint32_t colour = plate_colour(picture->number, u, v);
        double grey = 0;
        if (picture->texture > 0)
            grey = picture->texture * plate_texture(u, v, y * picture->width + x);
        *row++ = clamp((colour >> 16) + grey);
        *row++ = clamp((colour >> 8 & 255) + grey);
        *row++ = clamp((colour & 255) + grey);
    }
}

static void write_jpeg(const struct picture *picture, FILE *file, uint8_t *row)
{
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct jpeg = {.err = jpeg_std_error(&errors)};
    jpeg_create_compress(&jpeg);
    jpeg_stdio_dest(&jpeg, file);
    jpeg.image_width = picture->width;
    jpeg.image_height = picture->height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 90, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    for (uint32_t y = 0; y < picture->height; y++) {
        picture_row(picture, y, row);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
}

static int write_png(const struct picture *picture, FILE *file, uint8_t *row)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return -1;
    }
    png_init_io(png, file);
    png_set_IHDR(png, info, picture->width, picture->height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 1);
    png_set_filter(png, 0, PNG_FILTER_SUB);
    png_write_info(png, info);
    for (uint32_t y = 0; y < picture->height; y++) {
        picture_row(picture, y, row);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return 0;
}

int main(int argc, char **argv)
{
    struct picture picture = {.texture = argc > 4 ? atof(argv[4]) : 0};
    if (argc < 4 || sscanf(argv[1], "%u", &picture.number) != 1 || picture.number >= PLATE_COUNT ||
        sscanf(argv[2], "%ux%u", &picture.width, &picture.height) != 2 || picture.width < 1 ||
        picture.height < 1 || picture.width > 65000 || picture.height > 65000) {
        fprintf(stderr, "usage: plate NUMBER(0-31) WIDTHxHEIGHT FILE.jpg|FILE.png [TEXTURE]\n");
        return 2;
    }
    const char *suffix = strrchr(argv[3], '.');
    uint8_t *row = malloc((size_t)picture.width * 3);
    FILE *file = fopen(argv[3], "wbe");
    if (!row || !file) {
        perror(argv[3]);
        return 3;
    }
    int result = 0;
    if (suffix && strcmp(suffix, ".png") == 0)
        result = write_png(&picture, file, row);
    else
        write_jpeg(&picture, file, row);
    free(row);
    if (fclose(file) != 0 || result != 0) {
        fprintf(stderr, "%s: could not be written\n", argv[3]);
        return 3;
    }
    return 0;
}
