#include "cli/report_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/report_batches.h"
#include "cli/report_source.h"
#include "cli/say.h"

/* --- verifying ------------------------------------------------------------------------------- */

static void print_sound(const char *path, int64_t rows, const char *device, int64_t seq,
                        const unsigned char *hash)
{
    char hex[SHA256_HEX_SIZE];
    sha256_to_hex(hash, hex);
    printf(ngettext("%s: sound, %lld row\n", "%s: sound, %lld rows\n", (unsigned long)rows), path,
           (long long)rows);
    printf(_("  machine %s\n  newest row %lld, hash %s\n"), device, (long long)seq, hex);
}

/* What the row `seq` tells of a chain that does not hold. */
static int print_broken(const char *path, enum history_fault fault, int64_t seq, int64_t rows)
{
    long long row = (long long)seq;
    printf("%s: ", path);
    switch (fault) {
    case HISTORY_MISSING:
        printf(_("row %lld is missing"), row);
        break;
    case HISTORY_HEAD:
        printf(_("the rows from %lld on are missing at the end"), row);
        break;
    case HISTORY_ALTERED:
    case HISTORY_SOUND:
        printf(_("row %lld, or one soon after it, was altered after it was written"), row);
        break;
    }
    printf(ngettext("; %lld row before it is sound\n", "; %lld rows before it are sound\n",
                    (unsigned long)rows),
           (long long)rows);
    return EXIT_TRUST;
}

static int verify_database(const char *path)
{
    struct history *history;
    struct history_verdict verdict;
    int status = source_open(path, &history);
    if (status != EXIT_DONE)
        return status;
    const struct play_log *log = history_log(history);
    int result = history_verify(history, &verdict);
    if (result < 0)
        status = source_say_failure(path, result);
    else if (verdict.fault != HISTORY_SOUND)
        status = print_broken(path, verdict.fault, verdict.seq, verdict.rows);
    else
        print_sound(path, verdict.rows, log->device, log->head_seq, log->head_hash);
    if (status == EXIT_DONE && log->base_seq > 0)
        printf(_("  rows up to %lld were removed by age\n"), (long long)log->base_seq);
    history_close(history);
    return status;
}

/* An export's batches, one behind another, and behind those of the file before: a server keeps
 * each in a file of its own. */
struct walk {
    char device[PLAY_DEVICE_SIZE];
    int64_t next, rows; /* seq; 0: none yet */
    unsigned char hash[SHA256_SIZE];
    enum history_fault fault; /* of the row `next` */
    bool is_begun;            /* there was a batch of this file: what is missing then is a fault */
};

/* Whether the batch has, of the newest row so far, the same hash; one that ends before it or begins
 * behind says nothing. */
static bool fits(const struct walk *walk, const struct batch *batch)
{
    int64_t at = walk->next - 1 - batch->first;
    if (walk->next == 0 || strcmp(walk->device, batch->device) != 0 || at < -1 ||
        at >= (int64_t)batch->row_count)
        return true;
    const unsigned char *hash = at < 0 ? batch->previous_hash : batch->rows[at].hash;
    return memcmp(walk->hash, hash, SHA256_SIZE) == 0;
}

static int walk_batch(void *context, const struct batch *batch)
{
    struct walk *walk = context;
    bool follows = walk->next > 0 && strcmp(walk->device, batch->device) == 0;
    int64_t next = batch->first + (int64_t)batch->row_count;
    if (!batch->is_sound || !fits(walk, batch))
        walk->fault = HISTORY_ALTERED;
    else if (follows && walk->is_begun && batch->first > walk->next)
        walk->fault = HISTORY_MISSING;
    if (walk->fault != HISTORY_SOUND) {
        walk->next = walk->fault == HISTORY_ALTERED ? batch->first : walk->next;
        return -ECANCELED;
    }
    walk->rows += (int64_t)batch->row_count;
    walk->is_begun = true;
    if (follows && next <= walk->next)
        return 0;
    memcpy(walk->device, batch->device, sizeof walk->device);
    memcpy(walk->hash, batch->hash, SHA256_SIZE);
    walk->next = next;
    return 0;
}

