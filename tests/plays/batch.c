/* Batches: what a log sends is what the other side reads, and what is no batch is refused. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "plays/batch.h"
#include "plays/history.h"

static int compose(int64_t after, size_t count, char **ret, size_t *ret_size)
{
    struct history *history;
    assert_int_equal(history_open(lab.path, &history), 0);
    int result = batch_compose(history, after, count, NULL, ret, ret_size);
    history_close(history);
    return result;
}

static void test_what_is_sent_is_what_is_read(void **state)
{
    struct batch batch;
    char *text;
    size_t size;
    lab.has_thumbnails = true;
    lab_write(&lab, 1, 40);
    assert_int_equal(compose(0, 100, &text, &size), 40);
    assert_int_equal(size, strlen(text));
    assert_null(strchr(text, '\n'));
    assert_int_equal(batch_read(text, size, &batch), 0);
    assert_true(batch.is_sound);
    assert_string_equal(batch.device, ledger_log(lab.ledger)->device);
    assert_int_equal(batch.row_count, 40);
    assert_int_equal(batch.item_count, LAB_ITEMS);
    assert_int_equal(batch.rows[39].seq, 40);
    assert_true(batch.rows[39].run == UINT64_C(0xfedcba9876543210));
    assert_int_equal(batch.rows[39].start, LAB_START + 40 * LAB_STEP);
    assert_memory_equal(batch.rows[39].hash, ledger_log(lab.ledger)->head_hash, SHA256_SIZE);
    assert_string_equal(batch.items[1].title, "Cổng \"dịch vụ\" \\ 1");
    assert_null(batch.items[0].topic);
    assert_memory_equal(batch.items[2].thumbnail, lab.thumbnail, sizeof lab.thumbnail);
    batch_finish(&batch);
    free(text);
}

static void test_batches_join_at_their_hashes(void **state)
{
    struct batch first, second;
    char *text;
    size_t size;
    lab.has_thumbnails = true;
    lab_write(&lab, 1, 40);
    assert_int_equal(compose(0, 25, &text, &size), 25);
    assert_int_equal(batch_read(text, size, &first), 0);
    free(text);
    assert_int_equal(compose(25, 25, &text, &size), 15);
    assert_int_equal(batch_read(text, size, &second), 0);
    free(text);
    assert_int_equal(second.first, 26);
    assert_memory_equal(second.previous_hash, first.hash, SHA256_SIZE);
    assert_true(second.is_sound);
    assert_non_null(first.items[0].thumbnail);
    assert_null(second.items[0].thumbnail); /* who has got the first batch has it */
    batch_finish(&first);
    batch_finish(&second);
    assert_int_equal(compose(40, 25, &text, &size), 0);
}

static void test_an_altered_batch_is_read_and_not_sound(void **state)
{
    struct batch batch;
    char *text;
    size_t size;
    lab_write(&lab, 1, 5);
    assert_int_equal(compose(0, 5, &text, &size), 5);
    char *shown = strstr(text, ",14900,");
    assert_non_null(shown);
    memcpy(shown, ",24900,", 7);
    assert_int_equal(batch_read(text, size, &batch), 0);
    assert_false(batch.is_sound);
    batch_finish(&batch);
    free(text);
}

struct lines {
    unsigned count;
    int64_t next;
    size_t thumbnails;
};

static int take_line(void *context, const char *text, size_t size)
{
    struct lines *lines = context;
    struct batch batch;
    if (size == 1 && *text == '\n')
        return 0;
    assert_int_equal(batch_read(text, size, &batch), 0);
    assert_true(batch.is_sound);
    assert_int_equal(batch.first, lines->next);
    lines->next += (int64_t)batch.row_count;
    for (size_t i = 0; i < batch.item_count; i++)
        lines->thumbnails += batch.items[i].thumbnail != NULL;
    lines->count++;
    batch_finish(&batch);
    return 0;
}

