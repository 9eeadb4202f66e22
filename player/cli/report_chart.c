#include "cli/report_chart.h"

#include <string.h>

#include "cli/html.h"
#include "cli/report_spell.h"
#include "cli/unicode.h"

/* In units of the drawing, which is as wide as the page: four to a millimetre. */
enum {
    WIDTH = 700,
    SERIES_HEIGHT = 190,
    SERIES_LEFT = 56,
    SERIES_TOP = 12,
    SERIES_BOTTOM = 24,
    SHARE_ROW = 22,
    SHARE_NAME = 210,
    SHARE_WORDS = 130,
    NAME_COLUMNS = 34 /* letters that SHARE_NAME has room for */
};

/* The largest step of 1, 2, 5, 10, 20 … that cuts `most` into two to five parts. */
static int64_t step_of(int64_t most)
{
    int64_t step = 1;
    for (int i = 0; (most + step - 1) / step > 5; i++)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

static int64_t most_of(const struct chart_bar *bars, size_t count)
{
    int64_t most = 1;
    for (size_t i = 0; i < count; i++)
        most = bars[i].value > most ? bars[i].value : most;
    return most;
}

static void begin(FILE *out, const char *title, int height)
{
    fprintf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, height);
    html_put(out, title);
    fputs("\">\n", out);
}

static void put_scale(FILE *out, int64_t step, int64_t top, int height)
{
    char text[SPELL_SIZE];
    for (int64_t value = 0; value <= top; value += step) {
        double y = SERIES_TOP + height * (1 - (double)value / (double)top);
        fprintf(out,
                "<line class=\"%s\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                "<text class=\"quiet\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                value == 0 ? "axis" : "grid", SERIES_LEFT, y, WIDTH, y, SERIES_LEFT - 6, y + 4,
                spell_whole(text, value, SPELL_VIETNAMESE));
    }
}

void chart_put_series(FILE *out, const char *title, const struct chart_bar *bars, size_t count)
{
    int height = SERIES_HEIGHT - SERIES_TOP - SERIES_BOTTOM;
    int64_t most = most_of(bars, count), step = step_of(most);
    int64_t top = (most + step - 1) / step * step;
    double each = (double)(WIDTH - SERIES_LEFT) / (double)(count ? count : 1);
    double thick = each > 60 ? 44 : each * 0.74;
    begin(out, title, SERIES_HEIGHT);
    put_scale(out, step, top, height);
    for (size_t i = 0; i < count; i++) {
        double x = SERIES_LEFT + each * (double)i,
               tall = height * (double)bars[i].value / (double)top;
        fprintf(out,
                "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>",
                x + (each - thick) / 2, SERIES_TOP + height - tall, thick, tall);
        html_put(out, bars[i].words);
        fputs("</title></rect>\n", out);
        if (bars[i].name[0] == '\0')
            continue;
        fprintf(out, "<text class=\"quiet\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">",
                x + each / 2, SERIES_HEIGHT - 6);
        html_put(out, bars[i].name);
        fputs("</text>\n", out);
    }
    fputs("</svg>\n", out);
}

/* As much of a name as there is room for. */
static void put_name(FILE *out, const char *name)
{
    char text[512];
    size_t columns, fits = unicode_columns(name, NAME_COLUMNS, &columns);
    bool is_cut = name[fits] != '\0';
    snprintf(text, sizeof text, "%.*s%s", (int)(fits < 400 ? fits : 400), name, is_cut ? "…" : "");
    html_put(out, text);
}

void chart_put_shares(FILE *out, const char *title, const struct chart_bar *bars, size_t count)
{
    int64_t most = most_of(bars, count);
    int room = WIDTH - SHARE_NAME - SHARE_WORDS;
    begin(out, title, (int)count * SHARE_ROW + 4);
    for (size_t i = 0; i < count; i++) {
        int y = (int)i * SHARE_ROW + 2;
        double wide = room * (double)bars[i].value / (double)most;
        fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", SHARE_NAME - 8, y + 15);
        put_name(out, bars[i].name);
        fprintf(out,
                "</text><rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                "<text class=\"quiet\" x=\"%.1f\" y=\"%d\">",
                SHARE_NAME, y + 3, wide, SHARE_ROW - 6, SHARE_NAME + wide + 6, y + 15);
        html_put(out, bars[i].words);
        fputs("</text>\n", out);
    }
    fputs("</svg>\n", out);
}
