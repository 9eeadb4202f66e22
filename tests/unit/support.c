#include "support.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "playlist/moment.h"

#define STANDARD_DOCUMENT                                                                          \
    "{'formatVersion':1,'feedId':'f','sequence':1,'generated':'2026-01-01T00:00:00Z',"             \
    "'timeZone':'Asia/Ho_Chi_Minh','languages':['vi','en'],"                                       \
    "'assets':{'poster':{'href':'media/poster.jpg'}},"                                             \
    "'dayparts':{'gio':{'windows':[{'start':'07:00','end':'17:00'}]}},"                            \
    "'sites':{'default':{},'s':{'tags':['t']}},'playlists':[{'id':'main','items':[]}]}"
#define STANDARD_ITEM "{'id':'a','type':'slogan','text':'A'}"

const struct finding *support_find(const struct findings *findings, const char *code,
                                   const char *path)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->list[i].code, code) == 0 && strcmp(findings->list[i].path, path) == 0)
            return &findings->list[i];
    }
    return NULL;
}

void support_print(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        print_error("  %s %s: %s (%s)\n", finding->code, finding->path, finding->message,
                    finding->hint ? finding->hint : "");
    }
}

char *support_quote(const char *json)
{
    char *quoted = strdup(json);
    assert_non_null(quoted);
    for (char *at = quoted; (at = strchr(at, '\'')); at++)
        *at = '"';
    return quoted;
}

struct document *support_document(const char *json)
{
    char *text = support_quote(json);
    struct findings findings = {0};
    struct document *document = NULL;
    int result = document_parse(text, strlen(text), &findings, &document);
    support_print(&findings);
    assert_int_equal(result, 0);
    assert_int_equal(findings.count, 0);
    findings_finish(&findings);
    free(text);
    return document;
}

char *support_read(const char *name, size_t *size)
{
    char path[512], *data;
    snprintf(path, sizeof path, "%s/%s", TEST_ROOT, name);
    assert_int_equal(file_read(path, 64 << 20, &data, size), 0);
    return data;
}

struct cJSON *support_cases(const char *name)
{
    char path[256];
    size_t size;
    snprintf(path, sizeof path, "tests/cases/%s", name);
    char *data = support_read(path, &size);
    cJSON *cases = cJSON_ParseWithLength(data, size);
    assert_true(cJSON_IsArray(cases));
    free(data);
    return cases;
}

static cJSON *parse_quoted(const char *json)
{
    char *text = support_quote(json);
    cJSON *value = cJSON_Parse(text);
    assert_non_null(value);
    free(text);
    return value;
}

/* Puts each member of `changes` into `object`, in place of one of the same name. */
static void merge(cJSON *object, const cJSON *changes)
{
    const cJSON *change;
    cJSON_ArrayForEach(change, changes)
    {
        cJSON_DeleteItemFromObjectCaseSensitive(object, change->string);
        cJSON_AddItemToObject(object, change->string, cJSON_Duplicate(change, 1));
    }
}

char *support_compose(const struct cJSON *test)
{
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(test, "text");
    const cJSON *whole = cJSON_GetObjectItemCaseSensitive(test, "document");
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(test, "item");
    if (text)
        return strdup(cJSON_GetStringValue(text));
    if (whole)
        return cJSON_PrintUnformatted(whole);
    cJSON *document = parse_quoted(STANDARD_DOCUMENT);
    cJSON *standard = item ? cJSON_Duplicate(item, 1) : parse_quoted(STANDARD_ITEM);
    merge(standard, cJSON_GetObjectItemCaseSensitive(test, "with"));
    cJSON *playlist =
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(document, "playlists"), 0);
    cJSON_AddItemToArray(cJSON_GetObjectItemCaseSensitive(playlist, "items"), standard);
    merge(document, cJSON_GetObjectItemCaseSensitive(test, "top"));
    char *json = cJSON_PrintUnformatted(document);
    cJSON_Delete(document);
    return json;
}

int64_t support_instant(const char *text)
{
    int64_t instant = 0;
    assert_true(moment_parse_instant(text, strlen(text), &instant));
    return instant;
}
