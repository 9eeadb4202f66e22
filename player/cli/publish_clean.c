#include "cli/publish_clean.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/say.h"

/* A set of names; sorted before it is asked. */
struct names {
    char (*list)[PUBLISH_NAME_SIZE];
    size_t count, capacity;
    bool is_broken; /* without memory: then nothing is removed */
};

static void add(struct names *names, const char *name)
{
    if (strlen(name) >= PUBLISH_NAME_SIZE || names->is_broken)
        return;
    if (names->count == names->capacity) {
        size_t capacity = names->capacity ? 2 * names->capacity : 256;
        void *larger = reallocarray(names->list, capacity, sizeof *names->list);
        if (!larger) {
            names->is_broken = true;
            return;
        }
        names->list = larger;
        names->capacity = capacity;
    }
    strcpy(names->list[names->count++], name);
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void sort(struct names *names)
{
    if (names->count > 0)
        qsort(names->list, names->count, sizeof *names->list, compare);
}

static bool has(const struct names *names, const char *name)
{
    return names->count > 0 &&
           bsearch(name, names->list, names->count, sizeof *names->list, compare);
}

static void add_signature(struct names *names, const unsigned char sha256[SHA256_SIZE])
{
    char name[PUBLISH_NAME_SIZE];
    publish_name_signature(sha256, name);
    add(names, name);
}

static void add_document(struct names *names, const struct document *document,
                         const unsigned char sha256[SHA256_SIZE])
{
    for (size_t i = 0; i < document->asset_count; i++)
        add(names, document->assets[i].href);
    add_signature(names, sha256);
}

/* Returns how many publications are remembered. */
static size_t add_remembered(struct names *names, const struct publish_memory *memory)
{
    struct publish_memory_entry entry;
    size_t count = 0;
    for (size_t i = 0; i < PUBLISH_MEMORY_MAX; i++) {
        const cJSON *media;
        if (!publish_memory_get(memory, i, &entry))
            continue;
        count++;
        add_signature(names, entry.sha256);
        cJSON_ArrayForEach(media, entry.media)
        {
            if (cJSON_IsString(media))
                add(names, media->valuestring);
        }
    }
    return count;
}

/* What stays: this publication and the one that players have. Which that is, the target tells;
 * where it stands there already, the memory knows what came before. False where nobody knows. */
static bool find_used(const struct publish_plan *plan, struct names *used)
{
    bool is_sure = true;
    add_document(used, plan->document, plan->sha256);
    if (plan->standing.document && !publish_plan_is_there(plan))
        add_document(used, plan->standing.document, plan->standing.sha256);
    else
        is_sure = add_remembered(used, &plan->memory) > 1 || !plan->standing.is_there;
    sort(used);
    return is_sure && !used->is_broken;
}

static void collect(void *context, const char *name)
{
    if (publish_name_is_ours(name))
        add(context, name);
}

void publish_clean(struct publish_plan *plan)
{
    struct names used = {0}, found = {0};
    struct publish_target *target = plan->target;
    if (find_used(plan, &used)) {
        if (target->way->list(target, collect, &found) == -ENOTSUP && !publish_plan_is_there(plan))
            add_remembered(&found, &plan->memory);
        sort(&found);
    }
    for (size_t i = 0; i < found.count; i++) {
        if (has(&used, found.list[i]) || !publish_name_is_ours(found.list[i]) ||
            (i > 0 && strcmp(found.list[i], found.list[i - 1]) == 0))
            continue;
        if (target->way->remove(target, found.list[i]) < 0) {
            say(_("warning: what is no longer used could not be removed: %s; what was published is "
                  "whole all the same"),
                target->why);
            break;
        }
    }
    free(used.list);
    free(found.list);
}
