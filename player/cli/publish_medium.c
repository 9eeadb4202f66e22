#include "cli/publish_medium.h"

#include <errno.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/i18n.h"
#include "playlist/limits.h"

#ifndef EXFAT_SUPER_MAGIC
#define EXFAT_SUPER_MAGIC 0x2011BAB0
#endif
#define NTFS_MAGIC 0x5346544E
#define NTFS3_MAGIC 0x7366746E
#define FUSE_MAGIC 0x65735546 /* exfat-fuse and ntfs-3g alike */

/* FAT32 counts a file's bytes in 32 bits; nothing that is published comes near. */
_Static_assert(LIMIT_ASSET_BYTES <= UINT32_MAX && LIMIT_DOCUMENT_BYTES <= UINT32_MAX,
               "a file that is too large for FAT32 must be refused by name");

enum {
    FOLDERS = 256, /* of the pool: one for each first byte of a digest */
    ENTRY_BYTES =
        256,          /* a name of 80 letters takes eight entries of 32 bytes, on exFAT as on FAT */
    SPARE = 64 * 1024 /* for what the file system keeps for itself */
};

struct publish_medium publish_medium_judge(unsigned long magic, bool is_removable)
{
    bool is_fat = magic == MSDOS_SUPER_MAGIC || magic == EXFAT_SUPER_MAGIC;
    return (struct publish_medium){.is_stick = is_fat || is_removable,
                                   .is_fat = is_fat,
                                   .is_strange = is_removable && !is_fat && magic != FUSE_MAGIC,
                                   .block = 1};
}

static bool link_has(const char *path, const char *part, bool is_start)
{
    char target[PATH_MAX];
    ssize_t size = readlink(path, target, sizeof target - 1);
    if (size < 0)
        return false;
    target[size] = '\0';
    const char *found = strstr(target, part);
    return found && (!is_start || found == target);
}

/* Whether it hangs on USB (sysfs) and lies where desktops put what somebody has plugged in: a
 * server may keep its pages on a USB disk for ever. */
static bool is_removable(int directory, dev_t device)
{
    char place[64], disk[64];
    snprintf(place, sizeof place, "/proc/self/fd/%d", directory);
    snprintf(disk, sizeof disk, "/sys/dev/block/%u:%u", major(device), minor(device));
    return (link_has(place, "/media/", true) || link_has(place, "/run/media/", true)) &&
           link_has(disk, "/usb", false);
}

int publish_medium_look(int directory, struct publish_medium *ret)
{
    struct statfs kind;
    struct statvfs space;
    struct stat own;
    if (fstatfs(directory, &kind) < 0 || fstat(directory, &own) < 0 ||
        fstatvfs(directory, &space) < 0)
        return -errno;
    struct publish_medium medium =
        publish_medium_judge((unsigned long)kind.f_type, is_removable(directory, own.st_dev));
    if (space.f_frsize > 0 && space.f_frsize <= INT32_MAX)
        medium.block = (int64_t)space.f_frsize;
    if (__builtin_mul_overflow(space.f_bavail, medium.block, &medium.room))
        medium.room = INT64_MAX;
    medium.is_partial = space.f_blocks == 0; /* some file systems in user space do not say */
    /* FAT knows no such limit and says 0. */
    medium.files =
        space.f_files > 0 && space.f_favail < INT64_MAX ? (int64_t)space.f_favail : INT64_MAX;
    *ret = medium;
    return 0;
}

int64_t publish_medium_lack(const struct publish_medium *medium, int64_t needed, size_t files)
{
    int64_t folders = files < FOLDERS ? (int64_t)files : FOLDERS;
    int64_t entries = (int64_t)files * ENTRY_BYTES, wanted;
    if ((int64_t)files + folders > medium->files)
        return -1;
    if (medium->is_partial)
        return 0;
    if (__builtin_add_overflow(needed, entries + folders * medium->block + SPARE, &wanted))
        wanted = INT64_MAX;
    return wanted <= medium->room ? 0 : wanted - medium->room;
}

const char *publish_medium_words(const struct publish_medium *medium, int error)
{
    if (!medium->is_stick)
        return NULL;
    switch (error < 0 ? -error : error) {
    case EIO:
    case ENODEV:
    case ENXIO:
    case ENOTCONN:
    case ESTALE:
        return _("the stick was pulled out too early, or it is broken; plug it in and publish "
                 "again, or take another one");
    case EROFS:
        return _("the stick is read-only: move the switch at its side, or have it checked and "
                 "repaired, then publish again");
    case ENOSPC:
        return _("the stick is full; delete what is not needed there, then publish again");
    default:
        return NULL;
    }
}
