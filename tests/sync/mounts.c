/* Which lines of mountinfo are sticks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cmocka.h>

#include "sync/mounts.h"

static const char *const roots[] = {"/media", "/run/media/"};
static struct mount_list mounts;

static void parse(const char *text)
{
    mounts_parse(text, strlen(text), roots, 2, &mounts);
}

static const struct {
    const char *name, *line;
    const char *path; /* NULL: no stick */
    enum mount_kind kind;
} cases[] = {
    {"FAT", "71 27 8:1 / /media/a ro - vfat /dev/sda1 ro", "/media/a", MOUNT_FAT},
    {"exFAT, with tags", "71 27 8:1 / /media/a ro shared:4 master:2 - exfat /dev/sda1 ro",
     "/media/a", MOUNT_FAT},
    {"deeper, below the second root", "71 27 8:1 / /run/media/o/BT ro - vfat /dev/sda1 ro",
     "/run/media/o/BT", MOUNT_FAT},
    {"NTFS", "71 27 8:1 / /media/a ro - ntfs3 /dev/sda1 ro", "/media/a", MOUNT_NTFS},
    {"what is NTFS or exFAT by FUSE", "71 27 8:1 / /media/a ro - fuseblk /dev/sda1 ro", "/media/a",
     MOUNT_NTFS},
    {"what the kiosk does not mount: NTFS", "71 27 8:1 / /media/a ro - tmpfs bangtin-ntfs ro",
     "/media/a", MOUNT_NTFS},
    {"of another kind", "71 27 8:1 / /media/a ro - tmpfs bangtin-other ro", "/media/a",
     MOUNT_OTHER},
    {"broken", "71 27 8:1 / /media/a ro - tmpfs bangtin-unreadable ro", "/media/a",
     MOUNT_UNREADABLE},
    {"somebody's memory", "71 27 8:1 / /media/a rw - tmpfs tmpfs rw", NULL, MOUNT_FAT},
    {"no word of ours", "71 27 8:1 / /media/a rw - tmpfs bangtin-ntfs2 rw", NULL, MOUNT_FAT},
    {"a disk of Linux", "71 27 8:1 / /media/a ro - ext4 /dev/sda1 ro", "/media/a", MOUNT_OTHER},
    {"no disk at all", "71 27 0:50 / /media/a ro - tmpfs tmpfs rw", NULL, 0},
    {"a share of the network", "71 27 0:50 / /media/a ro - nfs4 server:/a rw", NULL, 0},
    {"the root itself", "71 27 8:1 / /media ro - vfat /dev/sda1 ro", NULL, 0},
    {"a name that begins like it", "71 27 8:1 / /media2/a ro - vfat /dev/sda1 ro", NULL, 0},
    {"elsewhere", "71 27 8:1 / /boot/firmware ro - vfat /dev/sda1 ro", NULL, 0},
    {"a blank and a tab", "71 27 8:1 / /media/a\\040\\011b ro - vfat /dev/sda1 ro", "/media/a \tb",
     MOUNT_FAT},
    {"a backslash and a line end", "71 27 8:1 / /media/\\134\\012 ro - vfat /dev/sda1 ro",
     "/media/\\\n", MOUNT_FAT},
    {"an escape cut short", "71 27 8:1 / /media/a\\04 ro - vfat /dev/sda1 ro", NULL, 0},
    {"an escape that is not octal", "71 27 8:1 / /media/a\\048 ro - vfat /dev/sda1 ro", NULL, 0},
    {"an escape above a byte", "71 27 8:1 / /media/a\\400 ro - vfat /dev/sda1 ro", NULL, 0},
    {"an escaped NUL", "71 27 8:1 / /media/a\\000b ro - vfat /dev/sda1 ro", NULL, 0},
    {"a backslash at the end", "71 27 8:1 / /media/a\\ ro - vfat /dev/sda1 ro", NULL, 0},
    {"no device", "71 27 8 / /media/a ro - vfat /dev/sda1 ro", NULL, 0},
    {"a device that is too large", "71 27 8:4294967296 / /media/a ro - vfat /dev/sda1 ro", NULL, 0},
    {"no number", "x 27 8:1 / /media/a ro - vfat /dev/sda1 ro", NULL, 0},
    {"no dash", "71 27 8:1 / /media/a ro shared:1 vfat /dev/sda1 ro", NULL, 0},
    {"cut off", "71 27 8:1 / /media/a ro - vfat", NULL, 0},
    {"nothing", "", NULL, 0},
};

