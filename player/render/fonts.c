#include "render/fonts.h"

#include <SDL2/SDL_ttf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

/* Widths are measured at one large size and scaled: unhinted outlines scale exactly, and fitting a
 * text then tries sizes by arithmetic alone. */
enum { REFERENCE_SIZE = 512 };

struct font_file {
    int fd; /* -1: none, or mapped already */
    void *data;
    size_t size;
    TTF_Font *reference; /* at REFERENCE_SIZE; opened when first needed */
};

struct face {
    char script[5];
    struct font_file weights[FONT_WEIGHTS];
};

struct open_font {
    TTF_Font *font;
    int face;
    enum font_weight weight;
    unsigned size;
    uint64_t used; /* the greatest was used last */
};

struct fonts {
    struct face faces[FONTS_FACES_MAX];
    size_t face_count;
    struct open_font open[FONTS_OPEN_MAX];
    uint64_t uses;
    bool is_library_up;
};

struct fonts *fonts_create(void)
{
    return calloc(1, sizeof(struct fonts));
}

static void finish_file(struct font_file *file)
{
    if (file->reference)
        TTF_CloseFont(file->reference);
    if (file->data)
        munmap(file->data, file->size);
    if (file->fd >= 0)
        close(file->fd);
}

void fonts_destroy(struct fonts *fonts)
{
    if (!fonts)
        return;
    for (size_t i = 0; i < FONTS_OPEN_MAX; i++)
        if (fonts->open[i].font)
            TTF_CloseFont(fonts->open[i].font);
    for (size_t i = 0; i < fonts->face_count; i++)
        for (int weight = 0; weight < FONT_WEIGHTS; weight++)
            finish_file(&fonts->faces[i].weights[weight]);
    if (fonts->is_library_up)
        TTF_Quit();
    free(fonts);
}

static struct face *find_face(struct fonts *fonts, const char *script)
{
    for (size_t i = 0; i < fonts->face_count; i++)
        if (strcmp(fonts->faces[i].script, script) == 0)
            return &fonts->faces[i];
    return NULL;
}

int fonts_add(struct fonts *fonts, const char *script, enum font_weight weight, int fd)
{
    int result = -EINVAL;
    if (strlen(script) != 4 || weight >= FONT_WEIGHTS || fd < 0)
        goto refuse;
    struct face *face = find_face(fonts, script);
    if (!face) {
        result = -ENOSPC;
        if (fonts->face_count == FONTS_FACES_MAX)
            goto refuse;
        face = &fonts->faces[fonts->face_count++];
        *face = (struct face){.weights = {{.fd = -1}, {.fd = -1}}};
        memcpy(face->script, script, sizeof face->script);
    }
    if (face->weights[weight].fd >= 0)
        close(face->weights[weight].fd);
    face->weights[weight].fd = fd;
    return 0;
refuse:
    if (fd >= 0)
        close(fd);
    return result;
}

bool fonts_is_empty(const struct fonts *fonts)
{
    return fonts->face_count == 0;
}

static bool map_file(struct font_file *file)
{
    struct stat status;
    if (file->data)
        return true;
    if (file->fd < 0 || fstat(file->fd, &status) < 0 || status.st_size <= 0)
        return false;
    void *data = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file->fd, 0);
    if (data == MAP_FAILED)
        return false;
    file->data = data;
    file->size = (size_t)status.st_size;
    close(file->fd);
    file->fd = -1;
    return true;
}

/* The file of that weight, or of the other one where a script has a single weight. */
static struct font_file *find_file(struct fonts *fonts, int face, enum font_weight weight)
{
    if (face < 0 || (size_t)face >= fonts->face_count)
        return NULL;
    struct font_file *files = fonts->faces[face].weights;
    enum font_weight other = weight == FONT_BOLD ? FONT_REGULAR : FONT_BOLD;
    if (map_file(&files[weight]))
        return &files[weight];
    return map_file(&files[other]) ? &files[other] : NULL;
}

static TTF_Font *open_file(struct fonts *fonts, int face, const struct font_file *file,
                           unsigned size, int hinting)
{
    if (!fonts->is_library_up && TTF_Init() < 0) {
        log_error("SDL_ttf does not start: %s", TTF_GetError());
        return NULL;
    }
    fonts->is_library_up = true;
    SDL_RWops *stream = SDL_RWFromConstMem(file->data, (int)file->size);
    TTF_Font *font = stream ? TTF_OpenFontRW(stream, 1, (int)size) : NULL;
    if (!font)
        return NULL;
    TTF_SetFontHinting(font, hinting);
    TTF_SetFontScriptName(font, fonts->faces[face].script);
    return font;
}

