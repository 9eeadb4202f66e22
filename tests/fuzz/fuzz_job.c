/* Jobs of any content: what a worker reads from its channel, drawn and answered. A message that is
 * no job by itself becomes the words of one, so that the search reaches the layouts at once. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ipc/fonts.h"
#include "render/compose.h"
#include "target.h"

/* Small, so that a try takes a millisecond. */
enum { SIDE_MAX = 400, FACES = 7 };

static struct composer *desk(void)
{
    static struct composer composer;
    if (composer.fonts)
        return &composer;
    char text[4096];
    int fds[CHANNEL_FDS_MAX] = {-1};
    size_t count = 1;
    static const struct {
        const char *script;
        enum font_weight weight;
    } order[FACES] = {{"Latn", FONT_REGULAR}, {"Latn", FONT_BOLD},    {"Khmr", FONT_REGULAR},
                      {"Khmr", FONT_BOLD},    {"Cham", FONT_REGULAR}, {"Cham", FONT_BOLD},
                      {"Tavt", FONT_REGULAR}};
    fonts_open(text, sizeof text, fds, &count, &(uint64_t){0});
    MUST(count == FACES + 1);
    composer = (struct composer){.svg = -1, .fonts = fonts_create()};
    for (size_t i = 0; i < FACES; i++)
        fonts_add(composer.fonts, order[i].script, order[i].weight, fds[i + 1]);
    return &composer;
}

static void draw(const char *job, size_t size)
{
    struct message message = {.size = size};
    struct hello hello;
    struct request request;
    struct pixels pixels = PIXELS_NONE;
    memcpy(&message.text, &job, sizeof job);
    if (request_read(&message, &hello, &request) != REQUEST_JOB)
        return;
    if (request.width <= SIDE_MAX && request.height <= SIDE_MAX) {
        char *answer = compose(desk(), &request, &pixels);
        cJSON *json = cJSON_Parse(answer ? answer : "");
        MUST(json); /* an answer is JSON, whatever was asked */
        cJSON_Delete(json);
        free(answer);
        pixels_finish(&pixels);
    }
    request_finish(&request);
}

/* The first bytes choose type and size, the rest are the words. */
static void draw_words(const uint8_t *data, size_t size)
{
    static const char *const types[] = {"service", "hotline", "slogan", "notice", "document"};
    static const char *const fields[] = {"name",  "title", "text",  "summary",    "body",
                                         "phone", "url",   "hours", "attribution"};
    if (size < 4)
        return;
    char *words = malloc(size - 3);
    cJSON *job = cJSON_CreateObject(), *item = cJSON_AddObjectToObject(job, "item");
    memcpy(words, data + 4, size - 4);
    words[size - 4] = '\0';
    cJSON_AddNumberToObject(job, "job", 1);
    cJSON_AddStringToObject(job, "kind", "item");
    cJSON_AddNumberToObject(job, "width", 1 + data[1]);
    cJSON_AddNumberToObject(job, "height", 1 + data[2]);
    cJSON_AddNumberToObject(job, "rotate", data[3] % 4 * 90);
    cJSON_AddStringToObject(job, "language", data[3] & 4 ? "km" : "vi");
    cJSON_AddStringToObject(job, "band", words);
    cJSON_AddStringToObject(item, "type", types[data[0] % 5]);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        cJSON_AddStringToObject(item, fields[i], words);
    char *text = cJSON_PrintUnformatted(job);
    if (text)
        draw(text, strlen(text));
    free(text);
    cJSON_Delete(job);
    free(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 16384)
        return 0;
    if (size > 0 && data[0] == '{') {
        char *text = malloc(size + 1);
        memcpy(text, data, size);
        text[size] = '\0';
        draw(text, size);
        free(text);
    } else {
        draw_words(data, size);
    }
    return 0;
}
