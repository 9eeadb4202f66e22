/* What the worker `bangtin-render` is asked and answers (docs/architecture.md, "A job").
 *
 * After its start a worker gets one hello with the fonts, then jobs one at a time. A message is a
 * JSON object; descriptors are numbered in the order in which they travel.
 *
 *   hello  {"hello":1,"svg":0,"fonts":[{"script":"Latn","weight":"regular","fd":1}, …],
 *           "theme":{"base":"dark","nameBand":true,"textScale":100,
 *                    "dark":{"background":"#0A1F3C", …},"light":{…},"logo":8,"background":9}}
 *          (`logo` and `background` are descriptors; where any of it is odd the worker has its own)
 *   job    {"job":7,"kind":"item","width":1920,"height":1080,"rotate":0,"language":"vi",
 *           "item":{…resolved…, a picture's "alt"},"band":"Office"|null,"clock":true,
 *           "theme":{…}, "defaults":{…}, "scanPixels":0,"page":0,
 *           "assets":{"poster":{"fd":0,"mediaType":"image/jpeg","sha256":"…","size":80123}}}
 *          {"job":8,"kind":"clock","width":300,"height":96,"rotate":0,"text":"14:05",
 *           "date":"Chủ nhật, 22/11/2026", "theme":{…}}        (the date where there is room)
 *          {"job":9,"kind":"band","width":1920,"height":120,"rotate":0,"language":"vi","unit":10,
 *           "tone":"busy","progress":40,"texts":["Đang chép nội dung: 40 %. …","Đang chép 40 %"]}
 *          {"job":9,"kind":"alert","width":1920,"height":1080,"rotate":0,"language":"vi",
 *           "severity":"Severe","headline":"…","description":"…","instruction":"…",
 *           "band":"Office"|null,"until":"18:00, 22/11/2026","page":0,"theme":{…}}
 *          {"job":9,"kind":"banner","width":1920,"height":120,"rotate":0,"language":"vi",
 *           "unit":10, "severity" … "instruction" as above, "theme":{…}}
 *          {"job":9,"kind":"ticker","width":8192,"height":80,"rotate":0,"language":"vi",
 *           "unit":10,"least":1920,"texts":["…", …],"theme":{…}}    ("black":true on a small board)
 *          {"job":10,"kind":"testcard","width":1920,"height":1080,"rotate":0,"language":"vi",
 *           "texts":["Màn hình 1920 × 1080, 60 Hz", …]}
 *   answer
 * {"job":7,"ok":true,"width":1920,"height":1080,"clock":{"x":…,"y":…,"width":…,"height":…}|null,
 *           "boxes":[{"role":"name","text":"…","x":…,"y":…,"width":…,"height":…,"size":72,
 *                     "colour":"#F6F4EC","ground":"#0A1F3C"}],
 *                    (a picture's also has "ownWidth" and "ownHeight", those of its file)
 *           "overflow":["summary"], "missing":["U+AA00"], "pages":1, "words":12}
 *           with the pixels as descriptor 0
 *          (where something cannot be read for want of a font: "lacks":{"letter":"U+AA00",
 *           "script":"Cham"}, the first letter or digit of those that are missing, and its ISO
 *           15924 script, "" where it has none; not for a hole in the band, an emoji, a symbol)
 *          (a page that is nothing but a code also has "scan":true)
 *          (a ticker's is as wide as its texts, from "least" to the job's "width"; "texts" says how
 *           many of them found room, at least one)
 *          {"job":7,"ok":false,"code":"picture","message":"…"}
 *          {"job":7,"ok":false,"code":"asset-damaged","asset":"poster","message":"…"}
 *   `svg` is the channel to `bangtin-svg`, which has the same hello-less life:
 *   svg    {"svg":1,"width":1200,"height":800,"fit":"contain"}     with the file as descriptor 0
 *   answer {"svg":1,"ok":true,"width":1067,"height":800}           with the pixels as descriptor 0:
 *          premultiplied ARGB8888 here, since a drawing may be transparent
 *          {"svg":1,"ok":false,"code":"picture","message":"…"}   "svg":0: whoever started it says
 *          that it has died
 *
 * Where an asset has "sha256" and "size" (a whole number), the worker compares the file with them
 * before any decoder sees a byte of it. A picture stays proved for as long as the asker runs.
 *
 * "scanPixels" is the least side of a code's card for a phone at the site's `scanDistance`.
 * "page" counts from 0 to below the "pages" that the first
 * page's answer told of; a refusal with the code "page" is the answer to any other.
 *
 * "whole" (true) draws an item's picture however small it becomes, for whoever looks at the file
 * and not at a slide; otherwise one that could not be read on a board is refused with the code
 * "board".
 *
 * "top" and "foot" are pixels of an item's picture that it leaves to strips which lie over it.
 *
 * `width` and `height` are the slide's own, upright; with `rotate` 90 or 270 the pixels come as
 * height × width, turned clockwise, so that the screen only ever copies. The clock's rectangle
 * and the boxes are in the turned pixels' coordinates; jobs for the clock and for a band get
 * their upright width and height. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/sha256.h"
#include "ipc/channel.h"
#include "playlist/document.h"
#include "playlist/site.h"

enum job_kind {
    JOB_ITEM,
    JOB_CLOCK,
    JOB_BAND,
    JOB_TESTCARD,
    JOB_ALERT,  /* of the whole screen */
    JOB_BANNER, /* an alert in a strip */
    JOB_TICKER
};

