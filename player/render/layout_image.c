#include <stdio.h>

#include "base/i18n.h"
#include "render/layout.h"

enum { TINY_SIDE = 400 }; /* docs/design.md, "Families" */

static const double caption_height = 11; /* units, of the strip below the picture */

/* Right under the picture, at its left edge or the margin. */
static void draw_caption(struct sheet *sheet, const char *caption, struct rect picture, int height)
{
    int margin = sheet_px(sheet, 6), left = picture.x > margin ? picture.x : margin;
    struct rect strip = {left, picture.y + picture.height, (int)sheet->canvas.width - margin - left,
                         height};
    sheet_line(sheet, "caption", caption, FONT_REGULAR, 5.6, 3, strip, TEXT_LEFT, sheet->theme.text,
               sheet->theme.background);
}

/* Returns where it stands. */
static struct rect draw_picture(struct sheet *sheet, const struct slide *slide,
                                const struct picture *picture, struct rect area)
{
    struct rect place = {area.x + (area.width - (int)picture->width) / 2,
                         area.y + (area.height - (int)picture->height) / 2, (int)picture->width,
                         (int)picture->height};
    if (place.width < area.width || place.height < area.height)
        canvas_fill(&sheet->canvas, area, sheet->theme.background);
    canvas_copy(&sheet->canvas, picture->data, picture->stride, picture->width, picture->height,
                place.x, place.y);
    report_picture(&sheet->report, slide->asset, place, picture->own_width, picture->own_height,
                   sheet->theme.background);
    return place;
}

/* Whether the picture would be too small to be read: it fills less than half of the board, its file
 * is more than three times as large, or it is a drawing of another shape than a tiny board's, so
 * that it was not made for one. */
static bool is_stamp(const struct picture *picture, struct rect area)
{
    int64_t drawn = (int64_t)picture->width * picture->height,
            all = (int64_t)area.width * area.height;
    bool is_tiny = area.width < TINY_SIDE && area.height < TINY_SIDE;
    if (picture->own_width == 0)
        return drawn * 2 < all || (is_tiny && drawn * 20 < all * 19);
    return drawn * 2 < all || picture->own_width > 3 * picture->width;
}

/* A poster on a board of a few hundred pixels is a stamp: its caption stands for it, which is
 * written for the public. The alternative text is not: it tells the blind what there is to be seen,
 * or is the name of a file. */
static int draw_words(struct sheet *sheet, const struct slide *slide)
{
    if (!slide->caption) {
        sheet->fault.code = "board";
        snprintf(sheet->fault.message, sizeof sheet->fault.message, "%s",
                 _("on a board this small the picture cannot be read, and it has no caption"));
        return -1;
    }
    const struct slide words = {.type = ITEM_NOTICE, .title = slide->caption};
    sheet->band = NULL;
    return layout_compact(sheet, &words, sheet_begin(sheet));
}

int layout_image(struct sheet *sheet, const struct slide *slide, bool is_compact)
{
    struct rect area = {0, 0, (int)sheet->canvas.width, (int)sheet->canvas.height};
    int fd = sheet_asset(sheet, slide->asset);
    if (fd < 0) {
        sheet->fault.code = "asset";
        snprintf(sheet->fault.message, sizeof sheet->fault.message,
                 _("the picture \"%s\" is not there"), slide->asset ? slide->asset : "");
        return -1;
    }
    int strip = slide->caption ? sheet_px(sheet, caption_height) : 0;
    if (strip < area.height)
        area.height -= strip;
    else
        strip = 0; /* a board this low has room for the picture alone */
    struct picture picture;
    const struct picture_request request = {.width = (uint32_t)area.width,
                                            .height = (uint32_t)area.height,
                                            .fit = slide->fit,
                                            .background = sheet->theme.background,
                                            .svg = sheet->svg};
    if (picture_read(fd, &request, &picture, &sheet->fault) < 0)
        return -1;
    if (is_compact && !sheet->is_whole && is_stamp(&picture, area)) {
        picture_finish(&picture);
        return draw_words(sheet, slide);
    }
    struct rect place = draw_picture(sheet, slide, &picture, area);
    picture_finish(&picture);
    if (strip) {
        canvas_fill(&sheet->canvas, (struct rect){0, area.height, area.width, strip},
                    sheet->theme.background);
        draw_caption(sheet, slide->caption, place, strip);
    } else if (slide->caption) {
        report_overflow(&sheet->report, "caption");
    }
    return 0;
}
