#include "playlist/wording.h"

#include <errno.h>
#include <stdlib.h>

#include "playlist/field.h"
#include "playlist/resolve.h"

/* The member's span in the alert's own bytes; empty where it has none. */
static struct json_span member_of(const struct alert *alert, const char *name)
{
    struct json json;
    struct json_error error;
    struct json_span span = {0};
    if (json_read(alert->json, alert->json_size, &json, &error) < 0)
        return span;
    uint32_t token = json_member(&json, 0, name);
    if (token)
        span = field_span(&json, token);
    json_finish(&json);
    return span;
}

static char *resolve_member(const struct document *document, const struct alert *alert,
                            const char *name, const char *language, const struct site *site)
{
    const struct json_span span = member_of(alert, name);
    return span.text ? text_resolve(document, span.text, span.size, language, site) : NULL;
}

int wording_of_alert(const struct document *document, const struct alert *alert,
                     const char *language, const struct site *site, struct wording *ret)
{
    struct wording wording = {.headline =
                                  resolve_member(document, alert, "headline", language, site)};
    if (!wording.headline)
        return -ENODATA;
    wording.description = resolve_member(document, alert, "description", language, site);
    wording.instruction = resolve_member(document, alert, "instruction", language, site);
    *ret = wording;
    return 0;
}

void wording_finish(struct wording *wording)
{
    free(wording->headline);
    free(wording->description);
    free(wording->instruction);
    *wording = (struct wording){0};
}

/* Which of the document's languages the text has; 0: it is the same in all. */
static uint32_t languages_of(const struct document *document, const char *bytes, size_t size)
{
    struct json json;
    struct json_error error;
    uint32_t languages = 0;
    if (json_read(bytes, size, &json, &error) < 0)
        return 0;
    for (size_t i = 0; json.tokens[0].kind == JSON_OBJECT && i < document->language_count; i++) {
        if (json_member(&json, 0, document->languages[i]))
            languages |= UINT32_C(1) << i;
    }
    json_finish(&json);
    return languages;
}

bool wording_next_language(const struct document *document, const char *json, size_t json_size,
                           const struct site *site, size_t after, size_t *ret_language)
{
    const struct item bearer = {.languages = languages_of(document, json, json_size)};
    return item_next_language(document, &bearer, site, after, ret_language);
}

bool wording_next_alert_language(const struct document *document, const struct alert *alert,
                                 const struct site *site, size_t after, size_t *ret_language)
{
    const struct json_span span = member_of(alert, "headline");
    return span.text &&
           wording_next_language(document, span.text, span.size, site, after, ret_language);
}
