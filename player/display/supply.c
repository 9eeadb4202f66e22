#include "display/supply.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

static void go_idle(struct supply *supply, int64_t now)
{
    job_finish(&supply->job);
    supply->busy = supply->waiting = false;
    supply->deadline = now + SUPPLY_IDLE_LIMIT;
}

static void end_worker(struct supply *supply)
{
    worker_stop(&supply->worker);
    supply->jobs = 0;
}

/* The first loss in a row is put right at once; the more follow, the longer we wait: a worker that
 * cannot live must not take the machine with it. */
static int64_t count_loss(struct supply *supply, int64_t now)
{
    int64_t wait = 0;
    if (supply->losses > 0) {
        wait = SUPPLY_BACKOFF_MIN;
        for (unsigned i = 1; i < supply->losses && wait < SUPPLY_BACKOFF_MAX; i++)
            wait *= 2;
        wait = wait < SUPPLY_BACKOFF_MAX ? wait : SUPPLY_BACKOFF_MAX;
    }
    supply->losses++;
    supply->restarts++;
    supply->not_before = now + wait;
    return wait;
}

/* Starts a worker if there is none. False: not yet, or it could not be started; then it is tried
 * again at `not_before`. */
static bool ensure_worker(struct supply *supply, int64_t now)
{
    if (supply->worker.pid)
        return true;
    if (now < supply->not_before)
        return false;
    int result = worker_start(&supply->worker, &supply->missing_fonts);
    if (result == 0)
        return true;
    int64_t wait = count_loss(supply, now);
    log_error("cannot start bangtin-render: %s; again in %.1f s", strerror(-result),
              (double)wait / 1e6);
    return false;
}

void supply_warm_up(struct supply *supply, int64_t now)
{
    if (ensure_worker(supply, now))
        supply->deadline = now + SUPPLY_IDLE_LIMIT;
}

static void send_job(struct supply *supply, int64_t now)
{
    supply->waiting = true;
    if (!ensure_worker(supply, now)) {
        supply->deadline = supply->not_before;
        return;
    }
    int result = channel_send(supply->worker.channel, supply->job.text, supply->job.size,
                              supply->job.fds, supply->job.fd_count);
    if (result < 0) {
        log_warning("cannot reach bangtin-render: %s; it is started again", strerror(-result));
        end_worker(supply);
        count_loss(supply, now);
        supply->deadline = supply->not_before;
        return;
    }
    supply->waiting = false;
    supply->deadline = now + SUPPLY_JOB_LIMIT;
}

void supply_request(struct supply *supply, struct job *job, uint64_t number, uint32_t width,
                    uint32_t height, int64_t now)
{
    supply->job = *job;
    *job = (struct job){0};
    supply->number = number;
    supply->width = width;
    supply->height = height;
    supply->is_at_most = false;
    supply->busy = true;
    send_job(supply, now);
}

void supply_cancel(struct supply *supply, int64_t now)
{
    if (!supply->busy)
        return;
    if (!supply->waiting)
        end_worker(supply);
    go_idle(supply, now);
}

size_t supply_poll(const struct supply *supply, struct pollfd fds[SUPPLY_POLL_MAX])
{
    const int all[SUPPLY_POLL_MAX] = {supply->worker.channel, supply->worker.pidfd,
                                      worker_attend_fd(&supply->worker)};
    size_t count = 0;
    for (size_t i = 0; i < SUPPLY_POLL_MAX; i++) {
        if (all[i] >= 0)
            fds[count++] = (struct pollfd){.fd = all[i], .events = POLLIN};
    }
    return count;
}

int64_t supply_next(const struct supply *supply)
{
    return supply->busy || supply->worker.pid ? supply->deadline : INT64_MAX;
}

static bool is_ready(int fd)
{
    struct pollfd waiting = {.fd = fd, .events = POLLIN};
    return fd >= 0 && poll(&waiting, 1, 0) > 0;
}

static enum supply_outcome lose(struct supply *supply, int64_t now, const char *why,
                                struct job_answer *answer)
{
    bool had_job = supply->busy && !supply->waiting;
    log_warning("bangtin-render %s; it is started again", why);
    end_worker(supply);
    count_loss(supply, now);
    if (!had_job)
        return SUPPLY_NOTHING;
    *answer = (struct job_answer){.number = supply->number};
    snprintf(answer->code, sizeof answer->code, "worker");
    snprintf(answer->message, sizeof answer->message, "the worker %s", why);
    go_idle(supply, now);
    return SUPPLY_LOST;
}

static bool is_expected_size(const struct supply *supply, const struct job_answer *answer)
{
    if (supply->is_at_most)
        return answer->width <= supply->width && answer->height <= supply->height;
    return answer->width == supply->width && answer->height == supply->height;
}

static enum supply_outcome take_answer(struct supply *supply, int64_t now, struct message *message,
                                       struct pixels *ret_pixels, struct job_answer *answer)
{
    if (job_answer_parse(message, answer) < 0 || !supply->busy || supply->waiting ||
        answer->number != supply->number)
        return lose(supply, now, "answers what nobody asked", answer);
    if (answer->ok) {
        if (!is_expected_size(supply, answer) || message->fd_count != 1)
            return lose(supply, now, "sends a picture of another size", answer);
        int result =
            pixels_map(message_take_fd(message, 0), answer->width, answer->height, ret_pixels);
        if (result < 0)
            return lose(supply, now, "sends a picture that is not sealed", answer);
    }
    supply->losses = 0;
    go_idle(supply, now);
    if (++supply->jobs >= SUPPLY_RETIRE_JOBS)
        end_worker(supply);
    return answer->ok ? SUPPLY_PICTURE : SUPPLY_REFUSED;
}

static enum supply_outcome read_channel(struct supply *supply, int64_t now,
                                        struct pixels *ret_pixels, struct job_answer *answer)
{
    struct message message = {0};
    int result = channel_receive(supply->worker.channel, &message);
    if (result == -EAGAIN)
        return SUPPLY_NOTHING;
    if (result == 0)
        return lose(supply, now, "has gone", answer);
    if (result < 0)
        return lose(supply, now, "writes rubbish", answer);
    enum supply_outcome outcome = take_answer(supply, now, &message, ret_pixels, answer);
    message_finish(&message);
    return outcome;
}

static enum supply_outcome handle_deadline(struct supply *supply, int64_t now,
                                           struct job_answer *answer)
{
    if (supply->waiting)
        send_job(supply, now);
    else if (supply->busy)
        return lose(supply, now, "hangs", answer);
    else
        end_worker(supply); /* idle for long enough */
    return SUPPLY_NOTHING;
}

enum supply_outcome supply_step(struct supply *supply, int64_t now, struct pixels *ret_pixels,
                                struct job_answer *ret_answer)
{
    if (is_ready(worker_attend_fd(&supply->worker)))
        worker_attend(&supply->worker);
    if (is_ready(supply->worker.channel)) {
        enum supply_outcome outcome = read_channel(supply, now, ret_pixels, ret_answer);
        if (outcome != SUPPLY_NOTHING)
            return outcome;
    }
    if (is_ready(supply->worker.pidfd)) {
        /* What it sent before it left was read above; an orderly leave loses no job. */
        if (supply->busy && !supply->waiting)
            return lose(supply, now, "died", ret_answer);
        end_worker(supply);
    }
    if (now >= supply_next(supply))
        return handle_deadline(supply, now, ret_answer);
    return SUPPLY_NOTHING;
}

void supply_finish(struct supply *supply)
{
    worker_stop(&supply->worker);
    job_finish(&supply->job);
    *supply = SUPPLY_NONE;
}
