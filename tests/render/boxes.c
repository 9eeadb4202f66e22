#include "boxes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "desk.h"

const unsigned sheet_sizes[SHEET_SIZES][2] = {{1920, 1080}, {1080, 1920}, {3840, 2160}, {1366, 768},
                                              {1280, 240},  {512, 128},   {320, 160},   {192, 96}};

int number_of(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    assert_true(cJSON_IsNumber(value));
    return value->valueint;
}

const char *string_of(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    assert_true(cJSON_IsString(value));
    return value->valuestring;
}

struct box box_of(const cJSON *entry)
{
    struct box box = {.role = string_of(entry, "role"),
                      .text = string_of(entry, "text"),
                      .x = number_of(entry, "x"),
                      .y = number_of(entry, "y"),
                      .width = number_of(entry, "width"),
                      .height = number_of(entry, "height"),
                      .size = number_of(entry, "size")};
    assert_true(rgb_parse(string_of(entry, "colour"), &box.ink));
    assert_true(rgb_parse(string_of(entry, "ground"), &box.ground));
    return box;
}

static bool meet(const struct box *a, const struct box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

/* In whole pixels round each edge, of 108 of the short side: what stands there is cut off by many a
 * frame. The name band and strips have their own. */
static bool keeps_margin(const struct box *box, int width, int height)
{
    int shorter = width < height ? width : height, least = shorter * 4 / 108;
    if (strcmp(box->role, "band") == 0 || strcmp(box->role, "picture") == 0)
        return box->x >= 0 && box->y >= 0 && box->x + box->width <= width &&
               box->y + box->height <= height;
    return box->x >= least && box->x + box->width <= width - least && box->y >= 0 &&
           box->y + box->height <= height;
}

void boxes_check(const cJSON *answer, int width, int height, const char *name)
{
    const cJSON *boxes = cJSON_GetObjectItemCaseSensitive(answer, "boxes"), *entry, *other;
    bool is_usual = width >= 128 && height >= 96;
    cJSON_ArrayForEach(entry, boxes)
    {
        struct box box = box_of(entry);
        if (box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height)
            fail_msg("%s %dx%d: %s leaves the picture", name, width, height, box.role);
        if (is_usual && strcmp(box.role, "code") != 0 && !keeps_margin(&box, width, height))
            fail_msg("%s %dx%d: %s leaves the margin", name, width, height, box.role);
        if (rgb_contrast(box.ink, box.ground) < RGB_CONTRAST_MIN)
            fail_msg("%s: %s cannot be read", name, box.role);
        if (strcmp(box.role, "code") == 0)
            assert_in_range(box.size, width < 400 && height < 400 ? 2 : 3, 1000);
        for (other = entry->next; other; other = other->next) {
            struct box next = box_of(other);
            if (meet(&box, &next))
                fail_msg("%s %dx%d: %s \"%s\" and %s \"%s\" overlap", name, width, height, box.role,
                         box.text, next.role, next.text);
        }
    }
}

/* Page `page`, or NULL where there is none. */
static cJSON *draw_page(struct composer *desk, const struct test_item *item, unsigned width,
                        unsigned height, unsigned page)
{
    char *job = desk_job(item->json, width, height, 0, item->language, "dark");
    char *paged = NULL;
    assert_true(asprintf(&paged, "%.*s,\"page\":%u}", (int)strlen(job) - 1, job, page) > 0);
    cJSON *answer = desk_draw(desk, paged, NULL);
    if (!cJSON_IsTrue(cJSON_GetObjectItem(answer, "ok"))) {
        assert_string_equal(string_of(answer, "code"), "page");
        cJSON_Delete(answer);
        answer = NULL;
    }
    free(paged);
    free(job);
    return answer;
}

void boxes_check_pages(struct composer *desk, const struct test_item *item, unsigned width,
                       unsigned height, void (*see)(const cJSON *answer, void *context),
                       void *context)
{
    unsigned pages = 1;
    for (unsigned page = 0; page < pages; page++) {
        cJSON *answer = draw_page(desk, item, width, height, page);
        assert_non_null(answer);
        pages = (unsigned)number_of(answer, "pages");
        assert_in_range(pages, 1, JOB_PAGES_MAX);
        assert_true(cJSON_GetArraySize(cJSON_GetObjectItem(answer, "boxes")) > 0);
        boxes_check(answer, (int)width, (int)height, item->name);
        if (see)
            see(answer, context);
        cJSON_Delete(answer);
    }
    if (pages < JOB_PAGES_MAX)
        assert_null(draw_page(desk, item, width, height, pages));
}
