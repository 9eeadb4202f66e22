#include "cli/publish_number.h"

#include "playlist/limits.h"
#include "trust/verdict.h"

static int64_t greater(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* A root's floor takes the place of what players remember, also downwards; this only where a person
 * asks for a number. */
static bool is_lifted(const struct publish_facts *facts)
{
    return facts->floor >= 0 && facts->wanted >= facts->floor && facts->wanted > facts->remembered;
}

static enum publish_number choose_wanted(const struct publish_facts *facts, int64_t greatest)
{
    if (facts->remembered_is_same && facts->wanted == facts->remembered)
        return PUBLISH_KEEP_REMEMBERED;
    if (facts->standing_is_same && facts->wanted == facts->standing)
        return PUBLISH_KEEP_STANDING;
    if (is_lifted(facts))
        return PUBLISH_NEW;
    if (facts->wanted <= greatest)
        return PUBLISH_LOW;
    return greatest > 0 && facts->wanted - greatest > TRUST_STEP_MAX ? PUBLISH_LEAP : PUBLISH_NEW;
}

enum publish_number publish_number_choose(const struct publish_facts *facts, int64_t *ret)
{
    int64_t greatest = greater(facts->remembered, facts->standing);
    if (facts->wanted > 0) {
        enum publish_number choice = choose_wanted(facts, greatest);
        *ret = choice == PUBLISH_LOW || choice == PUBLISH_LEAP ? greatest : facts->wanted;
        return choice;
    }
    *ret = greatest;
    if (facts->is_standing && facts->standing == 0)
        return PUBLISH_UNKNOWN;
    if (facts->remembered_is_same && facts->remembered == greatest && greatest >= facts->floor)
        return PUBLISH_KEEP_REMEMBERED;
    if (facts->standing_is_same && facts->standing == greatest && greatest >= facts->floor)
        return PUBLISH_KEEP_STANDING;
    greatest = greater(greatest, facts->floor - 1);
    if (greatest >= (int64_t)LIMIT_SEQUENCE)
        return PUBLISH_END;
    *ret = greatest + 1;
    return PUBLISH_NEW;
}
