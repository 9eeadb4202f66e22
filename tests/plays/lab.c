#include "lab.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "plays/history.h"

int lab_open(struct lab *lab)
{
    *lab = (struct lab){.directory = "/tmp/bangtin-plays-XXXXXX",
                        .prefix = "item",
                        .note = "",
                        .clock = CLOCK_TRUSTED};
    if (!mkdtemp(lab->directory))
        return -1;
    snprintf(lab->path, sizeof lab->path, "%s/plays.db", lab->directory);
    for (size_t i = 0; i < sizeof lab->thumbnail; i++)
        lab->thumbnail[i] = (unsigned char)(i * 7);
    return ledger_open(lab->path, &lab->ledger);
}

static void remove_files(const struct lab *lab)
{
    static const char *const endings[] = {"",         "-wal",         "-shm",
                                          ".damaged", ".damaged-wal", ".damaged-shm"};
    char path[LAB_PATH + 16];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(path, sizeof path, "%s%s", lab->path, endings[i]);
        unlink(path);
    }
}

void lab_close(struct lab *lab)
{
    lab_pause(lab);
    remove_files(lab);
    rmdir(lab->directory);
}

void lab_pause(struct lab *lab)
{
    ledger_close(lab->ledger);
    lab->ledger = NULL;
}

void lab_go_on(struct lab *lab)
{
    assert_int_equal(ledger_open(lab->path, &lab->ledger), 0);
}

void lab_empty(struct lab *lab)
{
    lab_pause(lab);
    remove_files(lab);
}

void lab_begin(struct lab *lab)
{
    lab_empty(lab);
    lab_go_on(lab);
}

struct play_item lab_item(struct lab *lab, int64_t n)
{
    static char ids[LAB_ITEMS][40], titles[LAB_ITEMS][64];
    int which = (int)((n - 1) % LAB_ITEMS);
    snprintf(ids[which], sizeof ids[which], "%s-%d", lab->prefix, which);
    snprintf(titles[which], sizeof titles[which], "Cổng \"dịch vụ\" \\ %d", which);
    return (struct play_item){.feed = "tinh",
                              .item = ids[which],
                              .version = "0123456789abcdef",
                              .language = "vi",
                              .type = "service",
                              .title = titles[which],
                              .topic = which % 2 ? "dich-vu-cong" : NULL,
                              .audience = which % 3 ? "nguoi-dan" : NULL,
                              .width = lab->has_thumbnails ? LAB_WIDTH : 0,
                              .height = lab->has_thumbnails ? LAB_HEIGHT : 0,
                              .thumbnail = lab->has_thumbnails ? lab->thumbnail : NULL};
}

int lab_try(struct lab *lab, int64_t first, size_t count)
{
    static const struct play_place place = {.site = "ubnd-xa", .screen = "1920x1080"};
    struct play_item items[LAB_ITEMS];
    struct ledger_entry *entries = calloc(count, sizeof *entries);
    assert_non_null(entries);
    for (int i = 0; i < LAB_ITEMS; i++)
        items[i] = lab_item(lab, i + 1);
    for (size_t i = 0; i < count; i++) {
        int64_t n = first + (int64_t)i;
        entries[i] = (struct ledger_entry){.row = {.run = UINT64_C(0xfedcba9876543210),
                                                   .n = n,
                                                   .start = LAB_START + n * LAB_STEP + lab->later,
                                                   .shown = LAB_SHOWN,
                                                   .clock = lab->clock},
                                           .item = &items[(n - 1) % LAB_ITEMS],
                                           .place = &place};
    }
    int result = ledger_write(lab->ledger, entries, count, lab->note);
    lab->next = first + (int64_t)count;
    free(entries);
    return result;
}

void lab_write(struct lab *lab, int64_t first, size_t count)
{
    assert_int_equal(lab_try(lab, first, count), 0);
}

static bool take(void *context, const struct play_row *row)
{
    struct lab_rows *rows = context;
    if (rows->count++ == 0)
        rows->first = *row;
    rows->last = *row;
    rows->shown += row->shown;
    return true;
}

struct lab_rows lab_read(const char *path, int64_t from, int64_t to)
{
    struct lab_rows rows = {0};
    struct history *history;
    assert_int_equal(history_open(path, &history), 0);
    assert_int_equal(history_rows(history, from, to, take, &rows), 0);
    history_close(history);
    return rows;
}
