#include "playlist/moment_guess.h"

#include <stdio.h>
#include <string.h>

#include "base/zone.h"

struct cursor {
    const char *text;
    size_t at, size;
};

static char here(const struct cursor *cursor)
{
    return cursor->at < cursor->size ? cursor->text[cursor->at] : '\0';
}

static bool takes_one_of(struct cursor *cursor, const char *characters)
{
    bool found = here(cursor) != '\0' && strchr(characters, here(cursor)) != NULL;
    cursor->at += found;
    return found;
}

/* A number of at most `most` digits. Returns how many it has. */
static size_t take_number(struct cursor *cursor, size_t most, int *ret)
{
    size_t digits = 0;
    int value = 0;
    for (; digits < most && here(cursor) >= '0' && here(cursor) <= '9'; digits++)
        value = value * 10 + (cursor->text[cursor->at++] - '0');
    *ret = value;
    return digits;
}

/* "28/11/2026", "28-11-2026", "2026-11-28", "2026/11/28". */
static bool take_date(struct cursor *cursor, struct moment_guess *guess)
{
    int first, second, third;
    size_t digits = take_number(cursor, 4, &first);
    if (digits == 0 || !takes_one_of(cursor, "/-.") || take_number(cursor, 2, &second) == 0 ||
        !takes_one_of(cursor, "/-."))
        return false;
    size_t last = take_number(cursor, 4, &third);
    bool is_year_first = digits == 4 && (last == 1 || last == 2);
    if (!is_year_first && !(digits <= 2 && last == 4))
        return false;
    guess->day = is_year_first ? third : first;
    guess->month = second;
    guess->year = is_year_first ? first : third;
    if (guess->year < 1 || guess->month < 1 || guess->month > 12 || guess->day < 1)
        return false;
    bool is_december = guess->month == 12;
    int days = (int)(zone_days(guess->year + is_december, is_december ? 1 : guess->month + 1, 1) -
                     zone_days(guess->year, guess->month, 1));
    guess->month_days = guess->day > days ? days : 0;
    return true;
}

/* "8:00", "08:00:30", "8h", "8h30", "8g30"; hour, minute, second. */
static bool take_time(struct cursor *cursor, int time[3])
{
    time[1] = time[2] = 0;
    if (take_number(cursor, 2, &time[0]) == 0)
        return false;
    bool has_letter = takes_one_of(cursor, "hHgG");
    if (!has_letter && !takes_one_of(cursor, ":"))
        return false;
    size_t digits = take_number(cursor, 2, &time[1]);
    if (digits != 2 && !(has_letter && digits == 0))
        return false;
    if (takes_one_of(cursor, ":") && take_number(cursor, 2, &time[2]) != 2)
        return false;
    return time[0] < 24 ? time[1] < 60 && time[2] < 60
                        : time[0] == 24 && time[1] == 0 && time[2] == 0;
}

/* "+07:00", "+0700", "+7", "Z". */
static bool take_offset(struct cursor *cursor, char offset[8])
{
    int hours, minutes = 0;
    if (takes_one_of(cursor, "zZ")) {
        strcpy(offset, "Z");
        return true;
    }
    char sign = here(cursor);
    if (!takes_one_of(cursor, "+-") || take_number(cursor, 2, &hours) == 0)
        return false;
    if ((takes_one_of(cursor, ":") || here(cursor)) && take_number(cursor, 2, &minutes) != 2)
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    snprintf(offset, 8, "%c%02d:%02d", sign, hours % 24, minutes % 60);
    return true;
}

static void skip_between(struct cursor *cursor)
{
    while (takes_one_of(cursor, " ,Tt"))
        continue;
}

static bool is_at_end(struct cursor *cursor)
{
    while (takes_one_of(cursor, " "))
        continue;
    return cursor->at == cursor->size;
}

bool moment_guess_date(const char *text, size_t size, struct moment_guess *ret)
{
    struct cursor cursor = {text, 0, size};
    struct moment_guess guess = {0};
    if (!take_date(&cursor, &guess) || !is_at_end(&cursor))
        return false;
    if (guess.month_days == 0)
        snprintf(guess.text, sizeof guess.text, "%04d-%02d-%02d", guess.year, guess.month,
                 guess.day);
    *ret = guess;
    return true;
}

bool moment_guess_time(const char *text, size_t size, struct moment_guess *ret)
{
    struct cursor cursor = {text, 0, size};
    struct moment_guess guess = {0};
    int time[3];
    if (!take_time(&cursor, time) || !is_at_end(&cursor))
        return false;
    snprintf(guess.text, sizeof guess.text, "%02d:%02d", time[0], time[1]);
    *ret = guess;
    return true;
}

/* 24 o'clock is the beginning of the day after. */
static void write_instant(struct moment_guess *guess, int time[3], const char *offset)
{
    int64_t days = zone_days(guess->year, guess->month, guess->day) + (time[0] == 24);
    struct zone_time date = zone_local(NULL, days * 86400 * 1000000);
    snprintf(guess->text, sizeof guess->text, "%04d-%02d-%02dT%02d:%02d:%02d%s", date.year,
             date.month, date.day, time[0] % 24, time[1], time[2], offset);
}

bool moment_guess_instant(const char *text, size_t size, const char *offset, bool is_end,
                          struct moment_guess *ret)
{
    struct cursor cursor = {text, 0, size};
    struct moment_guess guess = {0};
    int time[3] = {is_end ? 23 : 0, is_end ? 59 : 0, is_end ? 59 : 0};
    char own[8];
    if (!take_date(&cursor, &guess)) {
        cursor.at = 0; /* "8:00 28/11/2026" */
        if (!take_time(&cursor, time))
            return false;
        skip_between(&cursor);
        if (!take_date(&cursor, &guess))
            return false;
    } else {
        skip_between(&cursor);
        if (here(&cursor) >= '0' && here(&cursor) <= '9' && !take_time(&cursor, time))
            return false;
    }
    if (!is_at_end(&cursor)) {
        if (!take_offset(&cursor, own) || !is_at_end(&cursor))
            return false;
        offset = own;
    }
    if (guess.month_days == 0 && !offset)
        return false;
    if (guess.month_days == 0)
        write_instant(&guess, time, offset);
    *ret = guess;
    return true;
}
