/* The sending: media, roots, signatures, and the document last, so that at any instant what stands
 * at the target is whole; then the clean-up. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "cli/publish_plan.h"
#include "cli/publish_work.h"

struct publish_sent {
    size_t media;
    int64_t bytes; /* of them */
};

/* Looks what of the media is at the target already; *ret are the others. */
int publish_send_measure(struct publish_plan *plan, struct publish_work *work,
                         struct publish_sent *ret);

/* Sends all that is not there. Returns an exit status after saying what is wrong; may be
 * interrupted and done again. */
int publish_send(struct publish_plan *plan, struct publish_work *work,
                 const struct publish_sent *sent);
