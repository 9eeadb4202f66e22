/* What is said of letters for which this machine has no font. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "display/leftout.h"
#include "display/letters.h"
#include "ipc/fonts.h"

/* In place of the machine's (linked by --wrap): Khmer is listed and not installed, Latin is. */
enum fonts_state __wrap_fonts_find(const char *script, char package[FONTS_PACKAGE_BYTES]);

enum fonts_state __wrap_fonts_find(const char *script, char package[FONTS_PACKAGE_BYTES])
{
    snprintf(package, FONTS_PACKAGE_BYTES, "fonts-of-here");
    if (strcmp(script, "Khmr") == 0)
        return FONTS_ABSENT;
    return strcmp(script, "Latn") == 0 ? FONTS_INSTALLED : FONTS_UNLISTED;
}

static void the_remedy_is_named(void **state)
{
    static const struct {
        uint32_t letter;
        const char *script, *language, *said;
    } cases[] = {
        {0x1780, "Khmr", "km",
         "in \"km\" it has letters that no font here can draw (U+1780, Khmr): install the package "
         "fonts-of-here"},
        {0xEAA, "Laoo", "lo",
         "in \"lo\" it has letters that no font here can draw (U+0EAA, Laoo): write it with "
         "others, "
         "or show the text as a picture"},
        {0xA7AE, "Latn", NULL,
         "it has letters that no font here can draw (U+A7AE, Latn): write it with others, or show "
         "the text as a picture"},
        {0x1D402, "", "vi",
         "in \"vi\" it has letters that no font here can draw (U+1D402): write it with others, or "
         "show the text as a picture"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char said[LEFTOUT_REASON_BYTES];
        struct job_answer answer = {.lacks = {.letter = cases[i].letter}};
        strcpy(answer.lacks.script, cases[i].script);
        letters_say(&answer, cases[i].language, said, sizeof said);
        assert_string_equal(said, cases[i].said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_remedy_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
