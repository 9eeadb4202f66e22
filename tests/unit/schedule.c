/* What is on at an instant, read as a specification: tests/cases/schedule-*.json. A case plays a
 * document, or several feeds, from an instant on and names what is shown: "a b" for items, "!flood"
 * for an alert, "a/en" with its language where the document has several, "-" for nothing. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "room.h"

enum { FILES_MAX = 8, TICKER_MAX = 16 };

static const cJSON *get(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* "a" or {"id": "a", …}: what is not said of an item is as in all the cases. */
static cJSON *make_item(const cJSON *brief)
{
    cJSON *item = cJSON_IsString(brief) ? cJSON_CreateObject() : cJSON_Duplicate(brief, true);
    if (cJSON_IsString(brief))
        cJSON_AddStringToObject(item, "id", cJSON_GetStringValue(brief));
    if (!get(item, "type"))
        cJSON_AddStringToObject(item, "type", "slogan");
    if (!get(item, "text") && !get(item, "asset"))
        cJSON_AddStringToObject(item, "text", "A");
    if (!get(item, "duration") && !get(item, "asset"))
        cJSON_AddNumberToObject(item, "duration", 10);
    return item;
}

/* {"main": ["a", "b"]}; or none: the playlists "a", "b" and "c" with an item each. */
static cJSON *make_playlists(const cJSON *brief)
{
    cJSON *playlists = cJSON_CreateArray(), *usual = NULL;
    const cJSON *items, *item;
    if (!brief)
        brief = usual = cJSON_Parse("{\"a\": [\"a\"], \"b\": [\"b\"], \"c\": [\"c\"]}");
    cJSON_ArrayForEach(items, brief)
    {
        cJSON *playlist = cJSON_CreateObject();
        cJSON_AddStringToObject(playlist, "id", items->string);
        cJSON *list = cJSON_AddArrayToObject(playlist, "items");
        cJSON_ArrayForEach(item, items) cJSON_AddItemToArray(list, make_item(item));
        cJSON_AddItemToArray(playlists, playlist);
    }
    cJSON_Delete(usual);
    return playlists;
}

static char *make_document(const cJSON *brief, size_t feed)
{
    static const char *const kept[] = {"dayparts", "schedule",  "ticker",   "alerts",
                                       "sites",    "languages", "timeZone", "generated",
                                       "sequence", "defaults",  "assets"};
    const char feed_id[] = {(char)('f' + feed), '\0'};
    cJSON *document = cJSON_CreateObject();
    cJSON_AddNumberToObject(document, "formatVersion", 1);
    cJSON_AddStringToObject(document, "feedId", feed_id);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (get(brief, kept[i]))
            cJSON_AddItemToObject(document, kept[i], cJSON_Duplicate(get(brief, kept[i]), true));
    }
    cJSON_AddItemToObject(document, "playlists", make_playlists(get(brief, "playlists")));
    char *text = cJSON_PrintUnformatted(document);
    cJSON_Delete(document);
    return text;
}

static void set_feed(struct room *room, const cJSON *brief, size_t feed)
{
    const cJSON *share = get(brief, "share"), *site = get(brief, "site");
    char *text = make_document(brief, feed);
    room_set(room, feed, text, share ? (unsigned)share->valueint : 1);
    if (site) {
        site_destroy(room->sites[feed]);
        room->sites[feed] = site_effective(room->documents[feed], NULL, cJSON_GetStringValue(site));
        assert_non_null(room->sites[feed]);
        room->feeds[feed].site = room->sites[feed];
    }
    free(text);
}

static void set_feeds(struct room *room, const cJSON *test)
{
    const cJSON *feed;
    size_t count = 0;
    if (!get(test, "feeds"))
        set_feed(room, test, count++);
    cJSON_ArrayForEach(feed, get(test, "feeds")) set_feed(room, feed, count++);
}

static void add_word(char *text, size_t size, const struct room *room, const struct choice *choice)
{
    size_t used = strlen(text);
    const struct document *document = room->documents[choice->feed];
    const char *name = choice->alert  ? choice->alert->identifier
                       : choice->item ? choice->item->id
                                      : "-";
    snprintf(text + used, size - used, "%s%s%s", used ? " " : "", choice->alert ? "!" : "", name);
    used = strlen(text);
    if ((choice->item || choice->alert) && document->language_count > 1)
        snprintf(text + used, size - used, "/%s", document->languages[choice->language]);
}

