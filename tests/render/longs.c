/* What offices write at length: whole on a screen in a lobby, and never lost without a word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "boxes.h"
#include "fixture.h"
#include "items.h"

enum { SEEN_BYTES = 1 << 14 };

/* What all pages of a slide say, and what they leave out. */
struct seen {
    char words[SEEN_BYTES], overflow[256];
};

static void see_page(const cJSON *answer, void *context)
{
    struct seen *seen = context;
    const cJSON *entry;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "boxes"))
    {
        size_t used = strlen(seen->words);
        int more = snprintf(seen->words + used, SEEN_BYTES - used, "%s ", string_of(entry, "text"));
        assert_true(more > 0 && (size_t)more < SEEN_BYTES - used);
    }
    cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "overflow"))
    {
        size_t used = strlen(seen->overflow);
        snprintf(seen->overflow + used, sizeof seen->overflow - used, "%s ", entry->valuestring);
    }
}

static size_t count_of(const char *text, const char *word)
{
    size_t count = 0;
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        count++;
    return count;
}

/* How often `word` must be seen where nothing is told to have been left out; `left_out` names the
 * roles that tell of it. */
static const struct {
    const char *item, *word;
    size_t count;
    const char *left_out[3];
} promises[] = {
    {"table-long", "/12/2026", 8, {"row", "cell"}},
    {"table-long", "Phòng tiếp", 8, {"row", "cell"}},
    {"directory-long", "0272.382222", 8, {"row", "phone"}},
    {"directory-long", "tầng 1", 8, {"row", "place", "phone"}},
    {"steps-long", "VNeID mức ", 6, {"step"}},
    {"steps-long", "hoặc Doanh nghiệp", 6, {"text", "step"}},
    {"procedure-long", "Lệ phí", 1, {"label"}},
    {"procedure-long", "50.000 đồng", 1, {"online", "text"}},
    {"procedure-long", "Chứng từ tài chính", 1, {"paper"}},
    {"procedure-long", "06/2023", 1, {"basis"}},
};

static void what_is_long_is_whole_or_told(void **state)
{
    for (size_t i = 0; i < long_item_count; i++)
        for (size_t size = 0; size < SHEET_SIZES; size++) {
            unsigned width = sheet_sizes[size][0], height = sheet_sizes[size][1];
            struct seen seen = {0};
            boxes_check_pages(&desk, &long_items[i], width, height, see_page, &seen);
            for (size_t p = 0; p < sizeof promises / sizeof *promises; p++) {
                bool told = strcmp(promises[p].item, long_items[i].name) != 0;
                for (size_t r = 0; r < 3 && promises[p].left_out[r]; r++)
                    told |= strstr(seen.overflow, promises[p].left_out[r]) != NULL;
                if (!told && count_of(seen.words, promises[p].word) < promises[p].count)
                    fail_msg("%s %ux%u: \"%s\" is missing, told is: %s", long_items[i].name, width,
                             height, promises[p].word, seen.overflow);
            }
        }
}

/* On the screens of a lobby all rows of a table stand, every entry has its number, a shortened list
 * says how much longer it is, and a number fits its disc. */
static void lobbies_show_what_counts(void **state)
{
    static const struct {
        const char *item, *word;
        size_t count;
        const char *instead; /* that says as much; or NULL */
    } wanted[] = {{"table-long", "/12/2026", 8, NULL},
                  {"table-long", "Phòng tiếp công dân", 8, NULL},
                  {"directory-long", "0272.382222", 8, NULL},
                  {"directory-long", "tầng 1", 8, NULL},
                  {"steps-long", "VNeID mức ", 6, NULL},
                  {"procedure-long", "Thời hạn", 1, NULL},
                  {"procedure-long", "Lệ phí", 1, NULL},
                  {"procedure-long", "500.000 đồng", 1, NULL},
                  {"procedure-long", "50.000 đồng", 1, NULL},
                  {"procedure-long", "Nơi nộp", 1, NULL},
                  {"procedure-long", "Bản gốc", 1, NULL},
                  {"procedure-long", "Chứng từ tài chính", 1, "giấy tờ khác"},
                  {"procedure-long", "06/2023", 1, NULL}};
    for (size_t i = 0; i < long_item_count; i++)
        for (size_t size = 0; size < SHEET_LOBBIES; size++) {
            struct seen seen = {0};
            boxes_check_pages(&desk, &long_items[i], sheet_sizes[size][0], sheet_sizes[size][1],
                              see_page, &seen);
            for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++)
                if (strcmp(wanted[w].item, long_items[i].name) == 0 &&
                    count_of(seen.words, wanted[w].word) < wanted[w].count &&
                    !(wanted[w].instead && strstr(seen.words, wanted[w].instead)))
                    fail_msg("%s %ux%u: \"%s\" is missing", long_items[i].name,
                             sheet_sizes[size][0], sheet_sizes[size][1], wanted[w].word);
        }
}

/* The answer to a table of eight rows of these four cells. */
static cJSON *draw_table(const char *const cells[4])
{
    cJSON *item = cJSON_CreateObject(), *rows = cJSON_CreateArray();
    cJSON_AddStringToObject(item, "type", "table");
    cJSON_AddStringToObject(item, "title", "Lịch tiếp công dân");
    for (size_t i = 0; i < 8; i++)
        cJSON_AddItemToArray(rows, cJSON_CreateStringArray(cells, 4));
    cJSON_AddItemToObject(item, "rows", rows);
    char *text = cJSON_PrintUnformatted(item);
    char *job = desk_job(text, 1920, 1080, 0, "vi", "dark");
    cJSON *answer = desk_draw(&desk, job, NULL);
    free(job);
    cJSON_free(text);
    cJSON_Delete(item);
    return answer;
}

/* The size of a table's letters, which all its cells have. */
static int size_of_cells(const char *last)
{
    const char *const cells[4] = {"Bộ phận Tiếp nhận và Trả kết quả phường Long An",
                                  "Nguyễn Văn A, chuyên viên chính",
                                  "Hộ tịch, chứng thực, đất đai, xây dựng", last};
    cJSON *answer = draw_table(cells);
    const cJSON *entry;
    int size = 0;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "boxes"))
    {
        struct box box = box_of(entry);
        if (strcmp(box.role, "cell") == 0)
            size = box.size;
    }
    cJSON_Delete(answer);
    assert_true(size > 0);
    return size;
}

/* A cell in two lines of its author's needs no more room than one in two of ours. */
static void lines_of_an_author_keep_their_size(void **state)
{
    assert_true(size_of_cells("Thứ Hai\nđến thứ Sáu") >= size_of_cells("Thứ Hai đến thứ Sáu"));
}

/* Within a string's limit, and a hundred times what a screen holds: each way of breaking such cells
 * would be tried for minutes. */
static void rows_far_too_long_are_told(void **state)
{
    char words[4001];
    for (size_t i = 0; i < sizeof words - 1; i++)
        words[i] = i % 2 ? ' ' : 'x';
    words[sizeof words - 1] = '\0';
    const char *const cells[4] = {words, words, words, words};
    cJSON *answer = draw_table(cells);
    const cJSON *overflow = cJSON_GetObjectItem(answer, "overflow");
    assert_string_equal(cJSON_GetArrayItem(overflow, 0)->valuestring, "row");
    cJSON_Delete(answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_long_is_whole_or_told),
        cmocka_unit_test(lobbies_show_what_counts),
        cmocka_unit_test(lines_of_an_author_keep_their_size),
        cmocka_unit_test(rows_far_too_long_are_told),
    };
    return cmocka_run_group_tests(tests, desk_set_up, desk_tear_down);
}
