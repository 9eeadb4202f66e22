#include "cli/publish_work.h"

/* Redrawn when so many bytes have gone by, not for every block. */
enum { UNIT = 100000 };

void publish_work_begin(struct publish_work *work, int64_t total)
{
    *work = (struct publish_work){.total = total, .name = ""};
    progress_init_bytes(&work->progress, total);
}

void publish_work_name(struct publish_work *work, const char *name)
{
    work->name = name;
    progress_show_bytes(&work->progress, work->done, name);
}

void publish_work_add(struct publish_work *work, int64_t bytes)
{
    int64_t before = work->done / UNIT;
    work->done += bytes;
    if (work->done / UNIT != before)
        progress_show_bytes(&work->progress, work->done, work->name);
}

void publish_work_end(struct publish_work *work)
{
    progress_clear(&work->progress);
}
