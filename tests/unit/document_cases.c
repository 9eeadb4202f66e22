/* Every rule of the document by a case that keeps it or breaks it: tests/cases/document.json. Each
 * is checked by the code and the place of what is found, and by what it leaves out. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static const char *text_of(const cJSON *test, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(test, name));
}

static size_t number_of(const cJSON *test, const char *name, size_t otherwise)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(test, name);
    return number ? (size_t)cJSON_GetNumberValue(number) : otherwise;
}

/* Whether an item is faulty or an asset missing. */
static bool has_left_out(const struct document *document)
{
    for (size_t i = 0; i < document->item_count; i++) {
        if (document->items[i].faulty)
            return true;
    }
    cJSON *root = cJSON_Parse(document->bytes);
    const cJSON *assets = cJSON_GetObjectItemCaseSensitive(root, "assets");
    size_t named = (size_t)cJSON_GetArraySize(assets);
    cJSON_Delete(root);
    return document->asset_count < named;
}

static void check_place(const cJSON *test, const struct finding *finding)
{
    size_t line = number_of(test, "line", 0), column = number_of(test, "column", 0);
    const char *hint = text_of(test, "hint"), *message = text_of(test, "message");
    char place[64];
    if (line > 0) {
        snprintf(place, sizeof place, "line %zu, column %zu:", line, column);
        if (column == 0)
            snprintf(place, sizeof place, "line %zu,", line);
        assert_ptr_equal(strstr(finding->message, place), finding->message);
    }
    if (hint)
        assert_non_null(strstr(finding->hint, hint));
    if (message)
        assert_non_null(strstr(finding->message, message));
    assert_true(strlen(finding->message) > 0);
}

static void check_case(void **state)
{
    const cJSON *test = *state;
    struct findings findings = {0};
    struct document *document = NULL;
    const char *then = text_of(test, "then"), *code = text_of(test, "code");
    bool refused = strcmp(then, "refused") == 0, left_out = strcmp(then, "left-out") == 0;
    char *json = support_compose(test);

    int result = document_parse(json, strlen(json), &findings, &document);
    size_t count = number_of(test, "count", code ? 1 : 0);
    if (findings.errors + findings.warnings != count || (result < 0) != refused)
        support_print(&findings);
    assert_int_equal(result, refused ? -1 : 0);
    assert_int_equal(findings.errors + findings.warnings, count);
    assert_int_equal(findings.errors > 0, refused || left_out);
    if (code) {
        const struct finding *finding = support_find(&findings, code, text_of(test, "at"));
        if (!finding)
            support_print(&findings);
        assert_non_null(finding);
        check_place(test, finding);
    }
    if (!refused)
        assert_int_equal(has_left_out(document), left_out);
    else
        assert_null(document); /* a failed call leaves its outputs alone */
    document_destroy(document);
    findings_finish(&findings);
    free(json);
}

int main(void)
{
    cJSON *cases = support_cases("document.json");
    size_t count = (size_t)cJSON_GetArraySize(cases), used = 0;
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    cJSON *test;
    cJSON_ArrayForEach(test, cases)
    {
        tests[used++] = (struct CMUnitTest){
            .name = text_of(test, "case"), .test_func = check_case, .initial_state = test};
    }
    int failed = _cmocka_run_group_tests("document", tests, used, NULL, NULL);
    free(tests);
    cJSON_Delete(cases);
    return failed;
}
