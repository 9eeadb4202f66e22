/* How well words stand out from what was really drawn around them. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/lint.h"
#include "cli/roles.h"

enum {
    SIDES = 4,
    SAMPLES = 64,    /* on one side of a text's box */
    EXCEPTIONS = 10, /* a part in so many may be a diacritic that touches the edge */
    LOW_SIDES = 2    /* beside one of them something else may stand: an icon, a panel */
};

static const double error_below = 3;

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The contrast of the ink to what is drawn along one side of the box, the lowest but for
 * exceptions. The first two sides lie, the others stand. */
static double side_contrast(const struct pixels *pixels, const struct drawing_box *box,
                            unsigned side)
{
    double values[SAMPLES];
    uint32_t x = box->x + (side == 3 ? box->width - 1 : 0);
    uint32_t y = box->y + (side == 1 ? box->height - 1 : 0);
    for (uint32_t i = 0; i < SAMPLES; i++) {
        uint32_t across = side < 2 ? x + box->width * i / SAMPLES : x;
        uint32_t down = side < 2 ? y : y + box->height * i / SAMPLES;
        values[i] = measure_contrast(box->ink, pixels->data[(size_t)down * pixels->width + across] &
                                                   0xffffff);
    }
    qsort(values, SAMPLES, sizeof *values, compare_doubles);
    return values[SAMPLES / EXCEPTIONS];
}

/* The contrast to the ground as it was drawn: a picture or a slope may lie behind the words. */
static double ground_contrast(const struct pixels *pixels, const struct drawing_box *box)
{
    double sides[SIDES];
    if (box->width == 0 || box->height == 0)
        return measure_contrast(box->ink, box->ground);
    for (unsigned side = 0; side < SIDES; side++)
        sides[side] = side_contrast(pixels, box, side);
    qsort(sides, SIDES, sizeof *sides, compare_doubles);
    return sides[LOW_SIDES - 1];
}

static void look_at_text(struct remarks *remarks, const struct lint_view *view,
                         const struct drawing_box *box)
{
    double letters = measure_letters(&view->measure, box->size);
    double need = measure_contrast_needed(&view->measure, letters);
    double have = ground_contrast(&view->drawing->pixels, box);
    char path[256];
    if (have >= need)
        return;
    roles_path(view->item, box->role, path, sizeof path);
    remarks_add(
        remarks,
        &(struct remark_about){.item = view->item,
                               .code = "contrast-low",
                               .key = box->role,
                               .severity = have < error_below ? SEVERITY_ERROR : SEVERITY_WARNING,
                               .gravity = need / have,
                               .path = path,
                               .hint = _("choose a colour under \"theme\" that is further "
                                         "from its ground, or a calmer background")},
        _("\"%s\": %s: #%06X stands out from its ground by %.1f : 1 only; letters of this "
          "size need %.1f : 1"),
        view->item->id, roles_words(box->role), box->ink, have, need);
}

void lint_contrast(struct remarks *remarks, const struct lint_view *view)
{
    const struct drawing_boxes *boxes = &view->drawing->boxes;
    for (size_t i = 0; i < boxes->count; i++) {
        enum role_use use = roles_use(view->item->type, boxes->list[i].role);
        if (use != ROLE_CODE && use != ROLE_PICTURE)
            look_at_text(remarks, view, &boxes->list[i]);
    }
}
