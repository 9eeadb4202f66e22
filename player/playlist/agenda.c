#include "playlist/agenda.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "playlist/choice_alert.h"
#include "playlist/eligible.h"
#include "playlist/quota.h"

/* What of the site decides who is shown there. */
static uint64_t site_digest(const struct site *site)
{
    uint64_t hash = HASH_START;
    if (site->id)
        hash = hash_bytes(hash, site->id, strlen(site->id));
    for (size_t i = 0; i < site->tag_count; i++)
        hash = hash_bytes(hash, site->tags[i], strlen(site->tags[i]) + 1);
    return hash;
}

bool agenda_holds(const struct agenda *agenda, const struct choice_feed *feed,
                  enum clock_rung clock, int64_t now)
{
    return agenda->from <= now && now < agenda->until && agenda->clock == clock &&
           agenda->document == feed->document->digest && agenda->zone == feed->zone &&
           agenda->site == site_digest(feed->site);
}

static int list_order(const void *a, const void *b)
{
    const struct agenda_list *left = a, *right = b;
    if (left->priority != right->priority)
        return left->priority > right->priority ? -1 : 1;
    return (left->entry > right->entry) - (left->entry < right->entry);
}

/* Of a playlist that several entries have on, the one of the highest priority counts. */
static void drop_repeated(struct agenda *agenda)
{
    bool seen[LIMIT_PLAYLISTS] = {0};
    size_t kept = 0;
    for (size_t i = 0; i < agenda->list_count; i++) {
        struct agenda_list list = agenda->lists[i];
        if (!seen[list.playlist])
            agenda->lists[kept++] = list;
        seen[list.playlist] = true;
    }
    agenda->list_count = kept;
}

/* Where the time is not known, an entry that is on at hours is taken to be on, and that must not
 * silence what surely is: it shares the round of the highest entry that has no hours. */
static void share_with_the_sure(struct agenda *agenda, const struct document *document)
{
    const struct agenda_list *sure = NULL;
    for (size_t i = 0; i < agenda->list_count; i++) {
        const struct agenda_list *list = &agenda->lists[i];
        if (list->entry != AGENDA_NO_ENTRY && !entry_has_hours(&document->schedule[list->entry]) &&
            (!sure || list->priority > sure->priority))
            sure = list;
    }
    for (size_t i = 0; sure && i < agenda->list_count; i++) {
        if (agenda->lists[i].priority > sure->priority)
            agenda->lists[i].priority = sure->priority;
    }
}

/* The playlists in force. A document without a schedule has its first one on. */
static bool find_lists(struct agenda *agenda, const struct choice_feed *feed,
                       struct openings *openings)
{
    const struct document *document = feed->document;
    agenda->lists = calloc(document->schedule_count + 1, sizeof *agenda->lists);
    if (!agenda->lists)
        return false;
    if (document->schedule_count == 0 && document->playlist_count > 0)
        agenda->lists[agenda->list_count++].entry = AGENDA_NO_ENTRY;
    for (size_t i = 0; i < document->schedule_count; i++) {
        const struct schedule_entry *entry = &document->schedule[i];
        if (!entry_is_in_force(entry, feed, openings, &agenda->until))
            continue;
        agenda->lists[agenda->list_count++] =
            (struct agenda_list){.playlist = (uint32_t)entry->playlist,
                                 .priority = entry->priority,
                                 .entry = (uint32_t)i};
    }
    if (openings->clock == CLOCK_FLOOR)
        share_with_the_sure(agenda, document);
    qsort(agenda->lists, agenda->list_count, sizeof *agenda->lists, list_order);
    drop_repeated(agenda);
    return true;
}

static bool take_memory(struct agenda *agenda, const struct document *document)
{
    size_t items = 0, lanes = 0;
    for (size_t i = 0; i < agenda->list_count; i++) {
        size_t count = document->playlists[agenda->lists[i].playlist].item_count;
        items += count;
        lanes += count < LIMIT_WEIGHT ? count : LIMIT_WEIGHT;
    }
    agenda->members = calloc(items + 1, sizeof *agenda->members);
    agenda->limited = calloc(items + 1, sizeof *agenda->limited);
    agenda->lanes = calloc(lanes + 1, sizeof *agenda->lanes);
    return agenda->members && agenda->limited && agenda->lanes;
}

