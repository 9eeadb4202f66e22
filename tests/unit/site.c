/* The site's settings, and what holds on one screen. */
#include "playlist/site.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "support.h"

static struct site *parse_site(const char *json)
{
    char *text = support_quote(json);
    struct findings findings = {0};
    struct site *site = NULL;
    assert_int_equal(site_parse(text, strlen(text), &findings, &site), 0);
    support_print(&findings);
    assert_int_equal(findings.count, 0);
    findings_finish(&findings);
    free(text);
    return site;
}

static void the_defaults_are_those_of_the_manual(void **state)
{
    struct site *made = site_create_default(), *read = parse_site("{}");
    (void)state;
    struct site *sites[] = {made, read};
    for (size_t i = 0; i < 2; i++) {
        const struct site *site = sites[i];
        assert_null(site->id);
        assert_int_equal(site->usb.mode, USB_IMPORT);
        assert_false(site->usb.is_unsigned);
        assert_int_equal(site->usb.mount_count, 3);
        assert_string_equal(site->usb.mounts[2], "/run/bangtin/usb");
        assert_true(site->screen.diagonal_inches == 43 && site->screen.viewing_distance == 4 &&
                    site->screen.scan_distance == 1.5 && site->screen.pixel_pitch == 0);
        assert_true(site->screen.clock && site->screen.ticker);
        assert_int_equal(site->store.max_bytes, INT64_C(8589934592));
        assert_int_equal(site->store.min_free_percent, 5);
        assert_int_equal(site->report.interval, 900 * CLOCK_SECOND);
        assert_int_equal(site->qr_host_count, 0);
    }
    site_destroy(made);
    site_destroy(read);
    site_destroy(NULL);
}

static void every_field_is_read(void **state)
{
    struct site *site = parse_site(
        "{'site':'can-duoc','tags':['district','a'],'languages':['vi','km'],"
        "'variables':{'name':'A','phone':'0272.1022','motto':{'km':'K','vi':'V'}},"
        "'feeds':[{'url':'https://10.0.0.1:8443/playlist.json','interval':5,'root':'root.json',"
        "'share':3,'unsigned':true},{'url':'http://b.vn/p.json'},{'root':'commune.json'}],"
        "'network':{'proxy':'http://10.0.0.2:3128','ca':'ca.pem'},"
        "'usb':{'mode':'off','unsigned':true,'passphrase':'abcdefgh','mounts':['/mnt']},"
        "'screen':{'size':'1920x1080','rotate':270,'viewport':'192x96+10+20','diagonalInches':55,"
        "'pixelPitch':2.5,'viewingDistance':5,'scanDistance':2,'clock':false,'ticker':false,"
        "'hours':{'windows':[{'start':'07:00','end':'17:30'}]}},'qrHosts':['*.gov.vn','zalo.me/"
        "1234'],"
        "'store':{'maxBytes':1048576,'minFreePercent':10},"
        "'report':{'url':'https://r.vn/','interval':60}}");
    (void)state;
    assert_string_equal(site->id, "can-duoc");
    assert_int_equal(site->tag_count, 2);
    assert_string_equal(site->languages[1], "km");
    assert_string_equal(site_variable(site, "name"), "A");
    assert_string_equal(site_variable(site, "motto"), "K");
    assert_null(site_variable(site, "Name"));
    assert_int_equal(site->feed_count, 3);
    assert_null(site->feeds[2].url);
    assert_string_equal(site->feeds[2].root, "commune.json");
    assert_string_equal(site->network.proxy, "http://10.0.0.2:3128");
    assert_string_equal(site->network.ca, "ca.pem");
    assert_int_equal(site->feeds[0].interval, 5 * CLOCK_SECOND);
    assert_int_equal(site->feeds[0].share, 3);
    assert_true(site->feeds[0].is_unsigned);
    assert_string_equal(site->feeds[0].root, "root.json");
    assert_int_equal(site->feeds[1].interval, 60 * CLOCK_SECOND);
    assert_int_equal(site->feeds[1].share, 1);
    assert_int_equal(site->usb.mode, USB_OFF);
    assert_string_equal(site->usb.passphrase, "abcdefgh");
    assert_int_equal(site->usb.mount_count, 1);
    assert_int_equal(site->screen.width, 1920);
    assert_int_equal(site->screen.rotate, 270);
    assert_int_equal(site->screen.viewport_width, 192);
    assert_int_equal(site->screen.viewport_y, 20);
    assert_true(site->screen.pixel_pitch == 2.5);
    assert_int_equal(site->screen.hours->window_count, 1);
    assert_int_equal(site->screen.hours->windows[0].end, 17 * 60 + 30);
    assert_true(site_allows_url(site, "https://dx.gov.vn/a"));
    assert_true(site_allows_url(site, "https://zalo.me/1234"));
    assert_false(site_allows_url(site, "https://zalo.me/99"));
    assert_int_equal(site->store.min_free_percent, 10);
    assert_string_equal(site->report.url, "https://r.vn/");
    site_destroy(site);
}

