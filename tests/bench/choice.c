/* How long one choice takes among 10, 1 000 and 10 000 items, as the screen makes it: with a copy
 * of the state, which is kept only when the item begins. Prints one JSON object, in microseconds:
 * {"plain":{"10":{"first":…,"next":…},…},…}. "first" has to look at all items, as it does whenever
 * something begins or ends. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "playlist/choice.h"

enum { ROUNDS = 20000, FIRST_ROUNDS = 50, ITEM_BYTES = 256 };

static const struct kind {
    const char *name, *fields; /* of an item */
    bool is_numbered;          /* a number belongs behind the fields */
} kinds[] = {
    {"plain", "", false},
    {"weights", ",\"weight\":", true},
    {"dayparts", ",\"dayparts\":[\"am\",\"pm\"]", false},
    {"limits", ",\"maxPlaysPerHour\":", true},
};

static struct document *make_document(const struct kind *kind, int count)
{
    size_t room = (size_t)count * ITEM_BYTES + 1024, used = 0;
    char *json = malloc(room);
    struct findings findings = {0};
    struct document *document = NULL;
    if (!json)
        return NULL;
    used +=
        (size_t)snprintf(json, room,
                         "{\"formatVersion\":1,\"feedId\":\"f\",\"dayparts\":{\"am\":{\"windows\":["
                         "{\"start\":\"06:00\",\"end\":\"12:00\"}]},\"pm\":{\"windows\":["
                         "{\"start\":\"12:00\",\"end\":\"20:00\"}]}},\"schedule\":["
                         "{\"playlist\":\"m\"}],\"playlists\":[{\"id\":\"m\",\"items\":[");
    for (int i = 0; i < count; i++) {
        char number[16] = "";
        if (kind->is_numbered)
            snprintf(number, sizeof number, "%d", 1 + i % 7);
        used += (size_t)snprintf(json + used, room - used,
                                 "%s{\"id\":\"i%d\",\"type\":\"slogan\",\"text\":\"A\"%s%s}",
                                 i ? "," : "", i, kind->fields, number);
    }
    used += (size_t)snprintf(json + used, room - used, "]}]}");
    document_parse(json, used, &findings, &document);
    findings_finish(&findings);
    free(json);
    return document;
}

static uint32_t nobody(void *context, const struct choice_feed *feed, const struct item *item)
{
    (void)context;
    (void)feed;
    (void)item;
    return 0;
}

/* CPU microseconds for each of `rounds` choices; each copies the state and keeps the copy. */
static double measure(const struct choice_input *input, int rounds, bool is_fresh)
{
    struct choice_state *state = choice_state_create();
    int64_t now = INT64_C(1772000000) * CLOCK_SECOND, before = clock_cpu();
    for (int i = 0; state && i < rounds; i++) {
        struct choice choice;
        struct choice_state *copy = is_fresh ? choice_state_create() : choice_state_copy(state);
        choice_next(input, copy, now, nobody, NULL, &choice);
        choice_state_destroy(state);
        state = copy;
        now = choice.until;
    }
    choice_state_destroy(state);
    return (double)(clock_cpu() - before) / rounds;
}

int main(void)
{
    static const int counts[] = {10, 1000, 10000};
    struct site *site = site_create_default();
    printf("{");
    for (size_t i = 0; site && i < sizeof kinds / sizeof *kinds; i++) {
        printf("%s\"%s\":{", i ? ",\n " : "", kinds[i].name);
        for (size_t j = 0; j < sizeof counts / sizeof *counts; j++) {
            struct document *document = make_document(&kinds[i], counts[j]);
            const struct choice_feed feed = {document, site, NULL, 1, NULL};
            const struct choice_input input = {&feed, 1, .clock = CLOCK_TRUSTED};
            if (!document)
                return 1;
            double first = measure(&input, FIRST_ROUNDS, true);
            printf("%s\"%d\":{\"first\":%.1f,\"next\":%.2f}", j ? "," : "", counts[j], first,
                   measure(&input, ROUNDS, false));
            document_destroy(document);
        }
        printf("}");
    }
    printf("}\n");
    site_destroy(site);
    return 0;
}
