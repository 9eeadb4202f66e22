/* Any bytes as a TZif file. */
#include "base/zone.h"

#include <stdio.h>
#include <stdlib.h>

#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct zone *zone = NULL;
    if (zone_parse(data, size, &zone) < 0)
        return 0;
    for (int64_t at = INT64_C(-4000000000); at < INT64_C(8000000000); at += 99999989) {
        struct zone_time time = zone_local(zone, at * 1000000);
        MUST(time.month >= 1 && time.month <= 12 && time.hour >= 0 && time.hour < 24);
        zone_instant(zone, at / 86400, 7200);
    }
    zone_destroy(zone);
    return 0;
}
