#include "display/announce.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "display/pairing.h"
#include "display/player.h"

#define UPDATE_EVERY CLOCK_SECOND            /* the same with another figure */
#define CHANGE_EVERY (CLOCK_SECOND / 5)      /* something else */
#define PATIENCE (2 * CLOCK_SECOND)          /* with the worker */
#define PATIENCE_OF_ITEM (CLOCK_SECOND / 4)  /* where an item waits for it */
#define PAUSE_AFTER_LOSS (30 * CLOCK_SECOND) /* each may cost the next item its time */
#define REOPEN_AFTER (60 * CLOCK_SECOND)
/* So short before a change of slides nothing is presented: it has to be on time. */
#define NEAR_CHANGE (CLOCK_SECOND / 10)

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* --- what is to be said ---------------------------------------------------------------------- */

/* A folder is its author's alone: nobody fetches anything for it. */
static bool is_for_us(const struct player *player)
{
    return player->run_path[0] && !player->options.content && !player->options.is_testcard;
}

/* Without its directory there is nothing to say; it is looked for again when something else wakes
 * us. */
static void open_front(struct player *player, int64_t now)
{
    struct announce *announce = &player->announce;
    if (announce->front.directory >= 0 || now < announce->reopen_at)
        return;
    int result = front_open(&announce->front, player->run_path);
    if (result < 0 && announce->reopen_at == 0)
        log_warning("%s/front: %s; the screen will not tell how a stick fares", player->run_path,
                    strerror(-result));
    announce->reopen_at = now + REOPEN_AFTER;
    announce->is_told = true;
}

static void read_front(struct player *player, int64_t now)
{
    struct announce *announce = &player->announce;
    struct front_usb usb;
    struct front_clock clock;
    uint64_t mark;
    int64_t age;
    announce->is_told = false;
    front_read_device(&announce->front, &announce->device);
    front_read_clock(&announce->front, &clock);
    player->programme.heard = clock.offset;
    front_read_usb(&announce->front, &usb, &mark, &age);
    if (announce->has_read && mark == announce->usb_mark)
        return;
    /* What was there before us may be long past; afterwards only a jumping clock makes it so. */
    if (announce->has_read && age > BAND_LINGER)
        age = 0;
    announce->has_read = true;
    announce->usb = usb;
    announce->usb_mark = mark;
    announce->usb_since = now - age;
}

const char *player_language(const struct player *player)
{
    const struct programme_feed *feed = programme_main(&player->programme);
    const struct site *site = feed && feed->site ? feed->site : player->device;
    return band_language(site && site->language_count > 0 ? site->languages[0] : NULL);
}

static struct announce_look look_of(const struct player *player, bool quiet)
{
    struct announce_look look = {
        .is_quiet = quiet, .view = player->view, .rotate = player->job_screen.rotate};
    snprintf(look.language, sizeof look.language, "%s", player_language(player));
    return look;
}

/* Until when after the machine's start the pairing line is shown; tests choose another time and any
 * screen. */
static int64_t pairing_end(const struct player *player)
{
    const char *seconds = getenv("BANGTIN_PAIRING");
    if (seconds)
        return (int64_t)strtol(seconds, NULL, 10) * CLOCK_SECOND;
    return player->screen.is_kms ? PAIRING_FOR : 0;
}

static bool is_unpaired(const struct player *player)
{
    const struct site *device = player->device;
    return programme_is_stopgap(&player->programme) &&
           (!device || (!device->id && device->feed_count == 0));
}

static void want_line(struct player *player, int64_t now)
{
    struct announce *announce = &player->announce;
    struct announce_look look = look_of(player, true);
    char host[64];
    int64_t left = pairing_end(player) - clock_boot();
    if (left > 0 && is_unpaired(player)) {
        pairing_host(host, sizeof host);
        const struct pairing_facts facts = {host, &announce->device, player->screen.width,
                                            player->screen.height, BANGTIN_VERSION};
        pairing_say(&facts, look.language, &look.message);
        look.is_on = true;
        announce->wake_at = least(announce->wake_at, now + left);
    }
    announce->strips[STAGE_LINE].wanted = look;
}

