/* The band's words. Not gettext's: they are for the officer of the site, whose language the
 * settings name, and the screen process runs without a locale. */
#include <stdio.h>
#include <string.h>

#include "display/band.h"

/* The longest first; %u is the percentage. */
struct phrase {
    const char *texts[BAND_TEXTS];
};

enum { CODE_SAME = 10, CODE_CLEARED = 17, CODE_LENT = 18, CODE_COLLECTED = 19, CODES_MAX = 100 };

struct words {
    struct phrase reading, copying, done, done_unsigned, same, cleared, lent, collected, pulled;
    const char *refused[BAND_TEXTS]; /* %u is the code, %s why, as short as can be said */
    const char *reasons[CODES_MAX];  /* by code; they end with a full stop and a blank */
};

static const struct words vietnamese = {
    .reading = {{"Đang kiểm tra USB. Chưa rút USB.", "Đang kiểm tra USB", "Kiểm tra…"}},
    .copying = {{"Đang chép nội dung: %u %%. Chưa rút USB.", "Đang chép %u %%. Chưa rút.",
                 "Đang chép %u %%", "%u %%"}},
    .done = {{"Đã chép xong. Có thể rút USB.", "Xong. Rút USB được.", "Xong"}},
    .done_unsigned = {{"Đã chép xong nội dung không có chữ ký. Có thể rút USB.",
                       "Đã chép xong. Có thể rút USB.", "Xong. Rút USB được.", "Xong"}},
    .same = {{"Nội dung này đã có trên màn hình. Có thể rút USB.", "Đã có sẵn. Rút USB được.",
              "Đã có sẵn"}},
    .cleared = {{"Đã gỡ nội dung từ USB trước đây. Có thể rút USB.", "Đã gỡ. Rút USB được.",
                 "Đã gỡ"}},
    .lent = {{"Đã chép xong. Nội dung chiếu đến khi rút USB.", "Xong. Rút USB là thôi chiếu.",
              "Xong"}},
    .collected = {{"Đã ghi số liệu vào USB. Có thể rút USB.", "Đã ghi số liệu. Rút USB được.",
                   "Đã ghi"}},
    .pulled = {{"USB bị rút quá sớm – mã %u. Nội dung cũ vẫn chiếu. Hãy cắm lại USB.",
                "USB bị rút quá sớm. Hãy cắm lại.", "Cắm lại USB", "Mã %u"}},
    .refused = {"USB này không dùng được – mã %u. %sXem hướng dẫn.",
                "USB này không dùng được – mã %u. Xem hướng dẫn.", "USB lỗi – mã %u", "Mã %u"},
    .reasons =
        {
            [11] = "USB đang ở định dạng NTFS. ",
            [12] = "USB không ở định dạng FAT32 hay exFAT. ",
            [13] = "USB hỏng hoặc không đọc được. ",
            [14] = "Màn hình không được quyền đọc USB. ",
            [20] = "USB không có nội dung cho màn hình. ",
            [21] = "USB có nhiều thư mục nội dung. ",
            [22] = "Nội dung chưa được ký. ",
            [23] = "Màn hình không tin chữ ký này. ",
            [24] = "Nội dung dành cho màn hình khác. ",
            [25] = "Nội dung đã bị sửa sau khi ký. ",
            [26] = "Chữ ký không ghi rõ nội dung nào. ",
            [27] = "Nội dung cũ hơn bản đang chiếu. ",
            [28] = "Trùng số với bản đang chiếu. ",
            [29] = "Số của nội dung quá lớn. ",
            [30] = "Khóa gốc đã hết hạn. ",
            [31] = "Khóa gốc trên USB không hợp lệ. ",
            [32] = "Nội dung trên USB có lỗi. ",
            [33] = "Trên USB thiếu tệp. ",
            [34] = "Trên USB có tệp bị hỏng. ",
            [35] = "Trên USB có tệp sai loại. ",
            [36] = "Màn hình hết chỗ trống. ",
            [37] = "Màn hình không ghi được vào đĩa. ",
            [38] = "Nội dung mới hơn đang tải từ mạng. ",
            [39] = "Nội dung này từng làm màn hình dừng. ",
            [40] = "Mật khẩu trên USB không đúng. ",
            [41] = "USB có quá nhiều ảnh. ",
            [42] = "Không ghi được số liệu vào USB. ",
        },
};

