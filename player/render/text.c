#include "render/text_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "render/glue.h"

/* Words longer than this may be parted between letters where nothing else helps. */
enum { LONG_WORD = 20, PIECES_MAX = 4096 };

/* em of a run that cannot be measured: it fits nowhere. */
static const double too_wide = 10000;

void text_destroy(struct text *text)
{
    if (!text)
        return;
    free(text->string);
    free(text->faces);
    free(text->pieces);
    free(text->widths);
    free(text);
}

static void note_missing(struct text_missing *missing, uint32_t code)
{
    if (missing->letter == 0 && unicode_is_letter(code))
        missing->letter = code;
    for (size_t i = 0; i < missing->count; i++)
        if (missing->codes[i] == code)
            return;
    if (missing->count < TEXT_MISSING_MAX)
        missing->codes[missing->count++] = code;
}

/* Appends a letter unless it would double a blank. */
static void keep(struct text *text, const char *letter, size_t length, int face)
{
    if (*letter == ' ' && (text->size == 0 || text->string[text->size - 1] == ' '))
        return;
    memcpy(text->string + text->size, letter, length);
    memset(text->faces + text->size, face, length);
    text->size += length;
}

/* Gives every letter its font; drops those that none has. */
static void choose_faces(struct text *text, const char *normal, const char (*scripts)[5],
                         struct text_missing *missing)
{
    size_t size = strlen(normal);
    int face = 0;
    for (size_t i = 0; i < size;) {
        uint32_t code;
        size_t length = utf8_decode(normal + i, size - i, &code);
        if (length == 0)
            break;
        int own = face;
        if (code != '\n' && code != ' ')
            own = fonts_face(text->fonts, text->weight, code, scripts[i]);
        if (own >= 0) {
            keep(text, normal + i, length, own);
            face = own;
        } else if (!unicode_is_invisible(code)) {
            note_missing(missing, code);
        }
        i += length;
    }
    while (text->size > 0 && strchr(" \n", text->string[text->size - 1]))
        text->size--;
    text->string[text->size] = '\0';
}

bool text_next_run(const struct text *text, size_t end, struct text_run *run)
{
    if (run->end >= end)
        return false;
    run->start = run->end;
    run->face = text->faces[run->start];
    while (run->end < end && text->faces[run->end] == run->face)
        run->end++;
    return true;
}

bool text_copy_run(const struct text *text, const struct text_run *run, char buffer[FONTS_RUN_MAX])
{
    size_t length = run->end - run->start;
    if (length >= FONTS_RUN_MAX)
        return false;
    memcpy(buffer, text->string + run->start, length);
    buffer[length] = '\0';
    return true;
}

bool text_measure_run(const struct text *text, const struct text_run *run, struct font_extent *ret)
{
    char buffer[FONTS_RUN_MAX];
    if (!text_copy_run(text, run, buffer))
        return false;
    return fonts_measure(text->fonts, run->face, text->weight, buffer, ret) == 0;
}

static double measure(const struct text *text, size_t start, size_t end, double *descent)
{
    double width = 0;
    struct text_run run = {.end = start};
    while (text_next_run(text, end, &run)) {
        struct font_extent extent = {0};
        if (!text_measure_run(text, &run, &extent))
            extent.width = too_wide;
        width += extent.width;
        if (descent && extent.descent > *descent)
            *descent = extent.descent;
    }
    return width;
}

static unsigned count_letters(const char *text, size_t size)
{
    unsigned letters = 0;
    for (size_t i = 0; i < size; i++)
        letters += ((unsigned char)text[i] & 0xC0) != 0x80;
    return letters;
}

static void add_piece(struct text *text, size_t start, size_t end, enum glue after)
{
    size_t ink_end = end;
    while (ink_end > start && strchr(" \n", text->string[ink_end - 1]))
        ink_end--;
    struct line_piece width = {.letters = count_letters(text->string + start, end - start),
                               .after = after};
    width.width = measure(text, start, ink_end, &text->descent);
    if (ink_end < end && text->string[ink_end] == ' ')
        width.blank = measure(text, ink_end, ink_end + 1, NULL);
    text->pieces[text->count] = (struct text_piece){start, ink_end};
    text->widths[text->count++] = width;
}

