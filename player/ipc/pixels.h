/* A finished picture in a sealed memfd: opaque XRGB8888, rows without padding, top row first. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { PIXELS_SIDE_MAX = 8192 };

struct pixels {
    int fd; /* -1: none */
    uint32_t *data;
    uint32_t width, height;
    size_t size; /* width * height * 4 */
};

#define PIXELS_NONE ((struct pixels){.fd = -1})

/* A fresh one, writable and zeroed. Returns 0, -EINVAL (a side of 0 or over PIXELS_SIDE_MAX) or
 * -errno. */
int pixels_create(uint32_t width, uint32_t height, struct pixels *ret);

/* Ends writing: unmaps and seals against every change. Only the descriptor stays. */
int pixels_seal(struct pixels *pixels);

/* Maps a picture received from a worker, after checking the seals and the exact size. Takes `fd`
 * over in every case. The mapping is private: what is drawn over it (the clock) stays here.
 * Returns 0, -EPERM (not sealed), -EINVAL (other size), or -errno. */
int pixels_map(int fd, uint32_t width, uint32_t height, struct pixels *ret);

/* Unmaps and closes; fine on PIXELS_NONE and zeroed memory with fd -1. */
void pixels_finish(struct pixels *pixels);
