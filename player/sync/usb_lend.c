/* What has no signature, and what plays only while its stick is inserted: both are on a feed of
 * their own, whose number is always 0, so that no stick that leaves again can spoil what is
 * remembered of a signed one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "sync/passphrase.h"
#include "sync/sync.h"

#define TRY_AGAIN (10 * CLOCK_SECOND)

static const char passphrase_name[] = "bangtin-pass.txt";
static const struct site_feed shown = {.interval = SITE_FEED_INTERVAL, .share = 1};
static const struct site_feed hidden = {.interval = SITE_FEED_INTERVAL, .share = 0};

const struct site_feed *usb_feed_settings(const struct site *site)
{
    if (site->usb.is_unsigned || site->usb.passphrase)
        return &shown;
    /* What was imported when it was allowed comes back with the permission. */
    return site->usb.mode == USB_WHILE_INSERTED ? &hidden : NULL;
}

bool usb_is_settings(const struct site_feed *settings)
{
    return settings == &shown || settings == &hidden;
}

static struct feed *stick_feed(const struct sync *sync)
{
    struct feed *last = sync->feed_count > 0 ? &sync->feeds[sync->feed_count - 1] : NULL;
    return last && last->is_stick ? last : NULL;
}

struct feed *usb_target(const struct sync *sync)
{
    bool is_own = sync->usb.is_unsigned || sync->site->usb.mode == USB_WHILE_INSERTED;
    return is_own ? stick_feed(sync) : sync->usb.feed;
}

bool usb_may_be_unsigned(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    char *bytes;
    size_t size;
    usb->is_unsigned = sync->site->usb.is_unsigned;
    if (usb->is_unsigned)
        return true;
    int result = sync->site->usb.passphrase ? stick_read_root(&usb->stick, passphrase_name,
                                                              PASSPHRASE_FILE_MAX, &bytes, &size)
                                            : -ENOENT;
    if (result == -ENOENT && stick_is_there(&usb->stick, &usb->mount)) {
        usb_end(sync, USB_REFUSED, USB_CODE_UNSIGNED, NULL);
        return false;
    }
    if (result < 0) {
        usb_end_unread(sync, result, USB_CODE_PASSPHRASE, passphrase_name);
        return false;
    }
    usb->is_unsigned = passphrase_matches(bytes, size, sync->site->usb.passphrase);
    free(bytes);
    if (!usb->is_unsigned)
        usb_end(sync, USB_REFUSED, USB_CODE_PASSPHRASE, NULL);
    return usb->is_unsigned;
}

void usb_clear(struct sync *sync)
{
    struct feed *feed = stick_feed(sync);
    struct current *fresh = malloc(sizeof *fresh);
    int result = fresh ? 0 : -ENOMEM;
    struct current_feed *entry = NULL;
    if (result == 0) {
        *fresh = sync->current;
        entry = current_find(fresh, feed->key) ? current_add(fresh, feed->key) : NULL;
    }
    if (entry) {
        struct current_feed cleared = {.share = entry->share};
        memcpy(cleared.key, entry->key, sizeof cleared.key);
        *entry = cleared;
        activate_shares(sync, fresh);
        result = activate_commit(sync, fresh);
    }
    free(fresh);
    if (result < 0) {
        log_warning("stick %s: the store: %s", sync->usb.name, strerror(-result));
        usb_end(sync, USB_REFUSED, USB_CODE_STORE, NULL);
        return;
    }
    sync->usb.is_lending = false;
    feed_reload(feed);
    activate_clean(sync);
    usb_end(sync, USB_DONE, USB_CODE_CLEARED, NULL);
}

/* --- while inserted -------------------------------------------------------------------------- */

static bool is_lent(const struct sync *sync)
{
    const struct feed *feed = stick_feed(sync);
    const struct current_feed *entry = feed ? current_find(&sync->current, feed->key) : NULL;
    return entry && entry->is_lent;
}

void usb_take_on(struct sync *sync, enum usb_code code)
{
    struct usb *usb = &sync->usb;
    bool lends = sync->site->usb.mode == USB_WHILE_INSERTED;
    if (lends) {
        usb->is_lending = true;
        usb->lent = usb->mount;
    }
    usb_end(sync, USB_DONE, lends ? USB_CODE_LENT : code, NULL);
}

void usb_forget_lent(struct sync *sync)
{
    struct current *fresh = malloc(sizeof *fresh);
    bool any = false;
    if (!fresh)
        return; /* with the next start */
    *fresh = sync->current;
    for (size_t i = 0; i < fresh->feed_count; i++) {
        if (!fresh->feeds[i].is_lent || sync->site->usb.mode == USB_WHILE_INSERTED)
            continue;
        current_revert(&fresh->feeds[i], CURRENT_RETURNED);
        any = true;
    }
    if (any && activate_commit(sync, fresh) < 0)
        log_warning("what played while its stick was inserted cannot be taken back");
    free(fresh);
}

/* The former state is back, and other sticks that are there have their turn. */
static void take_back(struct sync *sync, int64_t now)
{
    struct usb *usb = &sync->usb;
    int result = activate_revert(sync, stick_feed(sync), false);
    if (result < 0 && result != -ENOENT) {
        log_warning("what played while its stick was inserted cannot be taken back: %s",
                    strerror(-result));
        usb->lent_until = now + TRY_AGAIN;
        usb->is_lending = false;
        return;
    }
    log_info("the stick whose content played is gone; what played before is back");
    usb->is_lending = false;
    for (size_t i = 0; i < usb->present.count; i++)
        usb->was_handled[i] = usb->is_at_work && mount_is(&usb->present.list[i], &usb->mount);
    if (!usb->is_at_work)
        usb_set_state(sync, USB_NONE, USB_CODE_FINE);
}

int64_t usb_lend_move(struct sync *sync, int64_t now)
{
    struct usb *usb = &sync->usb;
    if (!is_lent(sync))
        return INT64_MAX;
    if (usb->is_lending && usb_is_present(usb, &usb->lent))
        return INT64_MAX;
    /* It may be at work again: after a power cut it is verified first. */
    if (!usb->is_lending && (usb->is_at_work || now < usb->lent_until))
        return usb->lent_until > now ? usb->lent_until : INT64_MAX;
    take_back(sync, now);
    return now; /* other sticks */
}
