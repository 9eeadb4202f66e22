/* Alerts of a folder: which of them are on, and what becomes of one that cannot be drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "display/programme.h"
#include "playlist/moment.h"

#define ALERT(name, severity)                                                                      \
    "{\"identifier\":\"" name "\",\"sent\":\"2026-03-02T08:00:00+07:00\",\"expires\":"             \
    "\"2026-03-02T09:00:00+07:00\",\"severity\":\"" severity "\",\"headline\":\"H\"}"

struct room {
    char path[64], file[96];
    struct programme programme;
};

static int open_room(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    strcpy(room->path, "/tmp/bangtin-alerts-XXXXXX");
    *state = room;
    return mkdtemp(room->path) ? 0 : -1;
}

static int close_room(void **state)
{
    struct room *room = *state;
    unlink(room->file);
    int result = rmdir(room->path);
    free(room);
    return result;
}

static int64_t instant(const char *text)
{
    int64_t value;
    assert_true(moment_parse_instant(text, strlen(text), &value));
    return value;
}

/* Opens a folder with a flood and a storm, of which the flood is the severer. */
static void play(struct room *room, const char *feed)
{
    snprintf(room->file, sizeof room->file, "%s/playlist.json", room->path);
    FILE *file = fopen(room->file, "w");
    assert_non_null(file);
    fprintf(file,
            "{\"formatVersion\":1,\"feedId\":\"%s\",\"playlists\":[{\"id\":\"m\",\"items\":[]}],"
            "\"alerts\":[" ALERT("storm", "minor") "," ALERT("flood", "severe") "]}",
            feed);
    assert_int_equal(fclose(file), 0);
    programme_open(&room->programme, room->path, NULL, NULL);
    room->programme.clock = CLOCK_TRUSTED;
}

/* What is picked at half past eight; the caller finishes it. */
static struct programme_pick pick(struct room *room)
{
    struct programme_pick pick;
    programme_pick(&room->programme, instant("2026-03-02T08:30:00+07:00"), &pick);
    return pick;
}

static void expect(struct room *room, const char *wanted)
{
    struct programme_pick picked = pick(room);
    assert_string_equal(programme_pick_name(&picked), wanted);
    programme_pick_finish(&picked);
}

static void an_alert_may_begin_from_when_it_is_sent_until_it_expires(void **state)
{
    struct room *room = *state;
    play(room, "f");
    struct programme_pick flood = pick(room);
    static const struct {
        const char *at;
        bool is_eligible;
    } cases[] = {{"2026-03-02T07:59:59+07:00", false},
                 {"2026-03-02T08:00:00+07:00", true},
                 {"2026-03-02T08:59:59+07:00", true},
                 {"2026-03-02T09:00:00+07:00", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(programme_is_eligible(&room->programme, &flood, instant(cases[i].at)),
                         cases[i].is_eligible);
    programme_pick_finish(&flood);
    programme_close(&room->programme);
}

/* A worker may be lost over anything once. */
static void lost_twice_it_makes_room_for_the_other_and_gets_another_chance(void **state)
{
    struct room *room = *state;
    play(room, "f");
    struct programme_pick flood = pick(room);
    programme_lose(&room->programme, &flood, "lost");
    expect(room, "flood");
    programme_lose(&room->programme, &flood, "lost");
    expect(room, "storm");
    assert_int_equal(room->programme.leftout.count, 1);
    programme_relent(&room->programme, clock_monotonic());
    assert_int_equal(room->programme.leftout.count, 0); /* it is over by this machine's clock */
    expect(room, "flood");
    programme_drawn(&room->programme, &flood);
    programme_lose(&room->programme, &flood, "lost");
    expect(room, "flood"); /* it is counted from the last one that was drawn on */
    programme_pick_finish(&flood);
    programme_close(&room->programme);
}

static void the_same_words_of_another_feed_are_another_alert(void **state)
{
    struct room *room = *state;
    int64_t at = instant("2026-03-02T08:30:00+07:00");
    play(room, "f");
    uint64_t mark = programme_alerts_mark(&room->programme, at);
    programme_close(&room->programme);
    play(room, "g");
    assert_true(mark != 0 && mark != programme_alerts_mark(&room->programme, at));
    assert_int_equal(programme_alerts_mark(&room->programme, instant("2026-03-02T09:00:00+07:00")),
                     0);
    programme_close(&room->programme);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_alert_may_begin_from_when_it_is_sent_until_it_expires),
        TEST(lost_twice_it_makes_room_for_the_other_and_gets_another_chance),
        TEST(the_same_words_of_another_feed_are_another_alert),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
