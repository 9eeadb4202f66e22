/* Which addresses are nobody's on the internet: loopback, private, link-local, multicast and the
 * other special ranges of RFC 6890, in IPv4, IPv6, and IPv4 within IPv6 (mapped, NAT64, 6to4). */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>

/* Anything but AF_INET and AF_INET6 is private, too. */
bool address_is_private(const struct sockaddr *address);

/* The same of a URL's host in text, for where a proxy does the resolving: "localhost" and names
 * below it, an IPv4 literal in four parts, an IPv6 literal with or without brackets. Any other name
 * is nobody's to tell: false. */
bool address_name_is_private(const char *host);
