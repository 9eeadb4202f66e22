/* The pages that a preview ends with: the contact sheet and the text mirror. */
#pragma once

#include "cli/preview_plan.h"

/* Writes index.html and mirror.html into the folder `path`. Returns 0 or -errno. */
int preview_pages_write(const struct preview_plan *plan, const char *path);
