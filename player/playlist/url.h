/* Addresses that a public screen may offer (docs/playlist.md, "Limits"). A QR code is a door, so
 * the rule is narrower than RFC 3986: what a person reads must be where the phone goes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum url_verdict {
    URL_FINE,
    URL_LONG,       /* over LIMIT_URL_BYTES */
    URL_RELATIVE,   /* no https:// or http:// in front */
    URL_LETTERS,    /* a letter with a mark in the host */
    URL_CHARACTERS, /* a space, a backslash, a control or non-ASCII character, a broken % */
    URL_USER,       /* user@host: the usual disguise */
    URL_ADDRESS,    /* an IP address in place of a name */
    URL_PORT,
    URL_HOST /* no name with a dot, or a malformed one */
};

enum url_verdict url_check(const char *url, size_t size);

/* What is wrong and what to do, untranslated (marked with N_()); both NULL for URL_FINE. */
const char *url_verdict_message(enum url_verdict verdict);
const char *url_verdict_hint(enum url_verdict verdict);

/* Whether `entry` of a list of hosts lets `url` (checked) through: "dx.gov.vn" itself, "*.gov.vn"
 * with every name below it, "zalo.me/1234" with this path or one below it. */
bool url_matches_host(const char *url, const char *entry);

/* Whether `entry` has the form of such an entry. */
bool url_host_entry_is_valid(const char *entry, size_t size);

/* Whether `url` (checked) is one that a shortening service made, which does not show where it
 * leads. */
bool url_hides_target(const char *url);

/* Whether `url` (checked) names a machine of an office's own network, which nobody else's telephone
 * reaches: the names that are set aside for such networks (RFC 6762, appendix G, and others). */
bool url_is_internal(const char *url);

/* Whether `url` is not enciphered: what is read and typed on the way can be changed. */
bool url_is_plain(const char *url);
