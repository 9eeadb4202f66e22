/* Every allocation of `playlist` made to fail, once and for ever: nothing crashes, nothing leaks,
 * a call that fails leaves its outputs alone, and what succeeds is whole. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/choice.h"
#include "playlist/resolve.h"
#include "support.h"
#include "torture.h"

static const char DOCUMENT[] =
    "{\"formatVersion\":1,\"feedId\":\"f\",\"sequence\":3,\"title\":{\"vi\":\"T\"},"
    "\"languages\":[\"vi\",\"en\"],\"timeZone\":\"Asia/Ho_Chi_Minh\",\"f\\u006fo\":1,"
    "\"assets\":{\"p\":{\"href\":\"p.jpg\",\"alt\":\"A\"}},"
    "\"dayparts\":{\"d\":{\"windows\":[{\"byDay\":[\"MO\"],\"start\":\"07:00\",\"end\":\"17:00\"}],"
    "\"exceptions\":[{\"date\":\"2026-09-02\",\"windows\":[]}]}},"
    "\"playlists\":[{\"id\":\"m\",\"items\":["
    "{\"id\":\"a\",\"type\":\"service\",\"name\":{\"vi\":\"A {site.name}\",\"en\":\"B\"},"
    "\"url\":\"{site.website}\",\"weight\":2,\"sites\":[\"s\",\"tag:t\"]},"
    "{\"id\":\"b\",\"type\":\"table\",\"title\":\"T\",\"columns\":[\"A\"],\"rows\":[[\"B\"]]},"
    "{\"id\":\"wrong\",\"type\":\"slogan\",\"txet\":\"A\"},"
    "{\"id\":\"c\",\"type\":\"image\",\"asset\":\"p\",\"dayparts\":[\"d\"]}]}],"
    "\"schedule\":[{\"playlist\":\"m\",\"dayparts\":[\"d\"]}],\"ticker\":[{\"text\":\"T\"}],"
    "\"alerts\":[{\"identifier\":\"x\",\"sent\":\"2026-01-01T00:00:00Z\","
    "\"expires\":\"2026-01-02T00:00:00Z\",\"headline\":\"H\"}],"
    "\"sites\":{\"default\":{\"variables\":{\"name\":{\"vi\":\"N\",\"en\":\"M\"},"
    "\"website\":\"https://a.vn\"}},\"s\":{\"tags\":[\"t\"],\"screen\":{\"hours\":{"
    "\"windows\":[{\"start\":\"07:00\",\"end\":\"17:00\"}]}}},"
    "\"k1\":{},\"k2\":{},\"k3\":{},\"k4\":{},\"k5\":{},\"k6\":{},\"k7\":{},\"k8\":{},\"k9\":{},"
    "\"k10\":{},\"k11\":{},\"k12\":{}}}";

static const char SETTINGS[] =
    "{\"site\":\"s\",\"tags\":[\"u\"],\"variables\":{\"motto\":{\"vi\":\"V\",\"en\":\"E\"}},"
    "\"feeds\":[{\"url\":\"https://a.vn/p.json\"}],\"qrHosts\":[\"*.gov.vn\"],\"nonsense\":1}";

static void parse_document(void *context)
{
    struct findings findings = {0};
    struct document *const untouched = (struct document *)context, *document = untouched;
    int result = document_parse(DOCUMENT, sizeof DOCUMENT - 1, &findings, &document);
    if (result < 0) {
        assert_ptr_equal(document, untouched);
        assert_true(torture_has_failed());
        assert_true(findings.errors > 0);
    } else {
        assert_int_equal(document->item_count, 4);
        assert_int_equal(document->asset_count, 1);
        assert_int_equal(document->site_count, 14);
        assert_int_equal(document->alert_count, 1);
        assert_true(document->items[2].faulty);
        assert_int_equal(findings.warnings, 2);
        document_destroy(document);
    }
    findings_finish(&findings);
}

static void documents(void **state)
{
    int place;
    (void)state;
    torture(parse_document, &place);
}

static void parse_settings(void *context)
{
    struct findings findings = {0};
    struct site *const untouched = (struct site *)context, *site = untouched;
    int result = site_parse(SETTINGS, sizeof SETTINGS - 1, &findings, &site);
    if (result < 0) {
        assert_ptr_equal(site, untouched);
        assert_true(torture_has_failed());
        assert_true(findings.errors > 0);
    } else {
        assert_int_equal(site->feed_count, 1);
        assert_int_equal(site->variable_count, 1);
        assert_string_equal(site->id, "s");
        site_destroy(site);
    }
    findings_finish(&findings);
}

static void settings(void **state)
{
    int place;
    (void)state;
    torture(parse_settings, &place);
}

struct shared {
    struct document *document;
    struct site *device, *site;
};

static void effective(void *context)
{
    const struct shared *shared = context;
    struct site *site = site_effective(shared->document, shared->device, NULL);
    if (!site) {
        assert_true(torture_has_failed());
        return;
    }
    assert_int_equal(site->variable_count, 3);
    assert_int_equal(site->tag_count, 2);
    assert_int_equal(site->screen.hours->window_count, 1);
    site_destroy(site);
}

static void resolve(void *context)
{
    const struct shared *shared = context;
    for (size_t i = 0; i < 2; i++) {
        char untouched;
        struct resolution resolution = {&untouched, &untouched};
        int result = item_resolve(shared->document, &shared->document->items[i], "en", shared->site,
                                  &resolution);
        if (result < 0) {
            assert_int_equal(result, -ENOMEM);
            assert_ptr_equal(resolution.json, &untouched);
            assert_ptr_equal(resolution.missing, &untouched);
            assert_true(torture_has_failed());
            continue;
        }
        assert_non_null(strstr(resolution.json, i == 0 ? "\"https://a.vn\"" : "[[\"B\"]]"));
        resolution_finish(&resolution);
    }
}

static void resolve_one_text(void *context)
{
    const struct shared *shared = context;
    static const char text[] = "{\"vi\":\"{site.name}\"}";
    char *resolved = text_resolve(shared->document, text, strlen(text), "en", shared->site);
    if (resolved)
        assert_string_equal(resolved, "M");
    else
        assert_true(torture_has_failed());
    free(resolved);
}

/* Without memory for its books the choice goes on in plain order; it never fails. */
static void choose(void *context)
{
    const struct shared *shared = context;
    struct choice_feed feed = {shared->document, shared->site, NULL, 1, NULL};
    struct choice_input input = {&feed, 1, .clock = CLOCK_TRUSTED};
    struct choice_state *state = choice_state_create();
    if (!state) {
        assert_true(torture_has_failed());
        return;
    }
    int seen = 0;
    int64_t now = support_instant("2026-01-05T08:00:00Z");
    for (int i = 0; i < 12; i++) {
        struct choice choice;
        choice_next(&input, state, now, NULL, NULL, &choice);
        assert_non_null(choice.item);
        seen |= 1 << (choice.item->id[0] - 'a');
        now = choice.until;
    }
    assert_int_equal(seen, 7);
    choice_state_destroy(choice_state_copy(state));
    choice_state_destroy(state);
}

static void the_rest(void **state)
{
    struct shared shared = {0};
    struct findings findings = {0};
    (void)state;
    assert_int_equal(document_parse(DOCUMENT, sizeof DOCUMENT - 1, &findings, &shared.document), 0);
    assert_int_equal(site_parse(SETTINGS, sizeof SETTINGS - 1, &findings, &shared.device), 0);
    shared.site = site_effective(shared.document, shared.device, NULL);
    assert_non_null(shared.site);
    cJSON_InitHooks(&(cJSON_Hooks){torture_malloc, torture_free});
    torture(effective, &shared);
    torture(resolve, &shared);
    torture(resolve_one_text, &shared);
    torture(choose, &shared);
    cJSON_InitHooks(NULL);
    site_destroy(shared.site);
    site_destroy(shared.device);
    document_destroy(shared.document);
    findings_finish(&findings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents),
        cmocka_unit_test(settings),
        cmocka_unit_test(the_rest),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
