/* `bangtin`, the command that people type. It stays small, because every start of the screen goes
 * through it: it knows the table of commands and hands over to the program that does the work. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/launch.h"
#include "cli/say.h"
#include "playlist/near.h"

enum { COMMANDS_MAX = 32 };

static const char version[] = "bangtin " BANGTIN_VERSION "\n";

static int say_unknown_command(const char *typed)
{
    const char *names[COMMANDS_MAX];
    size_t count = 0;
    for (; count < COMMANDS_MAX && commands[count].name; count++)
        names[count] = commands[count].name;
    const char *near = near_name(typed, strlen(typed), names, count);
    if (near)
        say(_("there is no command \"%s\"; did you mean \"%s\"?"), typed, near);
    else
        say(_("there is no command \"%s\"; \"bangtin --help\" shows those that there are"), typed);
    return EXIT_USAGE;
}

static int help_done(const struct command *command)
{
    command_help(command);
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_DONE : EXIT_MACHINE;
}

static bool is_word(const char *typed, const char *a, const char *b)
{
    return strcmp(typed, a) == 0 || strcmp(typed, b) == 0;
}

/* What stands before the command. Returns the command's place in argv, or -1 with *ret_status. */
static int parse_front(int argc, char **argv, int *ret_status)
{
    *ret_status = EXIT_USAGE;
    int at = 1;
    for (; at < argc && argv[at][0] == '-'; at++) {
        if (is_word(argv[at], "-h", "--help")) {
            *ret_status = help_done(NULL);
            return -1;
        }
        if (is_word(argv[at], "--version", "-V")) {
            *ret_status = fputs(version, stdout) >= 0 ? EXIT_DONE : EXIT_MACHINE;
            return -1;
        }
        if (strcmp(argv[at], "--lang-ui") == 0 && at + 1 < argc &&
            option_is_language(argv[at + 1])) {
            at++;
        } else if (strncmp(argv[at], "--lang-ui=", 10) != 0 || !option_is_language(argv[at] + 10)) {
            say(_("\"%s\" does not fit before a command; try \"bangtin --help\""), argv[at]);
            return -1;
        }
    }
    if (at < argc)
        return at;
    say(_("a command is missing; \"bangtin --help\" shows those that there are"));
    return -1;
}

/* "-h" is the only short option, the same for every command. */
static bool wants_help(int argc, char **argv, int first)
{
    for (int i = first; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (is_word(argv[i], "-h", "--help"))
            return true;
    }
    return false;
}

/* Who looks at a folder at a desk must not be shown another office's screen. A screen on a wall
 * goes on without its settings: it must not go dark. */
static bool finds_settings(const struct options *options)
{
    const char *path = options_value(options, "site");
    if (!path || options->operand_count == 0 || access(path, F_OK) == 0)
        return true;
    say(_("%s: there is no such file; \"--site\" of \"play\" takes a settings file, such as "
          "site.json"),
        path);
    return false;
}

int main(int argc, char **argv)
{
    int64_t start = clock_monotonic();
    log_init("bangtin");
    const char *language = command_language(argc, argv);
    i18n_init(language);
    int status;
    int at = parse_front(argc, argv, &status);
    if (at < 0)
        return status;
    if (strcmp(argv[at], "help") == 0) /* what git users type */
        return help_done(at + 1 < argc ? command_find(argv[at + 1]) : NULL);
    const struct command *command = command_find(argv[at]);
    if (!command)
        return say_unknown_command(argv[at]);
    if (wants_help(argc, argv, at + 1))
        return help_done(command);
    struct options options;
    if (command_parse(command, argc, argv, at + 1, &options) < 0)
        return EXIT_USAGE;
    if (strcmp(command->name, "play") == 0 && !finds_settings(&options))
        return EXIT_USAGE;
    if (strcmp(command->name, "play") == 0)
        return launch_display(&options, NULL, start);
    if (strcmp(command->name, "testcard") == 0)
        return launch_display(&options, "--testcard", start);
    if (strcmp(command->name, "sync") == 0)
        return launch_sync(&options);
    return launch_author(argc - at, argv + at, language);
}
