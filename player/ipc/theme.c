#include "ipc/theme.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/place.h"
#include "ipc/channel.h"
#include "playlist/theme_file.h"

enum { FILE_BYTES_MAX = 65536 };

struct writer {
    char *text;
    size_t size, used; /* used >= size: it did not fit */
};

static void write_text(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void write_text(struct writer *writer, const char *format, ...)
{
    va_list arguments;
    if (writer->used >= writer->size)
        return;
    va_start(arguments, format);
    int length =
        vsnprintf(writer->text + writer->used, writer->size - writer->used, format, arguments);
    va_end(arguments);
    writer->used += length < 0 ? writer->size : (size_t)length;
}

static void write_base(struct writer *writer, const struct theme_file *file, int base)
{
    const char *comma = "";
    write_text(writer, ",\"%s\":{", theme_base_name(base));
    for (int i = 0; i < THEME_COLOURS; i++) {
        uint32_t colour = file->colours[base][i];
        if (colour == THEME_NO_COLOUR)
            continue;
        write_text(writer, "%s\"%s\":\"#%06X\"", comma, theme_colour_name((enum theme_colour)i),
                   colour);
        comma = ",";
    }
    write_text(writer, "}");
}

/* A picture beside theme.json. Without it slides are as they would be. */
static void write_file(struct writer *writer, int directory, const char *member, const char *name,
                       int *fds, size_t *fd_count)
{
    if (!*name || *fd_count >= CHANNEL_FDS_MAX)
        return;
    int fd = file_open_beneath(directory, name);
    if (fd < 0) {
        log_warning("the theme's %s \"%s\" cannot be opened: %s; slides go without it", member,
                    name, strerror(-fd));
        return;
    }
    write_text(writer, ",\"%s\":%zu", member, *fd_count);
    fds[(*fd_count)++] = fd;
}

static int read_file(const char *path, struct theme_file *ret)
{
    char *bytes;
    size_t size;
    struct findings findings = {0};
    int result = file_read(path, FILE_BYTES_MAX, &bytes, &size);
    if (result < 0) {
        log_warning("cannot read %s: %s; slides have the built-in colours", path,
                    strerror(-result));
        return result;
    }
    result = theme_file_parse(bytes, size, &findings, ret) < 0 ? -EINVAL : 0;
    if (result < 0)
        log_warning("%s is left out: %s; see: bangtin check %s", path,
                    findings.count > 0 ? findings.list[0].message : "it cannot be read", path);
    findings_finish(&findings);
    free(bytes);
    return result;
}

static int open_directory(const char *path)
{
    char directory[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(directory, sizeof directory, "%.*s", slash ? (int)(slash - path) : 1,
             slash ? path : ".");
    return open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int theme_open(char *text, size_t size, int *fds, size_t *fd_count)
{
    char path[PATH_MAX];
    struct theme_file file;
    struct writer writer = {.text = text, .size = size < THEME_TEXT_MAX ? size : THEME_TEXT_MAX};
    size_t before = *fd_count;
    if (place_theme(path, sizeof path) < 0 || read_file(path, &file) < 0)
        return 0;
    write_text(&writer, ",\"theme\":{\"base\":\"%s\",\"nameBand\":%s,\"textScale\":%d",
               theme_base_name((int)file.base), file.name_band ? "true" : "false",
               (int)(file.text_scale * 100 + 0.5));
    for (int base = 0; base < THEME_BASES; base++)
        write_base(&writer, &file, base);
    int directory = open_directory(path);
    if (directory >= 0) {
        write_file(&writer, directory, "logo", file.logo, fds, fd_count);
        write_file(&writer, directory, "background", file.background, fds, fd_count);
        close(directory);
    }
    write_text(&writer, "}");
    if (writer.used < writer.size)
        return (int)writer.used;
    while (*fd_count > before)
        close(fds[--*fd_count]);
    *text = '\0';
    return 0;
}
