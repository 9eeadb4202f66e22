/* The icons that slides draw against their sources, drawn by another program's reader: one picture,
 * two ways to it. */
#include <dirent.h>
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

#include "render/canvas.h"
#include "render/svg_draw.h"

/* Where strokes meet, one draws a single edge and the other two on top of each other. */
enum { SIDE = 96, STEP_MAX = 40 /* of 255 */, PIXELS_MAX = 12 };

static struct pixels draw_source(enum icon icon)
{
    char path[512];
    struct pixels pixels = PIXELS_NONE;
    struct picture_fault fault = {0};
    const struct svg_request request = {SIDE, SIDE, PICTURE_CONTAIN};
    snprintf(path, sizeof path, "%s/%s.svg", ICONS_FOLDER, icon_name(icon));
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail_msg("%s is not there", path);
    if (svg_draw(fd, &request, &pixels, &fault) < 0)
        fail_msg("%s: %s", path, fault.message);
    close(fd);
    assert_int_equal(pixels.width, SIDE);
    assert_int_equal(pixels.height, SIDE);
    return pixels;
}

static void every_icon_looks_as_its_source(void **state)
{
    for (enum icon icon = ICON_NONE + 1; icon < ICONS; icon++) {
        static uint32_t drawn[SIDE * SIDE];
        struct canvas canvas;
        struct pixels source = draw_source(icon);
        unsigned ink = 0, off = 0;
        canvas_init(&canvas, drawn, SIDE, SIDE);
        canvas_fill(&canvas, (struct rect){0, 0, SIDE, SIDE}, 0xFFFFFF);
        canvas_icon(&canvas, icon, 0, 0, SIDE, false, 0x000000);
        canvas_finish(&canvas);
        for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
            int here = 255 - (int)(drawn[i] & 255), there = (int)(source.data[i] >> 24);
            ink += here > 127;
            off += abs(here - there) > STEP_MAX;
        }
        pixels_finish(&source);
        if (off > PIXELS_MAX || ink < SIDE * SIDE / 20)
            fail_msg("%s: %u pixels differ, %u are drawn", icon_name(icon), off, ink);
    }
}

static void every_source_is_an_icon(void **state)
{
    DIR *folder = opendir(ICONS_FOLDER);
    struct dirent *entry;
    size_t count = 0;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        size_t size = strlen(entry->d_name);
        if (size < 5 || strcmp(entry->d_name + size - 4, ".svg") != 0)
            continue;
        if (icon_find(entry->d_name, size - 4) == ICON_NONE)
            fail_msg("%s is missing in player/playlist/meson.build", entry->d_name);
        count++;
    }
    closedir(folder);
    assert_int_equal(count, ICONS - 1);
}

static void names_are_found_whole_and_no_others(void **state)
{
    assert_int_equal(icon_find("globe", 5), ICON_GLOBE);
    assert_int_equal(icon_find("globes", 6), ICON_NONE);
    assert_int_equal(icon_find("globe", 4), ICON_NONE);
    assert_int_equal(icon_find("", 0), ICON_NONE);
    assert_string_equal(icon_name(ICON_NONE), "");
    assert_string_equal(icon_name(ICONS), "");
    assert_string_equal(icon_names()[ICON_GLOBE - 1], "globe");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_icon_looks_as_its_source),
        cmocka_unit_test(every_source_is_an_icon),
        cmocka_unit_test(names_are_found_whole_and_no_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
