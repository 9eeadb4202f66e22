#include "base/zone.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/zone_rule.h"

#define ZONE_DIRECTORY "/usr/share/zoneinfo"

enum {
    ZONE_FILE_MAX = 512 * 1024,
    ZONE_NAME_MAX = 64,
    HEADER_SIZE = 44,
    DAY_SECONDS = 86400,
    OFFSET_MAX = 26 * 3600 /* RFC 9636: -25:59:59 … 25:59:59 */
};

struct zone_step {
    int64_t from; /* seconds since 1970 */
    int32_t offset;
};

struct zone {
    int32_t first; /* the offset before the first step */
    bool has_rule;
    struct zone_rule rule; /* after the last step */
    size_t step_count;
    struct zone_step steps[];
};

/* The counts of a TZif header, in the order in which they stand there. */
struct header {
    int version;
    uint32_t utc_flags, standard_flags, leaps, times, types, characters;
};

static uint32_t read_32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t read_64(const unsigned char *bytes)
{
    return (int64_t)((uint64_t)read_32(bytes) << 32 | read_32(bytes + 4));
}

static bool read_header(const unsigned char *bytes, size_t size, struct header *ret)
{
    if (size < HEADER_SIZE || memcmp(bytes, "TZif", 4) != 0)
        return false;
    *ret = (struct header){
        .version = bytes[4] ? bytes[4] - '0' : 1,
        .utc_flags = read_32(bytes + 20),
        .standard_flags = read_32(bytes + 24),
        .leaps = read_32(bytes + 28),
        .times = read_32(bytes + 32),
        .types = read_32(bytes + 36),
        .characters = read_32(bytes + 40),
    };
    /* Our instants know no leap seconds, so a table that counts them is none for us. */
    return ret->version >= 1 && ret->types >= 1 && ret->types <= 256 && ret->leaps == 0 &&
           ret->times <= ZONE_FILE_MAX && ret->characters <= ZONE_FILE_MAX &&
           ret->utc_flags <= ret->types && ret->standard_flags <= ret->types;
}

static size_t block_size(const struct header *header, size_t time_size)
{
    return header->times * (time_size + 1) + header->types * (size_t)6 + header->characters +
           header->standard_flags + header->utc_flags;
}

static bool read_offset(const unsigned char *types, unsigned index, int32_t *ret)
{
    int32_t offset = (int32_t)read_32(types + (size_t)index * 6);
    if (offset <= -OFFSET_MAX || offset >= OFFSET_MAX)
        return false;
    *ret = offset;
    return true;
}

static bool read_steps(const unsigned char *block, const struct header *header, size_t time_size,
                       struct zone *zone)
{
    const unsigned char *indices = block + header->times * time_size;
    const unsigned char *types = indices + header->times;
    if (!read_offset(types, 0, &zone->first))
        return false;
    for (size_t i = 0; i < header->times; i++) {
        const unsigned char *time = block + i * time_size;
        struct zone_step *step = &zone->steps[i];
        step->from = time_size == 8 ? read_64(time) : (int32_t)read_32(time);
        if (indices[i] >= header->types || !read_offset(types, indices[i], &step->offset))
            return false;
        if (i > 0 && step->from <= zone->steps[i - 1].from)
            return false;
    }
    zone->step_count = header->times;
    return true;
}

/* The footer: a TZ string between two newlines; empty where the zone's future is unknown. */
static bool read_footer(const unsigned char *bytes, size_t size, struct zone *zone)
{
    if (size < 2 || bytes[0] != '\n')
        return false;
    const unsigned char *end = memchr(bytes + 1, '\n', size - 1);
    if (!end)
        return false;
    size_t length = (size_t)(end - bytes - 1);
    if (length == 0)
        return true;
    zone->has_rule = true;
    return zone_rule_parse((const char *)bytes + 1, length, &zone->rule) == 0;
}

