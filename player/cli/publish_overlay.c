#include "cli/publish_overlay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "cli/say.h"

/* The number of the last publication that stood somewhere as a whole; 0: none is remembered. */
static int64_t last_sent(const struct publish_plan *plan)
{
    struct publish_memory_entry entry;
    for (size_t i = 0; i < PUBLISH_MEMORY_MAX; i++) {
        if (publish_memory_get(&plan->memory, i, &entry) && entry.is_sent)
            return entry.stamp.sequence;
    }
    return 0;
}

int publish_overlay_judge(const struct publish_plan *plan, bool *ret_possible)
{
    const struct publish_standing *standing = &plan->standing;
    struct publish_media_list media;
    *ret_possible = false;
    if (!standing->document) {
        if (last_sent(plan) > 0)
            say(_("%s: no publication stands there any more over which an alert could be laid, so "
                  "the whole folder is published"),
                plan->target->name);
        return EXIT_DONE;
    }
    if (!standing->is_known) {
        say(_("%s: no key that the root names has signed what stands there, so no alert is laid "
              "over it; look who wrote it, then publish the folder"),
            plan->target->name);
        return EXIT_TRUST;
    }
    /* One publication goes to several places, and not to all of them at once. */
    if (standing->document->sequence < last_sent(plan)) {
        say(_("%s: what stands there is older than this folder's last publication, so the whole "
              "folder is published"),
            plan->target->name);
        return EXIT_DONE;
    }
    int result =
        publish_overlay_media(standing->document, standing->document, plan->directory, &media);
    if (result == 0)
        publish_media_finish(&media);
    *ret_possible = result == 0;
    return EXIT_DONE;
}

void publish_overlay_say_remedy(const struct publish_plan *plan)
{
    int64_t sequence = last_sent(plan);
    if (sequence > 0)
        say(_("the alert can go out before that: put %s and %s of publication %lld back at %s, "
              "from a copy or another place where it stands, and give the same command again"),
            PUBLISH_DOCUMENT, PUBLISH_SIGNATURE, (long long)sequence, plan->target->name);
}

static int take_one(const struct asset *asset, const struct asset *published,
                    struct publish_media *ret)
{
    if (!published || !published->has_sha256 || published->size < 0 ||
        strlen(published->href) >= PUBLISH_NAME_SIZE)
        return -ENOENT;
    *ret = (struct publish_media){
        .asset = asset, .type = published->media_type, .size = published->size, .is_there = true};
    strcpy(ret->name, published->href);
    memcpy(ret->sha256, published->sha256, SHA256_SIZE);
    return 0;
}

int publish_overlay_media(const struct document *document, const struct document *published,
                          int directory, struct publish_media_list *ret)
{
    struct publish_media_list list = {.directory = directory, .count = document->asset_count};
    list.list = calloc(list.count + 1, sizeof *list.list);
    int result = list.list ? 0 : -ENOMEM;
    for (size_t i = 0; result == 0 && i < list.count; i++) {
        const struct asset *asset = &document->assets[i];
        result = take_one(asset, document_asset(published, asset->name), &list.list[i]);
    }
    if (result == 0)
        *ret = list;
    else
        publish_media_finish(&list);
    return result;
}

/* A file that is another one now, or gone. */
static bool has_other_file(const struct publish_media_list *media)
{
    for (size_t i = 0; i < media->count; i++) {
        const struct publish_media *one = &media->list[i];
        struct stat status;
        if (fstatat(media->directory, one->asset->href, &status, 0) < 0 ||
            status.st_size != one->size)
            return true;
    }
    return false;
}

bool publish_overlay_leaves_changes(const struct publish_plan *plan, const struct document *draft)
{
    struct publish_media_list media;
    struct publish_stamp stamp = plan->stamp;
    struct document *document = NULL;
    if (publish_overlay_media(draft, plan->document, plan->directory, &media) < 0)
        return true;
    /* What is not given at publishing is the draft's own affair. */
    if (draft->expires != TIME_ALWAYS_AFTER)
        stamp.expires[0] = '\0';
    bool differs = has_other_file(&media) ||
                   publish_compose(draft, &media, plan->root->feed_id, &stamp, &document) < 0 ||
                   document->size != plan->document->size ||
                   memcmp(document->bytes, plan->document->bytes, document->size) != 0;
    document_destroy(document);
    publish_media_finish(&media);
    return differs;
}
