/* The test card in place of a programme: asked of the worker for the output as it is, and again
 * where that changes. */
#include <SDL2/SDL.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "display/connector.h"
#include "display/pairing.h"
#include "display/player.h"

enum { TEXTS = 4, TEXT_SIZE = 160 };
#define LOOK_AGAIN (5 * CLOCK_SECOND)

struct facts {
    uint32_t width, height; /* of the output */
    struct slide_area view;
    unsigned rotate;
    double refresh;
    char host[64], output[64];
};

static struct facts find_facts(const struct player *player)
{
    struct facts facts = {.width = player->screen.width,
                          .height = player->screen.height,
                          .view = player->view,
                          .rotate = player->job_screen.rotate,
                          .refresh = player->screen.refresh};
    struct connector connector;
    const char *driver = SDL_GetCurrentVideoDriver();
    if (player->screen.is_kms && connector_find(CONNECTOR_DIRECTORY, -1, &connector))
        driver = connector.name;
    snprintf(facts.output, sizeof facts.output, "%s", driver ? driver : "?");
    pairing_host(facts.host, sizeof facts.host);
    return facts;
}

static void write_view(const struct facts *facts, bool english, char out[TEXT_SIZE])
{
    const struct slide_area *view = &facts->view;
    bool is_whole = view->width == facts->width && view->height == facts->height;
    char turned[32], part[64];
    snprintf(turned, sizeof turned, english ? ", turned by %u°" : ", xoay %u°", facts->rotate);
    snprintf(part, sizeof part, "%u × %u +%u +%u", view->width, view->height, view->x, view->y);
    snprintf(out, TEXT_SIZE, "%s%s%s", english ? "Viewport: " : "Vùng hiển thị: ",
             is_whole ? (english ? "the whole screen" : "cả màn hình") : part,
             facts->rotate ? turned : (english ? ", not turned" : ", không xoay"));
}

static void write_texts(const struct facts *facts, bool english, char texts[TEXTS][TEXT_SIZE])
{
    snprintf(texts[0], TEXT_SIZE, "%s: %u × %u, %ld Hz", english ? "Screen" : "Màn hình",
             facts->width, facts->height, lround(facts->refresh));
    write_view(facts, english, texts[1]);
    snprintf(texts[2], TEXT_SIZE, "%s: %s, %s", english ? "Device" : "Thiết bị", facts->host,
             facts->output);
    snprintf(texts[3], TEXT_SIZE, "bangtin " BANGTIN_VERSION);
}

void testcard_choose(struct player *player, int64_t now)
{
    const struct facts facts = find_facts(player);
    const char *language = player_language(player);
    char texts[TEXTS][TEXT_SIZE];
    const char *list[JOB_TEXTS_MAX] = {texts[0], texts[1], texts[2], texts[3]};
    struct job job;
    player->choose_at = now + LOOK_AGAIN;
    write_texts(&facts, strcmp(language, "en") == 0, texts);
    if (job_compose_testcard(++player->job_number, list, language, &player->job_screen, &job) < 0)
        return;
    if (player->current && player->current->digest == job.digest) {
        job_finish(&job);
        return;
    }
    supply_request(&player->supply, &job, player->job_number, player->view.width,
                   player->view.height, now);
    player->next_state = NEXT_ASKED;
}
