#include "render/glue.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "render/glue_words.h"

struct token {
    const char *text;
    size_t size;
};

/* Words that a number belongs to when it follows them ("Điều 5", "ngày 10"). */
static const char *const leaders[] = {
    "Điều",  "Khoản", "Điểm",    "Mục",     "Chương",  "Phần",     "Luật", "số",     "Số",
    "ngày",  "Ngày",  "tháng",   "Tháng",   "năm",     "Năm",      "quý",  "Quý",    "lúc",
    "từ",    "đến",   "bước",    "Bước",    "mức",     "Mức",      "quầy", "Quầy",   "phòng",
    "Phòng", "tầng",  "Tầng",    "khóm",    "ấp",      "tổ",       "Tổ",   "phường", "Phường",
    "quận",  "Quận",  "No.",     "no.",     "Article", "Decision", "Law",  "step",   "Step",
    "room",  "Room",  "counter", "Counter",
};

/* The same of two words, which then stay together too ("Quyết định 749"). */
static const char *const leader_pairs[][2] = {
    {"Quyết", "định"}, {"quyết", "định"}, {"Nghị", "định"}, {"nghị", "định"},  {"Nghị", "quyết"},
    {"nghị", "quyết"}, {"Thông", "tư"},   {"thông", "tư"},  {"Chỉ", "thị"},    {"chỉ", "thị"},
    {"Công", "văn"},   {"công", "văn"},   {"Kế", "hoạch"},  {"kế", "hoạch"},   {"Tổng", "đài"},
    {"tổng", "đài"},   {"giai", "đoạn"},  {"Giai", "đoạn"}, {"điện", "thoại"}, {"Điện", "thoại"},
};

static const char *const units[] = {
    "giờ",  "phút",  "giây", "ngày",  "tuần", "tháng",   "năm",    "tuổi",  "đồng",  "nghìn",
    "ngàn", "triệu", "tỷ",   "tỉ",    "lần",  "người",   "bước",   "bản",   "trang", "hồ",
    "VNĐ",  "VND",   "USD",  "%",     "km",   "m",       "m²",     "km²",   "ha",    "kg",
    "g",    "MB",    "GB",   "Mb/s",  "cm",   "mm",      "inch",   "hours", "hour",  "days",
    "day",  "years", "year", "weeks", "week", "minutes", "minute", "steps", "times", "percent",
};

static bool is_space(char c)
{
    return c == ' ' || c == '\n';
}

static bool equals(struct token token, const char *word)
{
    return token.size == strlen(word) && memcmp(token.text, word, token.size) == 0;
}

/* The token that ends before, or begins at, `offset`; empty at the ends of the text. */
static struct token token_before(const char *text, size_t offset)
{
    size_t end = offset;
    while (end > 0 && is_space(text[end - 1]))
        end--;
    size_t start = end;
    while (start > 0 && !is_space(text[start - 1]))
        start--;
    return (struct token){text + start, end - start};
}

static struct token token_after(const char *text, size_t size, size_t offset)
{
    size_t start = offset;
    while (start < size && is_space(text[start]))
        start++;
    size_t end = start;
    while (end < size && !is_space(text[end]))
        end++;
    return (struct token){text + start, end - start};
}

/* The bytes of a quotation mark like “ at its beginning, or before its end; 0: there is none. */
static size_t quote_at(struct token token, bool is_end)
{
    static const char *const marks[] = {"“", "”", "‘", "’", "«", "»"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t size = strlen(marks[i]);
        if (token.size >= size &&
            memcmp(token.text + (is_end ? token.size - size : 0), marks[i], size) == 0)
            return size;
    }
    return 0;
}

static struct token without_punctuation(struct token token)
{
    for (size_t size; token.size > 0; token.size -= size) {
        size = strchr(".,;:!?)\"", token.text[token.size - 1]) ? 1 : quote_at(token, true);
        if (size == 0)
            break;
    }
    for (size_t size; token.size > 0; token.text += size, token.size -= size) {
        size = strchr("(\"", token.text[0]) ? 1 : quote_at(token, false);
        if (size == 0)
            break;
    }
    return token;
}

