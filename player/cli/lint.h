/* Whether a slide can be read, measured on what was really drawn (docs/legibility.md). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cli/asset_codes.h"
#include "cli/barcode.h"
#include "cli/drawing.h"
#include "cli/measure.h"
#include "cli/remarks.h"
#include "ipc/job.h"
#include "playlist/site.h"
#include "playlist/theme_file.h"

/* One drawing, or one page of it, as it is seen on one screen. Everything is borrowed. */
struct lint_view {
    const struct item *item;
    const struct site *site;
    const struct drawing *drawing;
    const struct barcodes *codes; /* read from the drawing */
    struct measure measure;
    uint32_t width, height; /* px, upright */
    unsigned page;          /* from 0 */
    bool is_tiny;           /* a small board, of whose slides each page stands for itself */
    bool is_compact;        /* shows the most important, in pages (docs/design.md, "Families") */
    char screen[128 + LIMIT_ID_BYTES]; /* "1920x1080 (43 in)", for messages */
};

/* `drawing` is one of the item for `screen`, `codes` are those of it. */
void lint_view_init(struct lint_view *view, const struct item *item, const struct site *site,
                    const struct job_screen *screen, const struct drawing *drawing,
                    const struct barcodes *codes);

/* Reads the codes of a drawing: of each card that it reports and, where it is a picture, of all of
 * it. Returns 0 or -ENOMEM. */
int lint_read_codes(const struct drawing *drawing, struct barcodes *ret);

/* How well words stand out. */
void lint_contrast(struct remarks *remarks, const struct lint_view *view);

/* Letters, words, time. */
void lint_words(struct remarks *remarks, const struct lint_view *view);

/* What finds no room, drawn in `language` (or NULL). */
void lint_overflow(struct remarks *remarks, const struct lint_view *view, const char *language);

/* A picture's own size, and whether anything on it stands out. */
void lint_pictures(struct remarks *remarks, const struct lint_view *view);

/* That each code can be read, from where people stand, and leads where it may. */
void lint_codes(struct remarks *remarks, const struct lint_view *view);

/* What a picture with a code belongs to. */
struct lint_owner {
    const struct item *item; /* or NULL: the document as a whole */
    const char *name;        /* the item's id, or what stands for it in a message */
    const char *path;        /* for findings */
};

/* Whether what a code in a picture says may stand on a public screen. `site` NULL: only that it
 * pays nobody. */
bool lint_payload(struct remarks *remarks, const struct lint_owner *owner, const struct site *site,
                  const struct barcode *code);

/* The offices that the document is checked for, effective. */
struct lint_sites {
    struct site *const *list;
    size_t count;
};

/* The codes of all pictures that the document names, wherever they are shown. */
void lint_assets(struct remarks *remarks, const struct lint_sites *sites,
                 const struct asset_codes *codes);

/* A code that the picture of this item holds and that cannot be read on the view's screen. */
void lint_lost_code(struct remarks *remarks, const struct item *item, const char *screen,
                    const char *text);

/* Colours of the document's theme that cannot be told from their ground: the background that it
 * names, or that its slides were `drawn` on (NULL: not known, as of notices alone, then that of
 * `file`); and those of `file`, the theme.json under it (NULL: none), that cannot be told from a
 * background that the document names. Also what other colours take the place of: in the name band,
 * on urgent slides and, where an office has one, on a black board. */
void lint_theme(struct remarks *remarks, const uint32_t *drawn, const struct theme_file *file,
                bool has_boards);

/* The pictures of `file`, which was read from `path`: whether they are there, and the codes in
 * them, which stand on all slides of these offices (none: only that they pay nobody). `prefix` goes
 * before "/logo" in the paths of the findings. Returns 0, or -errno. */
int lint_theme_pictures(const char *path, const struct theme_file *file,
                        const struct lint_sites *sites, const char *prefix,
                        struct findings *findings);

/* Items that follow one another so quickly that the screen flashes. */
void lint_flashing(struct remarks *remarks);

/* How long page `page` of an item stands still that needs `need` (ipc/pages.h), microseconds; 0: as
 * long as a clip. */
int64_t lint_dwell(const struct item *item, unsigned pages, unsigned page, int64_t need);
