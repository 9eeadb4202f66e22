/* Messages of the commands to the person at the terminal: standard error, "bangtin: " first. */
#pragma once

#include <stdbool.h>

/* The exit statuses of every command (docs: bangtin(1)). */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_INPUT = 1,   /* the input is at fault, each fault printed */
    EXIT_USAGE = 2,   /* wrong usage */
    EXIT_MACHINE = 3, /* no screen, disk full, no permission */
    EXIT_TRUST = 4    /* refused: signature, sequence */
};

/* Prints one translated line; keeps errno. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The words for a system error in the reader's language as far as there are some: those that an
 * author or administrator meets are translated here, since libc's own catalogue is rarely
 * installed. `error` is an errno, positive or negative. Static or libc's; use at once. */
const char *say_errno(int error);

/* Whether colours and moving lines are fine on this descriptor: a terminal, not a dumb one, and
 * NO_COLOR (no-color.org) not set. */
bool say_is_terminal(int fd);
