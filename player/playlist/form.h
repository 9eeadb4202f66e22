/* The forms of single strings: ids, languages, colours, file names and so on. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

bool form_is_id(const char *text, size_t size);       /* [a-z0-9][a-z0-9._-]{0,63} */
bool form_is_language(const char *text, size_t size); /* BCP 47, the shape of it (RFC 5646) */
bool form_is_zone(const char *text, size_t size);     /* an IANA name's shape */
bool form_is_colour(const char *text, size_t size);   /* #RRGGBB */
/* Relative, below the document: no "..", no empty segment, no backslash, no colon, no control
 * character, at most LIMIT_HREF_BYTES. */
bool form_is_href(const char *text, size_t size);
bool form_is_media_type(const char *text, size_t size); /* RFC 6838, in lower case */
bool form_is_site_name(const char *text, size_t size);  /* an id, or "tag:" and an id */
bool form_is_path(const char *text, size_t size);       /* begins with "/", at most 255 bytes */
bool form_is_feed_url(const char *text, size_t size);   /* http(s)://, printable ASCII, no user */
bool form_is_phone(const char *text, size_t size);      /* [0-9 +().-]{2,24}, a digit in it */
bool form_is_sha256(const char *text, size_t size);     /* 64 hexadecimal digits in lower case */

/* "WIDTHxHEIGHT", sides 16 … 16384. */
bool form_read_size(const char *text, size_t size, unsigned ret[2]);

/* "WIDTHxHEIGHT+X+Y". */
bool form_read_viewport(const char *text, size_t size, unsigned ret_size[2], int ret_place[2]);
