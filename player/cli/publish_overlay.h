/* A change laid over what stands at the target: an alert must not wait for the rest of a folder to
 * be in order, nor carry anybody's half-done work with it. */
#pragma once

#include <stdbool.h>

#include "cli/publish_plan.h"

/* Whether what stands there can be built upon: then *ret_possible. It cannot where nothing sound
 * stands there, or something older than the last publication of this folder (else whoever can write
 * to the target could have an old document signed anew): then the whole folder is to be published.
 * Returns EXIT_DONE; or EXIT_TRUST, said, where it is there and nobody's signature stands for it.
 */
int publish_overlay_judge(const struct publish_plan *plan, bool *ret_possible);

/* Where the whole folder cannot be published: says how an alert gets out before it can, which is
 * by the publication that went out last. Nothing where there was none. */
void publish_overlay_say_remedy(const struct publish_plan *plan);

/* The media of `document` as they stand in `published`, by name, each at the target already; the
 * documents are borrowed. Returns 0 and a list that the caller finishes; -ENOENT where one is not
 * there, or has no digest; -ENOMEM. */
int publish_overlay_media(const struct document *document, const struct document *published,
                          int directory, struct publish_media_list *ret);

/* Whether publishing the folder with `draft` would change more than what the plan has composed: by
 * the document and by the sizes of its files. */
bool publish_overlay_leaves_changes(const struct publish_plan *plan, const struct document *draft);
