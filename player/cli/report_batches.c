#include "cli/report_batches.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads up to the end of a line of at most BATCH_BYTES_MAX bytes, without it. Returns 1; 0 at the
 * end of the file; -EBADMSG where it is longer; or -errno. */
static int read_line(FILE *file, char *line, size_t *ret_size)
{
    size_t size = 0;
    int byte;
    while ((byte = getc_unlocked(file)) != EOF && byte != '\n') {
        if (size == BATCH_BYTES_MAX)
            return -EBADMSG;
        line[size++] = (char)byte;
    }
    if (ferror(file))
        return errno ? -errno : -EIO;
    *ret_size = size;
    return byte != EOF || size > 0;
}

static int take_line(const char *line, size_t size,
                     int (*take)(void *context, const struct batch *batch), void *context)
{
    struct batch batch;
    int result = batch_read(line, size, &batch);
    if (result < 0)
        return result;
    result = take(context, &batch);
    batch_finish(&batch);
    return result;
}

int batches_read(const char *path, int (*take)(void *context, const struct batch *batch),
                 void *context)
{
    size_t size = 0, count = 0;
    FILE *file = fopen(path, "rbe");
    if (!file)
        return -errno;
    char *line = malloc(BATCH_BYTES_MAX);
    int result = line ? 0 : -ENOMEM;
    while (result == 0 && (result = read_line(file, line, &size)) == 1) {
        while (size > 0 && strchr(" \t\r", line[size - 1]))
            size--;
        result = size > 0 ? take_line(line, size, take, context) : 0;
        count += size > 0;
    }
    free(line);
    fclose(file);
    return result < 0 ? result : count == 0 ? -EBADMSG : 0;
}
