#include "cli/newfolder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "ipc/folder.h"

enum { COPY_BYTES = 64 * 1024 };

int newfolder_create(const char *directory)
{
    char media[PATH_MAX];
    int length = snprintf(media, sizeof media, "%s/media", directory);
    if ((size_t)length >= sizeof media)
        return -ENAMETOOLONG;
    DIR *stream = opendir(directory);
    if (!stream && errno != ENOENT)
        return -errno;
    if (stream) {
        struct dirent *entry;
        bool is_empty = true;
        while (is_empty && (entry = readdir(stream)))
            is_empty = folder_is_litter(entry->d_name);
        closedir(stream);
        if (!is_empty)
            return -ENOTEMPTY;
    }
    return file_make_directories(media);
}

int newfolder_write(const char *directory, const char *name, const char *text, bool with_mark)
{
    char path[PATH_MAX], *lines = NULL;
    size_t size = 0;
    int length = snprintf(path, sizeof path, "%s/%s", directory, name);
    if ((size_t)length >= sizeof path)
        return -ENAMETOOLONG;
    FILE *out = open_memstream(&lines, &size);
    if (!out)
        return -ENOMEM;
    if (with_mark)
        fputs("\xef\xbb\xbf", out);
    for (; *text; text++) {
        if (*text == '\n')
            fputc('\r', out);
        fputc(*text, out);
    }
    int result = fclose(out) == 0 ? file_replace(path, lines, size) : -ENOMEM;
    free(lines);
    return result;
}

int newfolder_copy(const char *directory, const char *name, int from)
{
    char path[PATH_MAX], buffer[COPY_BYTES];
    int length = snprintf(path, sizeof path, "%s/%s", directory, name), result = 0;
    if ((size_t)length >= sizeof path)
        return -ENAMETOOLONG;
    int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (to < 0)
        return -errno;
    for (off_t at = 0; result == 0;) {
        ssize_t got = pread(from, buffer, sizeof buffer, at);
        if (got < 0 && errno != EINTR)
            result = -errno;
        if (got == 0)
            break;
        if (got > 0) {
            result = file_write_all(to, buffer, (size_t)got);
            at += got;
        }
    }
    if (close(to) < 0 && result == 0)
        result = -errno;
    if (result < 0)
        unlink(path);
    return result;
}
