/* A report for a terminal. */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cli/report_view.h"
#include "cli/unicode.h"

#define DAY_MS INT64_C(86400000)

enum { NAME_MIN = 16, NAME_MAX = 60, OTHER_COLUMNS = 73, EVENTS_LISTED = 10, PLACES_BYTES = 256 };

struct table {
    const struct view *view;
    FILE *out;
    enum spell_language language;
    size_t name_width;
};

/* As wide as the longest name, and no wider than a terminal leaves room for. */
static size_t name_width(FILE *out, const struct view_lines *lines)
{
    size_t longest = NAME_MIN, room = NAME_MAX;
    struct winsize size;
    if (isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        room = size.ws_col > OTHER_COLUMNS + NAME_MIN ? size.ws_col - OTHER_COLUMNS : NAME_MIN;
    for (size_t i = 0; i < lines->count; i++) {
        size_t columns;
        unicode_columns(lines->list[i].name, NAME_MAX, &columns);
        longest = columns > longest ? columns : longest;
    }
    return longest < room ? longest : room;
}

/* A text in a column of `width`, cut with an ellipsis. */
static void put_name(const struct table *table, const char *text)
{
    size_t columns, fits = unicode_columns(text, table->name_width, &columns);
    bool is_cut = text[fits] != '\0';
    if (is_cut)
        fits = unicode_columns(text, table->name_width - 1, &columns);
    fprintf(table->out, "%.*s%s%*s", (int)fits, text, is_cut ? "…" : "",
            (int)(table->name_width - columns - is_cut), "");
}

/* To the right edge of a column. */
static void put_right(const struct table *table, const char *text, size_t width)
{
    size_t columns;
    unicode_columns(text, SIZE_MAX, &columns);
    fprintf(table->out, "  %*s%s", columns < width ? (int)(width - columns) : 0, "", text);
}

static void put_moment(const struct table *table, const struct figure *figure, int64_t instant)
{
    char text[SPELL_SIZE];
    put_right(table,
              figure->plays > 0
                  ? spell_moment(text, tally_local(table->view->tally, instant), table->language)
                  : "",
              16);
}

static void put_line(const struct table *table, const char *name, const struct figure *now,
                     const struct figure *before)
{
    char plays[SPELL_SIZE], starred[SPELL_SIZE + 1], text[SPELL_SIZE];
    put_name(table, name);
    snprintf(starred, sizeof starred, "%s%s", spell_whole(plays, now->plays, table->language),
             now->estimated > 0 ? "*" : " ");
    put_right(table, starred, 10);
    put_right(table, spell_decimal(text, (double)now->shown / 60e3, 1, table->language), 11);
    put_moment(table, now, now->first);
    put_moment(table, now, now->last);
    if (before)
        put_right(table, spell_change(text, now->plays, before->plays, table->language), 10);
    fputc('\n', table->out);
}

static void put_headings(const struct table *table, enum view_by by)
{
    put_name(table, view_heading(by));
    put_right(table, _("Plays"), 9);
    fputc(' ', table->out);
    put_right(table, _("Minutes"), 11);
    put_right(table, _("First shown"), 16);
    put_right(table, _("Last shown"), 16);
    if (by != VIEW_DAY)
        put_right(table, _("Change"), 10);
    fputc('\n', table->out);
}

static void put_head(const struct table *table)
{
    const struct view *view = table->view;
    const struct period *period = &view->tally->period;
    char text[SPELL_SIZE], first[SPELL_SIZE], last[SPELL_SIZE];
    const char *agency = view_agency(view);
    fprintf(table->out, "%s%s%s", agency ? agency : "", agency ? " · " : "",
            spell_period(text, period, table->language));
    if (period->kind != PERIOD_RANGE)
        fprintf(table->out, " (%s – %s)", spell_day(first, period->first, table->language),
                spell_day(last, period->last, table->language));
    fputs(view_is_over(view) ? "\n\n" : _(", not over yet\n\n"), table->out);
}

/* --- below the table ------------------------------------------------------------------------- */

static void put_screens(const struct table *table)
{
    const struct view *view = table->view;
    char days[SPELL_SIZE], shown[SPELL_SIZE], hours[SPELL_SIZE];
    fprintf(table->out,
            _("Screens: %zu · days in operation, together: %s · plays: %s · hours: %s\n"),
            view_devices(view), spell_whole(days, view_device_days(view), table->language),
            spell_whole(shown, view->tally->now.plays, table->language),
            spell_hours(hours, view->tally->now.shown, table->language));
}

static void put_before(const struct table *table)
{
    const struct view *view = table->view;
    const struct figure *before = &view->tally->total_before;
    char name[SPELL_SIZE], plays[SPELL_SIZE], hours[SPELL_SIZE], change[SPELL_SIZE];
    spell_period(name, &view->tally->before, table->language);
    if (view_has_before(view))
        fprintf(table->out, _("Before, %s: plays: %s (%s since) · hours: %s\n"), name,
                spell_whole(plays, before->plays, table->language),
                spell_change(change, view->tally->now.plays, before->plays, table->language),
                spell_hours(hours, before->shown, table->language));
    else
        fprintf(table->out, _("Nothing to compare with: the log has no plays of %s\n"), name);
}

/* Days by their dates, the last one included; times within a day to the minute. */
static void spell_when(const struct table *table, const struct gap *gap, char *out, size_t size)
{
    struct tally *tally = table->view->tally;
    int64_t start = tally_local(tally, gap->from), end = tally_local(tally, gap->to);
    char from[SPELL_SIZE], to[SPELL_SIZE];
    if (!gap->is_days)
        snprintf(out, size, "%s – %s", spell_moment(from, start, table->language),
                 spell_moment(to, end, table->language));
    else if (start / DAY_MS == (end - 1) / DAY_MS)
        snprintf(out, size, "%s", spell_day(from, start / DAY_MS, table->language));
    else
        snprintf(out, size, "%s – %s", spell_day(from, start / DAY_MS, table->language),
                 spell_day(to, (end - 1) / DAY_MS, table->language));
}

static void put_gap(const struct table *table, const struct gap *gap)
{
    static const char *const causes[GAP_CAUSES] = {
        [GAP_UNKNOWN] = N_("no play"),
        [GAP_POWER] = N_("no power, or pulled off"),
        [GAP_STOPPED] = N_("ended and started again"),
        [GAP_UNPLUGGED] = N_("no screen connected"),
    };
    const struct view *view = table->view;
    char when[2 * SPELL_SIZE + 8], length[SPELL_SIZE], places[PLACES_BYTES];
    int days = (int)((gap->to - gap->from + DAY_MS / 2) / DAY_MS);
    spell_when(table, gap, when, sizeof when);
    if (gap->is_days)
        snprintf(length, sizeof length, ngettext("%d day", "%d days", (unsigned long)days), days);
    else
        spell_minutes(length, (gap->to - gap->from) / 60000, table->language);
    view_places(view, gap->device, false, places, sizeof places);
    bool is_doubtful = gap->cause == GAP_UNKNOWN && view_missing_of(view, gap->device) > 0;
    fprintf(table->out, "  %s  %s  %s  %s%s(%.8s)\n", when, length,
            is_doubtful ? _("no play, or its rows are missing") : _(causes[gap->cause]), places,
            *places ? " " : "", view->tally->devices.list[gap->device].key);
}

static void put_gaps(const struct table *table)
{
    const struct gaps *gaps = table->view->gaps;
    char length[SPELL_SIZE];
    if (gaps->count == 0) {
        fputs(_("No interruptions\n"), table->out);
        return;
    }
    fprintf(table->out,
            ngettext("%zu interruption, %s", "%zu interruptions, %s together", gaps->count),
            gaps->count, spell_minutes(length, gaps->minutes, table->language));
    if (gaps->days > 0)
        fprintf(table->out,
                ngettext(", and %lld day without a play", ", and %lld days without a play",
                         (unsigned long)gaps->days),
                (long long)gaps->days);
    fputs(":\n", table->out);
    for (size_t i = 0; i < gaps->count && i < EVENTS_LISTED; i++)
        put_gap(table, &gaps->list[i]);
    if (gaps->count > EVENTS_LISTED)
        fprintf(table->out, _("  and %zu more; --format json has all\n"),
                gaps->count - EVENTS_LISTED);
}

/* Whose rows are not there: somebody has to fetch them. */
static void put_missing(const struct table *table)
{
    const struct view *view = table->view;
    char number[SPELL_SIZE], places[PLACES_BYTES];
    if (view_missing(view) == 0)
        return;
    fprintf(table->out, _("%s rows between the files are missing; are all exports there?\n"),
            spell_whole(number, view_missing(view), table->language));
    for (uint32_t i = 0; i < view->tally->devices.count; i++) {
        if (view_missing_of(view, i) == 0)
            continue;
        view_places(view, i, false, places, sizeof places);
        fprintf(table->out, "  %s%s(%.8s): %s\n", places, *places ? " " : "",
                view->tally->devices.list[i].key,
                spell_whole(number, view_missing_of(view, i), table->language));
    }
}

static void put_notes(const struct table *table)
{
    const struct view *view = table->view;
    char number[SPELL_SIZE];
    fputc('\n', table->out);
    if (tally_estimated(view->tally) > 0)
        fprintf(table->out,
                _("* with plays at an estimated time (%s in all): the machine's clock "
                  "was not confirmed by a time server then\n"),
                spell_whole(number, tally_estimated(view->tally), table->language));
    if (view->tally->lost > 0)
        fprintf(table->out, _("%s plays could not be written down and are not counted\n"),
                spell_whole(number, view->tally->lost, table->language));
    if (view->tally->aside > 0)
        fprintf(table->out,
                _("A damaged log was set aside (%s times): what was in it is missing\n"),
                spell_whole(number, view->tally->aside, table->language));
    put_missing(table);
    fprintf(table->out,
            _("Interruption: %d minutes and more without a play between the first and the last one "
              "of a day,\nor a day from Monday to Friday without any; not while the screen was off "
              "by its hours.\n"),
            GAP_MINUTES);
    fputs(_("These are plays, not views: how often something was shown, not how many saw it.\n"),
          table->out);
}

static void put_lines(const struct table *table, const struct view_lines *lines, enum view_by by,
                      bool banners)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct view_line *line = &lines->list[i];
        if (line->is_banner == banners)
            put_line(table, line->name, &line->now, by == VIEW_DAY ? NULL : &line->before);
    }
}

