/* Reading keys and roots, with words for what goes wrong. */
#pragma once

#include "trust/root.h"

/* Reads a secret key's file; where it is protected, asks for the password (cli/password.h). Returns
 * EXIT_DONE and the key, which the caller wipes with minisign_secret_finish as soon as it has
 * signed; or says what is wrong and returns another exit status. */
int keys_read_secret(const char *path, struct minisign_secret *ret);

/* Reads a root's file. Returns EXIT_DONE, its bytes, which the caller frees, and what they say; or
 * says what is wrong and returns another exit status. Nothing is verified. */
int keys_read_root(const char *path, char **ret_bytes, size_t *ret_size, struct root *ret);
