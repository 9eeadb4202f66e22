#include "display/quarantine.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "playlist/limits.h"

static_assert(LIMIT_LANGUAGES <= 16, "a language is a bit of 16");

enum { MARK_REFUSED = 0x80, MARK_PARDONED = 0x40, MARK_NAMED = 0x20, MARK_LOSSES = 0x1f };

int quarantine_init(struct quarantine *quarantine, size_t count)
{
    struct quarantine made = {.marks = calloc(count + 1, 1),
                              .languages = calloc(count + 1, sizeof *made.languages),
                              .count = count};
    if (made.marks && made.languages) {
        *quarantine = made;
        return 0;
    }
    quarantine_finish(&made);
    return -ENOMEM;
}

void quarantine_finish(struct quarantine *quarantine)
{
    free(quarantine->marks);
    free(quarantine->languages);
    *quarantine = (struct quarantine){0};
}

bool quarantine_holds(const struct quarantine *quarantine, size_t item)
{
    uint8_t mark = quarantine->marks[item];
    return (mark & MARK_REFUSED) || (mark & MARK_LOSSES) >= QUARANTINE_LOSSES;
}

uint32_t quarantine_mute_languages(const struct quarantine *quarantine, size_t item)
{
    return quarantine->languages[item].mute;
}

bool quarantine_mute(struct quarantine *quarantine, size_t item, size_t language)
{
    struct quarantine_languages *languages = &quarantine->languages[item];
    uint16_t bit = (uint16_t)(1U << language);
    bool is_news = !(languages->named & bit);
    languages->mute |= bit;
    languages->named |= bit;
    return is_news;
}

bool quarantine_refuse(struct quarantine *quarantine, size_t item)
{
    bool is_news = !(quarantine->marks[item] & MARK_NAMED);
    quarantine->marks[item] |= MARK_REFUSED | MARK_NAMED;
    return is_news;
}

void quarantine_relent(struct quarantine *quarantine, size_t count)
{
    for (size_t looked = 0; looked < quarantine->count && count > 0; looked++) {
        uint8_t *mark = &quarantine->marks[quarantine->turn];
        struct quarantine_languages *languages = &quarantine->languages[quarantine->turn];
        quarantine->turn = (quarantine->turn + 1) % quarantine->count;
        if ((*mark & MARK_REFUSED) || languages->mute) {
            *mark &= (uint8_t)~MARK_REFUSED;
            languages->mute = 0;
            count--;
        }
    }
}

void quarantine_lose(struct quarantine *quarantine, size_t item)
{
    if ((quarantine->marks[item] & MARK_LOSSES) < QUARANTINE_LOSSES)
        quarantine->marks[item]++;
}

bool quarantine_clear(struct quarantine *quarantine, size_t item, size_t language)
{
    struct quarantine_languages *languages = &quarantine->languages[item];
    uint16_t others = (uint16_t) ~(1U << language);
    quarantine->marks[item] = 0;
    languages->mute &= others;
    languages->named &= others;
    return languages->named == 0;
}

static bool is_lost(uint8_t mark)
{
    return !(mark & MARK_REFUSED) && (mark & MARK_LOSSES) >= QUARANTINE_LOSSES;
}

void quarantine_pardon(struct quarantine *quarantine)
{
    for (size_t i = 0; i < quarantine->count; i++) {
        uint8_t *mark = &quarantine->marks[i];
        if (is_lost(*mark) && !(*mark & MARK_PARDONED))
            *mark = (uint8_t)((*mark & MARK_NAMED) | MARK_PARDONED | (QUARANTINE_LOSSES - 1));
    }
}

bool quarantine_retry(struct quarantine *quarantine)
{
    bool any = false;
    for (size_t i = 0; i < quarantine->count; i++) {
        uint8_t *mark = &quarantine->marks[i];
        if (is_lost(*mark)) {
            *mark = (uint8_t)((*mark & (MARK_PARDONED | MARK_NAMED)) | (QUARANTINE_LOSSES - 1));
            any = true;
        }
    }
    return any;
}
