/* The further sections of the printed report: what was new, by whom and what about, interruptions.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/html.h"
#include "cli/report_chart.h"
#include "cli/report_html.h"

enum { GAPS_LISTED = 15, SHARES_LISTED = 10 };

#define DAY_MS INT64_C(86400000)

/* --- new ------------------------------------------------------------------------------------- */

static void put_name(const struct page *page, uint32_t number, bool with_day)
{
    struct tally *tally = page->view->tally;
    const struct tally_content *content = &tally->content_list[number];
    char day[SPELL_SIZE];
    fputs("<li><bdi>", page->out);
    html_put(page->out, view_title(page->view, number));
    fputs("</bdi>", page->out);
    if (with_day)
        fprintf(page->out, " (từ %s)",
                spell_day(day, tally_local(tally, content->now.first) / DAY_MS, SPELL_VIETNAMESE));
    fputs("</li>\n", page->out);
}

/* What is in one period and not in the other. */
static size_t put_difference(const struct page *page, bool is_new, bool only_count)
{
    const struct tally *tally = page->view->tally;
    size_t count = 0;
    for (uint32_t i = 0; i < tally->contents.count; i++) {
        const struct tally_content *content = &tally->content_list[i];
        bool now = content->now.plays > 0, before = content->before.plays > 0;
        if (content->is_banner || (is_new ? !now || before : now || !before))
            continue;
        count++;
        if (!only_count)
            put_name(page, i, is_new);
    }
    return count;
}

static void put_list(const struct page *page, bool is_new, const char *words, const char *none)
{
    size_t count = put_difference(page, is_new, true);
    if (count == 0) {
        fprintf(page->out, "<p>%s</p>\n", none);
        return;
    }
    fprintf(page->out, "<p>%s: %zu.</p>\n<ul>\n", words, count);
    put_difference(page, is_new, false);
    fputs("</ul>\n", page->out);
}

void page_put_new(const struct page *page)
{
    fputs("<section>\n<h2>4. Nội dung mới trong kỳ</h2>\n", page->out);
    if (view_has_before(page->view)) {
        put_list(page, true, "Nội dung kỳ trước chưa phát",
                 "Không có nội dung mới so với kỳ trước.");
        put_list(page, false, "Nội dung kỳ trước có phát, kỳ này không còn",
                 "Mọi nội dung của kỳ trước đều còn phát.");
    } else {
        fputs("<p>Nhật ký không có lượt phát nào của kỳ trước nên không xác định được nội dung nào "
              "là mới.</p>\n",
              page->out);
    }
    fputs("</section>\n", page->out);
}

/* --- groups ---------------------------------------------------------------------------------- */

static void put_share(const struct page *page, char text[SPELL_SIZE], int64_t shown)
{
    char number[SPELL_SIZE];
    int64_t all = page->view->tally->now.shown;
    spell_decimal(number, all > 0 ? 100.0 * (double)shown / (double)all : 0, 1, SPELL_VIETNAMESE);
    snprintf(text, SPELL_SIZE, "%.20s%%", number);
}

/* The share of the time on screen; what comes behind the tenth is put together. */
static void put_topics(const struct page *page, const struct view_lines *lines)
{
    struct chart_bar bars[SHARES_LISTED + 1];
    char words[SHARES_LISTED + 1][2 * SPELL_SIZE], share[SPELL_SIZE], hours[SPELL_SIZE];
    size_t count = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const struct view_line *line = &lines->list[i];
        bool is_rest = i >= SHARES_LISTED;
        if (line->now.plays == 0)
            continue;
        if (!is_rest || count == SHARES_LISTED)
            bars[count++] = (struct chart_bar){.name = is_rest ? "Khác" : line->name};
        struct chart_bar *bar = &bars[count - 1];
        bar->value += line->now.shown;
        put_share(page, share, bar->value);
        snprintf(words[count - 1], sizeof *words, "%.20s · %.20s giờ", share,
                 spell_hours(hours, bar->value, SPELL_VIETNAMESE));
        bar->words = words[count - 1];
    }
    fputs("<figure>\n<figcaption>Tỷ trọng thời lượng phát theo chủ đề</figcaption>\n", page->out);
    chart_put_shares(page->out, "Tỷ trọng thời lượng phát theo chủ đề", bars, count);
    fputs("</figure>\n", page->out);
}

