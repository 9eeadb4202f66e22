/* Back to the generation before: what was on has brought the screen down, or its stick was pulled.
 * The store keeps that generation and all its files for this. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/log.h"
#include "sync/sync.h"

int activate_revert(struct sync *sync, struct feed *feed, bool is_aside)
{
    struct current *fresh = malloc(sizeof *fresh);
    if (!fresh)
        return -ENOMEM;
    *fresh = sync->current;
    const struct current_feed *on = current_find(fresh, feed->key);
    int result = on && on->generation ? 0 : -ENOENT;
    if (result == 0) {
        current_revert(current_add(fresh, feed->key), is_aside ? CURRENT_ASIDE : CURRENT_RETURNED);
        activate_shares(sync, fresh);
        result = activate_commit(sync, fresh);
    }
    free(fresh);
    if (result < 0)
        return result;
    on = current_find(&sync->current, feed->key);
    if (on->generation)
        log_warning("%s: generation %" PRIu64 " is on again", feed_name(feed), on->generation);
    else
        log_warning("%s: nothing was before it; the built-in content plays", feed_name(feed));
    feed_reload(feed);
    scrub_restart(&sync->scrub);
    activate_clean(sync);
    return 0;
}
