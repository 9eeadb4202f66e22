#include "cli/publish_standing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/publish_name.h"
#include "cli/say.h"
#include "trust/verdict.h"

/* Whether the signature file says that a key of the root stands for these bytes. */
static bool is_signed(const struct root *root, const char *text, size_t text_size,
                      const char *bytes, size_t size, int64_t *ret_sequence)
{
    struct minisign_signature signature;
    char feed_id[LIMIT_ID_BYTES + 1];
    if (minisign_signature_parse(text, text_size, &signature) < 0)
        return false;
    for (size_t i = 0; i < root->feed_key_count; i++) {
        if (minisign_verify(&signature, &root->feed_keys[i], bytes, size) == 0)
            return trust_comment_parse(signature.comment, feed_id, ret_sequence) == 0 &&
                   strcmp(feed_id, root->feed_id) == 0;
    }
    return false;
}

/* Looks for the document's own signature at `name`. Returns 1, 0 or -errno. */
static int look_for_signature(struct publish_target *target, const struct root *root,
                              const char *name, const char *bytes, size_t size,
                              struct publish_standing *standing, int64_t *ret_sequence)
{
    char *text;
    size_t text_size;
    int result = target->way->get(target, name, MINISIGN_FILE_MAX, &text, &text_size);
    if (result == -ENOENT || result == -EFBIG)
        return 0;
    if (result < 0)
        return result;
    if (!is_signed(root, text, text_size, bytes, size, ret_sequence)) {
        free(text);
        return 0;
    }
    standing->signature = text;
    standing->signature_size = text_size;
    return 1;
}

static int find_signature(struct publish_target *target, const struct root *root, const char *bytes,
                          size_t size, struct publish_standing *standing, int64_t *ret_sequence)
{
    char name[PUBLISH_NAME_SIZE];
    int result =
        look_for_signature(target, root, PUBLISH_SIGNATURE, bytes, size, standing, ret_sequence);
    standing->is_signed = result == 1;
    if (result != 0)
        return result;
    publish_name_signature(standing->sha256, name);
    return look_for_signature(target, root, name, bytes, size, standing, ret_sequence);
}

/* Empty, or full of zeroes. */
static bool is_blank(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != '\0')
            return false;
    }
    return true;
}

/* What must not be overwritten, whoever asks. */
static int refuse_foreign(const struct publish_target *target, const struct root *root,
                          const struct document *document)
{
    if (strcmp(document->feed_id, root->feed_id) != 0) {
        say(_("%s: the feed \"%s\" stands there, not \"%s\"; name the folder of this feed, or an "
              "empty one"),
            target->name, document->feed_id, root->feed_id);
        return EXIT_INPUT;
    }
    if (document->sequence == 0) {
        say(_("%s: a draft stands there, and no published folder; name another folder"),
            target->name);
        return EXIT_INPUT;
    }
    return EXIT_DONE;
}

static int judge(struct publish_target *target, const struct root *root,
                 const struct publish_memory *memory, const char *bytes, size_t size,
                 struct publish_standing *standing)
{
    struct findings findings = {0};
    int64_t sequence = 0;
    sha256_bytes(bytes, size, standing->sha256);
    int result = find_signature(target, root, bytes, size, standing, &sequence);
    if (result < 0) {
        say("%s", target->why);
        return EXIT_MACHINE;
    }
    standing->is_damaged = document_parse(bytes, size, &findings, &standing->document) < 0;
    findings_finish(&findings);
    if (standing->is_damaged)
        return EXIT_DONE;
    standing->is_known = (result == 1 && sequence == standing->document->sequence) ||
                         publish_memory_has(memory, standing->sha256);
    return refuse_foreign(target, root, standing->document);
}

int publish_standing_read(struct publish_target *target, const struct root *root,
                          const struct publish_memory *memory, struct publish_standing *ret)
{
    struct publish_standing standing = {0};
    char *bytes;
    size_t size;
    int result = target->way->get(target, PUBLISH_DOCUMENT, LIMIT_DOCUMENT_BYTES, &bytes, &size);
    if (result == -ENOENT) {
        *ret = standing;
        return EXIT_DONE;
    }
    if (result == -EFBIG) {
        say(_("%s: the %s there is larger than a playlist can be; look whose it is, move it away, "
              "and publish again"),
            target->name, PUBLISH_DOCUMENT);
        return EXIT_INPUT;
    }
    if (result < 0) {
        say("%s", target->why);
        return EXIT_MACHINE;
    }
    standing.is_there = true;
    int status = EXIT_DONE;
    if (is_blank(bytes, size))
        standing.is_damaged = standing.is_blank = true;
    else
        status = judge(target, root, memory, bytes, size, &standing);
    free(bytes);
    if (status == EXIT_DONE)
        *ret = standing;
    else
        publish_standing_finish(&standing);
    return status;
}

void publish_standing_finish(struct publish_standing *standing)
{
    document_destroy(standing->document);
    free(standing->signature);
    *standing = (struct publish_standing){0};
}
