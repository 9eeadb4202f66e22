#include "render/compose.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "ipc/shape.h"
#include "render/layout.h"
#include "render/turn.h"

void composer_finish(struct composer *composer)
{
    fonts_destroy(composer->fonts);
    unicode_breaker_destroy(composer->breaker);
    if (composer->themes.dark.logo_fd > 0)
        close(composer->themes.dark.logo_fd);
    if (composer->themes.dark.backdrop_fd > 0)
        close(composer->themes.dark.backdrop_fd);
    *composer = (struct composer){.svg = -1};
}

char *compose_refusal(uint64_t number, const char *code, const char *asset, const char *message)
{
    char *text = NULL, *full = NULL;
    cJSON *json = cJSON_CreateObject();
    if (json && cJSON_AddFalseToObject(json, "ok") && cJSON_AddStringToObject(json, "code", code) &&
        cJSON_AddStringToObject(json, "message", message) &&
        (!asset || cJSON_AddStringToObject(json, "asset", asset)))
        text = cJSON_PrintUnformatted(json);
    if (text && asprintf(&full, "{\"job\":%" PRIu64 ",%s", number, text + 1) < 0)
        full = NULL;
    cJSON_free(text);
    cJSON_Delete(json);
    return full;
}

static char *approval(const struct request *request, const struct pixels *pixels,
                      const struct report *report)
{
    char *text = NULL;
    char *members = report_print(report, request->width, request->height, request->rotate);
    if (members &&
        asprintf(&text, "{\"job\":%" PRIu64 ",\"ok\":true,\"width\":%u,\"height\":%u,%s}",
                 request->number, pixels->width, pixels->height, members) < 0)
        text = NULL;
    free(members);
    return text;
}

/* ICU needs milliseconds for its tables: only slides with words pay them. */
static struct unicode_breaker *breaker_for(struct composer *composer, const char *language)
{
    if (!language)
        language = "vi";
    if (composer->breaker && strcmp(composer->breaker_language, language) == 0)
        return composer->breaker;
    unicode_breaker_destroy(composer->breaker);
    snprintf(composer->breaker_language, sizeof composer->breaker_language, "%.35s", language);
    composer->breaker = unicode_breaker_create(composer->breaker_language);
    return composer->breaker;
}

static bool needs_words(const struct request *request)
{
    const struct slide *slide = &request->slide;
    return request->kind != JOB_ITEM || slide->caption || !slide->asset;
}

enum { DATE_ROOM = 24 }; /* units: in less there is only the time */

/* The clock's line: the day and the time at the right of the name band, to be copied over it. */
static int draw_clock(struct sheet *sheet, const struct request *request)
{
    struct rect all = {0, 0, (int)request->width, (int)request->height};
    sheet->unit = request->height / 9.0; /* of the band, which is 9 u high */
    canvas_fill(&sheet->canvas, all, sheet->theme.surface);
    int time = sheet_line(sheet, "clock", request->text, FONT_BOLD, 4.6, 2, all, TEXT_RIGHT,
                          sheet->theme.text, sheet->theme.surface);
    all.width -= time + sheet_px(sheet, 3);
    if (request->date && all.width > sheet_px(sheet, DATE_ROOM))
        sheet_line(sheet, "date", request->date, FONT_REGULAR, 3.8, 2, all, TEXT_RIGHT,
                   sheet->theme.text, sheet->theme.surface);
    return 0;
}

/* Who asks for a page beyond the last has asked before the first told how many there are. */
static int check_page(struct sheet *sheet)
{
    if (sheet->page == 0 || sheet->page < sheet->report.pages)
        return 0;
    sheet->fault.code = "page";
    snprintf(sheet->fault.message, sizeof sheet->fault.message, "%s", _("there is no such page"));
    return -1;
}

static int draw_alert(struct sheet *sheet, const struct request *request)
{
    return layout_alert(sheet, &request->warning) < 0 ? -1 : check_page(sheet);
}

static int draw_kind(struct sheet *sheet, const struct request *request)
{
    switch (request->kind) {
    case JOB_CLOCK:
        return draw_clock(sheet, request);
    case JOB_BAND:
        return layout_band(sheet, &request->strip);
    case JOB_TESTCARD:
        return layout_testcard(sheet, request->strip.texts, request->strip.count);
    case JOB_ALERT:
        return draw_alert(sheet, request);
    case JOB_BANNER:
        return layout_banner(sheet, &request->warning);
    case JOB_TICKER:
        return layout_ticker(sheet, &request->ticker);
    case JOB_ITEM:
    default:
        return layout_draw(sheet, &request->slide) < 0 ? -1 : check_page(sheet);
    }
}

