/* What is said of a slide, at the bounds: tables of drawings that were never drawn, a pixel a
 * millimetre. Letters are read from 4 m (20 mm, or 40 in passing), codes from 1.5 m (150 mm). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/lint.h"

#define SECOND INT64_C(1000000)
enum { BOXES_MAX = 4, CODES_MAX = 2, SAID_BYTES = 512 };

struct slide_case {
    enum item_type type;
    const char *json;       /* of the item; NULL: {} */
    double seconds, moves;  /* as long as it takes to come */
    uint32_t width, height; /* 0: 1600x900 */
    unsigned page, pages;   /* 0: one */
    double pitch;           /* mm a pixel; 0: 1 */
    struct drawing_box boxes[BOXES_MAX];
    struct barcode codes[CODES_MAX]; /* until one without text */
    uint32_t colour;                 /* on black: */
    uint32_t columns, comb;          /* so many columns at the left; or each of so many */
    const char *overflow, *cut;      /* roles */
    const char *said;                /* of each remark its code and severity, by a blank each */
};

#define OF(kind, time) .type = kind, .seconds = time

static size_t count_boxes(const struct slide_case *slide)
{
    size_t count = 0;
    while (count < BOXES_MAX && slide->boxes[count].role[0])
        count++;
    return count;
}

static size_t count_codes(const struct slide_case *slide)
{
    size_t count = 0;
    while (count < CODES_MAX && slide->codes[count].text)
        count++;
    return count;
}

static void list_findings(const struct findings *findings, char said[SAID_BYTES])
{
    static const char letters[] = {
        [SEVERITY_ERROR] = 'e', [SEVERITY_WARNING] = 'w', [SEVERITY_NOTE] = 'n'};
    size_t used = 0;
    said[0] = '\0';
    for (size_t i = 0; i < findings->count; i++)
        used += (size_t)snprintf(said + used, SAID_BYTES - used, "%s%s:%c", i ? " " : "",
                                 findings->list[i].code, letters[findings->list[i].severity]);
}

typedef void lint_part(struct remarks *remarks, const struct lint_view *view);

static void overflow(struct remarks *remarks, const struct lint_view *view)
{
    lint_overflow(remarks, view, "vi");
}

static void paint(const struct slide_case *slide, struct pixels *pixels)
{
    for (size_t i = 0; i < (size_t)pixels->width * pixels->height; i++) {
        size_t column = i % pixels->width;
        if (column < slide->columns || (slide->comb && column % slide->comb == 0))
            pixels->data[i] = slide->colour;
    }
}

/* The caller finishes the findings. */
static void look(lint_part *part, const struct slide_case *slide, struct findings *ret)
{
    const char *json = slide->json ? slide->json : "{}";
    struct item item = {.id = "a", .type = slide->type, .json = json, .json_size = strlen(json)};
    item.duration = (int64_t)(slide->seconds * (double)SECOND);
    item.transition.duration = (int64_t)(slide->moves * (double)SECOND);
    struct document document = {.items = &item, .item_count = 1};
    char *role = (char *)(uintptr_t)slide->overflow, *cut = (char *)(uintptr_t)slide->cut;
    struct drawing_box boxes[BOXES_MAX];
    memcpy(boxes, slide->boxes, sizeof boxes);
    struct drawing drawing = {.pixels = {.fd = -1,
                                         .width = slide->width ? slide->width : 1600,
                                         .height = slide->height ? slide->height : 900},
                              .pages = slide->pages ? slide->pages : 1,
                              .boxes = {boxes, count_boxes(slide)},
                              .overflow = {&role, role ? 1 : 0},
                              .cut = {&cut, cut ? 1 : 0}};
    drawing.pixels.data = calloc((size_t)drawing.pixels.width * drawing.pixels.height, 4);
    struct barcodes codes = {.count = count_codes(slide)};
    memcpy(codes.list, slide->codes, sizeof slide->codes);
    struct site *site = site_create_default();
    struct remarks remarks;
    struct lint_view view;
    assert_non_null(site);
    assert_non_null(drawing.pixels.data);
    paint(slide, &drawing.pixels);
    site->screen.pixel_pitch = slide->pitch > 0 ? slide->pitch : 1;
    site->screen.viewing_distance = 4;
    site->screen.scan_distance = 1.5;
    assert_int_equal(remarks_init(&remarks, &document), 0);
    lint_view_init(&view, &item, site, &(struct job_screen){.page = slide->page}, &drawing, &codes);
    part(&remarks, &view);
    *ret = (struct findings){0};
    remarks_tell(&remarks, ret);
    remarks_finish(&remarks);
    site_destroy(site);
    free(drawing.pixels.data);
}

