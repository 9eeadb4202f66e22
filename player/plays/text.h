/* A text in the making: JSON as the log writes it, without a tree of it in memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *bytes; /* owned; NUL behind the last one */
    size_t size, room;
    bool is_broken; /* no memory: nothing is added any more */
};

void text_finish(struct text *text); /* fine on zeroes */
void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string, or null. What is no UTF-8 becomes U+FFFD. */
void text_add_json(struct text *text, const char *string);
void text_add_base64(struct text *text, const unsigned char *bytes, size_t size);
