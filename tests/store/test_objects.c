/* Objects: how they come, in how many pieces, and what is never taken for one. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "place.h"

static void object_name(int number, const char *suffix, char name[LAB_PATH_MAX])
{
    char hex[SHA256_HEX_SIZE];
    sha256_to_hex(lab_need(number).sha256, hex);
    if (suffix)
        snprintf(name, LAB_PATH_MAX, "tmp/%s%s", hex, suffix);
    else
        snprintf(name, LAB_PATH_MAX, "objects/%.2s/%s", hex, hex);
}

static void assert_object(const struct place *place, int number)
{
    struct store_need need = lab_need(number);
    char bytes[16];
    unsigned char wanted[LAB_OBJECT_BYTES];
    lab_object(number, wanted);
    int fd = store_object_open(&place->store, need.sha256, need.size);
    assert_true(fd >= 0);
    assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    assert_int_equal(read(fd, bytes, sizeof bytes), sizeof bytes);
    assert_memory_equal(bytes, wanted, sizeof bytes);
    close(fd);
    assert_int_equal(store_object_check(&place->store, need.sha256, need.size), 0);
}

static void an_object_comes_and_stays(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(1);
    char name[LAB_PATH_MAX], path[2 * LAB_PATH_MAX];
    struct stat status;
    assert_int_equal(store_object_open(&place->store, need.sha256, need.size), -ENOENT);
    assert_int_equal(lab_fetch(&place->store, 1), 0);
    assert_object(place, 1);
    object_name(1, "", name);
    snprintf(path, sizeof path, "%s/%s", place->root, name);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0444);
    assert_int_equal(lab_count(place->root, "tmp"), 1);
    assert_int_equal(store_object_open(&place->store, need.sha256, need.size + 1), -ENOENT);
    assert_int_equal(store_object_check(&place->store, need.sha256, need.size - 1), -ENOENT);
    assert_int_equal(lab_fetch(&place->store, 1), 0);
    assert_object(place, 1);
}

static void an_empty_object_is_one(void **state)
{
    struct place *place = *state;
    struct store_part part = STORE_PART_NONE;
    unsigned char digest[SHA256_SIZE];
    sha256_bytes("", 0, digest);
    assert_int_equal(store_part_open(&place->store, digest, 0, &part), 0);
    assert_int_equal(store_part_write(&part, "a", 1), -EFBIG);
    assert_int_equal(store_part_finish(&place->store, &part), 0);
    assert_int_equal(store_object_check(&place->store, digest, 0), 0);
}

static void sizes_out_of_range_are_refused(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(1);
    struct store_part part = STORE_PART_NONE;
    static const int64_t sizes[] = {-1, INT64_MIN, LIMIT_ASSET_BYTES + 1, INT64_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_int_equal(store_part_open(&place->store, need.sha256, sizes[i], &part), -EINVAL);
        assert_int_equal(part.fd, -1);
    }
    assert_int_equal(lab_count(place->root, "tmp"), 0);
}

/* A power cut may come between the two steps that make a part an object. */
static void a_part_that_is_read_only_already_is_begun_again(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(1);
    for (int is_swept = 0; is_swept < 2; is_swept++) {
        struct store_part part = STORE_PART_NONE;
        assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
        assert_int_equal(store_part_write(&part, "abc", 3), 0);
        assert_int_equal(fchmod(part.fd, 0444), 0);
        close(part.fd);
        if (is_swept)
            place_reopen(place);
        assert_int_equal(lab_count(place->root, "tmp"), !is_swept);
        assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
        assert_int_equal(part.written, 0);
        store_part_abandon(&place->store, &part);
    }
    assert_int_equal(lab_fetch(&place->store, 1), 0);
}

