#include "cli/alert.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "cli/alert_draft.h"
#include "cli/publish.h"
#include "cli/say.h"
#include "playlist/moment.h"

#define LASTS_DEFAULT (INT64_C(2) * 3600 * CLOCK_SECOND)

enum { TIME_TEXT = 32, NAME_TEXT = 64 };

struct alert_work {
    const struct options *options;
    struct alert_draft draft;
    struct zone *zone;
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
    if (until)
        moment_parse_instant(until, strlen(until), &end);
    if (end <= work->now) {
        say(_("--until %s: this time is past"), until ? until : lasts);
        return EXIT_USAGE;
    }
    *ret = end;
    return EXIT_DONE;
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
        if (!alert_draft_find(&work->draft, name))
            break;
    }
    return name;
}

static int add(struct alert_work *work)
{
    const struct options *options = work->options;
    char name[NAME_TEXT], end[TIME_TEXT];
    const char *identifier = options_value(options, "id");
    const char *severity = options_value(options, "severity");
    struct alert_words words = {.identifier = identifier ? identifier : make_name(work, name),
                                .severity = severity ? severity : "severe",
                                .headline = options_value(options, "headline"),
                                .description = options_value(options, "description"),
                                .instruction = options_value(options, "instruction"),
                                .sites = options_value(options, "sites"),
                                .banner = options_has(options, "banner"),
                                .sent = work->now};
    if (!words.headline) {
        say(_("a new alert wants --headline: what has happened, in a few words"));
        return EXIT_USAGE;
    }
    int status = read_end(work, &words.expires);
    if (status == EXIT_DONE)
        status = alert_draft_add(&work->draft, &words);
    if (status == EXIT_DONE)
        printf(_("%s: the alert \"%s\" is added; it ends by itself at %s\n"),
               work->draft.folder.path, words.identifier, local_text(work, words.expires, end));
    return status;
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

static int list(const struct alert_work *work, FILE *out, bool with_past)
{
    const struct document *document = work->draft.document;
    for (size_t i = 0; i < document->alert_count; i++) {
        if (with_past || !is_past(work, &document->alerts[i]))
            print_one(work, out, &document->alerts[i]);
    }
    return EXIT_DONE;
}

/* The one that is named, or the only one that is not over. */
static const struct alert *choose(const struct alert_work *work)
{
    const struct document *document = work->draft.document;
    const char *identifier = options_value(work->options, "id");
    const struct alert *only = identifier ? alert_draft_find(&work->draft, identifier) : NULL;
    size_t count = 0;
    if (only)
        return only;
    for (size_t i = 0; !identifier && i < document->alert_count; i++) {
        if (is_past(work, &document->alerts[i]))
            continue;
        only = &document->alerts[i];
        count++;
    }
    if (count == 1)
        return only;
    if (identifier)
        say(_("%s: there is no alert \"%s\"; these there are:"), work->draft.folder.path,
            identifier);
    else if (count == 0)
        say(_("%s: there is no alert that could be ended"), work->draft.folder.path);
    else
        say(_("%s: there are several alerts; name the one to be ended with --id:"),
            work->draft.folder.path);
    if (identifier || count > 0)
        list(work, stderr, identifier);
    return NULL;
}

static int end(struct alert_work *work)
{
    const struct alert *alert = choose(work);
    if (!alert)
        return EXIT_INPUT;
    char *name = strdup(alert->identifier);
    int status = alert_draft_remove(&work->draft, alert);
    if (status == EXIT_DONE)
        printf(_("%s: the alert \"%s\" is ended\n"), work->draft.folder.path, name ? name : "");
    free(name);
    return status;
}

/* With --to the change is published at once; where that fails the draft is as before, so that the
 * same command can simply be given again. */
static int publish(struct alert_work *work)
{
    struct options options = *work->options;
    options.operands[0] = options.operands[1];
    options.operand_count = 1;
    fflush(stdout);
    int status = publish_run(&options);
    if (status != EXIT_DONE || options_has(&options, "dry-run"))
        alert_draft_restore(&work->draft);
    return status;
}

static int work_on(struct alert_work *work, const char *verb)
{
    static const struct {
        const char *name;
        int (*run)(struct alert_work *work);
    } verbs[] = {{"new", add}, {"end", end}};
    if (strcasecmp(verb, "list") == 0)
        return list(work, stdout, true);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcasecmp(verbs[i].name, verb) != 0)
            continue;
        int status = verbs[i].run(work);
        if (status == EXIT_DONE && options_has(work->options, "to"))
            status = publish(work);
        else if (status == EXIT_DONE)
            say(_(
                "not published yet: give --key, --root and --to as well, or \"bangtin publish\""));
        return status;
    }
    say(_("\"%s\" is neither new nor end nor list"), verb);
    return EXIT_USAGE;
}

int alert_run(const struct options *options)
{
    struct alert_work work = {.options = options, .draft = ALERT_DRAFT_NONE, .now = clock_wall()};
    work.now -= work.now % CLOCK_SECOND;
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
    int status = alert_draft_open(options->operands[1], &work.draft);
    if (status != EXIT_DONE)
        return status;
    if (zone_read(work.draft.document->time_zone, &work.zone) < 0)
        work.zone = NULL; /* UTC, as everywhere */
    status = work_on(&work, options->operands[0]);
    zone_destroy(work.zone);
    alert_draft_finish(&work.draft);
    return status;
}
