#include "cli/absence.h"

#include <string.h>

#include "base/i18n.h"

const char *absence_words(const char *reason)
{
    static const struct {
        const char *reason, *words;
    } known[] = {
        {"faulty", N_("it has a fault: see \"bangtin check\"")},
        {"hidden", N_("it is hidden")},
        {"other-site", N_("it is for other offices")},
        {"expired", N_("its validity has ended")},
        {"basis-expired", N_("what it rests on is no longer valid")},
        {"not-yet", N_("its validity begins later")},
        {"outside-dayparts", N_("outside of its hours")},
        {"not-scheduled", N_("no entry of the schedule has its playlist on")},
        {"lower-priority", N_("others of a higher priority are on")},
        {"no-turn", N_("its turn does not come within this time")},
        {"missing-variable", N_("a variable in it has no value for this office")},
        {"address-not-allowed", N_("its address is not on the office's list (qrHosts)")},
        {"missing-file", N_("its file is not there")},
        {"not-drawn", N_("it cannot be drawn for this screen: see \"bangtin check\"")},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].reason, reason) == 0)
            return _(known[i].words);
    }
    return reason;
}
