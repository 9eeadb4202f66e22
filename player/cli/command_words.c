#include "cli/command_words.h"

#include "base/i18n.h"

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

const struct option_spec play_options[] = {
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
     option_is_stay, N_("a number of seconds from 0.1 to 86400, such as 8")},
    {"log-level", N_("LEVEL"), N_("how much is reported: error, warning, info or debug"),
     option_is_log_level, N_("error, warning, info or debug")},
    OPTIONS_OF_ALL,
};

const struct command_example play_examples[] = {
    {"bangtin play", N_("shows what the settings of this office name, on the whole screen")},
    {"bangtin play ~/my-playlist --size 1280x720", N_("tries a folder in a window")},
    {"bangtin play /media/stick --rotate 90", N_("shows a folder on a screen that stands upright")},
    {0},
};

const struct option_spec check_options[] = {
    {"json", NULL, N_("prints one JSON object for programs: errors, warnings, findings"), NULL,
     NULL},
    {"strict", NULL, N_("warnings fail too"), NULL, NULL},
    {"site", N_("ID|FILE"),
     N_("checks for this office: its id in the document, or its settings (site.json)"), NULL, NULL},
    OPTIONS_OF_ALL,
};

const struct command_example check_examples[] = {
    {"bangtin check my-playlist", N_("checks a folder")},
    {"bangtin check my-playlist --site site.json",
     N_("checks it as the screen of one office will show it")},
    {"bangtin check my-playlist --site sanh", N_("the same for an office of the document")},
    {"bangtin check site.json", N_("checks the settings of an office")},
    {0},
};

const struct option_spec preview_options[] = {
    {"out", N_("DIR"), N_("the folder to write into; it is made if need be"), NULL, NULL},
    {"size", N_("WxH"),
     N_("size of a screen; may be given several times; without it, that of the office"),
     option_is_size, SIZE_EXPECTED},
    {"site", N_("ID|FILE"),
     N_("the office whose screen is drawn: its id in the document, or its settings (site.json)"),
     NULL, NULL},
    {"lang", N_("LANGUAGE"), N_("only this language of the document, such as vi"), NULL, NULL},
    {"item", N_("ID"), N_("only this item, even if it is hidden or out of date"), NULL, NULL},
    {"at", N_("TIME"), N_("only what is on at that time"), option_is_moment,
     N_("a date or a time, such as 02/03/2026 or 2026-03-02T08:00")},
    OPTIONS_OF_ALL,
};

const struct command_example preview_examples[] = {
    {"bangtin preview my-playlist --out preview",
     N_("draws all items; then open preview/index.html")},
    {"bangtin preview my-playlist --out preview --size 1920x1080 --size 1080x1920",
     N_("the same for screens that lie and that stand")},
    {0},
};

const struct option_spec simulate_options[] = {
    {"site", N_("ID|FILE"),
     N_("the office whose screen it is: its id in the document, or its settings (site.json)"), NULL,
     NULL},
    {"from", N_("TIME"), N_("from when on; without it, from now on"), option_is_moment,
     N_("a date or a time, such as 02/03/2026 or 2026-03-02T08:00")},
    {"hours", N_("H"), N_("for how many hours; 24 without it"), option_is_hours,
     N_("a number of hours, such as 24")},
    {"clock", N_("trusted|floor"),
     N_("floor: as on a machine that does not know the time, but only that it is not earlier"),
     option_is_clock, N_("trusted or floor")},
    {"json", NULL, N_("prints one JSON object for programs: timeline, items, neverShown, gaps"),
     NULL, NULL},
    OPTIONS_OF_ALL,
};

const struct command_example simulate_examples[] = {
    {"bangtin simulate my-playlist --from 2026-03-02", N_("a day of it")},
    {"bangtin simulate my-playlist --from 2026-01-01 --hours 8760", N_("a year of it")},
    {"bangtin simulate my-playlist --site can-duoc --json", N_("the next day of one office")},
    {0},
};

const struct option_spec new_options[] = {
    {"from", N_("FOLDER"), N_("makes the playlist of the pictures in this folder"), NULL, NULL},
    OPTIONS_OF_ALL,
};

const struct command_example new_examples[] = {
    {"bangtin new my-playlist", N_("a folder with examples to change")},
    {"bangtin new my-playlist --from ~/Pictures/campaign",
     N_("a playlist of pictures, in the order of their names")},
    {0},
};

