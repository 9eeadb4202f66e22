#include "cli/sheet.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/html.h"
#include "cli/sheet_style.h"
#include "ipc/pages.h"
#include "playlist/resolve.h"

static const char *const type_words[ITEM_TYPES] = {
    [ITEM_IMAGE] = N_("picture"),       [ITEM_VIDEO] = N_("clip"),
    [ITEM_SERVICE] = N_("service"),     [ITEM_HOTLINE] = N_("hotline"),
    [ITEM_STEPS] = N_("steps"),         [ITEM_SLOGAN] = N_("slogan"),
    [ITEM_NOTICE] = N_("notice"),       [ITEM_FIGURES] = N_("figures"),
    [ITEM_DIRECTORY] = N_("directory"), [ITEM_PROCEDURE] = N_("procedure"),
    [ITEM_TABLE] = N_("table"),         [ITEM_DOCUMENT] = N_("legal document"),
};

static char *document_title(const struct sheet *sheet)
{
    const struct document *document = sheet->document;
    char *title = document->title_json ? text_resolve(document, document->title_json,
                                                      document->title_json_size, NULL, sheet->site)
                                       : NULL;
    return title ? title : strdup(document->feed_id);
}

static void write_head(FILE *out, const struct sheet *sheet, const char *title)
{
    struct zone_time local = zone_local(sheet->zone, sheet->now);
    /* TRANSLATORS: the code of the language that these messages are translated to, for HTML. */
    fprintf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
            _("en"));
    fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"generator\" content=\"bangtin " BANGTIN_VERSION "\">\n<title>",
          out);
    html_put(out, title);
    fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>", sheet_style);
    html_put(out, title);
    fputs("</h1>\n<p>", out);
    if (sheet->site && sheet->site->id) {
        const char *name = site_variable(sheet->site, "name");
        html_put(out, name ? name : sheet->site->id);
        fputs(" · ", out);
    }
    fprintf(out, ngettext("%zu item", "%zu items", sheet->document->item_count),
            sheet->document->item_count);
    if (sheet->document->sequence > 0)
        fprintf(out, _(" · number %lld"), (long long)sheet->document->sequence);
    fprintf(out, _(" · previewed on %02d/%02d/%04d at %02d:%02d"), local.day, local.month,
            local.year, local.hour, local.minute);
    fprintf(out, " · <a href=\"mirror.html\">%s</a></p>\n</header>\n<main>\n",
            _("all of it as text"));
}

/* 0: a clip plays to its end. */
static int64_t time_shown(const struct sheet_entry *entry)
{
    int64_t duration = entry->item->duration;
    return entry->page_count > 1 ? pages_sum(entry->page_count, entry->needs, duration, INT64_MAX)
                                 : duration;
}

static void write_caption(FILE *out, const struct sheet_entry *entry)
{
    double seconds = (double)time_shown(entry) / (double)CLOCK_SECOND;
    fprintf(out, "<figcaption><span class=\"number\">%03u</span> <b>", entry->number);
    html_put(out, entry->item->id);
    fputs("</b><span class=\"facts\">", out);
    html_put(out, _(type_words[entry->item->type]));
    double tenths = round(seconds * 10), whole = floor(seconds);
    char plain[32];
    snprintf(plain, sizeof plain, "%.0f", whole);
    if (seconds > 0)
        fprintf(out, _(" · %s s"), tenths == whole * 10 ? plain : amount_decimal(tenths / 10).text);
    if (entry->page_count > 1)
        fprintf(out, ngettext(" · %u page", " · %u pages", entry->page_count), entry->page_count);
    if (entry->language) {
        fputs(" · ", out);
        html_put(out, entry->language);
    }
    fputs("</span>", out);
    if (entry->note) {
        fputs("<span class=\"note\">", out);
        html_put(out, entry->note);
        fputs("</span>", out);
    }
    fputs("</figcaption>\n", out);
}