/* Digits with the signs that numbers are written with: "0272.3826", "(0272)", "+84", "8h30". */
static bool is_number(struct token token)
{
    if (token.size == 0 || token.size > 24)
        return false;
    bool digits = false;
    for (size_t i = 0; i < token.size; i++) {
        unsigned char c = (unsigned char)token.text[i];
        if (isdigit(c))
            digits = true;
        else if (!strchr("()+.,-/:%h", c))
            return false;
    }
    return digits;
}

static bool starts_with_digit(struct token token)
{
    return token.size > 0 && isdigit((unsigned char)token.text[0]);
}

/* "quý III" */
static bool is_roman(struct token token)
{
    for (size_t i = 0; i < token.size; i++)
        if (!strchr("IVX", token.text[i]))
            return false;
    return token.size > 0;
}

static bool is_in(struct token token, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (equals(token, words[i]))
            return true;
    return false;
}

static bool is_pair(struct token first, struct token second)
{
    for (size_t i = 0; i < sizeof leader_pairs / sizeof *leader_pairs; i++)
        if (equals(first, leader_pairs[i][0]) && equals(second, leader_pairs[i][1]))
            return true;
    return false;
}

/* "thứ Năm", "Chủ nhật" */
static bool is_day(struct token first, struct token second)
{
    static const char *const days[] = {"Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy",
                                       "hai", "ba", "tư", "năm", "sáu", "bảy"};
    first = without_punctuation(first);
    if (equals(first, "Chủ") || equals(first, "chủ"))
        return equals(second, "nhật") || equals(second, "Nhật");
    return (equals(first, "Thứ") || equals(first, "thứ")) &&
           is_in(second, days, sizeof days / sizeof *days);
}

/* A dash or stroke that stands alone: it ends a line, it never begins one. */
static bool is_dash(struct token token)
{
    return equals(token, "-") || equals(token, "–") || equals(token, "—") || equals(token, "/") ||
           equals(token, "|") || equals(token, "·") || equals(token, "•");
}

static bool is_host_letter(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '.';
}

bool glue_is_address(const char *token, size_t size)
{
    struct token bare = without_punctuation((struct token){token, size});
    if (bare.size < 4)
        return false;
    if (memmem(bare.text, bare.size, "://", 3) || memchr(bare.text, '@', bare.size))
        return true;
    size_t host = 0;
    const char *dot = NULL;
    while (host < bare.size && is_host_letter(bare.text[host])) {
        if (bare.text[host] == '.')
            dot = bare.text + host;
        host++;
    }
    bool ends_well = host == bare.size || bare.text[host] == '/';
    size_t domain = dot ? (size_t)(bare.text + host - dot - 1) : 0;
    if (!dot || dot == bare.text || !ends_well || domain < 2)
        return false;
    for (size_t i = 1; i <= domain; i++)
        if (!isalpha((unsigned char)dot[i]))
            return false;
    return true;
}

/* The token around the byte `at`, its start and end. */
static void token_around(const char *text, size_t size, size_t at, size_t *ret_start,
                         size_t *ret_end)
{
    size_t start = at, end = at;
    while (start > 0 && !is_space(text[start - 1]))
        start--;
    while (end < size && !is_space(text[end]))
        end++;
    *ret_start = start;
    *ret_end = end;
}

bool glue_is_in_address(const char *text, size_t size, size_t offset)
{
    size_t start, end;
    token_around(text, size, offset, &start, &end);
    return glue_is_address(text + start, end - start);
}

static size_t scheme_length(const char *text)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(text, schemes[i], strlen(schemes[i])) == 0)
            return strlen(schemes[i]);
    return 0;
}

void glue_shorten_addresses(char *text)
{
    char *to = text;
    for (const char *from = text; *from;) {
        bool may_begin = from == text || strchr(" \n(\"", from[-1]);
        size_t scheme = may_begin ? scheme_length(from) : 0;
        struct token rest = {from + scheme, strcspn(from + scheme, " \n")};
        if (scheme > 0 && glue_is_address(rest.text, rest.size))
            from += scheme;
        *to++ = *from++;
    }
    *to = '\0';
}

