/* Texts in lines with the real fonts: where they part in every width, which letters are there, and
 * that all of a line stands on one baseline. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "fixture.h"
#include "items.h"
#include "render/glue.h"
#include "render/text_parts.h"

enum { SIZE = 40, TEXT_BYTES = 512, LINES = 12 };

static struct text *make(const char *string, const char *language, enum font_weight weight)
{
    static struct unicode_breaker *breaker;
    struct text_missing missing = {.count = 0};
    unicode_breaker_destroy(breaker);
    breaker = unicode_breaker_create(language);
    struct text *text = text_create(desk.fonts, breaker, string, weight, &missing);
    unicode_breaker_destroy(breaker);
    breaker = NULL;
    assert_non_null(text);
    if (missing.count > 0)
        fail_msg("%s: no font has U+%04X", string, missing.codes[0]);
    return text;
}

/* "|" marks the only places where a line may end; blanks there are the text's own. */
static const struct {
    const char *language, *text;
} parted[] = {
    {"km", "សូម|ស្វាគមន៍|មក|កាន់|ខេត្ត|ត្រា|វិញ"},
    {"km", "សេវា|សាធារណៈ|តាម|អ៊ីនធឺណិត| ឥត|គិត|ថ្លៃ"},
    {"km", "កុំ|ប្រាប់|ពាក្យ|សម្ងាត់|ដល់|នរណា|ម្នាក់| កុំ|ផ្ទេរ|ប្រាក់"},
    {"km", "ទូរសព្ទ|ទៅ| 0272 3826 106| មុន|ពេល|មក"},
    {"cjm", "ꨌꩌ |ꨀꨇꩉ |ꨌꩌꨛꨮꩀ |ꨆꨴꨭꩂ |ꨓꨯꩀ |ꨕꨣꨬ |ꨆꨳꨪꩍ"},
    {"blt", "ꪼꪕ |ꪒꪾ |ꪶꪔ |ꪎꪳ |ꪵꪀ |ꪣꪴꪉ |ꪹꪣꪉ |ꪹꪏ꪿ |ꪻꪎ꫁"},
    {"vi", "dichvucong|.gov|.vn/|huong-dan/|nop-ho-so-truc-tuyen/|dang-ky-khai-sinh"},
    {"vi", "Xem |tại |chuyendoiso|.longan|.gov|.vn/|cam-nang-hoi-dap-chuyen-doi-so/|index|.html, "
           "|rồi |gọi"},
    {"vi", "drive|.google|.com/|drive/|folders/|1A2b3C4d5E6f7G8h9I0jKlMnOpQrStUvWxYz"},
    {"vi", "vbpl|.vn/|TW/|Pages/|vbpq-toanvan|.aspx?ItemID=148567"},
    {"vi", "Thư |gửi |về |1022@longan|.gov|.vn |nhé"},
    {"vi", "Hãy |gọi |(0272) 3826 106 |hoặc |+84 272 3826 106 |hay |0272.1022"},
    {"vi", "Nộp |trong |5 ngày, |lệ |phí |50.000 đồng, |giảm |10 %, |tệp |dưới |5 MB"},
    {"vi", "Theo |Quyết định 749/QĐ-TTg |ngày 3 tháng 6 năm 2020, |Nghị định 13/2023/NĐ-CP"},
    {"vi", "Điều 5, |Khoản 2, |quầy 3, |tầng 2, |bước 1 |giai đoạn 2024-2025 – |rồi |xong"},
    {"en", "Within 10 |working |days, |see |Decision 749 |– |free |of |charge"},
};

/* The text without the marks, and where they were. */
static void take_marks(const char *marked, char text[TEXT_BYTES], bool may[TEXT_BYTES])
{
    size_t used = 0;
    memset(may, 0, TEXT_BYTES * sizeof *may);
    for (; *marked && used + 1 < TEXT_BYTES; marked++) {
        if (*marked == '|')
            may[used] = true;
        else
            text[used++] = *marked;
    }
    text[used] = '\0';
    /* A mark before a blank stands for the place behind it. */
    for (size_t i = 0; i < used; i++)
        if (may[i] && text[i] == ' ')
            may[i + 1] = true;
}

/* `is_narrow`: something that stays together is wider than the line, and may be parted between its
 * words. */
static void check_ends(const struct text *text, const struct text_set *set, const bool *may,
                       bool is_narrow)
{
    for (size_t line = 0; line + 1 < set->line_count; line++) {
        size_t next = text->pieces[set->ends[line]].start;
        if (!may[next] && !(is_narrow && text->string[next - 1] == ' '))
            fail_msg("\"%.*s\" parts before \"%s\"", (int)next, text->string, text->string + next);
    }
}

