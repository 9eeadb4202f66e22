#include "cli/publish_work.h"

#include <stdio.h>

/* Redrawn when so many bytes have gone by, not for every block. */
enum { UNIT = 100000 };

static void show(struct publish_work *work)
{
    char words[256];
    snprintf(words, sizeof words, "%s %s", work->step, work->name);
    progress_show_bytes(&work->progress, work->done, words);
}

void publish_work_begin(struct publish_work *work, const char *step, int64_t total)
{
    *work = (struct publish_work){.total = total, .step = step, .name = ""};
    progress_init_bytes(&work->progress, total);
}

void publish_work_name(struct publish_work *work, const char *name)
{
    work->name = name;
    show(work);
}

void publish_work_add(struct publish_work *work, int64_t bytes)
{
    int64_t before = work->done / UNIT;
    work->done += bytes;
    if (work->done / UNIT != before)
        show(work);
}

void publish_work_end(struct publish_work *work)
{
    progress_clear(&work->progress);
}
