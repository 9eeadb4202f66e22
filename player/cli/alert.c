#include "cli/alert.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "cli/alert_draft.h"
#include "cli/alert_send.h"
#include "cli/publish_overlay.h"
#include "cli/say.h"

#define LASTS_DEFAULT (INT64_C(2) * 3600 * CLOCK_SECOND)

enum { TIME_TEXT = 32, NAME_TEXT = 64 };

struct alert_work {
    const struct options *options;
    struct alert_draft draft;
    struct publish_session session; /* with --to */
    const struct document *base;    /* what stands at the target; NULL: the draft alone counts */
    struct zone *zone;
    char *identifier; /* of the alert to be ended, taken from one of them; owned */
    int64_t now;
};

/* "14:05 22/11/2026", as people there write it; in the document's own zone. */
static const char *local_text(const struct alert_work *work, int64_t instant, char text[TIME_TEXT])
{
    struct zone_time local = zone_local(work->zone, instant);
    snprintf(text, TIME_TEXT, "%02d:%02d %02d/%02d/%04d", local.hour, local.minute, local.day,
             local.month, local.year);
    return text;
}

/* When it ends by itself: --until, or --lasts from now on. */
static int read_end(const struct alert_work *work, int64_t *ret)
{
    const char *until = options_value(work->options, "until");
    const char *lasts = options_value(work->options, "lasts");
    int64_t end = work->now + LASTS_DEFAULT, length = LASTS_DEFAULT;
    if (until && lasts) {
        say(_("--until and --lasts both say when it ends; give one of them"));
        return EXIT_USAGE;
    }
    if (lasts && option_read_span(lasts, &length) == 0)
        end = work->now + length;
    option_read_moment(until, work->zone, &end);
    if (end <= work->now) {
        say(_("--until %s: this time is past"), until ? until : lasts);
        return EXIT_USAGE;
    }
    *ret = end;
    return EXIT_DONE;
}

static bool is_taken(const struct document *document, const char *name)
{
    return document && alert_edit_find(document, name);
}

/* "alert-20261122-070500", or with a number behind where that is taken. */
static const char *make_name(const struct alert_work *work, char name[NAME_TEXT])
{
    struct zone_time utc = zone_local(NULL, work->now);
    for (unsigned i = 1; i <= LIMIT_ALERTS; i++) {
        int size = snprintf(name, NAME_TEXT, "alert-%04d%02d%02d-%02d%02d%02d", utc.year, utc.month,
                            utc.day, utc.hour, utc.minute, utc.second);
        if (i > 1)
            snprintf(name + size, NAME_TEXT - (size_t)size, "-%u", i);
        if (!is_taken(work->base, name) && !is_taken(work->draft.document, name))
            break;
    }
    return name;
}

/* Says what has become of it, before it is sent. */
static void say_done(const struct alert_work *work, const struct alert_change *change)
{
    char end[TIME_TEXT];
    const char *path = work->draft.folder.path;
    if (change->is_new)
        printf(_("%s: the alert \"%s\" is added; it ends by itself at %s\n"), path,
               change->identifier, local_text(work, change->expires, end));
    else if (change->identifier)
        printf(_("%s: the alert \"%s\" is ended\n"), path, change->identifier);
    else
        printf(_("%s: all alerts are ended\n"), path);
    fflush(stdout);
}

static bool is_past(const struct alert_work *work, const struct alert *alert)
{
    return alert->expires <= work->now;
}

/* The headline as it stands in the document, in the first of its languages. */
static void print_headline(FILE *out, const struct alert *alert)
{
    cJSON *object = cJSON_ParseWithLength(alert->json, alert->json_size);
    const cJSON *headline = cJSON_GetObjectItemCaseSensitive(object, "headline");
    if (cJSON_IsObject(headline))
        headline = headline->child;
    if (cJSON_IsString(headline))
        fprintf(out, "  %s", headline->valuestring);
    cJSON_Delete(object);
}

static void print_one(const struct alert_work *work, FILE *out, const struct alert *alert)
{
    char sent[TIME_TEXT], end[TIME_TEXT];
    fprintf(out, "%s  %s – %s", alert->identifier, local_text(work, alert->sent, sent),
            local_text(work, alert->expires, end));
    if (is_past(work, alert))
        fprintf(out, "  %s", _("(over)"));
    print_headline(out, alert);
    fputc('\n', out);
}

static void list(const struct alert_work *work, const struct document *document, FILE *out,
                 bool with_past)
{
    for (size_t i = 0; i < document->alert_count; i++) {
        if (with_past || !is_past(work, &document->alerts[i]))
            print_one(work, out, &document->alerts[i]);
    }
}

/* Of one document the alert that is named, or the only one that is not over; *ret_count: how many
 * there would be to choose from. */
