#include "cli/screens.h"

#include "cli/ticker.h"
#include "ipc/pixels.h"

enum { WIDTH_DEFAULT = 1920, HEIGHT_DEFAULT = 1080 };

struct job_screen screens_of_site(const struct site *site)
{
    const struct site_screen *screen = &site->screen;
    struct job_screen result = {
        .width = WIDTH_DEFAULT, .height = HEIGHT_DEFAULT, .clock = screen->clock};
    uint32_t width = screen->viewport_width ? screen->viewport_width : screen->width;
    uint32_t height = screen->viewport_height ? screen->viewport_height : screen->height;
    if (width && height && width <= PIXELS_SIDE_MAX && height <= PIXELS_SIDE_MAX) {
        result.width = width;
        result.height = height;
    }
    if (screen->rotate % 180 != 0) {
        uint32_t turned = result.width;
        result.width = result.height;
        result.height = turned;
    }
    return result;
}

struct job_screen screens_of_slides(const struct document *document, const struct site *site,
                                    int64_t now)
{
    struct job_screen screen = screens_of_site(site);
    ticker_leave_room(document, site, now, NULL, &screen);
    return screen;
}
