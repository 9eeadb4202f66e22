/* The lint of `check`: looks at each drawing on every screen that shows it, and says in the end
 * what cannot be read there (docs/legibility.md). */
#pragma once

#include "cli/asset_codes.h"
#include "cli/check.h"
#include "cli/drawer.h"

struct check_lint;

/* NULL without memory. */
struct check_lint *check_lint_create(struct check *check);
void check_lint_destroy(struct check_lint *lint); /* NULL is fine */

/* Takes in one drawing of an item. Returns 0 or -ENOMEM. */
int check_lint_see(struct check_lint *lint, const struct drawer_task *task,
                   const struct drawing *drawing);

/* Looks for codes in all pictures themselves, of which `sizes` holds one for each asset; then adds
 * all findings. Returns 0 or -errno. */
int check_lint_end(struct check_lint *lint, const struct asset_size *sizes);
