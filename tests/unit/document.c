/* What a sound document says is what its value holds; and bytes that no case file can hold. */
#include "playlist/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/zone.h"
#include "support.h"

static bool spells(const char *json, size_t size, const char *text)
{
    return strlen(text) == size && memcmp(json, text, size) == 0;
}

static void the_top_level_is_read(void **state)
{
    struct document *document = support_document(
        "{'formatVersion':1,'feedId':'long-an','sequence':12,'generated':'2026-11-21T00:00:00+07:"
        "00','expires':'2027-01-01T00:00:00Z','title':{'vi':'T'},'publisher':'P','timeZone':"
        "'Europe/Berlin','languages':['vi','en'],'defaults':{'duration':7.5,'transition':{'type':"
        "'push-up','duration':0.4},'fit':'cover'},'theme':{'base':'light'},'playlists':[{'id':'a',"
        "'items':[]},{'id':'b','items':[]}]}");
    (void)state;
    assert_string_equal(document->feed_id, "long-an");
    assert_int_equal(document->sequence, 12);
    assert_int_equal(document->generated, support_instant("2026-11-20T17:00:00Z"));
    assert_int_equal(document->expires, support_instant("2027-01-01T00:00:00Z"));
    assert_string_equal(document->time_zone, "Europe/Berlin");
    assert_int_equal(document->language_count, 2);
    assert_string_equal(document->languages[1], "en");
    assert_int_equal(document->duration, 7500000);
    assert_int_equal(document->transition.type, TRANSITION_PUSH_UP);
    assert_int_equal(document->transition.duration, 400000);
    assert_true(spells(document->title_json, document->title_json_size, "{\"vi\":\"T\"}"));
    assert_true(spells(document->publisher_json, document->publisher_json_size, "\"P\""));
    assert_true(spells(document->theme_json, document->theme_json_size, "{\"base\":\"light\"}"));
    assert_int_equal(document->defaults_json[0], '{');
    assert_int_equal(document->playlist_count, 2);
    assert_string_equal(document->playlists[1].id, "b");
    document_destroy(document);
    document_destroy(NULL);
}

static void a_draft_has_defaults(void **state)
{
    struct document *document = support_document(
        "{'formatVersion':1,'feedId':'f','playlists':[{'id':'m','items':[{'id':'a','type':'slogan',"
        "'text':'A'}]}]}");
    const struct item *item = &document->items[0];
    (void)state;
    assert_string_equal(document->time_zone, DOCUMENT_TIME_ZONE);
    assert_string_equal(document->languages[0], DOCUMENT_LANGUAGE);
    assert_int_equal(document->sequence, 0);
    assert_true(document->expires == TIME_ALWAYS_AFTER);
    assert_true(document->generated == TIME_ALWAYS_BEFORE);
    assert_int_equal(item->duration, DOCUMENT_DURATION);
    assert_int_equal(item->transition.type, TRANSITION_CROSSFADE);
    assert_int_equal(item->transition.duration, DOCUMENT_TRANSITION);
    assert_int_equal(item->weight, 1);
    assert_int_equal(item->max_plays_per_hour, 0);
    assert_true(item->valid_from == TIME_ALWAYS_BEFORE && item->valid_until == TIME_ALWAYS_AFTER);
    assert_true(item->basis_until == TIME_ALWAYS_AFTER);
    assert_int_equal(item->sites.count + item->dayparts.count, 0);
    assert_false(item->hidden || item->faulty);
    assert_int_equal(item->languages, 0);
    document_destroy(document);
}

