/* The commands as a table: what help shows, what is parsed, which program does it. The man page
 * and the shell completion say the same; tests/cli holds them together. */
#pragma once

#include "cli/option.h"

struct command_example {
    const char *line; /* as typed */
    const char *help; /* N_(): what it does */
};

struct command {
    const char *name;
    const char *operands; /* N_("PATH…") as in the synopsis; "" for none */
    size_t operands_min, operands_max;
    const char *summary; /* N_(), a verb phrase */
    const char *text;    /* N_(), paragraphs parted by "\n\n" */
    const struct option_spec *options;
    const struct command_example *examples; /* ends with a NULL line */
};

/* Ends with a NULL name. */
extern const struct command commands[];

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* Its operands with a blank in front, translated; "" where it takes none. */
const char *command_operands(const struct command *command, char *text, size_t size);

/* The value of --lang-ui, wherever it stands: the language must be known before the first message.
 * NULL where there is none. */
const char *command_language(int argc, char **argv);

/* Parses the words behind the command; also checks how many operands there are. Returns 0, or -1
 * after saying what is wrong. */
int command_parse(const struct command *command, int argc, char **argv, int first,
                  struct options *ret);

/* Prints the help of one command, or with NULL that of the whole program, to standard output. */
void command_help(const struct command *command);
