#include "cli/publish_session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "cli/keys.h"
#include "cli/listing.h"
#include "cli/office.h"
#include "cli/opened.h"
#include "cli/publish_overlay.h"
#include "cli/publish_summary.h"
#include "cli/say.h"

#define DAY (INT64_C(86400) * CLOCK_SECOND)
#define ROOT_WARNING (180 * DAY)

static bool has_options(const struct options *options)
{
    static const char *const required[] = {"key", "root", "to"};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        if (!options_has(options, required[i])) {
            say(_("publish wants --%s too; see \"bangtin publish --help\""), required[i]);
            return false;
        }
    }
    return true;
}

static int refuse_expires(const char *expires)
{
    say(_("--expires %s: this time is past"), expires);
    return EXIT_USAGE;
}

/* `generated` raises the players' idea of the time: a clock that is surely wrong would do harm. */
static int read_time(struct publish_session *session)
{
    const char *expires = options_value(session->options, "expires");
    int64_t instant;
    if (session->now < clock_build_time()) {
        say(_("this computer's clock is before the day on which bangtin was made; set it first"));
        return EXIT_MACHINE;
    }
    if (expires && moment_parse_instant(expires, strlen(expires), &instant) &&
        instant <= session->now)
        return refuse_expires(expires);
    return EXIT_DONE;
}

static int judge_root(const struct publish_session *session)
{
    char text[MOMENT_TEXT_SIZE];
    const struct root *root = &session->root;
    moment_format(root->expires, text);
    if (root->expires <= session->now) {
        say(_("%s: this root has expired on %s; players take nothing under it: have the next root "
              "signed first"),
            session->root_path, text);
        return EXIT_TRUST;
    }
    if (root->expires - session->now < ROOT_WARNING)
        say(_("warning: %s: this root expires on %s; have the next one signed before that"),
            session->root_path, text);
    return EXIT_DONE;
}

/* Whether the key may sign for this feed. */
static int judge_key(const struct publish_session *session)
{
    struct minisign_public own;
    char id[MINISIGN_ID_TEXT_SIZE], ids[ROOT_KEYS_MAX * (MINISIGN_ID_TEXT_SIZE + 1) + 1] = "";
    const struct root *root = &session->root;
    minisign_secret_public(&session->key, &own);
    for (size_t i = 0, used = 0; i < root->feed_key_count; i++) {
        if (memcmp(own.key, root->feed_keys[i].key, sizeof own.key) == 0 &&
            memcmp(own.id, root->feed_keys[i].id, sizeof own.id) == 0)
            return EXIT_DONE;
        minisign_id_format(root->feed_keys[i].id, id);
        used += (size_t)snprintf(ids + used, sizeof ids - used, "%s%s", i ? ", " : "", id);
    }
    minisign_id_format(own.id, id);
    say(_("%s: the key %s may not sign for the feed \"%s\"; %s names %s"),
        options_value(session->options, "key"), id, root->feed_id, session->root_path, ids);
    return EXIT_TRUST;
}

static int read_keys(struct publish_session *session)
{
    int status = keys_read_root(session->root_path, &session->root_bytes, &session->root_size,
                                &session->root);
    if (status == EXIT_DONE)
        status = judge_root(session);
    if (status == EXIT_DONE)
        status = keys_read_secret(options_value(session->options, "key"), &session->key);
    if (status == EXIT_DONE)
        status = judge_key(session);
    return status;
}

static void print_findings(const struct check *check)
{
    const struct findings *findings = &check->findings;
    const char *path = check->folder.path;
    bool colours = say_is_terminal(STDERR_FILENO);
    char what[CHECK_WHAT_SIZE];
    listing_print(stderr, path, check->document, findings, colours);
    check_name(check, what);
    if (findings->errors > 0 || findings->warnings > 0)
        listing_print_sum(stderr, what, findings, colours);
}

/* Whom the check is for: --site. */
static int read_office(struct publish_session *session)
{
    const char *site = options_value(session->options, "site");
    session->check.now = session->now;
    if (!site || session->device || session->check.office)
        return EXIT_DONE;
    if (!office_is_file(site)) {
        session->check.office = site;
        return EXIT_DONE;
    }
    int status = opened_settings(site, &session->device);
    session->check.device = session->device;
    return status;
}

