#include "render/slot.h"

#include <math.h>

static uint32_t bounded(double size, uint32_t limit)
{
    double rounded = floor(size + 0.5);
    return rounded < 1 ? 1 : rounded > limit ? limit : (uint32_t)rounded;
}

void slot_find(double width, double height, unsigned orientation, uint32_t place_width,
               uint32_t place_height, enum picture_fit fit, struct slot *ret)
{
    double across = place_width / width, down = place_height / height;
    struct slot_axis x = {place_width, 1}, y = {place_height, 1};
    if (fit == PICTURE_CONTAIN) {
        double scale = across < down ? across : down;
        x.size = bounded(width * scale, place_width);
        y.size = bounded(height * scale, place_height);
    } else if (fit == PICTURE_COVER) {
        double scale = across > down ? across : down;
        x.part = across / scale;
        y.part = down / scale;
    }
    bool turned = orientation >= 5;
    *ret = (struct slot){.x = turned ? y : x,
                         .y = turned ? x : y,
                         .orientation = orientation,
                         .width = x.size,
                         .height = y.size};
    ret->decode_width = bounded(ceil(ret->x.size / ret->x.part), UINT32_MAX);
    ret->decode_height = bounded(ceil(ret->y.size / ret->y.part), UINT32_MAX);
}
