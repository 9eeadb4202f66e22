/* Draws jobs with a real worker, for developers and for the reading tests:
 *
 *   draw [NAME=FILE …] JOB.json OUT.png [JOB.json OUT.png …]
 *
 * JOB.json is a job as ipc/job.h has it, without its number and files; NAME=FILE gives the files
 * of all jobs. The answers go to standard output, one line each; times to standard error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asker.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "image.h"

enum { FILES_MAX = 16, JOB_BYTES_MAX = 1 << 20 };

static int draw(struct asker *asker, const char *path, const char *out,
                const struct asker_file *files, size_t count)
{
    char *job = NULL, *answer = NULL;
    size_t size;
    struct pixels pixels = PIXELS_NONE;
    int result = file_read(path, JOB_BYTES_MAX, &job, &size);
    int64_t start = clock_monotonic();
    if (result == 0)
        result = asker_ask(asker, job, files, count, &answer, &pixels);
    if (result == 0) {
        fprintf(stderr, "%s: %.1f ms\n", out, (double)(clock_monotonic() - start) / 1000);
        puts(answer);
        if (pixels.data && image_write(out, pixels.data, pixels.width, pixels.height) < 0)
            result = -1;
        if (!pixels.data)
            result = -1;
    } else {
        fprintf(stderr, "%s: %s\n", path, strerror(-result));
    }
    pixels_finish(&pixels);
    free(answer);
    free(job);
    return result;
}

int main(int argc, char **argv)
{
    struct asker_file files[FILES_MAX];
    size_t count = 0;
    struct asker asker;
    int failed = 0, at = 1;
    log_init("draw");
    for (; at < argc && strchr(argv[at], '=') && count < FILES_MAX; at++) {
        char *sign = strchr(argv[at], '=');
        *sign = '\0';
        files[count++] = (struct asker_file){argv[at], sign + 1};
    }
    int64_t start = clock_monotonic();
    if (asker_start(&asker) < 0) {
        fputs("draw: no worker\n", stderr);
        return 1;
    }
    for (; at + 1 < argc; at += 2)
        failed += draw(&asker, argv[at], argv[at + 1], files, count) < 0;
    fprintf(stderr, "all: %.1f ms\n", (double)(clock_monotonic() - start) / 1000);
    asker_stop(&asker);
    return failed ? 1 : 0;
}
