/* A drawing desk in this process: the composer with the fonts of fonts/fonts.list. */
#pragma once

#include "render/compose.h"

/* Fails the test where fonts are missing. */
void desk_open(struct composer *composer);

/* Draws `job` (the text of a job, any number) and returns the parsed answer (cJSON, the caller
 * deletes it); the pixels, where `ret` is not NULL and the answer is "ok". */
struct cJSON *desk_draw(struct composer *composer, const char *job, struct pixels *ret);

/* A job for `item` (JSON) on an upright screen of that size, in `language`, `theme` "dark" or
 * "light", with a name band and a clock. A fresh string. */
char *desk_job(const char *item, unsigned width, unsigned height, unsigned rotate,
               const char *language, const char *theme);
