/* Jobs that name no files: the clock, strips, alerts, the ticker, the test card. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "ipc/job_parts.h"
#include "ipc/pixels.h"
#include "playlist/resolve.h"
#include "playlist/wording.h"

int job_compose_clock(uint64_t number, const struct document *document, const char *text,
                      const char *date, uint32_t width, uint32_t height, unsigned rotate,
                      struct job *ret)
{
    struct job job = {.digest = HASH_START};
    cJSON *message = cJSON_CreateObject();
    int result = -ENOMEM;
    if (message && cJSON_AddStringToObject(message, "kind", "clock") &&
        cJSON_AddStringToObject(message, "text", text) &&
        (!date || cJSON_AddStringToObject(message, "date", date)) &&
        job_add_screen(message, document, width, height, rotate))
        result = job_finish_text(message, number, &job);
    cJSON_Delete(message);
    if (result == 0)
        *ret = job;
    return result;
}

const char *job_tone_name(enum job_tone tone)
{
    static const char *const names[JOB_TONES] = {"plain", "busy", "good", "bad"};
    return names[tone];
}

static bool add_texts(cJSON *message, const char *const *texts, size_t count)
{
    cJSON *list = cJSON_AddArrayToObject(message, "texts");
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < count && texts[i]; i++) {
        cJSON *text = cJSON_CreateString(texts[i]);
        ok = cJSON_AddItemToArray(list, text);
        if (!ok)
            cJSON_Delete(text);
    }
    return ok;
}

/* What a band and the test card have in common: no document, no files. */
static int compose_words(cJSON *message, const char *kind, const char *const *texts,
                         const char *language, const struct job_screen *shape, uint64_t number,
                         struct job *ret)
{
    struct job job = {.digest = HASH_START};
    int result = -ENOMEM;
    if (cJSON_AddStringToObject(message, "kind", kind) &&
        add_texts(message, texts, JOB_TEXTS_MAX) &&
        (!language || cJSON_AddStringToObject(message, "language", language)) &&
        job_add_shape(message, shape->width, shape->height, shape->rotate))
        result = job_finish_text(message, number, &job);
    cJSON_Delete(message);
    if (result == 0)
        *ret = job;
    return result;
}

int job_compose_band(uint64_t number, const struct job_band *band, const char *language,
                     uint32_t width, uint32_t height, unsigned rotate, struct job *ret)
{
    const struct job_screen shape = {.width = width, .height = height, .rotate = rotate};
    cJSON *message = cJSON_CreateObject();
    if (!cJSON_AddStringToObject(message, "tone", job_tone_name(band->tone)) ||
        !cJSON_AddNumberToObject(message, "unit", band->unit) ||
        (band->progress >= 0 && !cJSON_AddNumberToObject(message, "progress", band->progress))) {
        cJSON_Delete(message);
        return -ENOMEM;
    }
    return compose_words(message, "band", band->texts, language, &shape, number, ret);
}

int job_compose_testcard(uint64_t number, const char *const texts[JOB_TEXTS_MAX],
                         const char *language, const struct job_screen *screen, struct job *ret)
{
    return compose_words(cJSON_CreateObject(), "testcard", texts, language, screen, number, ret);
}

const char *job_severity_name(enum alert_severity severity)
{
    static const char *const names[] = {"Unknown", "Minor", "Moderate", "Severe", "Extreme"};
    return names[severity];
}

static bool add_optional(cJSON *message, const char *name, const char *text)
{
    return !text || cJSON_AddStringToObject(message, name, text);
}

/* The alert's words and severity, whatever it is drawn as. */
static bool add_alert(cJSON *message, const struct alert *alert, const struct wording *wording,
                      const char *language)
{
    return cJSON_AddStringToObject(message, "severity", job_severity_name(alert->severity)) &&
           cJSON_AddStringToObject(message, "headline", wording->headline) &&
           add_optional(message, "description", wording->description) &&
           add_optional(message, "instruction", wording->instruction) &&
           add_optional(message, "language", language);
}

/* The alert's job but for its shape; a fresh message, or NULL and *ret_result. */
static cJSON *begin_alert(const struct job_alert *alert, const char *kind, int *ret_result)
{
    struct wording wording;
    *ret_result =
        wording_of_alert(alert->document, alert->alert, alert->language, alert->site, &wording);
    if (*ret_result < 0)
        return NULL;
    cJSON *message = cJSON_CreateObject();
    if (!message || !cJSON_AddStringToObject(message, "kind", kind) ||
        !add_alert(message, alert->alert, &wording, alert->language)) {
        cJSON_Delete(message);
        message = NULL;
        *ret_result = -ENOMEM;
    }
    wording_finish(&wording);
    return message;
}

/* Deletes the message. */
static int end_alert(cJSON *message, uint64_t number, struct job *ret)
{
    struct job job = {.digest = HASH_START};
    int result = job_finish_text(message, number, &job);
    cJSON_Delete(message);
    if (result == 0)
        *ret = job;
    return result;
}

int job_compose_alert(uint64_t number, const struct job_alert *alert,
                      const struct job_screen *screen, struct job *ret)
{
    int result;
    cJSON *message = begin_alert(alert, "alert", &result);
    if (!message)
        return result;
    if (job_add_screen(message, alert->document, screen->width, screen->height, screen->rotate) &&
        job_add_band(message, alert->document, alert->language, alert->site) &&
        cJSON_AddNumberToObject(message, "page", screen->page) &&
        add_optional(message, "until", alert->until))
        return end_alert(message, number, ret);
    cJSON_Delete(message);
    return -ENOMEM;
}

int job_compose_banner(uint64_t number, const struct job_alert *alert, double unit, uint32_t width,
                       uint32_t height, unsigned rotate, struct job *ret)
{
    int result;
    cJSON *message = begin_alert(alert, "banner", &result);
    if (!message)
        return result;
    if (job_add_screen(message, alert->document, width, height, rotate) &&
        cJSON_AddNumberToObject(message, "unit", unit))
        return end_alert(message, number, ret);
    cJSON_Delete(message);
    return -ENOMEM;
}

char *job_ticker_text(const struct document *document, const struct ticker_line *line,
                      const char *language, const struct site *site)
{
    char *text = text_resolve(document, line->text_json, line->text_json_size, language, site);
    if (text && *text && strlen(text) <= JOB_TICKER_BYTES_MAX)
        return text;
    free(text);
    return NULL;
}

int job_compose_ticker(uint64_t number, const struct document *document,
                       const struct job_ticker *ticker, const char *language, unsigned rotate,
                       struct job *ret)
{
    struct job job = {.digest = HASH_START};
    cJSON *message = cJSON_CreateObject();
    int result = -ENOMEM;
    if (message && cJSON_AddStringToObject(message, "kind", "ticker") &&
        add_texts(message, ticker->texts, ticker->count) &&
        cJSON_AddNumberToObject(message, "unit", ticker->unit) &&
        cJSON_AddNumberToObject(message, "least", ticker->least) &&
        (!ticker->is_black || cJSON_AddTrueToObject(message, "black")) &&
        add_optional(message, "language", language) &&
        job_add_screen(message, document, PIXELS_SIDE_MAX, ticker->height, rotate))
        result = job_finish_text(message, number, &job);
    cJSON_Delete(message);
    if (result == 0)
        *ret = job;
    return result;
}
