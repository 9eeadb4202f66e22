/* What an office changes reaches the picture, and nothing of it makes a slide that cannot be read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "desk.h"
#include "render/rgb.h"

enum { WIDTH = 640, HEIGHT = 360, SIDE = 64 };

static struct composer composer;

static int open_desk(void **state)
{
    desk_open(&composer);
    return 0;
}

static int close_desk(void **state)
{
    composer_finish(&composer);
    return 0;
}

static const char item[] = "{\"type\":\"notice\",\"title\":\"Nghỉ lễ\"}";

static struct theme_bases bases_of(const char *text)
{
    cJSON *json = cJSON_Parse(text);
    struct theme_bases bases = theme_bases_read(json);
    cJSON_Delete(json);
    return bases;
}

/* The slide of `theme` (a document's, JSON) with the pictures given; -1: none. Finish it. */
static struct pixels draw(const char *theme, int logo, int backdrop)
{
    struct pixels pixels = PIXELS_NONE;
    char *job = NULL;
    struct request request;
    struct hello hello;
    assert_true(asprintf(&job,
                         "{\"job\":1,\"kind\":\"item\",\"width\":%d,\"height\":%d,\"item\":%s,"
                         "\"band\":\"Ủy ban\",\"assets\":{\"logo\":{\"fd\":0},\"back\":{\"fd\":1}},"
                         "\"theme\":%s}",
                         WIDTH, HEIGHT, item, theme) > 0);
    struct message message = {
        .text = job, .size = strlen(job), .fds = {logo, backdrop}, .fd_count = 2};
    assert_int_equal(request_read(&message, &hello, &request), REQUEST_JOB);
    struct pixels sealed = PIXELS_NONE;
    char *answer = compose(&composer, &request, &sealed);
    assert_non_null(strstr(answer, "\"ok\":true"));
    assert_int_equal(pixels_map(sealed.fd, WIDTH, HEIGHT, &pixels), 0);
    sealed.fd = -1;
    pixels_finish(&sealed);
    request_finish(&request);
    free(answer);
    free(job);
    return pixels;
}

static rgb at(const struct pixels *pixels, unsigned x, unsigned y)
{
    return pixels->data[y * WIDTH + x] & 0xFFFFFF;
}

static void colours_of_the_file_and_of_the_document_are_drawn(void **state)
{
    composer.themes = bases_of("{\"base\":\"light\",\"nameBand\":true,\"textScale\":100,"
                               "\"light\":{\"background\":\"#FFF3D6\",\"surface\":\"#E0E8FF\"},"
                               "\"dark\":{\"background\":\"#102010\"}}");
    assert_true(composer.themes.is_given);
    static const struct {
        const char *theme;
        rgb corner, band;
    } cases[] = {
        {"null", 0xFFF3D6, 0xE0E8FF},
        {"{\"base\":\"dark\"}", 0x102010, 0x12305A},
        {"{\"colours\":{\"background\":\"#FFFFFF\"}}", 0xFFFFFF, 0xE0E8FF},
        {"{\"nameBand\":false}", 0xFFF3D6, 0xFFF3D6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pixels pixels = draw(cases[i].theme, -1, -1);
        assert_int_equal(at(&pixels, 1, 1), cases[i].corner);
        assert_int_equal(at(&pixels, 1, HEIGHT - 1), cases[i].band);
        pixels_finish(&pixels);
    }
    composer.themes = (struct theme_bases){0};
}

static void an_odd_file_changes_nothing(void **state)
{
#define REST "\"nameBand\":true,\"textScale\":100"
    static const char *const odd[] = {
        "null",
        "7",
        "{}",
        "{\"base\":\"grey\"," REST "}",
        "{\"base\":\"dark\",\"nameBand\":1,\"textScale\":100}",
        "{\"base\":\"dark\",\"nameBand\":true,\"textScale\":1e9}",
        "{\"base\":\"dark\",\"nameBand\":true,\"textScale\":\"100\"}",
        "{\"base\":\"dark\"," REST ",\"dark\":{\"text\":7}}",
        "{\"base\":\"dark\"," REST ",\"light\":{\"text\":\"red\"}}",
    };
#undef REST
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct theme_bases bases = bases_of(odd[i]);
        if (bases.is_given)
            fail_msg("%s", odd[i]);
        assert_int_equal(theme_read(&bases, NULL).background, 0x0A1F3C);
    }
}