static void want_band(struct player *player, int64_t now)
{
    struct announce *announce = &player->announce;
    struct announce_look look = look_of(player, false);
    int64_t until = INT64_MAX;
    look.is_on =
        band_say(&announce->usb, announce->usb_since, now, look.language, &look.message, &until);
    if (look.is_on)
        announce->wake_at = least(announce->wake_at, until);
    announce->strips[STAGE_BAND].wanted = look;
}

/* --- and how it comes onto the screen -------------------------------------------------------- */

static bool same_place(const struct announce_look *a, const struct announce_look *b)
{
    return a->rotate == b->rotate && a->view.x == b->view.x && a->view.y == b->view.y &&
           a->view.width == b->view.width && a->view.height == b->view.height;
}

static bool same_look(const struct announce_look *a, const struct announce_look *b)
{
    return a->is_on == b->is_on && same_place(a, b) && strcmp(a->language, b->language) == 0 &&
           band_message_equals(&a->message, &b->message);
}

static struct slide_area place_of(const struct announce_look *look, struct band_shape *ret)
{
    bool turned = look->rotate % 180 != 0;
    uint32_t width = turned ? look->view.height : look->view.width;
    uint32_t height = turned ? look->view.width : look->view.height;
    *ret = band_shape(width, height, look->is_quiet);
    return band_place(&look->view, look->rotate, ret->height);
}

/* Puts up what has come and takes away what holds no longer. Returns whether the screen is to be
 * drawn again. */
static bool settle(struct player *player, enum stage_layer layer, int64_t now)
{
    struct announce_strip *strip = &player->announce.strips[layer];
    bool changed = false;
    if (!player->stage.strips[layer].slide) /* another view has taken it away */
        strip->shown.is_on = false;
    if (strip->pixels.data && strip->wanted.is_on && same_place(&strip->asked, &strip->wanted)) {
        struct band_shape shape;
        struct slide_area place = place_of(&strip->asked, &shape);
        changed = true;
        if (stage_cover(&player->stage, layer, place.x, place.y, &strip->pixels) == 0) {
            strip->shown = strip->asked;
        } else {
            strip->shown.is_on = false;
            strip->failed = strip->asked;
        }
    }
    pixels_finish(&strip->pixels);
    /* Nothing rather than what is true no longer, where the worker draws nothing else. */
    bool is_old = now < player->announce.not_before && !same_look(&strip->shown, &strip->wanted);
    bool is_wrong = !strip->wanted.is_on || !same_place(&strip->shown, &strip->wanted) || is_old;
    if (strip->shown.is_on && is_wrong) {
        strip->shown.is_on = false;
        changed |= stage_uncover(&player->stage, layer);
    }
    return changed;
}

/* Whether a change of slides is so close that nothing may come between. It wakes us itself. */
static bool is_change_near(const struct player *player, int64_t now)
{
    int64_t left = player->current_end - now;
    bool is_ready = player->next_state == NEXT_READY || player->next_state == NEXT_SAME;
    return is_ready && !player->is_card && left > 0 && left < NEAR_CHANGE;
}

/* Slides come first: the next one is asked for before any strip. */
static bool worker_is_free(const struct player *player, int64_t now)
{
    return !player->supply.busy && (player->next_state != NEXT_NONE || now < player->choose_at);
}

static void request(struct player *player, enum stage_layer layer, int64_t now)
{
    struct announce_strip *strip = &player->announce.strips[layer];
    const struct announce_look *look = &strip->wanted;
    struct job_band band = {.tone = look->message.tone, .progress = look->message.progress};
    for (size_t i = 0; i < BAND_TEXTS && look->message.texts[i][0]; i++)
        band.texts[i] = look->message.texts[i];
    struct band_shape shape;
    struct slide_area place = place_of(look, &shape);
    bool turned = look->rotate % 180 != 0;
    struct job job;
    band.unit = shape.unit;
    if (job_compose_band(++player->job_number, &band, look->language,
                         turned ? place.height : place.width, shape.height, look->rotate,
                         &job) < 0) {
        strip->failed = *look;
        return;
    }
    strip->asked = *look;
    strip->asked_at = now;
    player->announce.is_asked = true;
    player->announce.asked_layer = layer;
    supply_request(&player->supply, &job, player->job_number, place.width, place.height, now);
}