static void test_a_file_holds_all_rows_and_each_thumbnail_once(void **state)
{
    struct history *history;
    struct lines lines = {.next = 101};
    lab.has_thumbnails = true;
    lab_write(&lab, 1, 5000);
    assert_int_equal(history_open(lab.path, &history), 0);
    assert_int_equal(batch_export(history, 100, take_line, &lines), 0);
    history_close(history);
    assert_int_equal(lines.next, 5001);
    assert_true(lines.count > 1);
    assert_int_equal(lines.thumbnails, LAB_ITEMS);
}

/* A province's playlist that is new: more pictures than fit into one batch. */
static void test_no_batch_is_larger_than_is_read(void **state)
{
    enum { ITEMS = 200 };
    static const struct play_place place = {.site = "xa", .screen = "3840x2160"};
    static const unsigned char picture[PLAY_SIDE_MAX * PLAY_SIDE_MAX * 3];
    struct lines lines = {.next = 1};
    struct history *history;
    char *text, *end;
    size_t size, thumbnails = 0;
    for (int64_t n = 1; n <= ITEMS; n++) {
        char id[24];
        snprintf(id, sizeof id, "trang-%d", (int)n);
        struct play_item item = lab_item(&lab, n);
        item.item = id;
        item.width = item.height = PLAY_SIDE_MAX;
        item.thumbnail = picture;
        const struct ledger_entry entry = {
            .row = {.run = 7, .n = n, .start = LAB_START}, .item = &item, .place = &place};
        assert_int_equal(ledger_write(lab.ledger, &entry, 1, ""), 0);
    }
    assert_int_equal(history_open(lab.path, &history), 0);
    assert_int_equal(batch_export(history, 0, take_line, &lines), 0);
    history_close(history);
    assert_int_equal(lines.next, ITEMS + 1);
    assert_int_equal(lines.thumbnails, ITEMS);
    /* Nor one that is uploaded. */
    for (int64_t after = 0; after < ITEMS;) {
        int count = compose(after, 1000, &text, &size);
        assert_true(count > 0 && size < BATCH_BYTES_MAX);
        for (end = text; (end = strstr(end, "\"thumbnail\"")); end++)
            thumbnails++;
        after += count;
        free(text);
    }
    assert_int_equal(thumbnails, ITEMS);
}

/* A sound batch with one piece put in the place of another. */
static const char whole[] =
    "{\"bangtinPlays\":1,\"device\":\"abababababababababababababababab\",\"first\":1,"
    "\"previousHash\":\""
    "0000000000000000000000000000000000000000000000000000000000000000"
    "\","
    "\"runs\":[\"0123456789abcdef\"],\"items\":[{\"id\":3,\"feed\":\"a\",\"item\":\"b\","
    "\"version\":\"c\",\"language\":\"vi\",\"type\":\"slogan\",\"title\":\"d\",\"topic\":null,"
    "\"audience\":null,\"thumbnail\":{\"width\":1,\"height\":1,\"rgb\":\"QUJD\"}}],"
    "\"places\":[{\"id\":1,\"site\":\"e\",\"screen\":\"\"}],"
    "\"rows\":[[0,1,0,3,null,5,6,2,1]],"
    "\"hash\":\""
    "0000000000000000000000000000000000000000000000000000000000000000"
    "\"}";

