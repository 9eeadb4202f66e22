#include "cli/report_spell.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "ipc/play.h"

#define DAY_MS INT64_C(86400000)

struct named {
    const char *name, *words[2];
};

static const struct named types[] = {
    {"image", {"picture", "Hình ảnh"}},
    {"video", {"clip", "Video"}},
    {"service", {"service", "Giới thiệu dịch vụ"}},
    {"hotline", {"hotline", "Đường dây nóng"}},
    {"steps", {"steps", "Hướng dẫn từng bước"}},
    {"slogan", {"slogan", "Khẩu hiệu"}},
    {"notice", {"notice", "Thông báo"}},
    {"figures", {"figures", "Số liệu, đồ họa"}},
    {"directory", {"directory", "Danh bạ"}},
    {"procedure", {"procedure", "Thủ tục hành chính"}},
    {"table", {"table", "Bảng biểu"}},
    {"document", {"legal document", "Văn bản pháp luật"}},
    {"alert", {"alert", "Cảnh báo"}},
    {PLAY_TYPE_BANNER, {"alert over others", "Dải cảnh báo"}},
};

static const struct named tongues[] = {
    {"vi", {"Vietnamese", "Tiếng Việt"}}, {"en", {"English", "Tiếng Anh"}},
    {"km", {"Khmer", "Tiếng Khmer"}},     {"cjm", {"Cham", "Tiếng Chăm"}},
    {"blt", {"Tai Dam", "Tiếng Thái"}},   {"twh", {"Tai Dón", "Tiếng Thái"}},
    {"rad", {"Rade", "Tiếng Ê Đê"}},      {"bdq", {"Bahnar", "Tiếng Ba Na"}},
    {"jra", {"Jarai", "Tiếng Gia Rai"}},  {"hmn", {"Hmong", "Tiếng Mông"}},
    {"zh", {"Chinese", "Tiếng Trung"}},   {"fr", {"French", "Tiếng Pháp"}},
    {"lo", {"Lao", "Tiếng Lào"}},         {"ko", {"Korean", "Tiếng Hàn"}},
    {"ja", {"Japanese", "Tiếng Nhật"}},
};

enum spell_language spell_of_messages(void)
{
    return strcmp(_("en"), "vi") == 0 ? SPELL_VIETNAMESE : SPELL_ENGLISH;
}

