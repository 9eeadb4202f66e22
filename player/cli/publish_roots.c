#include "cli/publish_roots.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/opened.h"
#include "cli/say.h"

enum { SIGNATURES_MAX = 2 * ROOT_KEYS_MAX };

static const char signature_tail[] = ".minisig";

/* "3.root.json" and "3.root.json.0123456789ABCDEF.minisig". False for any other name. */
static bool read_name(const char *name, struct publish_root_file *file)
{
    char root[ROOT_NAME_SIZE], *end;
    unsigned long version = strtoul(name, &end, 10);
    if (end == name || version < 1 || version > ROOT_VERSION_MAX ||
        strlen(name) >= sizeof file->name)
        return false;
    root_name((uint32_t)version, root);
    if (strncmp(name, root, strlen(root)) != 0)
        return false;
    const char *rest = name + strlen(root);
    bool is_signature = rest[0] == '.' &&
                        strspn(rest + 1, "0123456789ABCDEF") == MINISIGN_ID_TEXT_SIZE - 1 &&
                        strcmp(rest + MINISIGN_ID_TEXT_SIZE, signature_tail) == 0;
    if (*rest != '\0' && !is_signature)
        return false;
    strcpy(file->name, name);
    file->version = (uint32_t)version;
    file->is_signature = is_signature;
    return true;
}

/* Takes the bytes over; without memory they are freed. */
static int add(struct publish_roots *roots, struct publish_root_file file)
{
    struct publish_root_file *larger = NULL;
    if (roots->count < PUBLISH_ROOTS_MAX)
        larger = reallocarray(roots->list, roots->count + 1, sizeof *larger);
    if (!larger) {
        free(file.bytes);
        return roots->count < PUBLISH_ROOTS_MAX ? -ENOMEM : -E2BIG;
    }
    roots->list = larger;
    larger[roots->count++] = file;
    return 0;
}

static int add_from(struct publish_roots *roots, DIR *stream, const char *name,
                    const struct root *root)
{
    struct publish_root_file file = {0};
    if (!read_name(name, &file) || file.version > root->version ||
        (file.version == root->version && !file.is_signature))
        return 0;
    int fd = file_open_beneath(dirfd(stream), name);
    if (fd < 0)
        return fd;
    int result = file_read_fd(fd, file.is_signature ? MINISIGN_FILE_MAX : ROOT_BYTES_MAX,
                              &file.bytes, &file.size);
    close(fd);
    return result < 0 ? result : add(roots, file);
}

static int by_name(const void *a, const void *b)
{
    const struct publish_root_file *left = a, *right = b;
    if (left->version != right->version)
        return left->version < right->version ? -1 : 1;
    return strcmp(left->name, right->name);
}

static DIR *open_around(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash)
        return opendir(".");
    if ((size_t)(slash - path) >= sizeof folder) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    return opendir(folder);
}

static int collect(const char *path, const struct root *root, struct publish_roots *roots)
{
    DIR *stream = open_around(path);
    struct dirent *entry;
    int result = 0;
    if (!stream) {
        result = -errno;
        say("%s: %s", path, say_errno(result));
        return result;
    }
    while (result == 0 && (entry = readdir(stream))) {
        result = add_from(roots, stream, entry->d_name, root);
        if (result < 0)
            say("%s: %s", entry->d_name, say_errno(result));
    }
    closedir(stream);
    return result;
}

/* Whether the root at `index` may follow the one before it, as a player will judge it. */
static bool is_good_step(const struct publish_roots *roots, size_t before, size_t index)
{
    struct minisign_signature signatures[SIGNATURES_MAX];
    struct root old, next;
    size_t count = 0;
    const struct publish_root_file *file = &roots->list[index];
    const char *why = "";
    for (size_t i = index + 1;
         i < roots->count && roots->list[i].version == file->version && count < SIGNATURES_MAX;
         i++) {
        if (minisign_signature_parse(roots->list[i].bytes, roots->list[i].size,
                                     &signatures[count]) == 0)
            count++;
        else
            say(_("warning: %s: this is no signature of minisign's"), roots->list[i].name);
    }
    if (root_parse(roots->list[before].bytes, roots->list[before].size, NULL, &old) < 0 ||
        root_parse(file->bytes, file->size, NULL, &next) < 0) {
        say(_("%s: this root, or the one before it, is damaged"), file->name);
        return false;
    }
    if (root_verify_step(&old, &next, file->bytes, file->size, signatures, count, &why) == 0)
        return true;
    say(_("%s: players that know %s will not take it: %s; put its signatures "
          "(%s.KEYID.minisig) beside it"),
        file->name, roots->list[before].name, _(why), file->name);
    return false;
}

