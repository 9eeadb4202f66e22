/* Files that are no UTF-8, or not everywhere: somebody has pasted old text into a good one. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/legacy.h"
#include "cli/mojibake.h"

enum { BYTES_MAX = 12288 }; /* of what is judged */

struct view {
    char text[BYTES_MAX + 1];
    size_t used;
};

static void add(struct view *view, uint32_t code)
{
    if (view->used + 4 <= BYTES_MAX)
        view->used += utf8_encode(code, view->text + view->used);
    view->text[view->used] = '\0';
}

/* Shows the bytes from … to - 1 as Windows-1252. What is UTF-8 among them is left as it is or, for
 * judging, left out. */
static void see(const char *bytes, size_t from, size_t to, bool is_judged, struct view *view)
{
    while (from < to) {
        uint32_t code;
        size_t length = utf8_decode(bytes + from, to - from, &code);
        if (!length)
            code = legacy_windows_1252(bytes[from]);
        else if (is_judged && length > 1)
            code = ' ';
        add(view, code ? code : ' ');
        from += length ? length : 1;
    }
}

/* The text around the byte at `at`: what stands between quotation marks or line ends. No old page
 * has letters there. */
static void find_quoted(const char *bytes, size_t size, size_t at, size_t *ret_from, size_t *ret_to)
{
    size_t from = at, to = at;
    while (from > 0 && !memchr("\"\r\n", bytes[from - 1], 3))
        from--;
    while (to < size && !memchr("\"\r\n", bytes[to], 3))
        to++;
    *ret_from = from;
    *ret_to = to;
}

static size_t count_lines(const char *bytes, size_t size)
{
    size_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += bytes[i] == '\n';
    return lines;
}

struct search {
    struct view all, own; /* all such texts, for judging; one of them */
    size_t at;            /* the first fault in the text that tells best */
    size_t from, to;
    bool is_found; /* there is such a text */
    bool is_sure;  /* it tells by itself */
};

static void look_at(struct search *search, const char *bytes, size_t at, size_t from, size_t to)
{
    search->own.used = 0;
    see(bytes, from, to, true, &search->own);
    bool is_sure = !search->is_sure && mojibake_find(search->own.text) != MOJIBAKE_NONE;
    if (!search->is_found || is_sure) {
        search->at = at;
        search->from = from;
        search->to = to;
        search->is_found = true;
        search->is_sure |= is_sure;
    }
    see(bytes, from, to, true, &search->all);
    add(&search->all, ' ');
}

enum mojibake mojibake_find_bytes(const char *bytes, size_t size, struct mojibake_place *ret)
{
    struct search *search = calloc(1, sizeof *search);
    enum mojibake kind = MOJIBAKE_NONE;
    if (!search)
        return kind;
    size_t at = 0;
    while ((at += utf8_check(bytes + at, size - at)) < size && search->all.used < BYTES_MAX - 4) {
        size_t from, to;
        find_quoted(bytes, size, at, &from, &to);
        look_at(search, bytes, at, from, to);
        at = to;
    }
    kind = mojibake_find(search->all.text);
    if (ret && kind != MOJIBAKE_NONE) {
        search->own.used = 0;
        see(bytes, search->from, search->to, false, &search->own);
        *ret = (struct mojibake_place){count_lines(bytes, search->at), strdup(search->own.text)};
    }
    free(search);
    return kind;
}
