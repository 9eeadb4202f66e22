#include "render/icon.h"

#include <stdbool.h>

enum icon_act { ACT_END, ACT_MOVE, ACT_LINE, ACT_CURVE, ACT_CLOSE, ACT_STROKE, ACT_FILL };

struct icon_step {
    enum icon_act act;
    double at[6]; /* points, as the act needs them */
};

#include "render/icon_paths.h"

/* Returns false behind the last step. */
static bool take_step(const struct icon_step *step, cairo_t *cairo)
{
    const double *at = step->at;
    switch (step->act) {
    case ACT_MOVE:
        cairo_move_to(cairo, at[0], at[1]);
        break;
    case ACT_LINE:
        cairo_line_to(cairo, at[0], at[1]);
        break;
    case ACT_CURVE:
        cairo_curve_to(cairo, at[0], at[1], at[2], at[3], at[4], at[5]);
        break;
    case ACT_CLOSE:
        cairo_close_path(cairo);
        break;
    case ACT_STROKE:
        cairo_stroke(cairo);
        break;
    case ACT_FILL:
        cairo_fill(cairo);
        break;
    case ACT_END:
        return false;
    }
    return true;
}

void icon_trace(enum icon icon, cairo_t *cairo)
{
    if (icon <= ICON_NONE || icon >= ICONS)
        return;
    const struct icon_step *step = icon_steps[icon];
    cairo_new_path(cairo);
    while (take_step(step, cairo))
        step++;
}
