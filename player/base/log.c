#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 1024 };

static const char *const level_names[] = {"error", "warning", "info", "debug"};
static const char syslog_digits[] = "3467";

/* The one piece of process-wide state of this room: a log that had to be passed
 * to every function would be passed wrongly somewhere. */
static struct {
    const char *program;
    enum log_level level;
    bool journal;
} logger = {"bangtin", LOG_LEVEL_INFO, false};

void log_init(const char *program)
{
    logger.program = program;
    logger.journal = getenv("JOURNAL_STREAM") != NULL;
}

void log_set_level(enum log_level level)
{
    logger.level = level;
}

int log_level_parse(const char *name, enum log_level *level)
{
    for (size_t i = 0; i < sizeof level_names / sizeof *level_names; i++) {
        if (strcmp(name, level_names[i]) == 0) {
            *level = (enum log_level)i;
            return 0;
        }
    }
    return -1;
}

void log_write(enum log_level level, const char *format, ...)
{
    if (level > logger.level)
        return;
    int saved = errno;
    char line[LINE_MAX_BYTES];
    int used = logger.journal
                   ? snprintf(line, sizeof line, "<%c>", syslog_digits[level])
                   : snprintf(line, sizeof line, "%s: %s: ", logger.program, level_names[level]);
    va_list arguments;
    va_start(arguments, format);
    int wrote = vsnprintf(line + used, sizeof line - (size_t)used - 1, format, arguments);
    va_end(arguments);
    size_t size = (size_t)used + (wrote > 0 ? (size_t)wrote : 0);
    if (size > sizeof line - 2)
        size = sizeof line - 2;
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)line[i] < ' ')
            line[i] = ' ';
    }
    line[size++] = '\n';
    /* One write: lines of several processes on one pipe do not mix. */
    ssize_t ignored = write(STDERR_FILENO, line, size);
    (void)ignored;
    errno = saved;
}
