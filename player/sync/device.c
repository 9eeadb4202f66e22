#include "sync/device.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "sync/sync.h"

#define LOOK_FOR (3600 * CLOCK_SECOND)
#define LOOK_EVERY (60 * CLOCK_SECOND)
#define LOOK_AGAIN (10 * CLOCK_SECOND) /* while there is none: a cable is being plugged in */

static_assert(DEVICE_ADDRESSES_MAX * (INET6_ADDRSTRLEN + 4) + 32 <= DEVICE_TEXT_SIZE,
              "the longest addresses fit");

static bool is_link_local(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET6)
        return IN6_IS_ADDR_LINKLOCAL(
            &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
    const struct sockaddr_in *ip = (const struct sockaddr_in *)(const void *)address;
    return ntohl(ip->sin_addr.s_addr) >> 16 == (169 << 8 | 254);
}

static bool is_useful(const struct ifaddrs *interface, int family)
{
    return interface->ifa_addr && interface->ifa_addr->sa_family == family &&
           (interface->ifa_flags & IFF_UP) && !(interface->ifa_flags & IFF_LOOPBACK) &&
           !is_link_local(interface->ifa_addr);
}

static const char *print(const struct sockaddr *address, char text[INET6_ADDRSTRLEN])
{
    if (address->sa_family == AF_INET)
        return inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr,
                         text, INET6_ADDRSTRLEN);
    return inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr,
                     text, INET6_ADDRSTRLEN);
}

size_t device_compose(const struct ifaddrs *interfaces, char text[DEVICE_TEXT_SIZE])
{
    static const int families[] = {AF_INET, AF_INET6};
    char address[INET6_ADDRSTRLEN];
    size_t count = 0, used = (size_t)snprintf(text, DEVICE_TEXT_SIZE, "{\"addresses\": [");
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        for (const struct ifaddrs *at = interfaces; at; at = at->ifa_next) {
            if (count == DEVICE_ADDRESSES_MAX || !is_useful(at, families[i]) ||
                !print(at->ifa_addr, address))
                continue;
            used += (size_t)snprintf(text + used, DEVICE_TEXT_SIZE - used, "%s\"%s\"",
                                     count > 0 ? ", " : "", address);
            count++;
        }
    }
    snprintf(text + used, DEVICE_TEXT_SIZE - used, "]}\n");
    return count;
}

static void write_file(struct sync *sync, const char *text)
{
    char path[sizeof sync->health.directory + 32];
    snprintf(path, sizeof path, "%s/front", sync->health.directory);
    int result = file_make_directories(path);
    snprintf(path, sizeof path, "%s/front/device.json", sync->health.directory);
    if (result == 0)
        result = file_replace_unsynced(path, text, strlen(text));
    if (result < 0)
        log_warning("%s cannot be written: %s; the screen does not tell this machine's address",
                    path, strerror(-result));
    snprintf(sync->device.told, sizeof sync->device.told, "%s", text);
}

int64_t device_move(struct sync *sync, int64_t now)
{
    struct device *device = &sync->device;
    struct ifaddrs *interfaces = NULL;
    char text[DEVICE_TEXT_SIZE];
    if (!sync->health.directory[0] || sync->options.once)
        return INT64_MAX;
    if (device->until == 0)
        device->until = now + LOOK_FOR;
    if (now >= device->until)
        return INT64_MAX;
    if (now < device->look_at)
        return device->look_at;
    if (getifaddrs(&interfaces) < 0)
        interfaces = NULL; /* it may not ask, or there is no memory: as if there were none */
    size_t count = device_compose(interfaces, text);
    if (interfaces)
        freeifaddrs(interfaces);
    if (strcmp(text, device->told) != 0)
        write_file(sync, text);
    device->look_at = now + (count > 0 ? LOOK_EVERY : LOOK_AGAIN);
    return device->look_at;
}
