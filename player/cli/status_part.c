#include "cli/status_part.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "playlist/moment.h"

enum { COLUMN = 10 };

double status_number(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(value) ? value->valuedouble : 0;
}

const char *status_string(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

const cJSON *status_member(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsObject(value) ? value : NULL;
}

/* "20 s", "5 min", "3 h", "2 days" since the instant that `object` has under `name`. */
const char *status_age(const struct report *report, const cJSON *object, const char *name,
                       char *text, size_t size)
{
    const char *written = status_string(object, name);
    int64_t instant;
    if (!written || !moment_parse_instant(written, strlen(written), &instant)) {
        snprintf(text, size, "%s", _("never"));
        return text;
    }
    int64_t seconds = (report->now - instant) / CLOCK_SECOND;
    if (seconds < -120) /* the machine does not know the time: the date says more than an age */
        snprintf(text, size, _("on %.10s"), written);
    else if (seconds < 120)
        snprintf(text, size, _("%d s ago"), (int)(seconds < 0 ? 0 : seconds));
    else if (seconds < 7200)
        snprintf(text, size, _("%d min ago"), (int)(seconds / 60));
    else if (seconds < 172800)
        snprintf(text, size, _("%d h ago"), (int)(seconds / 3600));
    else
        snprintf(text, size, _("%d days ago"), (int)(seconds / 86400));
    return text;
}

/* The first column. Letters count, not bytes. */
void status_label(const char *label)
{
    int width = 0;
    for (const char *at = label; *at; at++)
        width += ((unsigned char)*at & 0xc0) != 0x80;
    printf("%s%*s", label, width < COLUMN ? COLUMN + 1 - width : 1, "");
}