static const struct alert *choose(const struct alert_work *work, const struct document *document,
                                  const char *identifier, size_t *ret_count)
{
    const struct alert *only = NULL;
    *ret_count = 0;
    for (size_t i = 0; i < document->alert_count; i++) {
        const struct alert *alert = &document->alerts[i];
        bool fits = identifier ? strcmp(alert->identifier, identifier) == 0 : !is_past(work, alert);
        if (!fits)
            continue;
        only = alert;
        ++*ret_count;
    }
    return *ret_count == 1 || identifier ? only : NULL;
}

static int keep_identifier(struct alert_work *work, const struct alert *alert,
                           struct alert_change *change)
{
    change->identifier = work->identifier = strdup(alert->identifier);
    if (work->identifier)
        return EXIT_DONE;
    say("%s", say_errno(ENOMEM));
    return EXIT_MACHINE;
}

/* Fills in which alert is to be ended: one of those on the screens, and only then of the draft's.
 */
static int choose_end(struct alert_work *work, struct alert_change *change)
{
    const struct document *documents[] = {work->base, work->draft.document};
    const char *identifier = options_value(work->options, "id");
    const char *path = work->draft.folder.path;
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        const struct document *document = documents[i];
        if (!document)
            continue;
        if (options_has(work->options, "all") && document->alert_count > 0)
            return EXIT_DONE;
        const struct alert *alert = choose(work, document, identifier, &count);
        if (alert)
            return keep_identifier(work, alert, change);
        if (count > 1) {
            say(_("%s: there are several alerts; name the one to be ended with --id, or say "
                  "--all:"),
                path);
            list(work, document, stderr, false);
            return EXIT_INPUT;
        }
    }
    if (!identifier) {
        say(_("%s: there is no alert that could be ended"), path);
        return EXIT_INPUT;
    }
    say(_("%s: there is no alert \"%s\"; these there are:"), path, identifier);
    if (work->base || work->draft.document)
        list(work, work->base ? work->base : work->draft.document, stderr, true);
    return EXIT_INPUT;
}

/* What is to be done. `name` is room for an identifier. */
static int read_change(struct alert_work *work, bool is_new, char name[NAME_TEXT],
                       struct alert_change *ret)
{
    const struct options *options = work->options;
    const char *identifier = options_value(options, "id");
    const char *severity = options_value(options, "severity");
    *ret = (struct alert_change){.is_new = is_new};
    if (!is_new)
        return choose_end(work, ret);
    *ret = (struct alert_change){.is_new = true,
                                 .identifier = identifier ? identifier : make_name(work, name),
                                 .severity = severity ? severity : "severe",
                                 .headline = options_value(options, "headline"),
                                 .description = options_value(options, "description"),
                                 .instruction = options_value(options, "instruction"),
                                 .sites = options_value(options, "sites"),
                                 .banner = options_has(options, "banner"),
                                 .sent = work->now};
    return read_end(work, &ret->expires);
}

/* The draft is changed, and nothing else. */
static int change_draft(struct alert_work *work, const struct alert_change *change)
{
    int status = alert_draft_change(&work->draft, change);
    if (status == EXIT_DONE)
        say_done(work, change);
    return status;
}

/* Where nothing stands that could be built upon, the whole folder is published. */
static int publish_folder(struct alert_work *work, const struct alert_change *change)
{
    if (!work->draft.document) {
        say(_("%s: it cannot be read as it stands; \"bangtin check\" says why"),
            work->draft.folder.path);
        publish_overlay_say_remedy(&work->session.plan);
        return EXIT_INPUT;
    }
    int status = change_draft(work, change);
    return status == EXIT_DONE ? alert_send_folder(&work->session, &work->draft) : status;
}

/* The draft takes the change too, so that the next publication keeps it. Where it cannot, the alert
 * goes out all the same. */
static int send_overlay(struct alert_work *work, const struct alert_change *change,
                        struct document *changed)
{
    int status = alert_send_plan(&work->session, &work->draft, change, changed);
    if (status != EXIT_DONE)
        return status;
    bool is_dry = options_has(work->options, "dry-run");
    bool is_in_draft = work->draft.document && !is_dry &&
                       (change->is_new || !change->identifier ||
                        alert_edit_find(work->draft.document, change->identifier));
    bool is_kept = is_in_draft && alert_draft_change(&work->draft, change) == EXIT_DONE;
    if (is_kept)
        say_done(work, change);
    else if (!is_dry && (is_in_draft || !work->draft.document))
        say(_("warning: %s could not take this change, and the next \"bangtin publish\" shows the "
              "alerts that stand there: make it there too"),
            work->draft.folder.path);
    return alert_send_overlay(&work->session, &work->draft);
}

static int publish_overlay(struct alert_work *work, const struct alert_change *change)
{
    struct document *changed;
    const char *to = work->session.to;
    if (change->is_new && is_taken(work->draft.document, change->identifier)) {
        say(_("%s: there is an alert \"%s\" already; end it first, or name another with --id"),
            work->draft.folder.path, change->identifier);
        return EXIT_INPUT;
    }
    bool is_there = change->is_new || (change->identifier ? is_taken(work->base, change->identifier)
                                                          : work->base->alert_count > 0);
    if (!is_there) {
        say(_("%s: it does not stand there; it is only taken out of the folder"), to);
        return options_has(work->options, "dry-run") ? EXIT_DONE : change_draft(work, change);
    }
    int status = alert_edit(work->base, to, change, &changed);
    if (status != EXIT_DONE)
        return status;
    status = send_overlay(work, change, changed);
    document_destroy(changed);
    return status;
}