static const struct words english = {
    .reading = {{"Looking at the USB stick. Do not pull it yet.", "Looking at the USB stick",
                 "Looking…"}},
    .copying = {{"Copying content: %u %%. Do not pull the stick yet.",
                 "Copying %u %%. Do not pull.", "Copying %u %%", "%u %%"}},
    .done = {{"Copied. You may pull the USB stick.", "Done. Pull the stick.", "Done"}},
    .done_unsigned = {{"Copied content without a signature. You may pull the USB stick.",
                       "Copied. You may pull the USB stick.", "Done. Pull the stick.", "Done"}},
    .same = {{"The screen has this content already. You may pull the USB stick.",
              "Nothing new. Pull the stick.", "Nothing new"}},
    .cleared = {{"What came by USB stick before is taken off. You may pull the stick.",
                 "Taken off. Pull the stick.", "Taken off"}},
    .lent = {{"Copied. It plays until you pull the USB stick.", "Plays until pulled.", "Done"}},
    .collected = {{"The reports are on the USB stick. You may pull it.",
                   "Reports written. Pull the stick.", "Reports written"}},
    .pulled =
        {{"The USB stick was pulled too early – code %u. The old content plays on. Plug it in "
          "again.",
          "Pulled too early. Plug it in again.", "Plug it in again", "Code %u"}},
    .refused = {"This USB stick cannot be used – code %u. %sSee the manual.",
                "This USB stick cannot be used – code %u. See the manual.", "Stick refused: %u",
                "Code %u"},
    .reasons =
        {
            [11] = "It is formatted as NTFS. ",
            [12] = "It is not formatted as FAT32 or exFAT. ",
            [13] = "It is broken or cannot be read. ",
            [14] = "The screen may not read it. ",
            [20] = "There is nothing for this screen on it. ",
            [21] = "Several folders on it have content. ",
            [22] = "The content is not signed. ",
            [23] = "The screen does not trust its key. ",
            [24] = "The content is for other screens. ",
            [25] = "The content was changed after signing. ",
            [26] = "The signature does not name its content. ",
            [27] = "The content is older than what plays. ",
            [28] = "Its number is that of what plays. ",
            [29] = "Its number is too high. ",
            [30] = "The root of trust has expired. ",
            [31] = "The root on the stick is not valid. ",
            [32] = "The content has errors. ",
            [33] = "A file is missing on it. ",
            [34] = "A file on it is damaged. ",
            [35] = "A file on it is of the wrong type. ",
            [36] = "The screen has no room left. ",
            [37] = "The screen cannot write to its disk. ",
            [38] = "Newer content is coming from the network. ",
            [39] = "This content has brought the screen down. ",
            [40] = "The passphrase on it is wrong. ",
            [41] = "There are too many pictures on it. ",
            [42] = "No reports could be written to it. ",
        },
};

const char *band_language(const char *language)
{
    bool is_english =
        language && strncmp(language, "en", 2) == 0 && (language[2] == '\0' || language[2] == '-');
    return is_english ? "en" : "vi";
}

/* The tables are checked against each other by a test, so the formats are not constants here. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static void fill(const struct phrase *phrase, unsigned number, struct band_message *ret)
{
    for (size_t i = 0; i < BAND_TEXTS && phrase->texts[i]; i++)
        snprintf(ret->texts[i], BAND_TEXT_SIZE, phrase->texts[i], number);
}

static void refuse(const struct words *words, unsigned code, struct band_message *ret)
{
    const char *reason = code < CODES_MAX ? words->reasons[code] : NULL;
    for (size_t i = 0; i < BAND_TEXTS; i++)
        snprintf(ret->texts[i], BAND_TEXT_SIZE, words->refused[i], code, reason ? reason : "");
}

#pragma GCC diagnostic pop

static const struct phrase *done_phrase(const struct words *words, const struct front_usb *usb)
{
    switch (usb->code) {
    case CODE_SAME:
        return &words->same;
    case CODE_CLEARED:
        return &words->cleared;
    case CODE_LENT:
        return &words->lent;
    case CODE_COLLECTED:
        return &words->collected;
    default:
        return usb->is_unsigned ? &words->done_unsigned : &words->done;
    }
}

void band_words(const struct front_usb *usb, const char *language, struct band_message *ret)
{
    const struct words *words = strcmp(band_language(language), "en") == 0 ? &english : &vietnamese;
    switch (usb->state) {
    case FRONT_USB_READING:
        fill(&words->reading, 0, ret);
        break;
    case FRONT_USB_COPYING:
        fill(&words->copying, usb->percent, ret);
        break;
    case FRONT_USB_DONE:
        fill(done_phrase(words, usb), 0, ret);
        break;
    case FRONT_USB_PULLED:
        fill(&words->pulled, usb->code, ret);
        break;
    case FRONT_USB_REFUSED:
        refuse(words, usb->code, ret);
        break;
    case FRONT_USB_NONE:
    case FRONT_USB_STATES:
        break;
    }
}
