#include "cli/preview_plan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/resolve.h"

void preview_plan_set(const char **field, const char *text)
{
    free((char *)(uintptr_t)*field);
    *field = text ? strdup(text) : NULL;
}

/* "21/11/2026", as dates are written in Vietnam. */
static const char *print_date(const struct zone *zone, int64_t instant, char out[32])
{
    struct zone_time local = zone_local(zone, instant);
    snprintf(out, 32, "%02d/%02d/%04d", local.day, local.month, local.year);
    return out;
}

/* Why the item is not drawn, in `reason`; false where it is. */
static bool is_absent(const struct preview_plan *plan, const struct item *item, char *reason,
                      size_t size)
{
    struct resolution resolution = {0};
    bool asked_for = plan->only_item != NULL;
    char date[32];
    int64_t basis_end = item->basis_until == TIME_ALWAYS_AFTER
                            ? TIME_ALWAYS_AFTER
                            : zone_instant(plan->zone, item->basis_until + 1, 0);
    if (item->faulty)
        snprintf(reason, size, "%s", _("it has an error; \"bangtin check\" names it"));
    else if (item->hidden && !asked_for)
        snprintf(reason, size, "%s", _("hidden"));
    else if (!site_matches(plan->site, &item->sites) && !asked_for)
        snprintf(reason, size, "%s", _("meant for other offices"));
    else if (item->valid_until <= plan->now && !asked_for)
        snprintf(reason, size, _("ended on %s"), print_date(plan->zone, item->valid_until, date));
    else if (basis_end <= plan->now && !asked_for)
        snprintf(reason, size, _("its legal basis held until %s"),
                 print_date(plan->zone, basis_end - 1, date));
    else if (plan->at && !asked_for && preview_at_absence(plan->at, item))
        snprintf(reason, size, "%s", preview_at_absence(plan->at, item));
    else if (item_resolve(plan->document, item, NULL, plan->site, &resolution) == -ENODATA)
        snprintf(reason, size, _("{site.%s} has no value for this office"), resolution.missing);
    else
        reason[0] = '\0';
    resolution_finish(&resolution);
    return reason[0] != '\0';
}

static uint32_t languages_of(const struct preview_plan *plan, const struct item *item)
{
    uint32_t languages = item_languages(plan->document, item, plan->site);
    for (size_t i = 0; plan->only_language && i < plan->document->language_count; i++) {
        bool is_it = strcmp(plan->document->languages[i], plan->only_language) == 0;
        /* Asked for, a language is drawn also where the office does not show it. */
        if (is_it)
            return item->languages == 0 ? languages : item->languages & (UINT32_C(1) << i);
    }
    return languages;
}

static int add_absent(struct preview_plan *plan, const struct item *item, unsigned number,
                      const char *reason)
{
    char *copy = strdup(reason);
    if (!copy)
        return -ENOMEM;
    plan->absent[plan->absent_count++] = (struct sheet_absent){item, number, copy};
    return 0;
}

static int add_picture(struct preview_plan *plan, const struct job_screen *size,
                       const struct item *item, unsigned number, const char *language)
{
    bool tells_language = plan->document->language_count > 1;
    char *file, note[96] = "", date[32];
    if (asprintf(&file, "%" PRIu32 "x%" PRIu32 "/%03u-%s%s%s.png", size->width, size->height,
                 number, item->id, tells_language ? "-" : "", tells_language ? language : "") < 0)
        return -ENOMEM;
    if (item->valid_from > plan->now)
        snprintf(note, sizeof note, _("not before %s"),
                 print_date(plan->zone, item->valid_from, date));
    struct sheet_entry *entry = &plan->entries[plan->count];
    *entry = (struct sheet_entry){.item = item,
                                  .number = number,
                                  .page_count = 1,
                                  .pages = {{.file = file}},
                                  .language = tells_language ? language : NULL};
    if (*note)
        preview_plan_set(&entry->note, note);
    plan->tasks[plan->count++] = (struct drawer_task){
        .item = item, .language = language, .site = plan->site, .screen = *size};
    return 0;
}

