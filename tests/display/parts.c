/* The small parts of the screen process: mixing, the card, the kept picture, the options. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "display/blend.h"
#include "display/cache.h"
#include "display/card.h"
#include "display/options.h"
#include "display/quarantine.h"

static void mixing_is_rounded_and_exact_at_its_ends(void **state)
{
    uint32_t from[37], to[37], out[37];
    for (uint32_t i = 0; i < 37; i++) {
        from[i] = i * 0x01030507;
        to[i] = ~(i * 0x02040608);
    }
    for (unsigned weight = 0; weight <= BLEND_ONE; weight++) {
        blend_mix(out, from, to, 37, weight);
        for (int i = 0; i < 37; i++) {
            for (int shift = 0; shift < 32; shift += 8) {
                unsigned a = from[i] >> shift & 255, b = to[i] >> shift & 255;
                assert_int_equal(out[i] >> shift & 255,
                                 (a * (BLEND_ONE - weight) + b * weight + 128) / 256);
            }
        }
    }
}

static void the_card_is_calm_and_never_black(void **state)
{
    const struct {
        uint32_t width, height;
    } sizes[] = {{1920, 1080}, {1080, 1920}, {192, 96}, {1, 1}, {8, 4000}, {1280, 240}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct pixels card;
        assert_int_equal(card_draw(sizes[i].width, sizes[i].height, &card), 0);
        for (size_t at = 0; at < (size_t)card.width * card.height; at++)
            assert_int_not_equal(card.data[at] & 0xffffff, 0);
        if (card.width > 100) { /* something is on it */
            size_t middle = (size_t)(card.height / 2) * card.width + card.width / 2;
            assert_int_not_equal(card.data[middle], card.data[0]);
        }
        pixels_finish(&card);
    }
}

static char cache_home[] = "/tmp/bangtin-cache-XXXXXX";

static struct slide *make_slide(uint64_t digest, uint32_t width, uint32_t height)
{
    struct pixels pixels;
    assert_int_equal(pixels_create(width, height, &pixels), 0);
    for (size_t i = 0; i < pixels.size / 4; i++)
        pixels.data[i] = (uint32_t)i * 2654435761U;
    struct slide *slide = slide_create(&pixels, digest);
    slide->has_clock = true;
    slide->clock = (struct slide_area){1, 2, 3, 4};
    return slide;
}