/* The width of the widest part between two marks, px. */
static int widest_part(const char *plain, const bool *may, const char *language)
{
    const struct text_style wish = {.size_max = SIZE, .size_min = SIZE, .lines_max = 1};
    int widest = 0;
    for (size_t from = 0, to; from < strlen(plain); from = to) {
        char part[TEXT_BYTES];
        struct text_set set;
        for (to = from + 1; to < strlen(plain) && !may[to];)
            to++;
        snprintf(part, sizeof part, "%.*s", (int)(to - from), plain + from);
        if (strspn(part, " ") == strlen(part))
            continue;
        struct text *text = make(part, language, FONT_REGULAR);
        assert_true(text_fit(text, &wish, 100 * SIZE, 10 * SIZE, &set));
        widest = set.width > widest ? set.width : widest;
        text_destroy(text);
    }
    return widest;
}

static void lines_end_only_where_they_may(void **state)
{
    for (size_t i = 0; i < sizeof parted / sizeof *parted; i++) {
        char plain[TEXT_BYTES];
        bool may[TEXT_BYTES];
        size_t most = 0;
        take_marks(parted[i].text, plain, may);
        struct text *text = make(plain, parted[i].language, FONT_REGULAR);
        assert_string_equal(text->string, plain);
        int widest = widest_part(plain, may, parted[i].language);
        for (int width = 3 * SIZE; width < 40 * SIZE; width += SIZE / 4) {
            for (int style = 0; style < 2; style++) {
                const struct text_style wish = {
                    .size_max = SIZE, .size_min = SIZE, .lines_max = LINES, .balance = style == 1};
                struct text_set set;
                if (text_fit(text, &wish, width, 100 * SIZE, &set)) {
                    check_ends(text, &set, may, width < widest);
                    most = set.line_count > most ? set.line_count : most;
                }
                /* The mark of what was cut takes room, too. */
                if (text_cut(text, &wish, width, 3 * SIZE, &set))
                    check_ends(text, &set, may, width < widest + SIZE);
            }
        }
        assert_in_range(most, 2, LINES);
        text_destroy(text);
    }
}

static void addresses_are_shown_without_what_nobody_types(void **state)
{
    static const char *const cases[][2] = {
        {"https://dichvucong.gov.vn/", "dichvucong.gov.vn/"},
        {"Xem tại https://dx.gov.vn/a?b=1, rồi gọi", "Xem tại dx.gov.vn/a?b=1, rồi gọi"},
        {"(http://a.vn) \"HTTPS://B.VN\"", "(a.vn) \"B.VN\""},
        {"Địa chỉ thật bắt đầu bằng https://", "Địa chỉ thật bắt đầu bằng https://"},
        {"https:// rồi tên miền", "https:// rồi tên miền"},
        {"httpshttps://a.vn", "httpshttps://a.vn"},
        {"tệp ftp://a.vn", "tệp ftp://a.vn"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[TEXT_BYTES];
        snprintf(text, sizeof text, "%s", cases[i][0]);
        glue_shorten_addresses(text);
        assert_string_equal(text, cases[i][1]);
    }
}

static const char *const paragraphs[] = {
    "Nộp hồ sơ, theo dõi và nhận kết quả thủ tục hành chính ngay tại nhà",
    "Mời bà con đến nhà văn hóa để được hướng dẫn cài đặt và sử dụng các ứng dụng số miễn phí.",
    "Cơ quan nhà nước không yêu cầu chuyển tiền qua điện thoại. Hãy tắt máy và gọi ngay 113.",
    "Cán bộ tại quầy hướng dẫn người cao tuổi nộp hồ sơ và trả lời mọi điều bà con chưa rõ ạ.",
    "Chuyển đổi số giải quyết các vấn đề của xã hội vì một cuộc sống tốt đẹp hơn cho dân ta",
};

/* A last line of one syllable only where it is the widest word's width that leaves no other way. */
static void no_syllable_is_left_alone_on_the_last_line(void **state)
{
    size_t several = 0;
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++) {
        struct text *text = make(paragraphs[i], "vi", FONT_REGULAR);
        for (int width = 7 * SIZE; width < 40 * SIZE; width += SIZE / 8) {
            const struct text_style wish = {.size_max = SIZE, .size_min = SIZE, .lines_max = LINES};
            struct text_set set;
            if (!text_fit(text, &wish, width, 100 * SIZE, &set) || set.line_count < 2)
                continue;
            size_t first = set.ends[set.line_count - 2];
            several++;
            if (text->count - first < 2)
                fail_msg("\"%s\" alone at %d px: %s", text->string + text->pieces[first].start,
                         width, text->string);
        }
        text_destroy(text);
    }
    assert_in_range(several, 100, 10000);
}

/* The lines of a headline are about as long: none under half of the longest, but for one width in a
 * hundred, where words that belong together leave no other way. */
