#include "render/layout.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/i18n.h"

/* docs/design.md, "Families": banner and tiny. */
enum { TINY_SIDE = 400, BANNER_RATIO = 3 };

bool layout_is_compact(const struct sheet *sheet)
{
    uint32_t width = sheet->canvas.width, height = sheet->canvas.height;
    uint32_t longer = width > height ? width : height, shorter = width > height ? height : width;
    return longer < TINY_SIDE || longer > BANNER_RATIO * shorter;
}

int layout_draw(struct sheet *sheet, const struct slide *slide)
{
    static int (*const layouts[ITEM_TYPES])(struct sheet *, const struct slide *, struct rect) = {
        [ITEM_VIDEO] = layout_notice, /* one without a poster */
        [ITEM_SERVICE] = layout_service,     [ITEM_HOTLINE] = layout_hotline,
        [ITEM_SLOGAN] = layout_slogan,       [ITEM_NOTICE] = layout_notice,
        [ITEM_STEPS] = layout_steps,         [ITEM_FIGURES] = layout_figures,
        [ITEM_DIRECTORY] = layout_directory, [ITEM_PROCEDURE] = layout_procedure,
        [ITEM_TABLE] = layout_table,         [ITEM_DOCUMENT] = layout_document,
    };
    if (slide->asset && (slide->type == ITEM_IMAGE || slide->type == ITEM_VIDEO))
        return layout_image(sheet, slide, layout_is_compact(sheet));
    if (slide->type == ITEM_IMAGE) {
        snprintf(sheet->fault.message, sizeof sheet->fault.message, "%s", _("no picture is named"));
        return -1;
    }
    if (layout_is_compact(sheet)) {
        sheet->band = NULL;
        theme_make_plain(&sheet->theme);
    }
    struct rect area = sheet_begin(sheet);
    if (layout_is_compact(sheet))
        return layout_compact(sheet, slide, area);
    return layouts[slide->type](sheet, slide, area);
}
