/* Items as the worker gets them: one language, one site, nothing but what draws. */
#include "playlist/resolve.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define DOCUMENT(item)                                                                             \
    "{'formatVersion':1,'feedId':'f','languages':['vi','en','km'],'assets':{'p':{'href':'p.jpg'}}" \
    ","                                                                                            \
    "'playlists':[{'id':'m','items':[" item "]}],'sites':{'here':{'languages':['en','vi'],"        \
    "'variables':{'name':'Office','phone':'0272.1022','website':'https://a.gov.vn',"               \
    "'motto':{'vi':'V','en':'E'},'odd':'not a number'}}}}"

static const struct {
    const char *item, *language, *json, *missing;
} cases[] = {
    {"{'id':'a','type':'slogan','text':'A'}", "vi", "{'id':'a','type':'slogan','text':'A'}", NULL},
    {"{'id':'a','type':'slogan','text':{'vi':'A','en':'B'}}", "en",
     "{'id':'a','type':'slogan','text':'B'}", NULL},
    /* what is missing in the language comes in the document's first that there is */
    {"{'id':'a','type':'slogan','text':{'en':'B','km':'C'}}", "vi",
     "{'id':'a','type':'slogan','text':'B'}", NULL},
    {"{'id':'a','type':'slogan','text':{'vi':'A','en':'B'}}", NULL,
     "{'id':'a','type':'slogan','text':'B'}", NULL},
    {"{'id':'a','type':'slogan','text':'{site.name}, {site.phone}.'}", "vi",
     "{'id':'a','type':'slogan','text':'Office, 0272.1022.'}", NULL},
    {"{'id':'a','type':'slogan','text':'{site.motto}'}", "en",
     "{'id':'a','type':'slogan','text':'E'}", NULL},
    {"{'id':'a','type':'slogan','text':'{site.motto}'}", "km",
     "{'id':'a','type':'slogan','text':'V'}", NULL},
    {"{'id':'a','type':'slogan','text':'Gọi {site.hours}'}", "vi", NULL, "hours"},
    {"{'id':'a','type':'service','name':'A','url':'{site.website}','phone':'{site.phone}'}", "vi",
     "{'id':'a','type':'service','name':'A','url':'https://a.gov.vn','phone':'0272.1022'}", NULL},
    {"{'id':'a','type':'service','name':'A','url':'{site.name}'}", "vi", NULL, "name"},
    {"{'id':'a','type':'hotline','name':'A','phone':'{site.odd}'}", "vi", NULL, "odd"},
    /* scheduling and reporting go, the basis stays, unknown fields go */
    {"{'id':'a','type':'image','asset':'p','fit':'cover','caption':{'vi':'A'},'duration':9,"
     "'weight':2,'sites':['here'],'validFrom':'2026-01-01T00:00:00Z','topic':'T','hidden':true,"
     "'transition':{'type':'cut'},'basis':{'title':{'vi':'B'},'number':'7','validUntil':'2030-01-"
     "01'}}",
     "vi",
     "{'id':'a','type':'image','basis':{'title':'B','number':'7','validUntil':'2030-01-01'},"
     "'asset':'p','fit':'cover','caption':'A'}",
     NULL},
    {"{'id':'a','type':'table','title':'T','columns':['A','B'],'rows':[['C',{'vi':'D','en':'E'}]]}",
     "en", "{'id':'a','type':'table','title':'T','columns':['A','B'],'rows':[['C','E']]}", NULL},
    {"{'id':'a','type':'figures','title':'T','figures':[{'value':'98','label':'A','share':0.98}]}",
     "vi",
     "{'id':'a','type':'figures','title':'T','figures':[{'value':'98','label':'A','share':0.98}]}",
     NULL},
    {"{'id':'a','type':'slogan','text':'\\u1ea3 \\ud83d\\ude00 \\\\ \\/'}", "vi",
     "{'id':'a','type':'slogan','text':'ả 😀 \\\\ /'}", NULL},
};