/* Prepares the sheet. -1: there is nothing to write with. */
static int begin_sheet(struct composer *composer, const struct request *request,
                       struct sheet *sheet)
{
    uint32_t shorter = request->width < request->height ? request->width : request->height;
    *sheet = (struct sheet){
        .theme = theme_read(&composer->themes, request->theme),
        .fonts = composer->fonts,
        .language = request->language,
        .band = request->band,
        .clock = request->clock,
        .is_whole = request->is_whole,
        .page = request->page,
        .code_side = request->code_side,
        .assets = request->assets,
        .asset_count = request->asset_count,
        .svg = composer->svg,
        .unit = shorter / 108.0,
        .fault = {.code = "item"},
    };
    if (needs_words(request)) {
        sheet->breaker = breaker_for(composer, request->language);
        if (!sheet->breaker || !sheet->fonts || fonts_is_empty(sheet->fonts)) {
            snprintf(sheet->fault.message, sizeof sheet->fault.message, "%s",
                     _("no font is there; install fonts-noto-core"));
            return -1;
        }
    }
    snprintf(sheet->fault.message, sizeof sheet->fault.message, "%s",
             _("the item cannot be drawn"));
    return 0;
}

/* Fills a part of the picture that strips will lie over, in case they come late. */
static void fill_strip(const struct request *request, uint32_t *pixels, uint32_t first,
                       uint32_t rows, double unit, struct sheet *sheet)
{
    if (rows == 0)
        return;
    canvas_init(&sheet->canvas, pixels + (size_t)first * request->width, request->width, rows);
    layout_ticker_ground(sheet, (struct rect){0, 0, (int)request->width, (int)rows}, unit);
    canvas_finish(&sheet->canvas);
}

static void fill_reserve(const struct request *request, uint32_t *pixels, struct sheet *sheet)
{
    const struct theme own = sheet->theme;
    double unit = shape_ticker(request->width, request->height).unit;
    if (shape_is_tiny(request->width, request->height))
        theme_make_black(&sheet->theme);
    fill_strip(request, pixels, 0, request->top, sheet->unit, sheet);
    fill_strip(request, pixels, request->height - request->foot, request->foot, unit, sheet);
    sheet->theme = own;
}

/* What was drawn below the upper strip was reported from its own corner on. */
static void shift_report(struct report *report, int down)
{
    for (size_t i = 0; i < report->box_count; i++)
        report->boxes[i].rect.y += down;
    report->clock.y += down;
}

/* An item that leaves room to strips is drawn as if the screen were that much lower. */
static int draw(struct composer *composer, const struct request *request, uint32_t *pixels,
                struct sheet *sheet)
{
    uint32_t height = request->height - request->top - request->foot;
    if (begin_sheet(composer, request, sheet) < 0)
        return -1;
    fill_reserve(request, pixels, sheet);
    canvas_init(&sheet->canvas, pixels + (size_t)request->top * request->width, request->width,
                height);
    int result = draw_kind(sheet, request);
    canvas_finish(&sheet->canvas);
    shift_report(&sheet->report, (int)request->top);
    return result;
}

/* How wide the picture is to be: that of a ticker follows from its texts. 0: it cannot be drawn. */
static uint32_t width_of(struct composer *composer, const struct request *request,
                         struct sheet *sheet)
{
    if (request->kind != JOB_TICKER)
        return request->width;
    if (begin_sheet(composer, request, sheet) < 0)
        return 0;
    sheet->canvas.height = request->height;
    uint32_t width = layout_ticker_width(sheet, &request->ticker);
    report_finish(&sheet->report);
    return width;
}

char *compose(struct composer *composer, const struct request *asked, struct pixels *ret)
{
    struct pixels pixels = PIXELS_NONE;
    struct sheet sheet = {0};
    struct request fitted = *asked;
    const struct request *request = &fitted;
    uint32_t *upright = NULL;
    char *answer = NULL;
    fitted.width = width_of(composer, asked, &sheet);
    if (fitted.width == 0)
        return compose_refusal(request->number, sheet.fault.code, NULL, sheet.fault.message);
    bool quarter = request->rotate % 180 != 0;
    int result = pixels_create(quarter ? request->height : request->width,
                               quarter ? request->width : request->height, &pixels);
    if (result == 0 && request->rotate) {
        upright = malloc(pixels.size);
        result = upright ? 0 : -1;
    }
    if (result < 0) {
        answer = compose_refusal(request->number, "memory", NULL, _("no memory for the picture"));
        goto end;
    }
    if (draw(composer, request, upright ? upright : pixels.data, &sheet) < 0) {
        answer = compose_refusal(request->number, sheet.fault.code, NULL, sheet.fault.message);
        goto end;
    }
    if (upright)
        turn_pixels(upright, request->width, request->height, request->rotate, pixels.data);
    if (pixels_seal(&pixels) < 0)
        goto end;
    answer = approval(request, &pixels, &sheet.report);
    if (answer) {
        *ret = pixels;
        pixels = PIXELS_NONE;
    }
end:
    pixels_finish(&pixels);
    report_finish(&sheet.report);
    free(upright);
    return answer;
}
