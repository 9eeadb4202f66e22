#include "playlist/choice_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOPS_FIRST = 8 };

struct choice_state *choice_state_create(void)
{
    struct choice_state *state = calloc(1, sizeof *state);
    struct loop *loops = calloc(LOOPS_FIRST, sizeof *loops);
    if (!state || !loops) {
        free(state);
        free(loops);
        return NULL;
    }
    state->loops = loops;
    state->loop_capacity = LOOPS_FIRST;
    return state;
}

struct choice_state *choice_state_copy(const struct choice_state *state)
{
    struct choice_state *copy = malloc(sizeof *copy);
    struct loop *loops = calloc(state->loop_capacity, sizeof *loops);
    if (!copy || !loops) {
        free(copy);
        free(loops);
        return NULL;
    }
    *copy = *state;
    copy->loops = loops;
    bool ok = quota_copy(&copy->quota, &state->quota);
    for (size_t i = 0; i < state->place_count; i++) {
        if (copy->places[i].agenda)
            agenda_ref(copy->places[i].agenda);
    }
    for (size_t i = 0; i < state->loop_count; i++)
        ok &= loop_copy(&copy->loops[i], &state->loops[i]);
    if (ok)
        return copy;
    choice_state_destroy(copy);
    return NULL;
}

void choice_state_destroy(struct choice_state *state)
{
    if (!state)
        return;
    for (size_t i = 0; i < state->place_count; i++)
        agenda_unref(state->places[i].agenda);
    for (size_t i = 0; i < state->loop_count; i++)
        loop_finish(&state->loops[i]);
    quota_finish(&state->quota);
    free(state->loops);
    free(state);
}

char *choice_state_plays(const struct choice_state *state, int64_t now)
{
    return quota_compose(&state->quota, now);
}

void choice_state_recall(struct choice_state *state, const char *text, int64_t now)
{
    quota_recall(&state->quota, text, now);
}

struct choice_place *choice_state_place(struct choice_state *state, const struct choice_feed *feed)
{
    struct choice_place *oldest = &state->places[0];
    for (size_t i = 0; i < state->place_count; i++) {
        struct choice_place *place = &state->places[i];
        if (strcmp(place->key, choice_feed_key(feed)) == 0) {
            place->used = state->choices;
            return place;
        }
        oldest = place->used < oldest->used ? place : oldest;
    }
    struct choice_place *place =
        state->place_count < PLACES_MAX ? &state->places[state->place_count++] : oldest;
    agenda_unref(place->agenda);
    *place = (struct choice_place){.used = state->choices};
    snprintf(place->key, sizeof place->key, "%s", choice_feed_key(feed));
    return place;
}

struct loop *choice_state_loop(const struct choice_state *state, const struct choice_feed *feed,
                               const struct playlist *playlist)
{
    for (size_t i = 0; i < state->loop_count; i++) {
        struct loop *loop = &state->loops[i];
        if (strcmp(loop->playlist_id, playlist->id) == 0 &&
            strcmp(loop->feed_key, choice_feed_key(feed)) == 0)
            return loop;
    }
    return NULL;
}

/* Without memory there is none: the loops that are there have to do. */
static void make_room(struct choice_state *state)
{
    size_t capacity = state->loop_capacity > 0 ? 2 * state->loop_capacity : LOOPS_FIRST;
    struct loop *loops =
        capacity <= LOOPS_MAX ? realloc(state->loops, capacity * sizeof *loops) : NULL;
    if (!loops)
        return;
    state->loops = loops;
    state->loop_capacity = capacity;
}

struct loop *choice_state_take_loop(struct choice_state *state, const struct choice_feed *feed,
                                    const struct playlist *playlist)
{
    struct loop *loop = choice_state_loop(state, feed, playlist);
    if (loop)
        return loop;
    if (state->loop_count == state->loop_capacity)
        make_room(state);
    loop = &state->loops[0];
    for (size_t i = 1; i < state->loop_count; i++)
        loop = state->loops[i].turn < loop->turn ? &state->loops[i] : loop;
    if (state->loop_count < state->loop_capacity)
        loop = &state->loops[state->loop_count++];
    else
        loop_finish(loop);
    *loop = (struct loop){0};
    snprintf(loop->feed_key, sizeof loop->feed_key, "%s", choice_feed_key(feed));
    snprintf(loop->playlist_id, sizeof loop->playlist_id, "%s", playlist->id);
    return loop;
}
