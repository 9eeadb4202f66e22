#include "render/alert_sign.h"

#include <math.h>

enum { CORNERS_MAX = 8 };

struct alert_look alert_look(const struct sheet *sheet, enum alert_severity severity)
{
    const struct theme *theme = &sheet->theme;
    const struct alert_look red = {theme->urgent, theme->urgent_text, 0xFF8A7A, WORD_SEVERE};
    struct alert_look look = {0xFFC845, 0x14213D, 0xFFC845, WORD_UNKNOWN};
    switch (severity) {
    case ALERT_EXTREME:
        look = red;
        look.word = WORD_EXTREME;
        break;
    case ALERT_SEVERE:
        look = red;
        break;
    case ALERT_MODERATE:
        look.word = WORD_MODERATE;
        break;
    case ALERT_MINOR:
        look = (struct alert_look){0x12305A, 0xFFFFFF, 0x9CC4FF, WORD_MINOR};
        break;
    case ALERT_UNKNOWN:
        break;
    }
    return look;
}

/* A regular polygon round the middle of the square, its first corner at `turn` (radians, 0: right,
 * clockwise). */
static void draw_polygon(struct canvas *canvas, size_t corners, double turn, double x, double y,
                         double radius, double round, rgb c)
{
    double points[CORNERS_MAX][2];
    for (size_t i = 0; i < corners; i++) {
        double angle = turn + 2 * M_PI * (double)i / (double)corners;
        points[i][0] = x + radius * cos(angle);
        points[i][1] = y + radius * sin(angle);
    }
    canvas_polygon(canvas, (const double(*)[2])points, corners, round, c);
}

/* Returns where the middle of the mark stands, in parts of the side from the top. */
static double draw_shape(struct canvas *canvas, enum alert_severity severity, int x, int y,
                         int side, rgb c)
{
    double middle_x = x + side / 2.0, middle_y = y + side / 2.0, round = side * 0.06;
    double radius = side / 2.0 - round / 2;
    switch (severity) {
    case ALERT_EXTREME:
        draw_polygon(canvas, 8, M_PI / 8, middle_x, middle_y, radius * 1.04, round, c);
        return 0.5;
    case ALERT_SEVERE:
        draw_polygon(canvas, 3, -M_PI / 2, middle_x, y + side * 0.6, radius * 1.14, round, c);
        return 0.56;
    case ALERT_MODERATE:
        draw_polygon(canvas, 4, 0, middle_x, middle_y, radius * 1.04, round, c);
        return 0.5;
    case ALERT_MINOR:
        canvas_fill_round(canvas, (struct rect){x, y, side, side}, side / 2.0, c);
        return 0.5;
    case ALERT_UNKNOWN:
    default:
        canvas_fill_round(canvas, (struct rect){x, y, side, side}, side * 0.12, c);
        return 0.5;
    }
}

/* An exclamation mark, or the letter of information, which is the same upside down. */
static void draw_mark(struct canvas *canvas, double x, double y, double height, bool is_upside,
                      rgb c)
{
    double wide = height * 0.13, narrow = wide * 0.62, way = is_upside ? -1 : 1;
    double top = y - way * height / 2, low = top + way * height * 0.64;
    double dot = y + way * (height / 2 - wide);
    const double bar[4][2] = {{x - (is_upside ? narrow * 1.2 : wide), top},
                              {x + (is_upside ? narrow * 1.2 : wide), top},
                              {x + (is_upside ? narrow * 1.2 : narrow), low},
                              {x - (is_upside ? narrow * 1.2 : narrow), low}};
    const double point[4][2] = {
        {x - wide * 0.1, dot}, {x, dot - wide * 0.1}, {x + wide * 0.1, dot}, {x, dot + wide * 0.1}};
    canvas_polygon(canvas, bar, 4, wide * 0.3, c);
    canvas_polygon(canvas, point, 4, wide * 2, c);
}

void alert_sign(struct sheet *sheet, enum alert_severity severity, int x, int y, int side, rgb ink,
                rgb ground)
{
    if (side <= 0)
        return;
    double middle = draw_shape(&sheet->canvas, severity, x, y, side, ink);
    double height = side * (severity == ALERT_SEVERE ? 0.48 : 0.56);
    draw_mark(&sheet->canvas, x + side / 2.0, y + side * middle, height, severity == ALERT_MINOR,
              ground);
}
