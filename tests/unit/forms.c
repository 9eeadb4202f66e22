/* The small forms: near names, URLs and hosts, moments, texts. */
#include <string.h>

#include "playlist/form.h"
#include "playlist/moment.h"
#include "playlist/near.h"
#include "playlist/text.h"
#include "playlist/url.h"
#include "support.h"

static void the_nearest_name_is_found(void **state)
{
    static const char *const names[] = {"validFrom", "validUntil", "weight",
                                        "text",      "duration",   "hidden"};
    static const struct {
        const char *name, *near;
    } cases[] = {
        {"wieght", "weight"},
        {"Weight", "weight"},
        {"weigth", "weight"},
        {"validfrom", "validFrom"},
        {"valid_until", "validUntil"},
        {"durations", "duration"},
        {"txt", "text"},
        {"colour", NULL},
        {"x", NULL},
        {"", NULL},
        {"HIDDEN", "hidden"},
        {"weird", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *near = near_name(cases[i].name, strlen(cases[i].name), names, 6);
        if (cases[i].near)
            assert_string_equal(near, cases[i].near);
        else
            assert_null(near);
    }
    char name[200];
    memset(name, 'w', sizeof name);
    assert_null(near_name(name, sizeof name, names, 6));
}

static void hosts_on_the_list_are_let_through(void **state)
{
    static const struct {
        const char *url, *entry;
        bool matches;
    } cases[] = {
        {"https://dx.gov.vn", "dx.gov.vn", true},
        {"https://dx.gov.vn/", "dx.gov.vn", true},
        {"https://dx.gov.vn?x", "dx.gov.vn", true},
        {"HTTPS://DX.GOV.VN/", "dx.gov.vn", true},
        {"https://dx.gov.vn.evil.vn/", "dx.gov.vn", false},
        {"https://evil-dx.gov.vn/", "dx.gov.vn", false},
        {"https://a.dx.gov.vn/", "dx.gov.vn", false},
        {"https://dx.gov.vn/", "*.gov.vn", true},
        {"https://a.b.gov.vn/", "*.gov.vn", true},
        {"https://gov.vn/", "*.gov.vn", false},
        {"https://evilgov.vn/", "*.gov.vn", false},
        {"https://evil.vn/.gov.vn", "*.gov.vn", false},
        {"https://evil.vn?.gov.vn", "*.gov.vn", false},
        {"https://zalo.me/1234", "zalo.me/1234", true},
        {"https://zalo.me/1234/a", "zalo.me/1234", true},
        {"https://zalo.me/1234?a", "zalo.me/1234/", true},
        {"https://zalo.me/12345", "zalo.me/1234", false},
        {"https://zalo.me/", "zalo.me/1234", false},
        {"https://zalo.me/9/../1234", "zalo.me/1234", false},
        {"ftp://dx.gov.vn/", "dx.gov.vn", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(url_matches_host(cases[i].url, cases[i].entry), cases[i].matches);
}

static void entries_of_the_list_have_a_form(void **state)
{
    static const struct {
        const char *entry;
        bool valid;
    } cases[] = {{"*.gov.vn", true},      {"smedx.vn", true},   {"zalo.me/1234", true},
                 {"https://a.vn", false}, {"*", false},         {"*.*.vn", false},
                 {"a.*.vn", false},       {"localhost", false}, {"10.0.0.1", false},
                 {"a.vn:80", false},      {"", false},          {"a.vn?x", false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(url_host_entry_is_valid(cases[i].entry, strlen(cases[i].entry)),
                         cases[i].valid);
}

static void instants_are_read_to_the_microsecond(void **state)
{
    static const struct {
        const char *text;
        int64_t instant;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01T07:00:00+07:00", 0},
        {"1969-12-31T23:59:59z", -1000000},
        {"1970-01-01t00:00:00.5Z", 500000},
        {"1970-01-01T00:00:00.0000019Z", 1},
        {"2026-11-21T23:37:30-03:30", INT64_C(1795316850000000)},
        {"9999-12-31T23:59:59.999999Z", INT64_C(253402300799999999)},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(support_instant(cases[i].text) == cases[i].instant);
    int64_t untouched = 42;
    assert_false(moment_parse_instant("2026-13-01T00:00:00Z", 20, &untouched));
    assert_false(moment_parse_instant("", 0, &untouched));
    assert_int_equal(untouched, 42);
}

static void instants_are_written_in_whole_seconds_of_utc(void **state)
{
    static const struct {
        int64_t instant;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {INT64_C(1795316850999999), "2026-11-22T03:07:30Z"},
        {INT64_MIN, "0001-01-01T00:00:00Z"},
        {INT64_MAX, "9999-12-31T23:59:59Z"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[MOMENT_TEXT_SIZE];
        moment_format(cases[i].instant, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void personal_data_is_recognised(void **state)
{
    static const struct {
        const char *text;
        bool personal;
    } cases[] = {
        {"079099001234", true},
        {"079 099 001 234", true},
        {"CCCD: 001.099.001.234.", true},
        {"0912345678", true},
        {"0912 345 678", true},
        {"+84 912 345 678", true},
        {"0272.1022", false},
        {"1900 1022", false},
        {"02723 822 888", false},
        {"024 3933 5785", false},
        {"2026-11-21", false},
        {"20/2023/QH15", false},
        {"1234567890123", false},
        {"", false},
        {"(0912) 345-678", false},
        {"301234567", false},
        {"CMND 301234567", true},
        {"số cmnd: 301 234 567", true},
        {"Chứng minh nhân dân số 301234567", true},
        {"Mang theo CMND. Mã 301234567", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(text_has_personal_data(cases[i].text, strlen(cases[i].text)),
                         cases[i].personal);
}

static void numbers_of_accounts_are_recognised(void **state)
{
    static const struct {
        const char *text;
        bool account;
    } cases[] = {
        {"tài khoản 0011001234567 Vietcombank", true},
        {"TÀI KHOẢN: 1903 6789 0123", true},
        {"STK 12345678", true},
        {"Chuyển khoản 0101000123456 Vietcombank", true},
        {"Ngân hàng Agribank: 1234 5678 90123", true},
        {"chuyển khoản 200.000.000 đồng", false},
        {"Ngân hàng Chính sách xã hội: 0272.3826888", false},
        {"so tai khoan 0011001234567", true},
        {"0011001234567", false},
        {"Mã hồ sơ 0011001234567", false},
        {"Tài khoản VNeID: gọi 1900 1234", false},
        {"Quên tài khoản, gọi 0272 3 822 822", false},
        {"Tài khoản có 10.000.000 đồng", false},
        {"Tài khoản mở từ 22-06-2023", false},
        {"Mở tài khoản VNeID mức 2. Mã hồ sơ 0011001234567", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (text_has_account(cases[i].text, strlen(cases[i].text)) != cases[i].account)
            fail_msg("%s", cases[i].text);
    }
}

static void sizes_and_viewports_are_read(void **state)
{
    unsigned size[2] = {1, 2};
    int place[2] = {3, 4};
    (void)state;
    assert_true(form_read_size("1920x1080", 9, size));
    assert_int_equal(size[0], 1920);
    assert_int_equal(size[1], 1080);
    assert_true(form_read_viewport("192x96+10+0", 11, size, place));
    assert_int_equal(size[0], 192);
    assert_int_equal(place[0], 10);
    assert_int_equal(place[1], 0);
    assert_false(form_read_size("99999x1080", 10, size));
    assert_false(form_read_size("1920x", 5, size));
    assert_false(form_read_size("1920x1080x", 10, size));
    assert_false(form_read_viewport("192x96+1", 8, size, place));
    assert_false(form_read_viewport("192x96+1+-1", 11, size, place));
    assert_int_equal(size[0], 192);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_name_is_found),
        cmocka_unit_test(hosts_on_the_list_are_let_through),
        cmocka_unit_test(entries_of_the_list_have_a_form),
        cmocka_unit_test(instants_are_read_to_the_microsecond),
        cmocka_unit_test(instants_are_written_in_whole_seconds_of_utc),
        cmocka_unit_test(personal_data_is_recognised),
        cmocka_unit_test(numbers_of_accounts_are_recognised),
        cmocka_unit_test(sizes_and_viewports_are_read),
    };
    return cmocka_run_group_tests_name("forms", tests, NULL, NULL);
}
