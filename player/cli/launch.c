#include "cli/launch.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/place.h"
#include "cli/say.h"

static int launch(const char *program, char **argv)
{
    char path[PATH_MAX];
    int result = place_helper(program, path, sizeof path);
    if (result == 0) {
        argv[0] = path;
        execv(path, argv);
        result = -errno;
    }
    say(_("the program %s cannot be started: %s; install bangtin again"), program,
        say_errno(result));
    return EXIT_MACHINE;
}

/* Two words an option, the folder, one more, the start, the program and the end. */
enum { WORDS_MAX = 2 * OPTIONS_MAX + 7, NAME_SIZE = 32 };

struct words {
    char *list[WORDS_MAX];
    char names[OPTIONS_MAX][NAME_SIZE];
    size_t count;
};

/* The options as the other program reads them; the first word is left free for its own name. */
static void begin_words(const struct options *options, struct words *words)
{
    words->count = 1;
    for (size_t i = 0; i < options->given_count; i++) {
        const char *name = options->given[i].spec->name;
        if (strcmp(name, "lang-ui") == 0)
            continue;
        snprintf(words->names[i], NAME_SIZE, "--%s", name);
        words->list[words->count++] = words->names[i];
        if (options->given[i].value)
            words->list[words->count++] = (char *)(uintptr_t)options->given[i].value;
    }
}

int launch_display(const struct options *options, const char *more, int64_t start)
{
    struct words words = {0};
    char start_text[NAME_SIZE];
    begin_words(options, &words);
    for (size_t i = 0; i < options->operand_count; i++) {
        words.list[words.count++] = (char *)(uintptr_t) "--content";
        words.list[words.count++] = (char *)(uintptr_t)options->operands[i];
    }
    if (more)
        words.list[words.count++] = (char *)(uintptr_t)more;
    snprintf(start_text, sizeof start_text, "%" PRId64, start);
    words.list[words.count++] = (char *)(uintptr_t) "--start-us";
    words.list[words.count++] = start_text;
    return launch("bangtin-display", words.list);
}

int launch_sync(const struct options *options)
{
    struct words words = {0};
    begin_words(options, &words);
    return launch("bangtin-sync", words.list);
}

int launch_author(int argc, char **argv, const char *language)
{
    /* The program's own name, the command, --lang-ui and its value, the rest, the end. */
    char **words = calloc((size_t)argc + 4, sizeof *words);
    if (!words) {
        say("%s", say_errno(ENOMEM));
        return EXIT_MACHINE;
    }
    size_t count = 1;
    words[count++] = argv[0];
    /* It may stand before the command, where the other program does not see it. */
    if (language) {
        words[count++] = (char *)(uintptr_t) "--lang-ui";
        words[count++] = (char *)(uintptr_t)language;
    }
    memcpy(words + count, argv + 1, (size_t)(argc - 1) * sizeof *words);
    int status = launch("bangtin-author", words);
    free(words);
    return status;
}
