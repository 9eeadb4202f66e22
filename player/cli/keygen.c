#include "cli/keygen.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/password.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "trust/root.h"

enum { ROOT_KEY, ROOT_PUBLIC, FEED_KEY, FEED_PUBLIC, ROOT, ROOT_SIGNATURE, FILES };

#define DAY (INT64_C(86400) * CLOCK_SECOND)
#define ROOT_LIFE (INT64_C(1826) * DAY) /* five years */

struct made_file {
    char name[ROOT_NAME_SIZE];
    char *text; /* owned */
    bool is_secret;
};

/* All that will be written, complete before the first file is. */
struct keygen {
    struct minisign_public root_public, feed_public;
    struct minisign_secret root_secret, feed_secret;
    struct root root;
    struct made_file files[FILES];
};

static void keygen_finish(struct keygen *keygen)
{
    minisign_secret_finish(&keygen->root_secret);
    minisign_secret_finish(&keygen->feed_secret);
    for (size_t i = 0; i < FILES; i++) {
        char *text = keygen->files[i].text;
        if (text)
            minisign_wipe(text, strlen(text));
        free(text);
    }
}

static void set_name(struct keygen *keygen, size_t file, const char *name)
{
    snprintf(keygen->files[file].name, sizeof keygen->files[file].name, "%s", name);
}

/* One pair, public and secret file. 0 or -errno. */
static int make_pair(struct keygen *keygen, size_t file, const char *kind, const char *password,
                     struct minisign_public *public_key, struct minisign_secret *secret)
{
    char id[MINISIGN_ID_TEXT_SIZE], comment[128], name[32];
    int result = minisign_generate(public_key, secret);
    if (result < 0)
        return result;
    minisign_id_format(public_key->id, id);
    snprintf(name, sizeof name, "%s.key", kind);
    set_name(keygen, file, name);
    keygen->files[file].is_secret = true;
    snprintf(comment, sizeof comment, "bangtin %s secret key %s", kind, id);
    result = minisign_secret_format(secret, password, comment, &keygen->files[file].text);
    if (result < 0)
        return result;
    snprintf(name, sizeof name, "%s.pub", kind);
    set_name(keygen, file + 1, name);
    snprintf(comment, sizeof comment, "bangtin %s public key %s", kind, id);
    return minisign_public_format(public_key, comment, &keygen->files[file + 1].text);
}

static int make_root(struct keygen *keygen, const char *feed_id)
{
    struct root *root = &keygen->root;
    char comment[MINISIGN_COMMENT_MAX + 1], id[MINISIGN_ID_TEXT_SIZE];
    int64_t now = clock_wall(), built = clock_build_time();
    *root = (struct root){.version = 1, .threshold = 1, .sequence_floor = -1};
    root->expires = ((now > built ? now : built) + ROOT_LIFE) / DAY * DAY;
    root->root_keys[root->root_key_count++] = keygen->root_public;
    root->feed_keys[root->feed_key_count++] = keygen->feed_public;
    if (feed_id) {
        snprintf(root->feed_id, sizeof root->feed_id, "%s", feed_id);
    } else {
        minisign_id_format(keygen->root_public.id, id);
        snprintf(root->feed_id, sizeof root->feed_id, "feed-%.8s", id);
        for (char *at = root->feed_id; *at; at++)
            *at = *at >= 'A' && *at <= 'F' ? (char)(*at + ('a' - 'A')) : *at;
    }
    root_name(root->version, keygen->files[ROOT].name);
    root_signature_name(root->version, &keygen->root_public, keygen->files[ROOT_SIGNATURE].name);
    int result = root_format(root, &keygen->files[ROOT].text);
    if (result < 0)
        return result;
    snprintf(comment, sizeof comment, "feedId=%s root=%u", root->feed_id, root->version);
    return minisign_sign(&keygen->root_secret, keygen->files[ROOT].text,
                         strlen(keygen->files[ROOT].text), comment,
                         &keygen->files[ROOT_SIGNATURE].text);
}

/* Everything in memory. 0 or -errno. */
static int keygen_make(struct keygen *keygen, const char *feed_id, const char *password)
{
    struct progress progress;
    progress_init(&progress, password ? 2 : 0); /* a password takes some seconds */
    progress_show(&progress, 0, "root.key");
    int result =
        make_pair(keygen, ROOT_KEY, "root", password, &keygen->root_public, &keygen->root_secret);
    progress_show(&progress, 1, "feed.key");
    if (result == 0)
        result = make_pair(keygen, FEED_KEY, "feed", password, &keygen->feed_public,
                           &keygen->feed_secret);
    progress_clear(&progress);
    return result < 0 ? result : make_root(keygen, feed_id);
}

