/* Which card drives the screen, and in which mode: panels as they are met in offices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "display/connector.h"
#include "display/mode_choice.h"

enum { OFFERS = 8 };

/* "3840x2160@60p" and so on: p preferred, n named on the kernel's command line, i interlaced. */
static size_t read_offers(const char *text, struct mode_offer offers[OFFERS])
{
    size_t count = 0;
    for (int used = 0; *text; text += used) {
        struct mode_offer *offer = &offers[count++];
        char marks[8] = "";
        assert_true(count <= OFFERS);
        *offer = (struct mode_offer){0};
        assert_true(sscanf(text, "%ux%u@%lf%n", &offer->width, &offer->height, &offer->refresh,
                           &used) >= 3);
        text += used;
        used = 0;
        sscanf(text, "%7[pni]%n", marks, &used);
        text += used;
        offer->is_preferred = strchr(marks, 'p') != NULL;
        offer->is_named = strchr(marks, 'n') != NULL;
        offer->is_interlaced = strchr(marks, 'i') != NULL;
        used = (int)strspn(text, " ");
    }
    return count;
}

static void a_screen_gets_its_mode(void **state)
{
    static const struct {
        const char *name, *offers;
        uint32_t width, height;
        size_t chosen;
    } cases[] = {
        {"a panel gets what it prefers", "1366x768@60p 1920x1080@60 1280x720@60", 0, 0, 0},
        {"where it prefers nothing, the first", "1024x768@75 800x600@60", 0, 0, 0},
        {"a screen that has not answered", "", 0, 0, SIZE_MAX},
        {"4K at 60 Hz: 1080p", "3840x2160@60p 3840x2160@30 1920x1080@60 1280x720@60", 0, 0, 2},
        {"4K at 30 Hz: 1080p", "3840x2160@30p 1920x1080@59.94", 0, 0, 1},
        {"4K of the cinema: 1080p", "4096x2160@60p 3840x2160@60 1920x1080@60", 0, 0, 2},
        {"at 50 Hz, too", "3840x2160@50p 1920x1080@50", 0, 0, 1},
        {"not at 30 Hz", "3840x2160@60p 1920x1080@30", 0, 0, 0},
        {"not interlaced", "3840x2160@60p 1920x1080@60i", 0, 0, 0},
        {"nor where 1080p is not offered", "3840x2160@60p 1280x720@60", 0, 0, 0},
        {"1440p: 1080p", "2560x1440@60p 1920x1080@60", 0, 0, 1},
        {"16:10 stays", "1920x1200@60p 1920x1080@60", 0, 0, 0},
        {"16:10, large, stays: 1080p would not fill it", "2560x1600@60p 1920x1080@60", 0, 0, 0},
        {"a wide one stays", "2560x1080@60p 1920x1080@60", 0, 0, 0},
        {"one on its side stays", "1080x1920@60p 1920x1080@60", 0, 0, 0},
        {"the kernel's command line wins over the panel", "3840x2160@60p 1920x1080@60 1280x720@60n",
         0, 0, 2},
        {"also with 4K", "1920x1080@60 3840x2160@60pn", 0, 0, 1},
        {"the settings win over both", "3840x2160@60p 1920x1080@60 1280x720@60n", 3840, 2160, 0},
        {"what is not offered: the nearest", "1920x1080@60p 1280x720@60 1024x768@60", 1280, 800, 1},
        {"the nearest of one that is too large", "1920x1080@60p 1280x720@60", 7680, 4320, 0},
        {"of one size the first is driven", "1920x1080@60 1280x720@60 1920x1080@30p", 0, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mode_offer offers[OFFERS];
        size_t count = read_offers(cases[i].offers, offers);
        size_t found = mode_choose(offers, count, cases[i].width, cases[i].height);
        if (found != cases[i].chosen)
            fail_msg("%s: %zu", cases[i].name, found);
    }
}

/* --- which card --------------------------------------------------------------------------------
 */

static void write_attribute(const char *directory, const char *connector, const char *name,
                            const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, connector);
    mkdir(path, 0755);
    if (!name)
        return;
    snprintf(path, sizeof path, "%s/%s/%s", directory, connector, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void the_lowest_card_with_a_screen_is_taken(void **state)
{
    static const struct {
        const char *name, *status, *modes;
    } connectors[] = {
        {"card0", NULL, NULL}, /* it only draws */
        {"renderD128", NULL, NULL},
        {"version", NULL, NULL},
        {"card1-Writeback-1", "unknown\n", ""},
        {"card1-HDMI-A-1", "disconnected\n", ""},
        {"card1-HDMI-A-2", "connected\n", "1920x1080\n"},
        {"card1-DP-1", "connected\n", ""}, /* it has not answered yet */
        {"card2-DVI-D-1", "connected\n", "1024x768\n"},
    };
    char directory[] = "/tmp/bangtin-drm-XXXXXX", path[300];
    struct connector found = {.card = 4711};
    (void)state;
    assert_non_null(mkdtemp(directory));
    assert_false(connector_exists(directory));
    for (size_t i = 0; i < 3; i++)
        write_attribute(directory, connectors[i].name, NULL, NULL);
    assert_false(connector_exists(directory));
    for (size_t i = 3; i < sizeof connectors / sizeof *connectors; i++) {
        write_attribute(directory, connectors[i].name, "status", connectors[i].status);
        write_attribute(directory, connectors[i].name, "modes", connectors[i].modes);
        assert_true(connector_exists(directory));
        assert_true(connector_find(directory, -1, &found) == (i >= 5));
        assert_true(connector_find(directory, 1, &found) == (i >= 7));
    }
    assert_true(connector_find(directory, -1, &found));
    assert_int_equal(found.card, 1);
    assert_string_equal(found.name, "HDMI-A-2");
    assert_true(connector_find(directory, 1, &found));
    assert_int_equal(found.card, 2);
    for (size_t i = 0; i < sizeof connectors / sizeof *connectors; i++) {
        static const char *const names[] = {"/status", "/modes", ""};
        for (size_t j = 0; j < 3; j++) {
            snprintf(path, sizeof path, "%s/%s%s", directory, connectors[i].name, names[j]);
            remove(path);
        }
    }
    assert_int_equal(rmdir(directory), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lowest_card_with_a_screen_is_taken),
        cmocka_unit_test(a_screen_gets_its_mode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
