/* Passwords of secret keys: from the environment, for scripts, or asked for at the terminal. */
#pragma once

#include "trust/minisign.h"

struct password {
    char text[MINISIGN_PASSWORD_MAX + 1];
};

/* Takes BANGTIN_PASSWORD where it is set, or asks at the terminal without showing what is typed;
 * `name` says which file the password is of. `is_new`: asked for twice, and not empty. Returns
 * EXIT_DONE and the password, which the caller wipes with password_finish; or says what is wrong
 * and returns another exit status. Nothing is asked where standard input is no terminal. */
int password_get(const char *name, bool is_new, struct password *ret);
void password_finish(struct password *password);
