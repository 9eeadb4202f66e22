/* Names and files inside the store's directory. Paths are relative to its descriptor; symbolic
 * links are never followed at their end. Only names of our own forms are ever removed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/sha256.h"
#include "store/current.h"

enum {
    ENTRY_PATH_MAX = 192,
    ENTRY_COUNT_MAX = 1000000 /* in one directory: more is no store of ours */
};

void entry_object_path(const unsigned char sha256[SHA256_SIZE], char path[ENTRY_PATH_MAX]);
void entry_prefix_path(unsigned char prefix, char path[ENTRY_PATH_MAX]);
void entry_part_path(const unsigned char sha256[SHA256_SIZE], char path[ENTRY_PATH_MAX]);
void entry_whole_path(const unsigned char sha256[SHA256_SIZE], char path[ENTRY_PATH_MAX]);
void entry_tag_path(const unsigned char sha256[SHA256_SIZE], char path[ENTRY_PATH_MAX]);
void entry_generation_path(uint64_t generation, char path[ENTRY_PATH_MAX]);
void entry_stage_path(uint64_t generation, char path[ENTRY_PATH_MAX]); /* one in the making */

/* Whether the name is a digest (64 digits, lower case) and then exactly `suffix`. */
bool entry_is_digest(const char *name, const char *suffix, unsigned char ret[SHA256_SIZE]);

/* Whether the name is `prefix`, a number from 1 to CURRENT_GENERATION_MAX as we write it, and then
 * exactly `suffix`. */
bool entry_is_number(const char *name, const char *prefix, const char *suffix, uint64_t *ret);

/* Whether the name may stand in a directory as it is: not empty, no "/", not "." or "..". */
bool entry_is_name(const char *name);

/* Opens a regular file to read. A descriptor, -ENOTSUP: something else; or -errno. */
int entry_open(int directory, const char *path, struct stat *ret_status);

/* Reads a regular file whole, as file_read(). */
int entry_read(int directory, const char *path, size_t limit, char **ret_data, size_t *ret_size);

/* Writes a file afresh; it is not synced yet. 0 or -errno, and then it is removed. */
int entry_write(int directory, const char *path, const void *data, size_t size);

/* Sends the file's data to the disk, and waits for it; what makes it durable is entry_sync_file.
 * Where several files are sent first and synced then, a journalling file system writes its books
 * once for all of them and not once for each. 0 or -errno, and then the file is removed. */
int entry_send(int directory, const char *path);

/* Makes a file durable. 0 or -errno, and then it is removed: what an fsync that failed has left on
 * the disk is anybody's guess, and a second one would lie. */
int entry_sync_file(int directory, const char *path);

/* Makes a directory where it is missing. 0 or -errno. */
int entry_make_directory(int directory, const char *path);

/* Makes the entries of a directory durable. 0 or -errno. */
int entry_sync(int directory, const char *path);

/* Calls `visit` for each name in a directory (of any form) with its descriptor, until it returns
 * something else than 0, which is returned then. A missing directory is an empty one. */
typedef int (*entry_visit)(void *context, int directory, const char *name);
int entry_walk(int directory, const char *path, entry_visit visit, void *context);

/* The same for each name in each of the directories of objects. */
int entry_walk_objects(int directory, entry_visit visit, void *context);

/* Removes a file, or a directory with the files in it; a missing one is fine. 0 or -errno. */
int entry_remove(int directory, const char *path);
int entry_remove_directory(int directory, const char *path);
