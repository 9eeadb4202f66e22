/* Watches a screen from outside: maps Xvfb's framebuffer file, looks at it a thousand times a
 * second and says what was to be seen. The program under test shows the test plates 0 … N-1 in a
 * circle (plate.h).
 *
 *   watch FRAMEBUFFER [--plates N] [--area WxH+X+Y] [--rotate 0|90|180|270] [--seconds S]
 *         [--changes N] [--server PID] [--events] [--dump DIR]
 *
 * It ends after S seconds, N changes, or SIGTERM or SIGINT, and prints one JSON object. With
 * --server names the process that paints (the X server): while it runs, a frame may be half copied,
 * which is no fault; without it two equal samples in a row stand for its rest. With
 * --events a line goes before it each time that a plate stands alone: {"shown":3,"at":…}, `at` in
 * microseconds of the monotonic clock. --dump keeps the first torn and foreign screens as PPM. */
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report.h"
#include "sample.h"
#include "tally.h"

enum { PERIOD = 1000, LEARN_AFTER = 60000, DUMPS_MAX = 12 };

struct options {
    const char *file, *dump;
    struct sample_place place;
    int plates;
    int64_t seconds;
    unsigned changes;
    bool events;
    int server; /* its /proc/PID/stat, open; -1: not known */
};

static volatile sig_atomic_t asked_to_end;

static void end(int signal)
{
    (void)signal;
    asked_to_end = 1;
}

static int64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static void sleep_until(int64_t at)
{
    struct timespec time = {.tv_sec = at / 1000000, .tv_nsec = at % 1000000 * 1000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static uint64_t sample_hash(const struct sample *sample)
{
    uint64_t hash = 0;
    const uint32_t *pixel = &sample->pixels[0][0];
    for (size_t i = 0; i < sizeof *sample / sizeof *pixel; i++)
        hash = (hash ^ pixel[i]) * UINT64_C(0x9e3779b97f4a7c15) + (hash >> 29);
    return hash;
}

static void dump(const struct options *options, const struct xwd *xwd, const char *kind, int number)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%02d-%s.ppm", options->dump, number, kind) >=
        (int)sizeof path)
        return;
    FILE *file = fopen(path, "wbe");
    if (!file)
        return;
    fprintf(file, "P6\n%u %u\n255\n", xwd->width, xwd->height);
    for (uint32_t y = 0; y < xwd->height; y++) {
        const uint32_t *row = xwd_row(xwd, y);
        uint8_t line[3 * 8192];
        for (uint32_t x = 0; x < xwd->width && x < 8192; x++)
            for (int k = 0; k < 3; k++)
                line[3 * x + k] = (uint8_t)(row[x] >> (16 - 8 * k));
        fwrite(line, 3, xwd->width < 8192 ? xwd->width : 8192, file);
    }
    fclose(file);
}

/* Did the server wait for work after the sample, and was the sample still what the screen showed?
 */
static bool is_resting(int server, const struct sample_plan *plan, const struct xwd *xwd,
                       uint64_t hash)
{
    char status[256];
    struct sample again;
    ssize_t size = pread(server, status, sizeof status - 1, 0);
    if (size <= 0)
        return true;
    status[size] = '\0';
    const char *state = strrchr(status, ')');
    sample_take(plan, xwd, &again);
    return state && state[1] && state[2] == 'S' && sample_hash(&again) == hash;
}

