#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

struct range4 {
    uint32_t address;
    unsigned bits;
};

/* What RFC 6890 and its successors (IANA's registry) do not call globally reachable. */
static const struct range4 ranges4[] = {
    {0x00000000, 8},  /* 0.0.0.0/8, "this network" */
    {0x0a000000, 8},  /* 10.0.0.0/8, private */
    {0x64400000, 10}, /* 100.64.0.0/10, between a provider and its customers */
    {0x7f000000, 8},  /* 127.0.0.0/8, loopback */
    {0xa9fe0000, 16}, /* 169.254.0.0/16, link-local; clouds keep credentials there */
    {0xac100000, 12}, /* 172.16.0.0/12, private */
    {0xc0000000, 24}, /* 192.0.0.0/24, protocol assignments */
    {0xc0000200, 24}, /* 192.0.2.0/24, documentation */
    {0xc0586300, 24}, /* 192.88.99.0/24, relays of 6to4 that are no more */
    {0xc0a80000, 16}, /* 192.168.0.0/16, private */
    {0xc6120000, 15}, /* 198.18.0.0/15, benchmarks */
    {0xc6336400, 24}, /* 198.51.100.0/24, documentation */
    {0xcb007100, 24}, /* 203.0.113.0/24, documentation */
    {0xe0000000, 4},  /* 224.0.0.0/4, multicast */
    {0xf0000000, 4},  /* 240.0.0.0/4, reserved and broadcast */
};

struct range6 {
    unsigned char prefix[8];
    unsigned bits;
};

/* Within 2000::/3, which alone is given out to the public. */
static const struct range6 ranges6[] = {
    {{0x20, 0x01, 0x00}, 23},       /* 2001::/23, protocol assignments, Teredo */
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* 2001:db8::/32, documentation */
    {{0x3f, 0xff, 0x00}, 20},       /* 3fff::/20, documentation */
};

/* Where an IPv6 address carries an IPv4 one: the prefix and the place of the four bytes. */
static const struct {
    unsigned char prefix[12];
    unsigned bytes, at;
} embedded[] = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 12, 12},       /* ::ffff:0:0/96, mapped */
    {{0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, 12, 12}, /* 64:ff9b::/96, NAT64 */
    {{0x20, 0x02}, 2, 2},                                       /* 2002::/16, 6to4 */
};

static bool is_private4(uint32_t address)
{
    for (size_t i = 0; i < sizeof ranges4 / sizeof *ranges4; i++) {
        if ((address ^ ranges4[i].address) >> (32 - ranges4[i].bits) == 0)
            return true;
    }
    return false;
}

static bool begins_with(const unsigned char *bytes, const unsigned char *prefix, unsigned bits)
{
    if (memcmp(bytes, prefix, bits / 8) != 0)
        return false;
    unsigned rest = bits % 8;
    return rest == 0 || (bytes[bits / 8] ^ prefix[bits / 8]) >> (8 - rest) == 0;
}

static bool is_private6(const unsigned char bytes[16])
{
    for (size_t i = 0; i < sizeof embedded / sizeof *embedded; i++) {
        if (memcmp(bytes, embedded[i].prefix, embedded[i].bytes) == 0) {
            const unsigned char *at = bytes + embedded[i].at;
            return is_private4((uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
                               (uint32_t)at[2] << 8 | at[3]);
        }
    }
    if (bytes[0] >> 5 != 1) /* 2000::/3 */
        return true;
    for (size_t i = 0; i < sizeof ranges6 / sizeof *ranges6; i++) {
        if (begins_with(bytes, ranges6[i].prefix, ranges6[i].bits))
            return true;
    }
    return false;
}

bool address_is_private(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return is_private4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        return is_private6(in.sin6_addr.s6_addr);
    }
    return true;
}

static bool is_localhost(const char *host, size_t size)
{
    static const char name[] = "localhost";
    const size_t length = sizeof name - 1;
    if (size < length || strncasecmp(host + size - length, name, length) != 0)
        return false;
    return size == length || host[size - length - 1] == '.';
}

bool address_name_is_private(const char *host)
{
    char text[INET6_ADDRSTRLEN];
    size_t size = strlen(host);
    if (size > 0 && host[size - 1] == '.')
        size--; /* the same name, spelt to its root */
    if (is_localhost(host, size))
        return true;
    if (size >= 2 && host[0] == '[' && host[size - 1] == ']') {
        host++;
        size -= 2;
    }
    size_t zone = strcspn(host, "%"); /* fe80::1%eth0 */
    size = zone < size ? zone : size;
    if (size >= sizeof text)
        return false;
    memcpy(text, host, size);
    text[size] = '\0';
    struct in_addr in;
    if (inet_pton(AF_INET, text, &in) == 1)
        return is_private4(ntohl(in.s_addr));
    struct in6_addr in6;
    return inet_pton(AF_INET6, text, &in6) == 1 && is_private6(in6.s6_addr);
}
