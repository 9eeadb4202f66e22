#include "playlist/icon.h"

#include <string.h>

#define ICON_NAME(member, name) name,
static const char *const names[ICONS] = {"", ICON_LIST(ICON_NAME)};

enum icon icon_find(const char *name, size_t size)
{
    for (size_t i = 1; i < ICONS; i++) {
        if (strlen(names[i]) == size && memcmp(names[i], name, size) == 0)
            return (enum icon)i;
    }
    return ICON_NONE;
}

const char *const *icon_names(void)
{
    return names + 1;
}

const char *icon_name(enum icon icon)
{
    return names[icon < ICONS ? icon : ICON_NONE];
}
