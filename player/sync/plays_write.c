/* The batch onto the disk. Whatever is wrong there, the screen goes on, and it is said. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "sync/sync.h"

enum { PRUNE_STEPS = 4, RETRY_STEPS = 4 };

static void note_fault(struct plays *plays, int error, int64_t now)
{
    if (plays->failures == 0 || plays->error != error)
        log_warning("%s: %s; what is shown is held in memory until it can be written", plays->path,
                    plays_error(-error));
    if (plays->fault_at == 0)
        plays->fault_at = clock_wall();
    plays->error = error;
    int64_t pause = PLAYS_RETRY * (1 + (plays->failures < 9 ? (int64_t)plays->failures : 9));
    plays->failures++;
    plays->commit_at = now + (pause < plays->batch ? pause : plays->batch);
}

/* What cannot be read any more is kept under another name, for whoever wants to try. */
static int begin_anew(struct plays *plays, int64_t now)
{
    log_error("%s is damaged: it is set aside as %s.damaged, and a new log is begun", plays->path,
              plays->path);
    ledger_close(plays->ledger);
    plays->ledger = NULL;
    int result = ledger_set_aside(plays->path);
    if (result < 0)
        return result;
    plays_tell(plays, "aside", NULL, now); /* also where the new one can be begun later only */
    return ledger_open(plays->path, &plays->ledger);
}

void plays_open_ledger(struct plays *plays, int64_t now)
{
    int result = ledger_open(plays->path, &plays->ledger);
    if (result == -EBADMSG)
        result = begin_anew(plays, now);
    else if (result == 0)
        plays_note_read(plays, ledger_note(plays->ledger), now);
    if (result < 0)
        note_fault(plays, result, now);
}

static int64_t kept(const struct plays *plays, const struct plays_client *client)
{
    int64_t n = client->last;
    for (size_t i = 0; i < plays->open_count; i++) {
        const struct play_row *row = &plays->open[i].entry->row;
        if (row->run == client->run && row->n <= n)
            n = row->n - 1;
    }
    return n;
}

static void acknowledge(const struct plays *plays)
{
    for (size_t i = 0; i < PLAYS_CLIENTS; i++) {
        const struct plays_client *client = &plays->clients[i];
        struct play_message message = {.kind = PLAY_KEPT, .run = client->run};
        message.n = client->fd >= 0 && client->last > 0 ? kept(plays, client) : 0;
        char *text = message.n > 0 ? play_message_compose(&message, NULL) : NULL;
        if (text) /* one who does not read learns it with the next */
            channel_send(client->fd, text, strlen(text), NULL, 0);
        free(text);
    }
}

static struct ledger_entry as_written(const struct plays_entry *entry)
{
    return (struct ledger_entry){.row = entry->row,
                                 .item = entry->row.kind == PLAY_KIND_SHOWN ? &entry->item : NULL,
                                 .place = &entry->place};
}

/* 0 or -errno. What was lost is told in a row of its own, before those that come after it. */
static int write_rows(struct plays *plays, int64_t now)
{
    const struct plays_entry *newest = plays->row_count ? plays->rows[plays->row_count - 1] : NULL;
    plays_set_right(plays);
    struct plays_entry *loss =
        plays->lost > 0 ? plays_event(plays, "lost", plays->lost, newest, now) : NULL;
    char *note = plays_note_compose(plays, now);
    struct ledger_entry *entries = calloc(plays->row_count + 1, sizeof *entries);
    size_t count = 0;
    int result = note && entries && (loss || plays->lost == 0) ? 0 : -ENOMEM;
    if (result == 0 && loss)
        entries[count++] = as_written(loss);
    for (size_t i = 0; i < plays->row_count && result == 0; i++)
        entries[count++] = as_written(plays->rows[i]);
    if (result == 0)
        result = ledger_write(plays->ledger, entries, count, note);
    plays_entry_destroy(loss);
    free(entries);
    free(note);
    return result;
}

/* A play that goes on for hours is noted each time how long, or a power cut would cost all of it.
 */
static bool has_play_on(const struct plays *plays)
{
    for (size_t i = 0; i < plays->open_count; i++) {
        if (plays->open[i].left_at == 0)
            return true;
    }
    return false;
}

static void forget_rows(struct plays *plays, int64_t now)
{
    for (size_t i = 0; i < plays->row_count; i++) {
        plays->pictures -= plays->rows[i]->thumbnail != NULL;
        plays_entry_destroy(plays->rows[i]);
    }
    plays->row_count = 0;
    plays->lost_ever += plays->lost;
    plays->lost = 0;
    if (plays->fault_at != 0)
        log_info("%s is written again", plays->path);
    plays->failures = 0;
    plays->fault_at = 0;
    plays->commit_at = has_play_on(plays) ? now + plays->batch : INT64_MAX;
}

static void prune(struct sync *sync)
{
    struct ladder_time time = sync_time(sync);
    int64_t known = time.rung == CLOCK_TRUSTED ? time.now / 1000 : 0;
    int result = LEDGER_PRUNE_ROWS;
    for (int i = 0; i < PRUNE_STEPS && result == LEDGER_PRUNE_ROWS; i++)
        result = ledger_prune(sync->plays.ledger, known, LEDGER_BYTES);
    if (result < 0)
        log_warning("%s: old rows cannot be removed: %s", sync->plays.path, strerror(-result));
}

void plays_write(struct sync *sync, int64_t now)
{
    struct plays *plays = &sync->plays;
    health_change(&sync->health);
    if (!plays->ledger)
        plays_open_ledger(plays, now);
    if (!plays->ledger)
        return;
    int result = write_rows(plays, now);
    if (result == -EBADMSG && begin_anew(plays, now) == 0)
        result = write_rows(plays, now);
    if (result < 0) {
        note_fault(plays, result, now);
        return;
    }
    forget_rows(plays, now);
    acknowledge(plays);
    prune(sync);
}
