#include "display/power_acts.h"

static unsigned acts_in_the_dark(struct power_view before, struct power_view after, bool is_black)
{
    unsigned black = is_black || after.is_pulled ? 0 : POWER_BLACK;
    if (!before.is_dark)
        return POWER_HUSH | black | POWER_DOWN;
    /* A television in standby may seem to be pulled, and to be back when it wakes up by itself. */
    return before.is_pulled && !after.is_pulled ? black | POWER_DOWN : 0;
}

unsigned power_acts(struct power_view before, struct power_view after, bool is_black,
                    bool has_picture)
{
    if (after.is_dark)
        return acts_in_the_dark(before, after, is_black);
    if (before.is_dark) /* also where none seems to be there: it may have hidden */
        return POWER_UP;
    if (before.is_pulled == after.is_pulled)
        return 0;
    if (after.is_pulled)
        return POWER_HUSH;
    return has_picture ? POWER_REDRAW : 0;
}
