/* display.json: what the screen shows and how it fares, for `status` and for `bangtin-sync`. It is
 * written when something has changed, once a second at most; never while nothing happens. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "display/player.h"
#include "playlist/moment.h"

#define FILE_NAME "display.json"
#define METRICS_NAME "display.prom"
#define LOCK_NAME "display.lock"
#define WRITE_EVERY CLOCK_SECOND

static int path_of(const struct player *player, const char *name, char *path, size_t size)
{
    int length = snprintf(path, size, "%s/%s", player->run_path, name);
    return length >= 0 && (size_t)length < size ? 0 : -ENAMETOOLONG;
}

/* Of two screens on one machine the first one writes. The lock goes with its process. One of
 * flock(2) would not: a child that has not become a worker yet would hold it, too. */
static int take_lock(struct player *player)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char path[PATH_MAX];
    int result = file_make_directories(player->run_path);
    if (result == 0)
        result = path_of(player, LOCK_NAME, path, sizeof path);
    if (result < 0)
        return result;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return -errno;
    if (fcntl(fd, F_SETLK, &whole) < 0) {
        result = errno == EACCES ? -EWOULDBLOCK : -errno; /* POSIX knows both */
        close(fd);
        return result;
    }
    player->health.lock = fd;
    return 0;
}

void health_open(struct player *player)
{
    int result = take_lock(player);
    player->health.is_due = true;
    player->health.started = clock_wall();
    const char *sysfs = getenv("BANGTIN_SYSFS"); /* for tests: in place of /sys */
    sensor_open(&player->health.sensor, sysfs ? sysfs : "/sys");
    if (result == -EWOULDBLOCK)
        log_info("another screen writes %s in %s; this one keeps its figures", FILE_NAME,
                 player->run_path);
    else if (result < 0)
        log_warning("%s: %s; `bangtin status` will not know of this screen", player->run_path,
                    strerror(-result));
}

void health_close(struct player *player)
{
    char path[PATH_MAX];
    sensor_close(&player->health.sensor);
    if (player->health.lock < 0)
        return;
    if (path_of(player, FILE_NAME, path, sizeof path) == 0)
        unlink(path);
    if (path_of(player, METRICS_NAME, path, sizeof path) == 0)
        unlink(path);
    close(player->health.lock);
    player->health.lock = -1;
}

static bool add_moment(cJSON *object, const char *name, int64_t instant)
{
    char text[MOMENT_TEXT_SIZE];
    moment_format(instant, text);
    return cJSON_AddStringToObject(object, name, text);
}

static bool add_screen(cJSON *json, const struct player *player)
{
    cJSON *screen = cJSON_AddObjectToObject(json, "screen");
    return cJSON_AddNumberToObject(screen, "width", player->screen.width) &&
           cJSON_AddNumberToObject(screen, "height", player->screen.height) &&
           cJSON_AddNumberToObject(screen, "rotate", player->job_screen.rotate);
}

static bool add_power(cJSON *json, const struct player *player)
{
    cJSON *power = cJSON_AddObjectToObject(json, "power");
    const struct power_view *view = &player->power.view;
    char until[MOMENT_TEXT_SIZE];
    if (!view->is_dark)
        return cJSON_AddStringToObject(power, "state", view->is_pulled ? "unplugged" : "on");
    power_until(player, until);
    return cJSON_AddStringToObject(power, "state", "off") &&
           cJSON_AddStringToObject(power, "by", power_way(player)) &&
           cJSON_AddStringToObject(power, "until", until);
}

static bool add_machine(cJSON *json, const struct sensor *sensor)
{
    double tenths = (double)(long)(sensor->temperature * 10);
    return (sensor->has_temperature ? cJSON_AddNumberToObject(json, "temperature", tenths / 10)
                                    : cJSON_AddNullToObject(json, "temperature")) &&
           (sensor->has_voltage ? cJSON_AddBoolToObject(json, "underVoltage", sensor->under_voltage)
                                : cJSON_AddNullToObject(json, "underVoltage"));
}

static bool add_item(cJSON *json, const struct player *player)
{
    if (!player->shown.item[0])
        return cJSON_AddNullToObject(json, "item");
    cJSON *item = cJSON_AddObjectToObject(json, "item");
    return cJSON_AddStringToObject(item, "id", player->shown.item) &&
           cJSON_AddStringToObject(item, "feed", player->shown.feed) &&
           add_moment(item, "since", player->shown.since);
}

static cJSON *add_entry(cJSON *list)
{
    cJSON *entry = cJSON_CreateObject();
    if (cJSON_AddItemToArray(list, entry))
        return entry;
    cJSON_Delete(entry);
    return NULL;
}

