#include "report.h"

#include <stdio.h>
#include <stdlib.h>

void report_sample(struct report *report, int64_t late)
{
    report->samples++;
    report->late += late > 500;
    report->latest = late > report->latest ? late : report->latest;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Prints `"name":{…}` over the values, which it sorts. */
static void print_spread(const char *name, double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    if (count == 0)
        printf(",\"%s\":null", name);
    else
        printf(",\"%s\":{\"count\":%zu,\"min\":%.3f,\"p5\":%.3f,\"median\":%.3f,\"p95\":%.3f,"
               "\"max\":%.3f}",
               name, count, values[0], values[count / 20], values[count / 2],
               values[count - 1 - count / 20], values[count - 1]);
}

static void print_fault(const char *name, const struct tally_fault *fault)
{
    printf(",\"%s\":%u,\"%sLongestMs\":%.1f", name, fault->count, name,
           (double)fault->longest / 1000);
}

static void print_changes(const struct tally *tally)
{
    size_t count = tally->change_count, periods = 0, moves = 0;
    double *values = calloc(4 * (count + 1), sizeof *values);
    if (!values)
        return;
    double *period = values, *rate = period + count + 1, *freeze = rate + count + 1,
           *length = freeze + count + 1;
    for (size_t i = 0; i < count; i++) {
        const struct tally_change *change = &tally->changes[i];
        if (i > 0)
            period[periods++] = (double)(change->start - change[-1].start) / 1000;
        if (change->end <= change->start)
            continue;
        length[moves] = (double)(change->end - change->start) / 1000;
        rate[moves] = (change->frames - 1) * 1000 / length[moves];
        freeze[moves++] = (double)change->freeze / 1000;
    }
    print_spread("periodMs", period, periods);
    print_spread("moveMs", length, moves);
    print_spread("moveFramesPerSecond", rate, moves);
    print_spread("moveFreezeMs", freeze, moves);
    free(values);
}

void report_print(const struct report *report, const struct tally *tally)
{
    printf("{\"samples\":%llu,\"late\":%llu,\"latestMs\":%.3f,\"elapsedMs\":%.1f",
           (unsigned long long)report->samples, (unsigned long long)report->late,
           (double)report->latest / 1000, (double)report->elapsed / 1000);
    printf(",\"first\":%lld,\"frames\":%llu,\"changes\":%u", (long long)tally->first,
           (unsigned long long)tally->frames, tally->change_count + tally->changes_lost);
    print_fault("blank", &tally->blank);
    print_fault("foreign", &tally->foreign);
    print_fault("torn", &tally->torn);
    printf(",\"copies\":%u,\"skipped\":%u,\"astray\":%u", tally->copies, tally->skipped,
           tally->astray);
    print_changes(tally);
    printf("}\n");
}
