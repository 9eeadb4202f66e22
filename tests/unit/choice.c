/* What is shown next, read as a specification. A programme is written as the items' ids. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "room.h"

static void items_follow_in_order(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD ITEM("a", "") "," ITEM("b", "") "," ITEM("c", "") TAIL, 1);
    assert_programme(&room, 7, "a b c a b c a");
    room_close(&room);
}

static void weights_are_spread(void **state)
{
    static const struct {
        const char *a, *b, *c, *programme;
        size_t count;
    } cases[] = {
        {",'weight':5", "", "", "a b a a a c a a b a a a c a", 14},
        {",'weight':2", "", "", "a b a c a b a c", 8},
        {"", ",'weight':3", "", "a b c b b a b c b b", 10},
        {",'weight':7", ",'weight':7", ",'weight':7", "a b c a b c", 6},
        {",'weight':4", ",'weight':2", ",'weight':2", "a b a c a b a c", 8},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[1024];
        struct room room;
        room_open(&room);
        snprintf(json, sizeof json,
                 HEAD ITEM("a", "%s") "," ITEM("b", "%s") "," ITEM("c", "%s") TAIL, cases[i].a,
                 cases[i].b, cases[i].c);
        room_set(&room, 0, json, 1);
        assert_programme(&room, cases[i].count, cases[i].programme);
        room_close(&room);
    }
}

/* As in the built-in content: three slides twice a round among thirty that come once. The same one
 * never comes back soon, nor stays away for long. */
static void weights_are_spread_over_a_long_round(void **state)
{
    char json[8192];
    int used = snprintf(json, sizeof json, HEAD), last[33];
    struct room room;
    (void)state;
    for (int i = 0; i < 33; i++) {
        used += snprintf(json + used, sizeof json - (size_t)used,
                         "%s{'id':'i%d','type':'slogan','text':'A','weight':%d}", i ? "," : "", i,
                         i % 11 == 0 ? 2 : 1);
        last[i] = -1;
    }
    snprintf(json + used, sizeof json - (size_t)used, TAIL);
    room_open(&room);
    room_set(&room, 0, json, 1);
    for (int turn = 0; turn < 36 * 5; turn++) {
        struct choice choice = room_next(&room);
        int item = atoi(choice.item->id + 1);
        if (last[item] >= 0)
            assert_in_range(turn - last[item], item % 11 == 0 ? 17 : 34, item % 11 == 0 ? 19 : 38);
        last[item] = turn;
        room.now = choice.until;
    }
    room_close(&room);
}

/* Over whole rounds each comes as often as its weight says, whatever the weights. */
static void weights_are_kept_exactly(void **state)
{
    char json[8192];
    int used = snprintf(json, sizeof json, HEAD);
    int total = 0, plays[20] = {0};
    struct room room;
    (void)state;
    for (int i = 0; i < 20; i++) {
        int weight = 1 + i * i % 13;
        total += weight;
        used += snprintf(json + used, sizeof json - (size_t)used,
                         "%s{'id':'i%d','type':'slogan','text':'A','weight':%d}", i ? "," : "", i,
                         weight);
    }
    snprintf(json + used, sizeof json - (size_t)used, TAIL);
    room_open(&room);
    room_set(&room, 0, json, 1);
    for (int i = 0; i < 3 * total; i++) {
        struct choice choice = room_next(&room);
        plays[atoi(choice.item->id + 1)]++;
        room.now = choice.until;
    }
    for (int i = 0; i < 20; i++)
        assert_int_equal(plays[i], 3 * (1 + i * i % 13));
    room_close(&room);
}