/* An interruption at each of many places, by a close, and by a kill (no close, space reserved). */
static void a_part_is_gone_on_with(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(5);
    unsigned char bytes[LAB_OBJECT_BYTES];
    size_t size = lab_object(5, bytes);
    static const size_t cuts[] = {0, 1, 2, 4095, 4096, 4097, 65535, 65536, 65537, 69999, 70000};
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        for (int is_killed = 0; is_killed < 2; is_killed++) {
            struct store_part part = STORE_PART_NONE;
            assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
            assert_int_equal(part.written, 0);
            assert_int_equal(store_part_set_tag(&place->store, &part, "\"e\""), 0);
            assert_int_equal(store_part_write(&part, bytes, cuts[i]), 0);
            if (is_killed)
                close(part.fd);
            else
                store_part_close(&part);
            place_reopen(place);
            char tag[STORE_TAG_MAX + 1];
            assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
            assert_int_equal(part.written, cuts[i]);
            assert_int_equal(store_part_tag(&place->store, &part, tag, sizeof tag), 0);
            assert_string_equal(tag, "\"e\"");
            assert_int_equal(store_part_write(&part, bytes + cuts[i], size - cuts[i]), 0);
            assert_int_equal(store_part_finish(&place->store, &part), 0);
            assert_int_equal(part.fd, -1);
            assert_object(place, 5);
            assert_int_equal(lab_count(place->root, "tmp"), 1);
            char name[LAB_PATH_MAX], path[2 * LAB_PATH_MAX];
            object_name(5, "", name);
            snprintf(path, sizeof path, "%s/%s", place->root, name);
            assert_int_equal(unlink(path), 0);
        }
    }
}

static int64_t blocks(const struct place *place, const char *name)
{
    char path[2 * LAB_PATH_MAX];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", place->root, name);
    assert_int_equal(stat(path, &status), 0);
    return (int64_t)status.st_blocks * 512;
}

static void reserved_space_is_given_back(void **state)
{
    struct place *place = *state;
    struct store_need need = {.size = 8 << 20};
    struct store_part part = STORE_PART_NONE;
    char hex[SHA256_HEX_SIZE], name[LAB_PATH_MAX];
    sha256_to_hex(need.sha256, hex);
    snprintf(name, sizeof name, "tmp/%s.part", hex);
    assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
    assert_int_equal(store_part_write(&part, "a", 1), 0);
    int64_t reserved = blocks(place, name); /* little, where the file system cannot */
    store_part_close(&part);
    assert_true(blocks(place, name) <= 65536);
    assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
    assert_int_equal(part.written, 1);
    assert_true(blocks(place, name) >= reserved);
    close(part.fd);
    place_reopen(place);
    assert_true(blocks(place, name) <= 65536);
}

static void wrong_bytes_are_thrown_away(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(2);
    unsigned char bytes[LAB_OBJECT_BYTES];
    size_t size = lab_object(2, bytes);
    for (size_t i = 0; i < size; i += 97) {
        struct store_part part = STORE_PART_NONE;
        assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
        bytes[i] ^= 1;
        assert_int_equal(store_part_write(&part, bytes, size), 0);
        bytes[i] ^= 1;
        assert_int_equal(store_part_finish(&place->store, &part), -EBADMSG);
        assert_int_equal(part.fd, -1);
        assert_int_equal(lab_count(place->root, "tmp"), 0);
        assert_int_equal(store_object_open(&place->store, need.sha256, need.size), -ENOENT);
    }
}

static void too_few_and_too_many_are_refused(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(2);
    struct store_part part = STORE_PART_NONE;
    unsigned char bytes[LAB_OBJECT_BYTES];
    size_t size = lab_object(2, bytes);
    assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
    assert_int_equal(store_part_write(&part, bytes, size - 1), 0);
    assert_int_equal(store_part_write(&part, bytes, 2), -EFBIG);
    assert_int_equal(store_part_write(&part, bytes, SIZE_MAX), -EFBIG);
    assert_int_equal(part.written, size - 1);
    assert_int_equal(store_part_write(&part, bytes + size - 1, 1), 0);
    assert_int_equal(store_part_write(&part, bytes, 0), 0);
    assert_int_equal(store_part_write(&part, bytes, 1), -EFBIG);
    assert_int_equal(store_part_finish(&place->store, &part), 0);
    assert_object(place, 2);
    assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
    assert_int_equal(store_part_write(&part, bytes, size - 1), 0);
    assert_int_equal(store_part_finish(&place->store, &part), -EBADMSG);
    assert_object(place, 2);
}

