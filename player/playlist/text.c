#include "playlist/text.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "playlist/limits.h"

enum { MARKS_MAX = 4 }; /* of one letter; Vietnamese has two, and piles reach over other words */

static const char variable_open[] = "{site.";

bool text_is_variable_name(const char *name, size_t size)
{
    if (size == 0 || size > LIMIT_ID_BYTES || !isalpha((unsigned char)name[0]))
        return false;
    for (size_t i = 0; i < size; i++) {
        unsigned char character = (unsigned char)name[i];
        if (character >= 0x80 || (!isalnum(character) && !strchr("_.-", character)) ||
            character == '\0')
            return false;
    }
    return true;
}

size_t text_variable(const char *text, size_t size, const char **ret_name, size_t *ret_size)
{
    size_t open = sizeof variable_open - 1;
    if (size <= open || memcmp(text, variable_open, open) != 0)
        return 0;
    const char *close = memchr(text + open, '}', size - open);
    if (!close || !text_is_variable_name(text + open, (size_t)(close - text) - open))
        return 0;
    *ret_name = text + open;
    *ret_size = (size_t)(close - text) - open;
    return (size_t)(close - text) + 1;
}

bool text_has_variable(const char *text, size_t size)
{
    return memmem(text, size, variable_open, sizeof variable_open - 1) != NULL;
}

static enum text_fault character_fault(uint32_t code)
{
    if (code == 0xfffd)
        return TEXT_REPLACEMENT;
    if ((code < 0x20 && code != '\n') || (code >= 0x7f && code < 0xa0) || code == 0xfeff ||
        (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef))
        return TEXT_CONTROL;
    if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
        return TEXT_BIDI;
    return code == '{' || code == '}' ? TEXT_BRACES : TEXT_FINE;
}

bool text_is_odd_blank(uint32_t code)
{
    return code == 0xa0 || code == 0xad || (code >= 0x2000 && code <= 0x200f) ||
           (code >= 0x2028 && code <= 0x202f) || (code >= 0x205f && code <= 0x2064) ||
           code == 0x3000 || code == 0xfeff;
}

/* Marks that stand over or under any letter: all of the blocks that Unicode has for them. */
static bool is_mark(uint32_t code)
{
    return (code >= 0x300 && code <= 0x36f) || (code >= 0x1ab0 && code <= 0x1aff) ||
           (code >= 0x1dc0 && code <= 0x1dff) || (code >= 0x20d0 && code <= 0x20ff) ||
           (code >= 0xfe20 && code <= 0xfe2f);
}

enum text_fault text_check(const char *text, size_t size)
{
    unsigned marks = 0;
    for (size_t at = 0; at < size;) {
        uint32_t code;
        const char *name;
        size_t name_size;
        size_t length = utf8_decode(text + at, size - at, &code);
        if (length == 0)
            return TEXT_REPLACEMENT;
        enum text_fault fault = character_fault(code);
        marks = is_mark(code) ? marks + 1 : 0;
        if (marks > MARKS_MAX)
            return TEXT_MARKS;
        if (fault == TEXT_BRACES) {
            length = text_variable(text + at, size - at, &name, &name_size);
            fault = length ? TEXT_FINE : TEXT_BRACES;
        }
        if (fault != TEXT_FINE)
            return fault;
        at += length;
    }
    return TEXT_FINE;
}

static const struct {
    const char *code, *message, *hint;
} faults[TEXT_FAULTS] = {
    [TEXT_FINE] = {"fine", "", NULL},
    [TEXT_REPLACEMENT] = {"replacement", N_("letters of this text were lost"),
                          N_("type the text anew and save the file as UTF-8")},
    [TEXT_CONTROL] = {"control", N_("the text holds an invisible control character"),
                      N_("type the text anew, without copying it")},
    [TEXT_BIDI] = {"bidi", N_("the text holds a character that turns the reading direction"),
                   N_("type the text anew, without copying it")},
    [TEXT_MARKS] = {"marks", N_("a letter of this text bears more than four marks"),
                    N_("type the text anew, without copying it")},
    [TEXT_BRACES] = {"braces", N_("the text holds a brace that is no {site.…}"),
                     N_("write {site.name}, {site.phone}, … or use round brackets")},
};

const char *text_fault_code(enum text_fault fault)
{
    return faults[fault].code;
}

const char *text_fault_message(enum text_fault fault)
{
    return faults[fault].message;
}

const char *text_fault_hint(enum text_fault fault)
{
    return faults[fault].hint;
}

