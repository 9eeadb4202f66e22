#include "cli/drawer.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/alert_tasks.h"
#include "cli/seen.h"
#include "ipc/worker.h"

enum {
    SLOTS_MAX = 4,
    ATTEMPTS_MAX = 2,   /* as the screen does: what fails twice is set aside */
    LIMIT_SECONDS = 60, /* a worker's own limits are lower; this is for one that hangs */
    DEATHS_MAX = 20,    /* in a row: then it is the worker that is broken, not the items */
    FDS_A_SLOT = 3
};

/* Memory that a worker takes at worst (a progressive JPEG of 36 megapixels). */
#define WORKER_BYTES ((size_t)256 * 1024 * 1024)

struct slot {
    struct worker_process worker;
    bool is_busy;
    size_t task;
    unsigned attempts;
    uint64_t number; /* of the job that it works on */
    int64_t deadline;
};

struct drawer {
    const struct drawer_run *run;
    struct slot slots[SLOTS_MAX];
    size_t slot_count;
    size_t next;      /* the first task that nobody has begun */
    uint64_t numbers; /* jobs composed so far */
    struct seen seen;
    unsigned deaths; /* of workers since the last answer */
    bool has_answered;
    uint64_t missing_fonts; /* of which the log was told */
    int64_t limit;          /* microseconds for one job */
    int error;              /* no worker can be started */
};

static size_t slots_wanted(size_t tasks)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN), pages = sysconf(_SC_AVPHYS_PAGES);
    size_t memory = (size_t)(pages > 0 ? pages : 1) * (size_t)sysconf(_SC_PAGESIZE);
    size_t count = processors > 0 ? (size_t)processors : 1;
    if (count > SLOTS_MAX)
        count = SLOTS_MAX;
    if (count > memory / WORKER_BYTES)
        count = memory / WORKER_BYTES;
    if (count > tasks)
        count = tasks;
    return count ? count : 1;
}

static void tell(struct drawer *drawer, size_t task, const struct drawing *drawing)
{
    drawer->run->done(drawer->run->context, task, drawing);
}

static void tell_failure(struct drawer *drawer, size_t task, enum drawing_state state, int error,
                         const char *message)
{
    struct drawing drawing = DRAWING_NONE;
    drawing.state = state;
    drawing.error = error;
    snprintf(drawing.message, sizeof drawing.message, "%s", message ? message : "");
    tell(drawer, task, &drawing);
}

/* A job for one picture alone: an image item of our own making. */
static int compose_asset(uint64_t number, int directory, const struct drawer_task *task,
                         struct job *ret)
{
    int fd = file_open_beneath(directory, task->asset->href);
    if (fd < 0)
        return fd;
    struct job job = {.fds = {fd}, .fd_count = 1, .digest = number};
    int length =
        asprintf(&job.text,
                 "{\"job\":%" PRIu64 ",\"kind\":\"item\",\"width\":%" PRIu32 ",\"height\":%" PRIu32
                 ",\"rotate\":0,\"band\":null,\"clock\":false,\"whole\":true,"
                 "\"item\":{\"id\":\"asset\",\"type\":\"image\",\"asset\":\"asset\"},"
                 "\"assets\":{\"asset\":{\"fd\":0}}}",
                 number, task->screen.width, task->screen.height);
    if (length < 0) {
        close(fd);
        return -ENOMEM;
    }
    job.size = (size_t)length;
    *ret = job;
    return 0;
}

/* Composes the task's job. Where there is none to draw, says so to the caller's handler. */
static bool compose(struct drawer *drawer, const struct slot *slot, struct job *ret)
{
    const struct drawer_run *run = drawer->run;
    const struct drawer_task *task = &run->tasks[slot->task];
    const struct job_source folder = {.directory = run->directory};
    char *fault = NULL;
    int result = task->item    ? job_compose(slot->number, run->document, &folder, task->item,
                                             task->language, task->site, &task->screen, ret, &fault)
                 : task->asset ? compose_asset(slot->number, run->directory, task, ret)
                               : alert_task_compose(slot->number, run->document, task, ret);
    if (result < 0) {
        enum drawing_state state = result == -ENODATA ? DRAWING_VARIABLE : DRAWING_FILE;
        tell_failure(drawer, slot->task, state, result,
                     fault || !task->asset ? fault : task->asset->href);
    } else if (run->skips_repeated && slot->attempts == 1 && !task->asset &&
               seen_add(&drawer->seen, ret->digest)) {
        tell_failure(drawer, slot->task, DRAWING_REPEATED, 0, NULL);
        job_finish(ret);
        result = -EEXIST;
    }
    free(fault);
    return result == 0;
}

/* Hands the job over, to a fresh worker where the one that is there has left. */
static int send_job(struct drawer *drawer, struct slot *slot, const struct job *job)
{
    int result = -EPIPE;
    if (slot->worker.channel >= 0)
        result = channel_send(slot->worker.channel, job->text, job->size, job->fds, job->fd_count);
    if (result == 0 || result == -EMSGSIZE)
        return result;
    worker_stop(&slot->worker);
    result = worker_start(&slot->worker, &drawer->missing_fonts);
    if (result < 0)
        return result;
    return channel_send(slot->worker.channel, job->text, job->size, job->fds, job->fd_count);
}

