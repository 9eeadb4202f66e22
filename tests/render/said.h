/* Jobs for what the screen says of itself, made by the code that makes them on a screen. */
#pragma once

#include <stdbool.h>

/* A band's job without its number, for a stick whose usb.json would hold `usb`, on a screen of
 * `width` × `height` px; *ret_height (may be NULL) is how high the strip is. A fresh string. */
char *said_band(const char *usb, const char *language, unsigned width, unsigned height,
                unsigned rotate, unsigned *ret_height);

/* The same of the pairing line, with the addresses of a device.json. */
char *said_line(const char *device, const char *language, unsigned width, unsigned height,
                unsigned *ret_height);

/* A test card's. */
char *said_testcard(unsigned width, unsigned height, unsigned rotate);
