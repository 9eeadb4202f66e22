#include "render/svg_scan.h"

#include "base/i18n.h"
#include "render/picture_fault.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

struct scan {
    const char *at, *end;
    size_t elements, depth;
    struct picture_fault *fault;
};

/* A name of XML, and the part of it behind the prefix. */
struct name {
    const char *local;
    size_t size;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool ends_name(char c)
{
    return is_space(c) || c == '=' || c == '/' || c == '>' || c == '\0';
}

static bool is_named(const struct name *name, const char *wanted)
{
    return strlen(wanted) == name->size && memcmp(name->local, wanted, name->size) == 0;
}

static bool is_one_of(const struct name *name, const char *const *list)
{
    for (; *list; list++) {
        if (is_named(name, *list))
            return true;
    }
    return false;
}

static int refuse_syntax(struct scan *scan)
{
    return picture_fault_set(scan->fault, "picture-damaged",
                             _("the drawing is no complete XML; export it again"));
}

static int refuse_external(struct scan *scan)
{
    return picture_fault_set(scan->fault, "svg-external",
                             _("the drawing refers to something outside its file; make it part of "
                               "the drawing, or export it as PNG"));
}

static int refuse_image(struct scan *scan)
{
    return picture_fault_set(scan->fault, "svg-external",
                             _("the drawing holds an embedded picture; convert it to paths "
                               "(\"trace bitmap\"), or export the whole as PNG"));
}

/* Goes behind the next `mark`. */
static int skip_to(struct scan *scan, const char *mark)
{
    const char *found = memmem(scan->at, (size_t)(scan->end - scan->at), mark, strlen(mark));
    if (!found)
        return refuse_syntax(scan);
    scan->at = found + strlen(mark);
    return 0;
}

/* <!DOCTYPE …>: an identifier of the DTD alone is read by nobody; a subset with entities is. */
static int skip_doctype(struct scan *scan)
{
    char quote = '\0';
    for (; scan->at < scan->end; scan->at++) {
        char c = *scan->at;
        if (quote) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[') {
            return picture_fault_set(scan->fault, "svg-external",
                                     _("the drawing defines entities in its DOCTYPE; save it as "
                                       "plain SVG, without those of the drawing program"));
        } else if (c == '>') {
            scan->at++;
            return 0;
        }
    }
    return refuse_syntax(scan);
}

/* <?xml …?>, <?xml-stylesheet …?> and the notes of drawing programs. */
static int skip_instruction(struct scan *scan)
{
    const char *start = scan->at;
    if (skip_to(scan, "?>") < 0)
        return -1;
    size_t size = (size_t)(scan->at - start);
    if (size > 14 && memcmp(start, "xml-stylesheet", 14) == 0)
        return refuse_external(scan);
    if (size < 4 || memcmp(start, "xml", 3) != 0 || !is_space(start[3]))
        return 0;
    const char *encoding = memmem(start, size, "encoding", 8);
    if (!encoding)
        return 0;
    encoding += 8;
    while (encoding < scan->at && (is_space(*encoding) || strchr("=\"'", *encoding)))
        encoding++;
    if (strncasecmp(encoding, "utf-8", 5) == 0 || strncasecmp(encoding, "utf8", 4) == 0 ||
        strncasecmp(encoding, "us-ascii", 8) == 0)
        return 0;
    return picture_fault_set(scan->fault, "picture-kind",
                             _("the drawing is not written in UTF-8; save it as UTF-8"));
}

static struct name read_name(struct scan *scan)
{
    struct name name = {.local = scan->at};
    while (scan->at < scan->end && !ends_name(*scan->at)) {
        if (*scan->at++ == ':')
            name.local = scan->at;
    }
    name.size = (size_t)(scan->at - name.local);
    return name;
}

/* A drawing may point at its own parts only; a link (<a>) leads nowhere on a screen. */
static int check_attribute(struct scan *scan, const struct name *element,
                           const struct name *attribute, const char *value)
{
    if (!is_named(attribute, "href") || is_named(element, "a"))
        return 0;
    while (is_space(*value))
        value++;
    return *value == '#' ? 0 : refuse_external(scan);
}

/* The attributes, up to and with ">". Sets *ret_empty for <element/>. */
static int read_attributes(struct scan *scan, const struct name *element, bool *ret_empty)
{
    *ret_empty = false;
    while (scan->at < scan->end) {
        char c = *scan->at;
        if (c == '>') {
            scan->at++;
            return 0;
        }
        if (is_space(c) || c == '/') {
            *ret_empty = c == '/';
            scan->at++;
            continue;
        }
        struct name attribute = read_name(scan);
        while (is_space(*scan->at))
            scan->at++;
        if (*scan->at != '=')
            return refuse_syntax(scan);
        scan->at++;
        while (is_space(*scan->at))
            scan->at++;
        char quote = *scan->at;
        if (quote != '"' && quote != '\'')
            return refuse_syntax(scan);
        const char *value = ++scan->at;
        scan->at = memchr(value, quote, (size_t)(scan->end - value));
        if (!scan->at) {
            scan->at = scan->end;
            return refuse_syntax(scan);
        }
        scan->at++;
        if (check_attribute(scan, element, &attribute, value) < 0)
            return -1;
    }
    return refuse_syntax(scan);
}

static int read_element(struct scan *scan)
{
    static const char *const texts[] = {"text",     "tspan",    "tref", "textPath",
                                        "flowRoot", "flowPara", NULL};
    static const char *const pictures[] = {"image", "feImage", NULL};
    struct name element = read_name(scan);
    bool is_empty;
    if (is_one_of(&element, texts))
        return picture_fault_set(scan->fault, "svg-text",
                                 _("the drawing holds text; convert text to paths, since the "
                                   "screens do not have its fonts"));
    if (is_one_of(&element, pictures))
        return refuse_image(scan);
    if (is_named(&element, "include")) /* XInclude */
        return refuse_external(scan);
    if (read_attributes(scan, &element, &is_empty) < 0)
        return -1;
    scan->depth += is_empty ? 0 : 1;
    if (++scan->elements > SVG_ELEMENTS_MAX || scan->depth > SVG_DEPTH_MAX)
        return picture_fault_set(scan->fault, "svg-complex",
                                 _("the drawing has over %d elements, or over %d nested in one "
                                   "another; simplify it, or export it as PNG"),
                                 SVG_ELEMENTS_MAX, SVG_DEPTH_MAX);
    return 0;
}

static bool takes(struct scan *scan, const char *mark)
{
    size_t size = strlen(mark);
    if ((size_t)(scan->end - scan->at) < size || memcmp(scan->at, mark, size) != 0)
        return false;
    scan->at += size;
    return true;
}

static int read_markup(struct scan *scan)
{
    if (takes(scan, "<!--"))
        return skip_to(scan, "-->");
    if (takes(scan, "<![CDATA["))
        return skip_to(scan, "]]>");
    if (takes(scan, "<!DOCTYPE"))
        return skip_doctype(scan);
    if (takes(scan, "<?"))
        return skip_instruction(scan);
    if (takes(scan, "</")) {
        if (scan->depth == 0)
            return refuse_syntax(scan);
        scan->depth--;
        return skip_to(scan, ">");
    }
    scan->at++;
    return read_element(scan);
}

int svg_scan(const char *text, size_t size, struct picture_fault *fault)
{
    struct scan scan = {.at = text, .end = text + size, .fault = fault};
    if (memchr(text, '\0', size))
        return picture_fault_set(fault, "picture-kind",
                                 _("the drawing is not written in UTF-8; save it as UTF-8"));
    while ((scan.at = memchr(scan.at, '<', (size_t)(scan.end - scan.at)))) {
        if (read_markup(&scan) < 0)
            return -1;
    }
    if (scan.depth != 0 || scan.elements == 0)
        return refuse_syntax(&scan);
    return 0;
}
