#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "playlist/json.h"
#include "playlist/json_key.h"
#include "playlist/json_slip.h"
#include "playlist/limits.h"

struct scanner {
    const char *bytes;
    size_t at, size;
    int depth;
    struct json json;
    struct json_error error;
};

static bool scan_value(struct scanner *scanner);

static bool fail(struct scanner *scanner, size_t offset, const char *code, const char *reason,
                 const char *hint)
{
    scanner->error = (struct json_error){code, offset, reason, hint};
    return false;
}

/* Outside of texts. Other formats have comments: where one begins, that is the cause. */
static bool fail_syntax(struct scanner *scanner, const char *reason, const char *hint)
{
    char here = scanner->at < scanner->size ? scanner->bytes[scanner->at] : ' ';
    if (here == '/' || here == '#')
        return fail(scanner, scanner->at, "syntax", N_("a comment, which JSON does not know"),
                    N_("take it away"));
    return fail(scanner, scanner->at, "syntax", reason, hint);
}

/* The byte that comes next, or NUL at the end; a NUL in the text is no JSON either way. */
static char peek(const struct scanner *scanner)
{
    return scanner->at < scanner->size ? scanner->bytes[scanner->at] : '\0';
}

static void skip_space(struct scanner *scanner)
{
    while (scanner->at < scanner->size && strchr(" \t\n\r", scanner->bytes[scanner->at]) &&
           scanner->bytes[scanner->at] != '\0')
        scanner->at++;
}

/* Appends a token that starts here. */
static bool add_token(struct scanner *scanner, enum json_kind kind, uint32_t *ret_index)
{
    struct json *json = &scanner->json;
    if (json->count == LIMIT_VALUES)
        return fail(scanner, scanner->at, "values", N_("the document holds too many values"),
                    N_("split it into several documents"));
    if (json->count == json->capacity) {
        size_t capacity = json->capacity ? json->capacity * 2 : 256;
        struct json_token *tokens = realloc(json->tokens, capacity * sizeof *tokens);
        if (!tokens)
            return fail(scanner, scanner->at, "memory", N_("there is not enough memory"), NULL);
        json->tokens = tokens;
        json->capacity = capacity;
    }
    *ret_index = (uint32_t)json->count;
    json->tokens[json->count++] =
        (struct json_token){.start = (uint32_t)scanner->at, .kind = (uint8_t)kind};
    return true;
}

static void end_token(struct scanner *scanner, uint32_t index)
{
    struct json_token *token = &scanner->json.tokens[index];
    token->size = (uint32_t)scanner->at - token->start;
    token->next = (uint32_t)scanner->json.count;
}

static bool scan_hex(struct scanner *scanner, uint32_t *ret)
{
    *ret = 0;
    for (int i = 0; i < 4; i++) {
        char digit = peek(scanner);
        bool letter = (digit >= 'a' && digit <= 'f') || (digit >= 'A' && digit <= 'F');
        if (!letter && (digit < '0' || digit > '9'))
            return fail(scanner, scanner->at, "syntax", N_("\\u needs four hexadecimal digits"),
                        NULL);
        *ret = *ret << 4 | (uint32_t)(letter ? (digit | 0x20) - 'a' + 10 : digit - '0');
        scanner->at++;
    }
    return true;
}

static bool scan_unicode(struct scanner *scanner)
{
    size_t start = scanner->at - 2;
    uint32_t code, low;
    if (!scan_hex(scanner, &code))
        return false;
    if (code == 0)
        return fail(scanner, start, "syntax", N_("\\u0000 is not allowed in a text"),
                    N_("take it out"));
    if (code < 0xd800 || code > 0xdfff)
        return true;
    if (code >= 0xdc00 || peek(scanner) != '\\')
        return fail(scanner, start, "syntax", N_("half of a surrogate pair"), NULL);
    scanner->at++;
    if (peek(scanner) != 'u')
        return fail(scanner, start, "syntax", N_("half of a surrogate pair"), NULL);
    scanner->at++;
    if (!scan_hex(scanner, &low))
        return false;
    if (low < 0xdc00 || low > 0xdfff)
        return fail(scanner, start, "syntax", N_("half of a surrogate pair"), NULL);
    return true;
}

static bool scan_escape(struct scanner *scanner)
{
    scanner->at++;
    char letter = peek(scanner);
    if (letter == '\0' || !strchr("\"\\/bfnrtu", letter))
        return fail(scanner, scanner->at, "syntax", N_("an unknown escape after a backslash"),
                    N_("write \\\\ for a backslash"));
    scanner->at++;
    return letter != 'u' || scan_unicode(scanner);
}

