#include "cli/listing.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

static const char *const severity_names[] = {"error", "warning", "note"};
static const char *const severity_words[] = {"", N_("warning: "), N_("note: ")};
static const char *const severity_colours[] = {"\033[31m", "\033[33m", "\033[36m"};

/* "DIR/" of the document, for files that lie beside it. */
static int directory_size(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (int)(slash - path) + 1 : 0;
}

/* The id of the item that the pointer leads into; NULL where it leads elsewhere, or where the item
 * has no id of its own. */
static const char *item_at(const struct document *document, const char *place)
{
    unsigned playlist, index;
    int end = 0;
    if (!document || sscanf(place, "/playlists/%u/items/%u%n", &playlist, &index, &end) != 2 ||
        (place[end] != '\0' && place[end] != '/'))
        return NULL;
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        if (item->playlist == playlist && item->index == index)
            return item->id[0] == '#' ? NULL : item->id;
    }
    return NULL;
}

static void print_place(FILE *out, const char *path, const char *place, const char *id)
{
    if (place[0] == '\0')
        fprintf(out, "%s: ", path);
    else if (place[0] == '/' && id)
        fprintf(out, "%s: %s (\"%s\"): ", path, place, id);
    else if (place[0] == '/')
        fprintf(out, "%s: %s: ", path, place);
    else
        fprintf(out, "%.*s%s: ", directory_size(path), path, place);
}

static void print_finding(FILE *out, const char *path, const struct document *document,
                          const struct finding *finding, bool colours)
{
    const char *word = severity_words[finding->severity];
    if (colours)
        fputs("\033[1m", out);
    print_place(out, path, finding->path, item_at(document, finding->path));
    if (colours)
        fprintf(out, "\033[0m%s", severity_colours[finding->severity]);
    fputs(*word ? _(word) : "", out);
    fputs(finding->message, out);
    if (colours)
        fputs("\033[0m", out);
    if (finding->hint)
        fprintf(out, "; %s", finding->hint);
    fputc('\n', out);
}

void listing_print(FILE *out, const char *path, const struct document *document,
                   const struct findings *findings, bool colours)
{
    for (size_t i = 0; i < findings->count; i++)
        print_finding(out, path, document, &findings->list[i], colours);
    size_t kept[3] = {0};
    for (size_t i = 0; i < findings->count; i++)
        kept[findings->list[i].severity]++;
    size_t more =
        findings->errors - kept[SEVERITY_ERROR] + findings->warnings - kept[SEVERITY_WARNING];
    if (more > 0)
        fprintf(out, ngettext("%s: and %zu more\n", "%s: and %zu more\n", more), path, more);
}

void listing_print_sum(FILE *out, const char *what, const struct findings *findings, bool colours)
{
    const char *colour = !colours                 ? ""
                         : findings->errors > 0   ? severity_colours[SEVERITY_ERROR]
                         : findings->warnings > 0 ? severity_colours[SEVERITY_WARNING]
                                                  : "\033[32m";
    fprintf(out, "%s%s: ", colour, what);
    if (findings->errors > 0)
        fprintf(out, ngettext("%zu error", "%zu errors", findings->errors), findings->errors);
    if (findings->errors > 0 && findings->warnings > 0)
        fputs(", ", out);
    if (findings->warnings > 0)
        fprintf(out, ngettext("%zu warning", "%zu warnings", findings->warnings),
                findings->warnings);
    if (findings->errors == 0 && findings->warnings == 0)
        fputs(_("nothing wrong"), out);
    fprintf(out, "%s\n", colours ? "\033[0m" : "");
}

static cJSON *finding_json(const struct finding *finding)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = object && cJSON_AddStringToObject(object, "path", finding->path) &&
              cJSON_AddStringToObject(object, "severity", severity_names[finding->severity]) &&
              cJSON_AddStringToObject(object, "code", finding->code) &&
              cJSON_AddStringToObject(object, "message", finding->message) &&
              (finding->hint ? cJSON_AddStringToObject(object, "hint", finding->hint)
                             : cJSON_AddNullToObject(object, "hint"));
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

cJSON *listing_json(const struct findings *findings)
{
    cJSON *list = cJSON_CreateArray();
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < findings->count; i++)
        ok = cJSON_AddItemToArray(list, finding_json(&findings->list[i]));
    if (ok)
        return list;
    cJSON_Delete(list);
    return NULL;
}

int listing_print_json(FILE *out, const struct findings *findings)
{
    cJSON *root = cJSON_CreateObject(), *list = listing_json(findings);
    bool ok = root && list && cJSON_AddNumberToObject(root, "errors", (double)findings->errors) &&
              cJSON_AddNumberToObject(root, "warnings", (double)findings->warnings) &&
              cJSON_AddItemToObject(root, "findings", list);
    if (ok)
        list = NULL; /* the root's now */
    char *text = ok ? cJSON_Print(root) : NULL;
    if (text)
        fprintf(out, "%s\n", text);
    cJSON_free(text);
    cJSON_Delete(list);
    cJSON_Delete(root);
    return text ? 0 : -1;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int compare_places(const char *a, const char *b)
{
    while (*a && *b) {
        if (is_digit(*a) && is_digit(*b)) {
            char *a_end, *b_end;
            unsigned long left = strtoul(a, &a_end, 10), right = strtoul(b, &b_end, 10);
            if (left != right)
                return left < right ? -1 : 1;
            a = a_end;
            b = b_end;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return (*a != '\0') - (*b != '\0');
}

static bool comes_after(const struct finding *a, const struct finding *b)
{
    int order = compare_places(a->path, b->path);
    return order > 0 || (order == 0 && a->severity > b->severity);
}

void listing_sort(struct findings *findings)
{
    /* By insertion: there are FINDINGS_MAX at most, and most are in order already. */
    for (size_t i = 1; i < findings->count; i++) {
        struct finding finding = findings->list[i];
        size_t at = i;
        for (; at > 0 && comes_after(&findings->list[at - 1], &finding); at--)
            findings->list[at] = findings->list[at - 1];
        findings->list[at] = finding;
    }
}

void listing_merge(struct findings *to, struct findings *from, const char *prefix)
{
    size_t errors = to->errors + from->errors, warnings = to->warnings + from->warnings;
    for (size_t i = 0; i < from->count; i++) {
        const struct finding *finding = &from->list[i];
        char *path = NULL;
        if (prefix &&
            asprintf(&path, "%s%s%s", prefix, *finding->path ? "#" : "", finding->path) < 0)
            path = NULL;
        findings_add(to, finding->severity, finding->code, path ? path : finding->path,
                     finding->hint, "%s", finding->message);
        free(path);
    }
    /* Those that `from` did not keep count too. */
    to->errors = errors;
    to->warnings = warnings;
    findings_finish(from);
}
