/* Help, made from the table of commands. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "cli/say.h"

enum { LINE_WIDTH = 80, OPTION_INDENT = 24 };

/* Columns that `size` bytes take on a terminal; our messages are in NFC, a column a letter. */
static int text_width(const char *text, size_t size)
{
    int width = 0;
    for (size_t at = 0; at < size; width++) {
        uint32_t code;
        size_t length = utf8_decode(text + at, size - at, &code);
        at += length ? length : 1;
    }
    return width;
}

/* Prints words in lines from `indent` on; the first line stands at `column` already. */
static void print_wrapped(const char *text, int column, int indent)
{
    bool is_first = true;
    while (*text) {
        size_t size = strcspn(text, " \n");
        int width = text_width(text, size);
        if (!is_first && column + 1 + width > LINE_WIDTH) {
            printf("\n%*s", indent, "");
            column = indent;
        } else if (!is_first) {
            putchar(' ');
            column++;
        }
        printf("%.*s", (int)size, text);
        column += width;
        is_first = false;
        text += size;
        while (*text == ' ')
            text++;
        if (*text == '\n') {
            while (*text == '\n')
                text++;
            printf("\n\n%*s", indent, "");
            column = indent;
            is_first = true;
        }
    }
    putchar('\n');
}

/* "  --name VALUE   help": the help begins on a line of its own where the name is long. */
static void print_entry(const char *name, const char *argument, const char *help)
{
    int used = printf("  %s", name);
    if (argument)
        used += 1 + text_width(argument, strlen(argument));
    if (argument)
        printf(" %s", argument);
    if (used + 2 > OPTION_INDENT)
        printf("\n%*s", OPTION_INDENT, "");
    else
        printf("%*s", OPTION_INDENT - used, "");
    print_wrapped(help, OPTION_INDENT, OPTION_INDENT);
}

static void print_statuses(void)
{
    printf("\n%s\n", _("Exit status:"));
    print_entry("0", NULL, _("done"));
    print_entry("1", NULL, _("the input is at fault; each fault was printed"));
    print_entry("2", NULL, _("wrong usage"));
    print_entry("3", NULL, _("the machine is at fault: no screen, disk full, no permission"));
    print_entry("4", NULL, _("refused for trust: a signature or a sequence number"));
}

static void print_program_help(void)
{
    print_wrapped(_("bangtin shows notices on public screens: a folder with a playlist.json and "
                    "pictures becomes a calm, moving screen."),
                  0, 0);
    printf("\n%s\n", _("Usage:"));
    printf("  bangtin %s\n", _("COMMAND [OPTIONS]"));
    printf("\n%s\n", _("Commands:"));
    for (const struct command *command = commands; command->name; command++)
        print_entry(command->name, NULL, _(command->summary));
    printf("\n%s\n", _("Options:"));
    print_entry("-h, --help", NULL, _("shows this help; behind a command, that of the command"));
    print_entry("--version", NULL, _("shows the version"));
    print_entry("--lang-ui", "vi|en",
                _("language of the messages; without it, that of the locale"));
    print_statuses();
}

static void print_command_help(const struct command *command)
{
    printf("bangtin %s: ", command->name);
    print_wrapped(_(command->summary), 10 + (int)strlen(command->name), 0);
    char operands[256];
    printf("\n%s\n  bangtin %s%s %s\n\n", _("Usage:"), command->name,
           command_operands(command, operands, sizeof operands), _("[OPTIONS]"));
    print_wrapped(_(command->text), 0, 0);
    printf("\n%s\n", _("Options:"));
    for (const struct option_spec *spec = command->options; spec->name; spec++) {
        char name[64];
        snprintf(name, sizeof name, "%s--%s", strcmp(spec->name, "help") == 0 ? "-h, " : "",
                 spec->name);
        print_entry(name, spec->argument ? _(spec->argument) : NULL, _(spec->help));
    }
    printf("\n%s\n", _("Examples:"));
    for (const struct command_example *example = command->examples; example->line; example++) {
        printf("  %s\n      ", example->line);
        print_wrapped(_(example->help), 6, 6);
    }
    print_statuses();
}

void command_help(const struct command *command)
{
    if (command)
        print_command_help(command);
    else
        print_program_help();
}
