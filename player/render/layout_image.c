#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "render/layout.h"

static int asset_fd(const struct sheet *sheet, const char *name)
{
    for (size_t i = 0; name && i < sheet->asset_count; i++)
        if (strcmp(sheet->assets[i].name, name) == 0)
            return sheet->assets[i].fd;
    return -1;
}

/* The picture's own words, on a strip of the ground so that they can be read on any picture. */
static void draw_caption(struct sheet *sheet, const char *caption)
{
    int height = sheet_px(sheet, 11), edge = sheet_px(sheet, 6);
    int width = (int)sheet->canvas.width, top = (int)sheet->canvas.height - height;
    canvas_fill(&sheet->canvas, (struct rect){0, top, width, height}, sheet->theme.background);
    sheet_line(sheet, "caption", caption, FONT_REGULAR, 5, 3,
               (struct rect){edge, top, width - 2 * edge, height}, TEXT_LEFT, sheet->theme.text,
               sheet->theme.background);
}

int layout_image(struct sheet *sheet, const struct slide *slide)
{
    struct canvas *canvas = &sheet->canvas;
    struct picture picture;
    struct picture_request request = {.width = canvas->width,
                                      .height = canvas->height,
                                      .fit = slide->fit,
                                      .background = sheet->theme.background,
                                      .svg = sheet->svg};
    int fd = asset_fd(sheet, slide->asset);
    if (fd < 0) {
        sheet->fault.code = "asset";
        snprintf(sheet->fault.message, sizeof sheet->fault.message,
                 _("the picture \"%s\" is not there"), slide->asset ? slide->asset : "");
        return -1;
    }
    if (picture_read(fd, &request, &picture, &sheet->fault) < 0)
        return -1;
    struct rect place = {((int)canvas->width - (int)picture.width) / 2,
                         ((int)canvas->height - (int)picture.height) / 2, (int)picture.width,
                         (int)picture.height};
    if (picture.width < canvas->width || picture.height < canvas->height)
        canvas_fill(canvas, (struct rect){0, 0, (int)canvas->width, (int)canvas->height},
                    sheet->theme.background);
    canvas_copy(canvas, picture.data, picture.stride, picture.width, picture.height, place.x,
                place.y);
    picture_finish(&picture);
    report_box(&sheet->report, "picture", slide->asset, place, 0, sheet->theme.background,
               sheet->theme.background);
    if (slide->caption)
        draw_caption(sheet, slide->caption);
    return 0;
}