static void an_item_is_resolved(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[2048];
        snprintf(json, sizeof json, DOCUMENT("%s"), cases[i].item);
        struct document *document = support_document(json);
        struct site *site = site_effective(document, NULL, "here");
        struct resolution resolution = {0};
        int result =
            item_resolve(document, &document->items[0], cases[i].language, site, &resolution);
        if (cases[i].json) {
            char *wanted = support_quote(cases[i].json);
            assert_int_equal(result, 0);
            assert_string_equal(resolution.json, wanted);
            assert_null(resolution.missing);
            free(wanted);
        } else {
            assert_int_equal(result, -ENODATA);
            assert_null(resolution.json);
            assert_string_equal(resolution.missing, cases[i].missing);
        }
        resolution_finish(&resolution);
        site_destroy(site);
        document_destroy(document);
    }
}

/* A variable many times over does not make a text without end. */
static void a_text_filled_without_measure_is_refused(void **state)
{
    char *json = calloc(1, 16384);
    (void)state;
    int used = sprintf(json, "{'formatVersion':1,'feedId':'f','playlists':[{'id':'m','items':[{'id'"
                             ":'a','type':'slogan','text':'");
    for (int i = 0; i < 300; i++)
        used += sprintf(json + used, "{site.long}");
    used += sprintf(json + used, "'}]}],'sites':{'s':{'variables':{'long':'");
    memset(json + used, 'x', 4000);
    strcpy(json + used + 4000, "'}}}}");
    struct document *document = support_document(json);
    struct site *site = site_effective(document, NULL, NULL);
    struct resolution resolution = {0};
    assert_int_equal(item_resolve(document, &document->items[0], NULL, site, &resolution),
                     -ENODATA);
    assert_string_equal(resolution.missing, "long");
    resolution_finish(&resolution);
    site_destroy(site);
    document_destroy(document);
    free(json);
}

static void a_single_text_is_resolved(void **state)
{
    struct document *document = support_document(DOCUMENT("{'id':'a','type':'slogan','text':'A'}"));
    struct site *site = site_effective(document, NULL, "here");
    static const struct {
        const char *json, *language, *text;
    } texts[] = {
        {"\"A {site.name}\"", "vi", "A Office"},
        {"{\"vi\":\"A\",\"en\":\"B\"}", "en", "B"},
        {"{\"vi\":\"A\",\"en\":\"B\"}", NULL, "A"},
        {"{\"fr\":\"A\"}", "en", "A"},
        {"\"{site.nothing}\"", "vi", NULL},
        {"{}", "vi", NULL},
        {"[]", "vi", NULL},
        {"\"", "vi", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *text =
            text_resolve(document, texts[i].json, strlen(texts[i].json), texts[i].language, site);
        if (texts[i].text)
            assert_string_equal(text, texts[i].text);
        else
            assert_null(text);
        free(text);
    }
    site_destroy(site);
    document_destroy(document);
}

static void languages_are_chosen(void **state)
{
    static const struct {
        const char *text, *site;
        uint32_t languages;
    } choices[] = {
        {"'A'", "[]", 1},
        {"'A'", "['en']", 2},
        {"{'vi':'A','en':'B'}", "[]", 3},
        {"{'vi':'A','en':'B'}", "['en','km']", 2},
        {"{'en':'A','km':'B'}", "['vi']", 2},
        {"{'vi':'A','en':'B','km':'C'}", "['km','vi']", 5},
        {"{'en':'A'}", "['fr']", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        char json[1024];
        snprintf(json, sizeof json,
                 "{'formatVersion':1,'feedId':'f','languages':['vi','en','km'],'playlists':[{'id':"
                 "'m','items':[{'id':'a','type':'slogan','text':%s}]}],'sites':{'s':{'languages':%s"
                 "}}}",
                 choices[i].text, choices[i].site);
        struct document *document = support_document(json);
        struct site *site = site_effective(document, NULL, NULL);
        assert_int_equal(item_languages(document, &document->items[0], site), choices[i].languages);
        site_destroy(site);
        document_destroy(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_is_resolved),
        cmocka_unit_test(a_text_filled_without_measure_is_refused),
        cmocka_unit_test(a_single_text_is_resolved),
        cmocka_unit_test(languages_are_chosen),
    };
    return cmocka_run_group_tests_name("resolve", tests, NULL, NULL);
}