/* A word without a break that may be wider than any line. An address parted anywhere would be
 * copied with a blank or a hyphen in it: rather none. */
static void add_long_word(struct text *text, struct unicode_breaker *breaker, size_t start,
                          size_t end, enum glue after)
{
    if (count_letters(text->string + start, end - start) > LONG_WORD &&
        !glue_is_in_address(text->string, text->size, start)) {
        while (start < end && text->count + 2 < PIECES_MAX) {
            size_t length = unicode_cluster(breaker, text->string + start, end - start);
            if (start + length >= end || text->string[start + length] == ' ')
                break;
            add_piece(text, start, start + length, GLUE_LAST);
            start += length;
        }
    }
    if (start < end)
        add_piece(text, start, end, after);
}

/* What stays together, bytes start … end - 1. Where it is long ("Quyết định 749/QĐ-TTg ngày 3
 * tháng 6 năm 2020") and there is no other way, it is parted between its words before any of them
 * is. */
static void add_chain(struct text *text, struct unicode_breaker *breaker, size_t start, size_t end,
                      enum glue after)
{
    if (count_letters(text->string + start, end - start) > LONG_WORD)
        for (size_t i = start + 1; i + 1 < end && text->count + 2 < PIECES_MAX; i++)
            if (text->string[i - 1] == ' ') {
                add_long_word(text, breaker, start, i, GLUE_LAST);
                start = i;
            }
    add_long_word(text, breaker, start, end, after);
}

static bool part(struct text *text, struct unicode_breaker *breaker)
{
    uint8_t *marks = calloc(text->size + 1, 1);
    if (!marks)
        return false;
    unicode_breaks(breaker, text->string, text->size, marks);
    glue_mark_addresses(text->string, text->size, marks);
    size_t start = 0;
    for (size_t i = 1; i < text->size && text->count + 2 < PIECES_MAX; i++) {
        if (!marks[i])
            continue;
        enum glue glue = glue_judge(text->string, text->size, i);
        if (glue == GLUE_NEVER)
            continue;
        add_chain(text, breaker, start, i, glue);
        start = i;
    }
    add_chain(text, breaker, start, text->size, GLUE_MUST);
    free(marks);
    return true;
}

static bool fill_text(struct text *text, struct unicode_breaker *breaker, const char *string,
                      struct text_missing *missing)
{
    bool ok = false;
    char(*scripts)[5] = NULL;
    char *normal = unicode_normalise(string);
    if (!normal)
        return false;
    glue_shorten_addresses(normal);
    size_t size = strlen(normal);
    scripts = calloc(size + 1, sizeof *scripts);
    text->string = malloc(size + 1);
    text->faces = malloc(size + 1);
    if (!scripts || !text->string || !text->faces)
        goto end;
    unicode_scripts(normal, size, scripts);
    choose_faces(text, normal, (const char(*)[5])scripts, missing);
    size_t pieces = text->size < PIECES_MAX ? text->size + 1 : PIECES_MAX;
    text->pieces = malloc(pieces * sizeof *text->pieces);
    text->widths = malloc(pieces * sizeof *text->widths);
    if (!text->pieces || !text->widths || text->size == 0)
        goto end;
    for (size_t i = 0; i < text->size; i++)
        if (text->faces[i] != 0) {
            double rise = fonts_rise(text->fonts, text->faces[i]);
            text->is_tall = true;
            text->rise = rise > text->rise ? rise : text->rise;
        }
    ok = part(text, breaker);
end:
    free(scripts);
    free(normal);
    return ok;
}

struct text *text_create(struct fonts *fonts, struct unicode_breaker *breaker, const char *string,
                         enum font_weight weight, struct text_missing *missing)
{
    struct text *text = calloc(1, sizeof *text);
    if (!text)
        return NULL;
    text->fonts = fonts;
    text->weight = weight;
    if (!fill_text(text, breaker, string, missing)) {
        text_destroy(text);
        return NULL;
    }
    return text;
}
