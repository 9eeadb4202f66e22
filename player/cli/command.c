#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/say.h"

#define OPTIONS_OF_ALL                                                                             \
    {"lang-ui", N_("vi|en"), N_("language of the messages; without it, that of the locale"),       \
     option_is_language, N_("vi or en")},                                                          \
        {"help", NULL, N_("shows this help"), NULL, NULL},                                         \
    {                                                                                              \
        0                                                                                          \
    }

#define SIZE_EXPECTED N_("width x height in pixels, such as 1920x1080")

/* Where a picture stands on a screen. */
#define OPTIONS_OF_SCREEN                                                                          \
    {"site", N_("FILE"), N_("the settings of this office (site.json)"), NULL, NULL},               \
        {"size", N_("WxH"), N_("a window of this size; without it, the whole screen"),             \
         option_is_size, SIZE_EXPECTED},                                                           \
        {"rotate", N_("DEGREES"), N_("turns the picture clockwise: 0, 90, 180 or 270"),            \
         option_is_rotation, N_("0, 90, 180 or 270")},                                             \
        {"viewport", N_("WxH+X+Y"), N_("draws only in this part of the screen, for LED boards"),   \
         option_is_viewport, N_("width x height + left + top, such as 320x160+0+0")},              \
    {                                                                                              \
        "seconds", N_("N"), N_("ends after so many seconds, with exit status 0"),                  \
            option_is_seconds, N_("a number of seconds, such as 20")                               \
    }

static const struct option_spec play_options[] = {
    OPTIONS_OF_SCREEN,
    {"stats", N_("FILE"), N_("writes figures about the run there when it ends (JSON)"), NULL, NULL},
    {"store", N_("DIR"), N_("where received content is kept"), NULL, NULL},
    {"run", N_("DIR"), N_("where the state for \"bangtin status\" is written"), NULL, NULL},
    {"no-sync", NULL, N_("fetches nothing; what was received before is shown"), NULL, NULL},
    {"transition", N_("NAME"),
     N_("how items change, in place of what the document says: cut, crossfade, push-left, push-up "
        "or wipe-left"),
     option_is_transition, N_("cut, crossfade, push-left, push-up or wipe-left")},
    {"duration", N_("SECONDS"), N_("how long each item stays, in place of what the document says"),
     option_is_seconds, N_("a number of seconds, such as 8")},
    {"log-level", N_("LEVEL"), N_("how much is reported: error, warning, info or debug"),
     option_is_log_level, N_("error, warning, info or debug")},
    OPTIONS_OF_ALL,
};

static const struct command_example play_examples[] = {
    {"bangtin play", N_("shows what the settings of this office name, on the whole screen")},
    {"bangtin play ~/my-playlist --size 1280x720", N_("tries a folder in a window")},
    {"bangtin play /media/stick --rotate 90", N_("shows a folder on a screen that stands upright")},
    {0},
};

static const struct option_spec check_options[] = {
    {"json", NULL, N_("prints one JSON object for programs: errors, warnings, findings"), NULL,
     NULL},
    {"strict", NULL, N_("warnings fail too"), NULL, NULL},
    {"site", N_("FILE"), N_("checks for the office with these settings (site.json)"), NULL, NULL},
    OPTIONS_OF_ALL,
};

static const struct command_example check_examples[] = {
    {"bangtin check my-playlist", N_("checks a folder")},
    {"bangtin check my-playlist --site site.json",
     N_("checks it as the screen of one office will show it")},
    {"bangtin check site.json", N_("checks the settings of an office")},
    {0},
};

static const struct option_spec preview_options[] = {
    {"out", N_("DIR"), N_("the folder to write into; it is made if need be"), NULL, NULL},
    {"size", N_("WxH"), N_("size of a screen; may be given several times; 1920x1080 without it"),
     option_is_size, SIZE_EXPECTED},
    {"site", N_("ID|FILE"),
     N_("the office whose screen is drawn: its id in the document, or its settings (site.json)"),
     NULL, NULL},
    {"lang", N_("LANGUAGE"), N_("only this language of the document, such as vi"), NULL, NULL},
    {"item", N_("ID"), N_("only this item, even if it is hidden or out of date"), NULL, NULL},
    OPTIONS_OF_ALL,
};

