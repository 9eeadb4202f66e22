/* Which of the modes that a screen offers it is to be driven with. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mode_offer {
    uint32_t width, height;
    double refresh;    /* Hz; of an interlaced one: its fields */
    bool is_preferred; /* by the screen */
    bool is_named;     /* on the kernel's command line (video=) */
    bool is_interlaced;
};

/* The modes that are too much for the small machines: where a panel prefers one with more pixels
 * both ways, about as wide for its height, this size is taken, which its own electronics enlarges.
 */
enum { MODE_USUAL_WIDTH = 1920, MODE_USUAL_HEIGHT = 1080 };

/* Chooses among `offers`, which are in the kernel's order, the best first: the size that was asked
 * for (`width`, `height`; 0: none was) or the nearest one to it; else the one named on the kernel's
 * command line; else 1920x1080 at 50 Hz or more in the place of a larger preferred one; else the
 * preferred one; else the first. SDL drives the first one of a size, so that is what is returned:
 * its index, or SIZE_MAX where nothing is offered. */
size_t mode_choose(const struct mode_offer *offers, size_t count, uint32_t width, uint32_t height);
