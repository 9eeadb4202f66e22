#include "sync/usb.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "sync/sync.h"

#define END_TOLD_WITHIN (4 * CLOCK_SECOND)

unsigned usb_percent(const struct usb *usb)
{
    if (usb->state == USB_DONE || (usb->is_at_work && usb->step == USB_STEP_COLLECT))
        return 100;
    if (usb->state != USB_COPYING || usb->total_bytes <= 0)
        return 0;
    int64_t bytes = usb->bytes + (usb->part.fd >= 0 ? usb->part.written : 0);
    return (unsigned)(100.0 * (double)bytes / (double)usb->total_bytes);
}

bool usb_is_copying(const struct usb *usb, const unsigned char sha256[SHA256_SIZE])
{
    return usb->part.fd >= 0 && memcmp(usb->part.sha256, sha256, SHA256_SIZE) == 0;
}

/* --- beginning and end of the work on a stick ------------------------------------------------ */

/* Characters that turn or break a line have no business in a name (Unicode TR 9, 2.1 and on). */
static bool is_printable(uint32_t code)
{
    return code >= 0x20 && !(code >= 0x7f && code < 0xa0) && !(code >= 0x2028 && code <= 0x202e) &&
           !(code >= 0x2066 && code <= 0x2069) && code != 0x200e && code != 0x200f;
}

/* The mount point's last part is the label that somebody gave the stick: cut, and made text. */
static void set_name(struct usb *usb, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *rest = slash ? slash + 1 : path;
    size_t left = strlen(rest), used = 0;
    while (left > 0) {
        uint32_t code = 0;
        size_t length = utf8_decode(rest, left, &code);
        bool is_fine = length > 0 && is_printable(code);
        size_t step = length > 0 ? length : 1, size = is_fine ? length : 1;
        if (used + size >= sizeof usb->name)
            break;
        memcpy(usb->name + used, is_fine ? rest : "?", size);
        used += size;
        rest += step;
        left -= step;
    }
    usb->name[used] = '\0';
}

void usb_set_state(struct sync *sync, enum usb_state state, enum usb_code code)
{
    sync->usb.state = state;
    sync->usb.code = code;
    sync->usb.since = clock_wall();
    health_change(&sync->health);
}

/* Lets go of all that belongs to one stick; its part stays in the store for another try. */
static void release(struct usb *usb)
{
    if (usb->fd >= 0)
        close(usb->fd);
    usb->fd = -1;
    store_part_close(&usb->part);
    candidate_finish(&usb->coming);
    body_reset(&usb->body, 0);
    usb_loose_finish(&usb->loose);
    free(usb->signature);
    usb->signature = NULL;
    usb->signature_size = 0;
    usb->feed = NULL;
    usb->root_steps = 0;
    usb->need = 0;
    stick_close(&usb->stick); /* nothing holds it back from being unmounted */
}

void usb_end(struct sync *sync, enum usb_state state, enum usb_code code, const char *detail)
{
    struct usb *usb = &sync->usb;
    char text[sizeof usb->detail + 300];
    snprintf(usb->detail, sizeof usb->detail, "%s", detail ? detail : "");
    if (usb_begin_collecting(sync, state, code)) {
        release(usb);
        return;
    }
    usb_set_state(sync, state, code);
    usb_message(usb, text, sizeof text);
    if (state == USB_DONE && code == USB_CODE_FINE)
        log_info("stick %s: %s", usb->name, text);
    else if (state == USB_DONE)
        log_info("stick %s: code %d: %s", usb->name, (int)code, text);
    else
        log_warning("stick %s: code %d: %s; what plays goes on", usb->name, (int)code, text);
    release(usb);
    usb->is_at_work = false;
}

void usb_end_unread(struct sync *sync, int error, enum usb_code code, const char *name)
{
    struct usb *usb = &sync->usb;
    /* That nothing, or too much, was found is what the code says. */
    if (name || (error != -ENOENT && error != -E2BIG))
        log_warning("stick %s: %s: %s", usb->name, name ? name : "its folders", strerror(-error));
    if (usb->stick.mount >= 0 && (!stick_is_there(&usb->stick, &usb->mount) ||
                                  !mount_has_device(&usb->mount, MOUNTS_DEVICES)))
        error = -ENODEV;
    switch (-error) {
    case ENODEV:
    case ENXIO:
    case ENOTCONN:
    case ESTALE:
        usb_end(sync, USB_PULLED, USB_CODE_PULLED, NULL);
        return;
    case EIO:
        usb_end(sync, USB_REFUSED, USB_CODE_UNREADABLE, NULL);
        return;
    case ENOMEM:
    case EMFILE:
    case ENFILE:
        usb_end(sync, USB_REFUSED, USB_CODE_STORE, NULL);
        return;
    case EACCES:
    case EPERM:
        usb_end(sync, USB_REFUSED, USB_CODE_NO_ACCESS, NULL);
        return;
    default:
        usb_end(sync, USB_REFUSED, code, name);
        return;
    }
}

