/* Every layout against the picture that was approved by eye:
 *
 *   golden DIR OUT [--renew]
 *
 * DIR holds NAME-WIDTHxHEIGHT-THEME.png and picture.png, a picture to show. Where a slide differs,
 * OUT gets NAME….png with the approved picture, the drawn one, and red where they differ. --renew
 * writes the drawn ones to DIR (look at each before committing it).
 *
 * Tolerance: FreeType's versions round edges differently. A pixel differs where a channel is off by
 * more than PIXEL_TOLERANCE; a slide differs where more than SHARE_TOLERANCE of its pixels do. A
 * text that moves by one pixel, or another word, is far above it. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asker.h"
#include "base/file.h"
#include "base/log.h"
#include "image.h"
#include "ipc/shape.h"
#include "items.h"
#include "said.h"

enum { PIXEL_TOLERANCE = 48 };

static const double SHARE_TOLERANCE = 0.002;

static const struct {
    unsigned width, height;
    const char *theme;
} screens[] = {{640, 360, "dark"}, {360, 640, "light"}, {640, 120, "dark"}, {192, 96, "dark"}};

struct bench {
    struct asker asker;
    const char *directory, *out;
    bool renew;
    unsigned cases, failed;
};

static bool differs(uint32_t a, uint32_t b)
{
    for (int shift = 0; shift <= 16; shift += 8) {
        int distance = (int)(a >> shift & 255) - (int)(b >> shift & 255);
        if (abs(distance) > PIXEL_TOLERANCE)
            return true;
    }
    return false;
}

/* The share of pixels that differ; 1 for another size. */
static double compare(const struct image *approved, const struct pixels *drawn)
{
    size_t count = (size_t)drawn->width * drawn->height, off = 0;
    if (approved->width != drawn->width || approved->height != drawn->height)
        return 1;
    for (size_t i = 0; i < count; i++)
        off += differs(approved->pixels[i], drawn->data[i]);
    return (double)off / (double)count;
}

/* Approved, drawn, difference, side by side. */
static void write_difference(const char *path, const struct image *approved,
                             const struct pixels *drawn)
{
    uint32_t width = drawn->width, height = drawn->height;
    uint32_t *sheet = calloc((size_t)width * 3 * height, sizeof *sheet);
    bool same_size = approved->width == width && approved->height == height;
    if (!sheet)
        return;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            uint32_t now = drawn->data[(size_t)y * width + x];
            uint32_t then = same_size ? approved->pixels[(size_t)y * width + x] : 0;
            uint32_t *out = sheet + (size_t)y * width * 3 + x;
            out[0] = then;
            out[width] = now;
            out[2 * width] = differs(then, now) ? 0xFFFF0000 : (now >> 2 & 0x3F3F3F);
        }
    if (image_write(path, sheet, width * 3, height) == 0)
        printf("# see %s\n", path);
    free(sheet);
}

static void report(struct bench *bench, bool good, const char *name, const char *why)
{
    bench->cases++;
    bench->failed += !good;
    printf("%s %u - %s%s%s\n", good ? "ok" : "not ok", bench->cases, name, *why ? " # " : "", why);
    fflush(stdout);
}

static void judge(struct bench *bench, const char *name, const struct pixels *drawn)
{
    struct image approved = {0};
    char path[512], why[64] = "";
    snprintf(path, sizeof path, "%s/%s.png", bench->directory, name);
    if (bench->renew) {
        bool written = image_write(path, drawn->data, drawn->width, drawn->height) == 0;
        report(bench, written, name, "renewed");
        return;
    }
    if (image_read(path, &approved) < 0) {
        report(bench, false, name, "no approved picture; renew");
        return;
    }
    double share = compare(&approved, drawn);
    bool good = share <= SHARE_TOLERANCE;
    if (!good) {
        snprintf(why, sizeof why, "%.2f %% of the pixels differ", share * 100);
        snprintf(path, sizeof path, "%s/%s.png", bench->out, name);
        file_make_directories(bench->out);
        write_difference(path, &approved, drawn);
    }
    report(bench, good, name, why);
    image_finish(&approved);
}

/* Draws the job (which may be NULL) and compares; frees it. */
static void draw_job(struct bench *bench, const char *name, char *job,
                     const struct asker_file *files, size_t count)
{
    char *answer = NULL;
    struct pixels pixels = PIXELS_NONE;
    int result = job ? asker_ask(&bench->asker, job, files, count, &answer, &pixels) : -ENOMEM;
    if (result < 0 || !pixels.data)
        report(bench, false, name, answer ? answer : strerror(-result));
    else
        judge(bench, name, &pixels);
    pixels_finish(&pixels);
    free(answer);
    free(job);
}

