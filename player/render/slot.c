#include "render/slot.h"

#include <math.h>

static uint32_t bounded(double size, uint32_t limit)
{
    double rounded = floor(size + 0.5);
    return rounded < 1 ? 1 : rounded > limit ? limit : (uint32_t)rounded;
}

void slot_find(const struct picture_info *info, const struct picture_request *request,
               struct slot *ret)
{
    double across = (double)request->width / info->width;
    double down = (double)request->height / info->height;
    struct slot_axis x = {request->width, 1}, y = {request->height, 1};
    if (request->fit == PICTURE_CONTAIN) {
        double scale = across < down ? across : down;
        x.size = bounded(info->width * scale, request->width);
        y.size = bounded(info->height * scale, request->height);
    } else if (request->fit == PICTURE_COVER) {
        double scale = across > down ? across : down;
        x.part = across / scale;
        y.part = down / scale;
    }
    bool turned = info->orientation >= 5;
    *ret = (struct slot){.x = turned ? y : x,
                         .y = turned ? x : y,
                         .orientation = info->orientation,
                         .width = x.size,
                         .height = y.size};
    ret->decode_width = bounded(ceil(ret->x.size / ret->x.part), UINT32_MAX);
    ret->decode_height = bounded(ceil(ret->y.size / ret->y.part), UINT32_MAX);
}
