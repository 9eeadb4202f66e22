/* Screens on the kernel's mode setting: what is plugged in, and when that changes.
 *
 * SDL 2.26 looks once, at its start; without a screen it silently draws into nothing, and with two
 * cards it takes the last (libsdl-org/SDL#13705). So we look first, tell it which card to take, and
 * listen to the kernel ourselves. */
#pragma once

#include <stdbool.h>

struct connector {
    int card;      /* /dev/dri/cardN */
    char name[40]; /* "HDMI-A-1" */
};

/* Where the kernel lists them. */
#define CONNECTOR_DIRECTORY "/sys/class/drm"

/* Whether there is any card with connectors at all. A card that only draws, as the second one of a
 * Raspberry Pi 4 or 5, has none. */
bool connector_exists(const char *directory);

/* Finds the first connected one that has modes, by sysfs: of the lowest card, there the lowest
 * name, so that the answer is the same at each start. `but_card`: not on that card; -1: any. */
bool connector_find(const char *directory, int but_card, struct connector *ret);

/* Opens the socket on which the kernel announces changes (uevents, group 1, which also arrives in a
 * network namespace of its own only if that is the host's: `PrivateNetwork` units poll as well).
 * Returns a descriptor to poll, or -errno. */
int connector_listen(void);

/* Reads all that waits on that socket. Returns whether a screen was plugged or pulled. */
bool connector_changed(int listener);
