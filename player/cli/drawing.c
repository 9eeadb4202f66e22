#include "cli/drawing.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ipc/job.h"

enum { WORDS_MAX = 256 }; /* of each kind; a worker is not trusted */

static int add_word(struct drawing_words *words, const char *word)
{
    if (words->count == WORDS_MAX)
        return 0;
    char **list = realloc(words->list, (words->count + 1) * sizeof *list);
    if (!list)
        return -ENOMEM;
    words->list = list;
    list[words->count] = strdup(word);
    if (!list[words->count])
        return -ENOMEM;
    words->count++;
    return 0;
}

static void finish_words(struct drawing_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->list[i]);
    free(words->list);
    *words = (struct drawing_words){0};
}

/* Adds the strings of `array`, or with `member` those of its objects' members of that name. */
static int read_words(const cJSON *array, const char *member, struct drawing_words *words)
{
    const cJSON *element;
    cJSON_ArrayForEach(element, array)
    {
        const cJSON *text = member ? cJSON_GetObjectItemCaseSensitive(element, member) : element;
        if (cJSON_IsString(text) && *text->valuestring && add_word(words, text->valuestring) < 0)
            return -ENOMEM;
    }
    return 0;
}

static bool has_box(const cJSON *boxes, const char *role)
{
    const cJSON *box;
    cJSON_ArrayForEach(box, boxes)
    {
        const cJSON *its = cJSON_GetObjectItemCaseSensitive(box, "role");
        if (cJSON_IsString(its) && strcmp(its->valuestring, role) == 0)
            return true;
    }
    return false;
}

/* What overflows and is on the picture all the same was shortened, or is there in part. */
static int find_cut(const cJSON *boxes, struct drawing *drawing)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < drawing->overflow.count; i++) {
        if (has_box(boxes, drawing->overflow.list[i]))
            result = add_word(&drawing->cut, drawing->overflow.list[i]);
    }
    return result;
}

static int read_report(const struct message *message, struct drawing *drawing)
{
    cJSON *json = cJSON_ParseWithLength(message->text, message->size);
    int result = json ? 0 : -ENOMEM;
    if (result == 0)
        result = read_words(cJSON_GetObjectItemCaseSensitive(json, "overflow"), NULL,
                            &drawing->overflow);
    if (result == 0)
        result =
            read_words(cJSON_GetObjectItemCaseSensitive(json, "missing"), NULL, &drawing->missing);
    if (result == 0)
        result =
            read_words(cJSON_GetObjectItemCaseSensitive(json, "boxes"), "text", &drawing->texts);
    if (result == 0)
        result = find_cut(cJSON_GetObjectItemCaseSensitive(json, "boxes"), drawing);
    cJSON_Delete(json);
    return result;
}

bool drawing_is_cut(const struct drawing *drawing, const char *role)
{
    for (size_t i = 0; i < drawing->cut.count; i++) {
        if (strcmp(drawing->cut.list[i], role) == 0)
            return true;
    }
    return false;
}

int drawing_read(struct message *message, uint64_t number, uint32_t width, uint32_t height,
                 struct drawing *ret)
{
    struct job_answer answer;
    struct drawing drawing = DRAWING_NONE;
    if (job_answer_parse(message, &answer) < 0 || answer.number != number)
        return -EBADMSG;
    if (!answer.ok) {
        drawing.state = DRAWING_REFUSED;
        snprintf(drawing.code, sizeof drawing.code, "%s", answer.code);
        snprintf(drawing.message, sizeof drawing.message, "%s", answer.message);
        *ret = drawing;
        return 0;
    }
    if (answer.width != width || answer.height != height || message->fd_count == 0 ||
        pixels_map(message_take_fd(message, 0), width, height, &drawing.pixels) < 0)
        return -EBADMSG;
    int result = read_report(message, &drawing);
    if (result < 0) {
        drawing_finish(&drawing);
        return result;
    }
    *ret = drawing;
    return 0;
}

void drawing_finish(struct drawing *drawing)
{
    pixels_finish(&drawing->pixels);
    finish_words(&drawing->overflow);
    finish_words(&drawing->cut);
    finish_words(&drawing->missing);
    finish_words(&drawing->texts);
    *drawing = DRAWING_NONE;
}