static void put_group_table(const struct page *page, const char *heading,
                            const struct view_lines *lines)
{
    char text[SPELL_SIZE];
    bool known = view_has_before(page->view);
    fprintf(page->out,
            "<table>\n<thead><tr><th>%s</th><th>Lượt phát</th><th>Giờ phát</th><th>Tỷ trọng giờ"
            "</th><th>Lượt so với kỳ trước</th></tr></thead>\n<tbody>\n",
            heading);
    for (size_t i = 0; i < lines->count; i++) {
        const struct view_line *line = &lines->list[i];
        fputs("<tr><td><bdi>", page->out);
        html_put(page->out, line->name);
        fputs("</bdi></td><td class=\"n\">", page->out);
        page_put_plays(page, &line->now);
        fprintf(page->out, "</td><td class=\"n\">%s</td>",
                spell_hours(text, line->now.shown, SPELL_VIETNAMESE));
        put_share(page, text, line->now.shown);
        fprintf(page->out, "<td class=\"n\">%s</td>", text);
        fprintf(page->out, "<td class=\"n\">%s</td></tr>\n",
                !known ? "–"
                : line->before.plays == 0
                    ? "mới"
                    : spell_change(text, line->now.plays, line->before.plays, SPELL_VIETNAMESE));
    }
    fputs("</tbody>\n</table>\n", page->out);
}

int page_put_groups(const struct page *page)
{
    static const struct {
        enum tally_kind kind;
        const char *heading;
    } all[] = {{TALLY_TOPIC, "Chủ đề"},
               {TALLY_AUDIENCE, "Đối tượng"},
               {TALLY_LANGUAGE, "Ngôn ngữ"},
               {TALLY_TYPE, "Hình thức"},
               {TALLY_SITE, "Nơi phát"}};
    fputs("<section class=\"groups\">\n<h2>5. Theo chủ đề, đối tượng, ngôn ngữ, hình thức, nơi "
          "phát</h2>\n",
          page->out);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct view_lines lines;
        int result = view_lines(page->view, (enum view_by)all[i].kind, SPELL_VIETNAMESE, &lines);
        if (result < 0)
            return result;
        if (all[i].kind == TALLY_TOPIC)
            put_topics(page, &lines);
        put_group_table(page, all[i].heading, &lines);
        view_lines_finish(&lines);
    }
    fputs("</section>\n", page->out);
    return 0;
}

/* --- interruptions --------------------------------------------------------------------------- */

static const char *const causes[GAP_CAUSES] = {
    [GAP_UNKNOWN] = "Không rõ",
    [GAP_POWER] = "Mất điện, tắt ngang",
    [GAP_STOPPED] = "Khởi động lại",
    [GAP_UNPLUGGED] = "Màn hình mất kết nối",
};

static void put_length(const struct page *page, const struct gap *gap)
{
    char text[SPELL_SIZE];
    if (gap->is_days)
        fprintf(page->out, "%d ngày", (int)((gap->to - gap->from + DAY_MS / 2) / DAY_MS));
    else
        fputs(spell_minutes(text, (gap->to - gap->from) / 60000, SPELL_VIETNAMESE), page->out);
}

/* "02/07/2026, 14:47 – 15:19"; whole days "08/08/2026 – 11/08/2026". */
static void put_when(const struct page *page, const struct gap *gap)
{
    struct tally *tally = page->view->tally;
    char from[SPELL_SIZE], to[SPELL_SIZE];
    int64_t start = tally_local(tally, gap->from), end = tally_local(tally, gap->to);
    int64_t first = start / DAY_MS, last = (end - 1) / DAY_MS;
    spell_day(from, first, SPELL_VIETNAMESE);
    spell_day(to, last, SPELL_VIETNAMESE);
    if (!gap->is_days)
        fprintf(page->out, "%s, %02d:%02d – %02d:%02d", from, (int)(start % DAY_MS / 3600000),
                (int)(start % 3600000 / 60000), (int)((end - first * DAY_MS) / 3600000),
                (int)(end % 3600000 / 60000));
    else if (first == last)
        fputs(from, page->out);
    else
        fprintf(page->out, "%s – %s", from, to);
}

