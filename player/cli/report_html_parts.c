/* What stands around the figures: the head of an office's letter (Nghị định 30/2020/NĐ-CP, phụ lục
 * I), notes, and the lines to sign on. */
#include <inttypes.h>
#include <string.h>

#include "cli/html.h"
#include "cli/report_html.h"

const char *page_variable(const struct page *page, const char *name)
{
    const char *value = site_variable(page->view->site, name);
    return value && *value ? value : NULL;
}

void page_put_plays(const struct page *page, const struct figure *figure)
{
    char text[SPELL_SIZE];
    fprintf(page->out, "%s%s", spell_whole(text, figure->plays, SPELL_VIETNAMESE),
            figure->estimated > 0 ? "*" : "");
}

/* What the settings say, or a dotted line to write on. */
static void put_or_blank(const struct page *page, const char *name)
{
    const char *value = page_variable(page, name);
    if (value)
        html_put(page->out, value);
    else
        fputs("<span class=\"blank\"></span>", page->out);
}

static void put_agency(const struct page *page)
{
    const char *superior = page_variable(page, "superior"), *agency = view_agency(page->view);
    fputs("<div>\n", page->out);
    if (superior) {
        fputs("<p class=\"caps\">", page->out);
        html_put(page->out, superior);
        fputs("</p>\n", page->out);
    }
    fputs("<p class=\"caps\"><b>", page->out);
    if (agency)
        html_put(page->out, agency);
    else
        fputs("<span class=\"blank\"></span>", page->out);
    fputs("</b></p>\n<div class=\"rule\"></div>\n<p>Số: ……/BC-……</p>\n</div>\n", page->out);
}

static void put_motto(const struct page *page)
{
    struct zone_time today = zone_local(page->view->tally->zone, page->view->now);
    const char *town = page_variable(page, "town");
    fputs("<div class=\"motto\">\n<p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p>\n"
          "<p><b>Độc lập - Tự do - Hạnh phúc</b></p>\n<div class=\"rule\"></div>\n<p><i>",
          page->out);
    html_put(page->out, town ? town : "……………");
    /* As the decree writes it: a nought before a day below 10 and a month below 3. */
    fprintf(page->out, ", ngày %02d tháng %0*d năm %d</i></p>\n</div>\n", today.day,
            today.month < 3 ? 2 : 1, today.month, today.year);
}

void page_put_head(const struct page *page)
{
    const struct period *period = &page->view->tally->period;
    char name[SPELL_SIZE], first[SPELL_SIZE], last[SPELL_SIZE];
    fputs("<header>\n<div class=\"head\">\n", page->out);
    put_agency(page);
    put_motto(page);
    fprintf(page->out,
            "</div>\n<div class=\"title\">\n<h1>BÁO CÁO</h1>\n<p>Kết quả tuyên truyền trên màn "
            "hình điện tử công cộng<br>%s</p>\n",
            spell_period(name, period, SPELL_VIETNAMESE));
    if (period->kind != PERIOD_RANGE)
        fprintf(page->out, "<p class=\"dates\">(từ %s đến %s)</p>\n",
                spell_day(first, period->first, SPELL_VIETNAMESE),
                spell_day(last, period->last, SPELL_VIETNAMESE));
    fputs("</div>\n<div class=\"intro\">\n<p>Kính gửi: ", page->out);
    put_or_blank(page, "reportTo");
    fputs("</p>\n<p>Căn cứ: ", page->out);
    put_or_blank(page, "reportBasis");
    fputs("</p>\n</div>\n</header>\n", page->out);
    if (!view_is_over(page->view))
        fprintf(page->out, "<p><b>Kỳ báo cáo chưa kết thúc:</b> số liệu tính đến %s.</p>\n",
                spell_moment(name, tally_local(page->view->tally, page->view->now / 1000),
                             SPELL_VIETNAMESE));
}

static void put_note(const struct page *page, const char *before, int64_t number, const char *after)
{
    char text[SPELL_SIZE];
    fprintf(page->out, "<li>%s%s%s</li>\n", before, spell_whole(text, number, SPELL_VIETNAMESE),
            after);
}

