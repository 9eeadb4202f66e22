/* The layouts: functions of a slide and a rectangle. They draw at any size, leave out what finds no
 * room and report it. Return 0, or -1 with sheet->fault where there is nothing to show. */
#pragma once

#include "ipc/job.h"
#include "ipc/pixels.h"
#include "render/sheet.h"

/* `is_compact`: a picture that would fill less than half of the board gives way to its caption;
 * where it has none there is nothing to show, the fault's code is "board". */
int layout_image(struct sheet *sheet, const struct slide *slide, bool is_compact);
int layout_service(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_hotline(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_slogan(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_notice(struct sheet *sheet, const struct slide *slide, struct rect area);

int layout_steps(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_figures(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_directory(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_procedure(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_table(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_document(struct sheet *sheet, const struct slide *slide, struct rect area);

/* Boards wider than 3:1, higher than 1:3, or under 400 px: name and number or address. */
int layout_compact(struct sheet *sheet, const struct slide *slide, struct rect area);

/* Chooses by the slide's type and the picture's shape, and draws the ground and the name band. */
int layout_draw(struct sheet *sheet, const struct slide *slide);

#define BAND_UNIT_MIN 0.01 /* px */

/* A few words for a strip over the slides (ipc/job.h). */
struct band {
    const char *texts[JOB_TEXTS_MAX]; /* from the longest on */
    size_t count;                     /* at least 1 */
    enum job_tone tone;
    int progress; /* -1: no bar */
    double unit;  /* px */
};

/* Fills the whole canvas. In colours of its own: what is said is not the document's. */
int layout_band(struct sheet *sheet, const struct band *band);

/* An alert as it is said (ipc/job.h). Anything but the headline may be NULL. */
struct warning {
    enum alert_severity severity;
    const char *headline, *description, *instruction, *until;
    double unit; /* px, of a strip */
};

/* Fills the whole canvas; on boards the words take turns as pages. */
int layout_alert(struct sheet *sheet, const struct warning *warning);

/* A strip. */
int layout_banner(struct sheet *sheet, const struct warning *warning);

/* The lines of the ticker (ipc/job.h). */
struct strip {
    const char *texts[JOB_TICKER_TEXTS_MAX];
    size_t count;    /* at least 1 */
    double unit;     /* px */
    int least, most; /* px of width */
    bool is_black;   /* on a small board */
};

/* How wide the canvas must be for as many of the texts as find room, `least` to `most` px. Only the
 * canvas's height is looked at. */
uint32_t layout_ticker_width(struct sheet *sheet, const struct strip *strip);

/* Fills the whole canvas, which is as wide as that, and reports how many texts it holds. */
int layout_ticker(struct sheet *sheet, const struct strip *strip);

/* The ground on which the ticker moves. */
void layout_ticker_ground(struct sheet *sheet, struct rect place, double unit);

/* Whether the canvas is a board that is too small for whole slides. */
bool layout_is_compact(const struct sheet *sheet);

/* Fills the whole canvas with what a panel is judged by; `texts` stand in its middle. */
int layout_testcard(struct sheet *sheet, const char *const texts[JOB_TEXTS_MAX], size_t count);
