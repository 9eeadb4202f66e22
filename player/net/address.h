/* Which addresses are nobody's on the internet: loopback, private, link-local, multicast and the
 * other special ranges of RFC 6890, in IPv4, IPv6, and IPv4 within IPv6 (mapped, NAT64, 6to4). */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>

/* Anything but AF_INET and AF_INET6 is private, too. */
bool address_is_private(const struct sockaddr *address);
