/* show FILE WIDTHxHEIGHT FIT BACKGROUND [PROGRAM]: what picture_read makes of a file, as PPM on
 * standard output; PROGRAM is bangtin-svg. Where it refuses: "code: message" on standard error and
 * status 1. The last line of standard error is "peak N" in KiB, of this process and of PROGRAM. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "ipc/channel.h"
#include "render/picture.h"

/* bangtin-svg's end of the channel, for what its keeper says when it dies (ipc/job.h). */
static int svg_end = -1;

static void on_death(int number)
{
    static const char died[] = "{\"svg\":0,\"ok\":false}";
    (void)number;
    channel_send(svg_end, died, sizeof died - 1, NULL, 0);
}

static pid_t start_svg(char *program, int *ret_channel)
{
    int pair[2];
    if (channel_pair(pair) < 0)
        exit(3);
    svg_end = pair[1];
    signal(SIGCHLD, on_death);
    pid_t pid = fork();
    if (pid == 0) {
        int end = fcntl(pair[1], F_DUPFD, 10);
        fcntl(end, F_SETFL, 0);
        if (dup2(end, 3) != 3)
            _exit(127);
        close(end);
        execl(program, program, (char *)NULL);
        _exit(127);
    }
    *ret_channel = pair[0];
    return pid;
}

static void write_picture(const struct picture *picture)
{
    printf("P6\n%u %u\n255\n", picture->width, picture->height);
    for (size_t i = 0; i < (size_t)picture->width * picture->height; i++) {
        uint32_t pixel = picture->data[i];
        putchar((int)(pixel >> 16 & 255));
        putchar((int)(pixel >> 8 & 255));
        putchar((int)(pixel & 255));
    }
}

/* The most memory that a process has had since it runs its program, in KiB; 0 where it is gone.
 * Not ru_maxrss, which counts what the parent had when it made the process. */
static long peak(pid_t pid)
{
    char path[64], line[256];
    long found = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *status = fopen(path, "re");
    while (status && fgets(line, sizeof line, status))
        sscanf(line, "VmHWM: %ld", &found);
    if (status)
        fclose(status);
    return found;
}

int main(int argc, char **argv)
{
    struct picture_request request = {.svg = -1};
    struct picture picture = {0};
    struct picture_fault fault = {.code = "?"};
    pid_t svg = 0;
    if (argc < 5 || sscanf(argv[2], "%ux%u", &request.width, &request.height) != 2 ||
        picture_fit_parse(argv[3], &request.fit) < 0)
        return 2;
    request.background = (uint32_t)strtoul(argv[4], NULL, 16);
    log_init("show");
    i18n_init(NULL);
    int fd = open(argv[1], O_RDONLY | O_CLOEXEC);
    if (argc > 5)
        svg = start_svg(argv[5], &request.svg);
    int result = picture_read(fd, &request, &picture, &fault);
    if (result == 0)
        write_picture(&picture);
    else
        fprintf(stderr, "%s: %s\n", fault.code, fault.message);
    picture_finish(&picture);
    close(fd);
    long own = peak(getpid()), other = svg > 0 ? peak(svg) : 0;
    if (svg > 0) {
        close(request.svg); /* it leaves when nobody can ask */
        waitpid(svg, NULL, 0);
    }
    fprintf(stderr, "peak %ld\n", own > other ? own : other);
    return result == 0 ? 0 : 1;
}