static void who_may_not_be_shown_is_passed_over(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(
        &room, 0,
        HEAD ITEM("a", "") "," ITEM("hidden", ",'hidden':true") "," ITEM(
            "past",
            ",'validUntil':"
            "'" START
            "'") "," ITEM("future",
                          ",'validFrom':'2027-01-01T00:00:00+07:"
                          "00'") "," ITEM("elsewhere",
                                          ",'sites':['there','tag:"
                                          "x']") "," ITEM("b",
                                                          ",'sites'"
                                                          ":['tag:"
                                                          "t']") "," ITEM("c",
                                                                          ",'sites':['"
                                                                          "there','"
                                                                          "here']") "," ITEM("basi"
                                                                                             "s",
                                                                                             ",'"
                                                                                             "basis"
                                                                                             "':{'"
                                                                                             "title"
                                                                                             "':'B'"
                                                                                             ",'"
                                                                                             "valid"
                                                                                             "Until"
                                                                                             "':'"
                                                                                             "2026-"
                                                                                             "03-"
                                                                                             "01'}") "," ITEM("d",
                                                                                                              ",'basis':{'title':'B','validUntil':'2026-03-02'}")
            TAIL,
        1);
    assert_programme(&room, 8, "a b c d a b c d");
    room.barred = "b";
    assert_programme(&room, 3, "a c d");
    room_close(&room);
}

static void the_reason_is_told(void **state)
{
    static const struct {
        const char *fields, *reason;
    } cases[] = {
        {"", NULL},
        {",'hidden':true", "hidden"},
        {",'sites':['there']", "other-site"},
        {",'validUntil':'" START "'", "expired"},
        {",'validFrom':'" START "'", NULL},
        {",'validFrom':'2026-03-02T08:00:00.000001+07:00'", "not-yet"},
        {",'validUntil':'2026-03-02T08:00:00.000001+07:00'", NULL},
        {",'basis':{'title':'B','validUntil':'2026-03-01'}", "basis-expired"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[1024];
        const char *reason = NULL;
        struct room room;
        room_open(&room);
        snprintf(json, sizeof json, HEAD ITEM("a", "%s") TAIL, cases[i].fields);
        room_set(&room, 0, json, 1);
        bool eligible = item_is_eligible(&room.documents[0]->items[0], &room.feeds[0],
                                         CLOCK_TRUSTED, room.now, &reason);
        assert_int_equal(eligible, cases[i].reason == NULL);
        if (cases[i].reason)
            assert_string_equal(reason, cases[i].reason);
        else
            assert_null(reason);
        room_close(&room);
    }
}

static void a_faulty_item_is_passed_over(void **state)
{
    static const char json[] =
        "{\"formatVersion\":1,\"feedId\":\"f\",\"playlists\":[{\"id\":\"m\",\"items\":["
        "{\"id\":\"a\",\"type\":\"slogan\",\"text\":\"A\",\"weight\":0},"
        "{\"id\":\"b\",\"type\":\"slogan\",\"text\":\"B\"}]}]}";
    struct findings findings = {0};
    struct room room;
    const char *reason = NULL;
    (void)state;
    room_open(&room);
    assert_int_equal(document_parse(json, strlen(json), &findings, &room.documents[0]), 0);
    room.sites[0] = site_create_default();
    room.feeds[0] = (struct choice_feed){room.documents[0], room.sites[0], NULL, 1, NULL};
    room.input.feed_count = 1;
    assert_programme(&room, 2, "b b");
    assert_false(item_is_eligible(&room.documents[0]->items[0], &room.feeds[0], CLOCK_TRUSTED,
                                  room.now, &reason));
    assert_string_equal(reason, "faulty");
    findings_finish(&findings);
    room_close(&room);
}

static void an_item_ends_with_its_validity(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD ITEM("a", ",'validUntil':'2026-03-02T08:00:04+07:00'") "," ITEM("b", "") TAIL, 1);
    int64_t start = room.now;
    struct choice choice = room_next(&room);
    assert_string_equal(choice.item->id, "a");
    assert_int_equal(choice.until - start, 4 * CLOCK_SECOND);
    room.now = choice.until;
    choice = room_next(&room);
    assert_string_equal(choice.item->id, "b");
    assert_int_equal(choice.until - room.now, 10 * CLOCK_SECOND);
    room_close(&room);
}