const struct option_spec keygen_options[] = {
    {"password", NULL, N_("protects the secret keys by a password, asked for twice"), NULL, NULL},
    {"feed-id", N_("ID"), N_("the feedId of the feed; without it, one made of the key's number"),
     option_is_id, N_("small letters, digits, dots and dashes, such as long-an")},
    OPTIONS_OF_ALL,
};

const struct command_example keygen_examples[] = {
    {"bangtin keygen keys --password", N_("keys that a password protects")},
    {"bangtin keygen keys --feed-id long-an", N_("keys of the feed \"long-an\"")},
    {0},
};

const struct option_spec publish_options[] = {
    {"key", N_("FILE"), N_("the secret key that signs (feed.key)"), NULL, NULL},
    {"root", N_("FILE"), N_("the newest root of the feed (1.root.json), others beside it"), NULL,
     NULL},
    {"to", N_("PATH|URL"),
     N_("a web root, a stick, or the https:// address of a folder that takes PUT"), NULL, NULL},
    {"sequence", N_("N"), N_("the number of this publication; without it, the next one"),
     option_is_sequence, N_("a whole number from 1 on")},
    {"expires", N_("TIME"), N_("when the publication is out of date"), option_is_deadline,
     N_("a date with a time of day, such as \"31/01/2027 17:00\" or 2027-01-31T17:00:00+07:00")},
    {"site", N_("ID|FILE"),
     N_("checks for this office: its id in the document, or its settings (site.json)"), NULL, NULL},
    {"dry-run", NULL, N_("says what would be published, and writes nothing"), NULL, NULL},
    OPTIONS_OF_ALL,
};

const struct command_example publish_examples[] = {
    {"bangtin publish my-playlist --key keys/feed.key --root keys/1.root.json --to /var/www/html",
     N_("publishes into a web server's folder")},
    {"bangtin publish my-playlist --key keys/feed.key --root keys/1.root.json --to "
     "https://screens.example.gov.vn/feed/",
     N_("the same over the network")},
    {0},
};

const struct option_spec alert_options[] = {
    {"headline", N_("TEXT"), N_("what has happened, in a few words"), NULL, NULL},
    {"description", N_("TEXT"), N_("more about it, in a sentence or two"), NULL, NULL},
    {"instruction", N_("TEXT"), N_("what people should do"), NULL, NULL},
    {"severity", N_("WORD"), N_("extreme, severe, moderate, minor or unknown; severe without it"),
     option_is_severity, N_("extreme, severe, moderate, minor or unknown")},
    {"lasts", N_("LENGTH"), N_("how long it stays, such as 90m, 2h or 1d; 2h without it"),
     option_is_span, N_("minutes, hours or days, such as 90m, 2h or 1d; at most 31d")},
    {"until", N_("TIME"), N_("until when it stays"), option_is_deadline,
     N_("a date with a time of day, such as \"31/01/2027 17:00\" or 2027-01-31T17:00:00+07:00")},
    {"banner", NULL, N_("a strip over what is shown, in place of the whole screen"), NULL, NULL},
    {"sites", N_("NAMES"), N_("only these screens: ids or tag:NAME, with commas between them"),
     NULL, NULL},
    {"id", N_("ID"), N_("the alert's name; without it, one made of the time"), option_is_id,
     N_("small letters, digits, dots and dashes, such as storm-12")},
    {"all", NULL, N_("ends all alerts"), NULL, NULL},
    {"key", N_("FILE"), N_("the secret key that signs (feed.key)"), NULL, NULL},
    {"root", N_("FILE"), N_("the newest root of the feed (1.root.json), others beside it"), NULL,
     NULL},
    {"to", N_("PATH|URL"),
     N_("lays it over what stands there, at once; nothing else of the folder is sent"), NULL, NULL},
    {"site", N_("ID|FILE"),
     N_("checks for this office: its id in the document, or its settings (site.json)"), NULL, NULL},
    {"dry-run", NULL, N_("says what would be published, and writes nothing"), NULL, NULL},
    OPTIONS_OF_ALL,
};

const struct command_example alert_examples[] = {
    {"bangtin alert new my-playlist --headline \"Bão số 12\" --lasts 6h --key keys/feed.key --root "
     "keys/1.root.json --to /var/www/html",
     N_("puts a warning on all screens, for six hours at most")},
    {"bangtin alert end my-playlist --key keys/feed.key --root keys/1.root.json --to /var/www/html",
     N_("takes it off again")},
    {"bangtin alert list my-playlist", N_("shows those that there are")},
    {0},
};