static void add_lanes(struct agenda *agenda, struct agenda_list *list,
                      const size_t counts[LIMIT_WEIGHT + 1], size_t lane_of[LIMIT_WEIGHT + 1])
{
    list->first_lane = agenda->lane_count;
    for (unsigned weight = LIMIT_WEIGHT; weight > 0; weight--) {
        if (counts[weight] == 0)
            continue;
        lane_of[weight] = agenda->lane_count;
        agenda->lanes[agenda->lane_count++] =
            (struct agenda_lane){.weight = weight, .first = agenda->member_count};
        agenda->member_count += counts[weight];
    }
    list->lane_count = agenda->lane_count - list->first_lane;
}

/* Finds who may be shown of a playlist, and sorts them into lanes by weight. */
static void fill_list(struct agenda *agenda, struct agenda_list *list,
                      const struct choice_feed *feed, struct openings *openings, uint32_t *scratch)
{
    const struct document *document = feed->document;
    const struct playlist *playlist = &document->playlists[list->playlist];
    size_t counts[LIMIT_WEIGHT + 1] = {0}, lane_of[LIMIT_WEIGHT + 1] = {0}, found = 0;
    for (size_t i = 0; i < playlist->item_count; i++) {
        const struct item *item = &document->items[playlist->first_item + i];
        if (item_obstacle(item, feed, openings, &agenda->until))
            continue;
        scratch[found++] = (uint32_t)(playlist->first_item + i);
        counts[item->weight]++;
    }
    add_lanes(agenda, list, counts, lane_of);
    for (size_t i = 0; i < found; i++) {
        const struct item *item = &document->items[scratch[i]];
        struct agenda_lane *lane = &agenda->lanes[lane_of[item->weight]];
        agenda->members[lane->first + lane->count++] = scratch[i];
        if (item->max_plays_per_hour > 0)
            agenda->limited[agenda->limited_count++] =
                (struct agenda_limited){quota_key(choice_feed_key(feed), item->id), scratch[i],
                                        (uint32_t)lane_of[item->weight]};
    }
}

static int limited_order(const void *a, const void *b)
{
    const struct agenda_limited *left = a, *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

static bool fill(struct agenda *agenda, const struct choice_feed *feed)
{
    const struct document *document = feed->document;
    struct openings openings;
    openings_init(&openings, document, feed->zone, agenda->clock, agenda->from);
    if (!find_lists(agenda, feed, &openings) || !take_memory(agenda, document))
        return false;
    uint32_t *scratch = calloc(document->item_count + 1, sizeof *scratch);
    if (!scratch)
        return false;
    for (size_t i = 0; i < agenda->list_count; i++)
        fill_list(agenda, &agenda->lists[i], feed, &openings, scratch);
    free(scratch);
    qsort(agenda->limited, agenda->limited_count, sizeof *agenda->limited, limited_order);
    return true;
}

struct agenda *agenda_create(const struct choice_feed *feed, enum clock_rung clock, int64_t now)
{
    struct agenda *agenda = malloc(sizeof *agenda);
    if (!agenda)
        return NULL;
    *agenda = (struct agenda){.references = 1,
                              .document = feed->document->digest,
                              .site = site_digest(feed->site),
                              .zone = feed->zone,
                              .clock = clock,
                              .from = now,
                              .until = TIME_ALWAYS_AFTER};
    if (fill(agenda, feed))
        return agenda;
    agenda_unref(agenda);
    return NULL;
}

struct agenda *agenda_ref(struct agenda *agenda)
{
    agenda->references++;
    return agenda;
}

void agenda_unref(struct agenda *agenda)
{
    if (!agenda || --agenda->references > 0)
        return;
    free(agenda->lists);
    free(agenda->lanes);
    free(agenda->members);
    free(agenda->limited);
    free(agenda);
}

const struct agenda_limited *agenda_find_limited(const struct agenda *agenda, uint64_t key)
{
    const struct agenda_limited wanted = {.key = key};
    return agenda->limited_count == 0 ? NULL
                                      : bsearch(&wanted, agenda->limited, agenda->limited_count,
                                                sizeof *agenda->limited, limited_order);
}