static void items_are_read(void **state)
{
    struct document *document = support_document(
        "{'formatVersion':1,'feedId':'f','languages':['vi','en','km'],'dayparts':{'d':{'windows':[]"
        "}},'assets':{'p':{'href':'a.jpg'}},'playlists':[{'id':'m','items':[{'id':'b','type':"
        "'slogan','text':'A'}]},{'id':'n','items':[{'id':'c','type':'image','asset':'p','caption':{"
        "'en':'A','km':'B'},'duration':3,'transition':{'type':'cut','duration':2},'validFrom':"
        "'2026-01-01T00:00:00Z','validUntil':'2026-02-01T00:00:00Z','dayparts':['d'],'sites':['s',"
        "'tag:t'],'weight':9,'maxPlaysPerHour':4,'basis':{'title':'B','validUntil':'2026-06-30'},"
        "'hidden':true},{'id':'a','type':'video','asset':'p'}]}]}");
    (void)state;
    assert_int_equal(document->item_count, 3);
    const struct item *item = document_item(document, "c");
    char path[64], longest[8];
    assert_ptr_equal(item, &document->items[1]);
    item_path(item, path, sizeof path);
    assert_string_equal(path, "/playlists/1/items/0");
    item_path(item, longest, sizeof longest);
    assert_string_equal(longest, "/playli");
    assert_int_equal(item->type, ITEM_IMAGE);
    assert_string_equal(item->asset, "p");
    assert_int_equal(item->duration, 3 * CLOCK_SECOND);
    assert_int_equal(item->transition.type, TRANSITION_CUT);
    assert_int_equal(item->transition.duration, 0);
    assert_int_equal(item->valid_from, support_instant("2026-01-01T00:00:00Z"));
    assert_int_equal(item->valid_until, support_instant("2026-02-01T00:00:00Z"));
    assert_int_equal(item->basis_until, zone_days(2026, 6, 30));
    assert_int_equal(item->weight, 9);
    assert_int_equal(item->max_plays_per_hour, 4);
    assert_true(item->hidden);
    assert_int_equal(item->languages, 6);
    assert_int_equal(item->sites.count, 2);
    assert_string_equal(item->sites.names[1], "tag:t");
    assert_string_equal(item->dayparts.names[0], "d");
    assert_int_equal(item->json[0], '{');
    assert_int_equal(item->json[item->json_size - 1], '}');
    assert_int_equal(document_item(document, "a")->duration, 0);
    assert_null(document_item(document, "d"));
    assert_null(document_item(document, ""));
    assert_true(document->playlists[1].is_weighted);
    assert_false(document->playlists[0].is_weighted);
    assert_int_equal(document->playlists[1].first_item, 1);
    assert_true(document->items[0].digest != document->items[2].digest);
    document_destroy(document);
}

static void assets_are_found_by_name(void **state)
{
    struct document *document = support_document(
        "{'formatVersion':1,'feedId':'f','assets':{'zebra':{'href':'z.png'},'map':{'href':'media/m."
        "jpg','size':5,'sha256':"
        "'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff','mediaType':"
        "'image/jpeg','alt':'A','duration':1.5},'map2':{'href':'m'}},'playlists':[{'id':'m',"
        "'items':[]}]}");
    const struct asset *asset = document_asset(document, "map");
    (void)state;
    assert_non_null(asset);
    assert_string_equal(asset->href, "media/m.jpg");
    assert_int_equal(asset->size, 5);
    assert_true(asset->has_sha256);
    assert_int_equal(asset->sha256[1], 1);
    assert_int_equal(asset->sha256[31], 255);
    assert_string_equal(asset->media_type, "image/jpeg");
    assert_true(spells(asset->alt_json, asset->alt_json_size, "\"A\""));
    assert_int_equal(asset->duration, 1500000);
    assert_int_equal(document_asset(document, "zebra")->size, -1);
    assert_false(document_asset(document, "map2")->has_sha256);
    assert_null(document_asset(document, "ma"));
    assert_null(document_asset(document, "map3"));
    assert_non_null(document_find_asset(document, "mapxyz", 3));
    document_destroy(document);
}

