/* Which sticks are plugged in: what is mounted below the folders of the settings (`usb.mounts`), as
 * /proc/self/mountinfo says (proc_pid_mountinfo(5)). Nobody is asked; the kernel tells of each
 * change.
 *
 * Only vfat and exfat are read as sticks: the other drivers of the kernel were not made for media
 * in strangers' hands. "fuseblk" is none of them: ntfs-3g and exfat-fuse both call themselves so,
 * and since Linux 5.7 exFAT needs no FUSE. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    MOUNTS_MAX = 16,            /* looked at; any more are as if they were not there */
    MOUNTS_BYTES_MAX = 1 << 20, /* of mountinfo; a larger one is not read */
    MOUNTS_PATH_MAX = 1024      /* bytes of a mount point with its NUL; others are left out */
};

enum mount_kind { MOUNT_FAT, MOUNT_NTFS, MOUNT_OTHER, MOUNT_UNREADABLE };

struct mount {
    uint64_t id;
    dev_t device;
    enum mount_kind kind;
    char path[MOUNTS_PATH_MAX];
};

struct mount_list {
    struct mount list[MOUNTS_MAX];
    size_t count;
};

#define MOUNTS_DEVICES "/sys/dev/block"

/* Whether the kernel still knows the block device that is mounted, by its link in the directory
 * `devices` (MOUNTS_DEVICES; Linux, Documentation/ABI/testing/sysfs-dev). A stick that was pulled
 * stays mounted for the seconds that its unmounting takes, and answers reads with EIO, as a broken
 * one does. Where nothing can be told (no such directory, no block device) it is taken as there. */
bool mount_has_device(const struct mount *mount, const char *devices);

/* Reads the text of mountinfo: what is mounted strictly below one of `roots`. Of two at one place
 * the later one covers the earlier. What is on no block device and of no kind of ours is no stick.
 * A line that is malformed (an escape that is none, too) is passed over. Pure. */
void mounts_parse(const char *text, size_t size, const char *const *roots, size_t root_count,
                  struct mount_list *ret);

/* Whether both are the same mount. */
bool mount_is(const struct mount *one, const struct mount *other);

struct mounts {
    int waker;        /* for the poll loop, POLLPRI; -1: none */
    int asker;        /* an open file has its own memory of what was told */
    const char *path; /* a file in the place of mountinfo, for tests: BANGTIN_MOUNTINFO */
    int64_t stamp[3]; /* of that file as it was read last */
    bool was_read;
};

#define MOUNTS_CLOSED ((struct mounts){.waker = -1, .asker = -1})

/* 0 or -errno. */
int mounts_open(struct mounts *ret);
void mounts_close(struct mounts *mounts); /* fine on MOUNTS_CLOSED */

/* Reads again where something may have changed. 1: *ret is new; 0: nothing has changed; or
 * -errno. Cheap. */
int mounts_look(struct mounts *mounts, const char *const *roots, size_t root_count,
                struct mount_list *ret);

/* When to look again at the latest: microseconds from now; INT64_MAX: `waker` tells. */
int64_t mounts_patience(const struct mounts *mounts);