static void compare(lint_part *part, const struct slide_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char said[SAID_BYTES];
        struct findings findings;
        look(part, &cases[i], &findings);
        list_findings(&findings, said);
        findings_finish(&findings);
        if (strcmp(said, cases[i].said) != 0)
            fail_msg("case %zu: \"%s\", not \"%s\"", i, said, cases[i].said);
    }
}

#define COMPARE(part, cases) compare(part, cases, sizeof cases / sizeof *cases)

#define URL "https://a.gov.vn"
#define CARD(side, module, at)                                                                     \
    {                                                                                              \
        .role = "code", .text = (char[]){URL}, .width = side, .height = side, .size = module,      \
        .y = at                                                                                    \
    }
#define READ(at)                                                                                   \
    {                                                                                              \
        .text = (char[]){URL}, .size = sizeof URL - 1, .x = 10, .y = at, .width = 150,             \
        .height = 150                                                                              \
    }

#define SERVICE(card) OF(ITEM_SERVICE, 0), .boxes = {card}, .codes = {READ(0)}

static void a_code_is_measured_where_it_stands(void **state)
{
    const struct slide_case cases[] = {
        {SERVICE(CARD(135, 3, 0)), .said = ""},
        {SERVICE(CARD(134, 3, 0)), .said = "code-small:w"},
        {SERVICE(CARD(135, 2, 0)), .said = "code-fine:w"},
        {SERVICE(CARD(134, 2, 0)), .said = "code-small:w"}, /* it has one remedy */
        {SERVICE(CARD(135, 0, 0)), .said = ""},
        {OF(ITEM_SERVICE, 0), .boxes = {CARD(134, 2, 0)}, .said = "code-unread:e"},
        /* Of a coarse board a module has two pixels, whatever that is in millimetres. */
        {SERVICE(CARD(34, 2, 0)), .pitch = 4, .said = ""},
        {SERVICE(CARD(34, 1, 0)), .pitch = 4, .said = "code-fine:w"},
        {SERVICE(CARD(33, 1, 0)), .pitch = 4, .said = "code-small:w"},
        /* Above the middle of a screen on its side. */
        {SERVICE(CARD(200, 4, 700)), .width = 900, .height = 1600, .said = ""},
        {SERVICE(CARD(200, 4, 699)), .width = 900, .height = 1600, .said = "code-high:w"},
        {OF(ITEM_SERVICE, 0), .width = 900, .height = 1600, .boxes = {CARD(200, 4, 699)},
         .codes = {READ(700), READ(800)}, .said = ""},
        {SERVICE(CARD(200, 4, 0)), .width = 1000, .height = 1000, .said = ""},
        {SERVICE(CARD(200, 4, 0)), .width = 300, .height = 399, .said = ""}, /* a board */
    };
    COMPARE(lint_codes, cases);
}

#define PICTURE                                                                                    \
    {                                                                                              \
        .role = "picture", .text = (char[]){"p"}, .x = 100, .y = 50, .width = 1000, .height = 500  \
    }
#define CODE(left, top, across, down)                                                              \
    {                                                                                              \
        .text = (char[]){URL}, .size = sizeof URL - 1, .x = left, .y = top, .width = across,       \
        .height = down                                                                             \
    }
#define IMAGE(code) OF(ITEM_IMAGE, 0), .boxes = {PICTURE}, .codes = {code}

static void a_code_in_a_picture_is_measured_with_its_quiet_zone(void **state)
{
    const struct slide_case cases[] = {
        {IMAGE(CODE(200, 200, 102, 102)), .said = ""},
        {IMAGE(CODE(200, 200, 102, 90)), .said = ""},
        {IMAGE(CODE(200, 200, 90, 102)), .said = ""},
        {IMAGE(CODE(200, 200, 101, 101)), .said = "code-small:w"},
        {IMAGE(CODE(200, 200, 0, 0)), .said = ""},
        /* Within the picture, and beside it. */
        {IMAGE(CODE(100, 50, 50, 50)), .said = "code-small:w"},
        {IMAGE(CODE(1099, 549, 50, 50)), .said = "code-small:w"},
        {IMAGE(CODE(99, 50, 50, 50)), .said = ""},
        {IMAGE(CODE(100, 49, 50, 50)), .said = ""},
        {IMAGE(CODE(1100, 549, 50, 50)), .said = ""},
        {IMAGE(CODE(1099, 550, 50, 50)), .said = ""},
        {IMAGE(CODE(200, 500, 200, 199)), .width = 1100, .height = 1200, .said = "code-high:w"},
        {IMAGE(CODE(200, 500, 200, 200)), .width = 1100, .height = 1200, .said = ""},
    };
    COMPARE(lint_codes, cases);
}