/* The last day of a basis is included, as it is counted in the document's zone. */
static void an_item_ends_with_its_basis(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD ITEM("a", ",'basis':{'title':'B','validUntil':'2026-03-02'}") TAIL, 1);
    room.now = support_instant("2026-03-02T23:59:58+07:00");
    struct choice choice = room_next(&room);
    assert_string_equal(choice.item->id, "a");
    assert_int_equal(choice.until, support_instant("2026-03-03T00:00:00+07:00"));
    room.now = choice.until;
    choice = room_next(&room);
    assert_null(choice.item);
    assert_int_equal(choice.until, TIME_ALWAYS_AFTER);
    room_close(&room);
}

static void with_nothing_to_show_the_next_beginning_counts(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD
                 ITEM("hidden", ",'hidden':true,'validFrom':'2026-03-02T08:01:00+07:00'") "," ITEM("elsewhere", ",'sites':['there'],'validFrom':'2026-03-02T08:02:00+07:00'") "," ITEM(
                     "late",
                     ",'validFrom':'2026-03-02T09:00:00+07:00'") "," ITEM("soon",
                                                                          ",'validFrom':'2026-"
                                                                          "03-02T08:30:00+07:"
                                                                          "00'") "," ITEM("basi"
                                                                                          "s",
                                                                                          ",'"
                                                                                          "vali"
                                                                                          "dFro"
                                                                                          "m':'"
                                                                                          "2026"
                                                                                          "-03-"
                                                                                          "02T0"
                                                                                          "8:"
                                                                                          "10:"
                                                                                          "00+"
                                                                                          "07:"
                                                                                          "00',"
                                                                                          "'bas"
                                                                                          "is':"
                                                                                          "{'"
                                                                                          "titl"
                                                                                          "e':'"
                                                                                          "B',"
                                                                                          "'val"
                                                                                          "idUn"
                                                                                          "til'"
                                                                                          ":'"
                                                                                          "2026"
                                                                                          "-03-"
                                                                                          "01'"
                                                                                          "}") TAIL,
             1);
    struct choice choice = room_next(&room);
    assert_null(choice.item);
    assert_int_equal(choice.until, support_instant("2026-03-02T08:30:00+07:00"));
    room_close(&room);
}

static void an_empty_document_shows_nothing(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD TAIL, 1);
    struct choice choice = room_next(&room);
    assert_null(choice.item);
    assert_int_equal(choice.until, TIME_ALWAYS_AFTER);
    room.input.feed_count = 0;
    assert_null(room_next(&room).item);
    room_close(&room);
}

/* On the lowest rung the time is a lower bound: what it proves is past is left out, what it proves
 * has begun is shown, and what it does not prove has not begun. */
static void a_clock_that_is_a_lower_bound_proves_what_it_can(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room.input.clock = CLOCK_FLOOR;
    room_set(
        &room, 0,
        HEAD ITEM("past", ",'validUntil':'2026-03-01T00:00:00+07:00'") "," ITEM(
            "begun",
            ",'validFrom':'2026-03-01T00:00:00+07:00'") "," ITEM("perhaps",
                                                                 ",'validFrom':'2026-04-01T00:00:"
                                                                 "00+07:00'") "," ITEM("running",
                                                                                       ",'"
                                                                                       "validUntil'"
                                                                                       ":'2026-04-"
                                                                                       "01T00:00:"
                                                                                       "00+07:00'")
            TAIL,
        1);
    assert_programme(&room, 4, "begun running begun running");
    room_close(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_follow_in_order),
        cmocka_unit_test(weights_are_spread),
        cmocka_unit_test(weights_are_spread_over_a_long_round),
        cmocka_unit_test(weights_are_kept_exactly),
        cmocka_unit_test(who_may_not_be_shown_is_passed_over),
        cmocka_unit_test(the_reason_is_told),
        cmocka_unit_test(a_faulty_item_is_passed_over),
        cmocka_unit_test(an_item_ends_with_its_validity),
        cmocka_unit_test(an_item_ends_with_its_basis),
        cmocka_unit_test(with_nothing_to_show_the_next_beginning_counts),
        cmocka_unit_test(an_empty_document_shows_nothing),
        cmocka_unit_test(a_clock_that_is_a_lower_bound_proves_what_it_can),
    };
    return cmocka_run_group_tests_name("choice", tests, NULL, NULL);
}
