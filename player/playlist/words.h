/* The few words that slides, and the text mirror, add to an author's, in the slide's language. */
#pragma once

enum word {
    WORD_SERVICE, /* category of a portal */
    WORD_HOTLINE, /* category of a number to call */
    WORD_NOTICE,  /* severities of a notice */
    WORD_IMPORTANT,
    WORD_URGENT,
    WORD_SCAN,  /* beside a code */
    WORD_BASIS, /* before a legal basis */
    WORD_PROCEDURE,
    WORD_DOCUMENT,
    WORD_GUIDE, /* category of steps */
    WORD_FIGURES,
    WORD_DIRECTORY,
    WORD_FEE,
    WORD_TIME, /* how long a procedure takes */
    WORD_COUNTER,
    WORD_PAPERS,  /* what to bring to a procedure */
    WORD_AND,     /* "and 2 more": before the number of papers that found no room */
    WORD_MORE,    /* behind it */
    WORD_ONLINE,  /* before what differs where a file comes online */
    WORD_ISSUED,  /* before a date */
    WORD_EXTREME, /* how bad what an alert warns of is */
    WORD_SEVERE,
    WORD_MODERATE,
    WORD_MINOR,
    WORD_UNKNOWN, /* nobody has said */
    WORD_UNTIL,   /* before the instant at which an alert ends */
    WORD_PICTURE,
    WORD_CLIP,
    WORD_NEWS, /* above the lines of the ticker */
    WORDS
};

/* The word in `language` (BCP 47; its first part counts), in English where it is not known here;
 * in Vietnamese for NULL and for the other languages of Vietnam. Never NULL. */
const char *word_in(enum word word, const char *language);

enum { WORD_DATE_SIZE = 64 };

/* The date as people of that language write it beside a clock, "Chủ nhật, 22/11/2026"; `weekday`
 * from 0, Monday (base/zone.h). */
void word_date(int year, int month, int day, int weekday, const char *language,
               char text[WORD_DATE_SIZE]);

/* The language that word_in gives for `language`: "vi", "en" … */
const char *words_language(const char *language);