static int judge_check(const struct check *check)
{
    if (check->machine_error < 0) {
        check_say_machine_error(check->machine_error);
        return EXIT_MACHINE;
    }
    if (check->findings.errors > 0) {
        say(_("nothing was published: correct the errors first"));
        return check->is_office_unknown ? EXIT_USAGE : EXIT_INPUT;
    }
    return EXIT_DONE;
}

void publish_session_compare_feed(const struct publish_session *session,
                                  const struct document *document, const char *path)
{
    const char *feed = session->root.feed_id;
    if (strcmp(document->feed_id, feed) != 0)
        say(_("warning: %s: feedId is \"%s\" here, and \"%s\" in the root; it is published as "
              "\"%s\""),
            path, document->feed_id, feed, feed);
}

int publish_session_check(struct publish_session *session, const char *path)
{
    struct check *check = &session->check;
    int status = read_office(session);
    if (status != EXIT_DONE)
        return status;
    int result = check_look(check, path);
    if (result < 0)
        snprintf(check->folder.path, sizeof check->folder.path, "%s", path);
    print_findings(check);
    if (result < 0)
        return opened_is_machine_error(result) ? EXIT_MACHINE : EXIT_INPUT;
    status = judge_check(check);
    if (status == EXIT_DONE)
        publish_session_compare_feed(session, check->document, check->folder.path);
    return status;
}

int publish_session_check_alert(struct publish_session *session, struct document *document,
                                size_t index, int directory)
{
    int status = read_office(session);
    if (status != EXIT_DONE)
        return status;
    struct check check = session->check;
    check.document = document;
    check.folder.directory = directory;
    check_look_alert(&check, index);
    if (check.machine_error < 0) { /* a warning goes out though it could not be tried */
        check_say_machine_error(check.machine_error);
        check.machine_error = 0;
    }
    listing_print(stderr, session->to, document, &check.findings, say_is_terminal(STDERR_FILENO));
    status = judge_check(&check);
    check.document = NULL; /* neither is its own */
    check.folder = FOLDER_NONE;
    check_finish(&check);
    return status;
}

