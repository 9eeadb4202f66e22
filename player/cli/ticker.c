#include "cli/ticker.h"

#include <stdlib.h>

#include "ipc/shape.h"
#include "playlist/resolve.h"

static bool has_words(const struct document *document, const struct site *site,
                      const struct ticker_line *line)
{
    bool has = false;
    for (size_t language = SIZE_MAX;
         !has && languages_next(document, line->languages, site, language, &language);) {
        char *text = job_ticker_text(document, line, document->languages[language], site);
        has = text != NULL;
        free(text);
    }
    return has;
}

bool ticker_has_line(const struct document *document, const struct site *site, int64_t now,
                     const struct preview_at *at, const struct ticker_line *line)
{
    bool is_its = site->screen.ticker && site_matches(site, &line->sites) &&
                  line->valid_until > now && (!at || preview_at_has_line(at, line));
    return is_its && has_words(document, site, line);
}

void ticker_leave_room(const struct document *document, const struct site *site, int64_t now,
                       const struct preview_at *at, struct job_screen *screen)
{
    bool has_ticker = false;
    for (size_t i = 0; i < document->ticker_count && !has_ticker; i++)
        has_ticker = ticker_has_line(document, site, now, at, &document->ticker[i]);
    screen->foot = shape_room(screen->width, screen->height, false, has_ticker).foot;
}