static void a_part_that_is_larger_than_signed_begins_again(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(2);
    struct store_part part = STORE_PART_NONE;
    char name[LAB_PATH_MAX], zeros[4096] = {0}, tag[STORE_TAG_MAX + 1];
    object_name(2, ".part", name);
    lab_write(place->root, name, zeros, sizeof zeros);
    object_name(2, ".tag", name);
    lab_write(place->root, name, "\"e\"", 3);
    assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
    assert_int_equal(part.written, 0);
    assert_int_equal(store_part_tag(&place->store, &part, tag, sizeof tag), 0);
    assert_string_equal(tag, "");
    store_part_abandon(&place->store, &part);
    assert_int_equal(lab_count(place->root, "tmp"), 0);
}

static void a_part_begins_again_when_told(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(5);
    struct store_part part = STORE_PART_NONE;
    char tag[STORE_TAG_MAX + 1];
    unsigned char bytes[LAB_OBJECT_BYTES];
    size_t size = lab_object(5, bytes);
    assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
    assert_int_equal(store_part_set_tag(&place->store, &part, "\"old\""), 0);
    assert_int_equal(store_part_write(&part, bytes + 5, 5000), 0);
    assert_int_equal(store_part_restart(&place->store, &part), 0);
    assert_int_equal(part.written, 0);
    assert_int_equal(store_part_tag(&place->store, &part, tag, sizeof tag), 0);
    assert_string_equal(tag, "");
    assert_int_equal(store_part_write(&part, bytes, size), 0);
    assert_int_equal(store_part_finish(&place->store, &part), 0);
    assert_object(place, 5);
}

static void a_tag_is_what_was_said_or_none(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(1);
    struct store_part part = STORE_PART_NONE;
    char longest[STORE_TAG_MAX + 2], tag[STORE_TAG_MAX + 1] = "untouched", name[LAB_PATH_MAX];
    memset(longest, 'x', sizeof longest);
    longest[STORE_TAG_MAX + 1] = '\0';
    object_name(1, ".tag", name);
    assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
    assert_int_equal(store_part_tag(&place->store, &part, tag, sizeof tag), 0);
    assert_string_equal(tag, "");
    static const char *const refused[] = {"\"a b\"", "a\r\nHost: b", "\x7f", "\n"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(store_part_set_tag(&place->store, &part, refused[i]), -EINVAL);
    assert_int_equal(store_part_set_tag(&place->store, &part, longest), -EINVAL);
    static const char *const taken[] = {"\"a\"", "\"\xc3\xa9!#[]\"", "\"b\""};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        assert_int_equal(store_part_set_tag(&place->store, &part, taken[i]), 0);
        assert_int_equal(store_part_tag(&place->store, &part, tag, sizeof tag), 0);
        assert_string_equal(tag, taken[i]);
    }
    assert_int_equal(store_part_tag(&place->store, &part, tag, 3), 0);
    assert_string_equal(tag, "");
    longest[STORE_TAG_MAX] = '\0';
    assert_int_equal(store_part_set_tag(&place->store, &part, longest), 0);
    assert_int_equal(store_part_tag(&place->store, &part, tag, sizeof tag), 0);
    assert_string_equal(tag, longest);
    /* What somebody else has put there goes into no header. */
    static const char *const found[] = {"a\r\nHost: b", "a b", "", "\001"};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        lab_write(place->root, name, found[i], strlen(found[i]));
        assert_int_equal(store_part_tag(&place->store, &part, tag, sizeof tag), 0);
        assert_string_equal(tag, "");
    }
    lab_write(place->root, name, "a\0b", 3);
    assert_int_equal(store_part_tag(&place->store, &part, tag, sizeof tag), 0);
    assert_string_equal(tag, "");
    assert_int_equal(store_part_set_tag(&place->store, &part, ""), 0);
    assert_false(lab_exists(place->root, name));
    store_part_close(&part);
    store_part_close(&part);
    store_part_abandon(&place->store, &part);
}

static void a_turned_bit_is_found_and_removed(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(3);
    struct store reader = STORE_CLOSED;
    char name[LAB_PATH_MAX];
    unsigned char bytes[LAB_OBJECT_BYTES];
    size_t size = lab_object(3, bytes);
    object_name(3, NULL, name);
    assert_int_equal(lab_fetch(&place->store, 3), 0);
    assert_int_equal(store_stage(&place->store, NULL, 0, &need, 1, &(uint64_t){0}), 0);
    assert_int_equal(store_open(place->root, &reader), 0);
    for (size_t bit = 0; bit < size * 8; bit += 13) {
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        lab_write(place->root, name, bytes, size);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(store_object_check(&reader, need.sha256, need.size), -EBADMSG);
        assert_true(lab_exists(place->root, name));
        assert_int_equal(store_object_check(&place->store, need.sha256, need.size), -EBADMSG);
        assert_false(lab_exists(place->root, name));
    }
    assert_int_equal(lab_fetch(&place->store, 3), 0);
    assert_object(place, 3);
    store_close(&reader);
}

