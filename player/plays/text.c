#include "plays/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

void text_finish(struct text *text)
{
    free(text->bytes);
    *text = (struct text){0};
}

/* Room for `more` bytes and a NUL. */
static bool make_room(struct text *text, size_t more)
{
    size_t wanted;
    if (text->is_broken || __builtin_add_overflow(text->size, more + 1, &wanted))
        return false;
    if (wanted <= text->room)
        return true;
    size_t room = text->room ? text->room : 4096;
    while (room < wanted && room <= SIZE_MAX / 2)
        room *= 2;
    char *longer = room >= wanted ? realloc(text->bytes, room) : NULL;
    text->is_broken = !longer;
    if (!longer)
        return false;
    text->bytes = longer;
    text->room = room;
    return true;
}

static void add_bytes(struct text *text, const char *bytes, size_t size)
{
    if (!make_room(text, size))
        return;
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->bytes[text->size] = '\0';
}

void text_add(struct text *text, const char *format, ...)
{
    va_list words, again;
    va_start(words, format);
    va_copy(again, words);
    int size = vsnprintf(NULL, 0, format, words);
    if (size >= 0 && make_room(text, (size_t)size)) {
        vsnprintf(text->bytes + text->size, (size_t)size + 1, format, again);
        text->size += (size_t)size;
    }
    va_end(again);
    va_end(words);
}

void text_add_json(struct text *text, const char *string)
{
    if (!string) {
        text_add(text, "null");
        return;
    }
    size_t left = strlen(string);
    add_bytes(text, "\"", 1);
    while (left > 0) {
        uint32_t code;
        size_t size = utf8_decode(string, left, &code);
        if (size == 0) {
            add_bytes(text, "\xef\xbf\xbd", 3);
            size = 1;
        } else if (code < 0x20 || code == 0x7f) {
            text_add(text, "\\u%04x", code);
        } else {
            if (code == '"' || code == '\\')
                add_bytes(text, "\\", 1);
            add_bytes(text, string, size);
        }
        string += size;
        left -= size;
    }
    add_bytes(text, "\"", 1);
}

void text_add_base64(struct text *text, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;
        three |= i + 1 < size ? (uint32_t)bytes[i + 1] << 8 : 0;
        three |= i + 2 < size ? bytes[i + 2] : 0;
        const char four[4] = {digits[three >> 18], digits[three >> 12 & 63],
                              i + 1 < size ? digits[three >> 6 & 63] : '=',
                              i + 2 < size ? digits[three & 63] : '='};
        add_bytes(text, four, sizeof four);
    }
}
