/* What the parts of `bangtin status` share: the files that it reads, and how their values are said.
 */
#pragma once

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct report {
    cJSON *display, *sync; /* NULL: not there */
    bool display_runs, sync_runs;
    int64_t now;
};

/* Members of an object (NULL: none): 0 or NULL where there is none of that kind. */
double status_number(const cJSON *object, const char *name);
const char *status_string(const cJSON *object, const char *name);
const cJSON *status_member(const cJSON *object, const char *name);

/* "20 s ago", "5 min ago" and so on, since the instant that `object` has under `name`. Returns
 * `text`. */
const char *status_age(const struct report *report, const cJSON *object, const char *name,
                       char *text, size_t size);

/* Prints the first column. */
void status_label(const char *label);

/* status_screen.c: the screen, and the machine behind it. */
void status_print_screen(const struct report *report);