/* Word processors write “ and ” for ", phones too. */
static bool fail_curly(struct scanner *scanner, size_t offset)
{
    return fail(scanner, offset, "syntax", N_("a curly quotation mark, such as “ or ”"),
                N_("write the straight one, \", in its place"));
}

/* The length of a curly quotation mark there, U+2018 … U+201F; 0 where there is none. */
static size_t curly_length(const struct scanner *scanner, size_t offset)
{
    uint32_t code;
    size_t length = utf8_decode(scanner->bytes + offset, scanner->size - offset, &code);
    return length && code >= 0x2018 && code <= 0x201f ? length : 0;
}

/* A text that does not end on its line: where a curly mark stands at a place that looks like its
 * end, that is the cause. */
static bool fail_unclosed(struct scanner *scanner, size_t open, const char *reason,
                          const char *hint)
{
    for (size_t at = open + 1; at < scanner->at; at++) {
        size_t length = curly_length(scanner, at), behind = at + length;
        while (length && behind < scanner->size && scanner->bytes[behind] == ' ')
            behind++;
        if (length && behind < scanner->size && strchr(",:]}\r\n", scanner->bytes[behind]))
            return fail_curly(scanner, at);
    }
    return fail(scanner, scanner->at, "syntax", reason, hint);
}

static bool scan_character(struct scanner *scanner, size_t open)
{
    uint32_t code;
    size_t length = utf8_decode(scanner->bytes + scanner->at, scanner->size - scanner->at, &code);
    if (length == 0)
        return fail(scanner, scanner->at, "encoding", N_("the text is not UTF-8 here"),
                    N_("save the file with the encoding UTF-8"));
    if (code == '\t')
        return fail_unclosed(scanner, open, N_("a tab within a text, as copied from Excel"),
                             N_("write a space in its place; in a table each cell is a text of "
                                "its own, between quotes"));
    if (code < ' ')
        return fail_unclosed(scanner, open,
                             code == '\n' || code == '\r' ? N_("the line ends within a text")
                                                          : N_("a control character within a text"),
                             N_("close the text with \"; write \\n where a new line is meant"));
    scanner->at += length;
    return true;
}

static bool scan_string(struct scanner *scanner, uint32_t *ret_index)
{
    size_t open = scanner->at++;
    if (!add_token(scanner, JSON_STRING, ret_index))
        return false;
    bool escaped = false;
    while (scanner->at < scanner->size && scanner->bytes[scanner->at] != '"') {
        bool escape = scanner->bytes[scanner->at] == '\\';
        escaped |= escape;
        if (!(escape ? scan_escape(scanner) : scan_character(scanner, open)))
            return false;
    }
    if (scanner->at >= scanner->size)
        return fail(scanner, open, "syntax", N_("a text that begins here never ends"),
                    N_("close it with \""));
    end_token(scanner, *ret_index);
    struct json_token *token = &scanner->json.tokens[*ret_index];
    token->escaped = escaped;
    /* Measured as it is written: the limit is there to bound memory. */
    if (token->size > LIMIT_STRING_BYTES)
        json_set_fault(&scanner->json, *ret_index, JSON_LONG);
    scanner->at++;
    return true;
}

static size_t skip_digits(struct scanner *scanner)
{
    size_t start = scanner->at;
    while (peek(scanner) >= '0' && peek(scanner) <= '9')
        scanner->at++;
    return scanner->at - start;
}

static bool scan_number(struct scanner *scanner)
{
    uint32_t index;
    size_t start = scanner->at;
    if (!add_token(scanner, JSON_NUMBER, &index))
        return false;
    if (peek(scanner) == '-')
        scanner->at++;
    bool leading_zero = peek(scanner) == '0';
    size_t digits = skip_digits(scanner);
    if (digits == 0)
        return fail_syntax(scanner, N_("a digit is missing"), NULL);
    if (leading_zero && digits > 1)
        return fail(scanner, start, "syntax", N_("a number with a zero in front"),
                    N_("write 7 for 007; a phone number goes between quotes"));
    if (peek(scanner) == '.') {
        scanner->at++;
        if (skip_digits(scanner) == 0)
            return fail_syntax(scanner, N_("a digit is missing after the point"), NULL);
    }
    if (peek(scanner) == 'e' || peek(scanner) == 'E') {
        scanner->at++;
        if (peek(scanner) == '+' || peek(scanner) == '-')
            scanner->at++;
        if (skip_digits(scanner) == 0)
            return fail_syntax(scanner, N_("a digit is missing in the exponent"), NULL);
    }
    end_token(scanner, index);
    if (scanner->at - start > LIMIT_NUMBER_BYTES ||
        !__builtin_isfinite(json_number(&scanner->json, index)))
        return fail(scanner, start, "syntax", N_("the number is too large or too long"), NULL);
    return true;
}