static const struct command_example preview_examples[] = {
    {"bangtin preview my-playlist --out preview",
     N_("draws all items; then open preview/index.html")},
    {"bangtin preview my-playlist --out preview --size 1920x1080 --size 1080x1920",
     N_("the same for screens that lie and that stand")},
    {0},
};

static const struct option_spec new_options[] = {
    {"from", N_("FOLDER"), N_("makes the playlist of the pictures in this folder"), NULL, NULL},
    OPTIONS_OF_ALL,
};

static const struct command_example new_examples[] = {
    {"bangtin new my-playlist", N_("a folder with examples to change")},
    {"bangtin new my-playlist --from ~/Pictures/campaign",
     N_("a playlist of pictures, in the order of their names")},
    {0},
};

static const struct option_spec keygen_options[] = {
    {"password", NULL, N_("protects the secret keys by a password, asked for twice"), NULL, NULL},
    {"feed-id", N_("ID"), N_("the feedId of the feed; without it, one made of the key's number"),
     option_is_id, N_("small letters, digits, dots and dashes, such as long-an")},
    OPTIONS_OF_ALL,
};

static const struct command_example keygen_examples[] = {
    {"bangtin keygen keys --password", N_("keys that a password protects")},
    {"bangtin keygen keys --feed-id long-an", N_("keys of the feed \"long-an\"")},
    {0},
};

static const struct option_spec publish_options[] = {
    {"key", N_("FILE"), N_("the secret key that signs (feed.key)"), NULL, NULL},
    {"root", N_("FILE"), N_("the newest root of the feed (1.root.json), others beside it"), NULL,
     NULL},
    {"to", N_("PATH|URL"),
     N_("a web root, a stick, or the https:// address of a folder that takes PUT"), NULL, NULL},
    {"sequence", N_("N"), N_("the number of this publication; without it, the next one"),
     option_is_sequence, N_("a whole number from 1 on")},
    {"expires", N_("TIME"), N_("when the publication is out of date"), option_is_instant,
     N_("a time with its offset, such as 2027-01-31T17:00:00+07:00")},
    {"site", N_("FILE"), N_("checks for the office with these settings (site.json)"), NULL, NULL},
    {"dry-run", NULL, N_("says what would be published, and writes nothing"), NULL, NULL},
    OPTIONS_OF_ALL,
};

static const struct command_example publish_examples[] = {
    {"bangtin publish my-playlist --key keys/feed.key --root keys/1.root.json --to /var/www/html",
     N_("publishes into a web server's folder")},
    {"bangtin publish my-playlist --key keys/feed.key --root keys/1.root.json --to "
     "https://screens.example.gov.vn/feed/",
     N_("the same over the network")},
    {0},
};

static const struct option_spec verify_options[] = {
    {"root", N_("FILE"), N_("the root that a kiosk was given (1.root.json)"), NULL, NULL},
    {"json", NULL, N_("prints one JSON object for programs"), NULL, NULL},
    OPTIONS_OF_ALL,
};

static const struct command_example verify_examples[] = {
    {"bangtin verify /var/www/html --root keys/1.root.json",
     N_("looks at what a web server hands out")},
    {"bangtin verify /media/stick --root keys/1.root.json", N_("looks at a stick")},
    {0},
};

