#include "asker.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ipc/channel.h"
#include "ipc/job.h"

enum { PATIENCE_MS = 30000 };

int asker_start(struct asker *asker)
{
    *asker = (struct asker){.worker = WORKER_PROCESS_NONE};
    return worker_start(&asker->worker, &(uint64_t){0});
}

void asker_stop(struct asker *asker)
{
    worker_stop(&asker->worker);
}

static int wait_answer(struct asker *asker, struct message *ret)
{
    for (;;) {
        struct pollfd waits[2] = {{asker->worker.channel, POLLIN, 0},
                                  {worker_attend_fd(&asker->worker), POLLIN, 0}};
        int ready = poll(waits, 2, PATIENCE_MS);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return ready == 0 ? -ETIMEDOUT : -errno;
        if (waits[1].revents)
            worker_attend(&asker->worker);
        if (waits[0].revents) {
            int result = channel_receive(asker->worker.channel, ret);
            if (result != -EAGAIN)
                return result == 0 ? -EPIPE : result < 0 ? result : 0;
        }
    }
}

static int open_files(const struct asker_file *files, size_t count, int *fds, char *text,
                      size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        fds[i] = open(files[i].path, O_RDONLY | O_CLOEXEC);
        if (fds[i] < 0)
            return -errno;
        used += (size_t)snprintf(text + used, size - used, "%s\"%s\":{\"fd\":%zu}", i ? "," : "",
                                 files[i].name, i);
        if (used >= size)
            return -E2BIG;
    }
    return 0;
}

static int read_answer(struct message *message, char **ret_answer, struct pixels *ret)
{
    struct job_answer answer;
    struct pixels pixels = PIXELS_NONE;
    int result = job_answer_parse(message, &answer);
    if (result == 0 && answer.ok)
        result = pixels_map(message_take_fd(message, 0), answer.width, answer.height, &pixels);
    if (result < 0)
        return result;
    *ret_answer = message->text;
    message->text = NULL;
    *ret = pixels;
    return 0;
}

int asker_ask(struct asker *asker, const char *job, const struct asker_file *files, size_t count,
              char **ret_answer, struct pixels *ret)
{
    int fds[CHANNEL_FDS_MAX];
    char assets[4096] = "", *text = NULL;
    struct message message = {0};
    size_t opened = 0;
    int result = -E2BIG;
    memset(fds, -1, sizeof fds);
    if (count <= CHANNEL_FDS_MAX)
        result = open_files(files, count, fds, assets, sizeof assets);
    while (opened < CHANNEL_FDS_MAX && fds[opened] >= 0)
        opened++;
    const char *body = strchr(job, '{');
    if (result == 0 && (!body || asprintf(&text, "{\"job\":%" PRIu64 ",\"assets\":{%s},%s",
                                          ++asker->jobs, assets, body + 1) < 0))
        result = -EINVAL;
    if (result == 0)
        result = channel_send(asker->worker.channel, text, strlen(text), fds, opened);
    if (result == 0)
        result = wait_answer(asker, &message);
    if (result == 0)
        result = read_answer(&message, ret_answer, ret);
    message_finish(&message);
    for (size_t i = 0; i < opened; i++)
        close(fds[i]);
    free(text);
    return result;
}
