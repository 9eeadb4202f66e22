#include "render/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/words.h"
#include "render/glue.h"

static const double off_most = 0.6; /* of a piece: how far from its even end it may end */
static const double price_clause = 0.08, price_word = 0.25; /* parts of the text */

static struct part *add(struct parts *parts, const char *role, enum part_kind kind,
                        const char *lead, const char *text)
{
    if ((!lead && !text) || parts->count == PARTS_MAX)
        return NULL;
    struct part *part = &parts->list[parts->count++];
    *part = (struct part){.role = role, .kind = kind, .lead = lead, .text = text};
    return part;
}

static const char *keep(struct parts *parts, char *string)
{
    if (string && parts->owned_count < sizeof parts->owned / sizeof *parts->owned)
        return parts->owned[parts->owned_count++] = string;
    free(string);
    return NULL;
}

/* Both with a blank between; either may be NULL. */
static const char *pair(struct parts *parts, const char *first, const char *blank,
                        const char *second)
{
    char *joined = NULL;
    if (!first || !second)
        return first ? first : second;
    if (asprintf(&joined, "%s%s%s", first, blank, second) < 0)
        return first;
    return keep(parts, joined);
}

static void add_more(struct part *part, const char *line)
{
    for (size_t i = 0; part && line && i < PART_MORE_MAX; i++) {
        if (part->more[i])
            continue;
        part->more[i] = line;
        return;
    }
}

/* The row's name, and under it what each column says: "Sáng 7:30 – 11:30". */
static void add_cells(struct parts *parts, const struct slide *slide, const struct slide_row *row)
{
    struct part *part = add(parts, "cell", PART_ROW, row->cells[0], NULL);
    for (size_t i = 1; i < slide->column_count; i++) {
        const char *line =
            row->cells[i] ? pair(parts, slide->columns[i], ": ", row->cells[i]) : NULL;
        if (!part)
            part = add(parts, "cell", PART_ROW, NULL, line);
        else if (!part->text)
            part->text = line;
        else
            add_more(part, line);
    }
}

static void add_step(struct parts *parts, const struct slide *slide, size_t index)
{
    const struct slide_row *row = &slide->rows[index];
    char *mark = NULL;
    if (asprintf(&mark, "%zu/%zu", index + 1, slide->row_count) < 0)
        mark = NULL;
    const char *kept = keep(parts, mark);
    struct part *part =
        add(parts, "step", PART_STEP, pair(parts, kept, "\u00a0", row->lead), row->text);
    if (part)
        part->mark = kept;
}

static void add_entry(struct parts *parts, const struct slide_row *row)
{
    bool can_reach = row->phone || row->url;
    const char *address = keep(parts, slide_address(row->url));
    const char *reach = row->phone ? row->phone : address;
    struct part *part =
        add(parts, can_reach ? "phone" : "text", can_reach ? PART_ENTRY : PART_WORDS, row->lead,
            can_reach ? reach : row->place);
    if (can_reach)
        add_more(part, row->place);
    if (row->phone)
        add_more(part, address);
    if (part)
        part->has_link = row->phone && address;
}

static void add_row(struct parts *parts, const struct slide *slide, size_t index)
{
    const struct slide_row *row = &slide->rows[index];
    if (slide->column_count > 0)
        add_cells(parts, slide, row);
    else if (slide->type == ITEM_STEPS)
        add_step(parts, slide, index);
    else if (row->value)
        add(parts, "value", PART_FIGURE, pair(parts, row->value, "\u00a0", row->unit), row->text);
    else if (slide->type == ITEM_PROCEDURE)
        add_more(add(parts, "text", PART_FACT, row->lead, row->text), row->place);
    else if (slide->type == ITEM_HOTLINE)
        add(parts, "text", PART_FACT, row->lead, row->text);
    else if (slide->type == ITEM_DIRECTORY)
        add_entry(parts, row);
    else
        add(parts, "text", PART_WORDS, row->lead, row->text ? row->text : row->place);
}