static TTF_Font *reference_font(struct fonts *fonts, int face, enum font_weight weight)
{
    struct font_file *file = find_file(fonts, face, weight);
    if (file && !file->reference)
        file->reference = open_file(fonts, face, file, REFERENCE_SIZE, TTF_HINTING_NONE);
    return file ? file->reference : NULL;
}

static bool is_provided(struct fonts *fonts, int face, enum font_weight weight, uint32_t code)
{
    TTF_Font *font = reference_font(fonts, face, weight);
    return font && TTF_GlyphIsProvided32(font, code);
}

int fonts_face(struct fonts *fonts, enum font_weight weight, uint32_t code, const char *script)
{
    struct face *own = find_face(fonts, script);
    int first = own ? (int)(own - fonts->faces) : 0;
    if (is_provided(fonts, first, weight, code))
        return first;
    for (int i = 0; i < (int)fonts->face_count; i++)
        if (i != first && is_provided(fonts, i, weight, code))
            return i;
    return -1;
}

double fonts_rise(const struct fonts *fonts, int face)
{
    /* Read off Noto's letters with their marks; the font's own ascent is for the tallest stack that
     * it can build. */
    static const struct {
        char script[5];
        double rise;
    } rises[] = {{"Khmr", 0.95}, {"Cham", 1.08}, {"Tavt", 1.06}};
    for (size_t i = 0; i < sizeof rises / sizeof *rises; i++)
        if (strcmp(fonts->faces[face].script, rises[i].script) == 0)
            return rises[i].rise;
    return 0.95;
}

int fonts_measure(struct fonts *fonts, int face, enum font_weight weight, const char *text,
                  struct font_extent *ret)
{
    TTF_Font *font = reference_font(fonts, face, weight);
    int width, height;
    if (!font || TTF_SizeUTF8(font, text, &width, &height) < 0)
        return -EIO;
    ret->width = (double)width / REFERENCE_SIZE;
    /* Ink that reaches above the ascent is unknown in both fonts; what is higher than the font
     * reaches below it (Khmer stacks). */
    ret->descent = (double)(height - TTF_FontAscent(font)) / REFERENCE_SIZE;
    return 0;
}

static TTF_Font *sized_font(struct fonts *fonts, int face, enum font_weight weight, unsigned size)
{
    struct open_font *oldest = &fonts->open[0];
    fonts->uses++;
    for (size_t i = 0; i < FONTS_OPEN_MAX; i++) {
        struct open_font *entry = &fonts->open[i];
        if (entry->font && entry->face == face && entry->weight == weight && entry->size == size) {
            entry->used = fonts->uses;
            return entry->font;
        }
        if (entry->used < oldest->used)
            oldest = entry;
    }
    const struct font_file *file = find_file(fonts, face, weight);
    TTF_Font *font = file ? open_file(fonts, face, file, size, TTF_HINTING_LIGHT_SUBPIXEL) : NULL;
    if (!font)
        return NULL;
    if (oldest->font)
        TTF_CloseFont(oldest->font);
    *oldest = (struct open_font){
        .font = font, .face = face, .weight = weight, .size = size, .used = fonts->uses};
    return font;
}

int fonts_draw(struct fonts *fonts, int face, enum font_weight weight, unsigned size,
               const char *text, struct font_run *ret)
{
    if (size == 0 || size > FONTS_SIZE_MAX)
        return -EIO;
    TTF_Font *font = sized_font(fonts, face, weight, size);
    if (!font)
        return -EIO;
    /* "Shaded" gives the coverage itself as an index, a quarter of "blended"'s memory. */
    const SDL_Color ink = {255, 255, 255, 255}, ground = {0, 0, 0, 255};
    SDL_Surface *surface = TTF_RenderUTF8_Shaded(font, text, ink, ground);
    if (!surface)
        return -EIO;
    *ret = (struct font_run){
        .coverage = surface->pixels,
        .stride = (size_t)surface->pitch,
        .width = (unsigned)surface->w,
        .height = (unsigned)surface->h,
        .baseline = (unsigned)TTF_FontAscent(font),
        .owner = surface,
    };
    return 0;
}

void font_run_finish(struct font_run *run)
{
    SDL_FreeSurface(run->owner);
    *run = (struct font_run){0};
}
