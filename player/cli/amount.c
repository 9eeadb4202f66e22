#include "cli/amount.h"

#include <stdio.h>

#define KILOBYTE INT64_C(1000)
#define MEGABYTE (1000 * KILOBYTE)
#define GIGABYTE (1000 * MEGABYTE)

const char *amount_bytes(int64_t bytes, char text[AMOUNT_SIZE])
{
    if (bytes < MEGABYTE)
        snprintf(text, AMOUNT_SIZE, "%lld kB", (long long)((bytes + KILOBYTE - 1) / KILOBYTE));
    else if (bytes < GIGABYTE)
        snprintf(text, AMOUNT_SIZE, "%.1f MB", (double)bytes / (double)MEGABYTE);
    else
        snprintf(text, AMOUNT_SIZE, "%.1f GB", (double)bytes / (double)GIGABYTE);
    return text;
}
