/* Makes requests as its words say and prints how each ended, an object of JSON a line, in the order
 * in which they end. Settings first (--ca FILE --proxy URL --stall S --connect S), then for each
 * request --url URL and what refines it. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "net/http.h"

enum { REQUESTS_MAX = 16 };

struct asked {
    struct http_request request;
    struct http_transfer *transfer;
    struct http *http;
    const char *out;      /* where the body goes */
    int fd;               /* of it */
    int64_t refuse_after; /* `write` fails there; -1: never */
    int64_t cancel_after; /* the transfer is cancelled from `write`; -1: never */
    bool refuse_head;
    int begun;
    int status_at_begin;
    int64_t taken;
    bool is_over;
    bool comes_after; /* begins when the one before it is done */
};

static void start(struct http *http, struct asked *asked);

struct drive {
    struct http_settings settings;
    struct asked asked[REQUESTS_MAX + 1];
    size_t count;
    int64_t cancel_all; /* microseconds from the start; -1: never */
    bool show_usage;
};

static int begin(void *context, const struct http_result *head)
{
    struct asked *asked = context;
    asked->begun++;
    asked->status_at_begin = head->status;
    return asked->refuse_head ? -EACCES : 0;
}

static int take(void *context, const void *data, size_t size)
{
    struct asked *asked = context;
    if (asked->refuse_after >= 0 && asked->taken + (int64_t)size > asked->refuse_after)
        return -ENOSPC;
    asked->taken += (int64_t)size;
    if (asked->cancel_after >= 0 && asked->taken > asked->cancel_after && asked->transfer) {
        http_cancel(asked->http, asked->transfer);
        asked->transfer = NULL;
        printf("{\"url\": \"%s\", \"cancelled\": true, \"taken\": %" PRId64 "}\n",
               asked->request.url, asked->taken);
    }
    return asked->fd >= 0 ? file_write_all(asked->fd, data, size) : 0;
}

static void print_text(const char *name, const char *text)
{
    printf(", \"%s\": \"", name);
    for (; *text; text++)
        printf(*text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    putchar('"');
}

static void done(void *context, const struct http_result *result)
{
    struct asked *asked = context;
    asked->is_over = true;
    asked->transfer = NULL;
    printf(
        "{\"url\": \"%s\", \"fault\": \"%s\", \"status\": %d, \"error\": %d, \"received\": %" PRId64
        ", \"taken\": %" PRId64 ", \"length\": %" PRId64 ", \"date\": %" PRId64
        ", \"retryAfter\": %d, \"waited\": %s, \"begun\": %d, \"statusAtBegin\": %d",
        asked->request.url, http_fault_code(result->fault), result->status, result->error,
        result->received, asked->taken, result->length, result->date, result->retry_after,
        result->waited ? "true" : "false", asked->begun, asked->status_at_begin);
    print_text("tag", result->tag);
    print_text("weakTag", result->weak_tag);
    print_text("detail", result->detail);
    printf("}\n");
    fflush(stdout);
    if (asked[1].comes_after) /* there is always one more, zeroed */
        start(asked->http, asked + 1);
}

static void fail(const char *what)
{
    fprintf(stderr, "drive: %s\n", what);
    exit(2);
}

static bool read_setting(struct drive *drive, const char *name, const char *value)
{
    if (strcmp(name, "--ca") == 0)
        drive->settings.ca = value;
    else if (strcmp(name, "--proxy") == 0)
        drive->settings.proxy = value;
    else if (strcmp(name, "--agent") == 0)
        drive->settings.agent = value;
    else if (strcmp(name, "--stall") == 0)
        drive->settings.stall_seconds = (unsigned)strtoul(value, NULL, 10);
    else if (strcmp(name, "--connect") == 0)
        drive->settings.connect_seconds = (unsigned)strtoul(value, NULL, 10);
    else if (strcmp(name, "--cancel-all") == 0)
        drive->cancel_all = strtoll(value, NULL, 10) * 1000;
    else if (strcmp(name, "--usage") == 0)
        drive->show_usage = true;
    else
        return false;
    return true;
}

static void begin_request(struct drive *drive, const char *url)
{
    if (drive->count == REQUESTS_MAX)
        fail("too many requests");
    struct asked *asked = &drive->asked[drive->count++];
    *asked = (struct asked){
        .request = {.url = url,
                    .limit = 1 << 20,
                    .upload_fd = -1,
                    .begin = begin,
                    .write = take,
                    .done = done,
                    .context = asked},
        .fd = -1,
        .refuse_after = -1,
        .cancel_after = -1,
    };
}

static bool read_refinement(struct asked *asked, const char *name, const char *value)
{
    struct http_request *request = &asked->request;
    const struct {
        const char *name;
        int64_t *number;
    } numbers[] = {{"--from", &request->from},
                   {"--limit", &request->limit},
                   {"--refuse-after", &asked->refuse_after},
                   {"--cancel-after", &asked->cancel_after},
                   {"--put-size", &request->upload_size}};
    const struct {
        const char *name;
        const char **text;
    } texts[] = {{"--method", &request->method},
                 {"--if-none-match", &request->if_none_match},
                 {"--if-range", &request->if_range},
                 {"--out", &asked->out}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(name, numbers[i].name) == 0) {
            *numbers[i].number = strtoll(value, NULL, 10);
            return true;
        }
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(name, texts[i].name) == 0) {
            *texts[i].text = value;
            return true;
        }
    }
    if (strcmp(name, "--wait") == 0)
        request->wait_seconds = (unsigned)strtoul(value, NULL, 10);
    else if (strcmp(name, "--total") == 0)
        request->total_seconds = (unsigned)strtoul(value, NULL, 10);
    else if (strcmp(name, "--after") == 0)
        asked->comes_after = true;
    else if (strcmp(name, "--refuse-head") == 0)
        asked->refuse_head = true;
    else if (strcmp(name, "--netrc") == 0)
        request->use_netrc = true;
    else if (strcmp(name, "--put") == 0) {
        request->method = "PUT";
        request->upload = value;
        request->upload_size = (int64_t)strlen(value);
    } else if (strcmp(name, "--put-file") == 0) {
        request->method = "PUT";
        request->upload_fd = open(value, O_RDONLY | O_CLOEXEC);
        request->upload_size = lseek(request->upload_fd, 0, SEEK_END);
    } else
        return false;
    return true;
}

