/* One item of the text mirror, as an <article>. */
#pragma once

#include <stdio.h>

#include "cli/mirror.h"

/* `level` is the rank of its heading, 2 … 5. Writes nothing where there are no words. */
void mirror_item_write(FILE *out, const struct mirror *mirror, const struct mirror_entry *entry,
                       unsigned level);