/* A lobby must not go dark for a typing mistake: the default stands in its place. */
static void a_wrong_field_leaves_its_default(void **state)
{
    static const struct {
        const char *json, *code, *path;
    } cases[] = {
        {"{'site':'Cần Đước'}", "bad-id", "/site"},
        {"{'screen':{'rotate':45}}", "out-of-range", "/screen/rotate"},
        {"{'screen':{'rotate':'90'}}", "wrong-type", "/screen/rotate"},
        {"{'screen':{'size':1920}}", "wrong-type", "/screen/size"},
        {"{'screen':{'viewport':'96'}}", "bad-size", "/screen/viewport"},
        {"{'screen':{'diagonalInches':0}}", "out-of-range", "/screen/diagonalInches"},
        {"{'screen':[]}", "wrong-type", "/screen"},
        {"{'screen':{'hours':'07:00-17:30'}}", "wrong-type", "/screen/hours"},
        {"{'screen':{'hours':{'windows':[]}}}", "too-few", "/screen/hours/windows"},
        {"{'screen':{'hours':{'windows':[{'start':'7:00','end':'17:30'}]}}}", "bad-time",
         "/screen/hours/windows/0/start"},
        {"{'screen':{'hours':{}}}", "missing", "/screen/hours"},
        {"{'usb':{'mode':'on'}}", "unknown-word", "/usb/mode"},
        {"{'usb':{'passphrase':'1234567'}}", "too-short", "/usb/passphrase"},
        {"{'usb':{'mounts':['media']}}", "bad-path", "/usb/mounts/0"},
        {"{'feeds':[{'interval':60}]}", "missing", "/feeds/0"},
        {"{'feeds':[{'url':null,'root':null}]}", "missing", "/feeds/0"},
        {"{'feeds':{}}", "wrong-type", "/feeds"},
        {"{'network':{'proxy':3128}}", "wrong-type", "/network/proxy"},
        {"{'feeds':[{'url':'ftp://a.vn/'}]}", "bad-url", "/feeds/0/url"},
        {"{'feeds':[{'url':'https://u@a.vn/'}]}", "bad-url", "/feeds/0/url"},
        {"{'feeds':[{'url':'https://a.vn/','share':101}]}", "out-of-range", "/feeds/0/share"},
        {"{'feeds':[{'url':'https://a.vn/','interval':0}]}", "out-of-range", "/feeds/0/interval"},
        {"{'qrHosts':['https://a.vn']}", "bad-host", "/qrHosts/0"},
        {"{'store':{'maxBytes':1}}", "out-of-range", "/store/maxBytes"},
        {"{'report':{'interval':'1h'}}", "wrong-type", "/report/interval"},
        {"{'variables':{'phone':'abc'}}", "bad-phone", "/variables/phone"},
        {"{'variables':['a']}", "wrong-type", "/variables"},
        {"{'variables':{'a':{}}}", "empty", "/variables/a"},
        {"{'tags':['A']}", "bad-id", "/tags/0"},
        {"{'languages':['Vietnamese']}", "bad-language", "/languages/0"},
        {"{'screem':{}}", "unknown-field", "/screem"},
        {"{'site':'a','site':'b'}", "duplicate", "/site"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = support_quote(cases[i].json);
        struct findings findings = {0};
        struct site *site = NULL;
        assert_int_equal(site_parse(text, strlen(text), &findings, &site), 0);
        if (findings.count != 1 || !support_find(&findings, cases[i].code, cases[i].path))
            support_print(&findings);
        assert_int_equal(findings.count, 1);
        assert_non_null(support_find(&findings, cases[i].code, cases[i].path));
        assert_int_equal(site->screen.rotate, 0);
        assert_int_equal(site->feed_count, 0);
        assert_int_equal(site->variable_count, 0);
        assert_int_equal(site->qr_host_count, 0);
        assert_int_equal(site->tag_count + site->language_count, 0);
        assert_int_equal(site->usb.mode, USB_IMPORT);
        assert_true(site->screen.diagonal_inches == 43);
        assert_int_equal(site->store.max_bytes, INT64_C(8589934592));
        site_destroy(site);
        findings_finish(&findings);
        free(text);
    }
}

static void what_is_no_object_is_refused(void **state)
{
    static const struct {
        const char *text, *code;
    } cases[] = {{"", "syntax"},     {"{", "syntax"},         {"[]", "wrong-type"},
                 {"{} x", "syntax"}, {"\"a\"", "wrong-type"}, {"{\"a\":1,}", "syntax"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct findings findings = {0};
        struct site *site = NULL;
        assert_int_equal(site_parse(cases[i].text, strlen(cases[i].text), &findings, &site), -1);
        assert_null(site);
        assert_int_equal(findings.errors, 1);
        assert_string_equal(findings.list[0].code, cases[i].code);
        findings_finish(&findings);
    }
}

static const char DOCUMENT[] =
    "{'formatVersion':1,'feedId':'f','languages':['vi','en'],'playlists':[{'id':'m','items':[]}],"
    "'sites':{'default':{'tags':['all'],'languages':['vi'],"
    "'variables':{'name':'Office','hours':'7-17'},'screen':{'diagonalInches':50,'clock':false}},"
    "'long-an':{'tags':['la','all'],'variables':{'name':'Long An','phone':'0272.1022'},"
    "'screen':{'diagonalInches':65}},'tra-vinh':{'languages':['vi','en']}}}";

static void layers_win_over_one_another(void **state)
{
    struct document *document = support_document(DOCUMENT);
    struct site *device = parse_site("{'site':'long-an','tags':['kiosk'],'variables':{'name':'Our "
                                     "own'},'screen':{'rotate':90},'qrHosts':['*.gov.vn']}");
    struct site *site = site_effective(document, device, NULL);
    (void)state;
    assert_non_null(site);
    assert_string_equal(site->id, "long-an");
    assert_string_equal(site_variable(site, "name"), "Our own");
    assert_string_equal(site_variable(site, "phone"), "0272.1022");
    assert_string_equal(site_variable(site, "hours"), "7-17");
    assert_true(site->screen.diagonal_inches == 65);
    assert_false(site->screen.clock);
    assert_true(site->screen.ticker);
    assert_int_equal(site->screen.rotate, 90);
    assert_int_equal(site->tag_count, 3);
    assert_int_equal(site->language_count, 1);
    assert_int_equal(site->qr_host_count, 1);
    struct name_list tags = {(const char *[]){"x", "tag:kiosk"}, 2};
    struct name_list ids = {(const char *[]){"tra-vinh", "tag:long-an"}, 2};
    assert_true(site_matches(site, &tags));
    assert_false(site_matches(site, &ids));
    assert_true(site_matches(site, &(struct name_list){0}));
    document_destroy(document); /* it stands on its own */
    assert_string_equal(site_variable(site, "hours"), "7-17");
    site_destroy(site);
    site_destroy(device);
}

static void settings_are_read_over_those_beneath(void **state)
{
    struct document *document = support_document(DOCUMENT);
    struct site *boot = parse_site("{'site':'long-an','tags':['boot'],'feeds':[{'url':"
                                   "'https://a.vn/p.json','root':'root.json'}],'variables':{"
                                   "'name':'Boot','motto':'M'},'screen':{'rotate':90,"
                                   "'clock':false},'usb':{'mode':'off'}}");
    static const char own[] = "{\"qrHosts\":[\"*.gov.vn\"],\"tags\":[\"own\"],\"variables\":"
                              "{\"name\":\"Own\"},\"screen\":{\"rotate\":180}}";
    struct findings findings = {0};
    struct site *site = NULL, *third = NULL;
    (void)state;
    assert_int_equal(site_parse_over(boot, own, strlen(own), &findings, &site), 0);
    assert_int_equal(site_parse_over(site, own, strlen(own), &findings, &third), -1);
    assert_null(third);
    assert_int_equal(findings.count, 0);
    site_destroy(boot); /* it stands on its own */
    struct site *effective = site_effective(document, site, NULL);
    const struct site *both[] = {site, effective};
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(both[i]->id, "long-an");
        assert_int_equal(both[i]->feed_count, 1);
        assert_string_equal(both[i]->feeds[0].root, "root.json");
        assert_string_equal(site_variable(both[i], "name"), "Own");
        assert_string_equal(site_variable(both[i], "motto"), "M");
        assert_int_equal(both[i]->screen.rotate, 180);
        assert_false(both[i]->screen.clock);
        assert_int_equal(both[i]->usb.mode, USB_OFF);
        assert_int_equal(both[i]->qr_host_count, 1);
        assert_true(site_matches(both[i], &(struct name_list){(const char *[]){"tag:boot"}, 1}));
        assert_true(site_matches(both[i], &(struct name_list){(const char *[]){"tag:own"}, 1}));
    }
    site_destroy(effective);
    site_destroy(site);
    document_destroy(document);
}

static void the_site_is_found(void **state)
{
    struct document *document = support_document(DOCUMENT);
    struct site *nameless = parse_site("{}"), *other = parse_site("{'site':'elsewhere'}");
    (void)state;
    const struct {
        const struct site *device;
        const char *id, *found, *name;
    } cases[] = {
        {NULL, NULL, "long-an", "Long An"},       {NULL, "tra-vinh", "tra-vinh", "Office"},
        {nameless, NULL, NULL, "Office"},         {nameless, "long-an", "long-an", "Long An"},
        {other, NULL, "elsewhere", "Office"},     {other, "elsewhere", "elsewhere", "Office"},
        {other, "long-an", "long-an", "Long An"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct site *site = site_effective(document, cases[i].device, cases[i].id);
        assert_non_null(site);
        if (cases[i].found)
            assert_string_equal(site->id, cases[i].found);
        else
            assert_null(site->id);
        assert_string_equal(site_variable(site, "name"), cases[i].name);
        site_destroy(site);
    }
    assert_null(site_effective(document, NULL, "nowhere"));
    assert_null(site_effective(document, nameless, "nowhere"));
    site_destroy(nameless);
    site_destroy(other);
    document_destroy(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_defaults_are_those_of_the_manual),
        cmocka_unit_test(every_field_is_read),
        cmocka_unit_test(a_wrong_field_leaves_its_default),
        cmocka_unit_test(what_is_no_object_is_refused),
        cmocka_unit_test(layers_win_over_one_another),
        cmocka_unit_test(settings_are_read_over_those_beneath),
        cmocka_unit_test(the_site_is_found),
    };
    return cmocka_run_group_tests_name("site", tests, NULL, NULL);
}
