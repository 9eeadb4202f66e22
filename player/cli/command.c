#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/say.h"

const struct command *command_find(const char *name)
{
    for (const struct command *command = commands; command->name; command++) {
        if (strcmp(command->name, name) == 0)
            return command;
    }
    return NULL;
}

const char *command_language(int argc, char **argv)
{
    static const char name[] = "--lang-ui";
    const char *language = NULL;
    for (int i = 1; i < argc && argv[i] && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], name, strlen(name)) != 0)
            continue;
        const char *rest = argv[i] + strlen(name);
        const char *value = *rest == '=' ? rest + 1 : *rest == '\0' ? argv[i + 1] : NULL;
        if (value && option_is_language(value))
            language = value;
    }
    return language;
}

const char *command_operands(const struct command *command, char *text, size_t size)
{
    /* What gettext makes of "" is the head of the catalogue. */
    snprintf(text, size, "%s%s", *command->operands ? " " : "",
             *command->operands ? _(command->operands) : "");
    return text;
}

int command_parse(const struct command *command, int argc, char **argv, int first,
                  struct options *ret)
{
    char text[256];
    const char *operands = command_operands(command, text, sizeof text);
    if (options_parse(argc, argv, first, command->options, ret) < 0)
        return -1;
    if (options_has(ret, "help"))
        return 0;
    if (ret->operand_count < command->operands_min) {
        say(_("%s wants more: bangtin %s%s"), command->name, command->name, operands);
        return -1;
    }
    if (ret->operand_count > command->operands_max) {
        say(_("\"%s\" is one word too many: bangtin %s%s"), ret->operands[command->operands_max],
            command->name, operands);
        return -1;
    }
    return 0;
}