static void larger_letters_are_larger(void **state)
{
    size_t ink[2];
    for (int i = 0; i < 2; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"base\":\"dark\",\"nameBand\":true,\"textScale\":%d}",
                 i ? 120 : 100);
        composer.themes = bases_of(text);
        struct pixels pixels = draw("null", -1, -1);
        ink[i] = 0;
        for (unsigned p = 0; p < WIDTH * HEIGHT; p++)
            ink[i] += (pixels.data[p] & 0xFFFFFF) == 0xF6F4EC;
        pixels_finish(&pixels);
    }
    composer.themes = (struct theme_bases){0};
    assert_true(ink[1] > ink[0] * 6 / 5);
}

/* The smallest picture that can be written by hand: a PNG without compression. */
static uint32_t crc_of(const uint8_t *bytes, size_t size)
{
    uint32_t crc = ~0u;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

static uint8_t *put32(uint8_t *out, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        *out++ = (uint8_t)(value >> shift);
    return out;
}

static uint8_t *put_chunk(uint8_t *out, const char *kind, const uint8_t *data, uint32_t size)
{
    out = put32(out, size);
    memcpy(out, kind, 4);
    if (size)
        memcpy(out + 4, data, size);
    return put32(out + 4 + size, crc_of(out, size + 4));
}

/* A PNG of SIDE × SIDE pixels RGBA in a memory file. */
static int make_png(uint32_t (*pixel)(unsigned x, unsigned y))
{
    enum { ROW = 1 + 4 * SIDE, RAW = ROW * SIDE };
    static uint8_t raw[RAW], packed[RAW + 64], file[RAW + 256];
    uint32_t a = 1, b = 0;
    for (unsigned y = 0; y < SIDE; y++) {
        raw[(size_t)y * ROW] = 0;
        for (unsigned x = 0; x < SIDE; x++)
            put32(raw + (size_t)y * ROW + 1 + (size_t)4 * x, pixel(x, y)); /* 0xRRGGBBAA */
    }
    for (size_t i = 0; i < RAW; i++) {
        a = (a + raw[i]) % 65521;
        b = (b + a) % 65521;
    }
    uint8_t *out = packed;
    *out++ = 0x78, *out++ = 0x01, *out++ = 1; /* one stored block */
    *out++ = RAW & 255, *out++ = RAW >> 8, *out++ = ~RAW & 255, *out++ = (~RAW >> 8) & 255;
    memcpy(out, raw, RAW);
    out = put32(out + RAW, b << 16 | a);
    static const uint8_t head[] = {0, 0, 0, SIDE, 0, 0, 0, SIDE, 8, 6, 0, 0, 0};
    uint8_t *end = file;
    memcpy(end, "\x89PNG\r\n\x1a\n", 8);
    end = put_chunk(end + 8, "IHDR", head, sizeof head);
    end = put_chunk(end, "IDAT", packed, (uint32_t)(out - packed));
    end = put_chunk(end, "IEND", NULL, 0);
    int fd = memfd_create("picture", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, file, (size_t)(end - file)), end - file);
    return fd;
}

static uint32_t white(unsigned x, unsigned y)
{
    return 0xFFFFFFFF;
}

static uint32_t black(unsigned x, unsigned y)
{
    return 0x000000FF;
}

static uint32_t chequers(unsigned x, unsigned y)
{
    return (x / 8 + y / 8) % 2 ? 0xFFFFFFFF : 0x000000FF;
}

static uint32_t noise(unsigned x, unsigned y)
{
    uint32_t value = (x * 73856093u ^ y * 19349663u) * 2654435761u;
    return value | 0xFF;
}