int zone_parse(const void *data, size_t size, struct zone **ret_zone)
{
    const unsigned char *bytes = data;
    struct header header;
    size_t time_size = 4;
    if (size > ZONE_FILE_MAX || !read_header(bytes, size, &header))
        return -EINVAL;
    if (header.version >= 2) {
        size_t skip = HEADER_SIZE + block_size(&header, time_size);
        if (skip > size || !read_header(bytes + skip, size - skip, &header))
            return -EINVAL;
        bytes += skip;
        size -= skip;
        time_size = 8;
    }
    size_t used = HEADER_SIZE + block_size(&header, time_size);
    if (used > size)
        return -EINVAL;
    struct zone *zone = calloc(1, sizeof *zone + header.times * sizeof *zone->steps);
    if (!zone)
        return -ENOMEM;
    if (!read_steps(bytes + HEADER_SIZE, &header, time_size, zone) ||
        (time_size == 8 && !read_footer(bytes + used, size - used, zone))) {
        free(zone);
        return -EINVAL;
    }
    *ret_zone = zone;
    return 0;
}

/* An IANA name: path segments of letters, digits, '_', '-' and '+'; so no ".." either. */
static bool name_is_valid(const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length > ZONE_NAME_MAX || name[0] == '/' || name[length - 1] == '/')
        return false;
    return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/") ==
               length &&
           !strstr(name, "//");
}

int zone_read(const char *name, struct zone **ret_zone)
{
    char path[sizeof ZONE_DIRECTORY + 1 + ZONE_NAME_MAX];
    if (!name_is_valid(name))
        return -EINVAL;
    snprintf(path, sizeof path, ZONE_DIRECTORY "/%s", name);
    char *data;
    size_t size;
    int result = file_read(path, ZONE_FILE_MAX, &data, &size);
    if (result == -ENOENT || result == -EISDIR || result == -ENOTDIR || result == -EFBIG)
        return -EINVAL;
    if (result < 0)
        return result;
    result = zone_parse(data, size, ret_zone);
    free(data);
    return result;
}

struct zone *zone_fixed(int32_t offset)
{
    struct zone *zone = calloc(1, sizeof *zone);
    if (zone)
        zone->first = offset;
    return zone;
}

void zone_destroy(struct zone *zone)
{
    free(zone);
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static int32_t offset_at(const struct zone *zone, int64_t seconds)
{
    if (!zone)
        return 0;
    size_t low = 0, high = zone->step_count; /* the first step later than `seconds` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->steps[middle].from <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zone->step_count && zone->has_rule)
        return zone_rule_offset(&zone->rule, seconds);
    return low == 0 ? zone->first : zone->steps[low - 1].offset;
}

int32_t zone_offset(const struct zone *zone, int64_t instant)
{
    return offset_at(zone, floor_divide(instant, CLOCK_SECOND));
}

/* Years are counted from 1 March here, so that the leap day is a year's last; 400 years have
 * 146 097 days (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
int64_t zone_days(int year, int month, int day)
{
    int64_t shifted = (int64_t)year - (month <= 2);
    int64_t era = floor_divide(shifted, 400);
    int64_t of_era = shifted - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void set_date(struct zone_time *time, int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = floor_divide(shifted, 146097);
    int64_t of_era = shifted - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    time->day = (int)(of_year - (153 * month + 2) / 5 + 1);
    time->month = (int)(month + (month < 10 ? 3 : -9));
    time->year = (int)(era * 400 + year + (time->month <= 2));
    time->weekday = (int)(days + 3 - floor_divide(days + 3, 7) * 7);
}

struct zone_time zone_local(const struct zone *zone, int64_t instant)
{
    int64_t seconds = floor_divide(instant, CLOCK_SECOND);
    seconds += offset_at(zone, seconds);
    int64_t days = floor_divide(seconds, DAY_SECONDS);
    int64_t rest = seconds - days * DAY_SECONDS;
    struct zone_time time = {
        .hour = (int)(rest / 3600),
        .minute = (int)(rest / 60 % 60),
        .second = (int)(rest % 60),
    };
    set_date(&time, days);
    return time;
}

int64_t zone_instant(const struct zone *zone, int64_t days, int32_t second)
{
    int64_t local = days * DAY_SECONDS + second;
    int32_t before = offset_at(zone, local - OFFSET_MAX);
    int32_t after = offset_at(zone, local + OFFSET_MAX);
    int64_t first = local - before, second_try = local - after;
    if (offset_at(zone, first) == before)
        return first * CLOCK_SECOND;
    if (offset_at(zone, second_try) == after)
        return second_try * CLOCK_SECOND;
    /* In a gap: the change lies after local - after and not after local - before. */
    int64_t low = second_try, high = first;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (offset_at(zone, middle) == after)
            high = middle;
        else
            low = middle;
    }
    return high * CLOCK_SECOND;
}
