#include "playlist/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { DAYS = 7 };

/* Not gettext's: a slide speaks the public's language, which is not the operator's. */
static const struct {
    char language[3];
    const char *words[WORDS];
    const char *weekdays[DAYS]; /* from Monday on */
    const char *comma;          /* between the day's name and its date */
} tables[] = {
    {"en",
     {
         [WORD_SERVICE] = "Online",
         [WORD_HOTLINE] = "Hotline",
         [WORD_NOTICE] = "Notice",
         [WORD_IMPORTANT] = "Important",
         [WORD_URGENT] = "Urgent",
         [WORD_SCAN] = "Scan to open",
         [WORD_BASIS] = "Basis",
         [WORD_PROCEDURE] = "Administrative procedure",
         [WORD_DOCUMENT] = "Legal document",
         [WORD_GUIDE] = "Step by step",
         [WORD_FIGURES] = "In figures",
         [WORD_DIRECTORY] = "Contacts",
         [WORD_FEE] = "Fee",
         [WORD_TIME] = "Time",
         [WORD_COUNTER] = "Counter",
         [WORD_PAPERS] = "What to bring",
         [WORD_AND] = "and",
         [WORD_MORE] = "more papers",
         [WORD_ONLINE] = "Online",
         [WORD_ISSUED] = "issued",
         [WORD_EXTREME] = "Extreme danger",
         [WORD_SEVERE] = "Danger",
         [WORD_MODERATE] = "Warning",
         [WORD_MINOR] = "Take care",
         [WORD_UNKNOWN] = "Alert",
         [WORD_UNTIL] = "In force until",
         [WORD_PICTURE] = "Picture",
         [WORD_CLIP] = "Clip",
         [WORD_NEWS] = "News",
     },
     {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
     ""},
    {"vi",
     {
         [WORD_SERVICE] = "Kênh trực tuyến",
         [WORD_HOTLINE] = "Đường dây nóng",
         [WORD_NOTICE] = "Thông báo",
         [WORD_IMPORTANT] = "Quan trọng",
         [WORD_URGENT] = "Khẩn",
         [WORD_SCAN] = "Quét mã để mở",
         [WORD_BASIS] = "Căn cứ",
         [WORD_PROCEDURE] = "Thủ tục hành chính",
         [WORD_DOCUMENT] = "Văn bản pháp luật",
         [WORD_GUIDE] = "Hướng dẫn từng bước",
         [WORD_FIGURES] = "Những con số",
         [WORD_DIRECTORY] = "Danh bạ",
         [WORD_FEE] = "Lệ phí",
         [WORD_TIME] = "Thời hạn",
         [WORD_COUNTER] = "Nơi nộp",
         [WORD_PAPERS] = "Giấy tờ cần có",
         [WORD_AND] = "và",
         [WORD_MORE] = "giấy tờ khác",
         [WORD_ONLINE] = "Trực tuyến",
         [WORD_ISSUED] = "ngày",
         [WORD_EXTREME] = "Đặc biệt nguy hiểm",
         [WORD_SEVERE] = "Nguy hiểm",
         [WORD_MODERATE] = "Cảnh báo",
         [WORD_MINOR] = "Lưu ý",
         [WORD_UNKNOWN] = "Thông báo khẩn",
         [WORD_UNTIL] = "Hiệu lực đến",
         [WORD_PICTURE] = "Hình ảnh",
         [WORD_CLIP] = "Đoạn phim",
         [WORD_NEWS] = "Bảng tin",
     },
     {"Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"},
     ","},
    {"km",
     {
         [WORD_SERVICE] = "សេវាអនឡាញ",
         [WORD_HOTLINE] = "លេខទូរសព្ទទំនាក់ទំនង",
         [WORD_NOTICE] = "សេចក្តីជូនដំណឹង",
         [WORD_IMPORTANT] = "សំខាន់",
         [WORD_URGENT] = "បន្ទាន់",
         [WORD_SCAN] = "ស្កេនដើម្បីបើក",
         [WORD_BASIS] = "យោងតាម",
         [WORD_PROCEDURE] = "នីតិវិធីរដ្ឋបាល",
         [WORD_DOCUMENT] = "ឯកសារច្បាប់",
         [WORD_GUIDE] = "ការណែនាំជាជំហាន",
         [WORD_FIGURES] = "តួលេខ",
         [WORD_DIRECTORY] = "បញ្ជីទំនាក់ទំនង",
         [WORD_FEE] = "ថ្លៃសេវា",
         [WORD_TIME] = "រយៈពេល",
         [WORD_COUNTER] = "កន្លែងដាក់ពាក្យ",
         [WORD_PAPERS] = "ឯកសារត្រូវការ",
         [WORD_AND] = "និងឯកសារ",
         [WORD_MORE] = "ផ្សេងទៀត",
         [WORD_ONLINE] = "អនឡាញ",
         [WORD_ISSUED] = "ថ្ងៃ",
         [WORD_EXTREME] = "គ្រោះថ្នាក់ខ្លាំងបំផុត",
         [WORD_SEVERE] = "គ្រោះថ្នាក់",
         [WORD_MODERATE] = "ការព្រមាន",
         [WORD_MINOR] = "សូមប្រុងប្រយ័ត្ន",
         [WORD_UNKNOWN] = "ដំណឹងបន្ទាន់",
         [WORD_UNTIL] = "មានសុពលភាពដល់",
         [WORD_PICTURE] = "រូបភាព",
         [WORD_CLIP] = "វីដេអូ",
         [WORD_NEWS] = "ព័ត៌មាន",
     },
     {"ថ្ងៃចន្ទ", "ថ្ងៃអង្គារ", "ថ្ងៃពុធ", "ថ្ងៃព្រហស្បតិ៍", "ថ្ងៃសុក្រ", "ថ្ងៃសៅរ៍", "ថ្ងៃអាទិត្យ"},
     ""},
};

/* Languages of Vietnam, ISO 639-3: who reads them in public reads Vietnamese, not English. */
static const char of_vietnam[][4] = {
    "bdq", /* Ba Na */
    "blt", /* Thái Đen */
    "cja", /* Chăm */
    "cjm", /* Chăm */
    "cmo", /* Mnông */
    "hmn", /* Hmông */
    "hre", /* Hrê */
    "jra", /* Gia Rai */
    "kpm", /* Cơ Ho */
    "mtq", /* Mường */
    "nut", /* Nùng */
    "rad", /* Ê Đê */
    "sed", /* Xơ Đăng */
    "twh", /* Thái Trắng */
    "tyz", /* Tày */
};

static bool is_of_vietnam(const char *language)
{
    for (size_t i = 0; i < sizeof of_vietnam / sizeof *of_vietnam; i++)
        if (strncmp(of_vietnam[i], language, 3) == 0 && (language[3] == '\0' || language[3] == '-'))
            return true;
    return false;
}

static size_t table_of(const char *language)
{
    if (!language || is_of_vietnam(language))
        language = "vi";
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strncmp(tables[i].language, language, 2) == 0 &&
            (language[2] == '\0' || language[2] == '-'))
            return i;
    return 0;
}

const char *word_in(enum word word, const char *language)
{
    return tables[table_of(language)].words[word];
}

const char *words_language(const char *language)
{
    return tables[table_of(language)].language;
}

void word_date(int year, int month, int day, int weekday, const char *language,
               char text[WORD_DATE_SIZE])
{
    const size_t table = table_of(language);
    snprintf(text, WORD_DATE_SIZE, "%s%s %02d/%02d/%04d", tables[table].weekdays[weekday % DAYS],
             tables[table].comma, day, month, year);
}
