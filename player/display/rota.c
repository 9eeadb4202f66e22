#include "display/rota.h"

#include <assert.h>

void rota_init(struct rota *rota, size_t count)
{
    assert(count <= ROTA_MAX);
    *rota = (struct rota){.count = count};
}

bool rota_find(const struct rota *rota, int64_t now, size_t *ret)
{
    for (size_t step = rota->is_up; step < rota->count; step++) {
        size_t turn = (rota->at + step) % rota->count;
        if (now >= rota->not_before[turn]) {
            *ret = turn;
            return true;
        }
    }
    return false;
}

void rota_try(struct rota *rota, size_t turn)
{
    if (turn != rota->tried)
        rota->losses = 0;
    rota->tried = turn;
}

bool rota_put_up(struct rota *rota)
{
    bool is_news = !rota->is_well[rota->tried];
    rota->at = rota->tried;
    rota->is_up = true;
    rota->is_well[rota->tried] = true;
    rota->not_before[rota->tried] = 0;
    return is_news;
}

bool rota_fail(struct rota *rota, bool is_lost, int64_t now)
{
    rota->has_failed = true;
    if (is_lost && ++rota->losses < ROTA_LOSSES)
        return false;
    rota->losses = 0;
    rota->is_well[rota->tried] = false;
    rota->not_before[rota->tried] = now + ROTA_PAUSE;
    return true;
}

int64_t rota_next(const struct rota *rota)
{
    int64_t next = INT64_MAX;
    for (size_t step = rota->is_up; step < rota->count; step++) {
        int64_t at = rota->not_before[(rota->at + step) % rota->count];
        next = at < next ? at : next;
    }
    return next;
}
