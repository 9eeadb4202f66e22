#include "sync/polling.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "sync/sync.h"
#include "trust/verdict.h"

enum {
    SIGNATURE_SECONDS = 60, /* for a small file as a whole */
    DOCUMENT_SECONDS = 300,
};

/* nginx's ETag is a file's second and its length, as Last-Modified is for others: two publications
 * within a second may have the same. So after a change the document is once more asked for without
 * a tag, when that second is surely over. */
#define TAG_SETTLES (2 * CLOCK_SECOND)

static void answered(void *context, const struct http_result *result);

static void rest(struct feed *feed, int64_t delay)
{
    struct poll *poll = &feed->poll;
    body_reset(&poll->body, 0);
    poll_forget_root(poll);
    candidate_finish(&poll->coming);
    poll->step = POLL_REST;
    feed->poll_at = clock_monotonic() + delay;
    feed->was_asked = true;
    health_change(&feed->sync->health);
}

void poll_finish(struct feed *feed)
{
    struct poll *poll = &feed->poll;
    if (poll->transfer)
        http_cancel(feed->sync->http, poll->transfer);
    body_reset(&poll->body, 0);
    poll_forget_root(poll);
    candidate_finish(&poll->coming);
    *poll = (struct poll){0};
}

void poll_fail(struct feed *feed, int retry_after)
{
    rest(feed, pace_failure(&feed->pace, retry_after));
}

static void succeed(struct feed *feed, bool changed)
{
    struct poll *poll = &feed->poll;
    trouble_clear(&feed->trouble, feed_name(feed));
    feed->good_at = clock_wall();
    memcpy(poll->tag, poll->fresh_tag, sizeof poll->tag);
    poll->is_sure = !changed && (poll->is_sure || !poll->has_tag);
    if (changed)
        poll->changed_at = clock_monotonic();
    /* Whoever could wait, having a tag now, soon does; without one there is nothing to wait by. */
    bool is_soon = changed || (poll->tag[0] && !poll->is_patient);
    rest(feed, pace_success(&feed->pace, poll->took, is_soon, poll->waited));
}

static int take_body(void *context, const void *data, size_t size)
{
    struct feed *feed = context;
    return body_add(&feed->poll.body, data, size);
}

void poll_ask(struct feed *feed, enum poll_step step, const char *name, size_t limit)
{
    struct poll *poll = &feed->poll;
    bool is_document = step == POLL_DOCUMENT;
    char *url = NULL;
    body_reset(&poll->body, limit);
    poll->step = step;
    if (!is_document && http_join(feed->settings->url, name, &url) < 0)
        url = NULL;
    const struct http_request request = {
        .url = is_document ? feed->settings->url : url,
        .if_none_match = is_document && poll->has_tag ? poll->tag : NULL,
        .wait_seconds = is_document && poll->is_patient ? PACE_WAIT_SECONDS : 0,
        .limit = (int64_t)limit,
        .total_seconds = is_document ? DOCUMENT_SECONDS : SIGNATURE_SECONDS,
        .upload_fd = -1,
        .write = take_body,
        .done = answered,
        .context = feed};
    poll->transfer = request.url ? http_start(feed->sync->http, &request) : NULL;
    free(url);
    if (!poll->transfer) {
        trouble_set(&feed->trouble, feed_name(feed), EXIT_MACHINE, "memory", _("out of memory"));
        poll_fail(feed, 0);
    }
}

void poll_begin(struct feed *feed)
{
    struct poll *poll = &feed->poll;
    feed->poll_at = INT64_MAX;
    poll->asked_at = clock_monotonic();
    poll->fresh_tag[0] = '\0';
    poll->has_tag =
        poll->tag[0] && (poll->is_sure || poll->asked_at - poll->changed_at < TAG_SETTLES);
    poll->is_patient = poll->has_tag && !feed->sync->options.once;
    poll_ask(feed, POLL_DOCUMENT, NULL, LIMIT_DOCUMENT_BYTES);
}

void poll_ask_signature(struct feed *feed)
{
    poll_ask(feed, POLL_SIGNATURE, "playlist.json.minisig", MINISIGN_FILE_MAX);
}

/* --- the document ---------------------------------------------------------------------------- */

static bool is_known(const struct feed *feed, const struct candidate *coming)
{
    if (feed_same(feed, coming->sha256) == FEED_ASIDE)
        return !feed->pending.document || feed->is_repair;
    if (feed->is_damaged)
        return false;
    if (feed->pending.document && memcmp(feed->pending.sha256, coming->sha256, SHA256_SIZE) == 0)
        return true;
    return !feed->pending.document && feed->active.document &&
           memcmp(feed->active.sha256, coming->sha256, SHA256_SIZE) == 0;
}

static void refuse(struct feed *feed, enum exit_status status, const char *code, const char *why)
{
    trouble_set(&feed->trouble, feed_name(feed), status, code, "%s", why);
    poll_fail(feed, 0);
}

/* The bytes are trusted: they may be parsed now. */
static void accept(struct feed *feed)
{
    struct candidate *coming = &feed->poll.coming;
    char why[256];
    int result = candidate_read(coming, why, sizeof why);
    if (result < 0) {
        bool is_memory = result == -ENOMEM;
        refuse(feed, is_memory ? EXIT_MACHINE : EXIT_INPUT, is_memory ? "memory" : "document", why);
        return;
    }
    const struct document *document = coming->document;
    if (!feed->is_unsigned &&
        (strcmp(document->feed_id, feed->key) != 0 || document->sequence != coming->sequence)) {
        refuse(feed, EXIT_TRUST, "comment",
               _("the feedId or the sequence in the document is not the signed one"));
        return;
    }
    feed_expect(feed, coming);
    succeed(feed, true);
}

