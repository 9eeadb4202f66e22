#include "room.h"

#include <stdio.h>
#include <string.h>

void room_open(struct room *room)
{
    *room = (struct room){.now = support_instant(START), .barred_languages = CHOICE_ALL};
    room->zone = zone_fixed(7 * 3600);
    room->state = choice_state_create();
    room->input = (struct choice_input){room->feeds, 0, .clock = CLOCK_TRUSTED};
    assert_non_null(room->zone);
    assert_non_null(room->state);
}

void room_set(struct room *room, size_t feed, const char *json, unsigned share)
{
    document_destroy(room->documents[feed]);
    site_destroy(room->sites[feed]);
    room->documents[feed] = support_document(json);
    room->sites[feed] = site_effective(room->documents[feed], NULL, NULL);
    assert_non_null(room->sites[feed]);
    room->feeds[feed] =
        (struct choice_feed){room->documents[feed], room->sites[feed], room->zone, share, NULL};
    if (room->input.feed_count <= feed)
        room->input.feed_count = feed + 1;
}

void room_close(struct room *room)
{
    for (size_t i = 0; i < FEEDS_MAX; i++) {
        document_destroy(room->documents[i]);
        site_destroy(room->sites[i]);
    }
    zone_destroy(room->zone);
    choice_state_destroy(room->state);
}

static uint32_t barred(void *context, const struct choice_feed *feed, const struct item *item)
{
    const struct room *room = context;
    (void)feed;
    return room->barred && strcmp(item->id, room->barred) == 0 ? room->barred_languages : 0;
}

struct choice room_next(struct room *room)
{
    struct choice choice;
    choice_next(&room->input, room->state, room->now, barred, room, &choice);
    assert_true(choice.until > room->now);
    return choice;
}

const char *room_play(struct room *room, size_t count)
{
    static char programme[4096];
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        struct choice choice = room_next(room);
        used += (size_t)snprintf(programme + used, sizeof programme - used, "%s%s", i ? " " : "",
                                 choice.item ? choice.item->id : "-");
        if (choice.until == TIME_ALWAYS_AFTER)
            break;
        room->now = choice.until;
    }
    return programme;
}