/* Plays as many as there are words. */
static void check_step(struct room *room, const cJSON *step)
{
    const char *at = cJSON_GetStringValue(get(step, "at")),
               *wanted = cJSON_GetStringValue(get(step, "shows"));
    const cJSON *until = get(step, "until"), *clock = get(step, "clock");
    char shown[1024] = "";
    struct choice choice;
    if (get(step, "document"))
        set_feeds(room, get(step, "document"));
    if (at)
        room->now = support_instant(at);
    if (clock)
        room->input.clock =
            strcmp(cJSON_GetStringValue(clock), "floor") == 0 ? CLOCK_FLOOR : CLOCK_TRUSTED;
    room->now = choice_time(&room->input, room->now);
    for (const char *word = wanted; word; word = strchr(word + 1, ' ')) {
        choice = room_next(room);
        add_word(shown, sizeof shown, room, &choice);
        if (choice.until != TIME_ALWAYS_AFTER)
            room->now = choice.until;
    }
    if (wanted)
        assert_string_equal(shown, wanted);
    if (cJSON_IsString(until))
        assert_int_equal(choice.until, support_instant(cJSON_GetStringValue(until)));
    else if (until)
        assert_int_equal(choice.until, TIME_ALWAYS_AFTER);
}

static void check_beside(struct room *room, const cJSON *test)
{
    struct choice_alert banners[TICKER_MAX];
    struct choice_ticker lines[TICKER_MAX];
    char text[512] = "";
    int64_t until;
    if (get(test, "at"))
        room->now = support_instant(cJSON_GetStringValue(get(test, "at")));
    const cJSON *wanted = get(test, "banners");
    size_t count = choice_alerts(&room->input, true, room->now, banners, TICKER_MAX);
    for (size_t i = 0; wanted && i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "",
                 banners[i].alert->identifier);
    if (wanted)
        assert_string_equal(text, cJSON_GetStringValue(wanted));
    text[0] = '\0';
    wanted = get(test, "ticker");
    count = choice_ticker(&room->input, room->now, lines, TICKER_MAX, &until);
    for (size_t i = 0; wanted && i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.*s", i ? " " : "",
                 (int)lines[i].line->text_json_size - 2, lines[i].line->text_json + 1);
    if (wanted)
        assert_string_equal(text, cJSON_GetStringValue(wanted));
    if (get(test, "tickerUntil"))
        assert_int_equal(until, support_instant(cJSON_GetStringValue(get(test, "tickerUntil"))));
    if (get(test, "alertChange"))
        assert_int_equal(choice_alert_change(&room->input, room->now),
                         support_instant(cJSON_GetStringValue(get(test, "alertChange"))));
}

static void check_case(void **state)
{
    const cJSON *test = *state, *step, *zone = get(test, "zone");
    struct room room;
    room_open(&room);
    if (zone) {
        zone_destroy(room.zone);
        assert_int_equal(zone_read(cJSON_GetStringValue(zone), &room.zone), 0);
    }
    set_feeds(&room, test);
    check_step(&room, test);
    cJSON_ArrayForEach(step, get(test, "then")) check_step(&room, step);
    if (get(test, "beside"))
        check_beside(&room, get(test, "beside"));
    room_close(&room);
}

int main(void)
{
    static const char *const files[] = {"schedule-dayparts.json", "schedule-entries.json",
                                        "schedule-rules.json", "schedule-items.json",
                                        "schedule-alerts.json"};
    enum { COUNT = sizeof files / sizeof *files };
    cJSON *cases[COUNT], *test;
    size_t count = 0, used = 0;
    for (size_t i = 0; i < COUNT; i++) {
        cases[i] = support_cases(files[i]);
        count += (size_t)cJSON_GetArraySize(cases[i]);
    }
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    for (size_t i = 0; i < COUNT; i++) {
        cJSON_ArrayForEach(test, cases[i])
        {
            tests[used++] = (struct CMUnitTest){.name = cJSON_GetStringValue(get(test, "case")),
                                                .test_func = check_case,
                                                .initial_state = test};
        }
    }
    int failed = _cmocka_run_group_tests("schedule", tests, used, NULL, NULL);
    free(tests);
    for (size_t i = 0; i < COUNT; i++)
        cJSON_Delete(cases[i]);
    return failed;
}
