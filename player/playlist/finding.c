#include "playlist/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE_BYTES = 1024 };

static struct finding *findings_grow(struct findings *findings)
{
    if (findings->count == FINDINGS_MAX)
        return NULL;
    if (findings->count == findings->capacity) {
        size_t capacity = findings->capacity ? findings->capacity * 2 : 16;
        struct finding *list = realloc(findings->list, capacity * sizeof *list);
        if (!list)
            return NULL;
        findings->list = list;
        findings->capacity = capacity;
    }
    return &findings->list[findings->count];
}

void findings_add(struct findings *findings, enum severity severity, const char *code,
                  const char *path, const char *hint, const char *format, ...)
{
    if (severity == SEVERITY_ERROR)
        findings->errors++;
    else if (severity == SEVERITY_WARNING)
        findings->warnings++;
    struct finding *finding = findings_grow(findings);
    if (!finding)
        return;
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    finding->message = strdup(message);
    finding->path = strdup(path ? path : "");
    finding->hint = hint ? strdup(hint) : NULL;
    if (!finding->message || !finding->path || (hint && !finding->hint)) {
        free(finding->path);
        free(finding->hint);
        free(finding->message);
        return;
    }
    finding->severity = severity;
    finding->code = code;
    findings->count++;
}

void findings_finish(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        free(findings->list[i].path);
        free(findings->list[i].message);
        free(findings->list[i].hint);
    }
    free(findings->list);
    *findings = (struct findings){0};
}
