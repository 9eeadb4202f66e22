/* Draws every item of a folder and tells what came of each: draw FOLDER MILLISECONDS. The worker is
 * the one beside this program. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/drawer.h"
#include "ipc/folder.h"

static const char *const states[] = {
    [DRAWING_DONE] = "done",         [DRAWING_REFUSED] = "refused", [DRAWING_VARIABLE] = "variable",
    [DRAWING_FILE] = "file",         [DRAWING_DIED] = "died",       [DRAWING_LATE] = "late",
    [DRAWING_REPEATED] = "repeated",
};

static void tell(void *context, size_t index, const struct drawing *drawing)
{
    const struct drawer_task *tasks = context;
    printf("%s %s\n", tasks[index].item->id, states[drawing->state]);
}

int main(int argc, char **argv)
{
    struct folder folder = FOLDER_NONE;
    struct findings findings = {0};
    struct document *document;
    if (argc != 3 || folder_open(argv[1], &folder) < 0 ||
        document_parse(folder.bytes, folder.size, &findings, &document) < 0)
        return 2;
    struct site *site = site_effective(document, NULL, NULL);
    struct drawer_task *tasks = calloc(document->item_count, sizeof *tasks);
    if (!site || !tasks)
        return 2;
    for (size_t i = 0; i < document->item_count; i++)
        tasks[i] = (struct drawer_task){.item = &document->items[i],
                                        .language = document->languages[0],
                                        .site = site,
                                        .screen = {.width = 64, .height = 36}};
    const struct drawer_run run = {.document = document,
                                   .directory = folder.directory,
                                   .tasks = tasks,
                                   .count = document->item_count,
                                   .limit = strtol(argv[2], NULL, 10) * 1000,
                                   .skips_repeated = true,
                                   .done = tell,
                                   .context = tasks};
    printf("result %d\n", drawer_run(&run));
    free(tasks);
    site_destroy(site);
    document_destroy(document);
    findings_finish(&findings);
    folder_finish(&folder);
    return 0;
}