static bool add_feeds(cJSON *json, const struct programme *programme)
{
    cJSON *list = cJSON_AddArrayToObject(json, "feeds");
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < programme->feed_count; i++) {
        const struct programme_feed *feed = &programme->feeds[i];
        const struct document *document = feed->document;
        cJSON *entry = add_entry(list);
        ok = cJSON_AddStringToObject(entry, "key", programme_feed_name(feed)) &&
             cJSON_AddStringToObject(entry, "feedId", document->feed_id) &&
             cJSON_AddNumberToObject(entry, "sequence", (double)document->sequence) &&
             (document->generated == TIME_ALWAYS_BEFORE
                  ? cJSON_AddNullToObject(entry, "generated") != NULL
                  : add_moment(entry, "generated", document->generated)) &&
             cJSON_AddNumberToObject(entry, "items", (double)document->item_count);
    }
    return ok;
}

static bool add_left_out(cJSON *json, const struct leftout *leftout)
{
    cJSON *list = cJSON_AddArrayToObject(json, "leftOut");
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < leftout->count; i++) {
        const struct leftout_entry *left = &leftout->entries[i];
        cJSON *entry = add_entry(list);
        ok = cJSON_AddStringToObject(entry, "item", left->item) &&
             cJSON_AddStringToObject(entry, "feed", left->feed) &&
             cJSON_AddStringToObject(entry, "reason", left->reason);
    }
    return ok;
}

static bool add_damaged(cJSON *json, const struct proofs *proofs)
{
    cJSON *list = cJSON_AddArrayToObject(json, "damaged");
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < proofs->damaged_count; i++) {
        char hex[SHA256_HEX_SIZE];
        sha256_to_hex(proofs->damaged[i].sha256, hex);
        cJSON *entry = cJSON_CreateString(hex);
        ok = cJSON_AddItemToArray(list, entry);
        if (!ok)
            cJSON_Delete(entry);
    }
    return ok;
}

static const char *source_of(const struct programme *programme)
{
    if (programme->feed_count == 0)
        return "builtin";
    return programme->content ? "folder" : "feeds";
}

/* A fresh string, or NULL without memory. */
static char *compose(const struct player *player)
{
    const struct stats *stats = &player->stats;
    cJSON *json = cJSON_CreateObject();
    char *text = NULL;
    if (cJSON_AddStringToObject(json, "version", BANGTIN_VERSION) &&
        cJSON_AddNumberToObject(json, "pid", getpid()) &&
        add_moment(json, "startedAt", player->health.started) &&
        add_moment(json, "updatedAt", clock_wall()) && add_screen(json, player) &&
        add_power(json, player) && add_machine(json, &player->health.sensor) &&
        cJSON_AddStringToObject(json, "source", source_of(&player->programme)) &&
        add_item(json, player) && add_feeds(json, &player->programme) &&
        add_left_out(json, &player->programme.leftout) &&
        add_damaged(json, &player->programme.proofs) &&
        cJSON_AddNumberToObject(json, "itemsShown", (double)stats->items_shown) &&
        cJSON_AddNumberToObject(json, "lateItems", (double)stats->late_items) &&
        cJSON_AddNumberToObject(json, "missedVblanks", (double)stats->missed_vblanks) &&
        cJSON_AddNumberToObject(json, "workerRestarts", (double)stats->worker_restarts))
        text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    return text;
}

/* Writes one of both. 0 or -errno. */
static int write_file(const struct player *player, const char *name, const char *text)
{
    char path[PATH_MAX];
    int result = text ? path_of(player, name, path, sizeof path) : -ENOMEM;
    return result < 0 ? result : file_replace_unsynced(path, text, strlen(text));
}

static void write_files(struct player *player)
{
    char *json = compose(player), *metrics = health_metrics(player);
    int result = write_file(player, FILE_NAME, json);
    if (result == 0)
        result = write_file(player, METRICS_NAME, metrics);
    if (result < 0 && result != player->health.fault)
        log_warning("%s: %s and %s cannot be written: %s", player->run_path, FILE_NAME,
                    METRICS_NAME, strerror(-result));
    player->health.fault = result;
    cJSON_free(json);
    free(metrics);
}

void health_read_alarm(struct player *player)
{
    if (!sensor_read_alarm(&player->health.sensor))
        return;
    log_warning("the power supply is too weak: the machine's voltage has fallen");
    player->health.is_due = true;
}

void health_step(struct player *player, int64_t now)
{
    const struct stats *stats = &player->stats;
    uint64_t changes =
        player->programme.changes + stats->items_shown + stats->holds + stats->worker_restarts;
    player->health.is_due |= changes != player->health.changes;
    player->health.changes = changes;
    if (player->health.lock < 0 || now < health_next(player))
        return;
    player->health.is_due = false;
    player->health.write_at = now + WRITE_EVERY;
    sensor_read(&player->health.sensor, now);
    write_files(player);
    health_write_hour(player);
}

int64_t health_next(const struct player *player)
{
    bool is_settled = player->current || player->power.view.is_dark;
    bool is_due = player->health.is_due && player->health.lock >= 0 && is_settled;
    return is_due ? player->health.write_at : INT64_MAX;
}
