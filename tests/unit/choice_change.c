/* What is shown next when documents, languages and feeds change and meet; and a whole year. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "room.h"

static void a_new_document_goes_on_behind_the_same_item(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD ITEM("a", "") "," ITEM("b", "") "," ITEM("c", "") TAIL, 1);
    assert_programme(&room, 2, "a b");
    room_set(&room, 0,
             HEAD ITEM("x", "") "," ITEM("b", "") "," ITEM("y", "") "," ITEM("a", "") TAIL, 1);
    assert_programme(&room, 4, "y a x b");
    room_close(&room);
}

static void where_the_item_is_gone_its_successor_follows(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD ITEM("a", "") "," ITEM("b", "") "," ITEM("c", "") "," ITEM("d", "") TAIL, 1);
    assert_programme(&room, 2, "a b");
    room_set(&room, 0, HEAD ITEM("a", "") "," ITEM("c", "") "," ITEM("d", "") TAIL, 1);
    assert_programme(&room, 3, "c d a");
    room_close(&room);
}

/* Weights that are new to a loop take it up where it stands. */
static void weights_begin_where_the_loop_stands(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD ITEM("a", "") "," ITEM("b", "") "," ITEM("c", "") TAIL, 1);
    assert_programme(&room, 2, "a b");
    room_set(&room, 0, HEAD ITEM("a", "") "," ITEM("b", ",'weight':2") "," ITEM("c", "") TAIL, 1);
    assert_programme(&room, 8, "c b a b c b a b");
    room_set(&room, 0, HEAD ITEM("a", "") "," ITEM("b", "") "," ITEM("c", "") TAIL, 1);
    assert_programme(&room, 4, "c a b c");
    room_close(&room);
}

static void credits_survive_a_new_document(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD ITEM("a", ",'weight':5") "," ITEM("b", "") "," ITEM("c", "") TAIL, 1);
    assert_programme(&room, 3, "a b a");
    room_set(&room, 0, HEAD ITEM("c", "") "," ITEM("b", "") "," ITEM("a", ",'weight':5") TAIL, 1);
    assert_programme(&room, 4, "a a c a"); /* the same turns as if nothing had happened */
    room_close(&room);
}

/* Who leaves and comes back neither waits for long nor comes many times in a row. */
static void a_newcomer_is_treated_as_the_others(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD ITEM("a", ",'weight':2") "," ITEM("b", "") "," ITEM(
                 "c", ",'validFrom':'2026-03-02T10:00:00+07:00'") TAIL,
             1);
    room_play(&room, 720); /* two hours of a and b */
    assert_int_equal(room.now, support_instant("2026-03-02T10:00:00+07:00"));
    int plays = 0;
    for (int i = 0; i < 4; i++) {
        struct choice choice = room_next(&room);
        plays += strcmp(choice.item->id, "c") == 0;
        room.now = choice.until;
    }
    assert_int_equal(plays, 1);
    room_close(&room);
}

/* Plays `count` items and counts how often the one called `id` comes. */
static int plays_of(struct room *room, int count, const char *id)
{
    int plays = 0;
    for (int i = 0; i < count; i++) {
        struct choice choice = room_next(room);
        plays += strcmp(choice.item->id, id) == 0;
        room->now = choice.until;
    }
    return plays;
}

/* Whom the screen passes over leaves no turns to the others of equal weight. */
static void who_is_barred_leaves_no_turns(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD ITEM("a", "") "," ITEM("b", "") "," ITEM("c", ",'weight':2") TAIL, 1);
    room.barred = "a";
    assert_int_equal(plays_of(&room, 30, "c"), 20);
    room_close(&room);
}

