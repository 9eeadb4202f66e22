/* RUN/front/device.json: under which addresses this machine is reached, for whoever sets it up and
 * stands before its screen.
 *
 *   {"addresses": ["192.168.1.20", "2001:db8::20"]} */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct ifaddrs;
struct sync;

enum { DEVICE_ADDRESSES_MAX = 4, DEVICE_TEXT_SIZE = 256 };

struct device {
    char told[DEVICE_TEXT_SIZE]; /* what the file says; empty: there is none of ours */
    int64_t look_at, until;      /* monotonic; 0: not begun */
};

/* The file's text for these interfaces (may be NULL): of those that are up, the addresses that
 * others can use, IPv4 first; not those of the machine itself (loopback) or of one cable alone
 * (link-local, RFC 3927 and 4291). Returns how many. */
size_t device_compose(const struct ifaddrs *interfaces, char text[DEVICE_TEXT_SIZE]);

/* Looks at them in the first hour: each minute, and each ten seconds while there is none; writes
 * the file where it would say something else. Returns when it wants to look again: monotonic. */
int64_t device_move(struct sync *sync, int64_t now);