static void put_gap(const struct page *page, const struct gap *gap, size_t number)
{
    fprintf(page->out, "<tr><td class=\"c\">%zu</td><td>", number);
    page_put_screen(page, gap->device);
    fputs("</td><td class=\"w\">", page->out);
    put_when(page, gap);
    fputs("</td><td class=\"n\">", page->out);
    put_length(page, gap);
    bool is_doubtful = gap->cause == GAP_UNKNOWN && view_missing_of(page->view, gap->device) > 0;
    fprintf(page->out, "</td><td class=\"w\">%s</td></tr>\n",
            is_doubtful ? "Không rõ, hoặc thiếu nhật ký" : causes[gap->cause]);
}

static int compare_lengths(const void *left, const void *right)
{
    const struct gap *const *a = left, *const *b = right;
    int64_t one = (*a)->to - (*a)->from, other = (*b)->to - (*b)->from;
    if (one != other)
        return one > other ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

static int compare_places(const void *left, const void *right)
{
    const struct gap *const *a = left, *const *b = right;
    return (*a > *b) - (*a < *b);
}

/* The longest ones, in the order of time. */
static int put_longest(const struct page *page)
{
    const struct gaps *gaps = page->view->gaps;
    const struct gap **order = calloc(gaps->count, sizeof *order);
    size_t count = gaps->count < GAPS_LISTED ? gaps->count : GAPS_LISTED;
    if (!order)
        return -ENOMEM;
    for (size_t i = 0; i < gaps->count; i++)
        order[i] = &gaps->list[i];
    qsort(order, gaps->count, sizeof *order, compare_lengths);
    qsort(order, count, sizeof *order, compare_places);
    if (count < gaps->count)
        fprintf(page->out, "<p>%zu lần dài nhất:</p>\n", count);
    fputs("<div class=\"scroll\"><table>\n<thead><tr><th>TT</th><th>Màn hình</th><th>Lúc</th>"
          "<th>Thời gian</th><th>Nguyên nhân</th></tr></thead>\n<tbody>\n",
          page->out);
    for (size_t i = 0; i < count; i++)
        put_gap(page, order[i], i + 1);
    fputs("</tbody>\n</table></div>\n", page->out);
    free(order);
    return 0;
}

static int put_gaps(const struct page *page)
{
    const struct gaps *gaps = page->view->gaps;
    char number[SPELL_SIZE], length[SPELL_SIZE];
    fprintf(page->out, "<p>Tổng cộng %s lần",
            spell_whole(number, (int64_t)gaps->count, SPELL_VIETNAMESE));
    if (gaps->minutes > 0)
        fprintf(page->out, "; trong giờ hoạt động: %s",
                spell_minutes(length, gaps->minutes, SPELL_VIETNAMESE));
    if (gaps->days > 0)
        fprintf(page->out, "; cả ngày: %" PRId64 " ngày", gaps->days);
    fputs(".</p>\n", page->out);
    return put_longest(page);
}

int page_put_gaps(const struct page *page)
{
    const struct gaps *gaps = page->view->gaps;
    char number[SPELL_SIZE];
    int result = 0;
    fputs("<section>\n<h2>6. Gián đoạn</h2>\n", page->out);
    if (gaps->count == 0)
        fputs("<p>Không có gián đoạn.</p>\n", page->out);
    else
        result = put_gaps(page);
    if (gaps->weekend > 0)
        fprintf(page->out,
                "<p>Ngoài ra có %s ngày thứ bảy, chủ nhật không phát, cộng các màn hình; không "
                "tính là gián đoạn.</p>\n",
                spell_whole(number, gaps->weekend, SPELL_VIETNAMESE));
    fputs("</section>\n", page->out);
    return result;
}