/* Looks until it is time to end. */
static void watch(const struct options *options, const struct xwd *xwd,
                  const struct sample_plan *plan, struct tally *tally, struct report *report)
{
    static struct judge judge;
    struct sample sample;
    struct look look = {.kind = LOOK_FOREIGN, .from = -1, .to = -1};
    uint64_t hash = 0;
    int64_t start = clock_now(), next = start, stood_since = start;
    int dumps = 0;
    judge_init(&judge, options->plates);
    while (!asked_to_end && (options->seconds <= 0 || next - start < options->seconds * 1000000) &&
           (options->changes == 0 || tally->change_count < options->changes)) {
        sleep_until(next);
        int64_t now = clock_now();
        report_sample(report, now - next);
        sample_take(plan, xwd, &sample);
        uint64_t seen = sample_hash(&sample);
        bool resting = seen == hash;
        if (seen != hash) {
            look = judge_sample(&judge, &sample);
            hash = seen;
            stood_since = now;
        } else if (look.kind == LOOK_PURE && !judge.plates[look.to].learnt &&
                   now - stood_since > LEARN_AFTER) {
            judge_learn(&judge, look.to, &sample);
        }
        bool fault = look.kind == LOOK_FOREIGN || look.kind == LOOK_TORN;
        if (fault && options->server >= 0)
            resting = is_resting(options->server, plan, xwd, hash);
        if (options->dump && fault && resting && tally->armed && dumps < DUMPS_MAX)
            dump(options, xwd, look.kind == LOOK_TORN ? "torn" : "foreign", dumps++);
        enum tally_event event = tally_add(tally, now, hash, &look, resting, options->plates);
        if (event == TALLY_SHOWN && options->events) {
            printf("{\"shown\":%d,\"at\":%lld}\n", tally->plate, (long long)tally->hash_since);
            fflush(stdout);
        }
        /* A late look makes the next ones no closer than the plan. */
        next += PERIOD;
        if (next < now)
            next = now - (now - next) % PERIOD + PERIOD;
    }
    tally_end(tally, clock_now());
    report->elapsed = clock_now() - start;
}

static int read_options(int argc, char **argv, struct options *ret)
{
    static const struct option names[] = {{"plates", required_argument, NULL, 'p'},
                                          {"area", required_argument, NULL, 'a'},
                                          {"rotate", required_argument, NULL, 'r'},
                                          {"seconds", required_argument, NULL, 's'},
                                          {"changes", required_argument, NULL, 'c'},
                                          {"events", no_argument, NULL, 'e'},
                                          {"server", required_argument, NULL, 'v'},
                                          {"dump", required_argument, NULL, 'd'},
                                          {0}};
    int option;
    char path[64];
    *ret = (struct options){.plates = PLATE_COUNT, .server = -1};
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == 'p')
            ret->plates = atoi(optarg);
        else if (option == 'a' && sscanf(optarg, "%ux%u+%u+%u", &ret->place.width,
                                         &ret->place.height, &ret->place.x, &ret->place.y) != 4)
            return -1;
        else if (option == 'r')
            ret->place.rotate = (unsigned)atoi(optarg);
        else if (option == 's')
            ret->seconds = atoi(optarg);
        else if (option == 'c')
            ret->changes = (unsigned)atoi(optarg);
        else if (option == 'v') {
            snprintf(path, sizeof path, "/proc/%d/stat", atoi(optarg));
            ret->server = open(path, O_RDONLY | O_CLOEXEC);
        } else if (option == 'e')
            ret->events = true;
        else if (option == 'd')
            ret->dump = optarg;
        else if (option == '?')
            return -1;
    }
    ret->file = optind + 1 == argc ? argv[optind] : NULL;
    return ret->file && ret->plates >= 1 && ret->plates <= PLATE_COUNT ? 0 : -1;
}

int main(int argc, char **argv)
{
    struct options options;
    if (read_options(argc, argv, &options) < 0) {
        fprintf(stderr, "usage: watch FRAMEBUFFER [--plates N] [--area WxH+X+Y] [--rotate R] "
                        "[--seconds S] [--changes N] [--server PID] [--events] [--dump DIR]\n");
        return 2;
    }
    struct xwd xwd;
    int result = xwd_map(options.file, false, &xwd);
    if (result < 0) {
        fprintf(stderr, "watch: %s: %s\n", options.file, strerror(-result));
        return 3;
    }
    if (options.place.width == 0)
        options.place = (struct sample_place){
            .width = xwd.width, .height = xwd.height, .rotate = options.place.rotate};
    struct sample_plan plan;
    struct tally tally;
    struct report report = {0};
    if (sample_plan(&xwd, &options.place, &plan) < 0 || tally_init(&tally) < 0) {
        fprintf(stderr, "watch: the area is not on the screen of %ux%u\n", xwd.width, xwd.height);
        xwd_unmap(&xwd);
        return 2;
    }
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    watch(&options, &xwd, &plan, &tally, &report);
    report_print(&report, &tally);
    tally_finish(&tally);
    xwd_unmap(&xwd);
    return 0;
}
