#include "plays/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Room for one more element of `size` bytes. */
static bool grow(void **list, size_t count, size_t *room, size_t size)
{
    size_t bytes;
    if (count < *room)
        return true;
    size_t more = *room ? *room * 2 : 32;
    if (__builtin_mul_overflow(more, size, &bytes))
        return false;
    void *longer = realloc(*list, bytes);
    if (!longer)
        return false;
    *list = longer;
    *room = more;
    return true;
}

static char *copy(struct words *words, const char *text)
{
    char *made = text ? strdup(text) : NULL;
    if (text && !made)
        words->error = -ENOMEM;
    return made;
}

static bool take_item(void *context, const struct play_item *item)
{
    struct words *words = context;
    void *list = words->items;
    if (!grow(&list, words->item_count, &words->item_room, sizeof *words->items)) {
        words->error = -ENOMEM;
        return false;
    }
    words->items = list;
    words->items[words->item_count++] = (struct play_item){.id = item->id,
                                                           .feed = copy(words, item->feed),
                                                           .item = copy(words, item->item),
                                                           .version = copy(words, item->version),
                                                           .language = copy(words, item->language),
                                                           .type = copy(words, item->type),
                                                           .title = copy(words, item->title),
                                                           .topic = copy(words, item->topic),
                                                           .audience = copy(words, item->audience),
                                                           .width = item->width,
                                                           .height = item->height};
    return words->error == 0;
}

static bool take_place(void *context, const struct play_place *place)
{
    struct words *words = context;
    void *list = words->places;
    if (!grow(&list, words->place_count, &words->place_room, sizeof *words->places)) {
        words->error = -ENOMEM;
        return false;
    }
    words->places = list;
    words->places[words->place_count++] = (struct play_place){
        .id = place->id, .site = copy(words, place->site), .screen = copy(words, place->screen)};
    return words->error == 0;
}

int words_read(struct history *history, struct words *ret)
{
    struct words words = {0};
    int result = history_items(history, take_item, &words);
    if (result == 0 && words.error == 0)
        result = history_places(history, take_place, &words);
    if (result == 0)
        result = words.error;
    if (result < 0)
        words_finish(&words);
    else
        *ret = words;
    return result;
}

static void drop(const char *text)
{
    free((void *)(uintptr_t)text);
}

void words_finish(struct words *words)
{
    for (size_t i = 0; i < words->item_count; i++) {
        const struct play_item *item = &words->items[i];
        const char *const texts[] = {item->feed, item->item,  item->version, item->language,
                                     item->type, item->title, item->topic,   item->audience};
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++)
            drop(texts[j]);
    }
    for (size_t i = 0; i < words->place_count; i++) {
        drop(words->places[i].site);
        drop(words->places[i].screen);
    }
    free(words->items);
    free(words->places);
    *words = (struct words){0};
}

static int compare_item(const void *key, const void *item)
{
    int64_t id = *(const int64_t *)key, other = ((const struct play_item *)item)->id;
    return (id > other) - (id < other);
}

static int compare_place(const void *key, const void *place)
{
    int64_t id = *(const int64_t *)key, other = ((const struct play_place *)place)->id;
    return (id > other) - (id < other);
}

const struct play_item *words_item(const struct words *words, int64_t id)
{
    return words->item_count
               ? bsearch(&id, words->items, words->item_count, sizeof *words->items, compare_item)
               : NULL;
}

const struct play_place *words_place(const struct words *words, int64_t id)
{
    return words->place_count ? bsearch(&id, words->places, words->place_count,
                                        sizeof *words->places, compare_place)
                              : NULL;
}
