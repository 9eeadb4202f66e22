#include "cli/report_source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/report_batches.h"
#include "cli/say.h"

/* From ids of one log to numbers of the tally. */
struct map {
    struct names ids;
    uint32_t *numbers;
    size_t capacity;
};

/* What the callbacks of one log need. */
struct reading {
    struct sources *sources;
    struct source *source;
    struct tally *tally;
    uint32_t device;
    struct map items, places;
    int64_t item, place; /* what was looked up last, and what came of it */
    uint32_t edition, spot;
    int result;
};

static void map_finish(struct map *map)
{
    names_finish(&map->ids);
    free(map->numbers);
}

static int map_add(struct map *map, int64_t id, int64_t number)
{
    int64_t at = number < 0 ? number : names_add(&map->ids, &id, sizeof id);
    if (at < 0)
        return (int)at;
    uint32_t *list = names_reserve(map->numbers, &map->capacity, map->ids.count, sizeof *list);
    if (!list)
        return -ENOMEM;
    map->numbers = list;
    list[at] = (uint32_t)number;
    return 0;
}

/* The number of `id`; -EBADMSG: a row points to something that is not there. */
static int map_find(struct map *map, int64_t id, uint32_t *ret)
{
    size_t before = map->ids.count;
    int64_t at = names_add(&map->ids, &id, sizeof id);
    if (at < 0)
        return (int)at;
    if (map->ids.count > before)
        return -EBADMSG;
    *ret = map->numbers[at];
    return 0;
}

/* --- rows ------------------------------------------------------------------------------------ */

/* Whether the row counts: it was not there before. */
static int is_new(struct reading *reading, const struct play_row *row)
{
    struct source *source = reading->source;
    int seen = once_add(&reading->sources->once, reading->device, row->seq, row->hash);
    if (seen == ONCE_SAME)
        source->duplicates++;
    if (seen == ONCE_OTHER && source->conflicts++ == 0)
        source->first_conflict = row->seq;
    return seen < 0 ? seen : seen == ONCE_NEW;
}

static int find_words(struct reading *reading, const struct play_row *row)
{
    int result = row->kind == PLAY_KIND_SHOWN && row->item <= 0 ? -EBADMSG : 0;
    if (result == 0 && row->kind == PLAY_KIND_SHOWN && row->item != reading->item) {
        result = map_find(&reading->items, row->item, &reading->edition);
        reading->item = result == 0 ? row->item : 0;
    }
    if (result == 0 && row->place != reading->place) {
        result = map_find(&reading->places, row->place, &reading->spot);
        reading->place = result == 0 ? row->place : 0;
    }
    return result;
}

/* An export holds all rows from one to another: what is missing between them is in another one. */
static void note_seq(struct tally_device *device, int64_t seq)
{
    if (device->rows == 0 || seq < device->first_seq)
        device->first_seq = seq;
    if (seq > device->last_seq)
        device->last_seq = seq;
    device->rows++;
}

static bool take_row(void *context, const struct play_row *row)
{
    struct reading *reading = context;
    struct sources *sources = reading->sources;
    int result = row->seq < 1 ? -EBADMSG : find_words(reading, row);
    int counts = result < 0 ? 0 : sources->is_alone ? 1 : is_new(reading, row);
    if (counts < 0)
        result = counts;
    reading->source->rows++;
    if (counts > 0 && !reading->source->history)
        note_seq(&reading->tally->device_list[reading->device], row->seq);
    if (counts > 0)
        result = tally_add(reading->tally, row, reading->device, reading->edition, reading->spot);
    reading->result = result;
    return result == 0;
}

static bool take_item(void *context, const struct play_item *item)
{
    struct reading *reading = context;
    size_t number = (size_t)(reading->source - reading->sources->list);
    reading->result =
        map_add(&reading->items, item->id, tally_edition(reading->tally, item, number));
    return reading->result == 0;
}

static bool take_place(void *context, const struct play_place *place)
{
    struct reading *reading = context;
    reading->result = map_add(&reading->places, place->id, tally_place(reading->tally, place));
    return reading->result == 0;
}

static void begin(struct reading *reading, struct sources *sources, struct source *source,
                  struct tally *tally)
{
    *reading = (struct reading){.sources = sources, .source = source, .tally = tally};
}

