/* The pieces of the report that is printed and handed in: one page of HTML in Vietnamese, without a
 * script and without anything outside it. What comes from a log is written by html_put and nothing
 * else. */
#pragma once

#include "cli/report_view.h"

extern const char report_html_style[];

/* A report in the making. */
struct page {
    const struct view *view;
    FILE *out;
    struct view_lines items; /* the contents of the period */
};

/* The national heading, the agency, the title, whom it goes to; the lines to sign on. */
void page_put_head(const struct page *page);
void page_put_end(const struct page *page);

/* The sections, each with its heading. Those that return something: 0 or -ENOMEM. */
void page_put_totals(const struct page *page);
int page_put_days(const struct page *page);
void page_put_screens(const struct page *page);
void page_put_items(const struct page *page);
void page_put_new(const struct page *page);
int page_put_groups(const struct page *page);
int page_put_gaps(const struct page *page);
void page_put_notes(const struct page *page);

/* A number as it stands in a cell, a star behind it where times are estimated. */
void page_put_plays(const struct page *page, const struct figure *figure);

/* The name of a machine: its place, and its number where several stand there. */
void page_put_screen(const struct page *page, uint32_t device);

/* A variable of the settings, or NULL. */
const char *page_variable(const struct page *page, const char *name);