static void ask(struct player *player, enum stage_layer layer, int64_t now)
{
    struct announce *announce = &player->announce;
    struct announce_strip *strip = &announce->strips[layer];
    const struct announce_look *wanted = &strip->wanted;
    if (announce->is_asked || !wanted->is_on || same_look(wanted, &strip->shown) ||
        same_look(wanted, &strip->failed) || !worker_is_free(player, now))
        return;
    if (now < announce->not_before) {
        announce->wake_at = least(announce->wake_at, announce->not_before);
        return;
    }
    bool is_update = strip->shown.is_on && strip->shown.message.tone == wanted->message.tone;
    int64_t due = strip->asked_at + (is_update ? UPDATE_EVERY : CHANGE_EVERY);
    if (strip->asked_at > 0 && now < due)
        announce->wake_at = least(announce->wake_at, due);
    else
        request(player, layer, now);
}

static void fail(struct player *player, int64_t now)
{
    struct announce_strip *strip = &player->announce.strips[player->announce.asked_layer];
    log_warning("what is to be said at the lower edge was not drawn; it is left out");
    strip->failed = strip->asked;
    player->announce.is_asked = false;
    player->announce.not_before = now + PAUSE_AFTER_LOSS;
}

/* A worker that takes longer over a strip would make a slide late. */
static int64_t patience_end(const struct player *player)
{
    const struct announce *announce = &player->announce;
    return announce->strips[announce->asked_layer].asked_at +
           (player->next_state == NEXT_NONE ? PATIENCE_OF_ITEM : PATIENCE);
}

static void lose_patience(struct player *player, int64_t now)
{
    if (!player->announce.is_asked || !player->supply.busy || now < patience_end(player))
        return;
    supply_cancel(&player->supply, now);
    fail(player, now);
}

void announce_take(struct player *player, enum supply_outcome outcome, struct pixels *pixels)
{
    struct announce_strip *strip = &player->announce.strips[player->announce.asked_layer];
    if (outcome != SUPPLY_PICTURE) {
        fail(player, clock_monotonic());
        return;
    }
    player->announce.is_asked = false;
    pixels_finish(&strip->pixels);
    strip->pixels = *pixels;
    *pixels = PIXELS_NONE;
}

void announce_step(struct player *player, int64_t now)
{
    struct announce *announce = &player->announce;
    bool changed = false;
    announce->wake_at = INT64_MAX;
    /* The first picture comes before everything else. */
    if (!is_for_us(player) || !player->current || !player->has_stage)
        return;
    open_front(player, now);
    announce->is_told |= front_notice(&announce->front);
    if (announce->is_told)
        read_front(player, now);
    want_line(player, now);
    want_band(player, now);
    lose_patience(player, now);
    announce->is_asked &= player->supply.busy;
    if (player->state != PLAYER_HOLD || is_change_near(player, now))
        return;
    for (int layer = STAGE_LINE; layer < STAGE_LAYERS; layer++)
        changed |= settle(player, (enum stage_layer)layer, now);
    if (changed)
        move_redraw(player);
    ask(player, STAGE_BAND, now);
    ask(player, STAGE_LINE, now);
}

int64_t announce_next(const struct player *player)
{
    bool waits = player->announce.is_asked && player->supply.busy;
    return least(player->announce.wake_at, waits ? patience_end(player) : INT64_MAX);
}

void announce_finish(struct player *player)
{
    for (int layer = STAGE_LINE; layer < STAGE_LAYERS; layer++)
        pixels_finish(&player->announce.strips[layer].pixels);
    front_close(&player->announce.front);
}