/* Whoever signs the page has not seen what the terminal said. */
static void put_doubts(const struct page *page)
{
    const struct sources *sources = page->view->sources;
    int64_t conflicts = 0, broken = 0, unlinked = 0;
    for (size_t i = 0; i < sources->count; i++) {
        conflicts += sources->list[i].conflicts;
        broken += sources->list[i].broken;
        unlinked += sources->list[i].unlinked;
    }
    if (conflicts > 0)
        put_note(page, "<b>Có ", conflicts,
                 " dòng nhật ký nằm ở hai tệp với nội dung khác nhau</b>: một trong hai tệp bị "
                 "sửa, hoặc thẻ nhớ bị chép sang máy khác. Bản gặp sau không được tính.");
    if (broken > 0)
        put_note(page, "<b>Có ", broken,
                 " phần của tệp nhật ký bị sửa sau khi ghi</b>, không có trong số liệu.");
    if (unlinked > 0)
        put_note(page, "<b>Có ", unlinked,
                 " chỗ các phần nhật ký không nối tiếp nhau</b>: có phần đã bị sửa. Số liệu vẫn "
                 "gồm các phần ấy.");
}

static void put_missing(const struct page *page)
{
    char number[SPELL_SIZE];
    bool is_first = true;
    if (view_missing(page->view) == 0)
        return;
    fprintf(page->out, "<li>Giữa các tệp nhật ký đã gộp còn thiếu %s dòng",
            spell_whole(number, view_missing(page->view), SPELL_VIETNAMESE));
    for (uint32_t i = 0; i < page->view->tally->devices.count; i++) {
        if (view_missing_of(page->view, i) == 0)
            continue;
        fputs(is_first ? " (" : "; ", page->out);
        is_first = false;
        page_put_screen(page, i);
        fprintf(page->out, ": %s",
                spell_whole(number, view_missing_of(page->view, i), SPELL_VIETNAMESE));
    }
    fputs("); số thật có thể cao hơn.</li>\n", page->out);
}

void page_put_notes(const struct page *page)
{
    const struct tally *tally = page->view->tally;
    char moment[SPELL_SIZE];
    fputs(
        "<section class=\"closing\">\n<h2>Ghi chú</h2>\n<ul class=\"notes\">\n"
        "<li><b>Số liệu là lượt phát, không phải lượt xem:</b> nội dung đã lên màn hình bao nhiêu "
        "lần và bao lâu; không đếm người xem.</li>\n"
        "<li>Lượt phát qua nửa đêm được tính vào ngày bắt đầu. Giờ Việt Nam.</li>\n",
        page->out);
    if (tally_estimated(tally) > 0)
        put_note(page, "(*) Có lượt phát vào lúc đồng hồ của máy chưa được xác nhận (tổng cộng ",
                 tally_estimated(tally),
                 " lượt): số lượt và thời lượng là thật, ngày giờ là ước tính.");
    if (tally->lost > 0)
        put_note(page, "Có ", tally->lost,
                 " lượt phát không ghi được vào nhật ký và không có trong số liệu.");
    if (tally->aside > 0)
        put_note(page, "Nhật ký bị hỏng và phải cất riêng ", tally->aside,
                 " lần; số liệu trong đó không có ở đây.");
    put_missing(page);
    put_doubts(page);
    put_note(
        page, "Gián đoạn: từ ", GAP_MINUTES,
        " phút trở lên không có lượt phát nào, giữa lượt đầu và lượt cuối trong ngày; và những "
        "ngày từ thứ hai đến thứ sáu không có lượt phát nào, giữa ngày đầu và ngày cuối hoạt "
        "động. Không kể lúc màn hình tắt theo giờ đã đặt.");
    fputs("<li>Chiến dịch có thời hạn: nhật ký không ghi tên chiến dịch; ngày phát đầu và cuối của "
          "từng nội dung ở mục 3 cho biết thời gian phát thực tế.</li>\n",
          page->out);
    fprintf(page->out,
            "<li>Lập từ nhật ký phát của máy bằng bangtin " BANGTIN_VERSION
            " lúc %s. Xem nhật ký có bị sửa hay không: <code>bangtin report --verify</code>.</li>\n"
            "</ul>\n",
            spell_moment(moment, tally_local(page->view->tally, page->view->now / 1000),
                         SPELL_VIETNAMESE));
}

void page_put_end(const struct page *page)
{
    const char *title = page_variable(page, "signerTitle");
    fputs("<div class=\"sign\">\n<div><b>NGƯỜI LẬP BÁO CÁO</b><p>(Ký, ghi rõ họ tên)</p></div>\n"
          "<div><b class=\"caps\">",
          page->out);
    html_put(page->out, title ? title : "Thủ trưởng cơ quan");
    fputs("</b><p>(Ký, ghi rõ họ tên, đóng dấu)</p></div>\n</div>\n</section>\n", page->out);
}
