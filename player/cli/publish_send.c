#include "cli/publish_send.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cli/publish_clean.h"
#include "cli/say.h"

/* Of signatures, which are small. */
enum { SMALL_FILES = 4 };

static int say_target(const struct publish_plan *plan)
{
    say("%s", plan->target->why);
    return EXIT_MACHINE;
}

static void count_moved(void *context, int64_t bytes)
{
    publish_work_add(context, bytes);
}

static int look(struct publish_plan *plan, struct publish_work *work, const char *step,
                int64_t bytes, struct publish_wanted *wanted, size_t count)
{
    publish_work_begin(work, step, bytes);
    plan->target->moved = count_moved;
    plan->target->context = work;
    int result = plan->target->way->look(plan->target, wanted, count);
    plan->target->moved = NULL;
    publish_work_end(work);
    return result;
}

/* The media as they are wanted, each once, with room for one more; *ret_count of them. NULL without
 * memory, which is told. `only_sent`: those that were not there. */
static struct publish_wanted *list_media(struct publish_plan *plan, bool only_sent,
                                         size_t *ret_count)
{
    const struct publish_media_list *media = &plan->media;
    struct publish_wanted *wanted = calloc(media->count + 1, sizeof *wanted);
    size_t count = 0;
    if (!wanted) {
        snprintf(plan->target->why, sizeof plan->target->why, "%s", say_errno(ENOMEM));
        return NULL;
    }
    for (size_t i = 0; i < media->count; i++) {
        const struct publish_media *one = &media->list[i];
        if (!one->is_repeated && !(only_sent && one->is_there))
            wanted[count++] = (struct publish_wanted){one->name, one->size, one->sha256, false};
    }
    *ret_count = count;
    return wanted;
}

/* What of the media is at the target. Returns 0 or -errno. */
static int look_for_media(struct publish_plan *plan, struct publish_work *work)
{
    struct publish_media_list *media = &plan->media;
    size_t count;
    struct publish_wanted *wanted = list_media(plan, false, &count);
    if (!wanted)
        return -ENOMEM;
    int result = look(plan, work, _("comparing"), media->bytes, wanted, count);
    for (size_t i = 0, at = 0; i < media->count; i++) {
        if (!media->list[i].is_repeated)
            media->list[i].is_there = wanted[at++].is_there;
    }
    free(wanted);
    return result;
}

/* Reads from a stick what was written to it: cheap ones say that they are larger than they are, and
 * lose what does not fit without a word. */
static int read_back(struct publish_plan *plan, struct publish_work *work,
                     const struct publish_sent *sent)
{
    size_t count;
    struct publish_wanted *wanted = list_media(plan, true, &count);
    if (!wanted)
        return say_target(plan);
    wanted[count++] = (struct publish_wanted){PUBLISH_DOCUMENT, (int64_t)plan->document->size,
                                              plan->sha256, false};
    int status = EXIT_DONE;
    if (look(plan, work, _("reading back"), sent->bytes + (int64_t)plan->document->size, wanted,
             count) < 0)
        status = say_target(plan);
    for (size_t i = 0; status == EXIT_DONE && i < count; i++) {
        if (wanted[i].is_there)
            continue;
        say(_("%s/%s: the stick does not give back what was written to it: it is broken, or "
              "smaller than it claims to be; take another one"),
            plan->target->name, wanted[i].name);
        status = EXIT_MACHINE;
    }
    free(wanted);
    return status;
}

int publish_send_measure(struct publish_plan *plan, struct publish_work *work,
                         struct publish_sent *ret)
{
    struct publish_sent sent = {0};
    if (look_for_media(plan, work) < 0)
        return say_target(plan);
    for (size_t i = 0; i < plan->media.count; i++) {
        const struct publish_media *media = &plan->media.list[i];
        if (!media->is_repeated && !media->is_there) {
            sent.media++;
            sent.bytes += media->size;
        }
    }
    *ret = sent;
    return EXIT_DONE;
}

/* What a file takes there. */
static int64_t rounded(const struct publish_target *target, int64_t bytes)
{
    return (bytes + target->block - 1) / target->block * target->block;
}

/* What of the media is to be sent. */
static int64_t media_room(const struct publish_plan *plan)
{
    int64_t needed = 0;
    for (size_t i = 0; i < plan->media.count; i++) {
        const struct publish_media *media = &plan->media.list[i];
        if (!media->is_repeated && !media->is_there)
            needed += rounded(plan->target, media->size);
    }
    return needed;
}

/* Takes hold of the target. Where there is no room, what is no longer used goes first. */
static int begin(struct publish_plan *plan, const struct publish_sent *sent)
{
    int64_t needed = media_room(plan);
    size_t files = sent->media;
    if (!publish_plan_is_there(plan)) {
        needed += rounded(plan->target, (int64_t)plan->document->size);
        files++;
    }
    for (size_t i = 0; i < plan->roots.count; i++) {
        if (plan->roots.list[i].is_there)
            continue;
        needed += rounded(plan->target, (int64_t)plan->roots.list[i].size);
        files++;
    }
    if (files > 0) {
        needed += SMALL_FILES * rounded(plan->target, MINISIGN_FILE_MAX);
        files += SMALL_FILES;
    }
    int result = plan->target->way->begin(plan->target, needed, files);
    if (result == -ENOSPC) {
        publish_clean(plan);
        result = plan->target->way->begin(plan->target, needed, files);
    }
    return result < 0 ? say_target(plan) : EXIT_DONE;
}

