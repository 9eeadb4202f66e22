/* Text into HTML, for the pages that a preview writes. */
#pragma once

#include <stdio.h>

/* Writes `text` as it reads, between tags or in a double-quoted attribute. */
void html_put(FILE *out, const char *text);
