#include "cli/say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"

static const struct {
    int error;
    const char *words;
} known_errors[] = {
    {ENOENT, N_("there is no such file or folder")},
    {EACCES, N_("no permission")},
    {EPERM, N_("not permitted")},
    {ENOSPC, N_("the disk is full")},
    {EDQUOT, N_("the disk quota is used up")},
    {EROFS, N_("the disk is read-only")},
    {EEXIST, N_("it exists already")},
    {ENOTDIR, N_("a part of the path is no folder")},
    {EISDIR, N_("it is a folder")},
    {ENOTEMPTY, N_("the folder is not empty")},
    {EIO, N_("the disk or stick cannot be read or written")},
    {ENOMEM, N_("not enough memory")},
    {ENAMETOOLONG, N_("the name is too long")},
    {ELOOP, N_("the links lead in a circle")},
    {EFBIG, N_("the file is too large")},
    {ENOTSUP, N_("it is no regular file")},
    {EXDEV, N_("the path leads out of the folder")},
};

void say(const char *format, ...)
{
    int saved = errno;
    va_list arguments;
    va_start(arguments, format);
    fputs("bangtin: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    errno = saved;
}

const char *say_errno(int error)
{
    if (error < 0)
        error = -error;
    for (size_t i = 0; i < sizeof known_errors / sizeof *known_errors; i++) {
        if (known_errors[i].error == error)
            return _(known_errors[i].words);
    }
    return strerror(error);
}

bool say_is_terminal(int fd)
{
    const char *terminal = getenv("TERM");
    const char *no_colour = getenv("NO_COLOR");
    return isatty(fd) && !(no_colour && *no_colour) && !(terminal && strcmp(terminal, "dumb") == 0);
}
