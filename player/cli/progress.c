#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/amount.h"
#include "cli/say.h"

#define MEGABYTE 1e6

enum { BAR_WIDTH = 30, WIDTH_DEFAULT = 80, NAME_WIDTH_MAX = 40 };

void progress_init(struct progress *progress, size_t total)
{
    *progress = (struct progress){.total = total};
    progress->is_shown = total > 1 && say_is_terminal(STDERR_FILENO);
}

static int terminal_width(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
        return WIDTH_DEFAULT;
    return size.ws_col;
}

/* Bytes of `name` that fit into `width` columns. */
static int fitting(const char *name, int width)
{
    size_t at = 0;
    for (int column = 0; column < width && name[at]; column++) {
        uint32_t code;
        size_t length = utf8_decode(name + at, strnlen(name + at, 4), &code);
        if (length == 0)
            break;
        at += length;
    }
    return (int)at;
}

/* `numbers` is "3/45". */
static void show(const struct progress *progress, size_t done, const char *numbers,
                 const char *name)
{
    char bar[3 * BAR_WIDTH + 1];
    size_t used = 0, full = (size_t)((double)done * BAR_WIDTH / (double)progress->total);
    for (size_t i = 0; i < BAR_WIDTH; i++)
        used += utf8_encode(i < full ? 0x2588 : 0x2591, bar + used);
    bar[used] = '\0';
    int room = terminal_width() - BAR_WIDTH - 20;
    if (room > NAME_WIDTH_MAX)
        room = NAME_WIDTH_MAX;
    fprintf(stderr, "\r%s %s %.*s\033[K", bar, numbers, fitting(name, room), name);
}

void progress_show(struct progress *progress, size_t done, const char *name)
{
    char numbers[48];
    snprintf(numbers, sizeof numbers, "%zu/%zu", done, progress->total);
    if (progress->is_shown)
        show(progress, done, numbers, name);
}

void progress_init_bytes(struct progress *progress, int64_t total)
{
    progress_init(progress, total > 0 ? (size_t)total : 0);
}

void progress_show_bytes(struct progress *progress, int64_t done, const char *name)
{
    char numbers[128];
    snprintf(numbers, sizeof numbers, "%s/%s MB", amount_decimal((double)done / MEGABYTE).text,
             amount_decimal((double)progress->total / MEGABYTE).text);
    if (progress->is_shown)
        show(progress, (size_t)done, numbers, name);
}

void progress_clear(struct progress *progress)
{
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
}