static void write_picture(FILE *out, const struct sheet_size *size, const struct sheet_entry *entry,
                          const struct sheet_picture *picture)
{
    if (picture->file) {
        fputs("<a href=\"", out);
        html_put(out, picture->file);
        fputs("\"><img loading=\"lazy\" src=\"", out);
        html_put(out, picture->file);
        fprintf(out, "\" width=\"%" PRIu32 "\" height=\"%" PRIu32 "\" alt=\"", size->width,
                size->height);
        html_put(out, picture->alt ? picture->alt : entry->item->id);
        fputs("\"></a>\n", out);
    } else {
        fprintf(out,
                "<div class=\"blank\" style=\"aspect-ratio:%" PRIu32 "/%" PRIu32 "\">%s</div>\n",
                size->width, size->height, _("not drawn"));
    }
}

static void write_entry(FILE *out, const struct sheet_size *size, const struct sheet_entry *entry)
{
    bool is_paged = entry->page_count > 1;
    fputs(is_paged ? "<figure class=\"paged\">\n<div class=\"pages\">\n" : "<figure>\n", out);
    for (unsigned page = 0; page < entry->page_count; page++)
        write_picture(out, size, entry, &entry->pages[page]);
    fputs(is_paged ? "</div>\n" : "", out);
    write_caption(out, entry);
    fputs("</figure>\n", out);
}

/* How wide a column is on the page: pictures of different shapes take about the same area. */
static const char *shape_class(const struct sheet_size *size)
{
    if (size->width >= 3 * size->height)
        return "banner";
    return size->height > size->width ? "upright" : "wide";
}

static void write_size(FILE *out, const struct sheet_size *size)
{
    size_t drawn = 0;
    for (size_t i = 0; i < size->count; i++) {
        for (unsigned page = 0; page < size->entries[i].page_count; page++)
            drawn += size->entries[i].pages[page].file != NULL;
    }
    fprintf(out, "<section>\n<h2>%" PRIu32 " × %" PRIu32 " <small>", size->width, size->height);
    fprintf(out, ngettext("%zu picture", "%zu pictures", drawn), drawn);
    /* A small board is not blown up: what one sees is what stands there. */
    fprintf(out, "</small></h2>\n<div class=\"sheet %s\" style=\"--width:%" PRIu32 "px\">\n",
            shape_class(size), size->width);
    for (size_t i = 0; i < size->count; i++)
        write_entry(out, size, &size->entries[i]);
    fputs("</div>\n</section>\n", out);
}

static void write_absent(FILE *out, const struct sheet *sheet)
{
    if (sheet->absent_count == 0)
        return;
    fprintf(out, "<section class=\"absent\">\n<h2>%s <small>%zu</small></h2>\n<table>\n",
            _("Left out"), sheet->absent_count);
    fprintf(out, "<thead><tr><th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr></thead>\n<tbody>\n",
            _("No."), _("Item"), _("Kind"), _("Why"));
    for (size_t i = 0; i < sheet->absent_count; i++) {
        const struct sheet_absent *absent = &sheet->absent[i];
        fprintf(out, "<tr><td>%03u</td><td>", absent->number);
        html_put(out, absent->item->id);
        fputs("</td><td>", out);
        html_put(out, _(type_words[absent->item->type]));
        fputs("</td><td>", out);
        html_put(out, absent->reason);
        fputs("</td></tr>\n", out);
    }
    fputs("</tbody>\n</table>\n</section>\n", out);
}

void sheet_write(FILE *out, const struct sheet *sheet)
{
    char *title = document_title(sheet);
    write_head(out, sheet, title ? title : "");
    for (size_t i = 0; i < sheet->size_count; i++)
        write_size(out, &sheet->sizes[i]);
    write_absent(out, sheet);
    fprintf(out, "</main>\n<footer>bangtin %s</footer>\n</body>\n</html>\n", BANGTIN_VERSION);
    free(title);
}