static struct json_place place_of(const struct scanner *scanner)
{
    return (struct json_place){scanner->bytes, scanner->at, scanner->size};
}

static bool fail_slip(struct scanner *scanner, struct json_slip slip)
{
    return fail_syntax(scanner, slip.reason, slip.hint);
}

static bool scan_word(struct scanner *scanner)
{
    static const struct {
        const char *word;
        enum json_kind kind;
    } words[] = {{"null", JSON_NULL}, {"true", JSON_TRUE}, {"false", JSON_FALSE}};
    uint32_t index;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i].word);
        if (scanner->size - scanner->at < length ||
            memcmp(scanner->bytes + scanner->at, words[i].word, length) != 0)
            continue;
        if (!add_token(scanner, words[i].kind, &index))
            return false;
        scanner->at += length;
        end_token(scanner, index);
        return true;
    }
    if (scanner->at >= scanner->size)
        return fail_syntax(scanner, N_("the document ends too early"),
                           N_("close every bracket and brace"));
    uint32_t code;
    size_t length = utf8_decode(scanner->bytes + scanner->at, scanner->size - scanner->at, &code);
    if (length == 0)
        return fail(scanner, scanner->at, "encoding", N_("the text is not UTF-8 here"),
                    N_("save the file with the encoding UTF-8"));
    if (curly_length(scanner, scanner->at))
        return fail_curly(scanner, scanner->at);
    return fail_slip(scanner, json_slip_at_value(place_of(scanner)));
}

static bool scan_member(struct scanner *scanner)
{
    uint32_t key;
    skip_space(scanner);
    if (curly_length(scanner, scanner->at))
        return fail_curly(scanner, scanner->at);
    if (peek(scanner) != '"')
        return fail_slip(scanner, json_slip_at_name(place_of(scanner)));
    if (!scan_string(scanner, &key))
        return false;
    skip_space(scanner);
    if (peek(scanner) != ':')
        return fail_slip(scanner, json_slip_at_colon(place_of(scanner)));
    scanner->at++;
    return scan_value(scanner);
}

/* An array or object, from its opening bracket to its closing one. */
static bool scan_container(struct scanner *scanner, enum json_kind kind)
{
    char close = kind == JSON_OBJECT ? '}' : ']';
    uint32_t index;
    size_t members = 0;
    if (scanner->depth == LIMIT_DEPTH)
        return fail(scanner, scanner->at, "depth", N_("the document is nested too deeply"), NULL);
    if (!add_token(scanner, kind, &index))
        return false;
    scanner->depth++;
    scanner->at++;
    skip_space(scanner);
    while (members > 0 || peek(scanner) != close) {
        if (!(kind == JSON_OBJECT ? scan_member(scanner) : scan_value(scanner)))
            return false;
        members++;
        skip_space(scanner);
        if (peek(scanner) == close)
            break;
        if (peek(scanner) != ',')
            return fail_slip(scanner, json_slip_at_separator(place_of(scanner)));
        scanner->at++;
    }
    scanner->at++;
    scanner->depth--;
    end_token(scanner, index);
    if (kind == JSON_OBJECT && !json_mark_duplicates(&scanner->json, index, members))
        return fail(scanner, scanner->at, "memory", N_("there is not enough memory"), NULL);
    return true;
}

static bool scan_value(struct scanner *scanner)
{
    uint32_t index;
    skip_space(scanner);
    char first = peek(scanner);
    if (first == '{' || first == '[')
        return scan_container(scanner, first == '{' ? JSON_OBJECT : JSON_ARRAY);
    if (first == '"')
        return scan_string(scanner, &index);
    if (first == '-' || (first >= '0' && first <= '9'))
        return scan_number(scanner);
    return scan_word(scanner);
}

static bool scan_document(struct scanner *scanner)
{
    if (scanner->size > LIMIT_DOCUMENT_BYTES)
        return fail(scanner, 0, "size", N_("the document is larger than 4 MiB"),
                    N_("split it into several documents"));
    skip_space(scanner);
    if (scanner->at == scanner->size)
        return fail(scanner, 0, "syntax", N_("the file is empty"),
                    N_("copy it once more, or take one that \"bangtin new\" makes"));
    if (!scan_value(scanner))
        return false;
    skip_space(scanner);
    if (scanner->at < scanner->size)
        return fail_syntax(scanner, N_("something stands behind the end of the document"),
                           N_("take it away, or look for a brace too many"));
    return true;
}

int json_read(const char *bytes, size_t size, struct json *ret, struct json_error *ret_error)
{
    struct scanner scanner = {.bytes = bytes, .size = size, .json.bytes = bytes};
    if (!scan_document(&scanner)) {
        json_finish(&scanner.json);
        *ret_error = scanner.error;
        return -1;
    }
    *ret = scanner.json;
    return 0;
}
