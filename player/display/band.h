/* The band at the lower edge: what is said to whoever stands before the screen with a stick, until
 * when, how large, and where. Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "display/front.h"
#include "display/slide.h"
#include "ipc/job.h"

#define BAND_LINGER (INT64_C(10) * 1000000) /* how long an end is told, microseconds */
/* What has not moved for so long was left behind by a process that is no more. */
#define BAND_STALE (INT64_C(600) * 1000000)

enum { BAND_TEXTS = 4, BAND_TEXT_SIZE = 256 };

/* The same in fewer and fewer words; an empty text: none more. */
struct band_message {
    enum job_tone tone;
    int progress; /* -1: no bar */
    char texts[BAND_TEXTS][BAND_TEXT_SIZE];
};

/* What is said of `usb`, which is so since `since`, at `now` (monotonic both), in `language` (vi or
 * en; anything else is vi). Returns false where there is nothing to say; else *ret, and *ret_until
 * is when to ask again. */
bool band_say(const struct front_usb *usb, int64_t since, int64_t now, const char *language,
              struct band_message *ret, int64_t *ret_until);

bool band_message_equals(const struct band_message *a, const struct band_message *b);

/* band_words.c: the texts alone, and the language that they come in: "vi" or "en". */
void band_words(const struct front_usb *usb, const char *language, struct band_message *ret);
const char *band_language(const char *language);

/* How a strip at the lower edge of a screen of `width` × `height` px, upright, is drawn. */
struct band_shape {
    uint32_t height; /* px; 1 … `height` */
    double unit;     /* px: its u (docs/design.md) */
};

/* `quiet`: with small letters, for what is not meant for everybody. */
struct band_shape band_shape(uint32_t width, uint32_t height, bool quiet);

/* Where on a view (as wide and high as the output shows it) that hangs turned by `rotate` degrees a
 * strip stands that is `thickness` px high when seen upright. */
struct slide_area band_place(const struct slide_area *view, unsigned rotate, uint32_t thickness);