static int begin_device(struct reading *reading, const char *device)
{
    int64_t number = tally_device(reading->tally, device);
    if (number < 0)
        return (int)number;
    if (reading->source->device[0] == '\0')
        snprintf(reading->source->device, sizeof reading->source->device, "%s", device);
    reading->device = (uint32_t)number;
    reading->item = reading->place = 0;
    return 0;
}

static void end(struct reading *reading)
{
    map_finish(&reading->items);
    map_finish(&reading->places);
}

/* --- databases ------------------------------------------------------------------------------- */

/* Ends with the first row that says that the machine was in operation. */
static bool take_outside(void *context, const struct play_row *row)
{
    struct reading *reading = context;
    return !tally_outside(reading->tally, row, reading->device);
}

/* Whether the machine ran before and behind the rows that are added up. */
static int read_outside(const struct source *source, struct reading *reading)
{
    const struct tally *tally = reading->tally;
    int result =
        history_rows(source->history, INT64_MIN, tally->before.from, take_outside, reading);
    return result < 0
               ? result
               : history_rows(source->history, tally->period.to, INT64_MAX, take_outside, reading);
}

static int read_history(struct sources *sources, struct source *source, struct tally *tally)
{
    struct reading reading;
    begin(&reading, sources, source, tally);
    int result = begin_device(&reading, history_log(source->history)->device);
    if (result == 0)
        tally->device_list[reading.device].is_whole = true;
    if (result == 0)
        result = history_items(source->history, take_item, &reading);
    if (result == 0 && reading.result == 0)
        result = history_places(source->history, take_place, &reading);
    if (result == 0 && reading.result == 0)
        result =
            history_rows(source->history, tally->before.from, tally->period.to, take_row, &reading);
    if (result == 0 && reading.result == 0)
        result = read_outside(source, &reading);
    end(&reading);
    return result < 0 ? result : reading.result;
}

/* --- exports --------------------------------------------------------------------------------- */

/* Keeps the thumbnail where nothing else shows that edition yet. */
static int keep_picture(struct reading *reading, const struct play_item *item)
{
    struct sources *sources = reading->sources;
    size_t size = (size_t)item->width * item->height * 3;
    struct source_picture *list = names_reserve(sources->pictures, &sources->picture_capacity,
                                                sources->picture_count + 1, sizeof *list);
    unsigned char *copy = malloc(size);
    if (list)
        sources->pictures = list;
    if (!list || !copy) {
        free(copy);
        return -ENOMEM;
    }
    memcpy(copy, item->thumbnail, size);
    list[sources->picture_count++] =
        (struct source_picture){.width = item->width, .height = item->height, .rgb = copy};
    return 0;
}

static bool take_batch_item(struct reading *reading, const struct play_item *item)
{
    struct sources *sources = reading->sources;
    struct play_item known = *item;
    bool has_picture =
        sources->wants_pictures && item->thumbnail && sources->picture_count < SOURCE_PICTURES_MAX;
    known.width = has_picture ? item->width : 0;
    known.id = (int64_t)sources->picture_count + 1;
    size_t number = (size_t)(reading->source - sources->list);
    int64_t edition = tally_edition(reading->tally, &known, number);
    reading->result = map_add(&reading->items, item->id, edition);
    if (reading->result < 0 || !has_picture)
        return reading->result == 0;
    const struct tally_edition *shown = &reading->tally->edition_list[edition];
    if (shown->source == number && shown->id == known.id)
        reading->result = keep_picture(reading, item);
    return reading->result == 0;
}

/* Each batch has ids of its own. */
static int take_batch(void *context, const struct batch *batch)
{
    struct reading *reading = context;
    if (!batch->is_sound) {
        reading->source->broken++;
        return 0;
    }
    end(reading);
    reading->items = reading->places = (struct map){0};
    reading->result = begin_device(reading, batch->device);
    if (reading->result == 0 && batch->first > 1)
        reading->result =
            links_note(&reading->sources->links, reading->device, batch->first - 1,
                       batch->previous_hash, (uint32_t)(reading->source - reading->sources->list));
    for (size_t i = 0; i < batch->item_count && reading->result == 0; i++)
        take_batch_item(reading, &batch->items[i]);
    for (size_t i = 0; i < batch->place_count && reading->result == 0; i++)
        take_place(reading, &batch->places[i]);
    for (size_t i = 0; i < batch->row_count && reading->result == 0; i++)
        take_row(reading, &batch->rows[i]);
    return reading->result;
}

