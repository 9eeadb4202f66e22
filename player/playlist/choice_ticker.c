#include "playlist/choice.h"
#include "playlist/openings.h"

/* Whether the line is in force; *until is brought down to when that may be otherwise. */
static bool is_in_force(const struct ticker_line *line, const struct choice_feed *feed,
                        struct openings *openings, int64_t *until)
{
    int64_t now = openings->now;
    if (!site_matches(feed->site, &line->sites) || line->valid_until <= now)
        return false;
    if (line->valid_from > now) {
        *until = line->valid_from < *until ? line->valid_from : *until;
        return false;
    }
    *until = line->valid_until < *until ? line->valid_until : *until;
    return openings_has(openings, &line->dayparts);
}

size_t choice_ticker(const struct choice_input *input, int64_t now, struct choice_ticker *ret,
                     size_t max, int64_t *ret_until)
{
    size_t count = 0;
    int64_t until = TIME_ALWAYS_AFTER;
    for (size_t feed = 0; feed < input->feed_count; feed++) {
        const struct document *document = input->feeds[feed].document;
        struct openings openings;
        openings_init(&openings, document, input->feeds[feed].zone, input->clock, now);
        for (size_t i = 0; i < document->ticker_count; i++) {
            const struct ticker_line *line = &document->ticker[i];
            if (is_in_force(line, &input->feeds[feed], &openings, &until) && count < max)
                ret[count++] = (struct choice_ticker){line, feed};
        }
        until = openings.until < until ? openings.until : until;
    }
    *ret_until = until;
    return count;
}
