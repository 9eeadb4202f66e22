#include "cli/drawing.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ipc/job.h"
#include "ipc/pages.h"

enum { WORDS_MAX = 256, BOXES_MAX = 256 }; /* of each kind; a worker is not trusted */

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

/* A whole number 0 … `most`; anything else is 0. */
static uint32_t read_number(const cJSON *object, const char *name, uint32_t most)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    double number = cJSON_IsNumber(value) ? value->valuedouble : 0;
    return number >= 0 && number <= most ? (uint32_t)number : 0;
}

static uint32_t read_colour(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    unsigned colour = 0;
    if (cJSON_IsString(value))
        sscanf(value->valuestring, "#%6x", &colour);
    return colour;
}

static int read_box(const cJSON *object, const struct pixels *pixels, struct drawing_box *ret)
{
    const cJSON *role = cJSON_GetObjectItemCaseSensitive(object, "role");
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(object, "text");
    struct drawing_box box = {
        .x = read_number(object, "x", pixels->width),
        .y = read_number(object, "y", pixels->height),
        .size = read_number(object, "size", PIXELS_SIDE_MAX),
        .ink = read_colour(object, "colour"),
        .ground = read_colour(object, "ground"),
        .own_width = read_number(object, "ownWidth", UINT32_MAX),
        .own_height = read_number(object, "ownHeight", UINT32_MAX),
    };
    box.width = read_number(object, "width", pixels->width - box.x);
    box.height = read_number(object, "height", pixels->height - box.y);
    snprintf(box.role, sizeof box.role, "%s", cJSON_IsString(role) ? role->valuestring : "");
    box.text = strdup(cJSON_IsString(text) ? text->valuestring : "");
    if (!box.text)
        return -ENOMEM;
    *ret = box;
    return 0;
}

static int read_boxes(const cJSON *boxes, struct drawing *drawing)
{
    const cJSON *object;
    int count = cJSON_GetArraySize(boxes), result = 0;
    if (count > BOXES_MAX)
        count = BOXES_MAX;
    drawing->boxes.list = calloc((size_t)count + 1, sizeof *drawing->boxes.list);
    if (!drawing->boxes.list)
        return -ENOMEM;
    cJSON_ArrayForEach(object, boxes)
    {
        if (result == 0 && drawing->boxes.count < (size_t)count) {
            result = read_box(object, &drawing->pixels, &drawing->boxes.list[drawing->boxes.count]);
            drawing->boxes.count += result == 0;
        }
    }
    return result;
}

static void finish_boxes(struct drawing_boxes *boxes)
{
    for (size_t i = 0; i < boxes->count; i++)
        free(boxes->list[i].text);
    free(boxes->list);
    *boxes = (struct drawing_boxes){0};
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
    if (result == 0)
        result = read_boxes(cJSON_GetObjectItemCaseSensitive(json, "boxes"), drawing);
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
    if (width == 0)
        width = answer.width;
    if (answer.width != width || answer.height != height || message->fd_count == 0 ||
        pixels_map(message_take_fd(message, 0), width, height, &drawing.pixels) < 0)
        return -EBADMSG;
    drawing.pages = answer.pages;
    drawing.scan = answer.scan;
    drawing.need = pages_need(answer.words, answer.scan);
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
    finish_boxes(&drawing->boxes);
    *drawing = DRAWING_NONE;
}