static int open_target(struct publish_session *session, int directory, const char *path)
{
    bool is_url = publish_target_is_url(session->to);
    if (!is_url && publish_target_is_directory(session->to, directory)) {
        say(_("%s: this is the draft's own folder; publish to another one"), session->to);
        return EXIT_USAGE;
    }
    /* A network file system may know no locks; two officers at once are rare there, too. */
    if (flock(directory, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
        say(_("%s: another publication of it is under way; try again when it is done"), path);
        return EXIT_MACHINE;
    }
    session->target = is_url ? publish_target_web(session->to) : publish_target_folder(session->to);
    if (session->target)
        return EXIT_DONE;
    return is_url ? EXIT_USAGE : EXIT_MACHINE;
}

/* Damage is mended where the folder is surely this feed's. */
static int judge_standing(const struct publish_plan *plan)
{
    bool is_ours = plan->standing.document || !plan->standing.is_damaged || plan->standing.is_blank;
    for (size_t i = 0; !is_ours && i < plan->roots.count; i++)
        is_ours = plan->roots.list[i].is_there;
    if (is_ours)
        return EXIT_DONE;
    say(_("%s: a %s stands there that is no playlist; delete it if nobody needs it, or name "
          "another "
          "target"),
        plan->target->name, PUBLISH_DOCUMENT);
    return EXIT_INPUT;
}

int publish_session_reach(struct publish_session *session, int directory, const char *path)
{
    struct publish_plan *plan = &session->plan;
    const char *sequence = options_value(session->options, "sequence");
    int status = open_target(session, directory, path);
    if (status != EXIT_DONE)
        return status;
    *plan = (struct publish_plan){.directory = directory,
                                  .root = &session->root,
                                  .target = session->target,
                                  .now = session->now,
                                  .wanted = sequence ? strtoll(sequence, NULL, 10) : 0};
    status = publish_roots_read(session->root_path, &session->root, session->root_bytes,
                                session->root_size, &plan->roots);
    if (status != EXIT_DONE)
        return status;
    int result = publish_memory_read(directory, session->root.feed_id, &plan->memory);
    if (result < 0) {
        say("%s: %s", PUBLISH_MEMORY_NAME, say_errno(result));
        return EXIT_MACHINE;
    }
    status = publish_roots_compare(&plan->roots, plan->target);
    if (status == EXIT_DONE)
        status = publish_standing_read(plan->target, plan->root, &plan->memory, &plan->standing);
    return status == EXIT_DONE ? judge_standing(plan) : status;
}

/* Everything that can be refused is refused before a byte is written. */
static int compose(struct publish_session *session)
{
    int status = publish_plan_compose(&session->plan);
    if (status == EXIT_DONE)
        status = publish_plan_sign(&session->plan, &session->key);
    minisign_secret_finish(&session->key); /* it has signed, or never will */
    return status;
}

/* The words of --expires stay where they are an instant; else they are the document's own time. */
static int set_expires(struct publish_session *session)
{
    const char *expires = options_value(session->options, "expires");
    struct zone *zone = NULL;
    int64_t instant = 0;
    if (expires && !option_is_instant(expires)) {
        if (zone_read(session->check.document->time_zone, &zone) < 0)
            zone = NULL; /* UTC, as everywhere */
        option_read_moment(expires, zone, &instant);
        zone_destroy(zone);
        if (instant <= session->now)
            return refuse_expires(expires);
        moment_format(instant, session->expires);
        expires = session->expires;
    }
    session->plan.expires = expires;
    return EXIT_DONE;
}

int publish_session_plan(struct publish_session *session)
{
    struct publish_plan *plan = &session->plan;
    plan->draft = session->check.document;
    int status = set_expires(session);
    if (status != EXIT_DONE)
        return status;
    int result = publish_media_read(plan->draft, plan->directory, &session->work, &plan->media);
    if (result < 0)
        return opened_is_machine_error(result) ? EXIT_MACHINE : EXIT_INPUT;
    return compose(session);
}

int publish_session_plan_overlay(struct publish_session *session, const struct document *document)
{
    struct publish_plan *plan = &session->plan;
    plan->draft = document;
    plan->is_overlay = true;
    int result = publish_overlay_media(document, document, plan->directory, &plan->media);
    if (result < 0) {
        say("%s", say_errno(result));
        return EXIT_MACHINE;
    }
    return compose(session);
}

int publish_session_send(struct publish_session *session)
{
    bool is_dry = options_has(session->options, "dry-run");
    struct publish_plan *plan = &session->plan;
    int status =
        plan->is_overlay ? EXIT_DONE : publish_send_measure(plan, &session->work, &session->sent);
    if (status == EXIT_DONE && !is_dry)
        status = publish_send(plan, &session->work, &session->sent);
    if (status != EXIT_DONE)
        return status;
    if (plan->document->expires <= session->now)
        say(_("warning: the document's \"expires\" is past; players show it, and report it as "
              "out of date"));
    publish_summary_print(stdout, plan, &session->sent, !is_dry, session->root_path);
    return EXIT_DONE;
}

int publish_session_open(const struct options *options, struct publish_session *ret)
{
    *ret = (struct publish_session){.options = options,
                                    .to = options_value(options, "to"),
                                    .root_path = options_value(options, "root"),
                                    .now = clock_wall(),
                                    .check.folder = FOLDER_NONE};
    if (!has_options(options))
        return EXIT_USAGE;
    int status = read_time(ret);
    return status == EXIT_DONE ? read_keys(ret) : status;
}

void publish_session_finish(struct publish_session *session)
{
    minisign_secret_finish(&session->key);
    publish_plan_finish(&session->plan);
    if (session->target)
        session->target->way->destroy(session->target);
    check_finish(&session->check);
    site_destroy(session->device);
    free(session->root_bytes);
}
