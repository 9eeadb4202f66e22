/* Letters, words and time of one slide on one screen. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/lint.h"
#include "cli/roles.h"
#include "cli/unicode.h"
#include "ipc/pages.h"
#include "playlist/reader.h"

enum {
    WORDS_MAX = 50,      /* of a slide; more is a page of a book */
    LIST_WORDS_MAX = 90, /* of a list, of which each reads his line */
    LETTERS_LEAST = 12   /* fewer say nothing */
};

#define SECOND INT64_C(1000000)

/* What falls short most, of the letters of a slide. */
struct letters {
    const struct drawing_box *worst;
    double have, need, share; /* mm; have / need */
    size_t count;             /* letters to be read, of all parts */
    size_t words;
};

void lint_view_init(struct lint_view *view, const struct item *item, const struct site *site,
                    const struct job_screen *screen, const struct drawing *drawing,
                    const struct barcodes *codes)
{
    uint32_t width = drawing->pixels.width, height = drawing->pixels.height;
    uint32_t left = height - screen->foot; /* by the ticker: what the item is laid out in */
    const char *above = screen->foot > 0 ? _("above the ticker") : "";
    char size[32];
    *view = (struct lint_view){.item = item,
                               .site = site,
                               .drawing = drawing,
                               .codes = codes,
                               .measure = measure_of(&site->screen, width, height),
                               .width = width,
                               .height = height,
                               .page = screen->page,
                               .is_tiny = roles_are_tiny(width, left),
                               .is_compact = roles_are_compact(width, left)};
    if (view->measure.diagonal > 0)
        snprintf(size, sizeof size, _("%g in"), view->measure.diagonal);
    else
        snprintf(size, sizeof size, _("%g mm a pixel"), view->measure.pixel);
    snprintf(view->screen, sizeof view->screen, "%ux%u (%s%s%s%s%s)", width, height, size,
             site->id ? ", " : "", site->id ? site->id : "", *above ? ", " : "", above);
}

/* How long a page moves before it stands. */
static int64_t time_moving(const struct item *item, unsigned page)
{
    return page == 0 ? item->transition.duration : pages_transition(item->transition).duration;
}

int64_t lint_dwell(const struct item *item, unsigned pages, unsigned page, int64_t need)
{
    if (item->duration == 0 && pages <= 1)
        return 0;
    const struct pages plan = pages_plan(pages, item->duration, INT64_MAX);
    int64_t stands = pages_length(&plan, page, need, INT64_MAX);
    /* What moves cannot be read. A transition takes half of its item's time at most. */
    int64_t moves = time_moving(item, page);
    return stands - (moves < stands / 2 ? moves : stands / 2);
}

static size_t count_letters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += (*text & 0xc0) != 0x80;
    return count;
}

/* The screen itself may be too small, or too far away: that is said once, and letters are held
 * against what it can show. */
static double look_at_screen(struct remarks *remarks, const struct lint_view *view)
{
    const struct measure *measure = &view->measure;
    double reach = measure_reach(measure);
    if (view->is_compact || !measure_is_short(reach, measure->distance))
        return 1;
    char path[32 + LIMIT_ID_BYTES] = "", hint[256];
    if (view->site->id)
        snprintf(path, sizeof path, "/sites/%s/screen", view->site->id);
    snprintf(hint, sizeof hint,
             _("hang a larger screen, or where people come nearer write it: "
               "\"viewingDistance\": %.1f"),
             floor(reach / 100) / 10);
    remarks_add(remarks,
                &(struct remark_about){.code = "screen-far",
                                       .key = view->screen,
                                       .severity = SEVERITY_WARNING,
                                       .path = path,
                                       .hint = hint},
                _("sentences on %s can be read from %s m away, and readers stand at %s m"),
                view->screen, amount_decimal(reach / 1000).text,
                amount_decimal(measure->distance / 1000).text);
    return reach / measure->distance;
}