static int verify_export(const char *path, struct walk *walk)
{
    walk->is_begun = false;
    walk->rows = 0;
    int result = batches_read(path, walk_batch, walk), status = EXIT_DONE;
    if (walk->fault != HISTORY_SOUND)
        status = print_broken(path, walk->fault, walk->next, walk->rows);
    else if (result < 0)
        status = source_say_failure(path, result);
    else
        print_sound(path, walk->rows, walk->device, walk->next - 1, walk->hash);
    if (status != EXIT_DONE)
        *walk = (struct walk){0};
    return status;
}

int report_log_verify(char *const *paths, size_t count)
{
    int worst = EXIT_DONE;
    struct walk walk = {0};
    for (size_t i = 0; i < count; i++) {
        int kind = source_is_export(paths[i]);
        int status = kind < 0    ? source_say_failure(paths[i], kind)
                     : kind == 1 ? verify_export(paths[i], &walk)
                                 : verify_database(paths[i]);
        worst = status > worst ? status : worst;
    }
    return worst;
}

/* --- exporting ------------------------------------------------------------------------------- */

enum { OUTPUT_ROWS = 600000 }; /* more than a quarter of plays of 15 seconds; some 30 MB */

struct target {
    char *aside; /* the path beside the file; owned */
    int fd;
};

static int write_part(void *context, const char *text, size_t size)
{
    const struct target *target = context;
    return file_write_all(target->fd, text, size);
}

static int open_aside(const char *to, struct target *ret)
{
    char *aside;
    if (asprintf(&aside, "%s.bangtin-XXXXXX", to) < 0)
        return -ENOMEM;
    int fd = mkostemp(aside, O_CLOEXEC);
    if (fd < 0) {
        int error = errno;
        free(aside);
        return -error;
    }
    mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
    *ret = (struct target){.aside = aside, .fd = fd};
    return 0;
}

static int close_aside(struct target *target, const char *to, int result)
{
    if (result == 0 && fsync(target->fd) < 0)
        result = -errno;
    if (close(target->fd) < 0 && result == 0)
        result = -errno;
    if (result == 0 && rename(target->aside, to) < 0)
        result = -errno;
    if (result < 0)
        unlink(target->aside);
    free(target->aside);
    return result;
}

/* For a stick: what it is to hold is bounded. */
static int export_to_output(struct history *history, const char *path)
{
    const struct play_log *log = history_log(history);
    struct target target = {.fd = STDOUT_FILENO};
    int result = batch_export(history, log->head_seq - OUTPUT_ROWS, write_part, &target);
    if (result == -EBADMSG)
        return source_say_failure(path, result);
    if (result < 0)
        say("%s", say_errno(result));
    return result < 0 ? EXIT_MACHINE : EXIT_DONE;
}

int report_log_export(const char *path, const char *to)
{
    struct history *history;
    struct target target;
    int status = source_open(path, &history);
    if (status != EXIT_DONE)
        return status;
    const struct play_log *log = history_log(history);
    int64_t rows = log->head_seq - log->base_seq;
    if (strcmp(to, "-") == 0) {
        status = export_to_output(history, path);
        history_close(history);
        return status;
    }
    int opened = open_aside(to, &target), read = 0;
    if (opened == 0) {
        read = batch_export(history, 0, write_part, &target);
        opened = close_aside(&target, to, read);
    }
    history_close(history);
    if (read == -EBADMSG)
        return source_say_failure(path, read);
    if (opened < 0) {
        say("%s: %s", to, say_errno(opened));
        return EXIT_MACHINE;
    }
    fprintf(stderr, ngettext("%s: %lld row\n", "%s: %lld rows\n", (unsigned long)rows), to,
            (long long)rows);
    return EXIT_DONE;
}
