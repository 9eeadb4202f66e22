#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "strips.h"

struct strips_lab lab;

void __wrap_supply_request(struct supply *supply, struct job *job, uint64_t number, uint32_t width,
                           uint32_t height, int64_t now);
void __wrap_supply_cancel(struct supply *supply, int64_t now);
void __wrap_next_stop(struct player *player, int64_t now);
void __wrap_next_relay(struct player *player, int64_t now);
void __wrap_move_redraw(struct player *player);
void __wrap_move_tick(struct player *player);
void __wrap_shown_ask_banner(struct player *player, const struct programme_banner *banner);
void __wrap_shown_put_banner(struct player *player);
int64_t __wrap_clock_monotonic(void);
int64_t __wrap_programme_time(const struct programme *programme);

void __wrap_supply_request(struct supply *supply, struct job *job, uint64_t number, uint32_t width,
                           uint32_t height, int64_t now)
{
    assert_false(supply->busy);
    assert_int_equal(now, lab.now);
    supply->busy = true;
    supply->width = width;
    supply->height = height;
    lab.requests++;
    snprintf(lab.job, sizeof lab.job, "%s", job->text);
    job_finish(job);
}

void __wrap_supply_cancel(struct supply *supply, int64_t now)
{
    supply->busy = false;
    lab.cancels++;
}

void __wrap_next_stop(struct player *player, int64_t now)
{
    lab.stops++;
    player->supply.busy = player->overlay.is_asked = false;
}

void __wrap_next_relay(struct player *player, int64_t now)
{
    lab.relays++;
    player->current->top = player->overlay.top;
    player->current->foot = player->overlay.foot;
}

void __wrap_move_redraw(struct player *player)
{
    lab.redraws++;
}

void __wrap_move_tick(struct player *player)
{
    lab.ticks++;
}

void __wrap_shown_ask_banner(struct player *player, const struct programme_banner *banner)
{
    snprintf(lab.asked, sizeof lab.asked, "%s", banner->alert->identifier);
}

void __wrap_shown_put_banner(struct player *player)
{
    snprintf(lab.up, sizeof lab.up, "%s", lab.asked);
}

int64_t __wrap_clock_monotonic(void)
{
    return lab.now;
}

int64_t __wrap_programme_time(const struct programme *programme)
{
    return lab.wall;
}

static int prepare(struct stage *stage, struct slide *slide, int64_t budget)
{
    slide->rows_ready = slide->height;
    return 0;
}

static void drop(struct stage *stage, struct slide *slide)
{
    slide_destroy(slide);
}

static const struct stage_ops ops = {.prepare = prepare, .drop = drop};

int strips_set_up(void **state)
{
    struct pixels pixels;
    memset(&lab, 0, sizeof lab);
    strcpy(lab.path, "/tmp/bangtin-overlay-XXXXXX");
    if (!mkdtemp(lab.path) || pixels_create(8, 8, &pixels) < 0)
        return -1;
    snprintf(lab.file, sizeof lab.file, "%s/playlist.json", lab.path);
    lab.now = START;
    lab.wall = SENT;
    struct player *player = &lab.player;
    player->overlay = OVERLAY_NONE;
    player->supply = SUPPLY_NONE;
    player->job_screen = (struct job_screen){.width = WIDTH, .height = HEIGHT};
    player->view = (struct slide_area){0, 0, WIDTH, HEIGHT};
    player->stage = (struct stage){.ops = &ops, .view = player->view};
    player->has_stage = true;
    player->current = slide_create(&pixels, 1);
    player->next_state = NEXT_READY;
    return 0;
}

int strips_tear_down(void **state)
{
    struct player *player = &lab.player;
    overlay_finish(player);
    stage_ticker_clear(&player->stage);
    stage_uncover(&player->stage, STAGE_ALERT);
    slide_destroy(player->current);
    programme_close(&player->programme);
    unlink(lab.file);
    return rmdir(lab.path);
}

void play(const char *letters, int lines)
{
    FILE *file = fopen(lab.file, "w");
    assert_non_null(file);
    fprintf(file, "{\"formatVersion\":1,\"feedId\":\"f\",\"languages\":[\"vi\"],\"playlists\":"
                  "[{\"id\":\"m\",\"items\":[]}],\"ticker\":[");
    for (int i = 0; i < lines; i++)
        fprintf(file, "%s{\"text\":\"Line %d\"%s}", i ? "," : "", i,
                i == 0 ? ",\"validUntil\":\"2026-09-21T14:43:20Z\"" : "");
    fprintf(file, "],\"alerts\":[");
    for (const char *letter = letters; *letter; letter++) {
        if (strchr("!-", *letter))
            continue;
        fprintf(file,
                "%s{\"identifier\":\"%c\",\"mode\":\"banner\",\"severity\":\"severe\",\"sent\":"
                "\"2026-09-21T00:00:00Z\",\"expires\":\"2026-09-21T%s:20Z\",\"headline\":\"%s\"}",
                letter == letters ? "" : ",", *letter, letter[1] == '-' ? "14:43" : "15:13",
                letter[1] == '!' ? "{site.none}" : "H");
    }
    fprintf(file, "]}");
    assert_int_equal(fclose(file), 0);
    programme_open(&lab.player.programme, lab.path, NULL, NULL);
    lab.player.programme.clock = CLOCK_TRUSTED;
}

void step(int64_t after)
{
    lab.now += after;
    overlay_step(&lab.player, lab.now);
}

void answer(enum supply_outcome outcome)
{
    struct pixels pixels = PIXELS_NONE;
    struct job_answer said = {.texts = 1, .message = "so it is"};
    assert_true(lab.player.supply.busy);
    lab.player.supply.busy = false;
    if (outcome == SUPPLY_PICTURE)
        assert_int_equal(pixels_create(lab.player.supply.width, lab.player.supply.height, &pixels),
                         0);
    overlay_take(&lab.player, outcome, &pixels, &said);
    pixels_finish(&pixels);
}

bool is_asking(void)
{
    return lab.player.supply.busy;
}

void expect_asked(const char *name)
{
    assert_true(is_asking());
    assert_string_equal(lab.asked, name);
}

void draw(const char *name)
{
    expect_asked(name);
    answer(SUPPLY_PICTURE);
    step(0);
    assert_string_equal(lab.up, name);
    const struct slide *strip = lab.player.stage.strips[STAGE_ALERT].slide;
    assert_int_equal(strip->pixels.data[0], 0); /* they are its own */
}

void change(const char *letters, int lines)
{
    programme_close(&lab.player.programme);
    play(letters, lines);
    overlay_renew(&lab.player);
}
