/* Letters in old code pages are recognised, and good text is left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/legacy.h"
#include "cli/mojibake.h"
#include "cli/syllable.h"
#include "cli/unicode.h"
#include "ipc/fonts.h"

struct letters_case {
    const char *text;
    enum mojibake kind;
    const char *meant; /* NULL: not repaired */
};

static const struct letters_case cases[] = {
    /* The same words in each page. */
    {"Bé Gi¸o dôc vµ §µo t¹o", MOJIBAKE_TCVN3, "Bộ Giáo dục và Đào tạo"},
    {"Boä Giaùo duïc vaø Ñaøo taïo", MOJIBAKE_VNI, "Bộ Giáo dục và Đào tạo"},
    {"Cá»•ng Dá»‹ch vá»¥ cÃ´ng", MOJIBAKE_UTF8, "Cổng Dịch vụ công"},
    {"Viêòt Nam", MOJIBAKE_WINDOWS_1258, NULL},
    {"Céng hßa x· héi chñ nghÜa ViÖt Nam", MOJIBAKE_TCVN3, "Cộng hòa xã hội chủ nghĩa Việt Nam"},
    {"Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", MOJIBAKE_VNI,
     "Cộng hòa xã hội chủ nghĩa Việt Nam"},
    {"Uû ban nh©n d©n", MOJIBAKE_TCVN3, "Uỷ ban nhân dân"},
    {"UÛY BAN NHAÂN DAÂN", MOJIBAKE_VNI, "ỦY BAN NHÂN DÂN"},
    {"tµi liÖu", MOJIBAKE_TCVN3, "tài liệu"},
    {"nöôùc", MOJIBAKE_VNI, "nước"},
    {"\xc3\x84\xc2\x90á»‹a chá»‰", MOJIBAKE_UTF8, "Địa chỉ"},
    {"CÃ´ng an", MOJIBAKE_UTF8, "Công an"},
    /* Short ones, where all that is damaged becomes Vietnamese words. */
    {"Cæng 1022", MOJIBAKE_TCVN3, "Cổng 1022"},
    {"KÕt qu¶", MOJIBAKE_TCVN3, "Kết quả"},
    {"TØnh Long An", MOJIBAKE_TCVN3, "Tỉnh Long An"},
    {"Häc sinh", MOJIBAKE_TCVN3, "Học sinh"},
    {"§Õn hái", MOJIBAKE_TCVN3, "Đến hỏi"},
    {"10069/Q§-UBND", MOJIBAKE_TCVN3, "10069/QĐ-UBND"},
    {"T×m thñ tôc", MOJIBAKE_TCVN3, "Tìm thủ tục"},
    {"Quyeát ñònh", MOJIBAKE_VNI, "Quyết định"},
    {"Coång 1022", MOJIBAKE_VNI, "Cổng 1022"},
    {"Gọi laïi", MOJIBAKE_NONE, NULL}, /* half in order: somebody's name, perhaps */
    {"Goïi laïi", MOJIBAKE_VNI, "Gọi lại"},
    {"Y teá", MOJIBAKE_VNI, "Y tế"},
    {"Danh baï", MOJIBAKE_VNI, "Danh bạ"}, /* TCVN3 would make it "baù", which is no word */
    {"Cha meï", MOJIBAKE_VNI, "Cha mẹ"},
    {"Taïi choã", MOJIBAKE_VNI, "Tại chỗ"},
    {"Thaï", MOJIBAKE_NONE, NULL},
    {"Hanoï, Thaï et Laos", MOJIBAKE_NONE, NULL},
    {"Ñoàng baøo Khmer", MOJIBAKE_VNI, "Đồng bào Khmer"},
    {"749/QÑ-TTg", MOJIBAKE_VNI, "749/QĐ-TTg"},
    /* TCVN3 has pairs that VNI has too: the signs decide. */
    {"uû ban, uû ban t¹i chç", MOJIBAKE_TCVN3, "uỷ ban, uỷ ban tại chỗ"},
    /* Good Vietnamese, also where its letters are those of Western languages alone. */
    {"Bộ Giáo dục và Đào tạo", MOJIBAKE_NONE, NULL},
    {"hoà bình, toà án, hoá học", MOJIBAKE_NONE, NULL},
    {"CÔNG AN TRÀ VINH, TÀI LIỆU", MOJIBAKE_NONE, NULL},
    {"Hà Nam, Cà Mau, Bình Thuận", MOJIBAKE_NONE, NULL},
    /* Other languages and signs that are themselves. */
    {"Noël, naïve, Citroën, où, déjà", MOJIBAKE_NONE, NULL},
    {"São Paulo, leões, não, açúcar", MOJIBAKE_NONE, NULL},
    {"Straße, über, Österreich, schön", MOJIBAKE_NONE, NULL},
    {"più però può", MOJIBAKE_NONE, NULL},
    {"© 2026, Windows® và Office®, iOS® ©VNPT", MOJIBAKE_NONE, NULL},
    {"3×4 m², 5 µm, «quoted», § 5, £5, kW·h, 1ª", MOJIBAKE_NONE, NULL},
    {"a×b×c", MOJIBAKE_NONE, NULL},
    {"Loïc, Beyoncé, Müller", MOJIBAKE_NONE, NULL},
    {"Köln, Malmö, Jalapeño, Curaçao", MOJIBAKE_NONE, NULL},
    {"Krông Năng, Hrê, Ê Đê, Kơ Ho", MOJIBAKE_NONE, NULL},
    {"Hà Tiên, Bà Rá", MOJIBAKE_NONE, NULL},
    {"ភាសាខ្មែរ", MOJIBAKE_NONE, NULL},
    {"", MOJIBAKE_NONE, NULL},
};

