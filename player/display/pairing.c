#include "display/pairing.h"

#include <stdio.h>
#include <string.h>

enum { HOST_SHOWN = 63 };

/* A name is the administrator's, but what is drawn is ours: anything but plain letters is marked.
 */
static void copy_host(const char *host, char out[HOST_SHOWN + 1])
{
    size_t size = 0;
    for (; host[size] && size < HOST_SHOWN; size++)
        out[size] = host[size] > ' ' && host[size] <= '~' ? host[size] : '?';
    out[size] = '\0';
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
    const char *none = english ? "no network" : "chưa có mạng";
    const char *first = facts->device->count > 0 ? facts->device->addresses[0] : none;
    char host[HOST_SHOWN + 1], all[FRONT_ADDRESSES_MAX * (FRONT_ADDRESS_SIZE + 2) + 32];
    copy_host(facts->host, host);
    join_addresses(facts->device, none, all, sizeof all);
    *ret = (struct band_message){.tone = JOB_PLAIN, .progress = -1};
    snprintf(ret->texts[0], BAND_TEXT_SIZE, "%.63s, %.160s, %u × %u, bangtin " BANGTIN_VERSION,
             host, all, facts->width, facts->height);
    snprintf(ret->texts[1], BAND_TEXT_SIZE, "%.63s, %s, %u × %u, " BANGTIN_VERSION, host, first,
             facts->width, facts->height);
    snprintf(ret->texts[2], BAND_TEXT_SIZE, "%.63s, %s", host, first);
    snprintf(ret->texts[3], BAND_TEXT_SIZE, "%s", first);
}
