/* When a transfer is too slow. Not libcurl's low-speed limit, which wakes the process every second:
 * each HTTP_STALL_RATE × `stall_seconds` bytes must come within `stall_seconds`, so that there is
 * one moment to wake for at most. Times in microseconds of clock_monotonic(). Pure. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct http_pace {
    unsigned stall_seconds;
    int64_t end;   /* of the whole; INT64_MAX: none */
    int64_t due;   /* by when the next portion must be there */
    int64_t count; /* bytes of it so far */
};

/* A transfer begins. `total_seconds` 0: no end. */
void http_pace_init(struct http_pace *pace, int64_t now, unsigned stall_seconds,
                    unsigned total_seconds);

/* A request goes out; the server may take `wait_seconds` more before it answers. */
void http_pace_ask(struct http_pace *pace, int64_t now, unsigned wait_seconds);

/* Bytes have moved; the end of an answer's head counts as a portion (`size` SIZE_MAX). */
void http_pace_move(struct http_pace *pace, int64_t now, size_t size);

/* From this moment on it is too slow. */
int64_t http_pace_deadline(const struct http_pace *pace);