static void weigh_letters(const struct lint_view *view, const struct drawing_box *box,
                          enum role_use use, double reach, struct letters *letters)
{
    double have = measure_letters(&view->measure, box->size);
    double need = measure_letters_needed(&view->measure, use == ROLE_LARGE) * reach;
    letters->count += count_letters(box->text);
    letters->words += unicode_words(box->text);
    if (letters->worst && have / need >= letters->share)
        return;
    letters->worst = box;
    letters->have = have;
    letters->need = need;
    letters->share = have / need;
}

/* What cannot be shortened: a number, an address. */
static bool is_fixed(const struct drawing_box *box)
{
    static const char *const roles[] = {"phone", "number", "url"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (strcmp(box->role, roles[i]) == 0)
            return true;
    }
    return strchr(box->text, '@') != NULL;
}

/* A directory keeps one column for the addresses: one entry's takes room from everybody's number.
 */
static bool has_address_in_list(const struct item *item)
{
    static const char key[] = "\"url\"";
    return item->type == ITEM_DIRECTORY &&
           memmem(item->json, item->json_size, key, sizeof key - 1) != NULL;
}

/* The texts of a slide share its room and grow together: how many letters it must lose. Where that
 * leaves no sentence, another screen is the better place. */
static void print_letters_hint(const struct item *item, const struct letters *letters, char *hint,
                               size_t size)
{
    size_t fewer = (size_t)((double)letters->count * letters->share * letters->share);
    if (has_address_in_list(item))
        snprintf(
            hint, size, "%s",
            _("shorten the addresses of the entries or take them out: one takes room from all; "
              "or make two slides of it"));
    else if (is_fixed(letters->worst) || fewer < LETTERS_LEAST)
        snprintf(hint, size, "%s",
                 _("show it on other screens only, named in \"sites\", or make a slide of its own "
                   "of it"));
    else
        snprintf(hint, size,
                 ngettext("shorten the texts of this slide from %zu letter to about %zu, or make "
                          "two slides of it",
                          "shorten the texts of this slide from %zu letters to about %zu, or make "
                          "two slides of it",
                          letters->count),
                 letters->count, fewer);
}

static void say_letters(struct remarks *remarks, const struct lint_view *view,
                        const struct letters *letters)
{
    char path[256], hint[256], quote[QUOTE_BYTES];
    roles_path(view->item, letters->worst->role, path, sizeof path);
    print_letters_hint(view->item, letters, hint, sizeof hint);
    remarks_add(remarks,
                &(struct remark_about){.item = view->item,
                                       .code = "letters-small",
                                       .severity = SEVERITY_WARNING,
                                       .gravity = 1 / letters->share,
                                       .path = path,
                                       .hint = hint},
                _("\"%s\": %s \"%s\": the capitals are %.0f mm high on %s; to be read from %s m "
                  "they need %.0f mm"),
                view->item->id, roles_words(letters->worst->role),
                reader_quote(letters->worst->text, strlen(letters->worst->text), quote),
                letters->have, view->screen, amount_decimal(view->measure.distance / 1000).text,
                letters->need);
}

static double seconds(int64_t microseconds)
{
    return (double)microseconds / (double)SECOND;
}

/* What to write as the item's duration so that each of `parts` stands so long. */
static int seconds_wanted(const struct lint_view *view, int64_t need, unsigned parts)
{
    int64_t moves = time_moving(view->item, view->page);
    return (int)((need + moves + SECOND - 1) / SECOND) * (int)(parts ? parts : 1);
}

/* How long a code stands that is there on the first of several pages: beside all of them. One that
 * has a page of its own is given the time that it takes. */
static int64_t time_beside(const struct lint_view *view)
{
    int64_t stands = pages_sum(view->drawing->pages, NULL, view->item->duration, INT64_MAX);
    return stands - time_moving(view->item, 0);
}

/* Whether a code stands beside words on one page of several only, which is given no time of its own
 * for that. Banners keep their code through all pages. */
static bool is_code_of_a_page(const struct lint_view *view)
{
    return view->page > 0 && !view->drawing->scan && view->is_tiny;
}

/* How long a page stands, and has to: for its words, and to scan its code. */
struct dwell {
    int64_t have, need, reading;
    unsigned parts; /* that share the item's duration */
    bool has_code;
};

