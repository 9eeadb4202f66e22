#include "display/shown.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "display/player.h"
#include "playlist/resolve.h"
#include "playlist/title.h"

/* When and where, as all that is told has it. */
static void describe(const struct player *player, struct play_message *what)
{
    const struct programme_feed *feed = programme_main(&player->programme);
    *what = (struct play_message){.start = programme_time(&player->programme) / 1000,
                                  .clock = player->programme.clock};
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

void shown_open(struct player *player, int64_t now)
{
    struct play_message what;
    if (player->health.lock < 0 || player->options.is_testcard)
        return;
    plays_open(&player->play.plays, player->run_path);
    describe(player, &what);
    plays_tell(&player->play.plays, "start", 0, &what, now);
}

void shown_close(struct player *player, int64_t now)
{
    struct play_message what;
    shown_end(player, now);
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

void shown_begin_alert(struct player *player, size_t feed, const struct alert *alert,
                       size_t language, int64_t now)
{
    const struct programme_feed *from = &player->programme.feeds[feed];
    const char *name = language_of(from->document, language);
    struct play_message what;
    if (!player->play.plays.address.sun_path[0])
        return;
    describe(player, &what);
    snprintf(what.feed, sizeof what.feed, "%s", programme_feed_name(from));
    snprintf(what.item, sizeof what.item, "%s", alert->identifier);
    snprintf(what.type, sizeof what.type, "alert");
    snprintf(what.language, sizeof what.language, "%s", name ? name : "");
    alert_title(from->document, alert, name, from->site, what.title, sizeof what.title);
    snprintf(what.version, sizeof what.version, "%016" PRIx64,
             hash_bytes(HASH_START, alert->json, alert->json_size));
    begin(player, &what, NULL, now);
}

void shown_end(struct player *player, int64_t now)
{
    plays_end(&player->play.plays, player->play.n, now);
    player->play.n = 0;
}

/* What the screen still has stands there again: a play of its own. */
static void resume(struct player *player, int64_t now)
{
    struct play_message what;
    if (!player->current || player->is_card || !player->turn.pick.item)
        return;
    describe_item(player, &player->turn.pick, &what);
    begin(player, &what, NULL, now);
}

void shown_follow_power(struct player *player, const struct power_view *before, int64_t now)
{
    const struct power_view *after = &player->power.view;
    bool was_off = before->is_dark || before->is_pulled,
         is_off = after->is_dark || after->is_pulled;
    struct play_message what;
    describe(player, &what);
    if (is_off)
        shown_end(player, now);
    if (before->is_dark != after->is_dark)
        plays_tell(&player->play.plays, after->is_dark ? "screen-off" : "screen-on", 0, &what, now);
    if (before->is_pulled != after->is_pulled)
        plays_tell(&player->play.plays, after->is_pulled ? "unplugged" : "plugged", 0, &what, now);
    if (was_off && !is_off)
        resume(player, now);
}
