/* In which languages an item is shown, one after another, and what is barred. */
#include <stdio.h>
#include <string.h>

#include "room.h"

static void languages_follow_one_another(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD
             "{'id':'a','type':'slogan','text':{'vi':'A','en':'B'},'duration':5}," ITEM("b", "")
                 TAIL,
             1);
    size_t languages[5];
    char ids[5];
    for (size_t i = 0; i < 5; i++) {
        struct choice choice = room_next(&room);
        languages[i] = choice.language;
        ids[i] = choice.item->id[0];
        room.now = choice.until;
    }
    assert_memory_equal(ids, "aabaa", 5);
    assert_memory_equal(languages, ((size_t[]){0, 1, 0, 0, 1}), sizeof languages);
    room_close(&room);
}

static void languages_are_those_of_the_site(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             "{'formatVersion':1,'feedId':'f','languages':['vi','en','km'],'playlists':[{'id':'m',"
             "'items':[{'id':'a','type':'slogan','text':{'vi':'A','en':'B','km':'C'}},"
             "{'id':'b','type':'slogan','text':{'en':'B'}}]}],"
             "'sites':{'here':{'languages':['km','vi']}}}",
             1);
    static const struct {
        const char *id;
        size_t language;
    } wanted[] = {{"a", 2}, {"a", 0}, {"b", 1}, {"a", 2}};
    for (size_t i = 0; i < 4; i++) {
        struct choice choice = room_next(&room);
        assert_string_equal(choice.item->id, wanted[i].id);
        assert_int_equal(choice.language, wanted[i].language);
        room.now = choice.until;
    }
    room_close(&room);
}

/* Its bits are the document's languages: vi, en. */
static void a_barred_language_is_left_out_alone(void **state)
{
    static const struct {
        uint32_t barred;
        const char *shown; /* the first letter of the language behind each item */
    } cases[] = {
        {0, "av ae bv av"},      {1 << 0, "ae bv ae bv"},
        {1 << 1, "av bv av bv"}, {1 << 0 | 1 << 1, "bv bv bv bv"},
        {1 << 2, "av ae bv av"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct room room;
        char shown[64] = "";
        room_open(&room);
        room_set(&room, 0,
                 HEAD "{'id':'a','type':'slogan','text':{'vi':'A','en':'B'}},"
                      "{'id':'b','type':'slogan','text':'B'}" TAIL,
                 1);
        room.barred = "a";
        room.barred_languages = cases[i].barred;
        for (size_t play = 0; play < 4; play++) {
            struct choice choice = room_next(&room);
            size_t used = strlen(shown);
            snprintf(shown + used, sizeof shown - used, "%s%s%c", play ? " " : "", choice.item->id,
                     choice.language ? 'e' : 'v');
            room.now = choice.until;
        }
        if (strcmp(shown, cases[i].shown) != 0)
            fail_msg("barred %u: %s", cases[i].barred, shown);
        room_close(&room);
    }
}

/* One of its languages turns out not to be readable while the item is on. */
static void a_language_that_is_barred_meanwhile_is_skipped(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0,
             HEAD "{'id':'a','type':'slogan','text':{'vi':'A','en':'B'}}," ITEM("b", "") TAIL, 1);
    struct choice choice = room_next(&room);
    assert_string_equal(choice.item->id, "a");
    room.now = choice.until;
    room.barred = "a";
    room.barred_languages = 1 << 1;
    assert_programme(&room, 3, "b a b");
    room_close(&room);
}

static void the_languages_of_an_item_are_not_torn_apart(void **state)
{
    struct room room;
    (void)state;
    room_open(&room);
    room_set(&room, 0, HEAD_OF("f") "{'id':'a','type':'slogan','text':{'vi':'A','en':'B'}}" TAIL,
             1);
    room_set(&room, 1, HEAD_OF("g") ITEM("x", "") TAIL, 1);
    assert_programme(&room, 6, "a a x a a x");
    room_close(&room);
}

/* Counted once for all or anew at each choice: the turns are the same. */
static void who_is_barred_for_good_may_be_promised_to_stay_so(void **state)
{
    char shown[2][256];
    (void)state;
    for (uint64_t bars = 0; bars < 2; bars++) {
        struct room room;
        room_open(&room);
        room_set(&room, 0,
                 HEAD ITEM("a", ",'weight':3") "," ITEM("b", ",'weight':3") "," ITEM(
                     "c", "") "," ITEM("d", ",'maxPlaysPerHour':2") "," ITEM("e", ",'weight':2")
                     TAIL,
                 1);
        room.input.bars = bars;
        room.barred = "b";
        snprintf(shown[bars], sizeof shown[bars], "%s", room_play(&room, 60));
        room_close(&room);
    }
    assert_null(strchr(shown[0], 'b'));
    assert_string_equal(shown[0], shown[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_follow_one_another),
        cmocka_unit_test(languages_are_those_of_the_site),
        cmocka_unit_test(a_barred_language_is_left_out_alone),
        cmocka_unit_test(a_language_that_is_barred_meanwhile_is_skipped),
        cmocka_unit_test(the_languages_of_an_item_are_not_torn_apart),
        cmocka_unit_test(who_is_barred_for_good_may_be_promised_to_stay_so),
    };
    return cmocka_run_group_tests_name("choice: languages", tests, NULL, NULL);
}