enum {
    JOB_PAGES_MAX = 9, /* that one item takes on a small board (ipc/pages.h) */
    JOB_WORDS_MAX = 4096,
    JOB_TEXTS_MAX = 8
};

/* What a band says by its colour and its sign, beside its words. */
enum job_tone {
    JOB_PLAIN,
    JOB_BUSY, /* wait */
    JOB_GOOD,
    JOB_BAD,
    JOB_TONES
};

/* A strip with a few words, to be laid over the slides. */
struct job_band {
    const char *texts[JOB_TEXTS_MAX]; /* the same in fewer and fewer words; NULL behind the last.
                                         The first that can be read from afar is drawn */
    enum job_tone tone;
    int progress; /* 0 … 100, of a bar; -1: none */
    double unit;  /* px: the strip's u (docs/design.md) */
};

/* How the slides of one screen are drawn; the same for every job of a run. */
struct job_screen {
    uint32_t width, height; /* upright */
    unsigned rotate;
    bool clock;         /* leave a place for the clock in the name band */
    unsigned page;      /* of an item that takes several, from 0 */
    uint32_t top, foot; /* px that items leave to strips at the upper and the lower edge */
};

/* An alert as it is to be said; all belongs to the caller. */
struct job_alert {
    const struct document *document;
    const struct alert *alert;
    const char *language;    /* or NULL */
    const struct site *site; /* effective */
    const char *until;       /* when it ends, in words of its language; or NULL */
};

enum { JOB_TICKER_TEXTS_MAX = 32, JOB_TICKER_BYTES_MAX = 24 << 10 };

/* Lines that go by. Together their texts have at most JOB_TICKER_BYTES_MAX bytes. */
struct job_ticker {
    const char *texts[JOB_TICKER_TEXTS_MAX];
    size_t count;
    uint32_t height, least; /* px upright; least: the strip is padded to that width */
    double unit;            /* px: the strip's u */
    bool is_black;          /* white on black, as all on a small board */
};

/* Where the bytes of a document's assets are. */
struct job_source {
    int directory; /* the document's folder, open: assets are named from there */
    /* Or, where not NULL, by their digest: opens the asset, whose size and digest are known.
     * Returns a descriptor or -errno; *ret_mark tells this very file from another one that may
     * stand in its place later, *ret_is_proved whether its bytes were compared already. */
    int (*open)(void *context, const struct asset *asset, uint64_t *ret_mark, bool *ret_is_proved);
    void *context;
};

/* An asset that the worker is to compare with its digest. */
struct job_proof {
    char asset[LIMIT_ID_BYTES + 1];
    unsigned char sha256[SHA256_SIZE];
    int64_t size;
    uint64_t mark; /* as job_source's open said */
};

