/* What a publication is written to: a disk that stays where it is, or a stick that is carried away,
 * and that people pull as soon as they read "done". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct publish_medium {
    bool is_stick; /* it is pulled out and carried away */
    /* FAT or exFAT: without rights, links and a journal; a renamed file is safe only once the whole
     * file system is written out. */
    bool is_fat;
    bool is_strange; /* a stick in a format that players do not read (sync/mounts.h) */
    bool is_partial; /* the room on it is not known */
    int64_t block;   /* bytes; every file takes whole ones */
    int64_t room;    /* bytes */
    int64_t files;   /* how many more it takes; INT64_MAX: no limit */
};

/* What the file system tells by its magic number (statfs(2)); `is_removable` is what the bus says.
 * Pure. */
struct publish_medium publish_medium_judge(unsigned long magic, bool is_removable);

/* Looks at the file system of an open folder. 0 or -errno. */
int publish_medium_look(int directory, struct publish_medium *ret);

/* How many bytes are missing for `needed` bytes (of whole blocks) in `files` files, new folders of
 * the pool and their entries counted; 0: there is room. -1: it takes no more files. Pure. */
int64_t publish_medium_lack(const struct publish_medium *medium, int64_t needed, size_t files);

/* Words for what failed on it, or NULL where errno says it all. Translated. */
const char *publish_medium_words(const struct publish_medium *medium, int error);