static bool may_part_address(const char *text, size_t start, size_t end, size_t at)
{
    if (at <= start || at >= end)
        return false;
    if (text[at] == '.')
        return at + 1 < end; /* not before a full stop that ends the sentence */
    return text[at - 1] == '/' && text[at] != '/' && !(at >= 2 && text[at - 2] == '/');
}

void glue_mark_addresses(const char *text, size_t size, uint8_t *marks)
{
    for (size_t start = 0; start < size;) {
        struct token token = token_after(text, size, start);
        size_t from = (size_t)(token.text - text), end = from + token.size;
        if (token.size == 0)
            return;
        if (glue_is_address(token.text, token.size))
            for (size_t at = from + 1; at < end; at++)
                if (may_part_address(text, from, end, at))
                    marks[at] = 1;
        start = end;
    }
}

static bool ends_clause(struct token token)
{
    return token.size > 0 && strchr(".,;:!?", token.text[token.size - 1]);
}

/* Two words, neither of which is a number or a sign. */
static enum glue judge_words(struct token earlier, struct token before, struct token after)
{
    struct token bare = without_punctuation(after);
    struct token first = without_punctuation(before);
    if (glue_words_is_compound(first.text, first.size, bare.text, bare.size))
        return GLUE_WORD;
    /* The first word of a sentence, left alone at the end of a line. */
    if (earlier.size > 0 && strchr(".!?", earlier.text[earlier.size - 1]))
        return GLUE_WORD;
    if (glue_words_leads_on(first.text, first.size) || ends_clause(earlier))
        return GLUE_LOOSE;
    if (glue_words_is_capital(first.text, first.size) &&
        glue_words_is_capital(bare.text, bare.size))
        return GLUE_LOOSE;
    return GLUE_NONE;
}

/* Between two tokens. */
static enum glue judge_gap(const char *text, size_t size, size_t offset)
{
    struct token before = token_before(text, offset);
    struct token after = token_after(text, size, offset);
    struct token earlier = token_before(text, (size_t)(before.text - text));
    struct token next = token_after(text, size, (size_t)(after.text - text) + after.size);
    struct token bare = without_punctuation(after);
    if (is_dash(after))
        return GLUE_NEVER;
    if (ends_clause(before))
        return GLUE_CLAUSE;
    if (is_number(before) && (is_number(after) || is_in(bare, units, sizeof units / sizeof *units)))
        return GLUE_NEVER;
    /* "7:30 – 11:30", "15 - 20" */
    if (is_dash(before) && is_number(bare) && is_number(without_punctuation(earlier)))
        return GLUE_NEVER;
    bool leads = is_in(before, leaders, sizeof leaders / sizeof *leaders);
    if (leads && is_roman(bare))
        return GLUE_NEVER;
    if (starts_with_digit(bare))
        return leads || is_pair(without_punctuation(earlier), before) ? GLUE_NEVER : GLUE_POOR;
    if (is_day(before, bare))
        return GLUE_NEVER;
    if (is_pair(without_punctuation(before), after) && starts_with_digit(next))
        return GLUE_NEVER;
    if (is_number(before)) /* "76 Hùng Vương" */
        return GLUE_WORD;
    return judge_words(earlier, before, after);
}

/* Within one token. */
static enum glue judge_inside(const char *text, size_t size, size_t offset)
{
    size_t start, end;
    token_around(text, size, offset, &start, &end);
    if (glue_is_address(text + start, end - start))
        return may_part_address(text, start, end, offset) ? GLUE_POOR : GLUE_NEVER;
    if ((unsigned char)text[offset - 1] >= 0x80)
        return GLUE_NONE; /* a word of a script without blanks, or after "–" */
    for (size_t i = start; i < end; i++)
        if (isdigit((unsigned char)text[i]))
            return GLUE_NEVER; /* "749/QĐ-TTg", "2024-2025", "Covid-19" */
    return GLUE_POOR;
}

enum glue glue_judge(const char *text, size_t size, size_t offset)
{
    if (text[offset - 1] == '\n')
        return GLUE_MUST;
    return text[offset - 1] == ' ' ? judge_gap(text, size, offset)
                                   : judge_inside(text, size, offset);
}
