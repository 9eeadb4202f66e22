#include "playlist/resolve.h"

#include <string.h>

static bool find_language(const struct document *document, const char *name, size_t *ret)
{
    for (size_t i = 0; i < document->language_count; i++) {
        if (strcmp(document->languages[i], name) == 0) {
            *ret = i;
            return true;
        }
    }
    return false;
}

static uint32_t lowest(uint32_t set)
{
    return set & (~set + 1);
}

uint32_t languages_shown(const struct document *document, uint32_t has, const struct site *site)
{
    uint32_t wanted = 0;
    if (document->language_count == 0)
        return 0;
    for (size_t i = 0; i < site->language_count; i++) {
        size_t language;
        if (find_language(document, site->languages[i], &language))
            wanted |= UINT32_C(1) << language;
    }
    if (has == 0) /* nothing in it depends on the language */
        return lowest(wanted ? wanted : 1);
    if (site->language_count == 0)
        return has;
    uint32_t common = has & wanted;
    return common ? common : lowest(has);
}

/* The place of a language in the site's own order, else in the document's. */
static size_t language_rank(const struct document *document, const struct site *site,
                            size_t language)
{
    for (size_t i = 0; i < site->language_count; i++) {
        if (strcmp(site->languages[i], document->languages[language]) == 0)
            return i;
    }
    return LIMIT_LANGUAGES + language;
}

bool languages_next(const struct document *document, uint32_t has, const struct site *site,
                    size_t after, size_t *ret_language)
{
    uint32_t languages = languages_shown(document, has, site);
    size_t best = SIZE_MAX, best_rank = SIZE_MAX;
    size_t after_rank = after == SIZE_MAX ? 0 : language_rank(document, site, after) + 1;
    for (size_t i = 0; i < document->language_count; i++) {
        size_t rank = language_rank(document, site, i);
        if ((languages & UINT32_C(1) << i) && rank >= after_rank && rank < best_rank) {
            best = i;
            best_rank = rank;
        }
    }
    if (best == SIZE_MAX)
        return false;
    *ret_language = best;
    return true;
}

uint32_t item_languages(const struct document *document, const struct item *item,
                        const struct site *site)
{
    return languages_shown(document, item->languages, site);
}

bool item_next_language(const struct document *document, const struct item *item,
                        const struct site *site, size_t after, size_t *ret_language)
{
    return languages_next(document, item->languages, site, after, ret_language);
}