struct job_proofs {
    struct job_proof list[4]; /* an item names an asset and a poster, a theme two pictures */
    size_t count;
};

struct job {
    char *text; /* the message; owned */
    size_t size;
    int fds[CHANNEL_FDS_MAX];
    size_t fd_count;
    uint64_t digest; /* of the text but for the job's number, and of the identity of its files:
                        the same digest gives the same picture, whether it is proved or not */
    struct job_proofs proofs;
};

/* Composes the job for one item: resolves its texts and opens its files from `source`. Returns 0
 * and a job that the caller finishes; -ENODATA (a variable without value), -EACCES (an address that
 * is not on the site's qrHosts), -ENOKEY (opened by digest, and the document names none) or -errno
 * of the file; then `ret_fault` (may be NULL) gets a fresh string that names it. */
int job_compose(uint64_t number, const struct document *document, const struct job_source *source,
                const struct item *item, const char *language, const struct site *site,
                const struct job_screen *screen, struct job *ret, char **ret_fault);

/* Composes the job for the clock's line; `date` (may be NULL) is left out where it finds no room.
 */
int job_compose_clock(uint64_t number, const struct document *document, const char *text,
                      const char *date, uint32_t width, uint32_t height, unsigned rotate,
                      struct job *ret);

/* Composes the job for an alert that fills the screen. Returns 0, -ENODATA (its headline cannot be
 * said, for want of a variable) or -ENOMEM. */
int job_compose_alert(uint64_t number, const struct job_alert *alert,
                      const struct job_screen *screen, struct job *ret);

/* The same for a strip of `width` × `height` px, upright, whose u is `unit` px. */
int job_compose_banner(uint64_t number, const struct job_alert *alert, double unit, uint32_t width,
                       uint32_t height, unsigned rotate, struct job *ret);

/* The words of one line for `site`, fresh; NULL: it is left out, for want of a variable, of words,
 * or of room in a message. */
char *job_ticker_text(const struct document *document, const struct ticker_line *line,
                      const char *language, const struct site *site);

/* Composes the job for a strip of ticker lines in the document's colours. */
int job_compose_ticker(uint64_t number, const struct document *document,
                       const struct job_ticker *ticker, const char *language, unsigned rotate,
                       struct job *ret);

/* Composes the job for a band of `width` × `height` px, upright, in `language` (may be NULL). */
int job_compose_band(uint64_t number, const struct job_band *band, const char *language,
                     uint32_t width, uint32_t height, unsigned rotate, struct job *ret);

/* Composes the job for the test card, with `texts` (NULL behind the last) on it. */
int job_compose_testcard(uint64_t number, const char *const texts[JOB_TEXTS_MAX],
                         const char *language, const struct job_screen *screen, struct job *ret);
const char *job_tone_name(enum job_tone tone);
const char *job_severity_name(enum alert_severity severity); /* "Extreme" */
void job_finish(struct job *job);

struct job_answer {
    uint64_t number;
    bool ok;
    uint32_t width, height; /* of the pixels as they travel */
    unsigned pages;         /* that the item takes on this screen: 1 … JOB_PAGES_MAX */
    bool scan;              /* the page is nothing but a code */
    size_t words;           /* to be read on it, about: 0 … JOB_WORDS_MAX */
    unsigned texts;         /* of a ticker: how many lines found room; otherwise 0 */
    struct {
        uint32_t letter; /* 0: all that is to be read can be read */
        char script[5];  /* ISO 15924; "" where it has none */
    } lacks;
    bool has_clock;
    struct {
        uint32_t x, y, width, height;
    } clock;
    char code[32]; /* where not ok: stable, "picture-…", "svg-…", "asset", "asset-damaged", "item",
                      "page" (beyond the last), "memory" */
    char message[256];              /* where not ok */
    char asset[LIMIT_ID_BYTES + 1]; /* with "asset-damaged": which */
};

/* Reads an answer's text. Returns 0, or -EBADMSG where it is none; a worker is not trusted, so
 * every number is checked. */
int job_answer_parse(const struct message *message, struct job_answer *ret);
