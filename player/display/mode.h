/* The modes of a screen on the kernel's mode setting, and its power. SDL would keep the mode that
 * the console has left there, and the console never outgrows its first screen: a panel of 1920x1080
 * in the place of one of 1280x720 would be driven at 1280x720 or less. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct mode {
    uint32_t width, height;
    double refresh;  /* Hz */
    char screen[40]; /* "HDMI-A-1" */
};

/* What mode_choose says of the first connected screen of an open graphics card, which is the one
 * that SDL takes; asks the screen anew where `fd` is the card's master. `width` and `height`: the
 * size that was asked for, or 0. Returns false where no screen is connected; *ret stays then. */
bool mode_wanted(int fd, uint32_t width, uint32_t height, struct mode *ret);

/* The same for /dev/dri/cardN. Also false where it cannot be opened. */
bool mode_wanted_of_card(int card, uint32_t width, uint32_t height, struct mode *ret);

/* Switches every screen that this card drives on or off (DPMS), where `fd` is its master. Nothing
 * can be presented while it is off. Returns whether one did so. */
bool mode_set_power(int fd, bool on);
