/* What `bangtin-sync` tells whoever stands before the screen: files in the directory `front` of the
 * run directory, each a small JSON object, replaced whole (docs/architecture.md, "What the screen
 * says of itself"):
 *
 *   usb.json     {"state":"copying","code":0,"percent":40,"unsigned":false}
 *   device.json  {"addresses":["192.168.1.20"]}
 *   clock.json   {"offset":1795330800123456}
 *
 * They come from another process: what is too large, no strict JSON or says something else is taken
 * as if it were not there. Members that are not known are passed over. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "display/watch.h"

enum {
    FRONT_BYTES_MAX = 4096,
    FRONT_ADDRESSES_MAX = 4,
    FRONT_ADDRESS_SIZE = 46 /* INET6_ADDRSTRLEN */
};

enum front_usb_state {
    FRONT_USB_NONE,
    FRONT_USB_READING,
    FRONT_USB_COPYING,
    FRONT_USB_DONE,
    FRONT_USB_PULLED,
    FRONT_USB_REFUSED,
    FRONT_USB_STATES
};

/* How a stick fares. */
struct front_usb {
    enum front_usb_state state;
    unsigned code;    /* 0 … 99; the manual has a line for each */
    unsigned percent; /* 0 … 100 */
    bool is_unsigned; /* its content is taken without a signature */
};

/* This machine on the network. */
struct front_device {
    char addresses[FRONT_ADDRESSES_MAX][FRONT_ADDRESS_SIZE];
    size_t count;
};

/* What a server says of the time. */
struct front_clock {
    int64_t offset; /* microseconds: the time less clock_boot(); 0: nothing */
};

/* Read the bytes of a file (none: NULL and 0). Return false, *ret all zeroes, where they are not
 * what they should be. */
bool front_parse_usb(const char *bytes, size_t size, struct front_usb *ret);
bool front_parse_device(const char *bytes, size_t size, struct front_device *ret);
bool front_parse_clock(const char *bytes, size_t size, struct front_clock *ret);

struct front {
    int directory; /* -1: closed */
    struct watch watch;
};

#define FRONT_CLOSED ((struct front){.directory = -1, .watch = WATCH_NONE})

/* Opens and watches `run`/front, and makes it where it is missing. Returns 0 or -errno. */
int front_open(struct front *front, const char *run);
void front_close(struct front *front); /* fine on FRONT_CLOSED */

/* Takes what the watch has told. Returns whether the files are to be read anew; where the directory
 * itself has gone, it is closed then. */
bool front_notice(struct front *front);

/* Reads usb.json; all zeroes where there is none. *ret_mark is another one for each time that it
 * was written, 0 without one; *ret_age says how long ago that was, microseconds by the wall clock,
 * which may have jumped meanwhile (never below 0). */
void front_read_usb(const struct front *front, struct front_usb *ret, uint64_t *ret_mark,
                    int64_t *ret_age);
void front_read_device(const struct front *front, struct front_device *ret);
void front_read_clock(const struct front *front, struct front_clock *ret);