/* Above the words all is backdrop. */
static void words_can_be_read_on_any_picture(void **state)
{
    static uint32_t (*const pictures[])(unsigned, unsigned) = {white, black, chequers, noise};
    static const char *const bases[] = {"dark", "light"};
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        for (size_t base = 0; base < 2; base++) {
            char theme[128];
            int fd = make_png(pictures[i]);
            snprintf(theme, sizeof theme, "{\"base\":\"%s\",\"background\":\"back\"}", bases[base]);
            struct pixels pixels = draw(theme, -1, fd);
            const struct theme_bases none = {0};
            cJSON *json = cJSON_Parse(theme);
            struct theme look = theme_read(&none, json);
            cJSON_Delete(json);
            const rgb inks[] = {look.text, look.quiet, look.accent, look.category};
            size_t other = 0;
            for (unsigned x = 0; x < WIDTH; x++) {
                for (unsigned y = 0; y < 12; y++) {
                    rgb ground = at(&pixels, x, y);
                    other += ground != look.background;
                    for (size_t ink = 0; ink < sizeof inks / sizeof *inks; ink++)
                        assert_true(rgb_contrast(inks[ink], ground) >= RGB_CONTRAST_MIN);
                }
            }
            assert_true(other > WIDTH); /* it is there at all */
            pixels_finish(&pixels);
            close(fd);
        }
    }
}

static uint32_t dark_disc(unsigned x, unsigned y)
{
    int dx = (int)x - SIDE / 2, dy = (int)y - SIDE / 2;
    return dx * dx + dy * dy < SIDE * SIDE / 5 ? 0x0A1F3CFF : 0x00000000;
}

static size_t count_in_band(const struct pixels *pixels, rgb colour)
{
    size_t count = 0;
    for (unsigned y = HEIGHT - 28; y < HEIGHT; y++)
        for (unsigned x = 20; x < 44; x++)
            count += at(pixels, x, y) == colour;
    return count;
}

static void a_logo_is_seen_on_its_band(void **state)
{
    int fd = make_png(dark_disc);
    struct pixels dark = draw("{\"base\":\"dark\",\"logo\":\"logo\"}", fd, -1);
    struct pixels light = draw("{\"base\":\"light\",\"logo\":\"logo\"}", fd, -1);
    struct pixels without = draw("{\"base\":\"light\"}", fd, -1);
    assert_true(count_in_band(&dark, 0xFFFFFF) > 30); /* on a plate */
    assert_true(count_in_band(&dark, 0x0A1F3C) > 100);
    assert_int_equal(count_in_band(&light, 0xFFFFFF), 0);
    assert_true(count_in_band(&light, 0x0A1F3C) > 100);
    assert_int_equal(count_in_band(&without, 0x0A1F3C), 0);
    pixels_finish(&dark);
    pixels_finish(&light);
    pixels_finish(&without);
    close(fd);
}

static void pictures_that_cannot_be_read_are_left_out(void **state)
{
    int fd = memfd_create("no picture", MFD_CLOEXEC);
    assert_int_equal(write(fd, "\x89PNG\r\n\x1a\n junk", 13), 13);
    struct pixels plain = draw("{}", -1, -1);
    struct pixels odd = draw("{\"logo\":\"logo\",\"background\":\"back\"}", fd, fd);
    struct pixels unknown = draw("{\"logo\":\"nobody\",\"background\":[]}", fd, fd);
    assert_memory_equal(plain.data, odd.data, plain.size);
    assert_memory_equal(plain.data, unknown.data, plain.size);
    pixels_finish(&plain);
    pixels_finish(&odd);
    pixels_finish(&unknown);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_of_the_file_and_of_the_document_are_drawn),
        cmocka_unit_test(an_odd_file_changes_nothing),
        cmocka_unit_test(larger_letters_are_larger),
        cmocka_unit_test(words_can_be_read_on_any_picture),
        cmocka_unit_test(a_logo_is_seen_on_its_band),
        cmocka_unit_test(pictures_that_cannot_be_read_are_left_out),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