static int publish(struct alert_work *work, bool is_new)
{
    struct publish_session *session = &work->session;
    struct alert_change change;
    char name[NAME_TEXT];
    bool is_possible = false;
    int status = publish_session_open(work->options, session);
    if (status == EXIT_DONE)
        status =
            publish_session_reach(session, work->draft.folder.directory, work->draft.folder.path);
    if (status == EXIT_DONE)
        status = publish_overlay_judge(&session->plan, &is_possible);
    work->base = is_possible ? session->plan.standing.document : NULL;
    if (work->base && !work->zone && zone_read(work->base->time_zone, &work->zone) < 0)
        work->zone = NULL; /* UTC, as everywhere */
    if (status == EXIT_DONE)
        status = read_change(work, is_new, name, &change);
    if (status == EXIT_DONE)
        status = work->base ? publish_overlay(work, &change) : publish_folder(work, &change);
    publish_session_finish(session);
    return status;
}

static int work_on(struct alert_work *work, bool is_new)
{
    struct alert_change change;
    char name[NAME_TEXT];
    if (options_has(work->options, "to"))
        return publish(work, is_new);
    int status = read_change(work, is_new, name, &change);
    if (status == EXIT_DONE)
        status = change_draft(work, &change);
    if (status == EXIT_DONE)
        say(_("not published yet: give --key, --root and --to as well, or \"bangtin publish\""));
    return status;
}

enum verb { VERB_NEW, VERB_END, VERB_LIST, VERBS };

static const struct {
    const char *name, *options; /* those that are its own, with blanks around */
} verbs[VERBS] = {
    [VERB_NEW] = {"new", " headline description instruction severity lasts until banner sites id "
                         "key root to site dry-run lang-ui "},
    [VERB_END] = {"end", " id all key root to site dry-run lang-ui "},
    [VERB_LIST] = {"list", " lang-ui "},
};

/* Looks at the words before anything is opened. Returns an exit status. */
static int judge_options(const struct options *options, enum verb verb)
{
    for (size_t i = 0; i < options->given_count; i++) {
        char word[64];
        snprintf(word, sizeof word, " %s ", options->given[i].spec->name);
        if (!strstr(verbs[verb].options, word)) {
            say(_("alert %s takes no --%s"), verbs[verb].name, options->given[i].spec->name);
            return EXIT_USAGE;
        }
    }
    if (verb == VERB_NEW && !options_has(options, "headline")) {
        say(_("a new alert wants --headline: what has happened, in a few words"));
        return EXIT_USAGE;
    }
    if (options_has(options, "id") && options_has(options, "all")) {
        say(_("--id names one alert and --all means every one; give one of them"));
        return EXIT_USAGE;
    }
    if (options_has(options, "to") &&
        (!options_has(options, "key") || !options_has(options, "root"))) {
        say(_("--to wants --key and --root too; see \"bangtin publish --help\""));
        return EXIT_USAGE;
    }
    /* Who names a key means the screens, and who asks for a trial wants nothing written. */
    if (!options_has(options, "to") &&
        (options_has(options, "key") || options_has(options, "root") ||
         options_has(options, "dry-run"))) {
        say(_("not published yet: give --key, --root and --to as well, or \"bangtin publish\""));
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

int alert_run(const struct options *options)
{
    struct alert_work work = {.options = options, .draft = ALERT_DRAFT_NONE, .now = clock_wall()};
    enum verb verb = VERB_NEW;
    while (verb < VERBS && strcasecmp(verbs[verb].name, options->operands[0]) != 0)
        verb++;
    if (verb == VERBS) {
        say(_("\"%s\" is neither new nor end nor list"), options->operands[0]);
        return EXIT_USAGE;
    }
    work.now -= work.now % CLOCK_SECOND;
    int status = judge_options(options, verb);
    if (status == EXIT_DONE)
        status = alert_draft_open(options->operands[1], options_has(options, "to"), &work.draft);
    if (status != EXIT_DONE)
        return status;
    const struct document *document = work.draft.document; /* NULL only with --to */
    if (document && zone_read(document->time_zone, &work.zone) < 0)
        work.zone = NULL; /* UTC, as everywhere */
    if (verb != VERB_LIST)
        status = work_on(&work, verb == VERB_NEW);
    else if (document && document->alert_count > 0)
        list(&work, document, stdout, true);
    else
        say(_("%s: there are no alerts"), options->operands[1]);
    zone_destroy(work.zone);
    free(work.identifier);
    alert_draft_finish(&work.draft);
    return status;
}
