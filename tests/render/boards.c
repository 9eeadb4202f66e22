/* What stands on which page of a board on which a whole item finds no room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "fixture.h"

enum { WORDS_BYTES = 1024, TINY_WIDTH = 192, TINY_HEIGHT = 96 };

/* The texts of a page, one after another with "|" between, and on the first in brackets what is
 * left out; returns how many pages there are. */
static unsigned read_page(const char *item, unsigned width, unsigned height, unsigned page,
                          char words[WORDS_BYTES])
{
    char *job = desk_job(item, width, height, 0, "vi", "dark"), *paged = NULL;
    assert_true(asprintf(&paged, "%.*s,\"page\":%u}", (int)strlen(job) - 1, job, page) > 0);
    cJSON *answer = desk_draw(&desk, paged, NULL);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(answer, "ok")));
    size_t used = 0;
    const cJSON *box, *out;
    words[0] = '\0';
    cJSON_ArrayForEach(box, cJSON_GetObjectItem(answer, "boxes"))
    {
        const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(box, "text"));
        used += (size_t)snprintf(words + used, WORDS_BYTES - used, "%s%s", used ? "|" : "", text);
        assert_true(used < WORDS_BYTES);
    }
    cJSON_ArrayForEach(out, cJSON_GetObjectItem(answer, "overflow"))
    {
        used += (size_t)snprintf(words + used, WORDS_BYTES - used, "[%s]", out->valuestring);
        assert_true(used < WORDS_BYTES);
    }
    unsigned pages = (unsigned)cJSON_GetNumberValue(cJSON_GetObjectItem(answer, "pages"));
    cJSON_Delete(answer);
    free(paged);
    free(job);
    return pages;
}

static void check_pages(const char *item, unsigned width, unsigned height,
                        const char *const expected[])
{
    char words[WORDS_BYTES];
    unsigned count = 0;
    while (expected[count])
        count++;
    for (unsigned page = 0; page < count; page++) {
        assert_int_equal(read_page(item, width, height, page, words), count);
        assert_string_equal(words, expected[page]);
    }
}

static void a_long_sentence_takes_two_pages(void **state)
{
    check_pages("{\"type\":\"slogan\",\"text\":\"Chuyển đổi số giải quyết các vấn đề của xã hội vì "
                "một cuộc sống tốt đẹp hơn cho người dân\"}",
                TINY_WIDTH, TINY_HEIGHT,
                (const char *const[]){"Chuyển đổi số giải quyết các vấn đề của xã hội",
                                      "vì một cuộc sống tốt đẹp hơn cho người dân", NULL});
}

static void a_sentence_is_parted_behind_a_clause(void **state)
{
    check_pages(
        "{\"type\":\"notice\",\"title\":\"Cảnh báo\",\"body\":\"Cơ quan nhà nước không yêu "
        "cầu chuyển tiền hay đọc mã qua điện thoại. Hãy tắt máy, báo cho người nhà và gọi ngay "
        "công an theo số 113.\"}",
        512, 128,
        (const char *const[]){
            "Cảnh báo|Cơ quan nhà nước không yêu cầu chuyển tiền hay đọc mã qua điện thoại.",
            "Cảnh báo|Hãy tắt máy, báo cho người nhà và gọi ngay công an theo số 113.", NULL});
}

/* What the report says of the box of `role`; 0: there is none. */
static double number_of(const cJSON *answer, const char *role, const char *member)
{
    const cJSON *box;
    cJSON_ArrayForEach(box, cJSON_GetObjectItem(answer, "boxes"))
    {
        if (strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(box, "role")), role) == 0)
            return cJSON_GetNumberValue(cJSON_GetObjectItem(box, member));
    }
    return 0;
}

static void a_long_address_leaves_the_number_large(void **state)
{
    char *job = desk_job("{\"type\":\"service\",\"name\":\"Dịch vụ công\",\"phone\":\"0272.1022\","
                         "\"url\":\"https://dichvucong.longan.gov.vn\"}",
                         1280, 240, 0, "vi", "dark");
    cJSON *answer = desk_draw(&desk, job, NULL);
    double phone = number_of(answer, "phone", "size"), url = number_of(answer, "url", "size");
    assert_true(url > 0 && phone > url * 1.3);
    cJSON_Delete(answer);
    free(job);
}

static void what_is_to_be_copied_is_largest(void **state)
{
    char *job = desk_job("{\"type\":\"service\",\"name\":\"Dịch vụ công\",\"summary\":\"Nộp hồ sơ, "
                         "theo dõi, thanh toán và nhận kết quả ngay trên mạng.\","
                         "\"url\":\"https://dichvucong.gov.vn\"}",
                         512, 128, 0, "vi", "dark");
    cJSON *answer = desk_draw(&desk, job, NULL);
    assert_true(number_of(answer, "url", "size") > number_of(answer, "title", "size"));
    assert_true(number_of(answer, "url", "y") > number_of(answer, "title", "y"));
    cJSON_Delete(answer);
    free(job);
}

