/* How large, how clear and how long: what is drawn in pixels, as a person in front of the screen
 * has it. Pure; the rules with their reasons stand in docs/legibility.md. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/site.h"

/* A screen of a certain size, looked at from a certain distance. */
struct measure {
    double pixel;    /* mm */
    double distance; /* mm, of readers */
    double scan;     /* mm, of phones */
    double diagonal; /* inches; 0: known by its pitch */
    double shorter;  /* mm, of the slide */
};

/* Of a slide of width × height px, upright, on this screen. The pitch, where there is one, wins
 * over the diagonal; the diagonal is that of the whole screen, of which a viewport shows a part. */
struct measure measure_of(const struct site_screen *screen, uint32_t width, uint32_t height);

/* The height of the capitals of letters of `size` px an em, mm. */
double measure_letters(const struct measure *measure, double size);

/* The height that letters need to be read from the readers' distance, mm. `is_large`: what is to be
 * caught in passing, a name or a number. */
double measure_letters_needed(const struct measure *measure, bool is_large);

/* From how far the sentences of a poster (5.5 u, docs/design.md) can be read on this screen, mm. */
double measure_reach(const struct measure *measure);

/* The width that a code's card, and a single module, need to be scanned from the phones' distance,
 * mm. */
double measure_card_needed(const struct measure *measure);
double measure_module_needed(const struct measure *measure);

/* Whether `have` falls short of `need` by more than a tenth. Eyes and telephones differ by more
 * than that, and who is told of every hair's breadth stops reading. */
bool measure_is_short(double have, double need);

/* Contrast of two colours 0xRRGGBB, 1 … 21, and luminance 0 … 1 (WCAG 2.1, "contrast ratio" and
 * "relative luminance"). */
double measure_contrast(uint32_t a, uint32_t b);
double measure_luminance(uint32_t colour);
double measure_contrast_of(double luminance_a, double luminance_b);

/* What contrast letters of this height need: 3 where they are half as large again as they must be
 * to be read ("large-scale text" is 18 points against 12), otherwise 4.5 (WCAG 2.1, 1.4.3). */
double measure_contrast_needed(const struct measure *measure, double letters);

/* Microseconds to read so many words; with `finding`, also to notice that they are there. */
int64_t measure_reading(size_t words, bool finding);

/* Microseconds to take out a telephone, aim and have a code read. */
#define MEASURE_SCANNING (INT64_C(15) * 1000000)