static const struct option_spec sync_options[] = {
    {"site", N_("FILE"), N_("the settings of this office (site.json)"), NULL, NULL},
    {"store", N_("DIR"), N_("where received content is kept"), NULL, NULL},
    {"run", N_("DIR"), N_("where the state for \"bangtin status\" is written"), NULL, NULL},
    {"feed", N_("URL"), N_("follows this feed in place of those of the settings"), NULL, NULL},
    {"root", N_("FILE"), N_("the root of trust of that feed (1.root.json)"), NULL, NULL},
    {"unsigned", NULL, N_("takes that feed without any signature: for trials only"), NULL, NULL},
    {"once", NULL, N_("asks each feed once, then ends; the exit status says how it went"), NULL,
     NULL},
    {"log-level", N_("LEVEL"), N_("how much is reported: error, warning, info or debug"),
     option_is_log_level, N_("error, warning, info or debug")},
    OPTIONS_OF_ALL,
};

static const struct command_example sync_examples[] = {
    {"bangtin sync --once", N_("fetches what is new, and says how it went")},
    {"bangtin sync --once --feed https://example.gov.vn/bangtin/playlist.json --root 1.root.json "
     "--store trial --run trial",
     N_("tries a feed without touching what plays")},
    {0},
};

static const struct option_spec status_options[] = {
    {"run", N_("DIR"), N_("the directory that the player was given by --run"), NULL, NULL},
    {"json", NULL, N_("prints one JSON object for programs: display, sync, running"), NULL, NULL},
    OPTIONS_OF_ALL,
};

static const struct command_example status_examples[] = {
    {"bangtin status", N_("what plays on this machine, and how healthy it is")},
    {"bangtin status --json", N_("the same for programs")},
    {0},
};

static const struct option_spec testcard_options[] = {
    OPTIONS_OF_SCREEN,
    OPTIONS_OF_ALL,
};

static const struct command_example testcard_examples[] = {
    {"bangtin testcard", N_("on the whole screen, until it is stopped")},
    {"bangtin testcard --viewport 320x160+0+0", N_("on the part that an LED board shows")},
    {0},
};