static void each_line_is_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parse(cases[i].line);
        print_message("# %s\n", cases[i].name);
        assert_int_equal(mounts.count, cases[i].path ? 1 : 0);
        if (!cases[i].path)
            continue;
        assert_string_equal(mounts.list[0].path, cases[i].path);
        assert_int_equal(mounts.list[0].kind, cases[i].kind);
        assert_int_equal(mounts.list[0].id, 71);
        assert_int_equal(mounts.list[0].device, makedev(8, 1));
    }
}

static void a_mount_over_another_covers_it(void **state)
{
    (void)state;
    parse("71 27 8:1 / /media/a ro - vfat /dev/sda1 ro\n"
          "72 27 8:2 / /media/b ro - vfat /dev/sda2 ro\n"
          "73 27 8:3 / /media/a ro - ntfs /dev/sda3 ro\n");
    assert_int_equal(mounts.count, 2);
    assert_int_equal(mounts.list[0].id, 73);
    assert_int_equal(mounts.list[0].kind, MOUNT_NTFS);
}

static void a_spoilt_line_hides_no_other(void **state)
{
    (void)state;
    parse("nonsense\n\n71 27 8:1 / /media/a ro - vfat /dev/sda1 ro");
    assert_int_equal(mounts.count, 1);
}

static void more_than_can_be_kept_are_left_out(void **state)
{
    char text[4096] = "", *end = text;
    (void)state;
    for (int i = 0; i < MOUNTS_MAX + 5; i++)
        end += sprintf(end, "%d 27 8:%d / /media/%d ro - vfat /dev/sda1 ro\n", i, i, i);
    parse(text);
    assert_int_equal(mounts.count, MOUNTS_MAX);
}

static void a_path_that_is_too_long_is_no_stick(void **state)
{
    char text[2 * MOUNTS_PATH_MAX];
    (void)state;
    snprintf(text, sizeof text, "71 27 8:1 / /media/%0*d ro - vfat /dev/sda1 ro",
             MOUNTS_PATH_MAX - 8, 0);
    parse(text);
    assert_int_equal(mounts.count, 1);
    snprintf(text, sizeof text, "71 27 8:1 / /media/%0*d ro - vfat /dev/sda1 ro",
             MOUNTS_PATH_MAX - 7, 0);
    parse(text);
    assert_int_equal(mounts.count, 0);
}

static void a_device_that_the_kernel_has_taken_away_is_gone(void **state)
{
    char devices[] = "/tmp/bangtin-devices-XXXXXX", path[64];
    struct mount mount = {.device = makedev(8, 17)};
    (void)state;
    assert_non_null(mkdtemp(devices));
    assert_false(mount_has_device(&mount, devices));
    snprintf(path, sizeof path, "%s/8:17", devices);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_true(mount_has_device(&mount, devices));
    assert_int_equal(rmdir(path), 0);
    mount.device = makedev(0, 17); /* no block device has this number */
    assert_true(mount_has_device(&mount, devices));
    assert_int_equal(rmdir(devices), 0);
    mount.device = makedev(8, 17); /* nothing can be told */
    assert_true(mount_has_device(&mount, devices));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_is_what_it_is),
        cmocka_unit_test(a_mount_over_another_covers_it),
        cmocka_unit_test(a_spoilt_line_hides_no_other),
        cmocka_unit_test(more_than_can_be_kept_are_left_out),
        cmocka_unit_test(a_path_that_is_too_long_is_no_stick),
        cmocka_unit_test(a_device_that_the_kernel_has_taken_away_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
