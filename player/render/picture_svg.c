#include "render/picture_svg.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "ipc/channel.h"
#include "ipc/pixels.h"
#include "render/picture_fault.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TIMEOUT_S = 10, ANSWER_MAX = 4096 };

/* An answer taken apart. */
struct reply {
    bool is_ours, has_died; /* died: who started the worker says that it has ended */
    bool ok;
    uint32_t width, height;
    char message[256];
    const char *code;
};

static int refuse_dead(struct picture_fault *fault)
{
    return picture_fault_set(fault, "svg-complex",
                             _("the drawing takes too long or too much memory; simplify it, or "
                               "export it as PNG"));
}

static int refuse_busy(struct picture_fault *fault)
{
    return picture_fault_set(fault, "svg-busy", _("the program that draws SVG does not answer"));
}

/* Waits for the channel until the deadline. Returns 1 when ready, 0 when too late, -1 on error. */
static int wait_for(int channel, short events, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline - clock_monotonic();
        if (left <= 0)
            return 0;
        struct pollfd ready = {.fd = channel, .events = events};
        int result = poll(&ready, 1, (int)(left / 1000) + 1);
        if (result > 0)
            return 1;
        if (result < 0 && errno != EINTR)
            return -1;
    }
}

static int send_request(int channel, int64_t number, int fd, const struct picture_request *request,
                        int64_t deadline)
{
    static const char *const fits[] = {"contain", "cover", "fill"};
    char text[160];
    int size = snprintf(text, sizeof text,
                        "{\"svg\":%" PRId64 ",\"width\":%u,\"height\":%u,\"fit\":\"%s\"}", number,
                        request->width, request->height, fits[request->fit]);
    for (;;) {
        int result = channel_send(channel, text, (size_t)size, &fd, 1);
        if (result != -EAGAIN)
            return result;
        if (wait_for(channel, POLLOUT, deadline) <= 0)
            return -ETIMEDOUT;
    }
}

/* The codes that a drawing can be refused with; a worker's word is not taken for others. */
static const char *known_code(const char *code)
{
    static const char *const codes[] = {"svg-text",        "svg-size",       "svg-external",
                                        "svg-complex",     "picture-memory", "picture-kind",
                                        "picture-damaged", "picture-read"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (strcmp(code, codes[i]) == 0)
            return codes[i];
    }
    return "picture-damaged";
}

static bool read_number(const cJSON *object, const char *name, double limit, double *ret)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0) || !(value->valuedouble <= limit))
        return false;
    *ret = value->valuedouble;
    return true;
}

static void read_reply(const struct message *message, int64_t number, struct reply *ret)
{
    *ret = (struct reply){.code = "picture-damaged"};
    if (message->size > ANSWER_MAX)
        return;
    cJSON *object = cJSON_ParseWithLength(message->text, message->size);
    const cJSON *code = cJSON_GetObjectItemCaseSensitive(object, "code");
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(object, "message");
    double of, width = 0, height = 0;
    if (read_number(object, "svg", 9e15, &of)) {
        ret->has_died = of == 0;
        ret->is_ours = of == (double)number;
    }
    ret->ok = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "ok")) &&
              read_number(object, "width", PIXELS_SIDE_MAX, &width) &&
              read_number(object, "height", PIXELS_SIDE_MAX, &height);
    ret->width = (uint32_t)width;
    ret->height = (uint32_t)height;
    if (cJSON_IsString(code))
        ret->code = known_code(code->valuestring);
    if (cJSON_IsString(text))
        snprintf(ret->message, sizeof ret->message, "%s", text->valuestring);
    cJSON_Delete(object);
}

/* Waits for our answer and passes over those to earlier requests, which came too late. */
static int receive_reply(int channel, int64_t number, int64_t deadline, struct message *ret_message,
                         struct reply *ret, struct picture_fault *fault)
{
    for (;;) {
        int ready = wait_for(channel, POLLIN, deadline);
        if (ready <= 0)
            return ready == 0 ? refuse_dead(fault) : refuse_busy(fault);
        int result = channel_receive(channel, ret_message);
        if (result == -EAGAIN || result == -EBADMSG)
            continue;
        if (result <= 0)
            return refuse_busy(fault);
        read_reply(ret_message, number, ret);
        if (ret->is_ours)
            return 0;
        message_finish(ret_message);
        if (ret->has_died)
            return refuse_dead(fault);
    }
}

static uint32_t over(uint32_t pixel, uint32_t ground)
{
    uint32_t rest = 255 - (pixel >> 24), sum = 0xFF000000U;
    for (unsigned shift = 0; shift < 24; shift += 8) {
        uint32_t part = (ground >> shift & 255) * rest + 128;
        uint32_t value = (pixel >> shift & 255) + ((part + (part >> 8)) >> 8);
        sum |= (value < 255 ? value : 255) << shift;
    }
    return sum;
}

static int take_pixels(const struct pixels *pixels, const struct picture_request *request,
                       struct picture *ret, struct picture_fault *fault)
{
    size_t count = pixels->size / 4;
    struct picture picture = {.data = malloc(pixels->size),
                              .width = pixels->width,
                              .height = pixels->height,
                              .stride = (size_t)pixels->width * 4,
                              .has_alpha = request->keep_alpha};
    if (!picture.data)
        return picture_fault_set(fault, "picture-memory", _("not enough memory: %s"),
                                 strerror(ENOMEM));
    if (request->keep_alpha)
        memcpy(picture.data, pixels->data, pixels->size);
    for (size_t i = 0; i < count && !request->keep_alpha; i++)
        picture.data[i] = over(pixels->data[i], request->background);
    *ret = picture;
    return 0;
}

int picture_svg_read(int fd, const struct picture_request *request, struct picture *ret,
                     struct picture_fault *fault)
{
    int64_t now = clock_monotonic(), deadline = now + TIMEOUT_S * CLOCK_SECOND;
    int64_t number = now + 1; /* no two requests at one instant; never 0 */
    struct message message;
    struct pixels pixels;
    struct reply reply = {0};
    if (request->svg < 0 || send_request(request->svg, number, fd, request, deadline) < 0)
        return refuse_busy(fault);
    if (receive_reply(request->svg, number, deadline, &message, &reply, fault) < 0)
        return -1;
    int result = -1;
    if (!reply.ok)
        picture_fault_set(fault, reply.code, "%s", reply.message);
    else if (reply.width > request->width || reply.height > request->height ||
             pixels_map(message_take_fd(&message, 0), reply.width, reply.height, &pixels) < 0)
        refuse_busy(fault);
    else {
        result = take_pixels(&pixels, request, ret, fault);
        pixels_finish(&pixels);
    }
    message_finish(&message);
    return result;
}
