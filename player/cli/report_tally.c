#include "cli/report_tally.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report_word.h"
#include "ipc/play.h"

enum { MINUTES_A_DAY = 1440, WORDS_MAX = 8 };

int tally_init(struct tally *tally, const struct period *period, const struct zone *zone)
{
    *tally = (struct tally){.zone = zone, .period = *period, .quarter = INT64_MIN};
    tally->before = period_before(period, zone);
    tally->days = calloc((size_t)period_days(&tally->period), sizeof *tally->days);
    tally->days_before = calloc((size_t)period_days(&tally->before), 1);
    return tally->days && tally->days_before ? 0 : -ENOMEM;
}

void tally_finish(struct tally *tally)
{
    struct names *const all[] = {&tally->contents, &tally->editions, &tally->titles,
                                 &tally->devices,  &tally->places,   &tally->spots,
                                 &tally->screens};
    for (size_t i = 0; i < tally->devices.count; i++) {
        free(tally->device_list[i].days);
        free(tally->device_list[i].days_before);
        free(tally->device_list[i].minutes);
    }
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        names_finish(all[i]);
    for (size_t i = 0; i < TALLY_KINDS; i++) {
        names_finish(&tally->groups[i].names);
        free(tally->groups[i].list);
    }
    free(tally->content_list);
    free(tally->edition_list);
    free(tally->device_list);
    free(tally->place_sites);
    free(tally->days);
    free(tally->days_before);
    free(tally->events);
    *tally = (struct tally){0};
}

/* The number of at most WORDS_MAX words together. */
static int64_t add_words(struct names *names, const char *const *words, size_t count)
{
    char key[WORDS_MAX * WORD_SIZE];
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += word_clean(key + size, words[i]) + 1; /* with its NUL */
    return names_add(names, key, size);
}

/* The second of two words that add_words has put together. */
static const char *second_word(const struct names_entry *entry)
{
    return entry->key + strlen(entry->key) + 1;
}

static int64_t add_group(struct tally_groups *groups, const char *name)
{
    char word[WORD_SIZE];
    int64_t number = names_add(&groups->names, word, word_clean(word, name));
    if (number < 0)
        return number;
    struct tally_group *list =
        names_reserve(groups->list, &groups->capacity, groups->names.count, sizeof *list);
    if (!list)
        return -ENOMEM;
    groups->list = list;
    return number;
}

int64_t tally_device(struct tally *tally, const char *device)
{
    if (tally->devices.count == TALLY_DEVICES_MAX)
        return -E2BIG;
    int64_t number = names_add(&tally->devices, device, strlen(device));
    if (number < 0)
        return number;
    struct tally_device *list = names_reserve(tally->device_list, &tally->device_capacity,
                                              tally->devices.count, sizeof *list);
    if (!list)
        return -ENOMEM;
    tally->device_list = list;
    struct tally_device *one = &list[number];
    size_t days = (size_t)period_days(&tally->period);
    if (!one->days)
        one->days = calloc(days, 1);
    if (!one->days_before)
        one->days_before = calloc((size_t)period_days(&tally->before), 1);
    if (!one->minutes)
        one->minutes = calloc(days, MINUTES_A_DAY / 8);
    return one->days && one->days_before && one->minutes ? number : -ENOMEM;
}

static bool is_banner(const struct play_item *item)
{
    return strcmp(item->type, PLAY_TYPE_BANNER) == 0;
}

/* An alert that was a strip first and then took the whole screen is two contents. */
static int64_t add_content(struct tally *tally, const struct play_item *item)
{
    const char *const words[] = {item->feed, item->item, is_banner(item) ? item->type : ""};
    int64_t number = add_words(&tally->contents, words, sizeof words / sizeof *words);
    if (number < 0)
        return number;
    struct tally_content *list = names_reserve(tally->content_list, &tally->content_capacity,
                                               tally->contents.count, sizeof *list);
    if (!list)
        return -ENOMEM;
    tally->content_list = list;
    list[number].feed = tally->contents.list[number].key;
    list[number].item = second_word(&tally->contents.list[number]);
    list[number].is_banner = is_banner(item);
    return number;
}

static int fill_edition(struct tally *tally, const struct play_item *item,
                        struct tally_edition *edition)
{
    const char *const words[] = {[TALLY_TOPIC] = item->topic,
                                 [TALLY_AUDIENCE] = item->audience,
                                 [TALLY_LANGUAGE] = item->language,
                                 [TALLY_TYPE] = item->type};
    int64_t content = add_content(tally, item);
    int64_t title = add_words(&tally->titles, (const char *const[]){item->title}, 1);
    if (content < 0 || title < 0)
        return (int)(content < 0 ? content : title);
    for (int kind = 0; kind < TALLY_SITE; kind++) {
        int64_t group = add_group(&tally->groups[kind], words[kind]);
        if (group < 0)
            return (int)group;
        edition->groups[kind] = (uint32_t)group;
    }
    edition->content = (uint32_t)content;
    edition->is_banner = is_banner(item);
    edition->title = (uint32_t)title;
    return 0;
}

int64_t tally_edition(struct tally *tally, const struct play_item *item, size_t source)
{
    const char *const words[] = {item->feed, item->item,  item->version, item->language,
                                 item->type, item->title, item->topic,   item->audience};
    struct tally_edition one = {0};
    size_t before = tally->editions.count;
    int64_t number = add_words(&tally->editions, words, sizeof words / sizeof *words);
    int result = number < 0 ? (int)number : fill_edition(tally, item, &one);
    if (result < 0)
        return result;
    struct tally_edition *list = names_reserve(tally->edition_list, &tally->edition_capacity,
                                               tally->editions.count, sizeof *list);
    if (!list)
        return -ENOMEM;
    tally->edition_list = list;
    if (tally->editions.count > before)
        list[number] = one;
    if (list[number].id == 0 && item->width > 0) {
        list[number].source = source;
        list[number].id = item->id;
    }
    return number;
}

int64_t tally_place(struct tally *tally, const struct play_place *place)
{
    int64_t number =
        add_words(&tally->places, (const char *const[]){place->site, place->screen}, 2);
    int64_t site = number < 0 ? number : add_group(&tally->groups[TALLY_SITE], place->site);
    if (site < 0)
        return site;
    uint32_t *list = names_reserve(tally->place_sites, &tally->place_capacity, tally->places.count,
                                   sizeof *list);
    if (!list)
        return -ENOMEM;
    tally->place_sites = list;
    list[number] = (uint32_t)site;
    return number;
}

const char *tally_site_of(const struct tally *tally, uint32_t place)
{
    return tally->places.list[place].key;
}

const char *tally_screen_of(const struct tally *tally, uint32_t place)
{
    return second_word(&tally->places.list[place]);
}
