#include "cli/publish.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/check.h"
#include "cli/keys.h"
#include "cli/listing.h"
#include "cli/office.h"
#include "cli/opened.h"
#include "cli/publish_plan.h"
#include "cli/publish_send.h"
#include "cli/publish_summary.h"
#include "cli/say.h"

#define DAY (INT64_C(86400) * CLOCK_SECOND)
#define ROOT_WARNING (180 * DAY)

/* All that one publication holds on to. */
struct publication {
    const struct options *options;
    const char *to, *root_path;
    int64_t now;
    struct root root;
    char *root_bytes;
    size_t root_size;
    struct minisign_secret key;
    struct site *device;
    struct check check;
    struct publish_target *target;
    struct publish_work work;
    struct publish_plan plan;
    struct publish_sent sent;
};

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

/* `generated` raises the players' idea of the time: a clock that is surely wrong would do harm. */
static int read_time(struct publication *publication)
{
    const char *expires = options_value(publication->options, "expires");
    int64_t instant;
    if (publication->now < clock_build_time()) {
        say(_("this computer's clock is before the day on which bangtin was made; set it first"));
        return EXIT_MACHINE;
    }
    if (expires && moment_parse_instant(expires, strlen(expires), &instant) &&
        instant <= publication->now) {
        say(_("--expires %s: this time is past"), expires);
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

static int judge_root(const struct publication *publication)
{
    char text[MOMENT_TEXT_SIZE];
    const struct root *root = &publication->root;
    moment_format(root->expires, text);
    if (root->expires <= publication->now) {
        say(_("%s: this root has expired on %s; players take nothing under it: have the next root "
              "signed first"),
            publication->root_path, text);
        return EXIT_TRUST;
    }
    if (root->expires - publication->now < ROOT_WARNING)
        say(_("warning: %s: this root expires on %s; have the next one signed before that"),
            publication->root_path, text);
    return EXIT_DONE;
}

/* Whether the key may sign for this feed. */
static int judge_key(const struct publication *publication)
{
    struct minisign_public own;
    char id[MINISIGN_ID_TEXT_SIZE], ids[ROOT_KEYS_MAX * (MINISIGN_ID_TEXT_SIZE + 1) + 1] = "";
    const struct root *root = &publication->root;
    minisign_secret_public(&publication->key, &own);
    for (size_t i = 0, used = 0; i < root->feed_key_count; i++) {
        if (memcmp(own.key, root->feed_keys[i].key, sizeof own.key) == 0 &&
            memcmp(own.id, root->feed_keys[i].id, sizeof own.id) == 0)
            return EXIT_DONE;
        minisign_id_format(root->feed_keys[i].id, id);
        used += (size_t)snprintf(ids + used, sizeof ids - used, "%s%s", i ? ", " : "", id);
    }
    minisign_id_format(own.id, id);
    say(_("%s: the key %s may not sign for the feed \"%s\"; %s names %s"),
        options_value(publication->options, "key"), id, root->feed_id, publication->root_path, ids);
    return EXIT_TRUST;
}

static int read_keys(struct publication *publication)
{
    int status = keys_read_root(publication->root_path, &publication->root_bytes,
                                &publication->root_size, &publication->root);
    if (status == EXIT_DONE)
        status = judge_root(publication);
    if (status == EXIT_DONE)
        status = keys_read_secret(options_value(publication->options, "key"), &publication->key);
    if (status == EXIT_DONE)
        status = judge_key(publication);
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

/* What `check` refuses is not published. */
static int look_at_draft(struct publication *publication)
{
    struct check *check = &publication->check;
    const char *path = publication->options->operands[0];
    const char *site = options_value(publication->options, "site");
    if (site && !office_is_file(site)) {
        check->office = site;
    } else if (site) {
        int status = opened_settings(site, &publication->device);
        if (status != EXIT_DONE)
            return status;
    }
    check->device = publication->device;
    check->now = publication->now;
    int result = check_look(check, path);
    if (result < 0)
        snprintf(check->folder.path, sizeof check->folder.path, "%s", path);
    print_findings(check);
    if (result < 0)
        return opened_is_machine_error(result) ? EXIT_MACHINE : EXIT_INPUT;
    if (check->machine_error < 0) {
        check_say_machine_error(check->machine_error);
        return EXIT_MACHINE;
    }
    if (check->findings.errors > 0) {
        say(_("nothing was published: correct the errors first"));
        return EXIT_INPUT;
    }
    const struct document *draft = check->document;
    if (strcmp(draft->feed_id, publication->root.feed_id) != 0)
        say(_("warning: %s: feedId is \"%s\" here, and \"%s\" in the root; it is published as "
              "\"%s\""),
            check->folder.path, draft->feed_id, publication->root.feed_id,
            publication->root.feed_id);
    return EXIT_DONE;
}

static int open_target(struct publication *publication)
{
    bool is_url = publish_target_is_url(publication->to);
    if (!is_url &&
        publish_target_is_directory(publication->to, publication->check.folder.directory)) {
        say(_("%s: this is the draft's own folder; publish to another one"), publication->to);
        return EXIT_USAGE;
    }
    /* A network file system may know no locks; two officers at once are rare there, too. */
    if (flock(publication->check.folder.directory, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
        say(_("%s: another publication of it is under way; try again when it is done"),
            publication->check.folder.path);
        return EXIT_MACHINE;
    }
    publication->target =
        is_url ? publish_target_web(publication->to) : publish_target_folder(publication->to);
    if (publication->target)
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

/* Everything that can be refused is refused before a byte is written. */
static int plan_publication(struct publication *publication)
{
    struct publish_plan *plan = &publication->plan;
    const char *sequence = options_value(publication->options, "sequence");
    int directory = publication->check.folder.directory;
    *plan = (struct publish_plan){.draft = publication->check.document,
                                  .directory = directory,
                                  .root = &publication->root,
                                  .target = publication->target,
                                  .now = publication->now,
                                  .wanted = sequence ? strtoll(sequence, NULL, 10) : 0,
                                  .expires = options_value(publication->options, "expires")};
    int status = publish_roots_read(publication->root_path, &publication->root,
                                    publication->root_bytes, publication->root_size, &plan->roots);
    if (status != EXIT_DONE)
        return status;
    int result = publish_memory_read(directory, publication->root.feed_id, &plan->memory);
    if (result < 0) {
        say("%s: %s", PUBLISH_MEMORY_NAME, say_errno(result));
        return EXIT_MACHINE;
    }
    status = publish_roots_compare(&plan->roots, plan->target);
    if (status == EXIT_DONE)
        status = publish_standing_read(plan->target, plan->root, &plan->memory, &plan->standing);
    if (status == EXIT_DONE)
        status = judge_standing(plan);
    if (status != EXIT_DONE)
        return status;
    result = publish_media_read(plan->draft, directory, &publication->work, &plan->media);
    if (result < 0)
        return opened_is_machine_error(result) ? EXIT_MACHINE : EXIT_INPUT;
    status = publish_plan_compose(plan);
    if (status == EXIT_DONE)
        status = publish_plan_sign(plan, &publication->key);
    return status;
}

static int send_publication(struct publication *publication)
{
    bool is_dry = options_has(publication->options, "dry-run");
    struct publish_plan *plan = &publication->plan;
    int status = publish_send_measure(plan, &publication->work, &publication->sent);
    if (status == EXIT_DONE && !is_dry)
        status = publish_send(plan, &publication->work, &publication->sent);
    if (status != EXIT_DONE)
        return status;
    if (plan->document->expires <= publication->now)
        say(_("warning: the document's \"expires\" is past; players show it, and report it as "
              "out of date"));
    publish_summary_print(stdout, plan, &publication->sent, !is_dry, publication->root_path);
    return EXIT_DONE;
}

int publish_run(const struct options *options)
{
    struct publication publication = {.options = options,
                                      .to = options_value(options, "to"),
                                      .root_path = options_value(options, "root"),
                                      .now = clock_wall(),
                                      .check.folder = FOLDER_NONE};
    if (!has_options(options))
        return EXIT_USAGE;
    int status = read_time(&publication);
    if (status == EXIT_DONE)
        status = read_keys(&publication);
    if (status == EXIT_DONE)
        status = look_at_draft(&publication);
    if (status == EXIT_DONE)
        status = open_target(&publication);
    if (status == EXIT_DONE)
        status = plan_publication(&publication);
    minisign_secret_finish(&publication.key); /* it has signed, or never will */
    if (status == EXIT_DONE)
        status = send_publication(&publication);
    publish_plan_finish(&publication.plan);
    if (publication.target)
        publication.target->way->destroy(publication.target);
    check_finish(&publication.check);
    site_destroy(publication.device);
    free(publication.root_bytes);
    return status;
}