static void headlines_are_balanced(void **state)
{
    static const char *const headlines[] = {
        "Chỉ nhận hồ sơ trực tuyến đối với 25 thủ tục từ ngày 1 tháng 10",
        "Cảnh báo cuộc gọi giả danh công an yêu cầu chuyển tiền",
        "Ngày Chuyển đổi số quốc gia 10 tháng 10",
        "Trung tâm Phục vụ hành chính công tỉnh Trà Vinh",
    };
    size_t several = 0, uneven = 0;
    for (size_t i = 0; i < sizeof headlines / sizeof *headlines; i++) {
        struct text *text = make(headlines[i], "vi", FONT_BOLD);
        for (int width = 10 * SIZE; width < 40 * SIZE; width += SIZE / 4) {
            const struct text_style wish = {
                .size_max = SIZE, .size_min = SIZE, .lines_max = 4, .balance = true};
            struct text_set set;
            if (!text_fit(text, &wish, width, 100 * SIZE, &set) || set.line_count < 2)
                continue;
            double least = 1e9, most = 0;
            for (size_t line = 0, from = 0; line < set.line_count; from = set.ends[line++]) {
                double length = lines_width(text->widths, from, set.ends[line]);
                least = length < least ? length : least;
                most = length > most ? length : most;
            }
            several++;
            uneven += least < most / 2;
        }
        text_destroy(text);
    }
    assert_in_range(several, 100, 10000);
    assert_in_range(uneven, 0, several / 100);
}

/* Ê Đê, Ba Na, Gia Rai, Xơ Đăng, Cơ Ho, Mnông, Chăm in Latin letters, Tày, Nùng, Thái. Those with
 * two marks have no letter of their own in Unicode. */
static void letters_of_the_minorities_are_in_the_latin_font(void **state)
{
    static const char letters[] = "ƀɃ čČ ĕĔ ĭĬ ŏŎ ŭŬ ăĂ âÂ êÊ ôÔ ơƠ ưƯ đĐ ñÑ n̆N̆ ê̆Ê̆ ô̆Ô̆ ơ̆Ơ̆ ư̆Ư̆ ĕ̀ ŏ́ ŭ̉ "
                                  "i̲ u̱ ṟ ḅ ḍ ẃ j̆ w̆ ꞌ ʼ ’ ʔ ê̌ ô̌ ẽ ỹ ŏ̂ lˈ ĩ ũ č̆";
    for (int weight = 0; weight < FONT_WEIGHTS; weight++) {
        struct text *text = make(letters, "vi", (enum font_weight)weight);
        for (size_t i = 0; i < text->size; i++)
            if (text->faces[i] != 0)
                fail_msg("weight %d: \"%.4s\" is of another font", weight, text->string + i);
        text_destroy(text);
        struct font_extent plain, marked;
        assert_int_equal(fonts_measure(desk.fonts, 0, (enum font_weight)weight, "ê", &plain), 0);
        assert_int_equal(fonts_measure(desk.fonts, 0, (enum font_weight)weight, "ê̆", &marked), 0);
        assert_true(marked.width - plain.width < 0.01); /* the mark sits on the letter */
    }
}

/* Rows of ink of the columns from … to - 1: the last one. */
static int bottom(const uint32_t *pixels, int width, int height, int from, int to)
{
    for (int y = height - 1; y >= 0; y--)
        for (int x = from; x < to; x++)
            if ((pixels[y * width + x] & 0xFF) > 0x80)
                return y;
    return -1;
}

static bool has_ink(const uint32_t *row, int width)
{
    for (int x = 0; x < width; x++)
        if ((row[x] & 0xFF) > 0x20)
            return true;
    return false;
}

/* An H before and behind every letter shows where the line stands. */
static void scripts_of_one_line_stand_on_one_baseline(void **state)
{
    enum { WIDTH = 900, HEIGHT = 200, EM = 100 };
    static const char *const strings[] = {"H ក H រ H", "H ꨀ H ꨆ H", "H ꪀ H ꪝ H", "H ក H ꨀ H ꪀ H"};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        uint32_t *pixels = calloc((size_t)WIDTH * HEIGHT, sizeof *pixels);
        assert_non_null(pixels);
        struct canvas canvas;
        struct text_set set;
        const struct text_style wish = {.size_max = EM, .size_min = EM, .lines_max = 1};
        struct text *text = make(strings[i], "vi", FONT_REGULAR);
        canvas_init(&canvas, pixels, WIDTH, HEIGHT);
        assert_true(text_fit(text, &wish, WIDTH, HEIGHT, &set));
        text_draw(text, &set, &canvas, 0, 20, WIDTH, TEXT_LEFT, 0xFFFFFF, 0);
        int baseline = 20 + set.cap, letters = 0;
        for (int x = 0; x < WIDTH;) {
            while (x < WIDTH && bottom(pixels, WIDTH, HEIGHT, x, x + 1) < 0)
                x++;
            int from = x;
            while (x < WIDTH && bottom(pixels, WIDTH, HEIGHT, x, x + 1) >= 0)
                x++;
            if (x == from)
                break;
            int off = bottom(pixels, WIDTH, HEIGHT, from, x) + 1 - baseline;
            letters++;
            bool is_h = letters % 2 == 1; /* others may have a tail */
            if (off < -2 || off > (is_h ? 2 : 12))
                fail_msg("%s: letter %d ends %d px below the line", strings[i], letters, off);
        }
        assert_in_range(letters, 5, 12);
        text_destroy(text);
        canvas_finish(&canvas);
        free(pixels);
    }
}

