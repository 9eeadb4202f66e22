/* What a publication takes of a disk or stick, and the names that it makes there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>
#include <errno.h>
#include <linux/magic.h>

#include "cli/amount.h"
#include "cli/publish_medium.h"
#include "cli/publish_name.h"
#include "trust/root.h"

static void kinds(void **state)
{
    static const struct {
        const char *what;
        unsigned long magic;
        bool is_removable, is_stick, is_fat, is_strange;
    } cases[] = {
        {"FAT", MSDOS_SUPER_MAGIC, true, true, true, false},
        {"FAT, where no desktop mounts it", MSDOS_SUPER_MAGIC, false, true, true, false},
        {"exFAT", 0x2011BAB0, true, true, true, false},
        {"exFAT or NTFS in user space", 0x65735546, true, true, false, false},
        {"NTFS", 0x7366746E, true, true, false, true},
        {"ext4 on a stick", EXT4_SUPER_MAGIC, true, true, false, true},
        {"a disk", EXT4_SUPER_MAGIC, false, false, false, false},
        {"a network", NFS_SUPER_MAGIC, false, false, false, false},
        {"something in user space", 0x65735546, false, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct publish_medium medium = publish_medium_judge(cases[i].magic, cases[i].is_removable);
        if (medium.is_stick != cases[i].is_stick || medium.is_fat != cases[i].is_fat ||
            medium.is_strange != cases[i].is_strange || medium.block != 1)
            fail_msg("%s", cases[i].what);
    }
}

static void room(void **state)
{
    static const struct {
        const char *what;
        struct publish_medium medium;
        int64_t needed;
        size_t files;
        int64_t lack;
    } cases[] = {
        {"exactly enough: 65536 to spare, a folder and its entry",
         {.block = 4096, .room = 1000 + 65536 + 4096 + 256, .files = INT64_MAX},
         1000,
         1,
         0},
        {"one byte less", {.block = 4096, .room = 70887, .files = INT64_MAX}, 1000, 1, 1},
        {"larger clusters take more",
         {.block = 32768, .room = 70888, .files = INT64_MAX},
         1000,
         1,
         32768 - 4096},
        {"no more than 256 folders",
         {.block = 4096, .room = 1000 * 256 + 256 * 4096 + 65536, .files = INT64_MAX},
         0,
         1000,
         0},
        {"no more files", {.block = 4096, .room = INT64_MAX, .files = 19}, 0, 10, -1},
        {"as many as it takes", {.block = 4096, .room = INT64_MAX, .files = 20}, 0, 10, 0},
        {"room is not known", {.block = 1, .files = INT64_MAX, .is_partial = true}, 1 << 30, 1, 0},
        {"too much to count",
         {.block = 1, .room = 5, .files = INT64_MAX},
         INT64_MAX,
         1,
         INT64_MAX - 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t lack = publish_medium_lack(&cases[i].medium, cases[i].needed, cases[i].files);
        if (lack != cases[i].lack)
            fail_msg("%s: %lld", cases[i].what, (long long)lack);
    }
}

static void words(void **state)
{
    static const int told[] = {EIO, ENODEV, ENXIO, ENOTCONN, ESTALE, EROFS, ENOSPC};
    const struct publish_medium stick = {.is_stick = true}, disk = {0};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        assert_non_null(publish_medium_words(&stick, -told[i]));
        assert_non_null(publish_medium_words(&stick, told[i]));
        assert_null(publish_medium_words(&disk, -told[i]));
    }
    assert_null(publish_medium_words(&stick, -EACCES));
}

static void amounts(void **state)
{
    static const struct {
        int64_t bytes;
        const char *text;
    } cases[] = {
        {0, "0 kB"},
        {1, "1 kB"},
        {1001, "2 kB"},
        {999000, "999 kB"},
        {1000000, "1.0 MB"},
        {3140000, "3.1 MB"},
        {2000000000, "2.0 GB"},
        {INT64_C(31250000000), "31.2 GB"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[AMOUNT_SIZE];
        assert_string_equal(amount_bytes(cases[i].bytes, text), cases[i].text);
    }
}

/* Each part of the name, as FAT and exFAT want it: ASCII, so that a letter is one UTF-16 unit. */
static void check_parts(const char *name)
{
    for (const char *part = name; *part;) {
        size_t size = strcspn(part, "/");
        if (size == 0 || size > 255 || strchr(". ", part[size - 1]))
            fail_msg("%s", name);
        for (size_t i = 0; i < size; i++) {
            if (part[i] <= ' ' || part[i] == 0x7f || strchr("<>:\"\\|?*", part[i]))
                fail_msg("%s", name);
        }
        part += size + (part[size] == '/');
    }
}

/* What publish writes is made of these; whatever digest, number and key. */
static void names_on_fat(void **state)
{
    static const char *const extensions[] = {"jpg", "png",  "webp", "svg",
                                             "mp4", "webm", "bin",  "minisig"};
    enum { DIGESTS = 64, KINDS = sizeof extensions / sizeof *extensions };
    static char names[DIGESTS * KINDS][PUBLISH_NAME_SIZE];
    size_t count = 0;
    for (unsigned i = 0; i < DIGESTS; i++) {
        unsigned char sha256[SHA256_SIZE];
        for (unsigned j = 0; j < SHA256_SIZE; j++)
            sha256[j] = (unsigned char)(i * 4 + j * (i + 7));
        for (size_t kind = 0; kind < KINDS; kind++) {
            publish_name_media(sha256, extensions[kind], names[count]);
            assert_true(strlen(names[count]) + strlen(PUBLISH_PART) < PUBLISH_NAME_SIZE);
            check_parts(names[count++]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcasecmp(names[i], names[j]) == 0)
                fail_msg("%s", names[i]);
        }
    }
    char root[ROOT_NAME_SIZE];
    root_name(ROOT_VERSION_MAX, root);
    check_parts(root);
    check_parts(PUBLISH_DOCUMENT PUBLISH_PART);
    check_parts(PUBLISH_SIGNATURE PUBLISH_PART);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),   cmocka_unit_test(room),         cmocka_unit_test(words),
        cmocka_unit_test(amounts), cmocka_unit_test(names_on_fat),
    };
    return cmocka_run_group_tests_name("medium", tests, NULL, NULL);
}
