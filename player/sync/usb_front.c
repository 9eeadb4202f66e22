/* RUN/front/usb.json: what `display` tells whoever stands before the screen with a stick. A folder
 * of its own, so that nobody is woken by sync.json. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "sync/sync.h"

#define FRONT_PAUSE (CLOCK_SECOND / 5) /* between two that differ by percent alone */

enum { PATH_BYTES = sizeof((struct health *)NULL)->directory + 32 };

static void front_path(const struct sync *sync, const char *name, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/front%s", sync->health.directory, name);
}

static struct usb_front front_of(const struct usb *usb)
{
    return (struct usb_front){.state = usb->state,
                              .code = usb->code,
                              .stick = usb->sticks,
                              .percent = usb_percent(usb),
                              .is_unsigned = usb->is_unsigned};
}

/* In memory, and of no use after a start: nothing is synced. */
static void write_front(const struct sync *sync, const struct usb_front *front)
{
    char path[PATH_BYTES];
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "state", usb_state_name(front->state));
    cJSON_AddNumberToObject(object, "code", front->code);
    cJSON_AddNumberToObject(object, "stick", front->stick);
    cJSON_AddNumberToObject(object, "percent", front->percent);
    cJSON_AddBoolToObject(object, "unsigned", front->is_unsigned);
    char *text = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    front_path(sync, "/usb.json", path);
    int result = text ? file_replace_unsynced(path, text, strlen(text)) : -ENOMEM;
    if (result < 0)
        log_warning("%s cannot be written: %s; the screen does not tell how the stick fares", path,
                    strerror(-result));
    free(text);
}

void usb_front_start(struct sync *sync)
{
    char path[PATH_BYTES];
    if (!sync->health.directory[0])
        return;
    front_path(sync, "", path);
    int result = file_make_directories(path);
    if (result < 0)
        log_warning("%s cannot be made: %s", path, strerror(-result));
    usb_front_finish(sync); /* of a run that was killed */
}

int64_t usb_front_move(struct sync *sync, int64_t now)
{
    struct usb *usb = &sync->usb;
    struct usb_front *told = &usb->front, front = front_of(usb);
    bool is_news = front.state != told->state || front.code != told->code ||
                   front.stick != told->stick || front.is_unsigned != told->is_unsigned;
    if (!sync->health.directory[0] || (!is_news && front.percent == told->percent))
        return INT64_MAX;
    if (!is_news && now - usb->front_at < FRONT_PAUSE)
        return usb->front_at + FRONT_PAUSE;
    usb->front_at = now;
    *told = front;
    write_front(sync, &front);
    return INT64_MAX;
}

void usb_front_finish(const struct sync *sync)
{
    char path[PATH_BYTES];
    if (!sync->health.directory[0])
        return;
    front_path(sync, "/usb.json", path);
    if (unlink(path) < 0 && errno != ENOENT)
        log_warning("%s cannot be removed: %s", path, strerror(errno));
}
