/* The published document made of the author's: the bytes stay as they were written, but for the
 * fields that publishing fills in. */
#pragma once

#include <stdint.h>

#include "cli/publish_media.h"
#include "playlist/document.h"
#include "playlist/moment.h"

/* What a publication adds. */
struct publish_stamp {
    int64_t sequence;
    char generated[MOMENT_TEXT_SIZE];
    char expires[MOMENT_TEXT_SIZE]; /* "" leaves the draft's own, if it has one */
};

/* Writes `draft` (parsed; its assets sound) with `feedId`, the stamp, and of each
 * asset `href`, `size`, `sha256` and `mediaType`. Numbers, texts, order and line ends survive. The
 * result is parsed again and held against what went in. Returns 0 and a document, with the bytes to
 * be sent, that the caller destroys; -EFBIG where it is larger than a document may be; -ENOMEM;
 * -EBADMSG where it is not what it should be (a mistake of ours). */
int publish_compose(const struct document *draft, const struct publish_media_list *media,
                    const char *feed_id, const struct publish_stamp *stamp,
                    struct document **ret_document);
