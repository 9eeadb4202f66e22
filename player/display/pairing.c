#include "display/pairing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void pairing_host(char *out, size_t size)
{
    if (gethostname(out, size) < 0)
        out[0] = '\0';
    out[size - 1] = '\0';
    for (char *at = out; *at; at++) {
        if (*at <= ' ' || *at > '~')
            *at = '?';
    }
}

static void join_addresses(const struct front_device *device, const char *none, char *out,
                           size_t size)
{
    size_t used = 0;
    if (device->count == 0)
        snprintf(out, size, "%s", none);
    for (size_t i = 0; i < device->count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? ", " : "",
                                 device->addresses[i]);
}

void pairing_say(const struct pairing_facts *facts, const char *language, struct band_message *ret)
{
    bool english = strcmp(band_language(language), "en") == 0;
    const char *none = english ? "no network" : "chưa có mạng", *host = facts->host;
    const char *first = facts->device->count > 0 ? facts->device->addresses[0] : none;
    char all[FRONT_ADDRESSES_MAX * (FRONT_ADDRESS_SIZE + 2) + 32];
    join_addresses(facts->device, none, all, sizeof all);
    *ret = (struct band_message){.tone = JOB_PLAIN, .progress = -1};
    snprintf(ret->texts[0], BAND_TEXT_SIZE, "%.63s, %.150s, %u × %u, bangtin %s", host, all,
             facts->width, facts->height, facts->version);
    snprintf(ret->texts[1], BAND_TEXT_SIZE, "%.63s, %s, %u × %u, %s", host, first, facts->width,
             facts->height, facts->version);
    snprintf(ret->texts[2], BAND_TEXT_SIZE, "%.63s, %s", host, first);
    snprintf(ret->texts[3], BAND_TEXT_SIZE, "%s", first);
}
