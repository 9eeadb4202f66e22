/* The figures of the printed report: tables and charts. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/html.h"
#include "cli/report_chart.h"
#include "cli/report_html.h"
#include "cli/report_picture.h"

enum { NAMES_LISTED = 3, DAYS_DRAWN = 92 };

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)

static void put_cell(const struct page *page, const char *kind, const char *text)
{
    fprintf(page->out, "<td%s%s%s>", *kind ? " class=\"" : "", kind, *kind ? "\"" : "");
    html_put(page->out, text);
    fputs("</td>", page->out);
}

static void put_total(const struct page *page, const char *name, const char *now,
                      const char *before, const char *change)
{
    fprintf(page->out,
            "<tr><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td>"
            "</tr>\n",
            name, now, before, change);
}

/* One line in whole numbers; `before` < 0: not known. */
static void put_whole(const struct page *page, const char *name, int64_t now, int64_t before,
                      const char *mark)
{
    char a[SPELL_SIZE], b[SPELL_SIZE], c[SPELL_SIZE], marked[SPELL_SIZE + 4];
    snprintf(marked, sizeof marked, "%s%s", spell_whole(a, now, SPELL_VIETNAMESE), mark);
    put_total(page, name, marked, before < 0 ? "–" : spell_whole(b, before, SPELL_VIETNAMESE),
              before < 0 ? "–" : spell_change(c, now, before, SPELL_VIETNAMESE));
}

static size_t count_items(const struct page *page, bool before)
{
    size_t count = 0;
    for (size_t i = 0; i < page->view->tally->contents.count; i++) {
        const struct tally_content *content = &page->view->tally->content_list[i];
        count += !content->is_banner && (before ? content->before.plays : content->now.plays) > 0;
    }
    return count;
}

static int64_t count_devices_before(const struct page *page)
{
    int64_t count = 0;
    for (size_t i = 0; i < page->view->tally->devices.count; i++)
        count += page->view->tally->device_list[i].before.plays > 0;
    return count;
}

void page_put_totals(const struct page *page)
{
    const struct view *view = page->view;
    const struct tally *tally = view->tally;
    bool known = view_has_before(view);
    char name[SPELL_SIZE], a[SPELL_SIZE], b[SPELL_SIZE], c[SPELL_SIZE];
    fputs("<section>\n<h2>1. Số liệu chung</h2>\n", page->out);
    if (tally->now.plays == 0)
        fputs("<p><b>Nhật ký không có lượt phát nào trong kỳ báo cáo.</b></p>\n", page->out);
    fprintf(page->out,
            "<table>\n<thead><tr><th>Chỉ tiêu</th><th>Kỳ báo cáo</th><th>Kỳ trước (%s)</th>"
            "<th>Tăng, giảm</th></tr></thead>\n<tbody>\n",
            spell_period(name, &tally->before, SPELL_VIETNAMESE));
    put_whole(page, "Số màn hình hoạt động", (int64_t)view_devices(view),
              known ? count_devices_before(page) : -1, "");
    put_whole(page, "Số ngày hoạt động, cộng các màn hình", view_device_days(view),
              known ? view_device_days_before(view) : -1, "");
    put_whole(page, "Số nội dung đã phát", (int64_t)count_items(page, false),
              known ? (int64_t)count_items(page, true) : -1, "");
    put_whole(page, "Lượt phát (không phải lượt xem)", tally->now.plays,
              known ? tally->total_before.plays : -1, tally->now.estimated > 0 ? "*" : "");
    put_total(page, "Thời lượng phát (giờ)", spell_hours(a, tally->now.shown, SPELL_VIETNAMESE),
              known ? spell_hours(b, tally->total_before.shown, SPELL_VIETNAMESE) : "–",
              known ? spell_change(c, tally->now.shown, tally->total_before.shown, SPELL_VIETNAMESE)
                    : "–");
    if (tally->banners.now.plays > 0 || (known && tally->banners.before.plays > 0))
        put_whole(page, "Lượt hiện dải cảnh báo trên các nội dung", tally->banners.now.plays,
                  known ? tally->banners.before.plays : -1,
                  tally->banners.now.estimated > 0 ? "*" : "");
    fputs("</tbody>\n</table>\n", page->out);
    if (!known)
        fputs("<p>Nhật ký không có lượt phát nào của kỳ trước để so sánh.</p>\n", page->out);
    fputs("</section>\n", page->out);
}

/* --- days ------------------------------------------------------------------------------------ */

