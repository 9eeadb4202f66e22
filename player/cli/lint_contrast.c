/* How well words stand out from what was really drawn around them. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/lint.h"
#include "cli/roles.h"

enum {
    ROWS = 64,         /* of a text's box that are looked at */
    SAMPLES = 4096,    /* places beside the ink */
    SAMPLES_LEAST = 8, /* fewer say nothing */
    SIZE_LEAST = 24,   /* px an em: between finer strokes there is no pure ground */
    LOW_PART = 4       /* what a quarter of the places have is a good part of the words */
};

/* From the ink to where the ground is pure, in parts of the letters' size: beyond the soft edge of
 * a stroke, and not yet at the next one. */
static const double beside = 1.0 / 14;

static const double error_below = 3;

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Adds the contrast to what lies behind the end of each stroke that the row crosses. */
static size_t sample_row(const uint32_t *row, uint32_t width, uint32_t step, uint32_t ink,
                         double *values, size_t count)
{
    for (uint32_t x = 1; x + step < width && count < SAMPLES; x++) {
        uint32_t here = row[x] & 0xffffff, ground = row[x + step] & 0xffffff;
        if ((row[x - 1] & 0xffffff) == ink && here != ink && ground != ink)
            values[count++] = measure_contrast(ink, ground);
    }
    return count;
}

/* The contrast to the ground as it was drawn, since a picture or a slope may lie behind the words:
 * beside the strokes, for a word may stand in a mark that is smaller than its box. */
static double ground_contrast(const struct pixels *pixels, const struct drawing_box *box)
{
    double values[SAMPLES];
    size_t count = 0;
    uint32_t step = (uint32_t)(box->size * beside);
    for (uint32_t i = 0; i < ROWS && box->height > 0; i++) {
        uint32_t y = box->y + box->height * i / ROWS;
        const uint32_t *row = pixels->data + (size_t)y * pixels->width + box->x;
        count = sample_row(row, box->width, step > 2 ? step : 2, box->ink, values, count);
    }
    if (count < SAMPLES_LEAST || box->size < SIZE_LEAST)
        return measure_contrast(box->ink, box->ground);
    qsort(values, count, sizeof *values, compare_doubles);
    return values[count / LOW_PART];
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
        _("\"%s\": %s: #%06X stands out from its ground by %s : 1 only; letters of this "
          "size need %s : 1"),
        view->item->id, roles_words(box->role), box->ink, amount_decimal(have).text,
        amount_decimal(need).text);
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
