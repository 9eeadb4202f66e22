/* Vietnamese text in the wrong code page: recognised, named, and turned back where it can be.
 *
 * Sources: TCVN 5712:1993 (TCVN3, the "ABC" fonts .VnTime, .VnTimeH …), VNI-Windows (the fonts
 * VNI-Times …), Microsoft's code pages 1252 and 1258 as published by unicode.org. */
#pragma once

#include <stddef.h>

enum mojibake {
    MOJIBAKE_NONE,
    MOJIBAKE_TCVN3,       /* typed for the fonts .VnTime, .VnArial, …: "Gi¸o dôc" */
    MOJIBAKE_VNI,         /* typed for the fonts VNI-Times, …: "Giaùo duïc" */
    MOJIBAKE_UTF8,        /* UTF-8 read as Windows-1252 and saved again: "GiÃ¡o dá»¥c" */
    MOJIBAKE_WINDOWS_1258 /* the Vietnamese ANSI page read as Windows-1252: "Viêòt" */
};

/* What kind of damage the UTF-8 text shows, if any. Ordinary text of Vietnamese or of another
 * language with marks is MOJIBAKE_NONE. */
enum mojibake mojibake_find(const char *text);

/* The first text of a file that shows the damage. */
struct mojibake_place {
    size_t line; /* from 1 */
    char *text;  /* as it looks in a program that takes it for Windows-1252; owned, NULL: none */
};

/* The same for a file that is no UTF-8, or is not everywhere: the texts between its quotation marks
 * in which the fault lies are seen as Windows-1252. Looks at the first of them only. *ret (may be
 * NULL) is filled where the answer is not MOJIBAKE_NONE. */
enum mojibake mojibake_find_bytes(const char *bytes, size_t size, struct mojibake_place *ret);

/* What the text probably was meant to be, a fresh string; NULL where that is not known (or without
 * memory). */
char *mojibake_repair(enum mojibake kind, const char *text);

/* The name for messages: "TCVN3 (fonts .VnTime, …)". Translated. NULL for MOJIBAKE_NONE. */
const char *mojibake_name(enum mojibake kind);
