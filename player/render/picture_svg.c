#include "render/picture_svg.h"

#include "base/i18n.h"
#include "render/picture_fault.h"

int picture_svg_read(int fd, const struct picture_request *request, struct picture *ret,
                     struct picture_fault *fault)
{
    (void)fd, (void)request, (void)ret;
    return picture_fault_set(fault, "svg-busy", _("SVG cannot be drawn here"));
}
