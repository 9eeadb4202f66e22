#include "cli/publish_plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/publish_number.h"
#include "cli/say.h"
#include "playlist/json.h"
#include "trust/verdict.h"

/* An instant as a document writes it; "" where it has none, or one that is no plain text. */
static void copy_instant(const struct json *json, const char *key, char text[MOMENT_TEXT_SIZE])
{
    uint32_t at = json_member(json, 0, key);
    const struct json_token *token = &json->tokens[at];
    text[0] = '\0';
    if (at == 0 || token->kind != JSON_STRING || token->escaped || token->size >= MOMENT_TEXT_SIZE)
        return;
    memcpy(text, json->bytes + token->start, token->size);
    text[token->size] = '\0';
}

/* What was stamped on a published document. */
static bool read_stamp(const struct document *document, struct publish_stamp *ret)
{
    struct json json;
    struct json_error error;
    if (json_read(document->bytes, document->size, &json, &error) < 0)
        return false;
    ret->sequence = document->sequence;
    copy_instant(&json, "generated", ret->generated);
    copy_instant(&json, "expires", ret->expires);
    json_finish(&json);
    return ret->sequence > 0 && ret->generated[0] != '\0';
}

/* The expiry to be stamped. Without --expires and with none in the draft, a publication whose
 * content is otherwise the same keeps the one that it had; so does one with an alert laid over. */
static void choose_expires(const struct publish_plan *plan, struct publish_stamp *stamp)
{
    struct publish_stamp standing;
    if (plan->is_overlay && read_stamp(plan->draft, &standing))
        memcpy(stamp->expires, standing.expires, sizeof stamp->expires);
    else if (plan->expires)
        snprintf(stamp->expires, sizeof stamp->expires, "%s", plan->expires);
    else if (plan->draft->expires != TIME_ALWAYS_AFTER)
        stamp->expires[0] = '\0';
}

static int compose(struct publish_plan *plan, const struct publish_stamp *stamp,
                   struct document **ret)
{
    return publish_compose(plan->draft, &plan->media, plan->root->feed_id, stamp, ret);
}

/* Whether the draft with this stamp is the document of that digest: then it has not changed. */
static int is_same(struct publish_plan *plan, struct publish_stamp *stamp,
                   const unsigned char sha256[SHA256_SIZE], bool *ret)
{
    struct document *document;
    unsigned char digest[SHA256_SIZE];
    choose_expires(plan, stamp);
    int result = compose(plan, stamp, &document);
    if (result < 0)
        return result;
    sha256_bytes(document->bytes, document->size, digest);
    *ret = memcmp(digest, sha256, SHA256_SIZE) == 0;
    document_destroy(document);
    return 0;
}

static int say_failure(int error)
{
    if (error == -EFBIG)
        say(_("with digests and names of the pool the document would be larger than 4 MiB; split "
              "it into several feeds"));
    else if (error == -EBADMSG)
        say(_("the document cannot be rewritten for publishing; this is a mistake of bangtin: "
              "please report it with the document"));
    else
        say("%s", say_errno(error));
    return error == -ENOMEM ? EXIT_MACHINE : EXIT_INPUT;
}

static int refuse_number(const struct publish_plan *plan, enum publish_number choice,
                         int64_t number)
{
    if (choice == PUBLISH_UNKNOWN && plan->standing.document)
        say(_("%s: what stands there is signed with no key that the root names, so its number, "
              "%lld, proves nothing; look who published it, then give a number above it and above "
              "your last one with --sequence"),
            plan->target->name, (long long)plan->standing.document->sequence);
    else if (choice == PUBLISH_UNKNOWN)
        say(_("%s: what stands there is signed with no key that the root names, so its number "
              "proves nothing; look who published it, then give a number with --sequence"),
            plan->target->name);
    else if (choice == PUBLISH_LOW)
        say(_("--sequence %lld: players have %lld already and never go back; give a greater one, "
              "or none"),
            (long long)plan->wanted, (long long)number);
    else if (choice == PUBLISH_LEAP)
        say(_("--sequence %lld: players have %lld and take none that is more than %lld above it"),
            (long long)plan->wanted, (long long)number, (long long)TRUST_STEP_MAX);
    else
        say(_("the sequence numbers are used up; a new root with a sequenceFloor is needed"));
    return EXIT_TRUST;
}

