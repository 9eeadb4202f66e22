#include "cli/remarks.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REMARKS_MAX = 32 }; /* of one item */

struct remark {
    struct remark *next;
    const char *code;
    enum severity severity;
    double gravity;
    char *key, *path, *hint, *message;
};

int remarks_init(struct remarks *remarks, const struct document *document)
{
    struct remark **heads = calloc(document->item_count + 1, sizeof *heads);
    if (!heads)
        return -ENOMEM;
    *remarks = (struct remarks){.document = document, .heads = heads};
    return 0;
}

static void empty(struct remark *remark)
{
    free(remark->key);
    free(remark->path);
    free(remark->hint);
    free(remark->message);
}

void remarks_finish(struct remarks *remarks)
{
    for (size_t i = 0; remarks->heads && i <= remarks->document->item_count; i++) {
        while (remarks->heads[i]) {
            struct remark *remark = remarks->heads[i];
            remarks->heads[i] = remark->next;
            empty(remark);
            free(remark);
        }
    }
    free(remarks->heads);
    *remarks = (struct remarks){0};
}

static struct remark **head_of(const struct remarks *remarks, const struct item *item)
{
    const struct document *document = remarks->document;
    return &remarks->heads[item ? (size_t)(item - document->items) : document->item_count];
}

static bool is_graver(const struct remark *a, const struct remark *b)
{
    return a->severity != b->severity ? a->severity < b->severity : a->gravity > b->gravity;
}

/* Puts it behind the others, or in the place of a lesser one. Takes over what it holds. */
static void keep(struct remark **head, struct remark *fresh)
{
    size_t count = 0;
    for (; *head; head = &(*head)->next, count++) {
        struct remark *there = *head;
        if (strcmp(there->code, fresh->code) != 0 || strcmp(there->key, fresh->key) != 0)
            continue;
        if (is_graver(fresh, there)) {
            struct remark old = *there;
            *there = *fresh;
            there->next = old.next;
            *fresh = old;
        }
        empty(fresh);
        return;
    }
    struct remark *copy = count < REMARKS_MAX ? malloc(sizeof *copy) : NULL;
    if (!copy) {
        empty(fresh);
        return;
    }
    *copy = *fresh;
    copy->next = NULL;
    *head = copy;
}

void remarks_add(struct remarks *remarks, const struct remark_about *about, const char *format, ...)
{
    struct remark fresh = {.code = about->code,
                           .severity = about->severity,
                           .gravity = about->gravity,
                           .key = strdup(about->key ? about->key : ""),
                           .path = strdup(about->path),
                           .hint = about->hint ? strdup(about->hint) : NULL};
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&fresh.message, format, arguments) < 0)
        fresh.message = NULL;
    va_end(arguments);
    if (fresh.key && fresh.path && fresh.message && (fresh.hint || !about->hint))
        keep(head_of(remarks, about->item), &fresh);
    else
        empty(&fresh);
}

bool remarks_have(const struct remarks *remarks, const struct item *item, const char *code)
{
    for (const struct remark *remark = *head_of(remarks, item); remark; remark = remark->next) {
        if (strcmp(remark->code, code) == 0)
            return true;
    }
    return false;
}

void remarks_tell(const struct remarks *remarks, struct findings *findings)
{
    for (size_t i = 0; i <= remarks->document->item_count; i++) {
        for (const struct remark *remark = remarks->heads[i]; remark; remark = remark->next)
            findings_add(findings, remark->severity, remark->code, remark->path, remark->hint, "%s",
                         remark->message);
    }
}
