#include "playlist/field_moment.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/document.h"
#include "playlist/field_kind.h"
#include "playlist/moment.h"
#include "playlist/moment_guess.h"

struct value {
    const char *text;
    size_t size;
};

/* What stands where the author wrote none; in other zones it may change with the season. */
static const char *usual_offset(const struct reader *reader)
{
    const char *zone = reader->document ? reader->document->time_zone : NULL;
    return !zone || strcmp(zone, DOCUMENT_TIME_ZONE) == 0 ? "+07:00" : NULL;
}

static bool is_end(const struct spot *spot)
{
    static const char *const ends[] = {"validUntil", "expires"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (spot->key && spot->key_size == strlen(ends[i]) &&
            memcmp(spot->key, ends[i], spot->key_size) == 0)
            return true;
    }
    return false;
}

static bool guess(const struct reader *reader, enum field_kind kind, struct value value,
                  const struct spot *spot, struct moment_guess *ret)
{
    return kind == FIELD_DATE   ? moment_guess_date(value.text, value.size, ret)
           : kind == FIELD_TIME ? moment_guess_time(value.text, value.size, ret)
                                : moment_guess_instant(value.text, value.size, usual_offset(reader),
                                                       is_end(spot), ret);
}

static bool fail(struct reader *reader, enum field_kind kind, struct value value,
                 const struct spot *spot)
{
    char quote[QUOTE_BYTES], hint[SPOT_BYTES];
    struct moment_guess meant = {0};
    const char *code = kind == FIELD_DATE   ? "bad-date"
                       : kind == FIELD_TIME ? "bad-time"
                                            : "bad-instant";
    bool is_guessed = guess(reader, kind, value, spot, &meant);
    if (is_guessed && meant.month_days > 0) {
        reader_error(reader, spot, code, _("correct the day or the month"),
                     _("there is no %02d/%02d/%04d: that month has %d days"), meant.day,
                     meant.month, meant.year, meant.month_days);
        return false;
    }
    snprintf(hint, sizeof hint, _("write \"%s\""), meant.text);
    reader_quote(value.text, value.size, quote);
    const char *remedy = is_guessed ? hint : _(field_kind_example(kind));
    if (kind == FIELD_DATE)
        reader_error(reader, spot, code, remedy, _("\"%s\" is no date"), quote);
    else if (kind == FIELD_TIME)
        reader_error(reader, spot, code, remedy, _("\"%s\" is no time of day"), quote);
    else
        reader_error(reader, spot, code, remedy, _("\"%s\" is no instant with its offset"), quote);
    return false;
}

/* As it is written: in UTC a New Year's morning would still be the year before. */
static int written_year(const char *text)
{
    return (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
}

static bool check_year(struct reader *reader, const struct field *field, const char *text,
                       const struct spot *spot)
{
    int year = field->high > 0 ? written_year(text) : 0;
    if (field->high <= 0 || (year >= field->low && year <= field->high))
        return true;
    reader_error(reader, spot, "out-of-range", _("choose a value between the two"),
                 _("the year %d is not between %.0f and %.0f"), year, field->low, field->high);
    return false;
}

bool field_moment_read(struct reader *reader, const struct field *field, const char *text,
                       size_t size, const struct spot *spot, void *place)
{
    const struct value value = {text, size};
    int64_t moment = 0;
    int16_t minutes = 0;
    if (field->kind == FIELD_TIME) {
        if (!moment_parse_time(text, size, &minutes))
            return fail(reader, field->kind, value, spot);
        if (place)
            memcpy(place, &minutes, sizeof minutes);
        return true;
    }
    if (field->kind == FIELD_DATE ? !moment_parse_date(text, size, &moment)
                                  : !moment_parse_instant(text, size, &moment))
        return fail(reader, field->kind, value, spot);
    if (!check_year(reader, field, text, spot))
        return false;
    if (place)
        memcpy(place, &moment, sizeof moment);
    return true;
}