#define TEXT(of, words, px)                                                                        \
    {                                                                                              \
        .role = of, .text = (char[]){words}, .size = px                                            \
    }
#define TEN "mot hai ba bon nam sau bay tam chin muoi "

static void letters_words_and_time_have_their_bounds(void **state)
{
    const struct slide_case cases[] = {
        {OF(ITEM_NOTICE, 60), .boxes = {TEXT("text", "Lao", 26)}, .said = ""},
        {OF(ITEM_NOTICE, 60), .boxes = {TEXT("text", "Lao", 25)}, .said = "letters-small:w"},
        {OF(ITEM_HOTLINE, 60), .boxes = {TEXT("phone", "115", 51)}, .said = ""},
        {OF(ITEM_HOTLINE, 60), .boxes = {TEXT("phone", "115", 50)}, .said = "letters-small:w"},
        {OF(ITEM_NOTICE, 60), .boxes = {TEXT("text", TEN TEN TEN TEN TEN, 30)}, .said = ""},
        {OF(ITEM_NOTICE, 60), .boxes = {TEXT("text", TEN TEN TEN TEN TEN "mot", 30)},
         .said = "words-many:w"},
        {OF(ITEM_DIRECTORY, 60),
         .boxes = {TEXT("text", TEN TEN TEN TEN TEN, 30), TEXT("text", TEN TEN TEN TEN, 30)},
         .said = ""},
        {OF(ITEM_DIRECTORY, 60),
         .boxes = {TEXT("text", TEN TEN TEN TEN TEN, 30), TEXT("text", TEN TEN TEN TEN "x", 30)},
         .said = "words-many:w"},
        /* Ten words take 2 s to be found and 3 s to be read; a tenth less is let pass. */
        {OF(ITEM_NOTICE, 4.5), .boxes = {TEXT("text", TEN, 30)}, .said = ""},
        {OF(ITEM_NOTICE, 4.4), .boxes = {TEXT("text", TEN, 30)}, .said = "time-short:w"},
        /* What moves cannot be read; it takes half of the time at most. */
        {OF(ITEM_NOTICE, 5.5), .moves = 1, .boxes = {TEXT("text", TEN, 30)}, .said = ""},
        {OF(ITEM_NOTICE, 5.5), .moves = 1.1, .boxes = {TEXT("text", TEN, 30)},
         .said = "time-short:w"},
        {OF(ITEM_NOTICE, 9), .moves = 8, .boxes = {TEXT("text", TEN, 30)}, .said = ""},
        {OF(ITEM_NOTICE, 8.8), .moves = 8, .boxes = {TEXT("text", TEN, 30)},
         .said = "time-short:w"},
        {OF(ITEM_VIDEO, 0), .boxes = {TEXT("text", TEN, 30)}, .said = ""}, /* to its end */
        /* A code wants its 15 s, without any tenth. */
        {OF(ITEM_NOTICE, 15), .boxes = {TEXT("text", TEN, 30)}, .codes = {READ(0)}, .said = ""},
        {OF(ITEM_NOTICE, 14.9), .boxes = {TEXT("text", TEN, 30)}, .codes = {READ(0)},
         .said = "time-short:w"},
        /* Beside several pages it has the time of all. */
        {OF(ITEM_NOTICE, 15), .pages = 2, .codes = {READ(0)}, .said = ""},
        {OF(ITEM_NOTICE, 14.9), .pages = 2, .codes = {READ(0)}, .said = "time-short:w"},
        {OF(ITEM_NOTICE, 14.9), .pages = 2, .page = 1, .codes = {READ(0)}, .said = ""},
        {OF(ITEM_NOTICE, 16), .moves = 1.1, .pages = 2, .codes = {READ(0)}, .said = "time-short:w"},
        /* The worst of several counts, wherever it stands. */
        {OF(ITEM_NOTICE, 60), .boxes = {TEXT("text", "Lao", 25), TEXT("body", "x", 26)},
         .said = "letters-small:w"},
        {OF(ITEM_NOTICE, 60), .boxes = {TEXT("text", "Lao", 26), TEXT("body", "x", 25)},
         .said = "letters-small:w"},
        {OF(ITEM_NOTICE, 60), .boxes = {TEXT("basis", "Lao", 9)},
         .said = ""}, /* it is small for everybody */
        /* A screen whose sentences reach less far than its readers stand; its letters are held
         * against what it can. */
        {OF(ITEM_NOTICE, 60), .width = 500, .height = 496, .boxes = {TEXT("text", "Lao", 26)},
         .said = ""},
        {OF(ITEM_NOTICE, 60), .width = 500, .height = 495, .boxes = {TEXT("text", "Lao", 23)},
         .said = "screen-far:w"},
        {OF(ITEM_NOTICE, 60), .width = 500, .height = 495, .boxes = {TEXT("text", "Lao", 22)},
         .said = "letters-small:w screen-far:w"},
    };
    COMPARE(lint_words, cases);
}

