#include "display/shown.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "display/player.h"
#include "playlist/resolve.h"
#include "playlist/title.h"

static void stamp(const struct player *player, struct play_message *what)
{
    what->start = programme_time(&player->programme) / 1000;
    what->at = clock_monotonic() / 1000;
    what->clock = player->programme.clock;
}

/* When and where, as all that is told has it. */
static void describe(const struct player *player, struct play_message *what)
{
    const struct programme_feed *feed = programme_main(&player->programme);
    *what = (struct play_message){.kind = PLAY_BEGIN};
    stamp(player, what);
    if (feed && feed->site && feed->site->id)
        snprintf(what->site, sizeof what->site, "%s", feed->site->id);
    snprintf(what->screen, sizeof what->screen, "%" PRIu32 "x%" PRIu32, player->screen.width,
             player->screen.height);
}

static const char *language_of(const struct document *document, size_t language)
{
    return language < document->language_count ? document->languages[language] : NULL;
}

/* A picture is known by its file, everything else by its words. */
static void describe_version(const struct programme_feed *feed, const struct item *item,
                             const char *language, char *out, size_t size)
{
    const struct asset *asset = item->asset ? document_asset(feed->document, item->asset) : NULL;
    struct resolution resolution = {0};
    uint64_t digest = item->digest;
    char hex[SHA256_HEX_SIZE];
    if (asset && asset->has_sha256) {
        sha256_to_hex(asset->sha256, hex);
        snprintf(out, size, "%s", hex);
        return;
    }
    if (item_resolve(feed->document, item, language, feed->site, &resolution) == 0 &&
        resolution.json)
        digest = hash_bytes(HASH_START, resolution.json, strlen(resolution.json));
    resolution_finish(&resolution);
    snprintf(out, size, "%016" PRIx64, digest);
}

static void describe_item(const struct player *player, const struct programme_pick *pick,
                          struct play_message *what)
{
    const struct programme_feed *feed = &player->programme.feeds[pick->feed];
    const struct document *document = feed->document;
    const struct item *item = pick->item;
    const char *language = language_of(document, pick->language);
    describe(player, what);
    snprintf(what->feed, sizeof what->feed, "%s", programme_feed_name(feed));
    snprintf(what->item, sizeof what->item, "%s", item->id);
    snprintf(what->type, sizeof what->type, "%s", item_type_name(item->type));
    snprintf(what->language, sizeof what->language, "%s", language ? language : "");
    item_title(document, item, language, feed->site, what->title, sizeof what->title);
    item_note(document, item, "topic", feed->site, what->topic, sizeof what->topic);
    item_note(document, item, "audience", feed->site, what->audience, sizeof what->audience);
    describe_version(feed, item, language, what->version, sizeof what->version);
}

static void end_banner(struct player *player, int64_t now)
{
    plays_end(&player->play.plays, player->play.banner.n, now);
    player->play.banner.n = 0;
}

/* A test cannot wait for minutes. */
static int64_t banner_time(void)
{
    const char *text = getenv("BANGTIN_BANNER_MILLISECONDS");
    int64_t time = text ? (int64_t)strtol(text, NULL, 10) * 1000 : 0;
    return time > 0 ? time : SHOWN_BANNER_MAX;
}

void shown_open(struct player *player, int64_t now)
{
    struct play_message what;
    if (player->health.lock < 0 || player->options.is_testcard)
        return;
    player->play.banner.most = banner_time();
    plays_open(&player->play.plays, player->run_path);
    describe(player, &what);
    plays_tell(&player->play.plays, "start", 0, &what, now);
}

void shown_close(struct player *player, int64_t now)
{
    struct play_message what;
    shown_end(player, now);
    end_banner(player, now);
    describe(player, &what);
    plays_tell(&player->play.plays, "stop", 0, &what, now);
    plays_close(&player->play.plays);
    play_thumbnail_finish(&player->play.thumbnail);
}

void shown_prepare(struct player *player, const struct slide *slide)
{
    struct shown_play *play = &player->play;
    struct play_message what;
    play_thumbnail_finish(&play->thumbnail);
    if (!player->pick.item || player->next_page > 0 || play->plays.fd < 0)
        return;
    describe_item(player, &player->pick, &what);
    if (!plays_wants_thumbnail(&play->plays, &what))
        return;
    play->digest = slide->digest;
    play_thumbnail_make(&slide->pixels, player->job_screen.rotate, &play->thumbnail);
}

