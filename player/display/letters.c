#include "display/letters.h"

#include <stdio.h>

#include "ipc/fonts.h"

void letters_say(const struct job_answer *answer, const char *language, char *out, size_t size)
{
    char package[FONTS_PACKAGE_BYTES], turn[LIMIT_ID_BYTES + 8] = "";
    const char *script = answer->lacks.script;
    const char *remedy = "write it with others, or show the text as a picture";
    bool is_absent = fonts_find(script, package) == FONTS_ABSENT;
    if (language)
        snprintf(turn, sizeof turn, "in \"%s\" ", language);
    snprintf(out, size, "%sit has letters that no font here can draw (U+%04X%s%s): %s%s", turn,
             answer->lacks.letter, *script ? ", " : "", script,
             is_absent ? "install the package " : remedy, is_absent ? package : "");
}