static void begin(struct sync *sync, const struct mount *mount)
{
    struct usb *usb = &sync->usb;
    usb->mount = *mount;
    usb->is_at_work = true;
    usb->step = USB_STEP_FIND;
    usb->bytes = usb->total_bytes = 0;
    usb->is_unsigned = false;
    usb->sticks++;
    usb->detail[0] = '\0';
    set_name(usb, mount->path);
    usb_set_state(sync, USB_READING, USB_CODE_FINE);
    log_info("stick %s: found at %s", usb->name, mount->path);
    if (mount->kind == MOUNT_NTFS)
        usb_end(sync, USB_REFUSED, USB_CODE_NTFS, NULL);
    else if (mount->kind == MOUNT_OTHER)
        usb_end(sync, USB_REFUSED, USB_CODE_OTHER_FORMAT, NULL);
    else if (mount->kind == MOUNT_UNREADABLE)
        usb_end(sync, USB_REFUSED, USB_CODE_UNREADABLE, NULL);
}

/* --- which sticks there are ------------------------------------------------------------------ */

static bool find_mount(const struct mount_list *mounts, const struct mount *mount, size_t *ret)
{
    for (size_t i = 0; i < mounts->count; i++) {
        if (mount_is(&mounts->list[i], mount)) {
            *ret = i;
            return true;
        }
    }
    return false;
}

bool usb_is_present(const struct usb *usb, const struct mount *mount)
{
    size_t at;
    return find_mount(&usb->present, mount, &at);
}

/* Whether it was refused for errors that were those of its end: the list of mounts told of it only
 * then. Later it was pulled by whoever has read that it cannot be read. */
static bool has_failed_by_its_end(const struct usb *usb)
{
    int64_t age = clock_wall() - usb->since;
    return usb->state == USB_REFUSED && usb->code == USB_CODE_UNREADABLE &&
           usb->mount.kind == MOUNT_FAT && age >= 0 && age < END_TOLD_WITHIN;
}

/* Sticks that were there already were looked at, or wait. */
static void take_list(struct sync *sync, const struct mount_list *fresh)
{
    struct usb *usb = &sync->usb;
    bool was_handled[MOUNTS_MAX] = {false};
    size_t at;
    for (size_t i = 0; i < fresh->count; i++)
        was_handled[i] = find_mount(&usb->present, &fresh->list[i], &at) && usb->was_handled[at];
    usb->present = *fresh;
    memcpy(usb->was_handled, was_handled, sizeof was_handled);
    bool is_there = find_mount(&usb->present, &usb->mount, &at);
    if (usb->is_at_work && !is_there)
        usb_end(sync, USB_PULLED, USB_CODE_PULLED, NULL);
    else if (!is_there && has_failed_by_its_end(usb))
        usb_set_state(sync, USB_PULLED, USB_CODE_PULLED);
}

static void look(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    struct mount_list *fresh = malloc(sizeof *fresh);
    if (!fresh)
        return;
    int result =
        mounts_look(&usb->mounts, sync->site->usb.mounts, sync->site->usb.mount_count, fresh);
    if (result > 0)
        take_list(sync, fresh);
    else if (result < 0)
        log_warning("the list of mounts cannot be read: %s; sticks are not seen until it changes",
                    strerror(-result));
    free(fresh);
}

/* Whether a stick is at work. */
static bool begin_next(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    for (size_t i = 0; i < usb->present.count && !usb->is_at_work; i++) {
        if (usb->was_handled[i])
            continue;
        usb->was_handled[i] = true;
        begin(sync, &usb->present.list[i]);
    }
    return usb->is_at_work;
}

int64_t usb_move(struct sync *sync, int64_t now)
{
    static void (*const steps[])(struct sync *) = {
        [USB_STEP_FIND] = usb_find,          [USB_STEP_DOCUMENT] = usb_read_document,
        [USB_STEP_ROOTS] = usb_follow_roots, [USB_STEP_JUDGE] = usb_judge,
        [USB_STEP_SIZES] = usb_sizes,        [USB_STEP_DIGESTS] = usb_digests,
        [USB_STEP_COPY] = usb_copy,          [USB_STEP_COLLECT] = usb_collect,
    };
    struct usb *usb = &sync->usb;
    if (!usb->is_on)
        return INT64_MAX;
    look(sync);
    bool is_at_work = begin_next(sync);
    if (is_at_work)
        steps[usb->step](sync);
    int64_t lend = usb_lend_move(sync, now), wake = usb_front_move(sync, now);
    int64_t patience = mounts_patience(&usb->mounts);
    if (lend < wake)
        wake = lend;
    if (patience != INT64_MAX && now + patience < wake)
        wake = now + patience;
    if (is_at_work && usb->step == USB_STEP_COLLECT)
        return wake < now + USB_COLLECT_PAUSE ? wake : now + USB_COLLECT_PAUSE;
    return is_at_work ? now : wake;
}

/* A test cannot wait as long as a machine may take to mount a stick. */
static int64_t lent_patience(void)
{
    const char *text = getenv("BANGTIN_LENT_SECONDS");
    return text ? (int64_t)strtoul(text, NULL, 10) * CLOCK_SECOND : USB_LENT_PATIENCE;
}

void usb_start(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    *usb = USB_CLOSED;
    if (sync->options.once)
        return;
    usb_front_start(sync);
    if (sync->site->usb.mode == USB_OFF)
        return;
    int result = mounts_open(&usb->mounts);
    usb->is_on = result == 0;
    usb->lent_until = clock_monotonic() + lent_patience();
    if (result < 0)
        log_warning("mounts cannot be watched: %s; sticks are not seen", strerror(-result));
}

void usb_finish(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    if (!sync->options.once)
        usb_front_finish(sync);
    release(usb);
    mounts_close(&usb->mounts);
    *usb = USB_CLOSED;
}