static void add_acts(struct parts *parts, const struct slide *slide)
{
    struct part *phone = add(parts, "phone", PART_ACT, NULL, slide->phone);
    add_more(phone, slide->hours); /* a number counts while somebody answers */
    struct part *url =
        add(parts, "url", PART_ACT, NULL, keep(parts, slide_address_short(slide->url)));
    if (url)
        url->is_url = true;
    if (!phone)
        add(parts, "hours", PART_WORDS, NULL, slide->hours);
}

void parts_collect(struct parts *parts, const struct slide *slide, const char *language)
{
    bool acts_first = slide->row_count == 0 || slide->type == ITEM_HOTLINE;
    *parts = (struct parts){0};
    if (slide->type == ITEM_DOCUMENT)
        add(parts, "number", PART_NUMBER, NULL, slide->number);
    add(parts, "title", PART_WORDS, NULL, slide->short_title ? slide->short_title : slide->title);
    add(parts, "origin", PART_WORDS, NULL, slide->origin);
    if (acts_first)
        add_acts(parts, slide);
    add(parts, "body", PART_WORDS, NULL, slide->body);
    for (size_t i = 0; i < slide->row_count; i++)
        add_row(parts, slide, i);
    if (!acts_first)
        add_acts(parts, slide);
    for (size_t i = 0; i < slide->paper_count; i++)
        add(parts, "paper", PART_PAPER, word_in(WORD_PAPERS, language), slide->papers[i]);
    add(parts, "attribution", PART_WORDS, NULL, slide->attribution);
    add(parts, "note", PART_WORDS, NULL, slide->note);
}

/* What it costs to part a text there; above 1: it must not. */
static double price_at(const char *text, size_t size, size_t at)
{
    enum glue glue = glue_judge(text, size, at);
    size_t end = at;
    while (end > 0 && text[end - 1] == ' ')
        end--;
    if (glue > GLUE_WORD)
        return 2;
    if (glue == GLUE_CLAUSE)
        return end > 0 && strchr(".!?", text[end - 1]) ? 0 : price_clause;
    return price_word * (int)glue;
}

/* Where the text is best parted near `aim` (0 … 1), not further than `most` from it. 0: nowhere. */
static size_t best_end(const char *text, size_t size, const uint8_t *marks, double aim, double most)
{
    size_t best = 0;
    double best_price = 0;
    for (size_t at = 1; at < size; at++) {
        double off = fabs((double)at / (double)size - aim);
        if (!marks[at] || off > most)
            continue;
        double price = off + price_at(text, size, at);
        if (price > 1 || (best > 0 && price >= best_price))
            continue;
        best = at;
        best_price = price;
    }
    return best;
}

/* Fills ends[0 … pieces - 1]. */
static bool find_ends(struct unicode_breaker *breaker, const char *text, size_t pieces,
                      size_t ends[PARTS_MAX])
{
    size_t size = strlen(text), last = 0;
    uint8_t *marks = calloc(size + 1, 1);
    bool found = marks != NULL;
    if (marks)
        unicode_breaks(breaker, text, size, marks);
    for (size_t i = 0; found && i + 1 < pieces; i++) {
        ends[i] = best_end(text, size, marks, (double)(i + 1) / (double)pieces,
                           off_most / (double)pieces);
        found = ends[i] > last;
        last = ends[i];
    }
    ends[pieces - 1] = size;
    free(marks);
    return found;
}

static char *piece_of(const char *text, size_t from, size_t to)
{
    while (to > from && text[to - 1] == ' ')
        to--;
    return strndup(text + from, to - from);
}

