/* The lines of minisign's files: one after another, each with an end of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What is still to be read. */
struct lines {
    const char *text;
    size_t size;
};

/* One line, without its end. */
struct line {
    const char *text;
    size_t size;
};

/* Takes the next line off. It ends with LF or CR LF; the last one may lack them. False where
 * nothing is left. */
bool lines_take(struct lines *lines, struct line *ret);

/* Takes the prefix off; false where the line does not begin with it. */
bool line_take_prefix(struct line *line, const char *prefix);

/* Whether `size` bytes can be a comment: UTF-8 without control characters but the tabs that
 * minisign's own comments hold. So it is one line, holds no NUL, and can be printed. */
bool line_is_comment(const char *text, size_t size);

/* Prints to *ret, a fresh string that the caller frees. 0 or -ENOMEM. */
int lines_compose(char **ret, const char *format, ...) __attribute__((format(printf, 2, 3)));
