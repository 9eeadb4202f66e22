/* A report for a spreadsheet. Excel takes the encoding from the byte order mark and the separator
 * from the system's settings: in Vietnam a semicolon, since the comma parts decimals. A line
 * "sep=;" would make it forget the mark. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/report_view.h"

/* A field; one that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
 * injection). */
static void put_text(FILE *out, const char *text)
{
    bool is_formula = *text && strchr("=+-@\t\r|", *text);
    /* Also behind blanks, and the full-width forms that some programs take for the same. */
    const char *start = text + strspn(text, " ");
    is_formula = is_formula || (*start && strchr("=+-@", *start)) || strncmp(start, "＝", 3) == 0 ||
                 strncmp(start, "＋", 3) == 0 || strncmp(start, "－", 3) == 0 ||
                 strncmp(start, "＠", 3) == 0;
    bool is_quoted = is_formula || strpbrk(text, ";,\"\r\n\t'") != NULL || *text == ' ';
    fputs(is_quoted ? "\"" : "", out);
    fputs(is_formula ? "'" : "", out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputs(is_quoted ? "\"" : "", out);
}

static void put_field(FILE *out, const char *text)
{
    fputc(';', out);
    put_text(out, text);
}

static void put_number(FILE *out, int64_t number)
{
    fprintf(out, ";%" PRId64, number);
}

/* Without groups of digits, so that it stays a number everywhere. */
static void put_minutes(FILE *out, int64_t milliseconds)
{
    char text[32];
    snprintf(text, sizeof text, "%.2f", (double)milliseconds / 60e3);
    char *point = strchr(text, '.');
    if (point)
        *point = ',';
    fprintf(out, ";%s", text);
}

static void put_moment(FILE *out, const struct view *view, const struct figure *figure,
                       int64_t instant)
{
    char text[SPELL_SIZE];
    put_field(out, figure->plays > 0
                       ? spell_moment(text, tally_local(view->tally, instant), SPELL_VIETNAMESE)
                       : "");
}

static void put_figures(FILE *out, const struct view *view, const struct figure *now,
                        const struct figure *before)
{
    put_number(out, now->plays);
    put_minutes(out, now->shown);
    put_moment(out, view, now, now->first);
    put_moment(out, view, now, now->last);
    put_number(out, now->estimated);
    if (before) {
        put_number(out, before->plays);
        put_minutes(out, before->shown);
    }
    fputs("\r\n", out);
}

/* The names of languages or sites, with commas between, an ellipsis where there are more. */
static void put_set(FILE *out, const struct view *view, enum tally_kind kind, uint64_t set,
                    uint32_t all)
{
    char text[1024] = "";
    size_t at = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < 64 && at + 400 < sizeof text; i++) {
        const char *name = set >> i & 1 ? view_group(view, kind, i) : "";
        if (kind == TALLY_LANGUAGE)
            name = spell_tongue(name, spell_of_messages());
        else
            name = view_site(view, name);
        count += set >> i & 1;
        if (*name)
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%.300s", at ? ", " : "", name);
    }
    if (count < all)
        snprintf(text + at, sizeof text - at, "%s…", at ? ", " : "");
    put_field(out, text);
}

static void put_item(FILE *out, const struct view *view, uint32_t number)
{
    const struct tally_content *content = &view->tally->content_list[number];
    const struct tally_edition *edition = view_edition(view, number);
    put_field(out, content->feed);
    put_field(out, content->item);
    put_field(out, view_title(view, number));
    put_field(out, spell_type(view_group(view, TALLY_TYPE, edition->groups[TALLY_TYPE]),
                              spell_of_messages()));
    put_field(out, view_group(view, TALLY_TOPIC, edition->groups[TALLY_TOPIC]));
    put_field(out, view_group(view, TALLY_AUDIENCE, edition->groups[TALLY_AUDIENCE]));
    put_set(out, view, TALLY_LANGUAGE, content->languages,
            (uint32_t)__builtin_popcountll(content->languages));
    put_set(out, view, TALLY_SITE, content->sites, content->site_count);
}

static void put_headings(FILE *out, enum view_by by)
{
    /* TRANSLATORS: the heading of the column of running numbers. */
    put_text(out, _("No."));
    if (by == VIEW_ITEM) {
        put_field(out, _("Feed"));
        put_field(out, _("Item"));
    }
    put_field(out, view_heading(by));
    if (by == VIEW_ITEM) {
        put_field(out, _("Form"));
        put_field(out, _("Topic"));
        put_field(out, _("Audience"));
        put_field(out, _("Languages"));
        put_field(out, _("Places"));
    }
    put_field(out, _("Plays"));
    put_field(out, _("Minutes"));
    put_field(out, _("First shown"));
    put_field(out, _("Last shown"));
    put_field(out, _("Of these at an estimated time"));
    if (by != VIEW_DAY) {
        put_field(out, _("Plays in the period before"));
        put_field(out, _("Minutes in the period before"));
    }
    fputs("\r\n", out);
}

int view_write_csv(const struct view *view, enum view_by by, FILE *out)
{
    struct view_lines lines;
    int result = view_lines(view, by, spell_of_messages(), &lines);
    if (result < 0)
        return result;
    fputs("\xef\xbb\xbf", out);
    put_headings(out, by);
    for (size_t i = 0; i < lines.count; i++) {
        const struct view_line *line = &lines.list[i];
        fprintf(out, "%zu", i + 1);
        if (by == VIEW_ITEM)
            put_item(out, view, line->number);
        else
            put_field(out, line->name);
        put_figures(out, view, &line->now, by == VIEW_DAY ? NULL : &line->before);
    }
    view_lines_finish(&lines);
    return 0;
}
