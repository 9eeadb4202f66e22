/* A finished report as its writers see it: all figures, put in order. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/report_gaps.h"
#include "cli/report_source.h"
#include "cli/report_spell.h"
#include "cli/report_tally.h"
#include "playlist/site.h"

struct view {
    struct tally *tally; /* ended; not constant for its cache */
    const struct gaps *gaps;
    const struct sources *sources;
    const struct site *site; /* the settings */
    int64_t now;             /* microseconds */
};

/* What the lines of a table are. The first ones are those of enum tally_kind. */
enum view_by { VIEW_ITEM = TALLY_KINDS, VIEW_DAY, VIEW_HOUR, VIEW_BYS };

/* "item", "topic" and so on → enum view_by; NULL is the items. */
enum view_by view_by_name(const char *name);

/* The heading of the lines' names, in the language of the messages. */
const char *view_heading(enum view_by by);

struct view_line {
    char *name;      /* for people; owned */
    uint32_t number; /* of the content, group, day or hour */
    struct figure now, before;
    bool is_banner;
};

struct view_lines {
    struct view_line *list;
    size_t count;
};

/* The lines, the longest shown first; days and hours in their order. Items are those of the period,
 * behind all others the alerts over them, which no sum holds; of the others also what was shown
 * only in the period before; all days and hours that have come. 0 or -ENOMEM. */
int view_lines(const struct view *view, enum view_by by, enum spell_language language,
               struct view_lines *ret);
void view_lines_finish(struct view_lines *lines); /* fine on zeroed memory */

/* Whether there is anything to compare with, and whether the period is over. */
bool view_has_before(const struct view *view);
bool view_is_over(const struct view *view);

/* The title of a content, its id where it has none. */
const char *view_title(const struct view *view, uint32_t content);

/* The edition that names it. */
const struct tally_edition *view_edition(const struct view *view, uint32_t content);

/* The name of a group as a log has it; "" for none. */
const char *view_group(const struct view *view, enum tally_kind kind, uint32_t number);

/* The name of a site for people: the settings' variable "place.ID"; for their own site its name;
 * else the id. */
const char *view_site(const struct view *view, const char *id);

/* Lists each place where the machine stood, or its screens' `sizes`, in `text`; returns how many
 * there are. */
size_t view_places(const struct view *view, uint32_t device, bool sizes, char *text, size_t size);

/* The agency: the settings' variable "agency", or "name"; NULL: not known. */
const char *view_agency(const struct view *view);

/* The first instant of the next day that is to come, as a day of the period: days behind it have
 * not come. */
int64_t view_days_come(const struct view *view);

/* Plays, hours and so on as writers: to standard output or into a file. Each returns 0, -ENOMEM or
 * another -errno. */
int view_write_table(const struct view *view, enum view_by by, FILE *out);
int view_write_csv(const struct view *view, enum view_by by, FILE *out);
int view_write_json(const struct view *view, FILE *out);
int view_write_html(const struct view *view, FILE *out);

/* Sums over all machines: days in operation, and rows that are missing between exports. */
int64_t view_device_days(const struct view *view);
int64_t view_device_days_before(const struct view *view);
int64_t view_missing(const struct view *view);
int64_t view_missing_of(const struct view *view, uint32_t device);
size_t view_devices(const struct view *view); /* that showed anything in the period */
