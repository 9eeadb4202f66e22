#include "cli/option.h"

#include <string.h>

#include "base/i18n.h"
#include "cli/say.h"
#include "playlist/near.h"

static const struct option_spec *find(const struct option_spec *table, const char *name,
                                      size_t size)
{
    for (; table->name; table++) {
        if (strlen(table->name) == size && memcmp(table->name, name, size) == 0)
            return table;
    }
    return NULL;
}

static void say_unknown(const struct option_spec *table, const char *typed, size_t size)
{
    const char *names[OPTIONS_MAX];
    size_t count = 0;
    for (; count < OPTIONS_MAX && table[count].name; count++)
        names[count] = table[count].name;
    const char *near = near_name(typed, size, names, count);
    if (near)
        say(_("there is no option --%.*s; did you mean --%s?"), (int)size, typed, near);
    else
        say(_("there is no option --%.*s; --help shows those that there are"), (int)size, typed);
}

/* Where an option came without its value, or with one that is none. */
static int say_value(const struct option_spec *spec, const char *value)
{
    const char *expected = spec->expected ? _(spec->expected) : _(spec->argument);
    if (value && *value)
        say(_("--%s: \"%s\" does not fit; write %s"), spec->name, value, expected);
    else
        say(_("--%s wants a value: %s"), spec->name, expected);
    return -1;
}

static int add_option(struct options *options, const struct option_spec *spec, const char *value)
{
    if (spec->argument && (!value || !*value || (spec->is_valid && !spec->is_valid(value))))
        return say_value(spec, value);
    if (options->given_count == OPTIONS_MAX) {
        say(_("too many options"));
        return -1;
    }
    options->given[options->given_count].spec = spec;
    options->given[options->given_count++].value = value;
    return 0;
}

/* Reads the option at argv[*at] and moves on behind its value. */
static int parse_long(int argc, char **argv, int *at, const struct option_spec *table,
                      struct options *ret)
{
    const char *name = argv[*at] + 2, *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name);
    const struct option_spec *spec = find(table, name, size);
    if (!spec) {
        say_unknown(table, name, size);
        return -1;
    }
    if (!spec->argument) {
        if (equals) {
            say(_("--%s takes no value"), spec->name);
            return -1;
        }
        return add_option(ret, spec, NULL);
    }
    if (equals)
        return add_option(ret, spec, equals + 1);
    return add_option(ret, spec, *at + 1 < argc ? argv[++*at] : NULL);
}

int options_parse(int argc, char **argv, int first, const struct option_spec *table,
                  struct options *ret)
{
    bool only_operands = false;
    ret->given_count = ret->operand_count = 0;
    for (int at = first; at < argc; at++) {
        const char *word = argv[at];
        if (!only_operands && strcmp(word, "--") == 0) {
            only_operands = true;
        } else if (!only_operands && strncmp(word, "--", 2) == 0) {
            if (parse_long(argc, argv, &at, table, ret) < 0)
                return -1;
        } else if (!only_operands && word[0] == '-' && word[1]) {
            say(_("there is no option %s; --help shows those that there are"), word);
            return -1;
        } else if (ret->operand_count == OPTIONS_MAX) {
            say(_("too many files and folders at once; at most %d"), OPTIONS_MAX);
            return -1;
        } else {
            ret->operands[ret->operand_count++] = word;
        }
    }
    return 0;
}

const char *options_value(const struct options *options, const char *name)
{
    for (size_t i = options->given_count; i-- > 0;) {
        if (strcmp(options->given[i].spec->name, name) == 0)
            return options->given[i].value;
    }
    return NULL;
}

bool options_has(const struct options *options, const char *name)
{
    for (size_t i = 0; i < options->given_count; i++) {
        if (strcmp(options->given[i].spec->name, name) == 0)
            return true;
    }
    return false;
}
