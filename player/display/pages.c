#include "display/pages.h"

#include "ipc/job.h"

struct pages pages_plan(unsigned count, int64_t duration, int64_t left)
{
    struct pages pages = {.count = count > 0 ? count : 1, .total = duration};
    if (pages.count > 1 && pages.total < (int64_t)pages.count * JOB_PAGE_TIME)
        pages.total = (int64_t)pages.count * JOB_PAGE_TIME;
    if (pages.total < 1)
        pages.total = 1;
    pages.each = pages.total / (int64_t)pages.count;
    if (pages.total <= left)
        return pages;
    pages.total = left > 1 ? left : 1;
    int64_t whole = pages.each > 0 ? pages.total / pages.each : 1;
    pages.count = whole > 1 ? (unsigned)whole : 1;
    return pages;
}

int64_t pages_length(const struct pages *pages, unsigned page, bool is_scan, int64_t left)
{
    bool is_last = page + 1 >= pages->count;
    int64_t length = is_last ? pages->total - page * pages->each : pages->each;
    if (is_scan && length < JOB_SCAN_TIME)
        length = JOB_SCAN_TIME;
    if (length > left)
        length = left;
    if (page > 0 && length < JOB_PAGE_TIME)
        return 0;
    return length > 1 ? length : 1;
}

bool pages_has_more(const struct pages *pages)
{
    return pages->at + 1 < pages->count;
}

struct transition pages_transition(struct transition transition)
{
    if (transition.type == TRANSITION_CROSSFADE && transition.duration <= PAGES_FADE_MAX)
        return transition;
    return (struct transition){.type = TRANSITION_CUT};
}