static void the_schedule_is_read(void **state)
{
    struct document *document = support_document(
        "{'formatVersion':1,'feedId':'f','dayparts':{'d':{'windows':[{'byDay':['MO','SU'],'start':"
        "'07:30','end':'11:30'},{'start':'22:00','end':'02:00'}],'exceptions':[{'date':'2026-09-02'"
        ",'windows':[]},{'date':'2026-04-30','windows':[{'start':'00:00','end':'24:00'}]}]}},"
        "'playlists':[{'id':'a','items':[]},{'id':'b','items':[]}],'schedule':[{'playlist':'b',"
        "'priority':-3,'dayparts':['d'],'dtstart':'2026-10-10T00:00:00+07:00','rrule':"
        "'FREQ=YEARLY','duration':86400,'sites':['s']}],'ticker':[{'text':{'vi':'T'},'validUntil':"
        "'2026-01-01T00:00:00Z'}],'alerts':[{'identifier':'x','sent':'2026-01-01T00:00:00Z',"
        "'expires':'2026-01-02T00:00:00Z','headline':'H','severity':'Severe','mode':'banner'},{"
        "'identifier':'y','sent':'2026-01-01T00:00:00Z','expires':'2026-01-02T00:00:00Z',"
        "'headline':'H','severity':'minor'}]}");
    const struct daypart *daypart = &document->dayparts[0];
    const struct schedule_entry *entry = &document->schedule[0];
    (void)state;
    assert_int_equal(daypart->window_count, 2);
    assert_int_equal(daypart->windows[0].days, 0x41);
    assert_int_equal(daypart->windows[0].start, 450);
    assert_int_equal(daypart->windows[1].days, 0x7f);
    assert_int_equal(daypart->windows[1].end, 120);
    assert_int_equal(daypart->exception_count, 2);
    assert_int_equal(daypart->exceptions[0].date, zone_days(2026, 4, 30)); /* in their order */
    assert_int_equal(daypart->exceptions[0].windows[0].end, 1440);
    assert_int_equal(daypart->exceptions[1].window_count, 0);
    assert_int_equal(entry->playlist, 1);
    assert_int_equal(entry->priority, -3);
    assert_int_equal(entry->dtstart, support_instant("2026-10-09T17:00:00Z"));
    assert_string_equal(entry->rrule, "FREQ=YEARLY");
    assert_int_equal(entry->duration, 86400 * CLOCK_SECOND);
    assert_true(entry->valid_from == TIME_ALWAYS_BEFORE);
    assert_true(spells(document->ticker[0].text_json, document->ticker[0].text_json_size,
                       "{\"vi\":\"T\"}"));
    assert_int_equal(document->ticker[0].valid_until, support_instant("2026-01-01T00:00:00Z"));
    assert_int_equal(document->alerts[0].severity, ALERT_SEVERE);
    assert_true(document->alerts[0].banner);
    assert_int_equal(document->alerts[1].severity, ALERT_MINOR);
    assert_false(document->alerts[1].banner);
    document_destroy(document);
}

static void names_of_types_go_there_and_back(void **state)
{
    (void)state;
    for (int i = 0; i < ITEM_TYPES; i++) {
        enum item_type type;
        assert_int_equal(item_type_parse(item_type_name((enum item_type)i), &type), 0);
        assert_int_equal(type, i);
    }
    for (int i = 0; i < TRANSITION_TYPES; i++) {
        enum transition_type type;
        assert_int_equal(transition_parse(transition_name((enum transition_type)i), &type), 0);
        assert_int_equal(type, i);
    }
    enum item_type untouched = ITEM_TABLE;
    assert_int_equal(item_type_parse("Image", &untouched), -1);
    assert_int_equal(untouched, ITEM_TABLE);
}

/* Parses bytes that must be refused; the code of the first finding. */
static const char *refusal(const char *bytes, size_t size, char *message, size_t message_size)
{
    struct findings findings = {0};
    struct document *document = NULL;
    assert_int_equal(document_parse(bytes, size, &findings, &document), -1);
    assert_null(document);
    assert_true(findings.count > 0);
    const char *code = findings.list[0].code; /* static */
    snprintf(message, message_size, "%s", findings.list[0].message);
    findings_finish(&findings);
    return code;
}

static void bytes_that_are_no_utf8_are_named(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *code, *begins;
    } cases[] = {
        {"\xff\xfe{\0}\0", 6, "encoding", ""},
        {"\xfe\xff\0{\0}", 6, "encoding", ""},
        {"{\"a\":\n\"T\xf4i\"}", 12, "encoding", "line 2, column 3:"}, /* saved as "ANSI" */
        {"{\"a\":\"\xc0\xaf\"}", 10, "encoding", "line 1, column 7:"},
        {"{\"a\":\"\xed\xa0\x80\"}", 11, "encoding", "line 1, column 7:"},
        {"{\"a\":\0}", 7, "syntax", "line 1, column 6:"},
        {"{\"a\":\"\0\"}", 9, "syntax", "line 1, column 7:"},
        {"{}\0", 3, "syntax", "line 1, column 3:"},
        {"\xef\xbb\xbf\xef\xbb\xbf{}", 8, "syntax", "line 1, column 1:"},
        {"{\"ă\":\xff}", 8, "encoding", "line 1, column 6:"},
    };
    char message[256];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(refusal(cases[i].bytes, cases[i].size, message, sizeof message),
                            cases[i].code);
        assert_ptr_equal(strstr(message, cases[i].begins), message);
    }
}

/* Fills a document of `size` bytes with a repeated piece and has it refused. */
static const char *refusal_of_many(size_t size, const char *piece)
{
    char *bytes = malloc(size), message[256];
    size_t length = strlen(piece);
    for (size_t i = 0; i < size; i++)
        bytes[i] = piece[i % length];
    const char *code = refusal(bytes, size, message, sizeof message);
    free(bytes);
    return code;
}