const struct option_spec verify_options[] = {
    {"root", N_("FILE"), N_("the root that a kiosk was given (1.root.json)"), NULL, NULL},
    {"json", NULL, N_("prints one JSON object for programs"), NULL, NULL},
    OPTIONS_OF_ALL,
};

const struct command_example verify_examples[] = {
    {"bangtin verify /var/www/html --root keys/1.root.json",
     N_("looks at what a web server hands out")},
    {"bangtin verify /media/stick --root keys/1.root.json", N_("looks at a stick")},
    {0},
};

const struct option_spec sync_options[] = {
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

const struct command_example sync_examples[] = {
    {"bangtin sync --once", N_("fetches what is new, and says how it went")},
    {"bangtin sync --once --feed https://example.gov.vn/bangtin/playlist.json --root 1.root.json "
     "--store trial --run trial",
     N_("tries a feed without touching what plays")},
    {0},
};

const struct option_spec status_options[] = {
    {"run", N_("DIR"), N_("the directory that the player was given by --run"), NULL, NULL},
    {"json", NULL, N_("prints one JSON object for programs: display, sync, running"), NULL, NULL},
    OPTIONS_OF_ALL,
};

const struct command_example status_examples[] = {
    {"bangtin status", N_("what plays on this machine, and how healthy it is")},
    {"bangtin status --json", N_("the same for programs")},
    {0},
};

const struct option_spec report_options[] = {
    {"quarter", N_("YEAR-Qn"),
     N_("about this quarter, compared with the one before; without any period, the quarter of "
        "today"),
     option_is_quarter, N_("a year and a quarter, such as 2026-Q3")},
    {"year", N_("YEAR"), N_("about this year, compared with the one before"), option_is_year,
     N_("a year, such as 2026")},
    {"from", N_("DATE"), N_("about the days from this one on"), option_is_day,
     N_("a date, such as 2026-07-01 or 01/07/2026")},
    {"to", N_("DATE"), N_("up to this day; without it, up to today"), option_is_day,
     N_("a date, such as 2026-07-15 or 15/07/2026")},
    {"by", N_("WHAT"),
     N_("lines of a table: item, topic, audience, language, type, day, hour or site; item without "
        "it"),
     option_is_report_group, N_("item, topic, audience, language, type, day, hour or site")},
    {"format", N_("FORMAT"),
     N_("table; csv for a spreadsheet; html, a page in Vietnamese to print; json for programs"),
     option_is_report_format, N_("table, csv, html or json")},
    {"out", N_("FILE"), N_("writes the report there, and not to standard output"), NULL, NULL},
    {"store", N_("DIR"), N_("where received content and the log of plays are kept"), NULL, NULL},
    {"run", N_("DIR"), N_("the directory that the player was given by --run"), NULL, NULL},
    {"site", N_("FILE"), N_("the settings with the name of the agency (site.json)"), NULL, NULL},
    {"verify", NULL, N_("says whether rows of the log were altered or taken away"), NULL, NULL},
    {"export", N_("FILE"), N_("writes the whole log there, to be put together elsewhere"), NULL,
     NULL},
    OPTIONS_OF_ALL,
};

const struct command_example report_examples[] = {
    {"bangtin report --quarter 2026-Q3", N_("a quarter, on the terminal")},
    {"bangtin report --quarter 2026-Q3 --format html --out quy-3.html",
     N_("the page to print and hand in")},
    {"bangtin report --year 2026 --by topic --format csv --out 2026.csv",
     N_("a table for a spreadsheet")},
    {"bangtin report --quarter 2026-Q3 lobby.plays.jsonl gate.plays.jsonl",
     N_("several screens in one report")},
    {"bangtin report --verify", N_("is the log as it was written?")},
    {0},
};

const struct option_spec testcard_options[] = {
    OPTIONS_OF_SCREEN,
    OPTIONS_OF_ALL,
};

const struct command_example testcard_examples[] = {
    {"bangtin testcard", N_("on the whole screen, until it is stopped")},
    {"bangtin testcard --viewport 320x160+0+0", N_("on the part that an LED board shows")},
    {0},
};
