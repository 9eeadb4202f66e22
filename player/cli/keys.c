#include "cli/keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/listing.h"
#include "cli/opened.h"
#include "cli/password.h"
#include "cli/say.h"

/* Returns an exit status. */
static int read_file(const char *path, size_t limit, char **ret_bytes, size_t *ret_size)
{
    int result = file_read(path, limit, ret_bytes, ret_size);
    if (result == 0)
        return EXIT_DONE;
    say("%s: %s", path, say_errno(result));
    return opened_is_machine_error(result) ? EXIT_MACHINE : EXIT_INPUT;
}

static int say_secret_failure(const char *path, const char *text, size_t size, int error)
{
    struct minisign_public public_key;
    if (error == -EKEYREJECTED)
        say(_("%s: the password is wrong, or the file is damaged"), path);
    else if (error == -ENOMEM)
        say(_("%s: not enough memory to open it with its password; close other programs"), path);
    else if (minisign_public_parse(text, size, &public_key) == 0)
        say(_("%s: this is a public key; name the secret one, which ends in .key"), path);
    else
        say(_("%s: this is no secret key; name one that \"bangtin keygen\" has made"), path);
    return error == -ENOMEM ? EXIT_MACHINE : EXIT_INPUT;
}

int keys_read_secret(const char *path, struct minisign_secret *ret)
{
    char *text;
    size_t size;
    int status = read_file(path, MINISIGN_FILE_MAX, &text, &size);
    if (status != EXIT_DONE)
        return status;
    int result = minisign_secret_parse(text, size, NULL, ret);
    if (result == -ENOKEY) {
        struct password password;
        status = password_get(path, false, &password);
        if (status == EXIT_DONE) {
            result = minisign_secret_parse(text, size, password.text, ret);
            password_finish(&password);
        }
    }
    if (status == EXIT_DONE && result < 0)
        status = say_secret_failure(path, text, size, result);
    minisign_wipe(text, size);
    free(text);
    return status;
}

int keys_read_root(const char *path, char **ret_bytes, size_t *ret_size, struct root *ret)
{
    struct findings findings = {0};
    char *bytes;
    size_t size;
    int status = read_file(path, ROOT_BYTES_MAX, &bytes, &size);
    if (status != EXIT_DONE)
        return status;
    int result = root_parse(bytes, size, &findings, ret);
    listing_print(stderr, path, NULL, &findings, say_is_terminal(STDERR_FILENO));
    findings_finish(&findings);
    if (result < 0) {
        say(_("%s: this is no root; name a file such as 1.root.json"), path);
        free(bytes);
        return EXIT_INPUT;
    }
    *ret_bytes = bytes;
    *ret_size = size;
    return EXIT_DONE;
}
