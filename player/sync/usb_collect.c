/* The single case in which something is written to a stick: it holds bangtin-collect.txt. Reports
 * are left on it by a small service of the kiosk (kiosk/bangtin-usb), since this process may not
 * write there: asked by an empty file RUN/collect/NAME, it answers by RUN/usb/NAME.done or
 * NAME.failed, which stay for as long as the stick is mounted, so that each is asked for once. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "sync/sync.h"

static const char collect_name[] = "bangtin-collect.txt";

enum { PATH_BYTES = sizeof((struct health *)NULL)->directory + 300 };

/* The stick's name where the kiosk has mounted it, at RUN/usb/NAME; otherwise NULL. */
static const char *kiosk_name(const struct sync *sync)
{
    const char *path = sync->usb.mount.path, *run = sync->health.directory;
    size_t size = strlen(run);
    if (size == 0 || strncmp(path, run, size) != 0 || strncmp(path + size, "/usb/", 5) != 0)
        return NULL;
    const char *name = path + size + 5;
    bool is_kernels = name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789")] == '\0';
    return is_kernels && *name && strlen(name) < USB_NAME_SIZE ? name : NULL;
}

static bool has_answer(const struct sync *sync, const char *ending)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/usb/%s.%s", sync->health.directory, kiosk_name(sync), ending);
    return access(path, F_OK) == 0;
}

static bool is_asked_for(const struct sync *sync)
{
    char *bytes;
    size_t size;
    int result = stick_read_root(&sync->usb.stick, collect_name, 0, &bytes, &size);
    if (result == 0)
        free(bytes);
    return result == 0 || result == -EFBIG;
}

static bool ask(struct sync *sync)
{
    char path[PATH_BYTES];
    plays_flush(sync); /* whoever writes the reports reads the log */
    snprintf(path, sizeof path, "%s/collect/%s", sync->health.directory, kiosk_name(sync));
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        log_info("stick %s: no reports: %s", sync->usb.name, strerror(errno));
    else
        close(fd);
    return fd >= 0;
}

bool usb_begin_collecting(struct sync *sync, enum usb_state state, enum usb_code code)
{
    struct usb *usb = &sync->usb;
    if ((state != USB_DONE && state != USB_REFUSED) || usb->step == USB_STEP_COLLECT ||
        usb->stick.mount < 0 || !kiosk_name(sync) || has_answer(sync, "done") ||
        has_answer(sync, "failed") || !is_asked_for(sync) || !ask(sync))
        return false;
    usb->step = USB_STEP_COLLECT;
    usb->collect_until = clock_monotonic() + USB_COLLECT_PATIENCE;
    usb->outcome = state;
    usb->outcome_code = code;
    usb_set_state(sync, USB_COPYING, USB_CODE_FINE);
    log_info("stick %s: reports are written to it", usb->name);
    return true;
}

void usb_collect(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    char detail[sizeof usb->detail];
    bool is_done = has_answer(sync, "done");
    bool has_failed = has_answer(sync, "failed") || clock_monotonic() >= usb->collect_until;
    if (!is_done && !has_failed)
        return;
    bool had_nothing = usb->outcome_code == USB_CODE_NOTHING;
    snprintf(detail, sizeof detail, "%s", usb->detail);
    if (is_done && had_nothing)
        usb_end(sync, USB_DONE, USB_CODE_COLLECTED, NULL);
    else if (!is_done && (had_nothing || usb->outcome == USB_DONE))
        usb_end(sync, USB_REFUSED, USB_CODE_REPORTS, NULL);
    else
        usb_end(sync, usb->outcome, usb->outcome_code, detail);
}