static void what_is_cut_says_how_much_is_lost(void **state)
{
    const struct slide_case cases[] = {
        {OF(ITEM_NOTICE, 0), .json = "{\"title\":\"abcdef\"}",
         .boxes = {TEXT("title", "abcd…", 30)}, .overflow = "title", .cut = "title",
         .said = "overflow:e"},
        {OF(ITEM_NOTICE, 0), .json = "{\"title\":\"abcdef\"}",
         .boxes = {TEXT("title", "abc", 30), TEXT("title", "def", 30)}, .overflow = "title",
         .cut = "title", .said = ""}, /* it has found room after all */
        {OF(ITEM_NOTICE, 0), .json = "{\"title\":{\"en\":\"abc\",\"vi\":\"ăâđêôơ\"}}",
         .boxes = {TEXT("title", "ăâđêô…", 30)}, .overflow = "title", .cut = "title",
         .said = "overflow:e"},
        {OF(ITEM_NOTICE, 0), .json = "{\"title\":{\"en\":\"abc\",\"vi\":\"ăâđêôơ\"}}",
         .boxes = {TEXT("title", "ăâđêôơ", 30)}, .overflow = "title", .cut = "title", .said = ""},
        {OF(ITEM_NOTICE, 0), .overflow = "body", .said = "overflow:w"},
        {OF(ITEM_HOTLINE, 0), .overflow = "number", .said = "overflow:e"},
        {OF(ITEM_STEPS, 0), .overflow = "number", .said = "overflow:w"},
        {OF(ITEM_NOTICE, 0), .width = 192, .height = 96, .overflow = "body", .said = "overflow:n"},
        {OF(ITEM_NOTICE, 0), .width = 192, .height = 96, .overflow = "title", .said = "overflow:w"},
        {OF(ITEM_STEPS, 0), .width = 192, .height = 96, .overflow = "step", .said = "overflow:w"},
        {OF(ITEM_NOTICE, 0), .overflow = "band", .said = "band-long:w"},
    };
    COMPARE(overflow, cases);
}

#define OWN(across, down, of_width, of_height)                                                     \
    {                                                                                              \
        .role = "picture", .text = (char[]){"p"}, .width = across, .height = down,                 \
        .own_width = of_width, .own_height = of_height                                             \
    }
#define SHOWN(box) OF(ITEM_IMAGE, 0), .boxes = {box}
#define COMBED(of, each) SHOWN(OWN(1500, 900, 4501, 2701)), .colour = of, .comb = each
#define PAINTED(of, left) SHOWN(OWN(1500, 900, 0, 0)), .colour = of, .columns = left

static void a_picture_is_neither_blown_up_nor_lost(void **state)
{
    const struct slide_case cases[] = {
        {SHOWN(OWN(1500, 900, 1000, 600)), .said = ""},
        {SHOWN(OWN(1500, 900, 999, 900)), .said = "picture-enlarged:w"},
        {SHOWN(OWN(1500, 900, 1500, 599)), .said = "picture-enlarged:w"},
        {SHOWN(OWN(1500, 900, 4500, 2700)), .said = ""},
        {SHOWN(OWN(1500, 900, 4501, 2701)), .said = "picture-reduced:w"},
        {SHOWN(OWN(800, 900, 800, 900)), .said = ""},
        {SHOWN(OWN(799, 900, 799, 900)), .said = "picture-reduced:w"},
        {SHOWN(OWN(1500, 900, 0, 0)), .said = ""}, /* an SVG */
        /* What is like its neighbours was drawn; nobody reads a photograph. */
        {COMBED(0xffffff, 9), .said = "picture-reduced:w"},
        {COMBED(0xffffff, 7), .said = ""},
        {COMBED(0x020202, 2), .said = "picture-reduced:w"},
        {COMBED(0x030000, 2), .said = ""},
        {SHOWN(OWN(0, 900, 10, 10)), .said = ""},
        {SHOWN(OWN(900, 0, 10, 10)), .said = ""},
    };
    COMPARE(lint_pictures, cases);
}