/* Bars for days, or for months where there are too many days. */
static size_t fill_bars(const struct page *page, struct chart_bar *bars, char (*names)[16],
                        char (*words)[96])
{
    const struct tally *tally = page->view->tally;
    int64_t days = period_days(&tally->period);
    bool by_month = days > DAYS_DRAWN;
    char number[SPELL_SIZE], day[SPELL_SIZE];
    size_t count = 0;
    for (int64_t i = 0; i < days && count < CHART_BARS_MAX; i++) {
        struct zone_time date = zone_local(NULL, (tally->period.first + i) * DAY_MS * 1000);
        if (count == 0 || !by_month || date.day == 1) {
            bool is_told =
                by_month || days <= 16 || date.day == 1 || date.day == 10 || date.day == 20;
            bars[count] = (struct chart_bar){.name = names[count], .words = words[count]};
            if (by_month)
                snprintf(names[count], sizeof *names, "%02d/%04d", date.month % 100,
                         date.year % 10000);
            else if (is_told)
                snprintf(names[count], sizeof *names, "%02d/%02d", date.day % 100,
                         date.month % 100);
            count++;
        }
        bars[count - 1].value += tally->days[i].plays;
        snprintf(words[count - 1], sizeof *words, "%.30s: %.30s lượt phát",
                 by_month ? names[count - 1]
                          : spell_day(day, tally->period.first + i, SPELL_VIETNAMESE),
                 spell_whole(number, bars[count - 1].value, SPELL_VIETNAMESE));
    }
    return count;
}

int page_put_days(const struct page *page)
{
    struct chart_bar *bars = calloc(CHART_BARS_MAX, sizeof *bars);
    char(*names)[16] = calloc(CHART_BARS_MAX, sizeof *names);
    char(*words)[96] = calloc(CHART_BARS_MAX, sizeof *words);
    bool by_month = period_days(&page->view->tally->period) > DAYS_DRAWN;
    if (bars && names && words) {
        size_t count = fill_bars(page, bars, names, words);
        fprintf(page->out, "<figure>\n<figcaption>Lượt phát theo %s</figcaption>\n",
                by_month ? "tháng" : "ngày");
        chart_put_series(page->out, by_month ? "Lượt phát theo tháng" : "Lượt phát theo ngày", bars,
                         count);
        fputs("</figure>\n", page->out);
    }
    int result = bars && names && words ? 0 : -ENOMEM;
    free(bars);
    free(names);
    free(words);
    return result;
}

/* --- screens --------------------------------------------------------------------------------- */

void page_put_screen(const struct page *page, uint32_t device)
{
    char places[1024];
    view_places(page->view, device, false, places, sizeof places);
    html_put(page->out, *places ? places : "Màn hình");
    fprintf(page->out, " <span class=\"code\">%.8s</span>",
            page->view->tally->devices.list[device].key);
}

static void put_screen_row(const struct page *page, uint32_t device, size_t number)
{
    const struct tally_device *one = &page->view->tally->device_list[device];
    char text[1024], first[SPELL_SIZE], last[SPELL_SIZE];
    struct tally *tally = page->view->tally;
    fprintf(page->out, "<tr><td class=\"c\">%zu</td><td>", number);
    page_put_screen(page, device);
    fputs("</td>", page->out);
    view_places(page->view, device, true, text, sizeof text);
    put_cell(page, "c", text);
    snprintf(text, sizeof text, "%s/%" PRId64, spell_whole(first, one->day_count, SPELL_VIETNAMESE),
             view_days_come(page->view));
    put_cell(page, "n", text);
    spell_day(first, tally_local(tally, one->now.first) / DAY_MS, SPELL_VIETNAMESE);
    spell_day(last, tally_local(tally, one->now.last) / DAY_MS, SPELL_VIETNAMESE);
    fprintf(page->out, "<td class=\"c w\">%s – %s</td><td class=\"n\">", first, last);
    page_put_plays(page, &one->now);
    fputs("</td>", page->out);
    put_cell(page, "n", spell_hours(text, one->now.shown, SPELL_VIETNAMESE));
    fputs("</tr>\n", page->out);
}

void page_put_screens(const struct page *page)
{
    size_t number = 0;
    fputs("<section>\n<h2>2. Màn hình và số ngày hoạt động</h2>\n<div class=\"scroll\"><table>\n"
          "<thead><tr><th>TT</th><th>Màn hình, nơi đặt</th><th>Độ phân giải</th>"
          "<th>Ngày hoạt động</th><th>Từ ngày – đến ngày</th><th>Lượt phát</th><th>Giờ phát</th>"
          "</tr></thead>\n<tbody>\n",
          page->out);
    for (uint32_t i = 0; i < page->view->tally->devices.count; i++) {
        if (page->view->tally->device_list[i].now.plays > 0)
            put_screen_row(page, i, ++number);
    }
    fputs("</tbody>\n</table></div>\n</section>\n", page->out);
}

/* --- contents -------------------------------------------------------------------------------- */

/* The slide as it was; where the log has none, what it was in a word. */
static void put_picture(const struct page *page, uint32_t number, const char *type)
{
    unsigned width, height;
    unsigned char *rgb;
    const struct tally_edition *edition = view_edition(page->view, number);
    if (sources_picture(page->view->sources, edition, &width, &height, &rgb) == 0) {
        int result = picture_put(page->out, rgb, width, height);
        free(rgb);
        if (result == 0)
            return;
    }
    fputs("<span class=\"none\">", page->out);
    html_put(page->out, type);
    fputs("</span>", page->out);
}

