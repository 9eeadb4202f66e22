#include "base/i18n.h"
#include "cli/command_words.h"

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
     N_("Reads a playlist folder, a playlist.json, the settings of an office (site.json), its "
        "colours and logo (theme.json) or a root (1.root.json), draws each item once, and names "
        "what is wrong, where, and what to do about it: mistakes in the document, pictures that "
        "are missing or broken, text that does not fit or has damaged letters, addresses that may "
        "not be shown, personal data, facts that were not confirmed for a long time, times for "
        "which nothing is planned."),
     check_options, check_examples},
    {"preview", N_("DIR --out OUT"), 1, 1, N_("draws every item into pictures to look at"),
     N_("Draws every item as the screens will show it, into OUT/WxH/NNN-ITEM.png, and an "
        "index.html with all of them to open in a browser or to print. Their words stand in "
        "mirror.html, a page for a website or a screen reader."),
     preview_options, preview_examples},
    {"simulate", N_("DIR"), 1, 1, N_("says what is shown when, without a screen"),
     N_("Plays a playlist folder, or the document in it, as fast as it can, with the very choices "
        "that the screen makes: which playlists are on when, how often each item comes and its "
        "share of the time, which items are never shown and why, and when nothing of it can be "
        "shown, so that the built-in content is on."),
     simulate_options, simulate_examples},
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
    {"alert", N_("new|end|list DIR"), 2, 2, N_("puts a warning on the screens, or takes it off"),
     N_("Adds an alert to the playlist folder DIR, ends one, or lists them; the rest of its "
        "playlist.json keeps every byte. With --key, --root and --to the change is also laid over "
        "what stands there, signed and sent in the same step: nothing else of the folder goes out, "
        "and errors in it do not matter. Where sending fails the folder is as it was before, and "
        "the command can simply be given again. An alert takes the whole screen, or with --banner "
        "a strip of it, at once, "
        "and ends by itself at its time."),
     alert_options, alert_examples},
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
    {"report", N_("[FILE…]"), 0, OPTIONS_MAX, N_("says what was shown, how often and how long"),
     N_("Adds up the log of plays: by item, topic, audience, language, kind, day, hour and place, "
        "with the period before beside it, the days in operation and the interruptions. Counted "
        "are plays, not views: nobody looks at who stands before the screen.\n\n"
        "Without FILE it reads the log of this machine. Files are logs of other machines: exports "
        "(*.plays.jsonl), as a stick brings them or --export writes them, copies of plays.db, or "
        "folders of these. A row that stands in several of them counts once."),
     report_options, report_examples},
    {"testcard", "", 0, 0, N_("shows a picture to set a screen up by"),
     N_("Shows a border on the outermost pixels, coloured corners, a circle, a grid, colour bars, "
        "steps of grey and lines one pixel wide, with the size, the rotation and the name of the "
        "screen: what is cut off, turned, stretched or scaled is seen at once.\n\n"
        "In a window, q and Esc leave; otherwise stop it with the signal TERM or with Ctrl+C. "
        "Where the service shows something on this screen, stop that first."),
     testcard_options, testcard_examples},
    {0},
};
