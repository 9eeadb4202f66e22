#include "sync/candidate.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

struct entry {
    const struct asset *asset;
    uint32_t rank; /* of the first item that shows it */
};

static int by_digest(const void *a, const void *b)
{
    const struct entry *one = a, *other = b;
    int order = memcmp(one->asset->sha256, other->asset->sha256, SHA256_SIZE);
    return order ? order : (one->rank > other->rank) - (one->rank < other->rank);
}

static int by_turn(const void *a, const void *b)
{
    const struct entry *one = a, *other = b;
    bool one_small = one->asset->size <= CANDIDATE_SMALL;
    bool other_small = other->asset->size <= CANDIDATE_SMALL;
    if (one_small != other_small)
        return one_small ? -1 : 1;
    if (one->rank != other->rank)
        return one->rank < other->rank ? -1 : 1;
    return (one->asset > other->asset) - (one->asset < other->asset);
}

static void note_rank(const struct document *document, const char *name, struct entry *entries,
                      uint32_t rank)
{
    const struct asset *asset = name ? document_asset(document, name) : NULL;
    if (asset && entries[asset - document->assets].rank > rank)
        entries[asset - document->assets].rank = rank;
}

/* A poster is shown where its clip would be. */
static void note_poster(const struct document *document, const struct item *item,
                        struct entry *entries, uint32_t rank)
{
    cJSON *json = cJSON_ParseWithLength(item->json, item->json_size);
    note_rank(document, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "poster")),
              entries, rank);
    cJSON_Delete(json);
}

static int check_asset(const struct asset *asset, char *why, size_t why_size)
{
    if (asset->size >= 0 && asset->has_sha256)
        return 0;
    snprintf(why, why_size,
             _("the asset \"%s\" has no size and sha256; publish the folder by "
               "\"bangtin publish\""),
             asset->name);
    return -EINVAL;
}

/* Two names may stand for one file. */
static size_t drop_doubles(struct entry *entries, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 ||
            memcmp(entries[kept - 1].asset->sha256, entries[i].asset->sha256, SHA256_SIZE) != 0)
            entries[kept++] = entries[i];
    }
    return kept;
}

static int list_needs(struct candidate *candidate, struct entry *entries)
{
    const struct document *document = candidate->document;
    size_t count = document->asset_count;
    for (size_t i = 0; i < count; i++)
        entries[i] = (struct entry){&document->assets[i], UINT32_MAX};
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        note_rank(document, item->asset, entries, (uint32_t)i);
        if (item->type == ITEM_VIDEO)
            note_poster(document, item, entries, (uint32_t)i);
    }
    qsort(entries, count, sizeof *entries, by_digest);
    count = drop_doubles(entries, count);
    qsort(entries, count, sizeof *entries, by_turn);
    candidate->needs = calloc(count + 1, sizeof *candidate->needs);
    candidate->hrefs = calloc(count + 1, sizeof *candidate->hrefs);
    if (!candidate->needs || !candidate->hrefs)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        memcpy(candidate->needs[i].sha256, entries[i].asset->sha256, SHA256_SIZE);
        candidate->needs[i].size = entries[i].asset->size;
        candidate->hrefs[i] = entries[i].asset->href;
    }
    candidate->need_count = count;
    return 0;
}

/* A faulty item is left out and the rest plays. A faulty asset is no author's slip where `publish`
 * has written them all: somebody tries something. */
static const struct finding *find_fatal(const struct findings *findings, bool is_refused)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        if (finding->severity == SEVERITY_ERROR &&
            (is_refused || strncmp(finding->path, "/assets", strlen("/assets")) == 0))
            return finding;
    }
    return NULL;
}

/* Whether it is this machine's fault; without memory for a word of it, too. */
static bool is_scarce(const struct findings *findings, const struct finding *fatal)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->list[i].code, "memory") == 0)
            return true;
    }
    return !fatal;
}

static int parse(struct candidate *candidate, char *why, size_t why_size)
{
    struct findings findings = {0};
    bool is_refused =
        document_parse(candidate->bytes, candidate->size, &findings, &candidate->document) < 0;
    const struct finding *fatal = find_fatal(&findings, is_refused);
    if (fatal)
        snprintf(why, why_size, "%s%s%s", fatal->path, *fatal->path ? ": " : "", fatal->message);
    else if (is_refused)
        snprintf(why, why_size, "%s", _("the document cannot be read"));
    int result = 0;
    if (is_refused || fatal)
        result = is_scarce(&findings, fatal) ? -ENOMEM : -EINVAL;
    findings_finish(&findings);
    return result;
}

int candidate_read(struct candidate *candidate, char *why, size_t why_size)
{
    int result = parse(candidate, why, why_size);
    if (result < 0)
        return result;
    for (size_t i = 0; i < candidate->document->asset_count; i++) {
        result = check_asset(&candidate->document->assets[i], why, why_size);
        if (result < 0)
            return result;
    }
    struct entry *entries = calloc(candidate->document->asset_count + 1, sizeof *entries);
    result = entries ? list_needs(candidate, entries) : -ENOMEM;
    free(entries);
    if (result == -ENOMEM)
        snprintf(why, why_size, "%s", _("out of memory"));
    return result;
}

void candidate_finish(struct candidate *candidate)
{
    document_destroy(candidate->document);
    free(candidate->bytes);
    free(candidate->signature);
    free(candidate->needs);
    free(candidate->hrefs);
    *candidate = (struct candidate){0};
}
