#include "cli/markup.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool is_one_of(const char *word, size_t size, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(list[i]) == size && strncasecmp(list[i], word, size) == 0)
            return true;
    }
    return false;
}

/* The length of "<br>", "</p>", "<hr/>" there, or of the "<span" of "<span class=…>", whose
 * attributes may hold any letters; 0: none. */
static size_t tag_length(const char *at)
{
    static const char *const tags[] = {
        "a",   "b",   "i",   "u",    "p",   "br",   "hr",     "em",    "li",    "ul",
        "ol",  "td",  "tr",  "th",   "h1",  "h2",   "h3",     "h4",    "div",   "sub",
        "sup", "img", "pre", "font", "o:p", "span", "strong", "table", "tbody", "center"};
    if (*at != '<')
        return 0;
    const char *name = at + 1 + (at[1] == '/');
    size_t size = 0;
    while (is_letter(name[size]) || is_digit(name[size]) || name[size] == ':')
        size++;
    if (!is_one_of(name, size, tags, sizeof tags / sizeof *tags))
        return 0;
    const char *behind = name + size;
    size_t length = (size_t)(behind - at);
    if (*behind == '>')
        return length + 1;
    if (behind[0] == '/' && behind[1] == '>')
        return length + 2;
    const char *end = *behind == ' ' || *behind == '\n' ? strchr(behind, '>') : NULL;
    /* "a <b and c> d" is none. */
    bool is_tag = end && (end[-1] == '/' || memchr(behind, '=', (size_t)(end - behind)));
    return is_tag ? length : 0;
}

/* The length of "&nbsp;", "&#7879;", "&ocirc;" there; 0: none. */
static size_t entity_length(const char *at)
{
    static const char *const plain[] = {"nbsp",  "amp",    "quot",  "apos",  "lt",
                                        "gt",    "hellip", "ndash", "mdash", "ldquo",
                                        "rdquo", "lsquo",  "rsquo", "bull"};
    static const char *const marks[] = {"grave", "acute", "circ", "tilde", "breve", "horn"};
    size_t size = 0;
    if (*at != '&')
        return 0;
    const char *name = at + 1;
    bool is_number = *name == '#';
    name += is_number;
    while (is_digit(name[size]) || is_letter(name[size]))
        size++;
    if (size == 0 || name[size] != ';')
        return 0;
    bool is_known =
        is_number || is_one_of(name, size, plain, sizeof plain / sizeof *plain) ||
        (is_letter(*name) && is_one_of(name + 1, size - 1, marks, sizeof marks / sizeof *marks));
    return is_known ? (size_t)(name - at) + size + 1 : 0;
}

static bool is_word(char character)
{
    return is_letter(character) || is_digit(character) || (unsigned char)character >= 0x80;
}

/* "**" before a word, and behind one. Stars also mark notes, "(**)", and stand for digits that are
 * not told, "079****123". */
static size_t stars_length(const char *text, const char *at)
{
    bool is_free = at == text || (!is_word(at[-1]) && at[-1] != '*');
    if (strncmp(at, "**", 2) != 0 || !is_free || !is_word(at[2]))
        return 0;
    for (const char *end = at + 2; (end = strstr(end, "**")) != NULL; end += strspn(end, "*")) {
        bool is_pair = end[2] != '*' && !is_word(end[2]);
        if (is_pair && !strchr(" \n(", end[-1]))
            return 2;
    }
    return 0;
}

bool markup_find(const char *text, char out[MARKUP_BYTES])
{
    for (const char *at = text; *at; at++) {
        size_t size = tag_length(at);
        if (size == 0)
            size = entity_length(at);
        if (size == 0)
            size = stars_length(text, at);
        if (size == 0)
            continue;
        snprintf(out, MARKUP_BYTES, "%.*s", (int)size, at);
        return true;
    }
    return false;
}
