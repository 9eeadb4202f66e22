#include "ipc/pages.h"

struct pages pages_plan(unsigned count, int64_t duration, int64_t left)
{
    struct pages pages = {.count = count > 0 ? count : 1, .total = duration};
    if (pages.count > 1 && pages.total < (int64_t)pages.count * PAGES_TIME_LEAST)
        pages.total = (int64_t)pages.count * PAGES_TIME_LEAST;
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

int64_t pages_need(size_t words, bool is_scan)
{
    size_t most = (size_t)(PAGES_TIME_MOST / PAGES_TIME_WORD);
    int64_t need = PAGES_FADE_MAX + PAGES_TIME_WORD * (int64_t)(words < most ? words : most);
    if (is_scan)
        return PAGES_TIME_SCAN;
    if (need < PAGES_TIME_LEAST)
        return PAGES_TIME_LEAST;
    return need < PAGES_TIME_MOST ? need : PAGES_TIME_MOST;
}

int64_t pages_length(const struct pages *pages, unsigned page, int64_t need, int64_t left)
{
    bool is_last = page + 1 >= pages->count;
    int64_t length = is_last ? pages->total - page * pages->each : pages->each;
    if ((pages->count > 1 || page > 0) && length < need)
        length = need;
    if (length > left)
        length = left;
    if (page > 0 && length < PAGES_TIME_LEAST)
        return 0;
    return length > 1 ? length : 1;
}

int64_t pages_sum(unsigned count, const int64_t needs[], int64_t duration, int64_t left)
{
    const struct pages pages = pages_plan(count, duration, left);
    int64_t sum = 0;
    for (unsigned page = 0; page < pages.count; page++) {
        int64_t length = pages_length(&pages, page, needs ? needs[page] : 0,
                                      left == INT64_MAX ? left : left - sum);
        if (length == 0)
            break;
        sum += length;
    }
    return sum;
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