static void draw_case(struct bench *bench, const char *name, const char *language, const char *item,
                      size_t screen, const struct asker_file *files, size_t count)
{
    char full[128], *job = NULL;
    snprintf(full, sizeof full, "%s-%ux%u-%s", name, screens[screen].width, screens[screen].height,
             screens[screen].theme);
    if (asprintf(&job,
                 "{\"kind\":\"item\",\"width\":%u,\"height\":%u,\"rotate\":0,\"language\":\"%s\","
                 "\"item\":%s,\"band\":\"Trung tâm Phục vụ hành chính công\",\"clock\":true,"
                 "\"theme\":{\"base\":\"%s\"}}",
                 screens[screen].width, screens[screen].height, language, item,
                 screens[screen].theme) < 0)
        return;
    draw_job(bench, full, job, files, count);
}

/* What the screen says of itself: at its lower edge, and on the test card, on a screen of each
 * family. */
static void draw_said(struct bench *bench)
{
    static const struct {
        unsigned width, height, card_width, card_height;
    } families[] = {
        {1920, 1080, 640, 360}, {1080, 1920, 360, 640}, {1280, 240, 1280, 240}, {192, 96, 192, 96}};
    static const struct {
        const char *name, *usb, *language;
    } bands[] = {{"reading", "{\"state\":\"reading\"}", "vi"},
                 {"copying", "{\"state\":\"copying\",\"percent\":40}", "vi"},
                 {"copying-en", "{\"state\":\"copying\",\"percent\":97}", "en"},
                 {"done", "{\"state\":\"done\"}", "vi"},
                 {"pulled", "{\"state\":\"pulled\",\"code\":16}", "vi"},
                 {"refused", "{\"state\":\"refused\",\"code\":23}", "vi"},
                 {"refused-en", "{\"state\":\"refused\",\"code\":36}", "en"}};
    char name[128];
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        unsigned width = families[i].width, height = families[i].height;
        for (size_t band = 0; band < sizeof bands / sizeof *bands; band++) {
            snprintf(name, sizeof name, "band-%s-%ux%u", bands[band].name, width, height);
            draw_job(bench, name,
                     said_band(bands[band].usb, bands[band].language, width, height, 0, NULL), NULL,
                     0);
        }
        snprintf(name, sizeof name, "band-line-%ux%u", width, height);
        draw_job(bench, name,
                 said_line("{\"addresses\":[\"192.168.1.20\"]}", "vi", width, height, NULL), NULL,
                 0);
        width = families[i].card_width;
        height = families[i].card_height;
        snprintf(name, sizeof name, "testcard-%ux%u", width, height);
        draw_job(bench, name, said_testcard(width, height, 0), NULL, 0);
    }
}

static const struct {
    const char *name, *language, *severity, *words;
} alerts[] = {
    {"flood", "vi", "Severe",
     "\"headline\":\"Mưa lớn, ngập sâu đường Trần Hưng Đạo\",\"description\":\"Từ 14:00 đến 20:00 "
     "hôm "
     "nay có mưa rất to kèm triều cường.\",\"instruction\":\"Không đi qua đường Trần Hưng Đạo. Cần "
     "giúp, gọi 114.\""},
    {"flood-khmer", "km", "Extreme",
     "\"headline\":\"ភ្លៀងធ្លាក់ខ្លាំង ទឹកជន់លិចផ្លូវ\",\"instruction\":\"កុំធ្វើដំណើរតាមផ្លូវដែលលិចទឹក។\""},
    {"power", "vi", "Moderate", "\"headline\":\"Cúp điện khu vực phường\""},
    {"fog", "vi", "Minor", "\"headline\":\"Sương mù\",\"description\":\"Tầm nhìn dưới 100 m.\""},
    {"unknown", "en", "Unknown", "\"headline\":\"Water supply interrupted\""},
};