static int write_file(int directory, const struct made_file *file)
{
    int fd = openat(directory, file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                    file->is_secret ? 0600 : 0644);
    if (fd < 0)
        return -errno;
    int result = file_write_all(fd, file->text, strlen(file->text));
    if (result == 0 && fsync(fd) < 0)
        result = -errno;
    if (close(fd) < 0 && result == 0)
        result = -errno;
    if (result < 0)
        unlinkat(directory, file->name, 0);
    return result;
}

/* All files or none. 0, or -errno and the file that it is about. */
static int write_files(int directory, const struct keygen *keygen, const char **ret_name)
{
    int result = 0;
    size_t count = 0;
    while (count < FILES && result == 0) {
        *ret_name = keygen->files[count].name;
        result = write_file(directory, &keygen->files[count]);
        count += result == 0;
    }
    if (result == 0 && fsync(directory) < 0 && errno != EINVAL) /* some stick's systems cannot */
        result = -errno;
    while (result < 0 && count > 0)
        unlinkat(directory, keygen->files[--count].name, 0);
    return result;
}

static int say_failure(const char *path, const char *name, int error)
{
    if (error == -EEXIST) {
        say(_("%s/%s: it exists already, and keys are never overwritten; name another folder"),
            path, name);
        return EXIT_INPUT;
    }
    say("%s%s%s: %s", path, name ? "/" : "", name ? name : "", say_errno(error));
    return error == -ENOTDIR || error == -ENAMETOOLONG ? EXIT_INPUT : EXIT_MACHINE;
}

/* Looked for before a password is asked for and the folder made. Returns an exit status. */
static int check_free(const char *path)
{
    static const char *const names[] = {"root.key", "root.pub", "feed.key", "feed.pub",
                                        "1.root.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char whole[PATH_MAX];
        struct stat status;
        int length = snprintf(whole, sizeof whole, "%s/%s", path, names[i]);
        if ((size_t)length >= sizeof whole)
            return say_failure(path, NULL, -ENAMETOOLONG);
        if (lstat(whole, &status) == 0)
            return say_failure(path, names[i], -EEXIST);
    }
    return EXIT_DONE;
}

/* Opens the folder, making it if need be. Returns an exit status. */
static int open_folder(const char *path, int *ret_directory)
{
    int result = file_make_directories(path);
    int directory = result < 0 ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return say_failure(path, NULL, result < 0 ? result : -errno);
    *ret_directory = directory;
    return EXIT_DONE;
}

static void print_made(const struct keygen *keygen, const char *path, bool is_protected)
{
    printf(_("Keys of the feed %s, in %s:\n\n"), keygen->root.feed_id, path);
    printf("  root.key, root.pub\n    %s\n",
           _("The root key says which keys are the feed's. Keep root.key off this machine, on a "
             "stick in a safe, with a copy elsewhere."));
    printf("  feed.key, feed.pub\n    %s\n",
           _("The feed key signs what is published. feed.key stays with those who publish."));
    printf("  %s\n    %s\n", keygen->files[ROOT].name,
           _("The root goes to every kiosk, as \"root\" of this feed in its site.json. It is no "
             "secret, but must not be exchanged on its way."));
    printf("  %s\n    %s\n\n", keygen->files[ROOT_SIGNATURE].name,
           _("Its signature; publish copies both to the feed."));
    if (!is_protected)
        printf("%s\n", _("The secret keys have no password: whoever reads the files can sign. With "
                         "--password they have one."));
    printf(_("Next: write \"feedId\": \"%s\" into playlist.json, then\n"), keygen->root.feed_id);
    printf(_("  bangtin publish my-playlist --key %s/feed.key --root %s/1.root.json --to "
             "WEB-FOLDER\n"),
           path, path);
}

static int write_all(const struct keygen *keygen, const char *path)
{
    const char *name = NULL;
    int directory = -1, status = open_folder(path, &directory);
    if (status != EXIT_DONE)
        return status;
    int result = write_files(directory, keygen, &name);
    close(directory);
    return result < 0 ? say_failure(path, name, result) : EXIT_DONE;
}

static int make(const char *path, const char *feed_id, const char *password)
{
    struct keygen keygen = {0};
    int result = keygen_make(&keygen, feed_id, password);
    int status = result < 0 ? say_failure(path, NULL, result) : write_all(&keygen, path);
    if (status == EXIT_DONE)
        print_made(&keygen, path, password != NULL);
    keygen_finish(&keygen);
    return status;
}

int keygen_run(const struct options *options)
{
    const char *path = options->operands[0], *feed_id = options_value(options, "feed-id");
    struct password password;
    int status = check_free(path);
    if (status != EXIT_DONE || !options_has(options, "password"))
        return status != EXIT_DONE ? status : make(path, feed_id, NULL);
    status = password_get("root.key, feed.key", true, &password);
    if (status == EXIT_DONE) {
        status = make(path, feed_id, password.text);
        password_finish(&password);
    }
    return status;
}
