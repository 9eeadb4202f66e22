/* How long a code has to stand on each kind of page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/lint.h"

#define SECOND INT64_C(1000000)

/* Whether a page with a code and no words is said to stand for too short a time. */
static bool is_short(uint32_t width, uint32_t height, unsigned page, bool scan)
{
    struct item item = {.id = "a", .type = ITEM_SERVICE, .json = "{}", .json_size = 2};
    item.duration = 16 * SECOND;
    struct document document = {.items = &item, .item_count = 1};
    struct drawing drawing = {
        .pixels = {.fd = -1, .width = width, .height = height}, .pages = 4, .scan = scan};
    const struct barcodes codes = {.count = 1};
    struct site *site = site_create_default();
    struct remarks remarks;
    struct lint_view view;
    assert_non_null(site);
    assert_int_equal(remarks_init(&remarks, &document), 0);
    lint_view_init(&view, &item, site, &(struct job_screen){.page = page}, &drawing, &codes);
    lint_words(&remarks, &view);
    bool result = remarks_have(&remarks, &item, "time-short");
    remarks_finish(&remarks);
    site_destroy(site);
    return result;
}

static void a_code_of_one_page_needs_its_time_there(void **state)
{
    (void)state;
    assert_true(is_short(320, 160, 2, false));   /* 4 s beside words of its page */
    assert_false(is_short(320, 160, 2, true));   /* by itself it is given its time */
    assert_false(is_short(1280, 240, 2, false)); /* it stands through all pages */
    assert_false(is_short(1280, 240, 0, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_code_of_one_page_needs_its_time_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
