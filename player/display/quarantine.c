#include "display/quarantine.h"

#include <errno.h>
#include <stdlib.h>

enum { MARK_REFUSED = 0x80, MARK_PARDONED = 0x40, MARK_NAMED = 0x20, MARK_LOSSES = 0x1f };

int quarantine_init(struct quarantine *quarantine, size_t count)
{
    uint8_t *marks = calloc(count + 1, 1);
    if (!marks)
        return -ENOMEM;
    quarantine->marks = marks;
    quarantine->count = count;
    return 0;
}

void quarantine_finish(struct quarantine *quarantine)
{
    free(quarantine->marks);
    *quarantine = (struct quarantine){0};
}

bool quarantine_holds(const struct quarantine *quarantine, size_t item)
{
    uint8_t mark = quarantine->marks[item];
    return (mark & MARK_REFUSED) || (mark & MARK_LOSSES) >= QUARANTINE_LOSSES;
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
        quarantine->turn = (quarantine->turn + 1) % quarantine->count;
        if (*mark & MARK_REFUSED) {
            *mark &= (uint8_t)~MARK_REFUSED;
            count--;
        }
    }
}

void quarantine_lose(struct quarantine *quarantine, size_t item)
{
    if ((quarantine->marks[item] & MARK_LOSSES) < QUARANTINE_LOSSES)
        quarantine->marks[item]++;
}

void quarantine_clear(struct quarantine *quarantine, size_t item)
{
    quarantine->marks[item] = 0;
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