/* Their time is not added to the others'. */
static void put_banners(const struct table *table, const struct view_lines *lines, enum view_by by)
{
    const struct figure *figure = &table->view->tally->banners.now;
    char plays[SPELL_SIZE], minutes[SPELL_SIZE];
    if (figure->plays == 0)
        return;
    fprintf(table->out,
            _("Alerts in a strip over these, at the same time and not added: %s plays, %s "
              "minutes\n"),
            spell_whole(plays, figure->plays, table->language),
            spell_decimal(minutes, (double)figure->shown / 60e3, 1, table->language));
    put_lines(table, lines, by, true);
    fputc('\n', table->out);
}

int view_write_table(const struct view *view, enum view_by by, FILE *out)
{
    struct view_lines lines;
    struct table table = {.view = view, .out = out, .language = spell_of_messages()};
    int result = view_lines(view, by, table.language, &lines);
    if (result < 0)
        return result;
    table.name_width = name_width(out, &lines);
    put_head(&table);
    put_headings(&table, by);
    put_lines(&table, &lines, by, false);
    put_line(&table, _("Together"), &view->tally->now,
             by == VIEW_DAY ? NULL : &view->tally->total_before);
    fputc('\n', out);
    put_banners(&table, &lines, by);
    put_screens(&table);
    put_before(&table);
    put_gaps(&table);
    put_notes(&table);
    view_lines_finish(&lines);
    return 0;
}
