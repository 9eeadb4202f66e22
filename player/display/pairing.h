/* The pairing line: who this machine is, for whoever puts it up and has not told it anything yet.
 * All but pairing_host is pure. */
#pragma once

#include "display/band.h"

#define PAIRING_FOR (INT64_C(3600) * 1000000) /* after the machine's start, microseconds */

struct pairing_facts {
    const char *host; /* its name */
    const struct front_device *device;
    uint32_t width, height; /* of the output, px */
    const char *version;    /* of this program */
};

/* This machine's name, as it may be drawn: plain letters, anything else marked. Not pure. */
void pairing_host(char *out, size_t size);

void pairing_say(const struct pairing_facts *facts, const char *language, struct band_message *ret);
