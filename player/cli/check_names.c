/* Offices and tags that `sites` names and the document does not know: a slip of the fingers shows a
 * slide nowhere, in silence. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/check.h"
#include "playlist/near.h"

enum { KNOWN_MAX = 4096, LISTED_BYTES = 240, TAG_BYTES = LIMIT_ID_BYTES + 8, LOOKUPS_MAX = 200 };

struct names {
    char (*text)[TAG_BYTES];
    const char **list; /* the same, for near_name */
    size_t count;
    unsigned lookups; /* a hostile document gets few */
};

static bool is_known(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->list[i], name) == 0)
            return true;
    }
    return false;
}

static void add_name(struct names *names, const char *prefix, const char *name)
{
    if (!name || names->count == KNOWN_MAX)
        return;
    char *text = names->text[names->count];
    snprintf(text, TAG_BYTES, "%s%s", prefix, name);
    if (is_known(names, text))
        return; /* a tag of several offices */
    names->list[names->count++] = text;
}

static void add_site(struct names *names, const struct site *site)
{
    if (!site)
        return;
    add_name(names, "", site->id);
    for (size_t i = 0; i < site->tag_count; i++)
        add_name(names, "tag:", site->tags[i]);
}

/* What is common to all offices is none. */
static bool is_common(const struct site_entry *entry)
{
    return strcmp(entry->id, "default") == 0;
}

static void collect(const struct check *check, struct names *names)
{
    const struct document *document = check->document;
    for (size_t i = 0; i < document->site_count; i++) {
        if (is_common(&document->sites[i]))
            continue;
        struct site *site = site_effective(document, NULL, document->sites[i].id);
        add_site(names, site);
        site_destroy(site);
    }
    add_site(names, check->device);
}

/* The tag that was written like an office, or the office like a tag; NULL: it is neither. */
static const char *find_turned(const struct names *names, const char *name, char out[TAG_BYTES + 8])
{
    static const char tag[] = "tag:";
    bool is_tag = strncmp(name, tag, sizeof tag - 1) == 0;
    snprintf(out, TAG_BYTES + 8, "%s%s", is_tag ? "" : tag, is_tag ? name + sizeof tag - 1 : name);
    return is_known(names, out) ? out : NULL;
}

/* Returns whether it was a slip. */
static bool look_at_name(struct check *check, struct names *names, const char *path,
                         const char *name)
{
    char hint[TAG_BYTES + 64], turned[TAG_BYTES + 8];
    if (names->lookups == LOOKUPS_MAX)
        return false;
    names->lookups++;
    const char *near = find_turned(names, name, turned);
    if (!near)
        near = near_name(name, strlen(name), names->list, names->count);
    if (!near)
        return false;
    snprintf(hint, sizeof hint, _("did you mean \"%s\"?"), near);
    findings_add(&check->findings, SEVERITY_WARNING, "unknown-site", path, hint,
                 _("no office of this document is called \"%s\""), name);
    return true;
}

static void say_nowhere(struct check *check, const struct names *names, const char *path)
{
    char list[LISTED_BYTES] = "";
    size_t used = 0, i = 0;
    for (; i < names->count && used + TAG_BYTES + 8 < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "",
                                 names->list[i]);
    if (i < names->count)
        snprintf(list + used, sizeof list - used, ", …");
    findings_add(&check->findings, SEVERITY_NOTE, "shown-nowhere", path, NULL,
                 _("this is shown at none of the offices of this document (%s), only where a "
                   "machine's own settings name it"),
                 list);
}

/* `path` is that of what has the list. */
static void look_at_list(struct check *check, struct names *names, const struct name_list *sites,
                         const char *path)
{
    char where[256];
    bool is_shown = sites->count == 0;
    for (size_t i = 0; i < sites->count; i++) {
        snprintf(where, sizeof where, "%s/sites/%zu", path, i);
        is_shown |=
            is_known(names, sites->names[i]) || look_at_name(check, names, where, sites->names[i]);
    }
    snprintf(where, sizeof where, "%s/sites", path);
    if (!is_shown)
        say_nowhere(check, names, where);
}

static void look_at_lists(struct check *check, struct names *names)
{
    const struct document *document = check->document;
    char path[160];
    for (size_t i = 0; i < document->item_count; i++) {
        if (document->items[i].hidden || document->items[i].faulty)
            continue;
        item_path(&document->items[i], path, sizeof path);
        look_at_list(check, names, &document->items[i].sites, path);
    }
    for (size_t i = 0; i < document->schedule_count; i++) {
        snprintf(path, sizeof path, "/schedule/%zu", i);
        look_at_list(check, names, &document->schedule[i].sites, path);
    }
    for (size_t i = 0; i < document->ticker_count; i++) {
        snprintf(path, sizeof path, "/ticker/%zu", i);
        look_at_list(check, names, &document->ticker[i].sites, path);
    }
    for (size_t i = 0; i < document->alert_count; i++) {
        snprintf(path, sizeof path, "/alerts/%zu", i);
        look_at_list(check, names, &document->alerts[i].sites, path);
    }
}

void check_names(struct check *check)
{
    const struct document *document = check->document;
    bool has_offices = false;
    for (size_t i = 0; i < document->site_count; i++)
        has_offices |= !is_common(&document->sites[i]);
    if (!has_offices)
        return; /* each machine has settings of its own: any name may be right */
    struct names names = {.text = calloc(KNOWN_MAX, sizeof *names.text),
                          .list = calloc(KNOWN_MAX, sizeof *names.list)};
    if (names.text && names.list) {
        collect(check, &names);
        look_at_lists(check, &names);
    }
    free(names.text);
    free(names.list);
}