static size_t count_sites(const struct page *page)
{
    const struct tally_groups *sites = &page->view->tally->groups[TALLY_SITE];
    size_t count = 0;
    for (size_t i = 0; i < sites->names.count; i++)
        count += sites->list[i].now.plays > 0;
    return count;
}

static void put_sites(const struct page *page, uint32_t number)
{
    const struct tally_content *content = &page->view->tally->content_list[number];
    size_t count = 0, all = count_sites(page);
    fputs("<td>", page->out);
    if (all > 1 && content->site_count == all)
        fputs("Tất cả các nơi", page->out);
    else if (content->site_count > NAMES_LISTED)
        fprintf(page->out, "%" PRIu32 " nơi (mục 5)", content->site_count);
    for (uint32_t i = 0; i < 64 && content->site_count <= NAMES_LISTED; i++) {
        if (!(content->sites >> i & 1) || (all > 1 && content->site_count == all))
            continue;
        fputs(count++ ? "; " : "", page->out);
        html_put(page->out, view_site(page->view, view_group(page->view, TALLY_SITE, i)));
    }
    fputs("</td>", page->out);
}

static void put_item_row(const struct page *page, size_t index)
{
    const struct view *view = page->view;
    uint32_t number = page->items.list[index].number;
    const struct tally_content *content = &view->tally->content_list[number];
    const struct tally_edition *edition = view_edition(view, number);
    const char *type =
        spell_type(view_group(view, TALLY_TYPE, edition->groups[TALLY_TYPE]), SPELL_VIETNAMESE);
    char first[SPELL_SIZE], last[SPELL_SIZE];
    fprintf(page->out, "<tr><td class=\"c\">%zu</td><td>", index + 1);
    put_picture(page, number, type);
    fputs("</td><td><bdi>", page->out);
    html_put(page->out, view_title(view, number));
    fputs("</bdi></td>", page->out);
    put_cell(page, "", view_group(view, TALLY_TOPIC, edition->groups[TALLY_TOPIC]));
    put_cell(page, "", type);
    put_sites(page, number);
    spell_day(first, tally_local(view->tally, content->now.first) / DAY_MS, SPELL_VIETNAMESE);
    spell_day(last, tally_local(view->tally, content->now.last) / DAY_MS, SPELL_VIETNAMESE);
    fprintf(page->out, "<td class=\"c w\">%s –<br>%s</td><td class=\"n\">", first, last);
    page_put_plays(page, &content->now);
    fputs("</td>", page->out);
    /* The column is narrow; beyond a thousand hours a tenth says nothing. */
    put_cell(page, "n",
             spell_decimal(first, (double)content->now.shown / (double)HOUR_MS,
                           content->now.shown < 1000 * HOUR_MS, SPELL_VIETNAMESE));
    fputs("</tr>\n", page->out);
}

void page_put_items(const struct page *page)
{
    char hours[SPELL_SIZE];
    const struct figure *sum = &page->view->tally->now;
    fputs("<section>\n<h2>3. Nội dung đã phát</h2>\n<div class=\"scroll\"><table "
          "class=\"contents\">\n"
          "<colgroup><col style=\"width:4.5%\">"
          "<col style=\"width:14.5%\">"
          "<col style=\"width:18%\">"
          "<col style=\"width:11.5%\">"
          "<col style=\"width:10%\">"
          "<col style=\"width:12%\">"
          "<col style=\"width:12.5%\">"
          "<col style=\"width:9%\">"
          "<col style=\"width:8%\"></colgroup>\n"
          "<thead><tr><th>TT</th><th>Hình</th><th>Nội dung</th><th>Chủ đề</th><th>Hình thức</th>"
          "<th>Nơi phát</th><th>Từ ngày – đến ngày</th><th>Lượt phát</th><th>Giờ</th></tr></thead>"
          "\n<tbody>\n",
          page->out);
    size_t at = 0;
    while (at < page->items.count && !page->items.list[at].is_banner)
        put_item_row(page, at++);
    fputs("<tr class=\"sum\"><td class=\"n\" colspan=\"9\">Cộng: ", page->out);
    page_put_plays(page, sum);
    fprintf(page->out, " lượt phát, %s giờ</td></tr>\n",
            spell_hours(hours, sum->shown, SPELL_VIETNAMESE));
    if (at < page->items.count)
        fputs(
            "<tr class=\"sum\"><td colspan=\"9\">Dải cảnh báo hiện trên các nội dung ấy, cùng lúc "
            "với chúng; không cộng vào số liệu trên</td></tr>\n",
            page->out);
    while (at < page->items.count)
        put_item_row(page, at++);
    fputs("</tbody>\n</table></div>\n</section>\n", page->out);
}