static int add_item(struct preview_plan *plan, const struct job_screen *size,
                    const struct item *item, unsigned number)
{
    char reason[256];
    if (is_absent(plan, item, reason, sizeof reason))
        return size == plan->sizes ? add_absent(plan, item, number, reason) : 0;
    uint32_t languages = languages_of(plan, item);
    int result = 0;
    for (size_t i = 0; result == 0 && i < plan->document->language_count; i++) {
        if (languages >> i & 1)
            result = add_picture(plan, size, item, number, plan->document->languages[i]);
    }
    return result;
}

int preview_plan_make(struct preview_plan *plan)
{
    const struct document *document = plan->document;
    size_t most = document->item_count * document->language_count;
    plan->tasks = calloc(most * plan->size_count + 1, sizeof *plan->tasks);
    plan->entries = calloc(most * plan->size_count + 1, sizeof *plan->entries);
    plan->absent = calloc(document->item_count + 1, sizeof *plan->absent);
    if (!plan->tasks || !plan->entries || !plan->absent)
        return -ENOMEM;
    int result = 0;
    for (size_t s = 0; s < plan->size_count; s++) {
        for (size_t i = 0; result == 0 && i < document->item_count; i++) {
            const struct item *item = &document->items[i];
            if (!plan->only_item || strcmp(item->id, plan->only_item) == 0)
                result = add_item(plan, &plan->sizes[s], item, (unsigned)i + 1);
        }
    }
    return result;
}

/* Names the files of all pages after that of the one there was: "001-a.png" gives "001-a-1.png" …
 */
static int name_pages(struct sheet_entry *entry)
{
    const char *whole = entry->pages[0].file;
    int stem = (int)(strlen(whole) - strlen(".png"));
    for (unsigned page = entry->page_count; page-- > 0;) {
        char *file;
        if (asprintf(&file, "%.*s-%u.png", stem, whole, page + 1) < 0)
            return -ENOMEM;
        if (page == 0)
            preview_plan_set(&entry->pages[0].file, NULL);
        entry->pages[page].file = file;
    }
    return 0;
}

int preview_plan_add_pages(struct preview_plan *plan)
{
    size_t most = 1;
    for (size_t i = 0; i < plan->count; i++)
        most += plan->entries[i].page_count - 1;
    plan->page_tasks = calloc(most, sizeof *plan->page_tasks);
    plan->page_entries = calloc(most, sizeof *plan->page_entries);
    if (!plan->page_tasks || !plan->page_entries)
        return -ENOMEM;
    for (size_t i = 0; i < plan->count; i++) {
        struct sheet_entry *entry = &plan->entries[i];
        if (!entry->pages[0].file)
            entry->page_count = 1;
        if (entry->page_count == 1)
            continue;
        if (name_pages(entry) < 0)
            return -ENOMEM;
        for (unsigned page = 1; page < entry->page_count; page++) {
            struct drawer_task *task = &plan->page_tasks[plan->page_count];
            *task = plan->tasks[i];
            task->screen.page = page;
            plan->page_entries[plan->page_count++] = i;
        }
    }
    return 0;
}

void preview_plan_whole_name(const struct sheet_entry *entry, char *out, size_t size)
{
    const char *file = entry->pages[0].file;
    snprintf(out, size, "%.*s.png", (int)(strlen(file) - strlen("-1.png")), file);
}

void preview_plan_finish(struct preview_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        for (size_t page = 0; page < JOB_PAGES_MAX; page++) {
            preview_plan_set(&plan->entries[i].pages[page].file, NULL);
            preview_plan_set(&plan->entries[i].pages[page].alt, NULL);
        }
        preview_plan_set(&plan->entries[i].note, NULL);
    }
    for (size_t i = 0; i < plan->absent_count; i++)
        preview_plan_set(&plan->absent[i].reason, NULL);
    free(plan->tasks);
    free(plan->page_tasks);
    free(plan->page_entries);
    free(plan->entries);
    free(plan->absent);
}
