/* Where a line may end, as a table: "|" marks the places that are judged. */
#include "render/glue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "render/glue_words.h"

static const struct {
    const char *text; /* with one "|" */
    enum glue glue;
} cases[] = {
    /* a number and what it counts */
    {"mở cửa 24 |giờ mỗi ngày", GLUE_NEVER},
    {"miễn phí 100 |%", GLUE_NEVER},
    {"quá 5 |MB mỗi tệp", GLUE_NEVER},
    {"within 10 |days", GLUE_NEVER},
    {"76 |Hùng Vương", GLUE_WORD},
    /* a phone number in groups */
    {"gọi 0272 |3826 106", GLUE_NEVER},
    {"gọi 0272 3826 |106", GLUE_NEVER},
    {"gọi (0272) |3826106", GLUE_NEVER},
    {"gọi +84 |272", GLUE_NEVER},
    /* what a number belongs to */
    {"theo Quyết định |749/QĐ-TTg", GLUE_NEVER},
    {"theo Quyết |định 749/QĐ-TTg", GLUE_NEVER},
    {"theo |Quyết định 749/QĐ-TTg", GLUE_LOOSE},
    {"Tổng đài |1022", GLUE_NEVER},
    {"Tổng |đài 1022", GLUE_NEVER},
    {"tại quầy |3", GLUE_NEVER},
    {"ngày |10 tháng", GLUE_NEVER},
    {"10 |tháng 10", GLUE_NEVER},
    {"10 tháng |10", GLUE_NEVER},
    {"hơn |25 thủ tục", GLUE_POOR},
    /* days and spans of time */
    {"7:30 – |11:30", GLUE_NEVER},
    {"7:30 |– 11:30", GLUE_NEVER},
    {"7:30 – |nghỉ", GLUE_NONE},
    {"từ thứ |Hai", GLUE_NEVER},
    {"Chủ |nhật, nghỉ", GLUE_NEVER},
    {"thứ |tự ưu tiên", GLUE_WORD},
    {"trực tuyến quý |III", GLUE_NEVER},
    {"quý |IV, năm", GLUE_NEVER},
    {"vitamin |C", GLUE_NONE},
    {"Phó Chủ |tịch xã", GLUE_WORD},
    {"duyệt “Chương |trình”", GLUE_WORD},
    {"kênh “Chuyển |đổi số”,", GLUE_WORD},
    /* words of two syllables */
    {"Cổng Dịch |vụ công", GLUE_WORD},
    {"Cổng Dịch vụ |công", GLUE_WORD},
    {"công |quốc gia", GLUE_NONE},
    {"hồ sơ |của bạn", GLUE_NONE},
    {"Ứng |dụng số", GLUE_WORD},
    {"Ủy |ban", GLUE_WORD},
    /* what leads on, names, the first word of a sentence */
    {"hồ sơ của |bạn", GLUE_LOOSE},
    {"tỉnh Long |An", GLUE_LOOSE},
    {"nộp hồ sơ. Mang |theo", GLUE_WORD},
    {"hồ sơ, |theo dõi", GLUE_CLAUSE},
    {"hồ sơ. |Mang theo", GLUE_CLAUSE},
    /* signs */
    {"sáng |– chiều", GLUE_NEVER},
    {"sáng – |chiều", GLUE_NONE},
    {"số 749/|QĐ-TTg", GLUE_NEVER},
    {"749/QĐ-|TTg", GLUE_NEVER},
    {"2024-|2025", GLUE_NEVER},
    {"và/|hoặc", GLUE_POOR},
    /* addresses */
    {"https:|//dichvucong.gov.vn", GLUE_NEVER},
    {"https://|dichvucong.gov.vn", GLUE_NEVER},
    {"dichvucong|.gov.vn", GLUE_POOR},
    {"dichvucong.|gov.vn", GLUE_NEVER},
    {"dx.gov.vn/|tin-tuc", GLUE_POOR},
    {"dx.gov.vn/tin-|tuc", GLUE_NEVER},
    {"1022@longan|.gov.vn", GLUE_POOR},
    {"xem dx.gov.vn|.", GLUE_NEVER},
    /* the author's own line */
    {"một\n|hai", GLUE_MUST},
};

static void lines_end_where_a_reader_would_pause(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        const char *bar = strchr(cases[i].text, '|');
        size_t offset = (size_t)(bar - cases[i].text);
        snprintf(text, sizeof text, "%.*s%s", (int)offset, cases[i].text, bar + 1);
        if (glue_judge(text, strlen(text), offset) != cases[i].glue)
            fail_msg("%s: %d, expected %d", cases[i].text,
                     (int)glue_judge(text, strlen(text), offset), (int)cases[i].glue);
    }
}

static void addresses_are_known(void **state)
{
    static const char *const addresses[] = {"dichvucong.gov.vn", "https://dx.gov.vn/a",
                                            "1022@longan.gov.vn", "dx.gov.vn/x,", "(smedx.vn)"};
    static const char *const others[] = {"0272.1022", "1.234", "v.v.",      "QĐ-TTg", "a",
                                         ".vn",       "...",   "3.826.106", "Kế"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (!glue_is_address(addresses[i], strlen(addresses[i])))
            fail_msg("%s is an address", addresses[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (glue_is_address(others[i], strlen(others[i])))
            fail_msg("%s is no address", others[i]);
}

static void addresses_part_after_a_stroke_and_before_a_dot(void **state)
{
    const char text[] = "https://a.vn/b/c d.vn";
    uint8_t marks[sizeof text] = {0};
    glue_mark_addresses(text, sizeof text - 1, marks);
    for (size_t i = 0; i < sizeof text - 1; i++)
        assert_int_equal(marks[i], i == 9 || i == 13 || i == 15 || i == 18);
}

static void capitals_are_known_with_their_marks(void **state)
{
    static const char *const capitals[] = {"A", "Đức", "Ứng", "Ủy", "Ẫ",
                                           "Ỗ", "Ưu",  "Ơn",  "Ăn", "À"};
    static const char *const small[] = {"a",  "đức", "ứng", "ủy", "ẫ", "ỗ", "ưu",
                                        "ơn", "ăn",  "à",   "1",  "ក", ""};
    for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++)
        if (!glue_words_is_capital(capitals[i], strlen(capitals[i])))
            fail_msg("%s begins with a capital", capitals[i]);
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (glue_words_is_capital(small[i], strlen(small[i])))
            fail_msg("%s does not begin with a capital", small[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_where_a_reader_would_pause),
        cmocka_unit_test(addresses_are_known),
        cmocka_unit_test(addresses_part_after_a_stroke_and_before_a_dot),
        cmocka_unit_test(capitals_are_known_with_their_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
