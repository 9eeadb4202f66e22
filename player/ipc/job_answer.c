#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ipc/job.h"
#include "ipc/pixels.h"

enum { CODE_LAST = 0x10FFFF /* of Unicode */ };

/* A whole number of `object` in 0 … `limit`; anything else is refused. */
static bool read_number(const cJSON *object, const char *name, double limit, double *ret)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsNumber(number) || !(number->valuedouble >= 0) || number->valuedouble > limit ||
        number->valuedouble != floor(number->valuedouble))
        return false;
    *ret = number->valuedouble;
    return true;
}

static bool read_side(const cJSON *object, const char *name, uint32_t *ret)
{
    double number;
    if (!read_number(object, name, PIXELS_SIDE_MAX, &number))
        return false;
    *ret = (uint32_t)number;
    return true;
}

static void read_text(const cJSON *object, const char *name, char *out, size_t size)
{
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(object, name);
    snprintf(out, size, "%s", cJSON_IsString(text) ? text->valuestring : "");
}

static bool read_pages(const cJSON *message, struct job_answer *answer)
{
    double pages = 1;
    if (cJSON_HasObjectItem(message, "pages") &&
        (!read_number(message, "pages", JOB_PAGES_MAX, &pages) || pages < 1))
        return false;
    answer->pages = (unsigned)pages;
    return true;
}

static bool read_words(const cJSON *message, struct job_answer *answer)
{
    double words = 0;
    if (cJSON_HasObjectItem(message, "words") &&
        !read_number(message, "words", JOB_WORDS_MAX, &words))
        return false;
    answer->words = (size_t)words;
    return true;
}

static bool read_texts(const cJSON *message, struct job_answer *answer)
{
    double texts = 0;
    if (cJSON_HasObjectItem(message, "texts") &&
        !read_number(message, "texts", JOB_TICKER_TEXTS_MAX, &texts))
        return false;
    answer->texts = (unsigned)texts;
    return true;
}

/* "U+AA00"; a script is four letters, or nothing. */
static bool read_lack(const cJSON *message, struct job_answer *answer)
{
    const cJSON *lack = cJSON_GetObjectItemCaseSensitive(message, "lacks");
    char letter[16], script[16];
    unsigned code = 0;
    int end = 0;
    if (!lack)
        return true;
    read_text(lack, "letter", letter, sizeof letter);
    read_text(lack, "script", script, sizeof script);
    size_t letters = strspn(script, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    if (sscanf(letter, "U+%6x%n", &code, &end) != 1 || letter[end] != '\0' || code == 0 ||
        code > CODE_LAST || script[letters] != '\0' || (letters != 0 && letters != 4))
        return false;
    answer->lacks.letter = code;
    memcpy(answer->lacks.script, script, letters + 1);
    return true;
}

static bool read_clock(const cJSON *message, struct job_answer *answer)
{
    const cJSON *clock = cJSON_GetObjectItemCaseSensitive(message, "clock");
    if (!cJSON_IsObject(clock))
        return true;
    answer->has_clock = true;
    return read_side(clock, "x", &answer->clock.x) && read_side(clock, "y", &answer->clock.y) &&
           read_side(clock, "width", &answer->clock.width) &&
           read_side(clock, "height", &answer->clock.height) && answer->clock.width > 0 &&
           answer->clock.height > 0 && answer->clock.x + answer->clock.width <= answer->width &&
           answer->clock.y + answer->clock.height <= answer->height;
}

int job_answer_parse(const struct message *message, struct job_answer *ret)
{
    struct job_answer answer = {0};
    double number;
    cJSON *json = cJSON_ParseWithLength(message->text, message->size);
    const cJSON *ok = cJSON_GetObjectItemCaseSensitive(json, "ok");
    bool good = cJSON_IsBool(ok) && read_number(json, "job", 9007199254740991.0, &number);
    if (good) {
        answer.number = (uint64_t)number;
        answer.ok = cJSON_IsTrue(ok);
        if (answer.ok) {
            answer.scan = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "scan"));
            good = read_side(json, "width", &answer.width) &&
                   read_side(json, "height", &answer.height) && read_pages(json, &answer) &&
                   read_words(json, &answer) && read_texts(json, &answer) &&
                   read_lack(json, &answer) && read_clock(json, &answer);
        } else {
            read_text(json, "code", answer.code, sizeof answer.code);
            read_text(json, "message", answer.message, sizeof answer.message);
            read_text(json, "asset", answer.asset, sizeof answer.asset);
        }
    }
    cJSON_Delete(json);
    if (!good)
        return -EBADMSG;
    *ret = answer;
    return 0;
}
