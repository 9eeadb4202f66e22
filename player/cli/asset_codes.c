#include "cli/asset_codes.h"

#include <errno.h>
#include <stdlib.h>

#include "cli/drawer.h"

enum {
    SIDE_MOST = 4096,   /* px: what is printed has hardly more that matters */
    DRAWING_SIDE = 1920 /* of what has no size of its own */
};

struct search {
    const struct document *document;
    struct drawer_task *tasks;
    struct barcodes *list;
    int error;
};

static struct job_screen screen_of(const struct asset_size *size)
{
    uint32_t longer = size->width > size->height ? size->width : size->height;
    if (longer == 0)
        return (struct job_screen){.width = DRAWING_SIDE, .height = DRAWING_SIDE};
    double scale = longer > SIDE_MOST ? (double)SIDE_MOST / longer : 1;
    double width = size->width * scale, height = size->height * scale;
    return (struct job_screen){.width = width >= 1 ? (uint32_t)width : 1,
                               .height = height >= 1 ? (uint32_t)height : 1};
}

static void picture_done(void *context, size_t index, const struct drawing *drawing)
{
    struct search *search = context;
    size_t asset = (size_t)(search->tasks[index].asset - search->document->assets);
    if (drawing->state != DRAWING_DONE)
        return; /* it was decoded a moment ago, small: it has been said where not */
    int result = barcode_search(&drawing->pixels, &search->list[asset]);
    if (result < 0)
        search->error = result;
}

static size_t collect(const struct document *document, const struct asset_size *sizes,
                      struct drawer_task *tasks)
{
    size_t count = 0;
    for (size_t i = 0; i < document->asset_count; i++) {
        if (!sizes[i].is_broken)
            tasks[count++] =
                (struct drawer_task){.asset = &document->assets[i], .screen = screen_of(&sizes[i])};
    }
    return count;
}

int asset_codes_find(const struct document *document, int directory, const struct asset_size *sizes,
                     struct asset_codes *ret)
{
    struct search search = {.document = document};
    int result = -ENOMEM;
    search.list = calloc(document->asset_count + 1, sizeof *search.list);
    search.tasks = calloc(document->asset_count + 1, sizeof *search.tasks);
    if (search.list && search.tasks) {
        const struct drawer_run run = {.document = document,
                                       .directory = directory,
                                       .tasks = search.tasks,
                                       .count = collect(document, sizes, search.tasks),
                                       .done = picture_done,
                                       .context = &search};
        result = run.count > 0 ? drawer_run(&run) : 0;
    }
    free(search.tasks);
    struct asset_codes codes = {search.list, search.list ? document->asset_count : 0};
    if (result == 0)
        result = search.error;
    if (result < 0)
        asset_codes_finish(&codes);
    else
        *ret = codes;
    return result;
}

void asset_codes_finish(struct asset_codes *codes)
{
    for (size_t i = 0; i < codes->count; i++)
        barcodes_finish(&codes->list[i]);
    free(codes->list);
    *codes = (struct asset_codes){0};
}