static void kinds_are_told_apart(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum mojibake kind = mojibake_find(cases[i].text);
        if (kind != cases[i].kind)
            fail_msg("\"%s\" is taken for kind %d, not %d", cases[i].text, (int)kind,
                     (int)cases[i].kind);
        assert_true((mojibake_name(kind) == NULL) == (kind == MOJIBAKE_NONE));
    }
}

static void what_was_meant_is_said(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *meant = mojibake_repair(cases[i].kind, cases[i].text);
        if (cases[i].meant)
            assert_string_equal(meant, cases[i].meant);
        else
            assert_null(meant);
        free(meant);
    }
}

/* glibc knows TCVN5712-1, whose lower half is TCVN3's. */
static void tcvn3_agrees_with_iconv(void **state)
{
    iconv_t converter = iconv_open("UTF-8", "TCVN5712-1");
    assert_true(converter != (iconv_t)-1);
    size_t compared = 0;
    for (uint32_t code = 0xa1; code <= 0xff; code++) {
        const struct legacy_sign *sign = legacy_tcvn3(code);
        if (!sign)
            continue;
        char byte = (char)code, out[16], meant[5] = "";
        char *in = &byte, *to = out;
        size_t in_size = 1, out_size = sizeof out;
        iconv(converter, &in, &in_size, &to, &out_size);
        iconv(converter, NULL, NULL, &to, &out_size);
        *to = '\0';
        char *normal = unicode_nfc(out);
        utf8_encode(sign->meant, meant);
        assert_string_equal(normal, meant);
        free(normal);
        compared++;
    }
    iconv_close(converter);
    assert_int_equal(compared, 74);
}

static void windows_1252_agrees_with_iconv(void **state)
{
    iconv_t converter = iconv_open("UTF-8", "CP1252");
    assert_true(converter != (iconv_t)-1);
    for (int value = 0x80; value <= 0xff; value++) {
        char byte = (char)value, out[8] = "", own[5] = "";
        char *in = &byte, *to = out;
        size_t in_size = 1, out_size = sizeof out;
        if (iconv(converter, &in, &in_size, &to, &out_size) == (size_t)-1) {
            assert_int_equal(legacy_windows_1252(byte), 0); /* left open */
            iconv(converter, NULL, NULL, NULL, NULL);
            continue;
        }
        uint32_t code = legacy_windows_1252(byte);
        utf8_encode(code, own);
        assert_string_equal(own, out);
        assert_int_equal(legacy_windows_1252_byte(code), value);
    }
    iconv_close(converter);
}

