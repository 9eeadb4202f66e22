#include "render/header.h"

#include "base/i18n.h"
#include "playlist/limits.h"
#include "render/picture_fault.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HEAD_SIZE = 4096 };

/* What people send in place of a picture; the first that fits is named to them. */
static const struct {
    const char *magic;
    size_t at, size;
    const char *name;
} strangers[] = {
    {"GIF8", 0, 4, N_("a GIF picture")},
    {"BM", 0, 2, N_("a BMP picture")},
    {"II*\0", 0, 4, N_("a TIFF picture")},
    {"MM\0*", 0, 4, N_("a TIFF picture")},
    {"%PDF", 0, 4, N_("a PDF document")},
    {"PK\3\4", 0, 4, N_("a ZIP archive or an office document")},
    {"\xD0\xCF\x11\xE0", 0, 4, N_("an old office document")},
    {"8BPS", 0, 4, N_("a Photoshop document")},
    {"ftypheic", 4, 8, N_("a HEIC picture")},
    {"ftypheix", 4, 8, N_("a HEIC picture")},
    {"ftypmif1", 4, 8, N_("a HEIC picture")},
    {"ftypavif", 4, 8, N_("an AVIF picture")},
    {"ftyp", 4, 4, N_("a video clip")},
    {"\x1A\x45\xDF\xA3", 0, 4, N_("a video clip")},
    {"\xFF\x0A", 0, 2, N_("a JPEG XL picture")},
    {"\0\0\0\x0CJXL ", 0, 8, N_("a JPEG XL picture")},
    {"\0\0\0\x0CjP  ", 0, 8, N_("a JPEG 2000 picture")},
    {"\x1F\x8B", 0, 2, N_("a compressed file (perhaps SVGZ)")},
    {"\0\0\1\0", 0, 4, N_("an icon file")},
    {"{\\rtf", 0, 5, N_("a text document")},
    {"RIFF", 0, 4, N_("a sound or video file")},
};

static bool starts_with(const uint8_t *data, size_t size, size_t at, const char *magic,
                        size_t length)
{
    return size >= at + length && memcmp(data + at, magic, length) == 0;
}

static const char *find_text(const char *text, const char *wanted)
{
    size_t length = strlen(wanted);
    for (; *text; text++) {
        if (strncasecmp(text, wanted, length) == 0)
            return text;
    }
    return NULL;
}

/* The head as a text: without a byte-order mark and leading space; NULL where it is none. */
static const char *head_text(const uint8_t *head, size_t size)
{
    const char *text = (const char *)head;
    if (memchr(head, '\0', size))
        return NULL;
    if (starts_with(head, size, 0, "\xEF\xBB\xBF", 3))
        text += 3;
    return text + strspn(text, " \t\r\n");
}

static int refuse_stranger(const uint8_t *head, size_t size, struct picture_fault *fault)
{
    const char *name = NULL, *text = head_text(head, size);
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers && !name; i++) {
        if (starts_with(head, size, strangers[i].at, strangers[i].magic, strangers[i].size))
            name = _(strangers[i].name);
    }
    if (!name && text && *text == '<') {
        name = find_text(text, "<html") || find_text(text, "<!doctype html")
                   ? _("a web page (HTML), perhaps an error page saved under a picture's name")
                   : _("an XML or HTML text");
    }
    if (!name)
        name = text ? _("a text") : _("of an unknown kind");
    return picture_fault_set(fault, "picture-format",
                             _("this is %s; save it as JPEG, PNG, WebP or SVG"), name);
}

/* An SVG has its root element in the first few kilobytes, behind comments and declarations. */
static bool is_svg(const uint8_t *head, size_t size)
{
    const char *text = head_text(head, size);
    if (!text || *text != '<')
        return false;
    const char *svg = strstr(text, "<svg"), *html = find_text(text, "<html");
    if (!svg) {
        svg = strstr(text, ":svg"); /* a prefix: <s:svg xmlns:s=…> */
        return svg && strstr(text, "http://www.w3.org/2000/svg") && !html;
    }
    return !html || svg < html;
}

static int check_limits(struct header *header, struct picture_fault *fault)
{
    uint64_t pixels = (uint64_t)header->width * header->height;
    if (header->width == 0 || header->height == 0)
        return picture_fault_set(fault, "picture-damaged",
                                 _("the picture's width or height is 0; export it again"));
    if (header->width > LIMIT_PICTURE_SIDE || header->height > LIMIT_PICTURE_SIDE ||
        pixels > LIMIT_PICTURE_PIXELS)
        return picture_fault_set(
            fault, "picture-size",
            _("the picture is %u × %u; at most %d on a side and %d megapixels: make it smaller"),
            header->width, header->height, LIMIT_PICTURE_SIDE, LIMIT_PICTURE_PIXELS / 1000000);
    if (!header->info.progressive)
        return 0;
    if (pixels > LIMIT_PROGRESSIVE_PIXELS ||
        header->coefficients > (uint64_t)LIMIT_PROGRESSIVE_PIXELS * 3 * 2)
        return picture_fault_set(
            fault, "picture-size",
            _("the picture is %u × %u and progressive, interlaced or lossless WebP; at most %d "
              "megapixels so: save it without that option or make it smaller"),
            header->width, header->height, LIMIT_PROGRESSIVE_PIXELS / 1000000);
    return 0;
}

int header_read(const struct source *source, struct header *ret, struct picture_fault *fault)
{
    uint8_t head[HEAD_SIZE + 1];
    struct header header = {.info.orientation = 1};
    ssize_t got = source_read(source, 0, head, HEAD_SIZE);
    if (got < 0)
        return picture_fault_set(fault, "picture-read", _("the file cannot be read: %s"),
                                 strerror((int)-got));
    size_t size = (size_t)got;
    head[size] = '\0';
    int result;
    if (size == 0)
        return picture_fault_set(fault, "picture-empty",
                                 _("the file is empty; copy the picture again"));
    if (starts_with(head, size, 0, "\xFF\xD8\xFF", 3))
        result = header_read_jpeg(source, &header, fault);
    else if (starts_with(head, size, 0, "\x89PNG\r\n\x1A\n", 8))
        result = header_read_png(source, &header, fault);
    else if (starts_with(head, size, 0, "RIFF", 4) && starts_with(head, size, 8, "WEBP", 4))
        result = header_read_webp(source, &header, fault);
    else if (is_svg(head, size)) {
        header.info = (struct picture_info){
            .format = PICTURE_SVG, .orientation = 1, .components = 3, .bits = 8, .has_alpha = true};
        *ret = header;
        return 0;
    } else
        return refuse_stranger(head, size, fault);
    if (result < 0 || check_limits(&header, fault) < 0)
        return -1;
    bool turned = header.info.orientation >= 5;
    header.info.width = turned ? header.height : header.width;
    header.info.height = turned ? header.width : header.height;
    *ret = header;
    return 0;
}

uint8_t *header_bytes(const struct source *source, uint64_t at, size_t size)
{
    if (size == 0 || at > source->size || size > source->size - at)
        return NULL;
    uint8_t *data = malloc(size);
    if (data && source_read(source, at, data, size) == (ssize_t)size)
        return data;
    free(data);
    return NULL;
}