static void floods_are_refused(void **state)
{
    (void)state;
    assert_string_equal(refusal_of_many(LIMIT_DOCUMENT_BYTES + 1, " "), "size");
    assert_string_equal(refusal_of_many(LIMIT_DOCUMENT_BYTES, "["), "depth");
    assert_string_equal(refusal_of_many(LIMIT_DOCUMENT_BYTES, "{\"a\":"), "depth");
    assert_string_equal(refusal_of_many(LIMIT_DOCUMENT_BYTES, " "), "syntax");
    assert_string_equal(refusal_of_many(LIMIT_DOCUMENT_BYTES, "\""), "syntax");
    char *list = calloc(1, LIMIT_DOCUMENT_BYTES), message[256];
    strcpy(list, "{\"a\":[1");
    for (size_t i = 7; i + 4 < LIMIT_DOCUMENT_BYTES; i += 2)
        memcpy(list + i, ",1", 2);
    assert_string_equal(refusal(list, LIMIT_DOCUMENT_BYTES - 4, message, sizeof message), "values");
    free(list);
}

/* A document with `count` small items; the caller frees it. */
static char *many_items(int count)
{
    char *json = malloc((size_t)count * 64 + 256);
    int used = sprintf(json, "{\"formatVersion\":1,\"feedId\":\"f\",\"playlists\":[{\"id\":\"m\","
                             "\"items\":[");
    for (int i = 0; i < count; i++)
        used += sprintf(json + used, "%s{\"id\":\"i%d\",\"type\":\"slogan\",\"text\":\"A\"}",
                        i ? "," : "", (i * 7919) % count);
    strcpy(json + used, "]}]}");
    return json;
}

static void ten_thousand_items_are_the_limit(void **state)
{
    struct findings findings = {0};
    struct document *document = NULL;
    char *json = many_items(LIMIT_ITEMS), message[256], id[16];
    (void)state;
    assert_int_equal(document_parse(json, strlen(json), &findings, &document), 0);
    assert_int_equal(findings.count, 0);
    assert_int_equal(document->item_count, LIMIT_ITEMS);
    for (int i = 0; i < LIMIT_ITEMS; i++) {
        snprintf(id, sizeof id, "i%d", i);
        assert_string_equal(document_item(document, id)->id, id);
    }
    document_destroy(document);
    findings_finish(&findings);
    free(json);
    json = many_items(LIMIT_ITEMS + 1);
    assert_string_equal(refusal(json, strlen(json), message, sizeof message), "too-many");
    free(json);
}

static void findings_have_an_end(void **state)
{
    struct findings findings = {0};
    struct document *document = NULL;
    char *json = many_items(2500), *at = json;
    (void)state;
    while ((at = strstr(at, "\"text\"")))
        memcpy(at, "\"txet\"", 6);
    assert_int_equal(document_parse(json, strlen(json), &findings, &document), 0);
    assert_int_equal(findings.count, FINDINGS_MAX);
    assert_int_equal(findings.errors, 2500);
    assert_int_equal(findings.warnings, 2500);
    document_destroy(document);
    findings_finish(&findings);
    findings_finish(&findings);
    free(json);
}

/* The bytes are the caller's: nothing of the document points into them. */
static void the_document_keeps_its_own_bytes(void **state)
{
    char *json = many_items(3);
    struct findings findings = {0};
    struct document *document = NULL;
    (void)state;
    assert_int_equal(document_parse(json, strlen(json), &findings, &document), 0);
    memset(json, '!', strlen(json));
    free(json);
    assert_true(spells(document->items[0].json, document->items[0].json_size,
                       "{\"id\":\"i0\",\"type\":\"slogan\",\"text\":\"A\"}"));
    document_destroy(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_top_level_is_read),
        cmocka_unit_test(a_draft_has_defaults),
        cmocka_unit_test(items_are_read),
        cmocka_unit_test(assets_are_found_by_name),
        cmocka_unit_test(the_schedule_is_read),
        cmocka_unit_test(names_of_types_go_there_and_back),
        cmocka_unit_test(bytes_that_are_no_utf8_are_named),
        cmocka_unit_test(floods_are_refused),
        cmocka_unit_test(ten_thousand_items_are_the_limit),
        cmocka_unit_test(findings_have_an_end),
        cmocka_unit_test(the_document_keeps_its_own_bytes),
    };
    return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
