/* A request → finished, sealed pixels and the text of the answer. */
#pragma once

#include "ipc/pixels.h"
#include "render/request.h"

/* What the worker keeps from job to job. */
struct composer {
    struct fonts *fonts;
    struct unicode_breaker *breaker; /* for `breaker_language`; made when first needed */
    char breaker_language[36];
    int svg; /* -1: none */
    struct theme_bases themes;
};

/* Draws. Returns a fresh string, the answer; where it says "ok", *ret holds the sealed pixels, else
 * PIXELS_NONE. NULL without memory. */
char *compose(struct composer *composer, const struct request *request, struct pixels *ret);

/* The answer that says no; `asset` (may be NULL) is what it is about. Fresh, or NULL. */
char *compose_refusal(uint64_t number, const char *code, const char *asset, const char *message);
void composer_finish(struct composer *composer);