static void read_words(struct drive *drive, int count, char **words)
{
    for (int i = 1; i + 1 < count; i += 2) {
        struct asked *last = drive->count ? &drive->asked[drive->count - 1] : NULL;
        if (strcmp(words[i], "--url") == 0)
            begin_request(drive, words[i + 1]);
        else if (!(last ? read_refinement(last, words[i], words[i + 1])
                        : read_setting(drive, words[i], words[i + 1])))
            fail(words[i]);
    }
    if (drive->count == 0 || count % 2 == 0)
        fail("usage: drive SETTINGS… --url URL … (each option has a value)");
}

static void start(struct http *http, struct asked *asked)
{
    asked->http = http;
    if (asked->out)
        asked->fd = open(asked->out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    asked->transfer = http_start(http, &asked->request);
    if (!asked->transfer)
        fail("no memory");
}

static void cancel_all(struct drive *drive)
{
    for (size_t i = 0; i < drive->count; i++) {
        struct asked *asked = &drive->asked[i];
        if (asked->transfer) {
            http_cancel(asked->http, asked->transfer);
            asked->transfer = NULL;
            printf("{\"url\": \"%s\", \"cancelled\": true}\n", asked->request.url);
        }
    }
}

int main(int count, char **words)
{
    static struct drive drive = {.cancel_all = -1};
    signal(SIGPIPE, SIG_IGN);
    setlocale(LC_CTYPE, ""); /* libcurl reads names in foreign letters by it */
    read_words(&drive, count, words);
    struct http *http = http_create(&drive.settings);
    if (!http)
        fail("no memory");
    int64_t begun = clock_monotonic();
    for (size_t i = 0; i < drive.count; i++) {
        if (!drive.asked[i].comes_after)
            start(http, &drive.asked[i]);
    }
    while (http_is_busy(http)) {
        int64_t rest = drive.cancel_all < 0 ? -1 : begun + drive.cancel_all - clock_monotonic();
        http_run(http, NULL, 0, drive.cancel_all >= 0 && rest < 0 ? 0 : rest);
        if (drive.cancel_all >= 0 && clock_monotonic() >= begun + drive.cancel_all)
            cancel_all(&drive);
    }
    http_destroy(http);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    if (drive.show_usage)
        printf("{\"switches\": %ld, \"seconds\": %.3f}\n", usage.ru_nvcsw,
               (double)(clock_monotonic() - begun) / CLOCK_SECOND);
    return 0;
}
