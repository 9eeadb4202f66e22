/* Why items were never on. A schedule is looked through for a playlist and not for each of its
 * items: they are taken by the moment at which they are asked about, for which the last answer
 * mostly still holds. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/simulation.h"
#include "playlist/eligible.h"

struct question {
    const struct item *item;
    int64_t at;
};

/* What is known of one playlist. */
struct answer {
    size_t playlist;
    bool was_on;         /* one of its items was */
    bool is_on;          /* at `from` <= now < `until` */
    int64_t from, until; /* equal: not asked yet */
};

static int question_order(const void *a, const void *b)
{
    const struct question *left = a, *right = b;
    if (left->item->playlist != right->item->playlist)
        return left->item->playlist < right->item->playlist ? -1 : 1;
    return (left->at > right->at) - (left->at < right->at);
}

static bool was_playlist_on(const struct simulation *simulation, size_t index)
{
    const struct playlist *playlist = &simulation->feed.document->playlists[index];
    for (size_t i = 0; i < playlist->item_count; i++) {
        if (simulation->items[playlist->first_item + i].plays > 0)
            return true;
    }
    return false;
}

/* The word of item_is_eligible. */
static const char *usual_reason(const struct simulation *simulation,
                                const struct question *question, struct answer *answer)
{
    const struct choice_feed *feed = &simulation->feed;
    struct openings openings;
    int64_t until = TIME_ALWAYS_AFTER;
    openings_init(&openings, feed->document, feed->zone, simulation->clock, question->at);
    const char *reason = item_obstacle(question->item, feed, &openings, &until);
    if (reason)
        return reason;
    if (question->at < answer->from || question->at >= answer->until) {
        openings_init(&openings, feed->document, feed->zone, simulation->clock, question->at);
        answer->from = question->at;
        answer->until = TIME_ALWAYS_AFTER;
        answer->is_on = playlist_is_on(answer->playlist, feed, &openings, &answer->until);
    }
    return answer->is_on ? NULL : "not-scheduled";
}

static const char *find_reason(const struct simulation *simulation, const struct question *question,
                               struct answer *answer)
{
    size_t index = (size_t)(question->item - simulation->feed.document->items);
    const char *obstacle = simulation->items[index].obstacle;
    const char *usual = usual_reason(simulation, question, answer);
    if (!usual)
        return obstacle ? obstacle : answer->was_on ? "no-turn" : "lower-priority";
    bool is_lasting = strcmp(usual, "outside-dayparts") != 0 && strcmp(usual, "not-scheduled") != 0;
    return obstacle && !is_lasting ? obstacle : usual;
}

static void answer_all(struct simulation *simulation, const struct question *questions,
                       size_t count)
{
    struct answer answer = {.playlist = SIZE_MAX};
    for (size_t i = 0; i < count; i++) {
        const struct item *item = questions[i].item;
        if (item->playlist != answer.playlist)
            answer = (struct answer){.playlist = item->playlist,
                                     .was_on = was_playlist_on(simulation, item->playlist)};
        simulation->items[item - simulation->feed.document->items].absence =
            find_reason(simulation, &questions[i], &answer);
    }
}

int simulation_find_absences(struct simulation *simulation)
{
    const struct document *document = simulation->feed.document;
    struct question *questions = calloc(document->item_count + 1, sizeof *questions);
    int64_t ahead = simulation_ahead(simulation);
    size_t count = 0;
    if (!questions)
        return -ENOMEM;
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        struct question question = {item, simulation->from + ahead};
        /* Of what begins meanwhile it is asked what else stood in its way. */
        if (item->valid_from > question.at && item->valid_from < simulation->to + ahead)
            question.at = item->valid_from;
        if (simulation->items[i].plays == 0)
            questions[count++] = question;
    }
    qsort(questions, count, sizeof *questions, question_order);
    answer_all(simulation, questions, count);
    free(questions);
    return 0;
}
