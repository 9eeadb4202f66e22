/* What was shown, added up in one pass over the rows of the logs: for the period of the report and
 * for the one before it, by item, topic, audience, language, type, site, day, hour and machine.
 * Alerts in a strip over the items (PLAY_TYPE_BANNER) have figures of their own only, by item and
 * in all: elsewhere the time of the screen would be there twice. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/zone.h"
#include "cli/report_names.h"
#include "cli/report_period.h"
#include "plays/play.h"

enum { TALLY_HOURS = 24, TALLY_DEVICES_MAX = 4096, TALLY_EVENTS_MAX = 1000000 };

/* Plays with one thing in common. Times in milliseconds. */
struct figure {
    int64_t plays, shown;
    int64_t estimated;   /* plays whose time is not known for sure: their clock was not trusted */
    int64_t first, last; /* when the first and the last one began; only with plays > 0 */
};

enum tally_kind {
    TALLY_TOPIC,
    TALLY_AUDIENCE,
    TALLY_LANGUAGE,
    TALLY_TYPE,
    TALLY_SITE,
    TALLY_KINDS
};

struct tally_group {
    struct figure now, before;
};

struct tally_groups {
    struct names names; /* "" where the item names none */
    struct tally_group *list;
    size_t capacity;
};

/* An item as it was in one version and one language; the words of the log's. */
struct tally_edition {
    uint32_t content;
    bool is_banner;
    uint32_t groups[TALLY_SITE]; /* its topic and so on */
    uint32_t title;              /* in `titles` */
    int64_t last;                /* when it was shown last within the period; 0: it was not */
    size_t source;               /* where its thumbnail is: which source of the caller's, and */
    int64_t id;                  /* its id there; 0: it has none */
};

/* An item over all its versions and languages. */
struct tally_content {
    const char *feed, *item;
    struct figure now, before;
    uint64_t languages, sites; /* sets of numbers of groups below 64, within the period */
    uint32_t site_count;
    uint32_t edition; /* which names it: the one shown last, a Vietnamese one before others */
    bool is_named;
    bool is_banner;
};

/* What happened to a screen. */
struct tally_event {
    uint32_t device;
    char name[PLAY_EVENT_MAX + 1];
    int64_t start, count;
    enum clock_rung clock;
};

/* Bits of a machine's day: a play, also one whose clock knew no more than a lower bound of the
 * time; a play at a time that is at least near. */
enum tally_day { TALLY_DAY_SHOWN = 1, TALLY_DAY_SURE = 2 };

struct tally_device {
    struct figure now, before;
    unsigned char *days;                 /* one for each day of the period: enum tally_day */
    unsigned char *minutes;              /* a bit for each minute of it: something was shown */
    unsigned char *days_before;          /* of the period before */
    int64_t day_count, day_count_before; /* how many with a play */
    bool ran_before, ran_after;          /* a play at a sure time before, behind the period */
    bool was_off;                        /* by its hours, when the period began: as far as */
    int64_t switched_before;             /* a row of this time before it tells; 0: none */
    bool is_whole;                       /* its own database was read, not only exports */
    int64_t rows, first_seq, last_seq;   /* of exports: all rows, whenever they were written */
};

struct tally {
    const struct zone *zone;
    struct period period, before;
    struct figure now, total_before;
    struct tally_group banners;
    struct names contents, editions, titles, devices, places, spots /* (content, site) */,
        screens /* (device, place) */;
    struct tally_content *content_list;
    struct tally_edition *edition_list;
    struct tally_device *device_list;
    uint32_t *place_sites; /* the group of the place's site */
    size_t content_capacity, edition_capacity, device_capacity, place_capacity;
    struct tally_groups groups[TALLY_KINDS];
    struct figure *days;                 /* of the period */
    int64_t day_count, day_count_before; /* on which anything was shown anywhere */
    unsigned char *days_before;
    struct tally_group hours[TALLY_HOURS];
    struct tally_event *events;
    size_t event_count, event_capacity;
    int64_t aside;           /* logs that were damaged and are not among these */
    int64_t lost;            /* plays that were not written down, as far as the logs know */
    int64_t quarter, offset; /* the zone's offset within one quarter of an hour */
};

/* Prepares an empty one for a period. 0 or -ENOMEM. `zone` must outlive it. */
int tally_init(struct tally *tally, const struct period *period, const struct zone *zone);
void tally_finish(struct tally *tally); /* fine on zeroed memory */

/* The numbers of a machine, of an item as a log has it, of a place: told once each, used for every
 * row. A number, or -ENOMEM, or -E2BIG where there are too many. */
int64_t tally_device(struct tally *tally, const char *device);
int64_t tally_edition(struct tally *tally, const struct play_item *item, size_t source);
int64_t tally_place(struct tally *tally, const struct play_place *place);

/* Adds a row. `edition` is not looked at for an event. 0, -ENOMEM or -E2BIG. */
int tally_add(struct tally *tally, const struct play_row *row, uint32_t device, uint32_t edition,
              uint32_t place);

/* Notes what a row outside of the period tells of its machine: that it was in operation, that its
 * screen was off. tally_add does so with each. Returns whether it is a play at a sure time. */
bool tally_outside(struct tally *tally, const struct play_row *row, uint32_t device);

/* After the last row: counts days, chooses the names of items. */
void tally_end(struct tally *tally);

/* Plays of the period at a time that is not known for sure, alerts over others among them. */
int64_t tally_estimated(const struct tally *tally);

/* The site and the screen of a place. */
const char *tally_site_of(const struct tally *tally, uint32_t place);
const char *tally_screen_of(const struct tally *tally, uint32_t place);

/* The local time of an instant: milliseconds since 1970-01-01T00:00 there. */
int64_t tally_local(struct tally *tally, int64_t instant);