/* The tallest letters of a line under the deepest ones of the line above: between the two there is
 * a row without ink. */
static void lines_do_not_touch(void **state)
{
    enum { WIDTH = 500, HEIGHT = 500, EM = 100 };
    static const char *const strings[] = {"ꨆꨴ\nꨆꨩ", "ꪃ\nꪎꪊ", "ញ៉ាំ\nគ្រឿង", "gầy\nẪ"};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        uint32_t *pixels = calloc((size_t)WIDTH * HEIGHT, sizeof *pixels);
        assert_non_null(pixels);
        struct canvas canvas;
        struct text_set set;
        const struct text_style wish = {.size_max = EM, .size_min = EM, .lines_max = 2};
        struct text *text = make(strings[i], "vi", FONT_BOLD);
        canvas_init(&canvas, pixels, WIDTH, HEIGHT);
        assert_true(text_fit(text, &wish, WIDTH, HEIGHT, &set));
        assert_int_equal(set.line_count, 2);
        text_draw(text, &set, &canvas, 0, 60, WIDTH, TEXT_LEFT, 0xFFFFFF, 0);
        int empty = 0;
        for (int y = 60 + set.cap; y < 60 + set.cap + set.step; y++)
            empty += !has_ink(pixels + y * WIDTH, WIDTH);
        if (empty == 0)
            fail_msg("%s: the lines touch", strings[i]);
        text_destroy(text);
        canvas_finish(&canvas);
        free(pixels);
    }
}

/* The same text as a Mac writes it: every mark a character of its own. Fresh. */
static char *decompose(const char *string)
{
    enum { UNITS = 8192 };
    static UChar wide[UNITS], marks[UNITS];
    static char narrow[3 * UNITS];
    UErrorCode error = U_ZERO_ERROR;
    int32_t length, size;
    u_strFromUTF8(wide, UNITS, &length, string, -1, &error);
    length = unorm2_normalize(unorm2_getNFDInstance(&error), wide, length, marks, UNITS, &error);
    u_strToUTF8(narrow, sizeof narrow, &size, marks, length, &error);
    assert_true(U_SUCCESS(error));
    return strdup(narrow);
}

static void both_normal_forms_give_the_same_pixels(void **state)
{
    static const unsigned sizes[][2] = {{960, 540}, {540, 960}, {640, 120}, {192, 96}};
    size_t differing = 0;
    for (size_t i = 0; i < test_item_count; i++) {
        char *marks = decompose(test_items[i].json);
        differing += strcmp(marks, test_items[i].json) != 0;
        for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
            struct pixels one = PIXELS_NONE, other = PIXELS_NONE;
            char *job = desk_job(test_items[i].json, sizes[size][0], sizes[size][1], 0,
                                 test_items[i].language, "dark");
            cJSON_Delete(desk_draw(&desk, job, &one));
            free(job);
            job =
                desk_job(marks, sizes[size][0], sizes[size][1], 0, test_items[i].language, "dark");
            cJSON_Delete(desk_draw(&desk, job, &other));
            free(job);
            assert_int_equal(one.size, other.size);
            if (one.size > 0 && memcmp(one.data, other.data, one.size) != 0)
                fail_msg("%s at %ux%u differs", test_items[i].name, sizes[size][0], sizes[size][1]);
            pixels_finish(&one);
            pixels_finish(&other);
        }
        free(marks);
    }
    assert_in_range(differing, 10, test_item_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_only_where_they_may),
        cmocka_unit_test(addresses_are_shown_without_what_nobody_types),
        cmocka_unit_test(no_syllable_is_left_alone_on_the_last_line),
        cmocka_unit_test(headlines_are_balanced),
        cmocka_unit_test(letters_of_the_minorities_are_in_the_latin_font),
        cmocka_unit_test(scripts_of_one_line_stand_on_one_baseline),
        cmocka_unit_test(lines_do_not_touch),
        cmocka_unit_test(both_normal_forms_give_the_same_pixels),
    };
    return cmocka_run_group_tests(tests, desk_set_up, desk_tear_down);
}
