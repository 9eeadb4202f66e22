#include "display/band.h"

#include <math.h>
#include <string.h>

/* Heights in units of the short side / 108: the name band has 9 and is covered whole. */
enum { LYING = 12, STANDING = 20, QUIET_LYING = 9, QUIET_STANDING = 12 };

/* Families of screens, as in docs/design.md. */
enum { TINY_SIDE = 400, BANNER_RATIO = 3 };

static const double tiny_share = 0.4, banner_share = 1 / 3.0, quiet_share = 0.75;

/* Shorter than that, letters would not be legible however the screen measures. */
enum { HEIGHT_LEAST = 18 };

bool band_say(const struct front_usb *usb, int64_t since, int64_t now, const char *language,
              struct band_message *ret, int64_t *ret_until)
{
    static const struct {
        enum job_tone tone;
        int64_t stays;
    } rules[FRONT_USB_STATES] = {
        [FRONT_USB_READING] = {JOB_BUSY, BAND_STALE}, [FRONT_USB_COPYING] = {JOB_BUSY, BAND_STALE},
        [FRONT_USB_DONE] = {JOB_GOOD, BAND_LINGER},   [FRONT_USB_PULLED] = {JOB_BAD, BAND_LINGER},
        [FRONT_USB_REFUSED] = {JOB_BAD, BAND_LINGER},
    };
    int64_t stays = rules[usb->state].stays;
    if (stays == 0 || now - since >= stays)
        return false;
    *ret = (struct band_message){
        .tone = rules[usb->state].tone,
        .progress = usb->state == FRONT_USB_COPYING ? (int)usb->percent : -1,
    };
    band_words(usb, language, ret);
    *ret_until = since + stays;
    return true;
}

bool band_message_equals(const struct band_message *a, const struct band_message *b)
{
    bool same = a->tone == b->tone && a->progress == b->progress;
    for (size_t i = 0; same && i < BAND_TEXTS; i++)
        same = strcmp(a->texts[i], b->texts[i]) == 0;
    return same;
}

static double at_most(double value, double limit)
{
    return value < limit ? value : limit;
}

struct band_shape band_shape(uint32_t width, uint32_t height, bool quiet)
{
    uint32_t shorter = width < height ? width : height, longer = width < height ? height : width;
    double unit = shorter / 108.0;
    bool lies = width >= height;
    double units = quiet ? (lies ? QUIET_LYING : QUIET_STANDING) : (lies ? LYING : STANDING);
    if (longer < TINY_SIDE || longer > BANNER_RATIO * (uint64_t)shorter) {
        double share = (longer < TINY_SIDE ? tiny_share : banner_share) * (quiet ? quiet_share : 1);
        units = quiet ? QUIET_LYING : LYING;
        unit = fmax(shorter * share, at_most(HEIGHT_LEAST, shorter)) / units;
    }
    double high = at_most(round(unit * units), height);
    return (struct band_shape){.height = high < 1 ? 1 : (uint32_t)high, .unit = unit};
}

struct slide_area band_place(const struct slide_area *view, unsigned rotate, uint32_t thickness)
{
    switch (rotate) {
    case 90: /* the lower edge hangs at the left */
        return (struct slide_area){0, 0, thickness, view->height};
    case 180:
        return (struct slide_area){0, 0, view->width, thickness};
    case 270:
        return (struct slide_area){view->width - thickness, 0, thickness, view->height};
    default:
        return (struct slide_area){0, view->height - thickness, view->width, thickness};
    }
}
