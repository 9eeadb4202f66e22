/* How a report writes numbers, dates and the names of things: in Vietnamese (1.234,5 and
 * 30/09/2026) or in English (1,234.5 and 2026-09-30). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cli/report_period.h"

enum { SPELL_SIZE = 48 };

enum spell_language { SPELL_ENGLISH, SPELL_VIETNAMESE };

/* The language of the messages. */
enum spell_language spell_of_messages(void);

/* All write into `text`, and return it. */
const char *spell_whole(char text[SPELL_SIZE], int64_t number, enum spell_language language);
const char *spell_decimal(char text[SPELL_SIZE], double number, int digits,
                          enum spell_language language);
const char *spell_hours(char text[SPELL_SIZE], int64_t milliseconds, enum spell_language language);

/* How much more or less it is than before, in per cent with its sign: "+12,5 %"; "–" where there
 * was nothing before. */
const char *spell_change(char text[SPELL_SIZE], int64_t now, int64_t before,
                         enum spell_language language);

/* A day (since 1970), and a local time in milliseconds (tally_local) with hours and minutes. */
const char *spell_day(char text[SPELL_SIZE], int64_t day, enum spell_language language);
const char *spell_moment(char text[SPELL_SIZE], int64_t local, enum spell_language language);

/* "2 giờ 05 phút", "40 phút". */
const char *spell_minutes(char text[SPELL_SIZE], int64_t minutes, enum spell_language language);

/* "quý III năm 2026", "năm 2026", "từ 01/07/2026 đến 15/07/2026". */
const char *spell_period(char text[SPELL_SIZE], const struct period *period,
                         enum spell_language language);

/* The names of a type of item and of a language; an unknown one stands for itself. */
const char *spell_type(const char *type, enum spell_language language);
const char *spell_tongue(const char *code, enum spell_language language);
