#include "playlist/media.h"

#include <string.h>
#include <strings.h>

static bool is_svg(const char *bytes, size_t size)
{
    return memmem(bytes, size, "<svg", 4) || memmem(bytes, size, ":svg", 4);
}

enum media_kind media_kind_of(const void *data, size_t size)
{
    const char *bytes = data;
    if (size >= 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0)
        return MEDIA_JPEG;
    if (size >= 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
        return MEDIA_PNG;
    if (size >= 12 && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WEBP", 4) == 0)
        return MEDIA_WEBP;
    if ((size >= 12 && memcmp(bytes + 4, "ftyp", 4) == 0) ||
        (size >= 4 && memcmp(bytes, "\x1a\x45\xdf\xa3", 4) == 0))
        return MEDIA_VIDEO;
    /* Space and a mark may stand before it; anything else that begins so is HTML or text. */
    size_t at = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < size && bytes[at] && strchr(" \t\r\n", bytes[at]))
        at++;
    return at < size && bytes[at] == '<' && is_svg(bytes + at, size - at) ? MEDIA_SVG : MEDIA_NONE;
}

const char *media_kind_type(enum media_kind kind)
{
    static const char *const types[] = {
        [MEDIA_JPEG] = "image/jpeg",
        [MEDIA_PNG] = "image/png",
        [MEDIA_WEBP] = "image/webp",
        [MEDIA_SVG] = "image/svg+xml",
    };
    return kind >= MEDIA_JPEG && kind <= MEDIA_SVG ? types[kind] : NULL;
}

bool media_kind_fits(enum media_kind kind, const char *type)
{
    const char *right = media_kind_type(kind);
    if (right)
        return strcmp(type, right) == 0;
    return kind == MEDIA_VIDEO && strncmp(type, "video/", strlen("video/")) == 0;
}

enum media_kind media_kind_of_name(const char *name)
{
    static const struct {
        const char *extension;
        enum media_kind kind;
    } known[] = {
        {"jpg", MEDIA_JPEG},  {"jpeg", MEDIA_JPEG}, {"jpe", MEDIA_JPEG},   {"jfif", MEDIA_JPEG},
        {"png", MEDIA_PNG},   {"webp", MEDIA_WEBP}, {"svg", MEDIA_SVG},    {"mp4", MEDIA_VIDEO},
        {"m4v", MEDIA_VIDEO}, {"mov", MEDIA_VIDEO}, {"webm", MEDIA_VIDEO},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof known / sizeof *known; i++) {
        if (strcasecmp(dot + 1, known[i].extension) == 0)
            return known[i].kind;
    }
    return MEDIA_NONE;
}
