#include "playlist/json_slip.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "playlist/text.h"

static char here(struct json_place place)
{
    return place.at < place.size ? place.bytes[place.at] : '\0';
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool is_odd_blank(struct json_place place)
{
    uint32_t code;
    return place.at < place.size &&
           utf8_decode(place.bytes + place.at, place.size - place.at, &code) > 0 &&
           text_is_odd_blank(code);
}

static const struct json_slip odd_blank = {
    N_("a blank of another kind, as Word and web pages have them"),
    N_("delete what stands between the characters here, and type the space anew")};

/* The character before, `back` further up; NUL before the first. */
static char before(struct json_place place, size_t back)
{
    return place.at > back ? place.bytes[place.at - 1 - back] : '\0';
}

/* Whether a text ends shortly before, on the same line, and more words follow: a quotation mark
 * that was meant to be part of it. */
static bool is_within_text(struct json_place place)
{
    size_t at = place.at;
    while (at > 0 && place.bytes[at - 1] == ' ')
        at--;
    return at > 0 && place.bytes[at - 1] == '"' && !strchr("\r\n\t\"{}[]:", here(place));
}

struct json_slip json_slip_at_separator(struct json_place place)
{
    if (place.at >= place.size)
        return (struct json_slip){N_("the document ends too early"),
                                  N_("close every bracket and brace")};
    if (is_odd_blank(place))
        return odd_blank;
    if (here(place) == ';')
        return (struct json_slip){N_("a semicolon"), N_("write a comma in its place")};
    if (is_within_text(place))
        return (struct json_slip){N_("a quotation mark ends the text before this"),
                                  N_("within a text write \\\" or “ ” in place of \"")};
    if (here(place) == '.' && is_digit(before(place, 0)))
        return (struct json_slip){N_("a number with more than one point"),
                                  N_("write its digits without points between them")};
    if (is_digit(before(place, 0)) && !strchr(" \t\r\n\"{}[]", here(place)))
        return (struct json_slip){
            N_("something stands right behind a number"),
            N_("write the number alone, without a unit; a time or a date goes between quotes")};
    return (struct json_slip){N_("a comma or a closing bracket is missing"),
                              N_("put a comma between two entries")};
}

static bool begins_with(struct json_place place, const char *word)
{
    size_t size = strlen(word);
    return place.size - place.at >= size && strncasecmp(place.bytes + place.at, word, size) == 0;
}

struct json_slip json_slip_at_colon(struct json_place place)
{
    if (is_odd_blank(place))
        return odd_blank;
    return (struct json_slip){N_("a colon is missing after the field's name"),
                              N_("write \"name\": value")};
}

struct json_slip json_slip_at_value(struct json_place place)
{
    if (is_odd_blank(place))
        return odd_blank;
    if (here(place) == '\'')
        return (struct json_slip){N_("a single quotation mark"),
                                  N_("write a double one, \", in its place")};
    if (here(place) == ']' || here(place) == '}')
        return (struct json_slip){N_("a value is missing"),
                                  N_("take away the comma before the closing bracket")};
    if (begins_with(place, "true") || begins_with(place, "false"))
        return (struct json_slip){N_("true and false are written in small letters"),
                                  N_("write true or false, without quotes")};
    if (begins_with(place, "none") || begins_with(place, "null"))
        return (struct json_slip){N_("this is no value"), N_("write null, or leave the field out")};
    return (struct json_slip){N_("this is no value"),
                              N_("put texts between straight quotes, as in \"text\"")};
}

/* 16,5 in an object: the comma ended the number, and a 5 is no name. */
static bool is_decimal_comma(struct json_place place)
{
    return is_digit(here(place)) && before(place, 0) == ',' && is_digit(before(place, 1));
}

struct json_slip json_slip_at_name(struct json_place place)
{
    if (is_odd_blank(place))
        return odd_blank;
    if (here(place) == '}')
        return (struct json_slip){N_("a field is missing"),
                                  N_("take away the comma before the closing brace")};
    if (is_decimal_comma(place))
        return (struct json_slip){N_("a number with a comma"),
                                  N_("write a point before the decimals, as in 16.5")};
    if (here(place) == '\'')
        return (struct json_slip){N_("a single quotation mark"),
                                  N_("write a double one, \", in its place")};
    return (struct json_slip){N_("a field's name is expected here"),
                              N_("put the name between straight quotes, as in \"title\"")};
}