static void damage(long at, char byte)
{
    char path[128];
    snprintf(path, sizeof path, "%s/bangtin/first.picture", cache_home);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static void the_kept_picture_comes_back_only_whole_and_asked_for(void **state)
{
    struct slide *slide = make_slide(42, 64, 48);
    assert_false(cache_exists());
    assert_null(cache_load(42, 64, 48));
    cache_save(slide);
    assert_true(cache_exists());
    assert_true(cache_holds(42));
    assert_false(cache_holds(43));
    assert_null(cache_load(43, 64, 48)); /* another picture */
    assert_null(cache_load(42, 48, 64)); /* another screen */
    struct slide *back = cache_load(42, 64, 48);
    assert_non_null(back);
    assert_memory_equal(back->pixels.data, slide->pixels.data, slide->pixels.size);
    assert_true(back->has_clock);
    assert_memory_equal(&back->clock, &slide->clock, sizeof back->clock);
    slide_destroy(back);
    damage(2000, 77); /* a rotten card */
    assert_null(cache_load(42, 64, 48));
    cache_save(slide);
    char path[128];
    snprintf(path, sizeof path, "%s/bangtin/first.picture", cache_home);
    assert_int_equal(truncate(path, 5000), 0); /* a power cut */
    assert_null(cache_load(42, 64, 48));
    assert_int_equal(truncate(path, 0), 0);
    assert_null(cache_load(42, 64, 48));
    slide_destroy(slide);
    unlink(path);
}

static int parse(const char *argument, const char *value, struct options *options)
{
    char name[] = "bangtin-display", first[64], second[64];
    snprintf(first, sizeof first, "%s", argument);
    snprintf(second, sizeof second, "%s", value ? value : "");
    char *arguments[] = {name, first, value ? second : NULL, NULL};
    extern int optind;
    optind = 0; /* getopt_long(3): starts anew */
    return options_parse(value ? 3 : 2, arguments, options);
}

static void options_are_read_or_refused(void **state)
{
    const struct {
        const char *name, *value;
        int result;
    } cases[] = {
        {"--size", "1920x1080", 0},
        {"--size", "1920", -1},
        {"--size", "0x10", -1},
        {"--size", "1920x1080x", -1},
        {"--size", "99999x1", -1},
        {"--size", "-5x10", -1},
        {"--rotate", "90", 0},
        {"--rotate", "45", -1},
        {"--viewport", "10x20+0+5", 0},
        {"--viewport", "10x20", -1},
        {"--viewport", "10x20+-1+0", -1},
        {"--seconds", "20", 0},
        {"--seconds", "0.5", 0},
        {"--seconds", "0", -1},
        {"--seconds", "nan", -1},
        {"--seconds", "1e99", -1},
        {"--seconds", "5s", -1},
        {"--transition", "cut", 0},
        {"--transition", "Cut", -1},
        {"--duration", "0.1", 0},
        {"--duration", "0.05", -1},
        {"--log-level", "debug", 0},
        {"--log-level", "loud", -1},
        {"--no-sync", NULL, 0},
        {"--unknown", NULL, -1},
        {"stray", NULL, -1},
        {"--size", NULL, -1},
        {"--max-texture", "2048", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct options options = {.run_for = 4711};
        int result = parse(cases[i].name, cases[i].value, &options);
        if (result != cases[i].result)
            fail_msg("%s %s: %d", cases[i].name, cases[i].value ? cases[i].value : "", result);
        if (result < 0)
            assert_int_equal(options.run_for, 4711); /* untouched */
    }
}

/* Each step is a letter and an item: l lost, r refused, c drawn; p pardon, t retry (any item);
 * g relent (how many). Then
 * the items that are set aside, one letter each: x or a dot. */
static void who_is_set_aside(void **state)
{
    const struct {
        const char *name, *steps, *aside;
    } cases[] = {
        {"nobody at first", "", "..."},
        {"one loss is forgiven", "l0", "..."},
        {"two are not", "l0l0", "x.."},
        {"a picture between clears the first", "l0c0l0", "..."},
        {"a refused one at once", "r1", ".x."},
        {"a pardon frees what was lost", "l0l0l1l1p0", "..."},
        {"the next loss after it counts", "l0l0l1l1p0l1", ".x."},
        {"there is one pardon", "l0l0p0l0p0", "x.."},
        {"but a new one after a picture", "l0l0p0c0l0l0p0", "..."},
        {"a pardon does not free what is refused", "r2p0", "..x"},
        {"a retry frees what was lost, pardoned or not", "l0l0p0l0t0", "..."},
        {"a retry does not free what is refused", "r2l1l1t0", "..x"},
        {"what is refused is tried again by turns", "r0r1r2g2", "..x"},
        {"each in its turn", "r0r1r2g2r0r1g2", ".x."},
        {"but not what is lost", "l0l0r1g3", "x.."},
        {"losses do not run over", "l0l0l0l0l0l0l0l0t0", "..."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct quarantine quarantine = {0};
        char aside[4] = "";
        assert_int_equal(quarantine_init(&quarantine, 3), 0);
        for (const char *step = cases[i].steps; *step; step += 2) {
            size_t item = (size_t)(step[1] - '0');
            if (*step == 'l')
                quarantine_lose(&quarantine, item);
            else if (*step == 'r')
                quarantine_refuse(&quarantine, item);
            else if (*step == 'c')
                quarantine_clear(&quarantine, item, 0);
            else if (*step == 'g')
                quarantine_relent(&quarantine, item);
            else if (*step == 'p')
                quarantine_pardon(&quarantine);
            else
                quarantine_retry(&quarantine);
        }
        for (size_t item = 0; item < 3; item++)
            aside[item] = quarantine_holds(&quarantine, item) ? 'x' : '.';
        if (strcmp(aside, cases[i].aside) != 0)
            fail_msg("%s: %s", cases[i].name, aside);
        quarantine_finish(&quarantine);
        quarantine_finish(&quarantine);
    }
}

static void a_language_is_muted_alone(void **state)
{
    struct quarantine quarantine = {0};
    assert_int_equal(quarantine_init(&quarantine, 2), 0);
    assert_true(quarantine_mute(&quarantine, 0, 15));
    assert_true(quarantine_mute(&quarantine, 0, 1));
    assert_int_equal(quarantine_mute_languages(&quarantine, 0), 1 << 15 | 1 << 1);
    assert_int_equal(quarantine_mute_languages(&quarantine, 1), 0);
    assert_false(quarantine_holds(&quarantine, 0));
    assert_false(quarantine_clear(&quarantine, 0, 0)); /* the others are as they were */
    assert_int_equal(quarantine_mute_languages(&quarantine, 0), 1 << 15 | 1 << 1);
    quarantine_relent(&quarantine, 1);
    assert_int_equal(quarantine_mute_languages(&quarantine, 0), 0);
    assert_false(quarantine_mute(&quarantine, 0, 1)); /* no news */
    assert_false(quarantine_clear(&quarantine, 0, 1));
    assert_true(quarantine_clear(&quarantine, 0, 15)); /* the font is there now */
    assert_true(quarantine_mute(&quarantine, 0, 15));
    quarantine_finish(&quarantine);
}

int main(void)
{
    if (!mkdtemp(cache_home))
        return 1;
    setenv("XDG_CACHE_HOME", cache_home, 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mixing_is_rounded_and_exact_at_its_ends),
        cmocka_unit_test(the_card_is_calm_and_never_black),
        cmocka_unit_test(the_kept_picture_comes_back_only_whole_and_asked_for),
        cmocka_unit_test(options_are_read_or_refused),
        cmocka_unit_test(who_is_set_aside),
        cmocka_unit_test(a_language_is_muted_alone),
    };
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    char path[128];
    snprintf(path, sizeof path, "%s/bangtin", cache_home);
    rmdir(path);
    rmdir(cache_home);
    return result;
}
