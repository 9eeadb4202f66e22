/* A screen without a screen: documents, a clock that is turned by hand, and what would be shown. */
#pragma once

#include "playlist/choice.h"
#include "support.h"

#define START "2026-03-02T08:00:00+07:00" /* a Monday */
#define HEAD                                                                                       \
    "{'formatVersion':1,'feedId':'f','languages':['vi','en'],'playlists':[{'id':'m','items':["
#define HEAD_OF(feed)                                                                              \
    "{'formatVersion':1,'feedId':'" feed                                                           \
    "','languages':['vi','en'],'playlists':[{'id':'m','items':["
#define TAIL "]}],'sites':{'here':{'tags':['t']},'there':{}}}"
#define ITEM(id, more) "{'id':'" id "','type':'slogan','text':'A','duration':10" more "}"

enum { FEEDS_MAX = 3 };

struct room {
    struct document *documents[FEEDS_MAX];
    struct site *sites[FEEDS_MAX];
    struct choice_feed feeds[FEEDS_MAX];
    struct choice_input input;
    struct zone *zone;
    struct choice_state *state;
    const char *barred; /* an id that is passed over, in these languages */
    uint32_t barred_languages;
    int64_t now;
};

void room_open(struct room *room);
void room_close(struct room *room);

/* Puts the document (without any finding; ' for ") in place `feed`; one that stood there goes. */
void room_set(struct room *room, size_t feed, const char *json, unsigned share);

struct choice room_next(struct room *room);

/* Plays `count` items: their ids with a space between; "-" for nothing. Static. */
const char *room_play(struct room *room, size_t count);

#define assert_programme(room, count, wanted) assert_string_equal(room_play(room, count), wanted)
