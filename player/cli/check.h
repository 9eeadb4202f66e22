/* `bangtin check`, and what `bangtin publish` asks of a folder first: the passes over one playlist
 * folder, in the order in which they run. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/option.h"
#include "ipc/folder.h"
#include "playlist/document.h"
#include "playlist/json.h"
#include "playlist/site.h"
#include "playlist/theme_file.h"

struct drawing;

struct check {
    struct folder folder;
    struct document *document;
    struct json json;          /* the document's bytes, read once more for places and texts */
    const struct site *device; /* the settings of --site, or NULL */
    const char *office;        /* or the id of one of the document's offices, or NULL */
    struct site **sites;       /* the offices that it is checked for, effective; owned */
    size_t site_count;
    bool is_office_unknown; /* the document has none such as `office`: a slip in --site */
    struct findings findings;
    int64_t now;               /* microseconds since 1970 */
    const struct alert *alert; /* of all alerts and lines only this one is drawn; NULL: all */
    int machine_error;         /* -errno where the machine, not the document, is at fault */
};

/* The command: returns an exit status. */
int check_run(const struct options *options);

/* Opens the folder or document `path` and runs all passes; the findings are sorted. `check` holds
 * FOLDER_NONE, `device` or `office`, and `now`. Returns 0, then `check->machine_error` may still be
 * set and `check->document` be NULL; or what folder_open has returned, with a finding for it.
 * Finish it in both cases. */
int check_look(struct check *check, const char *path);
void check_finish(struct check *check);

/* Runs the passes that concern an alert over the alert `index` of `check->document`, which is in
 * memory, with the folder's directory, and keeps only findings about it. */
void check_look_alert(struct check *check, size_t index);

/* What was looked at, for the line that sums up: "my-playlist/playlist.json: 31 items". */
enum { CHECK_WHAT_SIZE = PATH_MAX + 64 };
void check_name(const struct check *check, char name[CHECK_WHAT_SIZE]);

/* Says why the check could not be finished (`machine_error`). */
void check_say_machine_error(int error);

/* Letters: code pages, normal form, marks of web pages. */
void check_texts(struct check *check);

/* Whether a file's bytes can be read on. Where they are no text, or text in an old code page, adds
 * a finding that says what they are, and returns false: no more needs to be said of them. */
bool check_encoding(struct findings *findings, const char *bytes, size_t size);

/* Says which letters of an item no font has (`drawing->missing` has some), and what would help. */
void check_missing_letters(struct check *check, const struct item *item,
                           const struct drawing *drawing);

/* The same of anything at `path` that is called `name`. */
void check_missing_at(struct check *check, const char *path, const char *name,
                      const struct drawing *drawing);

/* Alerts that are not over and all lines of the ticker, drawn. */
void check_alerts(struct check *check);

/* Pictures and clips on the disk, and files that nothing shows. */
void check_files(struct check *check);

/* What each office needs: values for the variables, hosts that may stand in a code. */
void check_sites(struct check *check);

/* Offices and tags that no office of the document has. */
void check_names(struct check *check);

/* Addresses that are not enciphered, hide where they lead, or ask for money. */
void check_addresses(struct check *check);

/* What has expired, that nothing is left, and facts that were not confirmed for a long time. */
void check_dates(struct check *check);

/* Figures in a form of another language, and bars that do not fit them. */
void check_figures(struct check *check);

/* What the schedule never has on, and times for which it has nothing. */
void check_schedule(struct check *check);

/* Says of each asset, in the document's order, whether it is a clip. */
void check_clips(const struct check *check, bool *clips);

/* Every picture decoded, every item drawn on every kind of screen that it is meant for. */
void check_drawings(struct check *check);

/* One `site.json`. Findings are added; returns 0, or -errno where the file cannot be read. */
int check_settings(const char *path, struct findings *findings);

/* Whether a file's bytes are an office's settings and no playlist. */
bool check_is_settings(const char *path, const char *bytes, size_t size);

/* A theme.json with its pictures, of the office `device` (NULL: of the settings beside it). As
 * check_settings. */
int check_theme(const char *path, struct site *device, struct findings *findings);

/* The office's theme.json, or the program's, with the program's colours where it names none, and
 * where it is. Returns 0, or -ENOENT or -EINVAL. */
int check_theme_read(struct theme_file *ret, char path[PATH_MAX]);

/* Whether the file is called as one. */
bool check_is_theme(const char *path);

/* One root of trust, N.root.json, at the time `now`. As check_settings. */
int check_root(const char *path, int64_t now, struct findings *findings);

/* Whether a file's bytes are a root of trust. */
bool check_is_root(const char *bytes, size_t size);
