/* The site's settings: the device's own `site.json` (docs/settings.md) and, below them, what the
 * document says of that site. */
#pragma once

#include "playlist/document.h"

struct variable {
    const char *name;
    const char *value; /* the text; of a map from language to text the first one */
    const char *map;   /* the map as JSON where it is one, or NULL */
};

struct site_feed {
    const char *url;  /* NULL: it comes by stick only */
    const char *root; /* a path, relative to the settings file; NULL: none. One of both is there */
    int64_t interval; /* microseconds */
    unsigned share;
    bool is_unsigned;
};

enum usb_mode { USB_IMPORT, USB_WHILE_INSERTED, USB_OFF };

struct site_screen {
    unsigned width, height;                   /* 0: as the screen is */
    unsigned rotate;                          /* 0, 90, 180, 270 degrees clockwise */
    unsigned viewport_width, viewport_height; /* 0: the whole output */
    int viewport_x, viewport_y;
    double diagonal_inches, pixel_pitch /* mm, 0: none */, viewing_distance, scan_distance; /* m */
    bool clock, ticker;
    const struct daypart *hours; /* when it is on; NULL: always */
};

enum { SITE_LAYERS = 2 }; /* what the boot partition says, and over it the device's own file */

/* All zeroes is no valid site: use site_create_default or site_parse. Strings belong to it. */
struct site {
    const char *id; /* NULL: not named */
    const char *tags[LIMIT_TAGS];
    size_t tag_count;
    const char *languages[LIMIT_LANGUAGES];
    size_t language_count; /* 0: the document's */
    struct variable variables[LIMIT_VARIABLES];
    size_t variable_count;
    struct site_feed feeds[LIMIT_FEEDS];
    size_t feed_count;
    struct {
        const char *proxy; /* as "http://proxy.example:3128", or NULL */
        const char *ca;    /* a file of certificates that are trusted in place of the system's, a
                              path relative to the settings file; or NULL */
    } network;
    struct {
        enum usb_mode mode;
        bool is_unsigned;
        const char *passphrase;
        const char *mounts[LIMIT_MOUNTS];
        size_t mount_count;
    } usb;
    struct site_screen screen;
    const char *qr_hosts[LIMIT_TAGS];
    size_t qr_host_count; /* 0: any host */
    struct {
        int64_t max_bytes;
        unsigned min_free_percent;
    } store;
    struct {
        const char *url;
        int64_t interval;
    } report;
    struct { /* the settings as they were read, the lowest first, for site_effective */
        const char *text;
        size_t size;
    } layers[SITE_LAYERS];
    size_t layer_count;
    void *arena;
};

#define SITE_FEED_INTERVAL (INT64_C(60) * 1000000) /* microseconds */

/* The defaults (docs/settings.md), for a machine without settings. NULL without memory. */
struct site *site_create_default(void);

/* Reads a site.json. A wrong field is reported to `findings` with its path, what was found and
 * what would be right, and the default stands in its place. Only what is no JSON object at all
 * returns -1, *ret_site untouched; otherwise 0 and a site that the caller destroys. */
int site_parse(const char *bytes, size_t size, struct findings *findings, struct site **ret_site);

/* The same over the settings `beneath` (NULL: the defaults), which stays the caller's: what is
 * said here replaces what stands there, field by field; tags and variables add up. At most
 * SITE_LAYERS of them (-1 beyond). */
int site_parse_over(const struct site *beneath, const char *bytes, size_t size,
                    struct findings *findings, struct site **ret_site);
void site_destroy(struct site *site); /* NULL is fine */

/* What holds on this screen: the device's settings over the document's entry for the site `id`
 * over its entry "default" over the defaults. `device` may be NULL (no settings at all); then
 * `id` NULL means the demonstration site: the first one of the document that is not "default".
 * Where `id` is NULL and `device` names a site, that one. A value of the higher place replaces the
 * lower one's; variables do so name by name, tags of all places add up. Returns NULL without
 * memory, or where `id` is given and neither knows it. */
struct site *site_effective(const struct document *document, const struct site *device,
                            const char *id);

/* Whether a list of ids and "tag:NAME" means this site; an empty list means every one. */
bool site_matches(const struct site *site, const struct name_list *sites);

/* The value of a variable ("name", "phone", …), or NULL. */
const char *site_variable(const struct site *site, const char *name);
const struct variable *site_find_variable(const struct site *site, const char *name, size_t size);

/* Whether the host of `url` is on the site's qrHosts list ("*.gov.vn", "zalo.me/1234"). */
bool site_allows_url(const struct site *site, const char *url);
