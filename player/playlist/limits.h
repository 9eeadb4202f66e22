/* Every limit of the document in one place, each checked before memory is taken. They are part of
 * the format (docs/playlist.md, "Limits"). */
#pragma once

#define LIMIT_DOCUMENT_BYTES ((size_t)4 * 1024 * 1024)
#define LIMIT_SETTINGS_BYTES ((size_t)256 * 1024)
#define LIMIT_DEPTH 16
/* Values in a document, keys counted too: a small value would otherwise cost many times its own
 * bytes. 10 000 full items stay below this. */
#define LIMIT_VALUES 600000
#define LIMIT_ITEMS 10000
#define LIMIT_ASSETS 4000
#define LIMIT_PLAYLISTS 1000
#define LIMIT_SCHEDULE 1000
#define LIMIT_DAYPARTS 200
#define LIMIT_WINDOWS 64
#define LIMIT_EXCEPTIONS 400
#define LIMIT_ALERTS 100
#define LIMIT_TICKER 200
#define LIMIT_SITES 4000
#define LIMIT_LANGUAGES 16
#define LIMIT_TAGS 64
#define LIMIT_VARIABLES 100
#define LIMIT_MOUNTS 16
#define LIMIT_PASSPHRASE_LEAST 8 /* bytes */
#define LIMIT_NAMES 64           /* names in one list: sites, dayparts */
#define LIMIT_STRING_BYTES 4096
#define LIMIT_NUMBER_BYTES 64
#define LIMIT_ID_BYTES 64
#define LIMIT_PHONE_BYTES 24 /* one number, with an exchange's code and an extension */
#define LIMIT_URL_BYTES 1024
#define LIMIT_HREF_BYTES 512
#define LIMIT_ASSET_BYTES (INT64_C(2) << 30)
#define LIMIT_PICTURE_SIDE 16384
#define LIMIT_PICTURE_PIXELS 100000000
#define LIMIT_PROGRESSIVE_PIXELS 36000000 /* all coefficients stay in memory */
#define LIMIT_DURATION_MIN 0.1
#define LIMIT_DURATION_MAX 86400.0
#define LIMIT_TRANSITION_SECONDS 10.0
#define LIMIT_WEIGHT 100
#define LIMIT_PLAYS_PER_HOUR 3600
#define LIMIT_PRIORITY 1000
#define LIMIT_OCCURRENCE_SECONDS 2678400.0 /* 31 days: one window of a recurrence rule */
#define LIMIT_SEQUENCE 9007199254740991.0  /* 2^53 - 1: exact wherever JSON is read */
#define LIMIT_FEEDS 16
#define LIMIT_SHARE 100
