/* Pictures that an author made elsewhere: what can be told of them without reading what is on them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/lint.h"
#include "cli/roles.h"

static const double enlarged_most = 1.5; /* soft edges that anyone sees */
/* What was laid out for paper comes out a third as large or less; photographs and slides do not. */
static const double reduced_most = 1.0 / 3;
static const double covered_least = 0.5;                            /* of the screen */
static const double contrast_least = 3, small_contrast_least = 4.5; /* of letters */

/* Of the pixels of a picture that was drawn, most are like their neighbours; of a photograph only
 * sky and walls are. */
static const double flat_least = 0.75;
enum { ALIKE = 2 /* levels */ };

enum { LEVELS = 256, TAIL = 500 /* a part in so many may be an exception: a spark, a scratch */ };

static void asset_path(const struct item *item, char *path, size_t size)
{
    roles_path(item, "picture", path, size);
}

/* Of the two directions the one by which its letters grow. */
static double scale_of(const struct drawing_box *box)
{
    return box->own_width
               ? fmax((double)box->width / box->own_width, (double)box->height / box->own_height)
               : 0;
}

static void say_enlarged(struct remarks *remarks, const struct lint_view *view,
                         const struct drawing_box *box, double scale)
{
    char path[256], hint[160];
    asset_path(view->item, path, sizeof path);
    snprintf(hint, sizeof hint, _("take one of at least %.0f x %.0f pixels"),
             ceil(box->own_width * scale / enlarged_most),
             ceil(box->own_height * scale / enlarged_most));
    remarks_add(remarks,
                &(struct remark_about){.item = view->item,
                                       .code = "picture-enlarged",
                                       .severity = SEVERITY_WARNING,
                                       .gravity = scale,
                                       .path = path,
                                       .hint = hint},
                _("\"%s\": the picture has %u x %u pixels only and is enlarged %s times on %s: "
                  "its edges and letters are blurred"),
                view->item->id, box->own_width, box->own_height, amount_decimal(scale).text,
                view->screen);
}

/* How high letters on the picture must be, as a part of its height. */
static double letters_needed(const struct lint_view *view, const struct drawing_box *box)
{
    return measure_letters_needed(&view->measure, false) / (box->height * view->measure.pixel);
}

static void say_reduced(struct remarks *remarks, const struct lint_view *view,
                        const struct drawing_box *box, double scale, double covered)
{
    char path[256];
    asset_path(view->item, path, sizeof path);
    const struct remark_about about = {
        .item = view->item,
        .code = "picture-reduced",
        .severity = SEVERITY_WARNING,
        .gravity = covered < covered_least ? 1 / covered : 1 / scale,
        .path = path,
        .hint = _("make one in the shape of this screen for it, or show this one on other screens "
                  "only, named in \"sites\"")};
    double part = 100 * letters_needed(view, box);
    if (covered < covered_least)
        remarks_add(remarks, &about,
                    _("\"%s\": the picture fills %.0f %% of %s; from %s m only letters of %.0f "
                      "%% of its height or more can be read"),
                    view->item->id, 100 * covered, view->screen,
                    amount_decimal(view->measure.distance / 1000).text, part);
    else
        remarks_add(remarks, &about,
                    _("\"%s\": the picture is shown at %.0f %% of its size on %s; from %s m only "
                      "letters of %.0f %% of its height or more can be read"),
                    view->item->id, 100 * scale, view->screen,
                    amount_decimal(view->measure.distance / 1000).text, part);
}

static bool is_alike(uint32_t a, uint32_t b)
{
    for (unsigned shift = 0; shift < 24; shift += 8) {
        int step = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);
        if (step > ALIKE || step < -ALIKE)
            return false;
    }
    return true;
}

/* Whether it was drawn, as posters are, and holds letters then: of a photograph nobody reads. */
static bool is_drawn(const struct pixels *pixels, const struct drawing_box *box)
{
    size_t alike = 0, total = 0;
    for (uint32_t y = 0; y < box->height; y++) {
        const uint32_t *row = pixels->data + (size_t)(box->y + y) * pixels->width + box->x;
        for (uint32_t x = 1; x < box->width; x++, total++)
            alike += is_alike(row[x - 1], row[x]);
    }
    return (double)alike >= flat_least * (double)total;
}

/* The contrast of the lightest part of a picture to its darkest; 1 where it is of one colour. */
static double range_of(const struct pixels *pixels, const struct drawing_box *box)
{
    size_t levels[LEVELS] = {0}, total = (size_t)box->width * box->height;
    double luminance[LEVELS];
    for (uint32_t y = 0; y < box->height; y++) {
        const uint32_t *row = pixels->data + (size_t)(box->y + y) * pixels->width + box->x;
        for (uint32_t x = 0; x < box->width; x++)
            levels[((row[x] >> 16 & 0xff) * 54 + (row[x] >> 8 & 0xff) * 183 +
                    (row[x] & 0xff) * 19) >>
                   8]++;
    }
    for (unsigned i = 0; i < LEVELS; i++)
        luminance[i] = measure_luminance(i << 16 | i << 8 | i);
    size_t below = 0, above = 0, low = 0, high = LEVELS - 1;
    while (low < LEVELS - 1 && (below += levels[low]) <= total / TAIL)
        low++;
    while (high > low && (above += levels[high]) <= total / TAIL)
        high--;
    return measure_contrast_of(luminance[low], luminance[high]);
}

/* A poster on which nothing stands out. One of a single colour is meant so. */
static void look_at_range(struct remarks *remarks, const struct lint_view *view,
                          const struct drawing_box *box)
{
    double range = range_of(&view->drawing->pixels, box);
    char path[256];
    if (range >= contrast_least || range <= 1.02)
        return;
    asset_path(view->item, path, sizeof path);
    remarks_add(remarks,
                &(struct remark_about){.item = view->item,
                                       .code = "contrast-low",
                                       .key = "picture",
                                       .severity = SEVERITY_WARNING,
                                       .gravity = contrast_least / range,
                                       .path = path,
                                       .hint = _("make its letters darker, or its ground lighter")},
                _("\"%s\": from the darkest to the lightest part of the picture it is %s : 1; "
                  "letters need %s : 1, small ones %s : 1"),
                view->item->id, amount_decimal(range).text, amount_decimal(contrast_least).text,
                amount_decimal(small_contrast_least).text);
}

void lint_pictures(struct remarks *remarks, const struct lint_view *view)
{
    const struct drawing_boxes *boxes = &view->drawing->boxes;
    for (size_t i = 0; i < boxes->count; i++) {
        const struct drawing_box *box = &boxes->list[i];
        if (roles_use(view->item->type, box->role) != ROLE_PICTURE || !box->width || !box->height)
            continue;
        double scale = scale_of(box);
        double covered = (double)box->width * box->height / ((double)view->width * view->height);
        if (scale > enlarged_most)
            say_enlarged(remarks, view, box, scale);
        if ((covered < covered_least || (scale > 0 && scale < reduced_most)) &&
            is_drawn(&view->drawing->pixels, box))
            say_reduced(remarks, view, box, scale, covered);
        look_at_range(remarks, view, box);
    }
}
