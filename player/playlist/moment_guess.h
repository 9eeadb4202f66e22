/* What the author of a text that is no instant, date or time of day meant, where that is plain:
 * days as they are written in Vietnam (28/11/2026), hours as they are (8h30), a missing offset. For
 * messages only: the document is read strictly. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct moment_guess {
    char text[32];        /* the right form; "" where there is no such day */
    int day, month, year; /* of a date or instant */
    int month_days;       /* how many its month has, where there is no such day; otherwise 0 */
};

/* `size` bytes; no NUL needed. False where nothing can be told; *ret is untouched then. */
bool moment_guess_date(const char *text, size_t size, struct moment_guess *ret);
bool moment_guess_time(const char *text, size_t size, struct moment_guess *ret);

/* `offset`, "+07:00", is put where the text has none (NULL: then nothing can be told). A day
 * without an hour is meant from its beginning, or, where it `is_end`, with its end. */
bool moment_guess_instant(const char *text, size_t size, const char *offset, bool is_end,
                          struct moment_guess *ret);