/* The whole screen, and a strip of its width. */
static void draw_alert(struct bench *bench, size_t alert, size_t screen)
{
    char name[128], *job = NULL;
    unsigned width = screens[screen].width, height = screens[screen].height;
    struct shape shape = shape_banner(width, height);
    snprintf(name, sizeof name, "alert-%s-%ux%u", alerts[alert].name, width, height);
    if (asprintf(&job,
                 "{\"kind\":\"alert\",\"width\":%u,\"height\":%u,\"rotate\":0,\"language\":\"%s\","
                 "\"severity\":\"%s\",%s,\"band\":\"Ủy ban nhân dân phường\",\"page\":0,"
                 "\"until\":\"20:00, 22/11/2026\"}",
                 width, height, alerts[alert].language, alerts[alert].severity,
                 alerts[alert].words) < 0)
        return;
    draw_job(bench, name, job, NULL, 0);
    snprintf(name, sizeof name, "banner-%s-%ux%u", alerts[alert].name, width, height);
    if (asprintf(&job,
                 "{\"kind\":\"banner\",\"width\":%u,\"height\":%u,\"rotate\":0,\"language\":\"%s\","
                 "\"severity\":\"%s\",%s,\"unit\":%f}",
                 width, shape.height, alerts[alert].language, alerts[alert].severity,
                 alerts[alert].words, shape.unit) < 0)
        return;
    draw_job(bench, name, job, NULL, 0);
}

static void draw_ticker(struct bench *bench, size_t screen)
{
    char name[128], *job = NULL;
    unsigned width = screens[screen].width, height = screens[screen].height;
    struct shape shape = shape_ticker(width, height);
    snprintf(name, sizeof name, "ticker-%ux%u", width, height);
    if (asprintf(
            &job,
            "{\"kind\":\"ticker\",\"width\":8192,\"height\":%u,\"rotate\":0,\"language\":\"vi\","
            "\"unit\":%f,\"least\":%u,\"black\":%s,\"texts\":[\"Bộ phận một cửa làm việc cả sáng "
            "thứ Bảy.\","
            "\"ទូរសព្ទ 1022\"],\"theme\":{\"base\":\"%s\"}}",
            shape.height, shape.unit, width, shape_is_tiny(width, height) ? "true" : "false",
            screens[screen].theme) < 0)
        return;
    draw_job(bench, name, job, NULL, 0);
}

/* A slide that leaves room at both edges. */
static void draw_reserve(struct bench *bench, size_t screen)
{
    char name[128], *job = NULL;
    unsigned width = screens[screen].width, height = screens[screen].height;
    snprintf(name, sizeof name, "reserve-%ux%u", width, height);
    if (asprintf(
            &job,
            "{\"kind\":\"item\",\"width\":%u,\"height\":%u,\"rotate\":0,\"language\":\"vi\","
            "\"top\":%u,\"foot\":%u,\"band\":\"Ủy ban nhân dân phường\",\"clock\":true,\"item\":"
            "{\"type\":\"service\",\"name\":\"Cổng Dịch vụ công\",\"url\":"
            "\"https://dichvucong.gov.vn\"},\"theme\":{\"base\":\"%s\"}}",
            width, height, shape_banner(width, height).height, shape_ticker(width, height).height,
            screens[screen].theme) < 0)
        return;
    draw_job(bench, name, job, NULL, 0);
}

static void draw_alerts(struct bench *bench)
{
    for (size_t screen = 0; screen < sizeof screens / sizeof *screens; screen++) {
        for (size_t alert = 0; alert < sizeof alerts / sizeof *alerts; alert++)
            draw_alert(bench, alert, screen);
        draw_ticker(bench, screen);
        draw_reserve(bench, screen);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: golden DIR OUT [--renew]\n", stderr);
        return 2;
    }
    struct bench bench = {
        .directory = argv[1], .out = argv[2], .renew = argc > 3 && strcmp(argv[3], "--renew") == 0};
    char picture[512];
    snprintf(picture, sizeof picture, "%s/picture.png", bench.directory);
    const struct asker_file files[] = {{"picture", picture}};
    log_init("golden");
    if (asker_start(&bench.asker) < 0) {
        puts("Bail out! no worker");
        return 1;
    }
    for (size_t screen = 0; screen < sizeof screens / sizeof *screens; screen++) {
        for (size_t i = 0; i < test_item_count; i++)
            draw_case(&bench, test_items[i].name, test_items[i].language, test_items[i].json,
                      screen, NULL, 0);
        draw_case(&bench, "image", "vi",
                  "{\"type\":\"image\",\"asset\":\"picture\",\"fit\":\"contain\",\"caption\":\"Chợ "
                  "nổi trên sông\"}",
                  screen, files, 1);
    }
    draw_said(&bench);
    draw_alerts(&bench);
    asker_stop(&bench.asker);
    printf("1..%u\n", bench.cases);
    return bench.failed ? 1 : 0;
}
