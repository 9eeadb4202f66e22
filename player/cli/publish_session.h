/* One publication from its options to its end, in steps: whole folders (`publish`) and single
 * alerts laid over what stands at the target (`alert`) take the same ones. */
#pragma once

#include "cli/check.h"
#include "cli/option.h"
#include "cli/publish_plan.h"
#include "cli/publish_send.h"

/* All that one publication holds on to. */
struct publish_session {
    const struct options *options;
    const char *to, *root_path;
    int64_t now; /* microseconds since 1970 */
    struct root root;
    char *root_bytes;
    size_t root_size;
    struct minisign_secret key;
    struct site *device; /* the settings of --site, or NULL */
    struct check check;
    struct publish_target *target;
    struct publish_work work;
    struct publish_plan plan;
    struct publish_sent sent;
    char expires[MOMENT_TEXT_SIZE]; /* --expires, as it is published */
};

/* Each step returns an exit status after saying what is wrong; nothing is written before the last.
 * Finish it after any of them. */

/* The options, the time, the root and the secret key (and its password). */
int publish_session_open(const struct options *options, struct publish_session *ret);

/* Checks the folder `path` as `bangtin check` would: what that refuses is not published. */
int publish_session_check(struct publish_session *session, const char *path);

/* The same for the alert `index` of a document that is in memory, and for nothing else of it; that
 * it cannot be drawn here is said, and no fault. `directory` is the folder's. */
int publish_session_check_alert(struct publish_session *session, struct document *document,
                                size_t index, int directory);

/* Says where the folder's document names another feed than the root does. */
void publish_session_compare_feed(const struct publish_session *session,
                                  const struct document *document, const char *path);

/* Opens the target, takes hold of the draft's folder (`directory`, borrowed; `path` names it) and
 * reads what stands at the target: session->plan.standing. */
int publish_session_reach(struct publish_session *session, int directory, const char *path);

/* Numbers, composes and signs what has been checked. */
int publish_session_plan(struct publish_session *session);

/* The same for a document that was made of what stands at the target (cli/publish_overlay.h). Its
 * media are there; it is borrowed until the session is finished. */
int publish_session_plan_overlay(struct publish_session *session, const struct document *document);

/* Writes it, unless --dry-run, and says what was done. */
int publish_session_send(struct publish_session *session);

void publish_session_finish(struct publish_session *session);
