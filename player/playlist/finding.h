/* What is wrong with a document, as its author needs it: a list with paths, codes and remedies. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* A note tells, asks for nothing, and fails nothing, also where warnings do. */
enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

struct finding {
    char *path; /* JSON pointer into the document ("/playlists/0/items/3/url"), or a file's name */
    enum severity severity;
    const char *code; /* stable, for machines: "wrong-type"; static */
    char *message;    /* translated: what is wrong */
    char *hint;       /* translated: what to do; may be NULL */
};

/* A list of findings. All zeroes is empty. It keeps the first FINDINGS_MAX and counts the rest: a
 * hostile document must not grow it without end. */
struct findings {
    struct finding *list;
    size_t count, capacity;
    size_t errors, warnings; /* also of those not kept */
};

enum { FINDINGS_MAX = 1000 };

/* Adds one. `path` and `hint` (may be NULL) are copied. Without memory only the count grows. */
void findings_add(struct findings *findings, enum severity severity, const char *code,
                  const char *path, const char *hint, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Frees what the list holds and empties it. */
void findings_finish(struct findings *findings);