static void something_on_a_picture_stands_out(void **state)
{
    const struct slide_case cases[] = {
        {PAINTED(0x5a5a5a, 800), .said = ""},
        {PAINTED(0x595959, 800), .said = "contrast-low:w"},
        {PAINTED(0x050505, 800), .said = "contrast-low:w"},
        {PAINTED(0x030303, 800), .said = ""},
        /* One part of five hundred is a spark. */
        {PAINTED(0x595959, 3), .said = ""},
        {PAINTED(0x595959, 4), .said = "contrast-low:w"},
        {PAINTED(0x595959, 1497), .said = ""},
        {PAINTED(0x595959, 1496), .said = "contrast-low:w"},
    };
    COMPARE(lint_pictures, cases);
}

#define INK(px, of, on)                                                                            \
    {                                                                                              \
        .role = "text", .text = (char[]){"x"}, .size = px, .ink = of, .ground = on                 \
    }

static void words_stand_out_by_their_size(void **state)
{
    const struct slide_case cases[] = {
        {OF(ITEM_NOTICE, 0), .boxes = {INK(30, 0x767676, 0xffffff)}, .said = ""},
        {OF(ITEM_NOTICE, 0), .boxes = {INK(30, 0x777777, 0xffffff)}, .said = "contrast-low:w"},
        {OF(ITEM_NOTICE, 0), .boxes = {INK(30, 0x949494, 0xffffff)}, .said = "contrast-low:w"},
        {OF(ITEM_NOTICE, 0), .boxes = {INK(30, 0x959595, 0xffffff)}, .said = "contrast-low:e"},
        /* Letters of half as much again as must be, 30 mm, need less. */
        {OF(ITEM_NOTICE, 0), .boxes = {INK(42, 0x949494, 0xffffff)}, .said = "contrast-low:w"},
        {OF(ITEM_NOTICE, 0), .boxes = {INK(43, 0x949494, 0xffffff)}, .said = ""},
        {OF(ITEM_NOTICE, 0), .boxes = {INK(43, 0x959595, 0xffffff)}, .said = "contrast-low:e"},
    };
    COMPARE(lint_contrast, cases);
}

#define TWENTY "0123456789abcdefghij"

static void what_a_code_says_is_shown_in_a_line_that_ends_with_a_letter(void **state)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {TWENTY TWENTY TWENTY TWENTY, "of " TWENTY TWENTY TWENTY TWENTY " cannot"},
        {TWENTY TWENTY TWENTY TWENTY "!", "of " TWENTY TWENTY TWENTY TWENTY "… cannot"},
        {TWENTY TWENTY TWENTY "0123456789abcdefgh€",
         "of " TWENTY TWENTY TWENTY "0123456789abcdefgh… cannot"},
        {TWENTY TWENTY TWENTY "0123456789abcdefg€!",
         "of " TWENTY TWENTY TWENTY "0123456789abcdefg€… cannot"},
        {"a\tb\nc\x7f"
         "d",
         "of a b c d cannot"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[100];
        struct findings findings;
        snprintf(text, sizeof text, "%s", cases[i].text);
        const struct slide_case slide = {OF(ITEM_SERVICE, 0),
                                         .boxes = {{.role = "code", .text = text}}};
        look(lint_codes, &slide, &findings);
        assert_int_equal(findings.count, 1);
        if (!strstr(findings.list[0].message, cases[i].shown))
            fail_msg("\"%s\", not \"%s\"", findings.list[0].message, cases[i].shown);
        findings_finish(&findings);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_measured_where_it_stands),
        cmocka_unit_test(a_code_in_a_picture_is_measured_with_its_quiet_zone),
        cmocka_unit_test(letters_words_and_time_have_their_bounds),
        cmocka_unit_test(what_is_cut_says_how_much_is_lost),
        cmocka_unit_test(a_picture_is_neither_blown_up_nor_lost),
        cmocka_unit_test(something_on_a_picture_stands_out),
        cmocka_unit_test(words_stand_out_by_their_size),
        cmocka_unit_test(what_a_code_says_is_shown_in_a_line_that_ends_with_a_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