static void files_in_an_old_page_are_recognised(void **state)
{
    static const struct {
        const char *bytes;
        enum mojibake kind;
        size_t line;
        const char *text;
    } files[] = {
        {"{\n\"title\": \"B\xe9 Gi\xb8o d\xf4\x63 v\xb5 \xa7\xb5o t\xb9o\"}", MOJIBAKE_TCVN3, 2,
         "Bé Gi¸o dôc vµ §µo t¹o"},
        {"{\"title\": \"Bo\xe4 Gia\xf9o du\xef\x63\"}", MOJIBAKE_VNI, 1, "Boä Giaùo duïc"},
        /* pasted into a file that is UTF-8 elsewhere, or into a text that begins so */
        {"{\"name\": \"Cổng Dịch vụ công\",\n\n\"title\": \"V\xa8n b\xb6n\"}", MOJIBAKE_TCVN3, 3,
         "V¨n b¶n"},
        {"{\"name\": \"Cổng, Bo\xe4 Gia\xf9o\"}", MOJIBAKE_VNI, 1, "Cổng, Boä Giaùo"},
        /* The text that tells, not the first: "Nép" is a word in its own right. */
        {"{\"a\": \"N\xe9p\",\n\"b\": \"\xae\xb7\x20\x6e\xe9p\"}", MOJIBAKE_TCVN3, 2, "®· nép"},
        {"{\"title\": \"Caf\xe9\"}", MOJIBAKE_NONE, 0, NULL},
        {"{\"title\": \"Long An\"}", MOJIBAKE_NONE, 0, NULL},
        {"", MOJIBAKE_NONE, 0, NULL},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct mojibake_place place = {0};
        enum mojibake kind = mojibake_find_bytes(files[i].bytes, strlen(files[i].bytes), &place);
        if (kind != files[i].kind || place.line != files[i].line)
            fail_msg("%s: %d in line %zu", files[i].bytes, (int)kind, place.line);
        if (files[i].text)
            assert_string_equal(place.text, files[i].text);
        free(place.text);
    }
}

static void fonts_are_known_with_their_package(void **state)
{
    static const char *const listed[] = {"Latn", "Khmr", "Cham", "Tavt"};
    char package[FONTS_PACKAGE_BYTES] = "";
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        assert_int_equal(fonts_find(listed[i], package), FONTS_INSTALLED);
        assert_string_equal(package, "fonts-noto-core");
    }
    assert_int_equal(fonts_find("Egyp", package), FONTS_UNLISTED);
}

static bool is_syllable(const char *text)
{
    uint32_t codes[16];
    size_t count = 0;
    for (size_t length; *text && count < 16; text += length)
        length = utf8_decode(text, strlen(text), &codes[count++]);
    return syllable_is_vietnamese(codes, count);
}

static void syllables_follow_the_spelling(void **state)
{
    static const char *const good[] = {"nghiêng", "Quyết", "giữ",  "gì",    "ở",     "khuỷu",
                                       "HĐND",    "thuở",  "hoà",  "hòa",   "ĐẠI",   "oan",
                                       "yêu",     "Ươm",   "quốc", "xoong", "huých", "phở",
                                       "giếng",   "quý",   "thuý", "giũ",   "hoè"};
    static const char *const bad[] = {"",      "Krông",    "cat", "cạtt", "für", "hôtel",
                                      "sửr",   "ngba",     "ộtộ", "UBND", "Đ",   "1",
                                      "bắng2", "nghiêngh", "baù", "laí",  "eó",  "mayj"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!is_syllable(good[i]))
            fail_msg("%s is a syllable", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (is_syllable(bad[i]))
            fail_msg("%s is no syllable", bad[i]);
}

/* Whatever the bytes are: nothing is read beyond them (AddressSanitizer watches). */
static void any_bytes_are_survived(void **state)
{
    uint32_t random = 1;
    for (int round = 0; round < 2000; round++) {
        char bytes[64];
        size_t size = (size_t)round % sizeof bytes;
        for (size_t i = 0; i < size; i++) {
            random = random * 1664525 + 1013904223;
            bytes[i] = (char)(random >> 24);
        }
        char *exact = malloc(size + 1);
        assert_non_null(exact);
        memcpy(exact, bytes, size);
        exact[size] = '\0';
        enum mojibake kind = mojibake_find_bytes(exact, size, NULL);
        free(mojibake_repair(kind, exact));
        free(mojibake_repair(mojibake_find(exact), exact));
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_told_apart),
        cmocka_unit_test(what_was_meant_is_said),
        cmocka_unit_test(tcvn3_agrees_with_iconv),
        cmocka_unit_test(windows_1252_agrees_with_iconv),
        cmocka_unit_test(files_in_an_old_page_are_recognised),
        cmocka_unit_test(fonts_are_known_with_their_package),
        cmocka_unit_test(syllables_follow_the_spelling),
        cmocka_unit_test(any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
