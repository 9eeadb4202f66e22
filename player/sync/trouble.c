#include "sync/trouble.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"

/* A message that was cut short, or that quotes a server, is still text. */
static void make_text(char *text)
{
    size_t size = strlen(text);
    for (size_t at = utf8_check(text, size); at < size; at = utf8_check(text, size))
        text[at] = '?';
}

void trouble_set(struct trouble *trouble, const char *name, enum exit_status status,
                 const char *code, const char *format, ...)
{
    struct trouble fresh = {.since = clock_wall(), .count = 1, .status = status};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fresh.message, sizeof fresh.message, format, arguments);
    va_end(arguments);
    make_text(fresh.message);
    snprintf(fresh.code, sizeof fresh.code, "%s", code);
    if (strcmp(fresh.code, trouble->code) == 0) {
        fresh.since = trouble->since;
        fresh.count = trouble->count + 1;
    }
    if (fresh.count == 1 || strcmp(fresh.message, trouble->message) != 0)
        log_warning("%s: %s: %s; what plays goes on", name, fresh.code, fresh.message);
    *trouble = fresh;
}

void trouble_clear(struct trouble *trouble, const char *name)
{
    if (trouble_is(trouble))
        log_info("%s: %s is over after %u tries", name, trouble->code, trouble->count);
    *trouble = (struct trouble){0};
}

bool trouble_is(const struct trouble *trouble)
{
    return trouble->code[0] != '\0';
}
