#include "cli/report_word.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;
}

static bool is_direction(uint32_t code)
{
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
           code == 0x200e || code == 0x200f || code == 0x061c || code == 0xfeff;
}

size_t word_clean(char word[WORD_SIZE], const char *text)
{
    size_t size = text ? strnlen(text, (size_t)4 * WORD_SIZE) : 0, at = 0, written = 0;
    while (at < size) {
        uint32_t code;
        char bytes[4];
        size_t length = utf8_decode(text + at, size - at, &code);
        at += length ? length : 1;
        if (length == 0)
            code = 0xfffd;
        if (is_direction(code))
            continue;
        length = utf8_encode(is_control(code) ? ' ' : code, bytes);
        if (written + length >= WORD_SIZE)
            break;
        memcpy(word + written, bytes, length);
        written += length;
    }
    word[written] = '\0';
    return written;
}