/* Digits in groups of three. */
static size_t put_groups(char *text, const char *digits, char separator)
{
    size_t size = strlen(digits), at = 0;
    for (size_t i = 0; i < size; i++) {
        if (i > 0 && (size - i) % 3 == 0)
            text[at++] = separator;
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return at;
}

const char *spell_whole(char text[SPELL_SIZE], int64_t number, enum spell_language language)
{
    char digits[24];
    size_t at = 0;
    if (number < 0)
        text[at++] = '-';
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    snprintf(digits, sizeof digits, "%" PRIu64, size);
    put_groups(text + at, digits, language == SPELL_VIETNAMESE ? '.' : ',');
    return text;
}

const char *spell_decimal(char text[SPELL_SIZE], double number, int digits,
                          enum spell_language language)
{
    char whole[40];
    size_t at = 0;
    if (!(fabs(number) < 1e15))
        number = 0;
    snprintf(whole, sizeof whole, "%.*f", digits, fabs(number));
    char *point = strchr(whole, '.');
    if (point)
        *point = '\0';
    if (number < 0)
        text[at++] = '-';
    at += put_groups(text + at, whole, language == SPELL_VIETNAMESE ? '.' : ',');
    if (point)
        snprintf(text + at, SPELL_SIZE - at, "%c%s", language == SPELL_VIETNAMESE ? ',' : '.',
                 point + 1);
    return text;
}

const char *spell_hours(char text[SPELL_SIZE], int64_t milliseconds, enum spell_language language)
{
    return spell_decimal(text, (double)milliseconds / 3600e3, 1, language);
}

const char *spell_change(char text[SPELL_SIZE], int64_t now, int64_t before,
                         enum spell_language language)
{
    char number[SPELL_SIZE];
    if (before <= 0) {
        snprintf(text, SPELL_SIZE, "–");
        return text;
    }
    double change = 100.0 * (double)(now - before) / (double)before;
    spell_decimal(number, fabs(change), 1, language);
    bool is_nothing = strcmp(number, "0,0") == 0 || strcmp(number, "0.0") == 0;
    snprintf(text, SPELL_SIZE, "%s%.24s%s",
             is_nothing   ? ""
             : change > 0 ? "+"
                          : "−",
             number, language == SPELL_VIETNAMESE ? "%" : " %");
    return text;
}

const char *spell_day(char text[SPELL_SIZE], int64_t day, enum spell_language language)
{
    struct zone_time date = zone_local(NULL, day * DAY_MS * 1000);
    if (language == SPELL_VIETNAMESE)
        snprintf(text, SPELL_SIZE, "%02d/%02d/%04d", date.day, date.month, date.year);
    else
        snprintf(text, SPELL_SIZE, "%04d-%02d-%02d", date.year, date.month, date.day);
    return text;
}

const char *spell_moment(char text[SPELL_SIZE], int64_t local, enum spell_language language)
{
    int64_t day = local / DAY_MS - (local % DAY_MS < 0);
    int minutes = (int)((local - day * DAY_MS) / 60000);
    char date[SPELL_SIZE];
    snprintf(text, SPELL_SIZE, "%.20s %02d:%02d", spell_day(date, day, language), minutes / 60,
             minutes % 60);
    return text;
}

const char *spell_minutes(char text[SPELL_SIZE], int64_t minutes, enum spell_language language)
{
    bool is_ours = language == SPELL_VIETNAMESE;
    char hours[SPELL_SIZE];
    spell_whole(hours, minutes / 60, language);
    if (minutes >= 60 && minutes % 60 == 0)
        snprintf(text, SPELL_SIZE, "%.30s%s", hours, is_ours ? " giờ" : " h");
    else if (minutes >= 60)
        snprintf(text, SPELL_SIZE, "%.30s%s %02d%s", hours, is_ours ? " giờ" : " h",
                 (int)(minutes % 60), is_ours ? " phút" : " min");
    else
        snprintf(text, SPELL_SIZE, "%" PRId64 "%s", minutes, is_ours ? " phút" : " min");
    return text;
}

const char *spell_period(char text[SPELL_SIZE], const struct period *period,
                         enum spell_language language)
{
    static const char *const roman[] = {"", "I", "II", "III", "IV"};
    char first[SPELL_SIZE], last[SPELL_SIZE], name[PERIOD_NAME_SIZE];
    bool is_ours = language == SPELL_VIETNAMESE;
    if (period->kind == PERIOD_RANGE)
        snprintf(text, SPELL_SIZE, is_ours ? "từ %.12s đến %.12s" : "%.12s to %.12s",
                 spell_day(first, period->first, language),
                 spell_day(last, period->last, language));
    else if (!is_ours) {
        period_name(period, name);
        snprintf(text, SPELL_SIZE, "%s", name);
    } else if (period->kind == PERIOD_QUARTER)
        snprintf(text, SPELL_SIZE, "quý %s năm %d", roman[period->quarter], period->year);
    else
        snprintf(text, SPELL_SIZE, "năm %d", period->year);
    return text;
}

static const char *find(const struct named *list, size_t count, const char *name,
                        enum spell_language language)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].name, name) == 0)
            return list[i].words[language == SPELL_VIETNAMESE];
    }
    return name;
}

const char *spell_type(const char *type, enum spell_language language)
{
    return find(types, sizeof types / sizeof *types, type, language);
}

const char *spell_tongue(const char *code, enum spell_language language)
{
    return find(tongues, sizeof tongues / sizeof *tongues, code, language);
}