static void begin(struct player *player, const struct play_message *what,
                  struct play_thumbnail *thumbnail, int64_t now)
{
    shown_end(player, now);
    if (player->state != PLAYER_OFF)
        player->play.n = plays_begin(&player->play.plays, what, thumbnail, now);
}

void shown_begin(struct player *player, int64_t now)
{
    struct shown_play *play = &player->play;
    struct play_message what;
    if (!play->plays.address.sun_path[0])
        return;
    if (!player->turn.pick.item) {
        shown_end(player, now);
        return;
    }
    describe_item(player, &player->turn.pick, &what);
    const struct slide *slide = player->next ? player->next : player->current;
    bool is_its = slide && slide->digest == play->digest;
    begin(player, &what, is_its ? &play->thumbnail : NULL, now);
}

static void describe_alert(const struct player *player, const struct programme_feed *from,
                           const struct alert *alert, const char *language,
                           struct play_message *what)
{
    describe(player, what);
    snprintf(what->feed, sizeof what->feed, "%s", programme_feed_name(from));
    snprintf(what->item, sizeof what->item, "%s", alert->identifier);
    snprintf(what->type, sizeof what->type, "%s", alert->banner ? PLAY_TYPE_BANNER : "alert");
    snprintf(what->language, sizeof what->language, "%s", language ? language : "");
    alert_title(from->document, alert, language, from->site, what->title, sizeof what->title);
    snprintf(what->version, sizeof what->version, "%016" PRIx64,
             hash_bytes(HASH_START, alert->json, alert->json_size));
}

void shown_begin_alert(struct player *player, size_t feed, const struct alert *alert,
                       size_t language, int64_t now)
{
    const struct programme_feed *from = &player->programme.feeds[feed];
    struct play_message what;
    if (!player->play.plays.address.sun_path[0])
        return;
    describe_alert(player, from, alert, language_of(from->document, language), &what);
    begin(player, &what, NULL, now);
}

void shown_end(struct player *player, int64_t now)
{
    plays_end(&player->play.plays, player->play.n, now);
    player->play.n = 0;
}

void shown_ask_banner(struct player *player, const struct programme_banner *banner)
{
    describe_alert(player, banner->feed, banner->alert, banner->language,
                   &player->play.banner.asked);
}

void shown_put_banner(struct player *player)
{
    end_banner(player, clock_monotonic());
    player->play.banner.up = player->play.banner.asked;
}

static bool is_banner_seen(const struct player *player)
{
    const struct stage_frame frame = {.to = player->current};
    return player->has_stage && player->current && player->state != PLAYER_OFF &&
           stage_shows_strip(&player->stage, STAGE_ALERT, &frame);
}

void shown_follow_banner(struct player *player)
{
    struct shown_play *play = &player->play;
    bool is_seen = is_banner_seen(player);
    int64_t now = is_seen || play->banner.n != 0 ? clock_monotonic() : 0;
    if (play->banner.n != 0 && (!is_seen || now >= play->banner.end_at))
        end_banner(player, now);
    if (!is_seen || play->banner.n != 0 || !play->plays.address.sun_path[0])
        return;
    stamp(player, &play->banner.up);
    play->banner.n = plays_begin(&play->plays, &play->banner.up, NULL, now);
    play->banner.end_at = now + play->banner.most;
}

int64_t shown_next(const struct player *player)
{
    return player->play.banner.n != 0 ? player->play.banner.end_at : INT64_MAX;
}

/* What the screen still has stands there again: a play of its own. */
static void resume(struct player *player, int64_t now)
{
    struct play_message what;
    const struct programme_pick *pick = &player->turn.pick;
    if (!player->current || player->is_card)
        return;
    if (pick->alert)
        shown_begin_alert(player, pick->feed, pick->alert, pick->language, now);
    if (!pick->item)
        return;
    describe_item(player, pick, &what);
    begin(player, &what, NULL, now);
}

void shown_follow_power(struct player *player, const struct power_view *before, int64_t now)
{
    const struct power_view *after = &player->power.view;
    bool was_off = before->is_dark || before->is_pulled,
         is_off = after->is_dark || after->is_pulled;
    struct play_message what;
    describe(player, &what);
    if (is_off) {
        shown_end(player, now);
        end_banner(player, now);
    }
    if (before->is_dark != after->is_dark)
        plays_tell(&player->play.plays, after->is_dark ? "screen-off" : "screen-on", 0, &what, now);
    if (before->is_pulled != after->is_pulled)
        plays_tell(&player->play.plays, after->is_pulled ? "unplugged" : "plugged", 0, &what, now);
    if (was_off && !is_off)
        resume(player, now);
}
