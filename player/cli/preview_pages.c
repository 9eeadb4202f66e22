#include "cli/preview_pages.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/mirror.h"

static int print_sheet(FILE *out, const struct preview_plan *plan)
{
    struct sheet_size sizes[PREVIEW_SIZES_MAX];
    size_t a_size = plan->count / plan->size_count;
    for (size_t i = 0; i < plan->size_count; i++)
        sizes[i] = (struct sheet_size){plan->sizes[i].width, plan->sizes[i].height,
                                       plan->entries + i * a_size, a_size};
    const struct sheet sheet = {plan->document, plan->site,       plan->zone,   plan->now,
                                sizes,          plan->size_count, plan->absent, plan->absent_count};
    sheet_write(out, &sheet);
    return 0;
}

/* Only what the loop says now: the page may go to a website as it is. */
static int print_mirror(FILE *out, const struct preview_plan *plan)
{
    size_t a_size = plan->count / plan->size_count;
    struct mirror_entry *entries = calloc(a_size + 1, sizeof *entries);
    struct mirror mirror = {plan->document, plan->site, plan->now, entries, 0, plan->at};
    if (!entries)
        return -ENOMEM;
    for (size_t i = 0; i < a_size; i++) {
        const struct sheet_entry *entry = &plan->entries[i];
        bool is_begun = entry->item->valid_from <= plan->now || plan->only_item;
        if (entry->pages[0].file && is_begun)
            entries[mirror.count++] = (struct mirror_entry){entry->item, plan->tasks[i].language};
    }
    mirror_write(out, &mirror);
    free(entries);
    return 0;
}

static int write_page(const struct preview_plan *plan, const char *path, const char *name,
                      int (*print)(FILE *, const struct preview_plan *))
{
    char *text = NULL, file[PATH_MAX];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return -ENOMEM;
    int result = print(out, plan);
    if (fclose(out) != 0 && result == 0)
        result = -ENOMEM;
    int length = snprintf(file, sizeof file, "%s/%s", path, name);
    if (result == 0)
        result = (size_t)length < sizeof file ? file_replace(file, text, size) : -ENAMETOOLONG;
    free(text);
    return result;
}

int preview_pages_write(const struct preview_plan *plan, const char *path)
{
    int result = write_page(plan, path, "index.html", print_sheet);
    return result == 0 ? write_page(plan, path, "mirror.html", print_mirror) : result;
}
