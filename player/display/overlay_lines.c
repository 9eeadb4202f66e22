#include "display/overlay_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/log.h"

enum { BYTES_MAX = 256 << 10 };

static char *resolve(const struct programme_line *line)
{
    char *text =
        job_ticker_text(line->feed->document, line->line, line->language, line->feed->site);
    if (!text)
        log_warning("a line of the ticker is left out: a variable in it has no value, or too long "
                    "a one");
    return text;
}

struct overlay_lines overlay_lines_read(const struct programme *programme, int64_t wall,
                                        int64_t *ret_until)
{
    struct programme_line found[PROGRAMME_LINES_MAX];
    struct overlay_lines lines = {0};
    size_t count = programme_lines(programme, wall, found, ret_until), bytes = 0;
    lines.texts = count > 0 ? calloc(count, sizeof *lines.texts) : NULL;
    for (size_t i = 0; lines.texts && i < count && bytes < BYTES_MAX; i++) {
        char *text = resolve(&found[i]);
        if (!text)
            continue;
        if (lines.count == 0) {
            lines.language = found[i].language;
            lines.mark = HASH_START;
        }
        bytes += strlen(text);
        lines.mark = hash_bytes(lines.mark, text, strlen(text) + 1);
        lines.texts[lines.count++] = text;
    }
    return lines;
}

void overlay_lines_finish(struct overlay_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->texts[i]);
    free(lines->texts);
    *lines = (struct overlay_lines){0};
}

void overlay_lines_fill(const struct overlay_lines *lines, size_t at, struct job_ticker *ret)
{
    size_t bytes = 0;
    ret->count = 0;
    for (size_t i = at; i < lines->count && ret->count < JOB_TICKER_TEXTS_MAX; i++) {
        bytes += strlen(lines->texts[i]);
        if (bytes > JOB_TICKER_BYTES_MAX && ret->count > 0)
            break;
        ret->texts[ret->count++] = lines->texts[i];
    }
}