/* Two lines that are written as two are no reason for small letters. */
static void hours_of_two_lines_can_be_read(void **state)
{
    char *job = desk_job("{\"type\":\"hotline\",\"name\":\"Hỏi đáp\",\"phone\":\"0272.1022\","
                         "\"hours\":\"Sáng 7:00 - 11:30\\nChiều 13:00 - 17:00\"}",
                         1280, 240, 0, "vi", "dark");
    cJSON *answer = desk_draw(&desk, job, NULL);
    assert_true(number_of(answer, "hours", "size") > number_of(answer, "phone", "size") / 4);
    cJSON_Delete(answer);
    free(job);
}

static void what_to_bring_has_pages_of_its_own(void **state)
{
    check_pages("{\"type\":\"procedure\",\"name\":\"Khai sinh\",\"time\":\"Trong ngày\","
                "\"documents\":[\"Giấy chứng sinh\",\"Giấy tờ tùy thân của cha hoặc mẹ\"]}",
                TINY_WIDTH, TINY_HEIGHT,
                (const char *const[]){"Khai sinh|Thời hạn|Trong ngày",
                                      "Giấy tờ cần có|Giấy chứng sinh",
                                      "Giấy tờ cần có|Giấy tờ tùy thân của cha hoặc mẹ", NULL});
}

static void one_step_stands_on_a_page_of_a_banner(void **state)
{
    check_pages("{\"type\":\"steps\",\"title\":\"Lấy số\",\"steps\":[{\"title\":\"Chạm màn hình\","
                "\"text\":\"Chọn lĩnh vực cần làm.\"},{\"title\":\"Nhận phiếu\","
                "\"text\":\"Giữ phiếu có số.\"}]}",
                1280, 240,
                (const char *const[]){"Lấy số|1/2\u00a0Chạm màn hình|Chọn lĩnh vực cần làm.",
                                      "Lấy số|2/2\u00a0Nhận phiếu|Giữ phiếu có số.", NULL});
}

static void a_row_tells_what_its_cells_are(void **state)
{
    check_pages(
        "{\"type\":\"table\",\"title\":\"Giờ làm việc\",\"columns\":[\"Ngày\",\"Sáng\",\"Chiều\"],"
        "\"rows\":[[\"Thứ Hai – thứ Năm\",\"7:30 – 11:30\",\"13:00 – 17:00\"],"
        "[\"Thứ Sáu\",\"7:30 – 11:30\",\"nghỉ\"]]}",
        1280, 240,
        (const char *const[]){
            "Giờ làm việc|Thứ Hai – thứ Năm|Sáng: 7:30 – 11:30|Chiều: 13:00 – 17:00",
            "Giờ làm việc|Thứ Sáu|Sáng: 7:30 – 11:30|Chiều: nghỉ", NULL});
}

static void a_title_and_eight_rows_find_room(void **state)
{
    char words[WORDS_BYTES];
    const char *table =
        "{\"type\":\"table\",\"title\":\"Tiếp công dân\",\"columns\":[\"Ngày\",\"Buổi\","
        "\"Người tiếp\",\"Phòng\"],\"rows\":[[\"02/12\",\"Sáng\",\"Chủ tịch\",\"101\"],"
        "[\"04/12\",\"Chiều\",\"Phó Chủ tịch Nguyễn Văn A\",\"102\"],[\"09/12\",\"Sáng\","
        "\"Chủ tịch\",\"101\"],[\"11/12\",\"Chiều\",\"Công an xã\",\"103\"],[\"16/12\",\"Sáng\","
        "\"Chủ tịch\",\"101\"],[\"18/12\",\"Chiều\",\"Phó Chủ tịch\",\"102\"],[\"23/12\",\"Sáng\","
        "\"Chủ tịch\",\"101\"],[\"25/12\",\"Chiều\",\"Bí thư\",\"201\"]]}";
    assert_int_equal(read_page(table, 320, 160, 8, words), 9);
    assert_string_equal(words, "25/12|Buổi: Chiều|Người tiếp: Bí thư|Phòng: 201");
}

static void a_fee_keeps_its_name_on_every_page(void **state)
{
    check_pages(
        "{\"type\":\"procedure\",\"name\":\"Đất đai\",\"fee\":\"100.000 đồng/giấy đối với cá nhân, "
        "500.000 đồng đối với tổ chức\",\"feeOnline\":\"0 đồng\"}",
        320, 160,
        (const char *const[]){"Đất đai", "Lệ phí|100.000 đồng/giấy đối với cá nhân,",
                              "Lệ phí|500.000 đồng đối với tổ chức",
                              "Lệ phí|Trực\u00a0tuyến: 0 đồng", NULL});
}

