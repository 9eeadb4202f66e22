#include "said.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/pairing.h"

/* "{"job":0,…}" → "{…}". */
static char *without_number(struct job *job)
{
    char *text = NULL;
    const char *rest = job->text ? strchr(job->text, ',') : NULL;
    if (rest && asprintf(&text, "{%s", rest + 1) < 0)
        text = NULL;
    job_finish(job);
    return text;
}

static char *job_of(const struct band_message *message, const char *language, unsigned width,
                    unsigned height, unsigned rotate, bool quiet, unsigned *ret_height)
{
    const struct band_shape shape = band_shape(width, height, quiet);
    struct job_band band = {
        .tone = message->tone, .progress = message->progress, .unit = shape.unit};
    struct job job = {0};
    for (size_t i = 0; i < BAND_TEXTS && message->texts[i][0]; i++)
        band.texts[i] = message->texts[i];
    if (ret_height)
        *ret_height = shape.height;
    if (job_compose_band(0, &band, band_language(language), width, shape.height, rotate, &job) < 0)
        return NULL;
    return without_number(&job);
}

char *said_band(const char *text, const char *language, unsigned width, unsigned height,
                unsigned rotate, unsigned *ret_height)
{
    struct front_usb usb;
    struct band_message message;
    int64_t until;
    if (!front_parse_usb(text, strlen(text), &usb) ||
        !band_say(&usb, 0, 0, language, &message, &until))
        return NULL;
    return job_of(&message, language, width, height, rotate, false, ret_height);
}

char *said_line(const char *text, const char *language, unsigned width, unsigned height,
                unsigned *ret_height)
{
    struct front_device device;
    struct band_message message;
    if (!front_parse_device(text, strlen(text), &device))
        return NULL;
    const struct pairing_facts facts = {"bangtin-7f3a", &device, width, height, "0.1.0"};
    pairing_say(&facts, language, &message);
    return job_of(&message, language, width, height, 0, true, ret_height);
}

char *said_testcard(unsigned width, unsigned height, unsigned rotate)
{
    char first[64];
    const char *texts[JOB_TEXTS_MAX] = {first, "Vùng hiển thị: cả màn hình, không xoay",
                                        "Thiết bị: bangtin-7f3a, HDMI-A-1", "bangtin 0.1.0"};
    const struct job_screen screen = {.width = width, .height = height, .rotate = rotate};
    struct job job = {0};
    snprintf(first, sizeof first, "Màn hình: %u × %u, 60 Hz", width, height);
    if (job_compose_testcard(0, texts, "vi", &screen, &job) < 0)
        return NULL;
    return without_number(&job);
}