static bool digits_are_personal(const char *digits, size_t count)
{
    if (count == 12 && digits[0] == '0')
        return true; /* identity numbers begin with the province's code, 001 … 096 */
    if (count == 11 && digits[0] == '8' && digits[1] == '4')
        return strchr("35789", digits[2]) != NULL;
    return count == 10 && digits[0] == '0' && strchr("35789", digits[1]);
}

enum { RUN_DIGITS = 24, WORD_BEFORE = 40 /* bytes from a word to the number that it is about */ };

/* A number as it is written: its digits, and where it begins. */
struct run {
    char digits[RUN_DIGITS];
    size_t count; /* may be more than were kept */
    size_t start, end;
    bool is_parted; /* by spaces, points or hyphens */
};

/* The next run of digits from *at on, which moves behind it. It may be broken by single spaces,
 * points and hyphens, as numbers are written. */
static bool next_run(const char *text, size_t size, size_t *at, struct run *ret)
{
    struct run run = {0};
    for (; *at <= size; ++*at) {
        bool digit = *at < size && isdigit((unsigned char)text[*at]);
        if (digit) {
            run.start = run.count ? run.start : *at;
            run.end = *at + 1;
            if (run.count < RUN_DIGITS)
                run.digits[run.count] = text[*at];
            run.count++;
            continue;
        }
        bool joins = run.count > 0 && *at + 1 < size && text[*at] != '\0' &&
                     strchr(" .-", text[*at]) && isdigit((unsigned char)text[*at + 1]);
        run.is_parted |= joins;
        if (joins || run.count == 0)
            continue;
        *ret = run;
        return true;
    }
    return false;
}

/* Whether one of the words stands shortly before the number, in the same sentence. Capitals of
 * ASCII letters do not count; with marks a word stands in the list in both forms. */
static bool is_about(const char *text, const struct run *run, const char *const *words)
{
    size_t from = run->start > WORD_BEFORE ? run->start - WORD_BEFORE : 0;
    for (size_t at = run->start; at-- > from;) {
        if (text[at] == '\n' || (text[at] == '.' && text[at + 1] == ' '))
            return false;
        for (size_t i = 0; words[i]; i++) {
            size_t length = strlen(words[i]);
            bool begins = at == 0 || !isalpha((unsigned char)text[at - 1]);
            if (begins && run->start - at >= length &&
                strncasecmp(text + at, words[i], length) == 0)
                return true;
        }
    }
    return false;
}

bool text_has_personal_data(const char *text, size_t size)
{
    static const char *const identity[] = {"CMND",       "CMT",        "CCCD",      "chứng minh",
                                           "CHỨNG MINH", "Chứng minh", "căn cước",  "CĂN CƯỚC",
                                           "Căn cước",   "định danh",  "ĐỊNH DANH", NULL};
    struct run run;
    for (size_t at = 0; next_run(text, size, &at, &run);) {
        if (run.count <= 12 && digits_are_personal(run.digits, run.count))
            return true;
        if (run.count == 9 && is_about(text, &run, identity))
            return true;
    }
    return false;
}

/* Whether it is a hotline, 1900 1234, or a landline with its area code. */
static bool is_public_number(const struct run *run)
{
    bool is_hotline = memcmp(run->digits, "1900", 4) == 0 || memcmp(run->digits, "1800", 4) == 0;
    return (is_hotline && run->count <= 10) ||
           (memcmp(run->digits, "02", 2) == 0 && run->count <= 11);
}

/* Whether it is money: "5.000.000 đồng". */
static bool is_amount(const char *text, size_t size, const struct run *run)
{
    static const char *const units[] = {"đ", "Đ", "VN", "vn", "triệu", "tỷ", "tỉ"};
    size_t at = run->end;
    while (at < size && text[at] == ' ')
        at++;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (size - at >= strlen(units[i]) && memcmp(text + at, units[i], strlen(units[i])) == 0)
            return true;
    }
    return false;
}

bool text_has_account(const char *text, size_t size)
{
    static const char *const accounts[] = {
        "tài khoản",    "Tài khoản",    "TÀI KHOẢN",    "tai khoan",
        "STK",          "số TK",        "Số TK",        "account",
        "chuyển khoản", "Chuyển khoản", "CHUYỂN KHOẢN", "chuyen khoan",
        "ngân hàng",    "Ngân hàng",    "NGÂN HÀNG",    NULL};
    struct run run;
    for (size_t at = 0; next_run(text, size, &at, &run);) {
        /* Banks of Vietnam number with 8 to 19 digits; dates have eight, in parts. */
        if (run.count < (run.is_parted ? 9 : 8) || run.count > 19 || is_public_number(&run))
            continue;
        if (is_about(text, &run, accounts) && !is_amount(text, size, &run))
            return true;
    }
    return false;
}
