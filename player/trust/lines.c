#include "trust/lines.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

bool lines_take(struct lines *lines, struct line *ret)
{
    if (lines->size == 0)
        return false;
    const char *end = memchr(lines->text, '\n', lines->size);
    size_t size = end ? (size_t)(end - lines->text) : lines->size;
    *ret = (struct line){lines->text, size};
    if (end && size > 0 && ret->text[size - 1] == '\r')
        ret->size--;
    lines->text += size + (end != NULL);
    lines->size -= size + (end != NULL);
    return true;
}

bool line_take_prefix(struct line *line, const char *prefix)
{
    size_t size = strlen(prefix);
    if (line->size < size || memcmp(line->text, prefix, size) != 0)
        return false;
    line->text += size;
    line->size -= size;
    return true;
}

bool line_is_comment(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        uint32_t code;
        size_t length = utf8_decode(text + at, size - at, &code);
        if (length == 0 || (code < ' ' && code != '\t') || (code >= 0x7f && code < 0xa0))
            return false;
        at += length;
    }
    return true;
}

int lines_compose(char **ret, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (!text)
        return -ENOMEM;
    va_start(arguments, format);
    vsnprintf(text, (size_t)size + 1, format, arguments);
    va_end(arguments);
    *ret = text;
    return 0;
}
