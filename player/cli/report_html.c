#include "cli/report_html.h"

#include <errno.h>
#include <string.h>

#include "cli/html.h"

static void put_title(const struct page *page)
{
    char period[SPELL_SIZE];
    fputs("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "img-src data:; style-src 'unsafe-inline'\">\n"
          "<meta name=\"generator\" content=\"bangtin " BANGTIN_VERSION "\">\n<title>Báo cáo ",
          page->out);
    html_put(page->out, spell_period(period, &page->view->tally->period, SPELL_VIETNAMESE));
    fprintf(page->out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n",
            report_html_style);
}

static int put_sections(const struct page *page)
{
    int result = 0;
    page_put_totals(page);
    if (page->view->tally->now.plays > 0) {
        result = page_put_days(page);
        page_put_screens(page);
        page_put_items(page);
        page_put_new(page);
        if (result == 0)
            result = page_put_groups(page);
        if (result == 0)
            result = page_put_gaps(page);
    }
    page_put_notes(page);
    return result;
}

int view_write_html(const struct view *view, FILE *out)
{
    struct page page = {.view = view, .out = out};
    int result = view_lines(view, VIEW_ITEM, SPELL_VIETNAMESE, &page.items);
    if (result < 0)
        return result;
    put_title(&page);
    page_put_head(&page);
    result = put_sections(&page);
    page_put_end(&page);
    fputs("</main>\n</body>\n</html>\n", out);
    view_lines_finish(&page.items);
    return result;
}
