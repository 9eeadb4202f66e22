#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "store/entry.h"
#include "store/generation.h"

struct cleaning {
    const struct store *store;
    const struct current *current;
    struct need_set needs;
    int64_t freed;
    int result;                      /* the first failure; the rest is cleaned all the same */
    const struct current_feed *feed; /* whose roots are looked at */
};

static void note(struct cleaning *cleaning, int result)
{
    if (result < 0 && cleaning->result == 0)
        cleaning->result = result;
}

static bool is_on(const struct current *current, uint64_t generation)
{
    for (size_t i = 0; i < current->feed_count; i++)
        if (current->feeds[i].generation == generation || current->feeds[i].previous == generation)
            return true;
    return false;
}

static int add_generation(struct cleaning *cleaning, uint64_t generation)
{
    return generation ? generation_needs(cleaning->store, generation, &cleaning->needs) : 0;
}

/* All that must stay; on any error the answer is not known, and nothing may go. */
static int collect(struct cleaning *cleaning, const struct store_need *wanted, size_t wanted_count)
{
    for (size_t i = 0; i < cleaning->current->feed_count; i++) {
        int result = add_generation(cleaning, cleaning->current->feeds[i].generation);
        if (result == 0)
            result = add_generation(cleaning, cleaning->current->feeds[i].previous);
        if (result < 0)
            return result;
    }
    for (size_t i = 0; i < wanted_count; i++) {
        int result = need_set_add(&cleaning->needs, wanted[i].sha256);
        if (result < 0)
            return result;
    }
    need_set_sort(&cleaning->needs);
    return 0;
}

static void remove_file(struct cleaning *cleaning, int directory, const char *name)
{
    struct stat status;
    bool is_file =
        fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode);
    int result = entry_remove(directory, name);
    note(cleaning, result);
    if (result == 0 && is_file)
        cleaning->freed += status.st_size;
}

/* Taken out of generations/ as a whole before its files go: what stands there is never half. */
static int clean_generation(void *context, int directory, const char *name)
{
    struct cleaning *cleaning = context;
    const struct store *store = cleaning->store;
    char stage[ENTRY_PATH_MAX];
    uint64_t generation;
    if (!entry_is_number(name, "", "", &generation) || is_on(cleaning->current, generation))
        return 0;
    entry_stage_path(generation, stage);
    int result = entry_remove_directory(store->directory, stage);
    if (result == 0 && renameat(directory, name, store->directory, stage) < 0)
        result = -errno;
    if (result == 0)
        result = entry_remove_directory(store->directory, stage);
    note(cleaning, result);
    return 0;
}

static int clean_object(void *context, int directory, const char *name)
{
    struct cleaning *cleaning = context;
    unsigned char digest[SHA256_SIZE];
    if (entry_is_digest(name, "", digest) && !need_set_has(&cleaning->needs, digest))
        remove_file(cleaning, directory, name);
    return 0;
}

/* A tag says something of a part, and goes with it. */
static bool is_orphan(const struct store *store, const unsigned char sha256[SHA256_SIZE])
{
    char path[ENTRY_PATH_MAX];
    entry_part_path(sha256, path);
    return faccessat(store->directory, path, F_OK, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT;
}

static int clean_part(void *context, int directory, const char *name)
{
    struct cleaning *cleaning = context;
    unsigned char digest[SHA256_SIZE];
    bool is_tag = entry_is_digest(name, ".tag", digest);
    if ((is_tag || entry_is_digest(name, ".part", digest) || entry_is_digest(name, "", digest)) &&
        (!need_set_has(&cleaning->needs, digest) || (is_tag && is_orphan(cleaning->store, digest))))
        remove_file(cleaning, directory, name);
    return 0;
}

/* A root newer than the one that is trusted may be about to be. */
static int clean_root(void *context, int directory, const char *name)
{
    struct cleaning *cleaning = context;
    uint64_t version;
    if (entry_is_number(name, "", ".root.json", &version) && version < cleaning->feed->root_version)
        note(cleaning, entry_remove(directory, name));
    return 0;
}

static int clean_roots(void *context, int directory, const char *name)
{
    struct cleaning *cleaning = context;
    cleaning->feed = current_find(cleaning->current, name);
    if (cleaning->feed)
        note(cleaning, entry_walk(directory, name, clean_root, cleaning));
    return 0;
}

static int clean(struct cleaning *cleaning)
{
    int directory = cleaning->store->directory;
    note(cleaning, entry_walk(directory, "generations", clean_generation, cleaning));
    note(cleaning, entry_walk_objects(directory, clean_object, cleaning));
    note(cleaning, entry_walk(directory, "tmp", clean_part, cleaning));
    note(cleaning, entry_walk(directory, "roots", clean_roots, cleaning));
    return cleaning->result;
}

int store_clean(const struct store *store, const struct current *current,
                const struct store_need *wanted, size_t wanted_count, int64_t *ret_freed)
{
    struct cleaning cleaning = {.store = store, .current = current};
    int result = collect(&cleaning, wanted, wanted_count);
    /* Whatever `current` the disk has by now is the one that readers see. */
    if (result == 0)
        result = entry_sync(store->directory, ".");
    if (result == 0)
        result = clean(&cleaning);
    need_set_finish(&cleaning.needs);
    if (ret_freed)
        *ret_freed = cleaning.freed;
    return result;
}
