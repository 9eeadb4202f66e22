#include "cli/amount.h"

#include <stdio.h>

#include "cli/report_spell.h"

#define KILOBYTE INT64_C(1000)
#define MEGABYTE (1000 * KILOBYTE)
#define GIGABYTE (1000 * MEGABYTE)

struct amount_decimal amount_decimal(double number)
{
    struct amount_decimal decimal = {0};
    spell_decimal(decimal.text, number, 1, spell_of_messages());
    return decimal;
}

const char *amount_bytes(int64_t bytes, char text[AMOUNT_SIZE])
{
    if (bytes < MEGABYTE)
        snprintf(text, AMOUNT_SIZE, "%lld kB", (long long)((bytes + KILOBYTE - 1) / KILOBYTE));
    else if (bytes < GIGABYTE)
        snprintf(text, AMOUNT_SIZE, "%s MB", amount_decimal((double)bytes / (double)MEGABYTE).text);
    else
        snprintf(text, AMOUNT_SIZE, "%s GB", amount_decimal((double)bytes / (double)GIGABYTE).text);
    return text;
}