static struct dwell find_dwell(const struct lint_view *view, size_t words)
{
    unsigned parts = view->drawing->pages;
    bool is_coded = view->codes->count > 0;
    struct dwell dwell = {.have = lint_dwell(view->item, parts, view->page, view->drawing->need),
                          .reading = measure_reading(words, parts <= 1),
                          .parts = parts,
                          .has_code = is_coded && (parts <= 1 || is_code_of_a_page(view))};
    dwell.need = words > 0 ? dwell.reading : 0;
    if (dwell.has_code && dwell.need < MEASURE_SCANNING)
        dwell.need = MEASURE_SCANNING;
    if (is_coded && parts > 1 && view->page == 0 && time_beside(view) < MEASURE_SCANNING) {
        dwell.has_code = true;
        dwell.have = time_beside(view);
        dwell.need = MEASURE_SCANNING;
        dwell.parts = 1;
    }
    return dwell;
}

static void look_at_time(struct remarks *remarks, const struct lint_view *view, size_t words)
{
    struct dwell dwell = find_dwell(view, words);
    double have = seconds(dwell.have), need = seconds(dwell.need);
    char path[192], hint[128];
    if (view->item->duration == 0)
        return; /* a clip, which plays to its end */
    if (!measure_is_short(have, need) && !(dwell.has_code && dwell.have < MEASURE_SCANNING))
        return;
    item_path(view->item, path, sizeof path);
    size_t used = strlen(path);
    snprintf(path + used, sizeof path - used, "/duration");
    snprintf(hint, sizeof hint,
             dwell.parts > 1
                 ? _("shorten the text for boards that show it in pages, or write \"duration\": %d")
                 : _("write \"duration\": %d"),
             seconds_wanted(view, dwell.need, dwell.parts));
    const struct remark_about about = {.item = view->item,
                                       .code = "time-short",
                                       .severity = SEVERITY_WARNING,
                                       .gravity = need / fmax(have, 0.01),
                                       .path = path,
                                       .hint = hint};
    if (dwell.need > dwell.reading)
        remarks_add(remarks, &about,
                    _("\"%s\" has a QR code and stands still for %s s; to take out a telephone "
                      "and scan it takes %.0f s"),
                    view->item->id, amount_decimal(have).text, need);
    else
        remarks_add(remarks, &about,
                    ngettext("\"%s\" stands still for %s s on %s; to read its %zu word takes "
                             "%.0f s",
                             "\"%s\" stands still for %s s on %s; to read its %zu words takes "
                             "%.0f s",
                             words),
                    view->item->id, amount_decimal(have).text, view->screen, words, need);
}

static void look_at_words(struct remarks *remarks, const struct lint_view *view, size_t words)
{
    size_t most = roles_are_list(view->item->type) ? LIST_WORDS_MAX : WORDS_MAX;
    char path[160];
    if (words <= most)
        return;
    item_path(view->item, path, sizeof path);
    remarks_add(remarks,
                &(struct remark_about){.item = view->item,
                                       .code = "words-many",
                                       .severity = SEVERITY_WARNING,
                                       .gravity = (double)words,
                                       .path = path,
                                       .hint = _("shorten it, or make two slides of it")},
                _("\"%s\" has %zu words to read; a passer-by takes in about %zu"), view->item->id,
                words, most);
}

void lint_words(struct remarks *remarks, const struct lint_view *view)
{
    const struct drawing_boxes *boxes = &view->drawing->boxes;
    double reach = look_at_screen(remarks, view);
    struct letters letters = {0};
    for (size_t i = 0; i < boxes->count; i++) {
        const struct drawing_box *box = &boxes->list[i];
        enum role_use use = roles_use(view->item->type, box->role);
        if (use == ROLE_READ || use == ROLE_LARGE)
            weigh_letters(view, box, use, reach, &letters);
    }
    /* What finds no room at all has been said, and has the same remedy. */
    bool has_room = view->drawing->overflow.count == 0;
    if (has_room && letters.worst && measure_is_short(letters.have, letters.need))
        say_letters(remarks, view, &letters);
    look_at_words(remarks, view, letters.words);
    look_at_time(remarks, view, has_room ? letters.words : 0);
}
