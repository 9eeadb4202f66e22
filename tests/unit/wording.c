/* The words of alerts and of the ticker's lines, for one language and office. */
#include "playlist/wording.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "playlist/words.h"
#include "support.h"

#define DOCUMENT(alert)                                                                            \
    "{'formatVersion':1,'feedId':'f','languages':['vi','en','km'],"                                \
    "'playlists':[{'id':'m','items':[{'id':'a','type':'slogan','text':'A'}]}],"                    \
    "'alerts':[{'identifier':'x','sent':'2026-11-21T09:00:00+07:00',"                              \
    "'expires':'2026-11-22T09:00:00+07:00'," alert "}],"                                           \
    "'sites':{'here':{'languages':['en','vi'],'variables':{'phone':'1022'}}}}"

struct office {
    struct document *document;
    struct site *site;
};

static struct office open_office(const char *json)
{
    struct office office = {.document = support_document(json)};
    office.site = site_effective(office.document, NULL, "here");
    assert_non_null(office.site);
    return office;
}

static void close_office(struct office *office)
{
    site_destroy(office->site);
    document_destroy(office->document);
}

static void an_alert_says_what_can_be_said(void **state)
{
    static const struct {
        const char *json, *language, *headline, *description, *instruction;
    } cases[] = {
        {DOCUMENT("'headline':'A'"), "vi", "A", NULL, NULL},
        {DOCUMENT("'headline':{'vi':'A','en':'B'},'instruction':{'vi':'C','en':'D'}"), "en", "B",
         NULL, "D"},
        {DOCUMENT("'headline':'Gọi {site.phone}','description':'E'"), "vi", "Gọi 1022", "E", NULL},
        /* half a warning is better than none */
        {DOCUMENT("'headline':'A','description':'{site.hours}','instruction':'{site.phone}'"), "vi",
         "A", NULL, "1022"},
        {DOCUMENT("'headline':'{site.hours}','instruction':'C'"), "vi", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct office office = open_office(cases[i].json);
        const char *const wants[] = {cases[i].headline, cases[i].description, cases[i].instruction};
        struct wording wording = {0};
        int result = wording_of_alert(office.document, &office.document->alerts[0],
                                      cases[i].language, office.site, &wording);
        assert_int_equal(result, cases[i].headline ? 0 : -ENODATA);
        const char *const found[] = {wording.headline, wording.description, wording.instruction};
        for (size_t field = 0; field < 3; field++) {
            assert_int_equal(found[field] == NULL, wants[field] == NULL);
            if (wants[field])
                assert_string_equal(found[field], wants[field]);
        }
        wording_finish(&wording);
        close_office(&office);
    }
}

static void it_says_so_in_the_offices_languages_in_their_order(void **state)
{
    static const struct {
        const char *json, *languages;
    } cases[] = {
        {DOCUMENT("'headline':{'vi':'A','en':'B','km':'C'}"), "en vi "},
        {DOCUMENT("'headline':{'vi':'A','km':'C'}"), "vi "},
        {DOCUMENT("'headline':{'km':'C'}"), "km "}, /* in none of its own: rather than not at all */
        {DOCUMENT("'headline':'A'"), "vi "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct office office = open_office(cases[i].json);
        char found[32] = "";
        for (size_t language = SIZE_MAX; wording_next_alert_language(
                 office.document, &office.document->alerts[0], office.site, language, &language);) {
            strcat(found, office.document->languages[language]);
            strcat(found, " ");
        }
        assert_string_equal(found, cases[i].languages);
        close_office(&office);
    }
}

static void a_date_stands_as_its_language_writes_it(void **state)
{
    static const struct {
        const char *language, *text;
    } cases[] = {{"vi", "Chủ nhật, 22/11/2026"}, {"vi-VN", "Chủ nhật, 22/11/2026"},
                 {NULL, "Chủ nhật, 22/11/2026"}, {"en", "Sunday 22/11/2026"},
                 {"km", "ថ្ងៃអាទិត្យ 22/11/2026"},  {"ko", "Sunday 22/11/2026"}};
    char text[WORD_DATE_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        word_date(2026, 11, 22, 6, cases[i].language, text);
        assert_string_equal(text, cases[i].text);
    }
    word_date(2027, 2, 1, 0, "vi", text);
    assert_string_equal(text, "Thứ hai, 01/02/2027");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_alert_says_what_can_be_said),
        cmocka_unit_test(it_says_so_in_the_offices_languages_in_their_order),
        cmocka_unit_test(a_date_stands_as_its_language_writes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