static void test_what_is_no_batch_is_refused(void **state)
{
    static const struct {
        const char *name, *from, *to;
        int result;
    } cases[] = {
        {"itself", "\"first\":1", "\"first\":1", 0},
        {"a newer format", "Plays\":1", "Plays\":2", -EPROTONOSUPPORT},
        {"another format", "Plays\":1", "Plays\":0", -EBADMSG},
        {"a short device", "abab\"", "ab\"", -EBADMSG},
        {"a device in capitals", "abab\"", "ABAB\"", -EBADMSG},
        {"row 0", "\"first\":1", "\"first\":0", -EBADMSG},
        {"half a row", "\"first\":1", "\"first\":1.5", -EBADMSG},
        {"a hash that is none", "00\",\"runs", "0\",\"runs", -EBADMSG},
        {"a run that is none", "0123456789abcdef", "0123456789abcdeg", -EBADMSG},
        {"no runs", "[\"0123456789abcdef\"]", "[]", -EBADMSG},
        {"a run beyond the list", "[[0,1", "[[1,1", -EBADMSG},
        {"an item that is not there", "0,3,null", "0,4,null", -EBADMSG},
        {"a play of nothing", "1,0,3,null", "1,0,null,null", -EBADMSG},
        {"a place that is not there", "2,1]]", "2,2]]", -EBADMSG},
        {"a kind that is none", "1,0,3", "1,2,3", -EBADMSG},
        {"a clock that is none", "6,2,1", "6,3,1", -EBADMSG},
        {"shown less than nothing", "5,6,2", "5,-6,2", -EBADMSG},
        {"a number beyond all", "5,6,2", "5,1e300,2", -EBADMSG},
        {"a row with a field too many", "2,1]]", "2,1,0]]", -EBADMSG},
        {"a row with one too few", "2,1]]", "2]]", -EBADMSG},
        {"no rows", "[[0,1,0,3,null,5,6,2,1]]", "[]", -EBADMSG},
        {"rows that are none", "[[0,1,0,3,null,5,6,2,1]]", "[{}]", -EBADMSG},
        {"an item without a title", "\"title\":\"d\",", "", -EBADMSG},
        {"a title that is a number", "\"title\":\"d\"", "\"title\":4", -EBADMSG},
        {"a picture of another size", "\"width\":1", "\"width\":2", -EBADMSG},
        {"a picture beyond all", "\"width\":1", "\"width\":100000", -EBADMSG},
        {"a picture in other letters", "QUJD", "QU-D", -EBADMSG},
        {"a picture cut short", "QUJD", "QUI=", -EBADMSG},
        {"an event beyond all", "3,null,5", "3,\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",5",
         -EBADMSG},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct batch batch = {.first = -7};
        char text[sizeof whole + 200];
        const char *at = strstr(whole, cases[i].from);
        assert_non_null(at);
        int size = snprintf(text, sizeof text, "%.*s%s%s", (int)(at - whole), whole, cases[i].to,
                            at + strlen(cases[i].from));
        int result = batch_read(text, (size_t)size, &batch);
        if (result != cases[i].result)
            fail_msg("%s: %d", cases[i].name, result);
        if (result == 0)
            batch_finish(&batch);
        else
            assert_int_equal(batch.first, -7);
    }
}

/* What a batch does not know it passes over, but a parser would have made room for it. */
static void test_values_beyond_all_are_not_parsed(void **state)
{
    static const char tail[] = "0],\"bangtinPlays\"";
    const char *rest = strchr(whole, ':');
    for (size_t values = 1000; values <= 1000000; values *= 1000) {
        struct batch batch;
        char *text = malloc(2 * values + sizeof whole + 64), *at = text;
        assert_non_null(text);
        at += sprintf(at, "{\"more\":[");
        for (size_t i = 0; i < values; i++, at += 2)
            memcpy(at, "0,", 2);
        at += sprintf(at, "%s%s", tail, rest);
        int result = batch_read(text, (size_t)(at - text), &batch);
        assert_int_equal(result, values == 1000 ? 0 : -EBADMSG);
        if (result == 0)
            batch_finish(&batch);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_sent_is_what_is_read, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_batches_join_at_their_hashes, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_an_altered_batch_is_read_and_not_sound, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_a_file_holds_all_rows_and_each_thumbnail_once,
                                        lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_no_batch_is_larger_than_is_read, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test(test_what_is_no_batch_is_refused),
        cmocka_unit_test(test_values_beyond_all_are_not_parsed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
