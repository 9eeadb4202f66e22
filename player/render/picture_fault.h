/* Filling in why a picture cannot be shown. */
#pragma once

#include "render/picture.h"

/* Writes code and message (a translated format, cut to fit). Returns -1, so that a failing function
 * can return it. `fault` may be NULL. */
int picture_fault_set(struct picture_fault *fault, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
