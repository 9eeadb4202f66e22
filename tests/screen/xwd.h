/* The framebuffer file of Xvfb's -fbdir, an X window dump (X11/XWDFile.h) that the server paints
 * in place: mapped, it shows the screen as it is at this instant. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct xwd {
    void *map;
    size_t size;
    uint8_t *pixels; /* rows of 32-bit pixels 0x..RRGGBB in the machine's order */
    uint32_t width, height;
    size_t stride; /* bytes from row to row */
};

/* Maps the file. Returns 0, or -EINVAL (no dump with 32-bit pixels of these masks) or -errno. */
int xwd_map(const char *path, bool writable, struct xwd *ret);
void xwd_unmap(struct xwd *xwd);

/* The row `y` from the top. */
static inline uint32_t *xwd_row(const struct xwd *xwd, uint32_t y)
{
    return (uint32_t *)(void *)(xwd->pixels + y * xwd->stride);
}
