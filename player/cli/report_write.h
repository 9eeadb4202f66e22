/* JSON (RFC 8259) written as it comes, without holding it: a report may list a million events. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { WRITE_DEPTH_MAX = 8 };

struct writer {
    FILE *out;
    int depth;
    bool has_member[WRITE_DEPTH_MAX];
};

/* Begins an object ('{') or an array ('['); `name` NULL: it is an element, or the whole. */
void write_begin(struct writer *writer, const char *name, char bracket);
void write_end(struct writer *writer, char bracket); /* '}' or ']' */

/* A member, or with NULL an element. Text that is no UTF-8 is written with U+FFFD in its place. */
void write_text(struct writer *writer, const char *name, const char *text);
void write_number(struct writer *writer, const char *name, int64_t number);
void write_bool(struct writer *writer, const char *name, bool value);
void write_null(struct writer *writer, const char *name);
