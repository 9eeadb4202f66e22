#include "display/tally.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "store/store.h"

static void write_file(struct tally *tally)
{
    char *text = NULL;
    int result = trial_format(&tally->trial, &text);
    if (result == 0)
        result = file_replace_unsynced(tally->path, text, strlen(text));
    if (result < 0 && result != tally->fault)
        log_warning("%s cannot be written: %s; falls are not counted", tally->path,
                    strerror(-result));
    tally->fault = result;
    free(text);
}

/* What an earlier process has left; what cannot be read is none of ours. */
static void read_file(struct tally *tally)
{
    char *text;
    size_t size;
    if (file_read(tally->path, TRIAL_BYTES_MAX, &text, &size) < 0)
        return;
    if (trial_parse(text, size, &tally->trial) < 0)
        log_warning("%s is not what we write; the count begins anew", tally->path);
    free(text);
}

void tally_open(struct tally *tally, const char *run, const char *store)
{
    *tally = (struct tally){.store_path = store};
    int length = snprintf(tally->path, sizeof tally->path, "%s/" TRIAL_NAME, run);
    if (length < 0 || (size_t)length >= sizeof tally->path)
        return;
    tally->is_on = true;
    read_file(tally);
    unsigned falls = tally->trial.falls;
    trial_begin(&tally->trial, clock_monotonic());
    if (tally->trial.falls > falls)
        log_warning("the process before did not end in good order, %u in a row",
                    tally->trial.falls);
    tally_look(tally);
    write_file(tally);
}

void tally_close(struct tally *tally, bool is_failure)
{
    if (!tally->is_on)
        return;
    trial_end(&tally->trial);
    tally->trial.is_running = is_failure;
    write_file(tally);
    tally->is_on = false;
}

int64_t tally_pause(const struct tally *tally)
{
    int64_t left = tally->trial.started + trial_pause(&tally->trial) - clock_monotonic();
    return tally->is_on && left > 0 ? left : 0;
}

void tally_look(struct tally *tally)
{
    struct store store = STORE_CLOSED;
    if (!tally->is_on || !tally->store_path)
        return;
    struct current *current = malloc(sizeof *current);
    bool is_read = current && store_open(tally->store_path, &store) == 0 &&
                   store_read_current(&store, current) == 0;
    if (is_read && trial_take(&tally->trial, current, clock_monotonic()))
        write_file(tally);
    store_close(&store);
    free(current);
}

void tally_expose(struct tally *tally, bool is_exposed)
{
    if (!tally->is_on || tally->trial.is_exposed == is_exposed)
        return;
    tally->trial.is_exposed = is_exposed;
    write_file(tally);
}

void tally_show(struct tally *tally, const char *key)
{
    if (tally->is_on && trial_show(&tally->trial, key, clock_monotonic()))
        write_file(tally);
}

void tally_lose(struct tally *tally, const char *key)
{
    if (tally->is_on && trial_lose(&tally->trial, key, clock_monotonic()))
        write_file(tally);
}