bool parts_split_text(struct parts *parts, struct unicode_breaker *breaker, size_t index,
                      size_t pieces)
{
    struct part whole = parts->list[index];
    size_t ends[PARTS_MAX], from = 0;
    if (!whole.text || pieces < 2 || parts->count + pieces - 1 > PARTS_MAX)
        return false;
    char *text = unicode_normalise(whole.text); /* words are looked up in normal form C */
    bool found = text && find_ends(breaker, text, pieces, ends);
    if (!found) {
        free(text);
        return false;
    }
    memmove(&parts->list[index + pieces], &parts->list[index + 1],
            (parts->count - index - 1) * sizeof whole);
    parts->count += pieces - 1;
    for (size_t i = 0; i < pieces; i++) {
        struct part *part = &parts->list[index + i];
        *part = whole;
        part->text = keep(parts, piece_of(text, from, ends[i]));
        part->is_rest |= i > 0;
        from = ends[i];
    }
    free(text);
    return true;
}

void parts_join(struct parts *parts, size_t index, size_t pieces, const struct part *whole)
{
    parts->list[index] = *whole;
    memmove(&parts->list[index + 1], &parts->list[index + pieces],
            (parts->count - index - pieces) * sizeof *whole);
    parts->count -= pieces - 1;
}

/* Makes place for a part behind `index`, a copy of it. NULL: there is none. */
static struct part *twice(struct parts *parts, size_t index)
{
    struct part *part = &parts->list[index];
    if (parts->count == PARTS_MAX)
        return NULL;
    memmove(part + 1, part, (parts->count++ - index) * sizeof *part);
    part[1].is_rest = true;
    return part;
}

bool parts_split_more(struct parts *parts, size_t index)
{
    size_t last = PART_MORE_MAX;
    while (last > 0 && !parts->list[index].more[last - 1])
        last--;
    struct part *part = last > 0 ? twice(parts, index) : NULL;
    if (!part)
        return false;
    part[1].text = part[0].more[last - 1];
    memset(part[1].more, 0, sizeof part[1].more);
    part[0].more[last - 1] = NULL;
    if (part->kind == PART_ENTRY || part->kind == PART_ACT)
        part[1].kind = PART_WORDS; /* a place is not to be copied */
    if (part->kind == PART_ENTRY) {
        part[1].role = part->has_link ? "url" : "place";
        part[1].is_aside = true;
        part[0].has_link = part[1].has_link = false;
    }
    return true;
}

const char *parts_drop_asides(struct parts *parts)
{
    const char *role = NULL;
    for (size_t i = parts->count; i-- > 0;) {
        const struct part *part = &parts->list[i];
        if (!part->is_aside || (role && strcmp(part->role, role) != 0))
            continue;
        role = part->role;
        parts->count--;
        memmove(&parts->list[i], &parts->list[i + 1], (parts->count - i) * sizeof *part);
    }
    return role;
}

bool parts_split_lead(struct parts *parts, size_t index)
{
    struct part *part =
        parts->list[index].lead && parts->list[index].text ? twice(parts, index) : NULL;
    if (!part)
        return false;
    part[0].text = NULL;
    memset(part[0].more, 0, sizeof part[0].more);
    part[1].lead = part[1].mark;
    part[1].mark = NULL;
    return true;
}

void parts_count_papers(struct parts *parts, size_t index, const char *language)
{
    bool is_first = index == 0 || parts->list[index - 1].kind != PART_PAPER;
    size_t count = 0;
    char *line = NULL;
    for (size_t i = index; i < parts->count; i++)
        count += parts->list[i].kind == PART_PAPER && !parts->list[i].is_rest;
    int size = is_first ? asprintf(&line, "%zu", count)
                        : asprintf(&line, "%s %zu %s", word_in(WORD_AND, language), count,
                                   word_in(WORD_MORE, language));
    parts->list[index].text = size < 0 ? NULL : keep(parts, line);
    parts->count = index + 1;
}

void parts_finish(struct parts *parts)
{
    for (size_t i = 0; i < parts->owned_count; i++)
        free(parts->owned[i]);
    *parts = (struct parts){0};
}