const struct command commands[] = {
    {"play", N_("[DIR]"), 0, 1, N_("shows a playlist folder on the screen"),
     N_("Shows the items of a playlist folder, one after another, for as long as it runs. Without "
        "DIR it shows the playlists that the settings of this office name, which it fetches "
        "while it runs, and until they have come, or where there are none, the built-in example. "
        "The screen stays lit whatever happens: an item that "
        "cannot be drawn is left out.\n\n"
        "In a window, q and Esc leave. On the whole screen no key does; stop it with the signal "
        "TERM or with Ctrl+C in its terminal."),
     play_options, play_examples},
    {"check", N_("PATH…"), 1, OPTIONS_MAX, N_("says what is wrong with a playlist"),
     N_("Reads a playlist folder, a playlist.json or the settings of an office (site.json), draws "
        "each item once, and names what is wrong, where, and what to do about it: mistakes in the "
        "document, pictures that are missing or broken, text that does not fit or has damaged "
        "letters, addresses that may not be shown, personal data, facts that were not confirmed "
        "for a long time."),
     check_options, check_examples},
    {"preview", N_("DIR --out OUT"), 1, 1, N_("draws every item into pictures to look at"),
     N_("Draws every item as the screens will show it, into OUT/WxH/NNN-ITEM.png, and an "
        "index.html with all of them to open in a browser or to print."),
     preview_options, preview_examples},
    {"new", N_("DIR [--from FOLDER]"), 1, 1, N_("makes a playlist folder to start from"),
     N_("Makes the folder DIR with a playlist.json of examples and a README.txt that explains it. "
        "With --from, the playlist holds the pictures of a folder (JPEG, PNG, WebP, SVG) in the "
        "natural order of their names: 2.jpg comes before 10.jpg. The pictures are copied; the "
        "folder itself stays as it is."),
     new_options, new_examples},
    {"keygen", N_("DIR"), 1, 1, N_("makes the keys of a feed"),
     N_("Makes, in the folder DIR, the two pairs of keys of a feed and its first root. root.key "
        "says which keys are the feed's; keep it offline. feed.key signs what is published. "
        "1.root.json is given to each kiosk when it is installed: from then on it takes nothing "
        "that these keys have not signed. Keys that exist are never overwritten."),
     keygen_options, keygen_examples},
    {"publish", N_("DIR --key FILE --root FILE --to PATH|URL"), 1, 1,
     N_("signs a playlist folder and writes it where players fetch it"),
     N_("Checks the playlist folder DIR as \"bangtin check\" does, gives it the next sequence "
        "number, signs it, and writes it to a folder or to a web server: media first, the document "
        "last, so that an interrupted publication leaves the old one whole; simply publish again. "
        "Says what changed. Content that has not changed keeps its number and its bytes, so that a "
        "stick and the web agree.\n\n"
        "DIR/.published.json remembers the numbers that are used up. Name and password of a web "
        "server are read from ~/.netrc."),
     publish_options, publish_examples},
    {"verify", N_("PATH --root FILE"), 1, 1, N_("verifies a published folder as a player would"),
     N_("Follows the roots in the published folder PATH from the one in FILE, verifies the "
        "signature of playlist.json, and holds every picture and clip against the size and the "
        "digest that were signed. Each fault is named, with what to do. Nothing is written."),
     verify_options, verify_examples},
    {"sync", "", 0, 0, N_("fetches the feed and keeps the store"),
     N_("Asks the feeds of the settings for new content, verifies it, fetches its files and puts "
        "it "
        "on as a whole. \"bangtin play\" and the service start it by themselves. What cannot be "
        "verified is not taken; what plays goes on."),
     sync_options, sync_examples},
    {"status", "", 0, 0, N_("says what plays and how healthy it is"),
     N_("Reads what the running player writes about itself: what is on the screen, since when, "
        "which document of which feed, what is wrong with it, how full the disk is, how well the "
        "time is known."),
     status_options, status_examples},
    {"testcard", "", 0, 0, N_("shows a picture to set a screen up by"),
     N_("Shows a border on the outermost pixels, coloured corners, a circle, a grid, colour bars, "
        "steps of grey and lines one pixel wide, with the size, the rotation and the name of the "
        "screen: what is cut off, turned, stretched or scaled is seen at once.\n\n"
        "In a window, q and Esc leave; otherwise stop it with the signal TERM or with Ctrl+C. "
        "Where the service shows something on this screen, stop that first."),
     testcard_options, testcard_examples},
    {0},
};

const struct command *command_find(const char *name)
{
    for (const struct command *command = commands; command->name; command++) {
        if (strcmp(command->name, name) == 0)
            return command;
    }
    return NULL;
}

const char *command_language(int argc, char **argv)
{
    static const char name[] = "--lang-ui";
    const char *language = NULL;
    for (int i = 1; i < argc && argv[i] && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], name, strlen(name)) != 0)
            continue;
        const char *rest = argv[i] + strlen(name);
        const char *value = *rest == '=' ? rest + 1 : *rest == '\0' ? argv[i + 1] : NULL;
        if (value && option_is_language(value))
            language = value;
    }
    return language;
}

const char *command_operands(const struct command *command, char *text, size_t size)
{
    /* What gettext makes of "" is the head of the catalogue. */
    snprintf(text, size, "%s%s", *command->operands ? " " : "",
             *command->operands ? _(command->operands) : "");
    return text;
}

int command_parse(const struct command *command, int argc, char **argv, int first,
                  struct options *ret)
{
    char text[256];
    const char *operands = command_operands(command, text, sizeof text);
    if (options_parse(argc, argv, first, command->options, ret) < 0)
        return -1;
    if (options_has(ret, "help"))
        return 0;
    if (ret->operand_count < command->operands_min) {
        say(_("%s wants more: bangtin %s%s"), command->name, command->name, operands);
        return -1;
    }
    if (ret->operand_count > command->operands_max) {
        say(_("\"%s\" is one word too many: bangtin %s%s"), ret->operands[command->operands_max],
            command->name, operands);
        return -1;
    }
    return 0;
}