/* What stands on the server is what plays, or was set aside: what was pending is withdrawn. */
static void keep(struct feed *feed)
{
    feed_withdraw(feed);
    feed_check_needs(feed);
    succeed(feed, false);
}

static enum trust_fault judge(struct feed *feed)
{
    struct poll *poll = &feed->poll;
    return feed_judge(feed, poll->coming.bytes, poll->coming.size,
                      poll->body.bytes ? poll->body.bytes : "", poll->body.size,
                      &poll->coming.sequence);
}

/* Whether another signature of the same bytes may do better. */
static bool may_have_better(enum trust_fault fault)
{
    return fault == TRUST_FORM || fault == TRUST_KEY || fault == TRUST_SIGNATURE;
}

static void ask_signature_copy(struct feed *feed)
{
    char hex[SHA256_HEX_SIZE], name[SHA256_HEX_SIZE + 32];
    sha256_to_hex(feed->poll.coming.sha256, hex);
    snprintf(name, sizeof name, "pool/%.2s/%s.minisig", hex, hex);
    poll_ask(feed, POLL_SIGNATURE_COPY, name, MINISIGN_FILE_MAX);
}

static void take_signature(struct feed *feed, const struct http_result *result)
{
    struct poll *poll = &feed->poll;
    if (result->status != 200)
        body_reset(&poll->body, MINISIGN_FILE_MAX);
    if (feed->root.version < feed_known_root(feed)) {
        refuse(feed, EXIT_TRUST, "root",
               _("the server no longer has the roots that this screen knows"));
        return;
    }
    enum trust_fault fault = judge(feed);
    if (may_have_better(fault) && poll->step == POLL_SIGNATURE) {
        poll->fault = fault;
        ask_signature_copy(feed);
        return;
    }
    if (may_have_better(fault)) /* what was wrong with the one that the server shows */
        fault = poll->fault;
    if (fault == TRUST_SAME && feed_same(feed, poll->coming.sha256) != FEED_WANTED) {
        keep(feed);
        return;
    }
    if (fault != TRUST_FINE && fault != TRUST_SAME) {
        refuse(feed, EXIT_TRUST, trust_fault_code(fault), _(trust_fault_message(fault)));
        return;
    }
    poll->coming.signature = body_take(&poll->body, &poll->coming.signature_size);
    accept(feed);
}

static void take_document(struct feed *feed, const struct http_result *result)
{
    struct poll *poll = &feed->poll;
    poll->took = clock_monotonic() - poll->asked_at;
    poll->waited = result->waited;
    if (result->status == 304 && poll->has_tag) {
        memcpy(poll->fresh_tag, poll->tag, sizeof poll->fresh_tag);
        succeed(feed, false);
        return;
    }
    poll->coming.bytes = body_take(&poll->body, &poll->coming.size);
    if (!poll->coming.bytes) {
        refuse(feed, EXIT_MACHINE, "memory", _("out of memory"));
        return;
    }
    sha256_bytes(poll->coming.bytes, poll->coming.size, poll->coming.sha256);
    snprintf(poll->fresh_tag, sizeof poll->fresh_tag, "%s", result->weak_tag);
    bool known = is_known(feed, &poll->coming);
    if (known && !poll->waited) /* all of it again, slowly: that is no waiting for a change */
        poll->took = 0;
    if (known)
        succeed(feed, false);
    else if (feed->is_unsigned && feed_same(feed, poll->coming.sha256) == FEED_ASIDE)
        keep(feed);
    else if (feed->is_unsigned)
        accept(feed);
    else
        poll_ask_root(feed);
}

/* --- every answer ---------------------------------------------------------------------------- */

static bool is_expected(enum poll_step step, int status)
{
    switch (step) {
    case POLL_DOCUMENT:
        return status == 200 || status == 304;
    case POLL_ROOT:
    case POLL_ROOT_SIGNATURE:
    case POLL_SIGNATURE_COPY: /* what was wrong with the first one counts */
        return status == 200 || (status >= 400 && status < 500 && status != 429);
    case POLL_SIGNATURE:
        return status == 200 || status == 403 || status == 404 || status == 410;
    case POLL_REST:
        break;
    }
    return false;
}

/* Only of the server that the settings name: whoever sits on a line of plain http may send on to an
 * https server of his own. */
static void hear_date(struct feed *feed, const struct http_result *result)
{
    if (result->date > 0 && strncasecmp(feed->settings->url, "https:", strlen("https:")) == 0)
        ladder_hear(&feed->sync->ladder, result->date, clock_monotonic());
}

static void answered(void *context, const struct http_result *result)
{
    struct feed *feed = context;
    struct poll *poll = &feed->poll;
    poll->transfer = NULL;
    hear_date(feed, result);
    if (result->fault != HTTP_FINE) {
        trouble_set(&feed->trouble, feed_name(feed), EXIT_MACHINE, http_fault_code(result->fault),
                    "%s (%s)", _(http_fault_message(result->fault)), result->detail);
        poll_fail(feed, result->retry_after);
        return;
    }
    if (!is_expected(poll->step, result->status)) {
        char code[32];
        snprintf(code, sizeof code, "http-%d", result->status);
        trouble_set(&feed->trouble, feed_name(feed), EXIT_MACHINE, code, _("the server answers %d"),
                    result->status);
        poll_fail(feed, result->retry_after);
        return;
    }
    switch (poll->step) {
    case POLL_DOCUMENT:
        take_document(feed, result);
        break;
    case POLL_ROOT:
        poll_take_root(feed, result);
        break;
    case POLL_ROOT_SIGNATURE:
        poll_take_root_signature(feed, result);
        break;
    case POLL_SIGNATURE:
    case POLL_SIGNATURE_COPY:
        take_signature(feed, result);
        break;
    case POLL_REST:
        break;
    }
}
