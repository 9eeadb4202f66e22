/* What the options of `preview` choose out of a document. */
#pragma once

#include "cli/option.h"
#include "cli/preview_plan.h"

/* Fills the plan's choices: office, language, item, sizes, time. Returns EXIT_DONE with *ret_site,
 * *ret_zone and *ret_at (both may be NULL), which the caller destroys after the plan; or says which
 * name is not there, and which is near, and returns EXIT_USAGE; or what is wrong with the settings.
 */
int preview_choose(const struct options *options, const struct document *document,
                   struct preview_plan *plan, struct site **ret_site, struct zone **ret_zone,
                   struct preview_at **ret_at);