static int read_export(struct sources *sources, struct source *source, struct tally *tally)
{
    struct reading reading;
    begin(&reading, sources, source, tally);
    int result = batches_read(source->path, take_batch, &reading);
    end(&reading);
    return result;
}

/* --- all ------------------------------------------------------------------------------------- */

int source_open(const char *path, struct history **ret)
{
    /* The database's own library would not say so clearly. */
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int result = fd < 0 ? -errno : 0;
    if (fd >= 0)
        close(fd);
    if (result == 0)
        result = history_open(path, ret);
    return result < 0 ? source_say_failure(path, result) : EXIT_DONE;
}

/* An export begins with a brace, a database with words of its own. */
int source_is_export(const char *path)
{
    char first = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -errno;
    ssize_t size = read(fd, &first, 1);
    int result = size < 0 ? -errno : size == 1 && first == '{';
    close(fd);
    return result;
}

static int read_one(struct sources *sources, const char *path, struct tally *tally)
{
    struct source *source = &sources->list[sources->count++];
    source->path = path;
    int result = source_is_export(path);
    if (result < 0)
        return source_say_failure(path, result);
    if (result == 1) {
        result = read_export(sources, source, tally);
    } else {
        int status = source_open(path, &source->history);
        if (status != EXIT_DONE)
            return status;
        result = read_history(sources, source, tally);
    }
    return result < 0 ? source_say_failure(path, result) : EXIT_DONE;
}

static void take_unlinked(void *context, const struct link *link)
{
    struct sources *sources = context;
    struct source *source = &sources->list[link->source];
    if (source->unlinked++ == 0)
        source->first_unlinked = link->seq;
}

static int check_links(struct sources *sources)
{
    int result = links_check(&sources->links, &sources->once, take_unlinked, sources);
    int status = result < 0 ? source_say_failure("bangtin report", result) : EXIT_DONE;
    for (size_t i = 0; i < sources->count && result == 0; i++) {
        if (source_say_unlinked(&sources->list[i]) != EXIT_DONE)
            status = EXIT_TRUST;
    }
    return status;
}

int sources_read(char *const *paths, size_t count, bool wants_pictures, struct tally *tally,
                 struct sources *ret)
{
    int status = EXIT_DONE, trust = EXIT_DONE;
    *ret = (struct sources){.wants_pictures = wants_pictures};
    ret->is_alone = count == 1 && source_is_export(paths[0]) == 0;
    ret->list = calloc(count ? count : 1, sizeof *ret->list);
    if (!ret->list)
        return source_say_failure("bangtin report", -ENOMEM);
    for (size_t i = 0; i < count && status == EXIT_DONE; i++) {
        status = read_one(ret, paths[i], tally);
        if (status == EXIT_DONE && source_say_left_out(&ret->list[i]) != EXIT_DONE)
            trust = EXIT_TRUST;
    }
    if (status == EXIT_DONE)
        status = check_links(ret);
    return status == EXIT_DONE ? trust : status;
}

void sources_finish(struct sources *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        history_close(sources->list[i].history);
    for (size_t i = 0; i < sources->picture_count; i++)
        free(sources->pictures[i].rgb);
    free(sources->list);
    free(sources->pictures);
    once_finish(&sources->once);
    links_finish(&sources->links);
    *sources = (struct sources){0};
}

int sources_picture(const struct sources *sources, const struct tally_edition *edition,
                    unsigned *ret_width, unsigned *ret_height, unsigned char **ret)
{
    if (edition->id == 0)
        return -ENOENT;
    const struct source *source = &sources->list[edition->source];
    if (source->history)
        return history_thumbnail(source->history, edition->id, ret_width, ret_height, ret);
    const struct source_picture *picture = &sources->pictures[edition->id - 1];
    size_t size = (size_t)picture->width * picture->height * 3;
    unsigned char *copy = malloc(size);
    if (!copy)
        return -ENOMEM;
    memcpy(copy, picture->rgb, size);
    *ret_width = picture->width;
    *ret_height = picture->height;
    *ret = copy;
    return 0;
}