/* Begins slot->task, or tells why not. */
static void begin(struct drawer *drawer, struct slot *slot)
{
    struct job job;
    slot->number = ++drawer->numbers;
    if (!compose(drawer, slot, &job))
        return;
    int result = send_job(drawer, slot, &job);
    job_finish(&job);
    if (result == -EMSGSIZE) {
        tell_failure(drawer, slot->task, DRAWING_REFUSED, result, "");
    } else if (result < 0) {
        drawer->error = result;
    } else {
        slot->is_busy = true;
        slot->deadline = clock_monotonic() + drawer->limit;
    }
}

static void fill(struct drawer *drawer)
{
    for (size_t i = 0; i < drawer->slot_count; i++) {
        struct slot *slot = &drawer->slots[i];
        while (!slot->is_busy && drawer->next < drawer->run->count && drawer->error == 0) {
            slot->task = drawer->next++;
            slot->attempts = 1;
            begin(drawer, slot);
        }
    }
}

/* The worker has gone, or has to go, with a job unfinished. */
static void give_up(struct drawer *drawer, struct slot *slot, enum drawing_state state)
{
    worker_stop(&slot->worker);
    slot->is_busy = false;
    if (++drawer->deaths > DEATHS_MAX) {
        drawer->error = -ECHILD;
        return;
    }
    if (slot->attempts >= ATTEMPTS_MAX || state == DRAWING_LATE) {
        tell_failure(drawer, slot->task, state, 0, NULL);
        return;
    }
    slot->attempts++;
    begin(drawer, slot);
}

static void receive(struct drawer *drawer, struct slot *slot)
{
    struct message message;
    struct drawing drawing;
    uint32_t width, height;
    int result = channel_receive(slot->worker.channel, &message);
    if (result == -EAGAIN)
        return;
    if (result == 1) {
        alert_task_size(&drawer->run->tasks[slot->task], &width, &height);
        result = drawing_read(&message, slot->number, width, height, &drawing);
        message_finish(&message);
        if (result == 0) {
            slot->is_busy = false;
            drawer->deaths = 0;
            drawer->has_answered = true;
            tell(drawer, slot->task, &drawing);
            drawing_finish(&drawing);
            return;
        }
    }
    give_up(drawer, slot, DRAWING_DIED);
}

/* Waits until something happens in a busy slot or its time is up. */
static void wait_and_handle(struct drawer *drawer)
{
    struct pollfd fds[SLOTS_MAX * FDS_A_SLOT];
    int64_t deadline = INT64_MAX;
    for (size_t i = 0; i < drawer->slot_count; i++) {
        struct slot *slot = &drawer->slots[i];
        const int wanted[FDS_A_SLOT] = {slot->worker.channel, worker_attend_fd(&slot->worker),
                                        slot->worker.pidfd};
        for (size_t j = 0; j < FDS_A_SLOT; j++) {
            int fd = slot->is_busy ? wanted[j] : -1;
            fds[i * FDS_A_SLOT + j] = (struct pollfd){.fd = fd, .events = POLLIN};
        }
        if (slot->is_busy && slot->deadline < deadline)
            deadline = slot->deadline;
    }
    int64_t rest = (deadline - clock_monotonic()) / 1000 + 1;
    if (poll(fds, drawer->slot_count * FDS_A_SLOT, rest > 0 ? (int)rest : 0) < 0)
        return; /* EINTR */
    int64_t now = clock_monotonic();
    for (size_t i = 0; i < drawer->slot_count; i++) {
        struct slot *slot = &drawer->slots[i];
        const struct pollfd *own = &fds[i * FDS_A_SLOT];
        if (!slot->is_busy)
            continue;
        /* Its end closes this channel too: no request for an SVG worker. */
        if (own[1].revents && !own[2].revents)
            worker_attend(&slot->worker);
        /* The last word of a worker that has ended still waits in the channel. */
        if (own[0].revents)
            receive(drawer, slot);
        else if (own[2].revents)
            give_up(drawer, slot, DRAWING_DIED);
        else if (now >= slot->deadline)
            give_up(drawer, slot, DRAWING_LATE);
    }
}

static bool is_working(const struct drawer *drawer)
{
    for (size_t i = 0; i < drawer->slot_count; i++) {
        if (drawer->slots[i].is_busy)
            return true;
    }
    return false;
}

int drawer_run(const struct drawer_run *run)
{
    struct drawer drawer = {.run = run, .slot_count = slots_wanted(run->count)};
    drawer.limit = run->limit ? run->limit : LIMIT_SECONDS * CLOCK_SECOND;
    for (size_t i = 0; i < SLOTS_MAX; i++)
        drawer.slots[i].worker = WORKER_PROCESS_NONE;
    fill(&drawer);
    while (drawer.error == 0 && is_working(&drawer)) {
        wait_and_handle(&drawer);
        fill(&drawer);
    }
    if (drawer.error == 0 && drawer.deaths > 0 && !drawer.has_answered)
        drawer.error = -ECHILD;
    for (size_t i = 0; i < drawer.slot_count; i++)
        worker_stop(&drawer.slots[i].worker);
    seen_finish(&drawer.seen);
    return drawer.error;
}
