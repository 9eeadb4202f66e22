/* What the screen process remembers to tell others: files that were compared, items left out, and
 * when bangtin-sync is started again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "display/feeder.h"
#include "display/leftout.h"
#include "display/proofs.h"

/* A digest of its own for each number. */
static const unsigned char *digest(unsigned number)
{
    static unsigned char bytes[SHA256_SIZE];
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, &number, sizeof number);
    return bytes;
}

static void a_file_is_proved_by_digest_and_mark(void **state)
{
    struct proofs proofs = {0};
    assert_false(proofs_has(&proofs, digest(1), 7));
    assert_false(proofs_add(&proofs, digest(1), 7));
    assert_true(proofs_has(&proofs, digest(1), 7));
    assert_false(proofs_has(&proofs, digest(1), 8));
    assert_false(proofs_has(&proofs, digest(2), 7));
    proofs_finish(&proofs);
}

static void a_damaged_file_is_news_once_until_a_whole_one_stands_there(void **state)
{
    struct proofs proofs = {0};
    assert_true(proofs_add_damaged(&proofs, digest(1), 7));
    assert_false(proofs_add_damaged(&proofs, digest(1), 7));
    assert_true(proofs_is_damaged(&proofs, digest(1), 7));
    assert_false(proofs_is_damaged(&proofs, digest(1), 8)); /* another file: to be looked at */
    assert_false(proofs_add_damaged(&proofs, digest(1), 8));
    assert_int_equal(proofs.damaged_count, 1);
    assert_true(proofs_add(&proofs, digest(1), 9));
    assert_int_equal(proofs.damaged_count, 0);
    assert_false(proofs_forget_damaged(&proofs));
    proofs_finish(&proofs);
}

static void of_too_many_the_oldest_are_forgotten(void **state)
{
    struct proofs proofs = {0};
    for (unsigned i = 0; i < PROOFS_MAX + 10; i++)
        proofs_add(&proofs, digest(i), 1);
    assert_int_equal(proofs.good_count, PROOFS_MAX);
    assert_false(proofs_has(&proofs, digest(9), 1));
    assert_true(proofs_has(&proofs, digest(10), 1));
    assert_true(proofs_has(&proofs, digest(PROOFS_MAX + 9), 1));
    for (unsigned i = 0; i < PROOFS_DAMAGED_MAX + 1; i++)
        proofs_add_damaged(&proofs, digest(i), 2);
    assert_int_equal(proofs.damaged_count, PROOFS_DAMAGED_MAX);
    assert_false(proofs_is_damaged(&proofs, digest(0), 2));
    assert_true(proofs_is_damaged(&proofs, digest(PROOFS_DAMAGED_MAX), 2));
    proofs_finish(&proofs);
}

static void items_left_out_are_named_with_feed_and_reason(void **state)
{
    struct leftout leftout = {0};
    assert_true(leftout_add(&leftout, "f", "a", "damaged"));
    assert_false(leftout_add(&leftout, "f", "a", "damaged"));
    assert_true(leftout_add(&leftout, "f", "a", "missing"));
    assert_true(leftout_add(&leftout, "g", "a", "missing"));
    assert_int_equal(leftout.count, 2);
    assert_string_equal(leftout.entries[0].reason, "missing");
    assert_true(leftout_remove(&leftout, "f", "a"));
    assert_false(leftout_remove(&leftout, "f", "a"));
    assert_true(leftout_forget(&leftout, "g"));
    assert_false(leftout_forget(&leftout, "g"));
    assert_int_equal(leftout.count, 0);
}

static void of_items_left_out_the_latest_are_kept(void **state)
{
    struct leftout leftout = {0};
    char item[16];
    for (int i = 0; i < LEFTOUT_MAX + 3; i++) {
        snprintf(item, sizeof item, "i%d", i);
        leftout_add(&leftout, "f", item, "r");
    }
    assert_int_equal(leftout.count, LEFTOUT_MAX);
    assert_string_equal(leftout.entries[0].item, "i3");
}

static void a_reason_is_cut_between_letters(void **state)
{
    struct leftout leftout = {0};
    char reason[3 * LEFTOUT_REASON_BYTES + 1] = "";
    for (int i = 0; i < LEFTOUT_REASON_BYTES; i++)
        strcat(reason, "ế");
    leftout_add(&leftout, "f", "a", reason);
    size_t size = strlen(leftout.entries[0].reason);
    assert_in_range(size, LEFTOUT_REASON_BYTES - 4, LEFTOUT_REASON_BYTES - 1);
    assert_int_equal(size % strlen("ế"), 0);
}

/* An alert's identifier is any text. */
static void a_long_name_is_known_by_its_beginning(void **state)
{
    struct leftout leftout = {0};
    char name[3 * LIMIT_ID_BYTES] = "x";
    for (int i = 0; i < LIMIT_ID_BYTES / 2; i++)
        strcat(name, "ế");
    assert_true(leftout_add(&leftout, "f", name, "lost"));
    assert_false(leftout_add(&leftout, "f", name, "lost"));
    assert_int_equal(leftout.count, 1);
    assert_int_equal((strlen(leftout.entries[0].item) - 1) % strlen("ế"), 0);
    assert_true(leftout_remove(&leftout, "f", name));
}

static void pauses_grow_and_begin_again_after_a_life(void **state)
{
    static const struct {
        const char *what;
        int64_t last, life;
        int status;
        int64_t pause;
    } cases[] = {
        {"the first crash", 0, 0, 1, FEEDER_PAUSE_MIN},
        {"the second", FEEDER_PAUSE_MIN, 0, 1, 2 * FEEDER_PAUSE_MIN},
        {"killed", 4 * FEEDER_PAUSE_MIN, 0, -1, 8 * FEEDER_PAUSE_MIN},
        {"for ever", FEEDER_PAUSE_MAX, 0, 1, FEEDER_PAUSE_MAX},
        {"after a life", FEEDER_PAUSE_MAX, FEEDER_LIFE, 1, FEEDER_PAUSE_MIN},
        {"short of one", 2 * FEEDER_PAUSE_MIN, FEEDER_LIFE - 1, 1, 4 * FEEDER_PAUSE_MIN},
        {"another writer", 0, 0, 3, FEEDER_PAUSE_MACHINE},
        {"and again", FEEDER_PAUSE_MACHINE, 0, 3, 2 * FEEDER_PAUSE_MACHINE},
        {"after a life", FEEDER_PAUSE_MAX, FEEDER_LIFE, 3, FEEDER_PAUSE_MACHINE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t pause = feeder_pause(cases[i].last, cases[i].life, cases[i].status);
        if (pause != cases[i].pause)
            fail_msg("%s: %lld", cases[i].what, (long long)pause);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_proved_by_digest_and_mark),
        cmocka_unit_test(a_damaged_file_is_news_once_until_a_whole_one_stands_there),
        cmocka_unit_test(of_too_many_the_oldest_are_forgotten),
        cmocka_unit_test(items_left_out_are_named_with_feed_and_reason),
        cmocka_unit_test(of_items_left_out_the_latest_are_kept),
        cmocka_unit_test(a_reason_is_cut_between_letters),
        cmocka_unit_test(a_long_name_is_known_by_its_beginning),
        cmocka_unit_test(pauses_grow_and_begin_again_after_a_life),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