/* However often somebody left just after a turn, who comes new comes within a round. */
static void leaving_often_does_not_shut_others_out(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD ITEM("a", "") "," ITEM("b", ",'weight':6") "," ITEM("c", "") "," ITEM(
                 "d", ",'validFrom':'2026-03-02T20:00:00+07:00'") TAIL,
             1);
    while (room.now < support_instant("2026-03-02T20:00:00+07:00")) {
        struct choice choice = room_next(&room);
        room.barred = strcmp(choice.item->id, "b") == 0 ? "b" : NULL;
        room.now = choice.until;
    }
    room.barred = NULL;
    assert_in_range(plays_of(&room, 9, "d"), 1, 2);
    assert_in_range(plays_of(&room, 90, "d"), 9, 11);
    room_close(&room);
}

/* However often somebody left just before a turn, who comes new does not come many times in a row.
 */
static void leaving_often_does_not_favour_others(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD ITEM("a", "") "," ITEM("b", ",'weight':6") "," ITEM("c", "") "," ITEM(
                 "d", ",'validFrom':'2026-03-02T20:00:00+07:00'") TAIL,
             1);
    while (room.now < support_instant("2026-03-02T20:00:00+07:00")) {
        struct choice_state *kept = choice_state_copy(room.state);
        room.barred = NULL;
        struct choice choice = room_next(&room);
        if (strcmp(choice.item->id, "b") == 0) { /* not this time: as if it had not been asked */
            choice_state_destroy(room.state);
            room.state = choice_state_copy(kept);
            room.barred = "b";
            choice = room_next(&room);
        }
        choice_state_destroy(kept);
        room.now = choice.until;
    }
    room.barred = NULL;
    assert_in_range(plays_of(&room, 9, "d"), 1, 2);
    room_close(&room);
}

/* What was little among heavy ones does not have to make up for it when they are gone. */
static void debts_do_not_outlive_the_heavy(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD ITEM("h", ",'weight':100,'validUntil':'2026-03-02T08:10:00+07:00'") "," ITEM(
                 "a", "") "," ITEM("b", "") "," ITEM("c", ",'weight':2") TAIL,
             1);
    while (room.now < support_instant("2026-03-02T08:10:00+07:00"))
        room.now = room_next(&room).until;
    struct choice_state *kept = choice_state_copy(room.state), *state_now = room.state;
    static const char *const ids[] = {"a", "b", "c"};
    int64_t now = room.now;
    for (size_t i = 0; i < 3; i++) {
        room.state = choice_state_copy(kept);
        room.now = now;
        assert_in_range(plays_of(&room, 40, ids[i]), 3, 34);
        choice_state_destroy(room.state);
    }
    room.state = state_now;
    choice_state_destroy(kept);
    room_close(&room);
}

static void feeds_are_mixed_by_share(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD_OF("f") ITEM("a", "") "," ITEM("b", "") TAIL, 2);
    room_set(&room, 1, HEAD_OF("g") ITEM("x", "") "," ITEM("y", "") TAIL, 1);
    assert_programme(&room, 9, "a x b a y b a x b"); /* each goes on in its own place */
    room_close(&room);
}

static void a_feed_without_content_saves_nothing_up(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD_OF("f") ITEM("a", "") TAIL, 1);
    room_set(&room, 1, HEAD_OF("g") ITEM("x", ",'validFrom':'2026-03-02T10:00:00+07:00'") TAIL, 1);
    room_play(&room, 720);
    assert_int_equal(room.now, support_instant("2026-03-02T10:00:00+07:00"));
    assert_programme(&room, 4, "a x a x");
    room_close(&room);
}

static void a_clip_plays_to_its_end(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             "{'formatVersion':1,'feedId':'f','defaults':{'duration':8},'assets':{"
             "'clip':{'href':'a.mp4','duration':33.5},'other':{'href':'b.mp4'}},"
             "'playlists':[{'id':'m','items':[{'id':'a','type':'video','asset':'clip'},"
             "{'id':'b','type':'video','asset':'clip','duration':5},"
             "{'id':'c','type':'video','asset':'other'}]}]}",
             1);
    static const int64_t wanted[] = {33500000, 5000000, 8000000};
    for (size_t i = 0; i < 3; i++) {
        struct choice choice = room_next(&room);
        assert_int_equal(choice.until - room.now, wanted[i]);
        room.now = choice.until;
    }
    room_close(&room);
}