static void a_number_stands_with_its_hours_and_a_name_with_its_place(void **state)
{
    check_pages(
        "{\"type\":\"hotline\",\"name\":\"Tổng đài 1022\",\"phone\":\"0272.1022\",\"hours\":"
        "\"Giờ hành chính\"}",
        1280, 240, (const char *const[]){"Tổng đài 1022|0272.1022|Giờ hành chính", NULL});
    check_pages(
        "{\"type\":\"directory\",\"title\":\"Các bộ phận\",\"entries\":[{\"name\":\"Hộ tịch\","
        "\"place\":\"Quầy 1\",\"phone\":\"0272.1022\"},{\"name\":\"Đất đai\",\"place\":\"Quầy "
        "2\"}]}",
        1280, 240,
        (const char *const[]){"Các bộ phận|Hộ tịch|0272.1022|Quầy 1", "Các bộ phận|Đất đai|Quầy 2",
                              NULL});
}

static void an_entry_has_its_address_below_its_number(void **state)
{
    check_pages(
        "{\"type\":\"directory\",\"title\":\"Các bộ phận\",\"entries\":[{\"name\":\"Cổng 1022\","
        "\"phone\":\"0272.1022\",\"url\":\"https://1022.longan.gov.vn\"}]}",
        512, 128,
        (const char *const[]){"Các bộ phận|Cổng 1022|0272.1022|1022.longan.gov.vn", NULL});
    check_pages(
        "{\"type\":\"directory\",\"title\":\"Các bộ phận\",\"entries\":[{\"name\":\"Hộ tịch\","
        "\"phone\":\"0272.1022\",\"place\":\"Tầng 2, phòng 203\","
        "\"url\":\"https://1022.longan.gov.vn/ho-tich\"}]}",
        TINY_WIDTH, TINY_HEIGHT,
        (const char *const[]){"Các bộ phận", "Hộ tịch|0272.1022|Tầng 2, phòng 203",
                              "Hộ tịch|1022.longan.gov.vn/ho-tich", NULL});
}

/* On nine pages, one of them the title's, all numbers find room, their addresses do not. */
static void addresses_go_sooner_than_numbers(void **state)
{
    static const char head[] = "{\"type\":\"directory\",\"title\":\"Các bộ phận\",\"entries\":[";
    char item[2048], words[WORDS_BYTES];
    size_t used = (size_t)snprintf(item, sizeof item, "%s", head);
    for (unsigned i = 1; i <= 8; i++)
        used += (size_t)snprintf(item + used, sizeof item - used,
                                 "{\"name\":\"Phòng %u\",\"phone\":\"0272.102%u\",\"place\":\"Tầng "
                                 "%u, quầy 1\",\"url\":\"https://longan.gov.vn/phong-ban-%u\"}%s",
                                 i, i, i, i, i < 8 ? "," : "]}");
    assert_int_equal(read_page(item, TINY_WIDTH, TINY_HEIGHT, 0, words), 9);
    assert_string_equal(words, "Các bộ phận[url]");
    assert_int_equal(read_page(item, TINY_WIDTH, TINY_HEIGHT, 8, words), 9);
    assert_string_equal(words, "Phòng 8|0272.1028|Tầng 8, quầy 1");
}

static void what_is_urgent_says_so_on_every_page(void **state)
{
    check_pages(
        "{\"type\":\"notice\",\"severity\":\"urgent\",\"title\":\"Cảnh báo lừa đảo\",\"body\":"
        "\"Mong bà con thông cảm.\"}",
        320, 160,
        (const char *const[]){"Khẩn|Cảnh báo lừa đảo", "Khẩn|Mong bà con thông cảm.", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_sentence_takes_two_pages),
        cmocka_unit_test(a_sentence_is_parted_behind_a_clause),
        cmocka_unit_test(a_long_address_leaves_the_number_large),
        cmocka_unit_test(what_is_to_be_copied_is_largest),
        cmocka_unit_test(hours_of_two_lines_can_be_read),
        cmocka_unit_test(a_title_and_eight_rows_find_room),
        cmocka_unit_test(what_to_bring_has_pages_of_its_own),
        cmocka_unit_test(one_step_stands_on_a_page_of_a_banner),
        cmocka_unit_test(a_row_tells_what_its_cells_are),
        cmocka_unit_test(a_fee_keeps_its_name_on_every_page),
        cmocka_unit_test(a_number_stands_with_its_hours_and_a_name_with_its_place),
        cmocka_unit_test(an_entry_has_its_address_below_its_number),
        cmocka_unit_test(addresses_go_sooner_than_numbers),
        cmocka_unit_test(what_is_urgent_says_so_on_every_page),
    };
    return cmocka_run_group_tests(tests, desk_set_up, desk_tear_down);
}
