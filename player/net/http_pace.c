#include "net/http_pace.h"

#include "base/clock.h"
#include "net/http.h"

void http_pace_init(struct http_pace *pace, int64_t now, unsigned stall_seconds,
                    unsigned total_seconds)
{
    pace->stall_seconds = stall_seconds;
    pace->end = total_seconds ? now + total_seconds * CLOCK_SECOND : INT64_MAX;
    http_pace_ask(pace, now, 0);
}

void http_pace_ask(struct http_pace *pace, int64_t now, unsigned wait_seconds)
{
    pace->count = 0;
    pace->due = now + ((int64_t)wait_seconds + pace->stall_seconds) * CLOCK_SECOND;
}

void http_pace_move(struct http_pace *pace, int64_t now, size_t size)
{
    int64_t portion = (int64_t)HTTP_STALL_RATE * pace->stall_seconds;
    if (size < (size_t)(portion - pace->count))
        pace->count += (int64_t)size;
    else
        http_pace_ask(pace, now, 0);
}

int64_t http_pace_deadline(const struct http_pace *pace)
{
    return pace->due < pace->end ? pace->due : pace->end;
}
