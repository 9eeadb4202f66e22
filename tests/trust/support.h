/* What the tests of `trust` share: keys, roots, signatures. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trust/verdict.h"

/* Pair number `which`, made once in a run. */
enum { SUPPORT_KEYS = 6 };
const struct minisign_secret *support_secret(size_t which);
const struct minisign_public *support_public(size_t which);

/* A root of the feed "f", version 1, until 2031, with root keys 0, 1, 2 and feed keys 3, 4. */
struct root support_root(unsigned threshold);

/* The signature of `bytes` with this key and trusted comment, as a file's text; the caller frees
 * it. */
char *support_sign(size_t which, const void *bytes, size_t size, const char *comment);

/* The same, parsed. */
struct minisign_signature support_signature(size_t which, const char *bytes, const char *comment);

/* An instant, "2026-03-01T07:30:00+07:00". */
int64_t support_instant(const char *text);