static int send_one_media(struct publish_plan *plan, size_t index)
{
    const struct publish_media *media = &plan->media.list[index];
    int fd = publish_media_open(&plan->media, index);
    int result = fd < 0 ? fd
                        : plan->target->way->put_file(plan->target, media->name, fd, media->size,
                                                      media->sha256);
    /* Nobody has looked at what was sent to a server; but it was this file. */
    if (result == 0 && !publish_media_is_same(media, fd)) {
        result = -ESTALE;
        plan->target->way->remove(plan->target, media->name);
    }
    if (fd >= 0)
        close(fd);
    if (result == -ESTALE)
        say(_("%s: the file changed while it was published; publish again when it is complete"),
            media->asset->href);
    else if (fd < 0)
        say("%s: %s", media->asset->href, say_errno(fd));
    else if (result < 0)
        return say_target(plan);
    return result < 0 ? EXIT_INPUT : EXIT_DONE;
}

static int send_media(struct publish_plan *plan, struct publish_work *work,
                      const struct publish_sent *sent)
{
    int status = EXIT_DONE;
    publish_work_begin(work, _("sending"), sent->bytes);
    plan->target->moved = count_moved;
    plan->target->context = work;
    for (size_t i = 0; status == EXIT_DONE && i < plan->media.count; i++) {
        const struct publish_media *media = &plan->media.list[i];
        if (media->is_repeated || media->is_there)
            continue;
        publish_work_name(work, media->asset->href);
        status = send_one_media(plan, i);
    }
    plan->target->moved = NULL;
    publish_work_end(work);
    return status;
}

static int put(struct publish_plan *plan, const char *name, const void *data, size_t size)
{
    return plan->target->way->put(plan->target, name, data, size) < 0 ? say_target(plan)
                                                                      : EXIT_DONE;
}

static int send_roots(struct publish_plan *plan)
{
    int status = EXIT_DONE;
    for (size_t i = 0; status == EXIT_DONE && i < plan->roots.count; i++) {
        const struct publish_root_file *file = &plan->roots.list[i];
        if (!file->is_there)
            status = put(plan, file->name, file->bytes, file->size);
    }
    return status;
}

/* A signature where its document's digest leads to. */
static int send_copy(struct publish_plan *plan, const unsigned char sha256[SHA256_SIZE],
                     const char *signature, size_t size)
{
    char name[PUBLISH_NAME_SIZE];
    unsigned char digest[SHA256_SIZE];
    publish_name_signature(sha256, name);
    sha256_bytes(signature, size, digest);
    struct publish_wanted wanted = {name, (int64_t)size, digest, false};
    if (plan->target->way->look(plan->target, &wanted, 1) < 0)
        return say_target(plan);
    return wanted.is_there ? EXIT_DONE : put(plan, name, signature, size);
}

static int settle(struct publish_plan *plan)
{
    return plan->target->way->settle(plan->target) < 0 ? say_target(plan) : EXIT_DONE;
}

/* From here on the old document meets the new signature for an instant. Its own is in the pool. */
static int send_document(struct publish_plan *plan)
{
    const struct publish_standing *standing = &plan->standing;
    bool is_there = publish_plan_is_there(plan);
    int status = EXIT_DONE;
    if (standing->signature && !is_there)
        status = send_copy(plan, standing->sha256, standing->signature, standing->signature_size);
    if (status == EXIT_DONE)
        status = send_copy(plan, plan->sha256, plan->signature, plan->signature_size);
    if (status == EXIT_DONE)
        status = settle(plan);
    if (status == EXIT_DONE && !(is_there && standing->is_signed))
        status = put(plan, PUBLISH_SIGNATURE, plan->signature, plan->signature_size);
    if (status == EXIT_DONE)
        status = settle(plan);
    if (status == EXIT_DONE && !is_there)
        status = put(plan, PUBLISH_DOCUMENT, plan->document->bytes, plan->document->size);
    if (status == EXIT_DONE)
        status = settle(plan);
    return status;
}

/* The number is used up before anybody can see it. */
static int remember(struct publish_plan *plan)
{
    if (plan->is_remembered)
        return EXIT_DONE;
    int result = publish_memory_add(&plan->memory, plan->directory, &plan->stamp,
                                    plan->root->version, plan->sha256, &plan->media);
    if (result == 0)
        return EXIT_DONE;
    say(_("%s, beside the draft, cannot be written: %s; nothing was published, for a number must "
          "not be used twice"),
        PUBLISH_MEMORY_NAME, say_errno(result));
    return EXIT_MACHINE;
}

int publish_send(struct publish_plan *plan, struct publish_work *work,
                 const struct publish_sent *sent)
{
    int status = begin(plan, sent);
    if (status == EXIT_DONE)
        status = remember(plan);
    if (status == EXIT_DONE)
        status = send_media(plan, work, sent);
    if (status == EXIT_DONE)
        status = send_roots(plan);
    if (status == EXIT_DONE)
        status = send_document(plan);
    if (status == EXIT_DONE && plan->target->is_stick)
        status = read_back(plan, work, sent);
    if (status != EXIT_DONE)
        return status;
    publish_clean(plan);
    if (plan->target->way->finish(plan->target) < 0)
        return say_target(plan);
    /* Where it cannot be noted, an earlier one goes for the last that was: no harm. */
    publish_memory_mark_sent(&plan->memory, plan->directory);
    return EXIT_DONE;
}