static int check_chain(const struct publish_roots *roots)
{
    size_t before = 0;
    for (size_t i = 1; i < roots->count; i++) {
        if (roots->list[i].is_signature)
            continue;
        if (roots->list[i].version == roots->list[before].version + 1) {
            if (!is_good_step(roots, before, i))
                return EXIT_TRUST;
        } else {
            say(_("warning: between %s and %s roots are missing; players that know only the older "
                  "one cannot follow"),
                roots->list[before].name, roots->list[i].name);
        }
        before = i;
    }
    return EXIT_DONE;
}

int publish_roots_read(const char *path, const struct root *root, const char *bytes, size_t size,
                       struct publish_roots *ret)
{
    struct publish_roots roots = {0};
    struct publish_root_file own = {.version = root->version, .size = size};
    root_name(root->version, own.name);
    own.bytes = malloc(size + 1);
    int result = own.bytes ? 0 : -ENOMEM;
    if (result == 0) {
        memcpy(own.bytes, bytes, size);
        result = add(&roots, own);
    }
    if (result < 0)
        say("%s", say_errno(result));
    else
        result = collect(path, root, &roots);
    int status = result == 0                       ? EXIT_DONE
                 : opened_is_machine_error(result) ? EXIT_MACHINE
                                                   : EXIT_INPUT;
    if (status == EXIT_DONE) {
        qsort(roots.list, roots.count, sizeof *roots.list, by_name);
        status = check_chain(&roots);
    }
    if (status == EXIT_DONE)
        *ret = roots;
    else
        publish_roots_finish(&roots);
    return status;
}

/* A root that follows ours stands there already: what is signed under ours, players refuse. */
static int refuse_newer(const struct publish_roots *roots, struct publish_target *target)
{
    char name[ROOT_NAME_SIZE];
    struct root newer;
    char *bytes = NULL;
    size_t size = 0;
    uint32_t version = 0;
    for (size_t i = 0; i < roots->count; i++)
        version = roots->list[i].version > version ? roots->list[i].version : version;
    root_name(version + 1, name);
    int result = target->way->get(target, name, ROOT_BYTES_MAX, &bytes, &size);
    if (result < 0)
        return EXIT_DONE; /* what cannot be read now is told where it is written */
    bool is_newer = root_parse(bytes, size, NULL, &newer) == 0 && newer.version == version + 1;
    free(bytes);
    if (!is_newer)
        return EXIT_DONE;
    say(_("%s/%s: a newer root stands there, and players go by it; publish with --root and the key "
          "that it names"),
        target->name, name);
    return EXIT_TRUST;
}

int publish_roots_compare(struct publish_roots *roots, struct publish_target *target)
{
    for (size_t i = 0; i < roots->count; i++) {
        struct publish_root_file *file = &roots->list[i];
        struct root there;
        char *bytes = NULL;
        size_t size = 0;
        int result = target->way->get(target, file->name, ROOT_BYTES_MAX, &bytes, &size);
        if (result < 0 && result != -ENOENT && result != -EFBIG) {
            say("%s", target->why);
            return EXIT_MACHINE;
        }
        file->is_there = result == 0 && size == file->size && memcmp(bytes, file->bytes, size) == 0;
        bool is_other = result == 0 && !file->is_there && !file->is_signature &&
                        root_parse(bytes, size, NULL, &there) == 0;
        free(bytes);
        if (is_other) {
            say(_("%s/%s: a root with the same number but other contents stands there; players "
                  "would part ways; name the root that belongs to this feed, or another target"),
                target->name, file->name);
            return EXIT_TRUST;
        }
    }
    return refuse_newer(roots, target);
}

void publish_roots_finish(struct publish_roots *roots)
{
    for (size_t i = 0; i < roots->count; i++)
        free(roots->list[i].bytes);
    free(roots->list);
    *roots = (struct publish_roots){0};
}
