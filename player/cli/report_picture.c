#include "cli/report_picture.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "cli/png_file.h"

static void put_base64(FILE *out, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < size; at += 3) {
        size_t rest = size - at;
        uint32_t group = (uint32_t)bytes[at] << 16;
        group |= rest > 1 ? (uint32_t)bytes[at + 1] << 8 : 0;
        group |= rest > 2 ? bytes[at + 2] : 0;
        fputc(digits[group >> 18], out);
        fputc(digits[group >> 12 & 63], out);
        fputc(rest > 1 ? digits[group >> 6 & 63] : '=', out);
        fputc(rest > 2 ? digits[group & 63] : '=', out);
    }
}

int picture_put(FILE *out, const unsigned char *rgb, unsigned width, unsigned height)
{
    unsigned char *png;
    size_t size;
    int result = png_file_encode(rgb, width, height, &png, &size);
    if (result < 0)
        return result;
    fputs("<img alt=\"\" src=\"data:image/png;base64,", out);
    put_base64(out, png, size);
    fprintf(out, "\" width=\"%u\" height=\"%u\">", width, height);
    free(png);
    return 0;
}
