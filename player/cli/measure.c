#include "cli/measure.h"

#include <math.h>

static const double inch = 25.4, metre = 1000;
static const double cap_height = 0.714; /* em, of the fonts that are drawn with */

/* Parts of the distance. 1/200 is 17 minutes of arc: ISO 9241-303 asks for 16 at least. */
static const double read_part = 200, large_part = 100;
static const double poster_sentence = 5.5 / 108; /* of the shorter side: docs/design.md */
static const double card_part = 10;
/* A telephone's picture of 1920 pixels over some 65 degrees has two of them for a module then. */
static const double module_part = 500;
static const double tolerance = 0.1;
static const double large_text = 1.5; /* 18 points against 12 */

static const int64_t finding_time = INT64_C(2) * 1000000;
static const int64_t words_a_minute = 200;

struct measure measure_of(const struct site_screen *screen, uint32_t width, uint32_t height)
{
    double across = screen->width ? screen->width : width;
    double down = screen->height ? screen->height : height;
    struct measure measure = {.pixel = screen->pixel_pitch,
                              .distance = screen->viewing_distance * metre,
                              .scan = screen->scan_distance * metre};
    if (measure.pixel <= 0) {
        measure.diagonal = screen->diagonal_inches;
        measure.pixel = measure.diagonal * inch / hypot(across, down);
    }
    measure.shorter = (width < height ? width : height) * measure.pixel;
    return measure;
}

double measure_letters(const struct measure *measure, double size)
{
    return size * cap_height * measure->pixel;
}

double measure_letters_needed(const struct measure *measure, bool is_large)
{
    return measure->distance / (is_large ? large_part : read_part);
}

double measure_reach(const struct measure *measure)
{
    return measure->shorter * poster_sentence * cap_height * read_part;
}

double measure_card_needed(const struct measure *measure)
{
    return measure->scan / card_part;
}

double measure_module_needed(const struct measure *measure)
{
    return measure->scan / module_part;
}

bool measure_is_short(double have, double need)
{
    return have < need * (1 - tolerance);
}

static double linear(uint32_t value)
{
    double share = (value & 0xff) / 255.0;
    return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

double measure_luminance(uint32_t colour)
{
    return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
}

double measure_contrast_of(double a, double b)
{
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

double measure_contrast(uint32_t a, uint32_t b)
{
    return measure_contrast_of(measure_luminance(a), measure_luminance(b));
}

double measure_contrast_needed(const struct measure *measure, double letters)
{
    return letters >= large_text * measure_letters_needed(measure, false) ? 3 : 4.5;
}

int64_t measure_reading(size_t words, bool finding)
{
    return (finding ? finding_time : 0) + (int64_t)words * 60 * 1000000 / words_a_minute;
}
