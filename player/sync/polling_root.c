/* The chain of roots: N+1, N+2, … each signed by the threshold of the keys before and after. The
 * signatures of the keys before are asked for first, because not a byte is parsed without them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "sync/sync.h"

void poll_forget_root(struct poll *poll)
{
    free(poll->next.bytes);
    memset(&poll->next, 0, sizeof poll->next);
}

void poll_ask_root(struct feed *feed)
{
    char name[ROOT_NAME_SIZE];
    unsigned steps = feed->poll.next.steps;
    poll_forget_root(&feed->poll);
    feed->poll.next.steps = steps + 1;
    if (steps >= ROOT_STEPS_MAX) { /* goes on with the next poll */
        poll_ask_signature(feed);
        return;
    }
    root_name(feed->root.version + 1, name);
    poll_ask(feed, POLL_ROOT, name, ROOT_BYTES_MAX);
}

static void refuse_root(struct feed *feed, const char *why)
{
    trouble_set(&feed->trouble, feed_name(feed), EXIT_TRUST, "root",
                _("%u.root.json is not taken: %s"), feed->root.version + 1, why);
    poll_fail(feed, 0);
}

/* Nothing is said of the root: it is asked for again with the next poll. */
static void lack_memory(struct feed *feed)
{
    trouble_set(&feed->trouble, feed_name(feed), EXIT_MACHINE, "memory", _("out of memory"));
    poll_fail(feed, 0);
}

static void add_signer(struct poll *poll, const struct minisign_public *key)
{
    for (size_t i = 0; i < poll->next.signer_count; i++) {
        if (memcmp(&poll->next.signers[i], key, sizeof *key) == 0)
            return;
    }
    poll->next.signers[poll->next.signer_count++] = *key;
}

static void judge_root(struct feed *feed)
{
    struct poll *poll = &feed->poll;
    const char *why = NULL;
    if (root_verify_step(&feed->root, &poll->next.root, poll->next.bytes, poll->next.size,
                         poll->next.signatures, poll->next.signature_count, &why) < 0) {
        refuse_root(feed, why ? _(why) : _("it is not signed as it must be"));
        return;
    }
    int result =
        activate_root(feed->sync, feed, &poll->next.root, poll->next.bytes, poll->next.size);
    if (result < 0) {
        trouble_set(&feed->trouble, feed_name(feed), EXIT_MACHINE, "store",
                    _("the root cannot be kept: %s"), strerror(-result));
        poll_fail(feed, 0);
        return;
    }
    poll_ask_root(feed);
}

/* The old keys have signed these bytes: they may be parsed. */
static bool parse_root(struct feed *feed)
{
    struct poll *poll = &feed->poll;
    if (root_count_signers(feed->root.root_keys, feed->root.root_key_count, poll->next.signatures,
                           poll->next.signature_count, poll->next.bytes,
                           poll->next.size) < feed->root.threshold) {
        refuse_root(feed, _("too few of the root keys that this screen knows have signed it"));
        return false;
    }
    struct findings findings = {0};
    int result = root_parse(poll->next.bytes, poll->next.size, &findings, &poll->next.root);
    if (result == -ENOMEM)
        lack_memory(feed);
    else if (result < 0)
        refuse_root(feed, findings.count > 0 ? findings.list[0].message : _("it is no root"));
    findings_finish(&findings);
    if (result < 0)
        return false;
    poll->next.is_parsed = true;
    for (size_t i = 0; i < poll->next.root.root_key_count; i++)
        add_signer(poll, &poll->next.root.root_keys[i]);
    return true;
}

static void ask_root_signature(struct feed *feed)
{
    struct poll *poll = &feed->poll;
    char name[ROOT_NAME_SIZE];
    if (poll->next.asked == poll->next.signer_count && !poll->next.is_parsed && !parse_root(feed))
        return;
    if (poll->next.asked == poll->next.signer_count) {
        judge_root(feed);
        return;
    }
    root_signature_name(feed->root.version + 1, &poll->next.signers[poll->next.asked++], name);
    poll_ask(feed, POLL_ROOT_SIGNATURE, name, MINISIGN_FILE_MAX);
}

void poll_take_root(struct feed *feed, const struct http_result *result)
{
    struct poll *poll = &feed->poll;
    if (result->status != 200) {
        poll_ask_signature(feed);
        return;
    }
    poll->next.bytes = body_take(&poll->body, &poll->next.size);
    if (!poll->next.bytes) {
        lack_memory(feed);
        return;
    }
    for (size_t i = 0; i < feed->root.root_key_count; i++)
        add_signer(poll, &feed->root.root_keys[i]);
    ask_root_signature(feed);
}

void poll_take_root_signature(struct feed *feed, const struct http_result *result)
{
    struct poll *poll = &feed->poll;
    struct minisign_signature *signature = &poll->next.signatures[poll->next.signature_count];
    if (result->status == 200 && poll->body.bytes &&
        minisign_signature_parse(poll->body.bytes, poll->body.size, signature) == 0)
        poll->next.signature_count++;
    ask_root_signature(feed); /* a missing one may not be needed */
}