/* Whole, but no generation was staged with it: the writer has it, also after a kill; readers do not
 * see it; one that a power cut has emptied is none. */
static void an_object_waits_for_its_generation(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(3);
    struct store reader = STORE_CLOSED;
    char name[LAB_PATH_MAX], zeros[4096] = {0};
    int64_t freed;
    assert_int_equal(lab_fetch(&place->store, 3), 0);
    place_reopen(place);
    assert_object(place, 3);
    assert_int_equal(store_open(place->root, &reader), 0);
    assert_int_equal(store_object_open(&reader, need.sha256, need.size), -ENOENT);
    object_name(3, "", name);
    lab_write(place->root, name, zeros, (size_t)need.size);
    place_reopen(place);
    assert_int_equal(store_object_open(&place->store, need.sha256, need.size), -ENOENT);
    assert_int_equal(lab_count(place->root, "tmp"), 0);
    assert_int_equal(lab_fetch(&place->store, 3), 0);
    lab_write(place->root, name, zeros, (size_t)need.size);
    assert_int_equal(store_object_check(&place->store, need.sha256, need.size), -EBADMSG);
    assert_int_equal(lab_count(place->root, "tmp"), 0);
    assert_int_equal(lab_fetch(&place->store, 3), 0);
    assert_int_equal(store_stage(&place->store, NULL, 0, &need, 1, &(uint64_t){0}), 0);
    assert_int_equal(store_object_check(&reader, need.sha256, need.size), 0);
    /* Once more beside it: it goes at the next start. */
    lab_write(place->root, name, zeros, (size_t)need.size);
    place_reopen(place);
    assert_false(lab_exists(place->root, name));
    assert_int_equal(lab_fetch(&place->store, 4), 0);
    assert_int_equal(store_clean(&place->store, &(struct current){0}, NULL, 0, &freed), 0);
    assert_int_equal(freed, need.size + lab_need(4).size);
    assert_int_equal(lab_count(place->root, "tmp"), 0);
    store_close(&reader);
}

static void nothing_but_a_file_is_an_object(void **state)
{
    struct place *place = *state;
    struct store_need need = lab_need(3);
    struct store_part part = STORE_PART_NONE;
    char name[LAB_PATH_MAX], path[2 * LAB_PATH_MAX];
    assert_int_equal(lab_fetch(&place->store, 3), 0);
    object_name(3, "", name);
    snprintf(path, sizeof path, "%s/%s", place->root, name);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    assert_int_equal(store_object_open(&place->store, need.sha256, need.size), -ELOOP);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(store_object_open(&place->store, need.sha256, need.size), -ENOTSUP);
    object_name(3, ".part", name);
    snprintf(path, sizeof path, "%s/%s", place->root, name);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), -ELOOP);
    assert_int_equal(part.fd, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(an_object_comes_and_stays),
        PLACE_TEST(an_empty_object_is_one),
        PLACE_TEST(sizes_out_of_range_are_refused),
        PLACE_TEST(a_part_that_is_read_only_already_is_begun_again),
        PLACE_TEST(a_part_is_gone_on_with),
        PLACE_TEST(reserved_space_is_given_back),
        PLACE_TEST(wrong_bytes_are_thrown_away),
        PLACE_TEST(too_few_and_too_many_are_refused),
        PLACE_TEST(a_part_that_is_larger_than_signed_begins_again),
        PLACE_TEST(a_part_begins_again_when_told),
        PLACE_TEST(a_tag_is_what_was_said_or_none),
        PLACE_TEST(a_turned_bit_is_found_and_removed),
        PLACE_TEST(an_object_waits_for_its_generation),
        PLACE_TEST(nothing_but_a_file_is_an_object),
    };
    return cmocka_run_group_tests_name("store: objects", tests, NULL, NULL);
}
