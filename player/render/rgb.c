#include "render/rgb.h"

#include <math.h>
#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool rgb_parse(const char *text, rgb *ret)
{
    size_t length = strlen(text);
    if (text[0] != '#' || (length != 4 && length != 7))
        return false;
    rgb value = 0;
    for (size_t i = 1; i < length; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return false;
        value = value << 4 | (rgb)digit;
        if (length == 4)
            value = value << 4 | (rgb)digit;
    }
    *ret = value;
    return true;
}

static double linear(unsigned channel)
{
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

double rgb_luminance(rgb c)
{
    return 0.2126 * linear(c >> 16 & 255) + 0.7152 * linear(c >> 8 & 255) +
           0.0722 * linear(c & 255);
}

double rgb_contrast(rgb a, rgb b)
{
    double la = rgb_luminance(a), lb = rgb_luminance(b);
    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

rgb rgb_mix(rgb a, rgb b, double share)
{
    rgb mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double from = a >> shift & 255, to = b >> shift & 255;
        mixed |= (rgb)lround(from + (to - from) * share) << shift;
    }
    return mixed;
}

rgb rgb_legible(rgb ink, rgb ground)
{
    rgb end = rgb_contrast(0xFFFFFF, ground) >= rgb_contrast(0, ground) ? 0xFFFFFF : 0;
    for (int step = 0; step < 10; step++) {
        rgb candidate = rgb_mix(ink, end, step / 10.0);
        if (rgb_contrast(candidate, ground) >= RGB_CONTRAST_MIN)
            return candidate;
    }
    return end;
}
