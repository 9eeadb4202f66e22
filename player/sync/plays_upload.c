/* The log to the report's server: batches by POST, each until the server has taken it. A batch is
 * known by its device and its first row, so one that comes twice, because an answer was lost, is
 * no other. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "plays/batch.h"
#include "plays/history.h"
#include "sync/sync.h"

enum {
    ROWS = 1000,      /* of a batch: some 60 KB, and the thumbnails of what is new */
    ROWS_LEAST = 1,   /* where the server finds it too large: of new pictures ten may be 1 MB */
    SECONDS_MAX = 120 /* for one */
};

void plays_upload_start(struct sync *sync)
{
    struct plays *plays = &sync->plays;
    plays->upload.at = INT64_MAX;
    if (!sync->site->report.url)
        return;
    plays->upload.pace =
        (struct pace){.interval = sync->site->report.interval, .random = plays->run};
    plays->upload.rows = ROWS;
    plays->upload.at = clock_monotonic() + pace_start(&plays->upload.pace, true);
}

void plays_upload_finish(struct sync *sync)
{
    struct plays *plays = &sync->plays;
    if (plays->upload.transfer)
        http_cancel(sync->http, plays->upload.transfer);
    plays->upload.transfer = NULL;
    free(plays->upload.body);
    plays->upload.body = NULL;
}

static void note_fault(struct plays *plays, const char *detail)
{
    if (plays->upload.fault_at == 0 || strcmp(detail, plays->upload.detail) != 0)
        log_warning("plays cannot be uploaded: %s; they are kept until they can", detail);
    snprintf(plays->upload.detail, sizeof plays->upload.detail, "%s", detail);
    if (plays->upload.fault_at == 0)
        plays->upload.fault_at = clock_wall();
}

static void fail(struct plays *plays, const struct http_result *result)
{
    char detail[sizeof plays->upload.detail];
    if (result->fault != HTTP_FINE)
        snprintf(detail, sizeof detail, "%s: %.200s", http_fault_code(result->fault),
                 result->detail);
    else
        snprintf(detail, sizeof detail, "the server answers with status %d", result->status);
    note_fault(plays, detail);
    if (result->status == 413) /* Content Too Large: half of what was sent */
        plays->upload.rows =
            plays->upload.sent / 2 > ROWS_LEAST ? plays->upload.sent / 2 : ROWS_LEAST;
    plays->upload.at = clock_monotonic() + pace_failure(&plays->upload.pace, result->retry_after);
}

static void succeed(struct plays *plays)
{
    /* A log that was set aside meanwhile took its numbers with it. */
    if (plays->ledger && strcmp(ledger_log(plays->ledger)->device, plays->upload.device) == 0)
        ledger_acknowledge(plays->ledger, plays->upload.last);
    if (plays->upload.fault_at != 0)
        log_info("plays are uploaded again");
    plays->upload.fault_at = 0;
    plays->upload.good_at = clock_wall();
    bool is_all = plays->ledger &&
                  ledger_log(plays->ledger)->acknowledged >= ledger_log(plays->ledger)->head_seq;
    if (is_all) /* among what is still to come there may be more of what was too large */
        plays->upload.rows = ROWS;
    /* What has piled up goes on at once, batch by batch. */
    plays->upload.at = clock_monotonic() + pace_success(&plays->upload.pace, 0, !is_all, false);
}

static void done(void *context, const struct http_result *result)
{
    struct sync *sync = context;
    struct plays *plays = &sync->plays;
    plays->upload.transfer = NULL;
    free(plays->upload.body);
    plays->upload.body = NULL;
    plays->upload.status = result->status;
    if (result->fault == HTTP_FINE && result->status >= 200 && result->status < 300)
        succeed(plays);
    else
        fail(plays, result);
    health_change(&sync->health);
}

/* How many rows the body holds that was composed; 0: there is nothing to be sent; or -errno. */
static int compose(struct plays *plays, size_t *ret_size)
{
    const struct play_log *log = ledger_log(plays->ledger);
    struct history *history;
    if (log->acknowledged >= log->head_seq)
        return 0;
    int result = history_open(plays->path, &history);
    if (result < 0)
        return result;
    int64_t after = log->acknowledged > log->base_seq ? log->acknowledged : log->base_seq;
    result = batch_compose(history, after, plays->upload.rows, NULL, &plays->upload.body, ret_size);
    history_close(history);
    plays->upload.sent = result > 0 ? (size_t)result : 0;
    plays->upload.last = after + (int64_t)plays->upload.sent;
    memcpy(plays->upload.device, log->device, sizeof plays->upload.device);
    return result;
}

static void send(struct sync *sync, size_t size)
{
    struct plays *plays = &sync->plays;
    const struct http_request request = {.method = "POST",
                                         .url = sync->site->report.url,
                                         .content_type = "application/json",
                                         .total_seconds = SECONDS_MAX,
                                         .upload_fd = -1,
                                         .upload = plays->upload.body,
                                         .upload_size = (int64_t)size,
                                         .done = done,
                                         .context = sync};
    plays->upload.at = INT64_MAX;
    plays->upload.transfer = http_start(sync->http, &request);
    if (plays->upload.transfer)
        return;
    const struct http_result memory = {.fault = HTTP_OTHER, .detail = "out of memory"};
    done(sync, &memory);
}

int64_t plays_upload_move(struct sync *sync, int64_t now)
{
    struct plays *plays = &sync->plays;
    size_t size = 0;
    if (plays->upload.transfer || now < plays->upload.at)
        return plays->upload.at;
    int count = plays->ledger ? compose(plays, &size) : 0;
    if (count > 0) {
        send(sync, size);
        return plays->upload.at;
    }
    if (count < 0) {
        char detail[sizeof plays->upload.detail];
        snprintf(detail, sizeof detail, "the log cannot be read: %s", plays_error(-count));
        note_fault(plays, detail);
        health_change(&sync->health);
    }
    plays->upload.at = now + pace_success(&plays->upload.pace, 0, false, false);
    return plays->upload.at;
}
