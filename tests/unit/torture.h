/* Allocations that fail when a test wants it, and a count of those that are not given back. Linked
 * with --wrap (see meson.build), so what is called within libc itself is not seen. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Runs `step` with its first, second, … allocation failing, once and then for ever, until none
 * fails any more. Each run must give back what it took. */
void torture(void (*step)(void *context), void *context);

/* Whether an allocation of this run has failed. */
bool torture_has_failed(void);

/* While it is paused no allocation fails: for what a step prepares, and looks at afterwards. */
void torture_pause(bool is_paused);

/* For libraries that take hooks. */
void *torture_malloc(size_t size);
void torture_free(void *block);