/* A copy of the state goes its own way: a preview of the next item does not move the screen. */
static void a_copied_state_is_independent(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD ITEM("a", ",'weight':2") "," ITEM("b", "") "," ITEM("c", "") TAIL, 1);
    assert_programme(&room, 1, "a");
    struct choice_state *kept = room.state, *copy = choice_state_copy(kept);
    assert_non_null(copy);
    room.state = copy;
    assert_programme(&room, 3, "b a c");
    choice_state_destroy(copy);
    room.state = kept;
    assert_programme(&room, 3, "b a c");
    choice_state_destroy(NULL);
    room_close(&room);
}

/* More feeds come and go than are remembered. */
static void many_feeds_come_and_go(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    for (int i = 0; i < 100; i++) {
        char json[512];
        snprintf(json, sizeof json,
                 "{'formatVersion':1,'feedId':'f%d','playlists':[{'id':'m','items':[" ITEM(
                     "a", "") "," ITEM("b", "") "]}]}",
                 i);
        room_set(&room, 0, json, 1);
        assert_programme(&room, 3, "a b a");
    }
    room_close(&room);
}

/* A year of a lobby, second by second as it would be shown. */
static void a_year_is_played(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD ITEM("always", "") "," ITEM("often", ",'weight':3") "," ITEM(
                 "october",
                 ",'validFrom':'2026-10-01T00:00:00+07:00','validUntil':'2026-10-11T00:"
                 "00:00+07:00'") "," ITEM("decree",
                                          ",'basis':{'title':'B','validUntil':'2026-06-30'}") TAIL,
             1);
    room.now = support_instant("2026-01-01T00:00:00+07:00");
    int64_t end = support_instant("2027-01-01T00:00:00+07:00"), gaps = 0;
    int64_t october[2] = {INT64_MAX, 0}, decree_end = 0, shown = 0;
    while (room.now < end) {
        struct choice choice = room_next(&room);
        gaps += choice.item == NULL;
        shown++;
        if (strcmp(choice.item->id, "october") == 0) {
            october[0] = room.now < october[0] ? room.now : october[0];
            october[1] = choice.until;
        } else if (strcmp(choice.item->id, "decree") == 0) {
            decree_end = choice.until;
        }
        room.now = choice.until;
    }
    assert_int_equal(gaps, 0);
    assert_true(shown >= 365 * 8640);
    assert_true(october[0] >= support_instant("2026-10-01T00:00:00+07:00"));
    assert_true(october[0] < support_instant("2026-10-01T00:02:00+07:00"));
    assert_true(october[1] <= support_instant("2026-10-11T00:00:00+07:00"));
    assert_true(decree_end <= support_instant("2026-07-01T00:00:00+07:00"));
    room_close(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_document_goes_on_behind_the_same_item),
        cmocka_unit_test(where_the_item_is_gone_its_successor_follows),
        cmocka_unit_test(weights_begin_where_the_loop_stands),
        cmocka_unit_test(credits_survive_a_new_document),
        cmocka_unit_test(a_newcomer_is_treated_as_the_others),
        cmocka_unit_test(who_is_barred_leaves_no_turns),
        cmocka_unit_test(leaving_often_does_not_shut_others_out),
        cmocka_unit_test(leaving_often_does_not_favour_others),
        cmocka_unit_test(debts_do_not_outlive_the_heavy),
        cmocka_unit_test(feeds_are_mixed_by_share),
        cmocka_unit_test(a_feed_without_content_saves_nothing_up),
        cmocka_unit_test(a_clip_plays_to_its_end),
        cmocka_unit_test(a_copied_state_is_independent),
        cmocka_unit_test(many_feeds_come_and_go),
        cmocka_unit_test(a_year_is_played),
    };
    return cmocka_run_group_tests_name("choice: changes", tests, NULL, NULL);
}
