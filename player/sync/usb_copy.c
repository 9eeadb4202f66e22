/* What a verified document of a stick needs, into the store: one file after another, a slice in
 * each turn. The network's transfers go on beside it; a file that both want is the stick's, which
 * is quicker. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "sync/sync.h"

static bool is_stored(const struct sync *sync, const struct store_need *need)
{
    int fd = store_object_open(&sync->store, need->sha256, need->size);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static void refuse_store(struct sync *sync, int error)
{
    log_warning("stick %s: the store: %s", sync->usb.name, strerror(-error));
    bool is_full = error == -ENOSPC || error == -EDQUOT;
    usb_end(sync, USB_REFUSED, is_full ? USB_CODE_FULL : USB_CODE_STORE, NULL);
}

void usb_begin_copy(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    int64_t to_come = (int64_t)usb->coming.size;
    for (size_t i = 0; i < usb->coming.need_count; i++) {
        const struct store_need *need = &usb->coming.needs[i];
        int64_t here =
            is_stored(sync, need) ? need->size : store_part_bytes(&sync->store, need->sha256);
        here = here < need->size ? here : need->size;
        usb->total_bytes += usb->is_unsigned ? 0 : need->size; /* counted with the digests */
        to_come += need->size - here;
    }
    int64_t missing = activate_make_room(sync, to_come);
    if (missing > 0) {
        log_warning("stick %s: %" PRId64 " bytes are missing on the disk", usb->name, missing);
        usb_end(sync, USB_REFUSED, USB_CODE_FULL, NULL);
        return;
    }
    usb->step = USB_STEP_COPY;
    usb->state = USB_COPYING;
    usb->since = clock_wall();
    log_info("stick %s: sequence %" PRId64 " for %s; it needs %zu files", usb->name,
             usb->coming.sequence, usb->is_unsigned ? "all" : usb->feed->key,
             usb->coming.need_count);
    health_change(&sync->health);
}

/* --- one file -------------------------------------------------------------------------------- */

static void open_part(struct sync *sync, const struct store_need *need, const char *href)
{
    struct usb *usb = &sync->usb;
    int64_t size;
    int fd = stick_file(&usb->stick, href, &size);
    if (fd < 0) {
        usb_end_unread(sync, fd, USB_CODE_MISSING, href);
        return;
    }
    usb->fd = fd;
    if (size != need->size) {
        usb_end(sync, USB_REFUSED, USB_CODE_WRONG, href);
        return;
    }
    fetch_yield(sync, need);
    int result = store_part_open(&sync->store, need->sha256, need->size, &usb->part);
    usb->was_resumed = result == 0 && usb->part.written > 0;
    if (result < 0)
        refuse_store(sync, result);
}

/* What an earlier try has left may have been bad: then once more, all of it from here. */
static void finish_part(struct sync *sync, const struct store_need *need, const char *href)
{
    struct usb *usb = &sync->usb;
    int result = store_part_finish(&sync->store, &usb->part);
    if (result == -EBADMSG && usb->was_resumed) {
        result = store_part_open(&sync->store, need->sha256, need->size, &usb->part);
        usb->was_resumed = false;
        if (result < 0)
            refuse_store(sync, result);
        return;
    }
    close(usb->fd);
    usb->fd = -1;
    if (result == -EBADMSG)
        usb_end(sync, USB_REFUSED, USB_CODE_WRONG, href);
    else if (result < 0)
        refuse_store(sync, result);
}

static void copy_slice(struct sync *sync, const char *href)
{
    struct usb *usb = &sync->usb;
    int64_t left = usb->part.size - usb->part.written;
    size_t wanted = left < USB_SLICE ? (size_t)left : USB_SLICE;
    char *buffer = malloc(USB_SLICE);
    ssize_t count = buffer ? pread(usb->fd, buffer, wanted, usb->part.written) : -1;
    int error = count < 0 ? buffer ? -errno : -ENOMEM : 0;
    int result = count > 0 ? store_part_write(&usb->part, buffer, (size_t)count) : 0;
    free(buffer);
    if (error == -EINTR)
        return;
    if (error < 0)
        usb_end_unread(sync, error, USB_CODE_UNREADABLE, href);
    else if (count == 0)
        usb_end(sync, USB_REFUSED, USB_CODE_WRONG, href);
    else if (result < 0)
        refuse_store(sync, result);
    health_change(&sync->health);
}

/* --- all of them ----------------------------------------------------------------------------- */

static bool plays(const struct feed *feed, const unsigned char sha256[SHA256_SIZE])
{
    return feed->active.document && !feed->pending.document &&
           memcmp(feed->active.sha256, sha256, SHA256_SIZE) == 0;
}

static enum usb_code code_of(const struct trouble *trouble)
{
    if (strcmp(trouble->code, "disk-full") == 0)
        return USB_CODE_FULL;
    return strcmp(trouble->code, "asset-type") == 0 ? USB_CODE_TYPE : USB_CODE_STORE;
}

/* Everything is in the store: put on as what comes from the network is. */
static void settle(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    struct feed *feed = usb_target(sync);
    unsigned char sha256[SHA256_SIZE];
    /* The network may have brought something meanwhile, a root too. */
    if (!usb_is_wanted(sync, usb_verdict(sync, usb->coming.bytes, usb->coming.size,
                                         usb->coming.signature, usb->coming.signature_size, NULL)))
        return;
    memcpy(sha256, usb->coming.sha256, SHA256_SIZE);
    feed->is_lent = sync->site->usb.mode == USB_WHILE_INSERTED;
    if (feed->is_stick)
        usb->coming.sequence = 0; /* nothing is remembered of what goes again */
    if (feed->pending.document && memcmp(feed->pending.sha256, sha256, SHA256_SIZE) == 0) {
        fetch_stop(sync, feed);
        feed->fetch_at = 0; /* a new round finds the files */
    } else {
        feed_expect(feed, &usb->coming);
    }
    fetch_move(sync, clock_monotonic());
    if (plays(feed, sha256)) {
        if (!feed->settings->url)
            trouble_clear(&feed->trouble, feed_name(feed));
        usb_take_on(sync, USB_CODE_FINE);
        return;
    }
    enum usb_code code = code_of(&feed->fetch_trouble);
    feed_withdraw(feed);
    usb_end(sync, USB_REFUSED, code, NULL);
}

/* Steps over what is there. False: nothing is left. */
static bool find_next(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    while (usb->need < usb->coming.need_count && is_stored(sync, &usb->coming.needs[usb->need]))
        usb->bytes += usb->coming.needs[usb->need++].size;
    return usb->need < usb->coming.need_count;
}

void usb_copy(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    if (usb->part.fd < 0 && !find_next(sync)) {
        settle(sync);
        return;
    }
    const struct store_need *need = &usb->coming.needs[usb->need];
    const char *href = usb->coming.hrefs[usb->need];
    if (usb->part.fd < 0)
        open_part(sync, need, href);
    else if (usb->part.written < usb->part.size)
        copy_slice(sync, href);
    else
        finish_part(sync, need, href);
}
