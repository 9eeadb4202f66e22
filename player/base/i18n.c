#include "base/i18n.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/place.h"

static const char *wanted_language(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "";
}

void i18n_init(const char *language)
{
    if (language)
        setenv("LANGUAGE", language, 1); /* for the programs that this one starts, too */
    else
        language = wanted_language();
    /* gettext stays silent in the C locale, and a kiosk image may hold no vi_VN locale at all:
     * C.UTF-8 is always there, and LANGUAGE then chooses the catalogue. */
    if (strncmp(language, "vi", 2) == 0) {
        setenv("LANGUAGE", "vi", 1);
        if (!setlocale(LC_MESSAGES, "vi_VN.UTF-8") && !setlocale(LC_MESSAGES, "en_US.UTF-8"))
            setlocale(LC_MESSAGES, "C.UTF-8");
    }
    setlocale(LC_CTYPE, "C.UTF-8");
    char directory[PATH_MAX];
    if (place_locale(directory, sizeof directory) == 0)
        bindtextdomain("bangtin", directory);
    bind_textdomain_codeset("bangtin", "UTF-8");
    textdomain("bangtin");
}