/* Players look for a new root only where they see a new document, and a stolen key is trusted until
 * they do. So the content under a new root is another publication, though no word has changed. */
static bool root_is_known_there(const struct publish_plan *plan)
{
    for (size_t i = 0; i < plan->roots.count; i++) {
        const struct publish_root_file *file = &plan->roots.list[i];
        if (file->version == plan->root->version && !file->is_signature)
            return file->is_there;
    }
    return true;
}

/* Gathers what the decision hangs on. The stamps are those of the earlier publications. */
static int gather(struct publish_plan *plan, struct publish_facts *facts,
                  struct publish_stamp *remembered, struct publish_stamp *standing)
{
    struct publish_memory_entry entry;
    int result = 0;
    if (publish_memory_get(&plan->memory, 0, &entry)) {
        *remembered = entry.stamp;
        facts->remembered = entry.stamp.sequence;
        result = is_same(plan, remembered, entry.sha256, &facts->remembered_is_same);
        facts->remembered_is_same &=
            entry.root_version == 0 || entry.root_version >= plan->root->version;
    }
    facts->is_standing =
        plan->standing.is_there && (!plan->standing.is_damaged || facts->remembered == 0);
    if (result == 0 && plan->standing.is_known && read_stamp(plan->standing.document, standing)) {
        facts->standing = standing->sequence;
        result = is_same(plan, standing, plan->standing.sha256, &facts->standing_is_same);
        facts->standing_is_same &= root_is_known_there(plan);
    }
    return result;
}

int publish_plan_compose(struct publish_plan *plan)
{
    struct publish_facts facts = {.wanted = plan->wanted, .floor = plan->root->sequence_floor};
    struct publish_stamp remembered = {0}, standing = {0};
    int64_t number;
    int result = gather(plan, &facts, &remembered, &standing);
    if (result < 0)
        return say_failure(result);
    enum publish_number choice = publish_number_choose(&facts, &number);
    switch (choice) {
    case PUBLISH_KEEP_REMEMBERED:
        plan->stamp = remembered;
        break;
    case PUBLISH_KEEP_STANDING:
        plan->stamp = standing;
        break;
    case PUBLISH_NEW:
        plan->stamp = (struct publish_stamp){.sequence = number};
        moment_format(plan->now, plan->stamp.generated);
        choose_expires(plan, &plan->stamp);
        break;
    case PUBLISH_UNKNOWN:
    case PUBLISH_LOW:
    case PUBLISH_LEAP:
    case PUBLISH_END:
        return refuse_number(plan, choice, number);
    }
    plan->is_remembered = choice == PUBLISH_KEEP_REMEMBERED;
    plan->is_unchanged = choice != PUBLISH_NEW;
    result = compose(plan, &plan->stamp, &plan->document);
    if (result < 0)
        return say_failure(result);
    sha256_bytes(plan->document->bytes, plan->document->size, plan->sha256);
    return EXIT_DONE;
}

bool publish_plan_is_there(const struct publish_plan *plan)
{
    return plan->standing.is_there && memcmp(plan->standing.sha256, plan->sha256, SHA256_SIZE) == 0;
}

int publish_plan_sign(struct publish_plan *plan, const struct minisign_secret *key)
{
    char comment[MINISIGN_COMMENT_MAX + 1];
    if (publish_plan_is_there(plan) && plan->standing.signature) {
        plan->signature = strdup(plan->standing.signature);
        plan->signature_size = plan->standing.signature_size;
    } else {
        trust_comment_format(plan->root->feed_id, plan->stamp.sequence, comment);
        int result = minisign_sign(key, plan->document->bytes, plan->document->size, comment,
                                   &plan->signature);
        if (result == 0)
            plan->signature_size = strlen(plan->signature);
    }
    if (plan->signature)
        return EXIT_DONE;
    say("%s", say_errno(ENOMEM));
    return EXIT_MACHINE;
}

void publish_plan_finish(struct publish_plan *plan)
{
    publish_memory_finish(&plan->memory);
    publish_media_finish(&plan->media);
    publish_roots_finish(&plan->roots);
    publish_standing_finish(&plan->standing);
    document_destroy(plan->document);
    free(plan->signature);
}
