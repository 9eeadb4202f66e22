/* bangtin-svg: one SVG and a size → one picture, for bangtin-render (ipc/job.h, "svg"). */
#include "base/i18n.h"
#include "base/log.h"
#include "ipc/channel.h"
#include "ipc/pixels.h"
#include "render/picture_fault.h"
#include "render/sandbox.h"
#include "render/svg_draw.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CHANNEL = 3,
    IDLE_MS = 5000,    /* a held picture costs no second process */
    JOBS_MAX = 200,    /* what leaks in a library cannot grow for ever */
    JOB_SECONDS = 8,   /* for one drawing, less than the asker waits; then SIGALRM ends it and us */
    REQUEST_MAX = 1024 /* bytes */
};

static const struct sandbox limits = {
    .memory = (size_t)192 * 1024 * 1024,
    .file = (size_t)PIXELS_SIDE_MAX * PIXELS_SIDE_MAX * 4,
    .descriptors = 32,
    .threads = true, /* librsvg runs its filters through a pool of threads */
};

static bool read_size(const cJSON *object, const char *name, uint32_t *ret)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsNumber(value) || !(value->valuedouble >= 1) ||
        !(value->valuedouble <= PIXELS_SIDE_MAX))
        return false;
    *ret = (uint32_t)value->valuedouble;
    return true;
}

static int read_request(const struct message *message, double *ret_number, struct svg_request *ret)
{
    if (message->size > REQUEST_MAX || message->fd_count != 1)
        return -EBADMSG;
    cJSON *object = cJSON_ParseWithLength(message->text, message->size);
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, "svg");
    const cJSON *fit = cJSON_GetObjectItemCaseSensitive(object, "fit");
    int result = -EBADMSG;
    if (cJSON_IsNumber(number) && cJSON_IsString(fit) &&
        picture_fit_parse(fit->valuestring, &ret->fit) == 0 &&
        read_size(object, "width", &ret->width) && read_size(object, "height", &ret->height)) {
        *ret_number = number->valuedouble;
        result = 0;
    }
    cJSON_Delete(object);
    return result;
}

static int answer(double number, const struct pixels *pixels, const struct picture_fault *fault)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "svg", number);
    cJSON_AddBoolToObject(object, "ok", pixels != NULL);
    if (pixels) {
        cJSON_AddNumberToObject(object, "width", pixels->width);
        cJSON_AddNumberToObject(object, "height", pixels->height);
    } else {
        cJSON_AddStringToObject(object, "code", fault->code);
        cJSON_AddStringToObject(object, "message", fault->message);
    }
    char *text = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    if (!text)
        return -ENOMEM;
    int result =
        channel_send(CHANNEL, text, strlen(text), pixels ? &pixels->fd : NULL, pixels ? 1 : 0);
    free(text);
    return result;
}

static int work(struct message *message)
{
    struct svg_request request;
    struct pixels pixels = PIXELS_NONE;
    struct picture_fault fault = {0};
    double number;
    int result = read_request(message, &number, &request);
    if (result < 0)
        return result;
    alarm(JOB_SECONDS);
    int drawn = svg_draw(message->fds[0], &request, &pixels, &fault);
    alarm(0);
    if (drawn == 0 && (result = pixels_seal(&pixels)) < 0)
        drawn = picture_fault_set(&fault, "picture-memory", _("not enough memory: %s"),
                                  strerror(-result));
    result = answer(number, drawn == 0 ? &pixels : NULL, &fault);
    pixels_finish(&pixels);
    return result;
}

/* Returns 1 after a job, 0 when there is nothing more to do, or -errno. */
static int attend(void)
{
    struct pollfd channel = {.fd = CHANNEL, .events = POLLIN};
    struct message message;
    int ready = poll(&channel, 1, IDLE_MS);
    if (ready <= 0)
        return ready < 0 && errno != EINTR ? -errno : ready < 0;
    int result = channel_receive(CHANNEL, &message);
    if (result <= 0)
        return result == -EAGAIN ? 1 : result;
    result = work(&message);
    message_finish(&message);
    return result < 0 ? result : 1;
}

int main(void)
{
    log_init("bangtin-svg");
    i18n_init(NULL);
    setenv("RAYON_NUM_THREADS", "1", 1); /* of that pool: the other cores are the screen's */
    unsetenv("RUST_BACKTRACE");          /* a panic would look for files for seconds */
    int result = sandbox_enter(&limits);
    if (result < 0) {
        log_error("cannot shut itself in: %s; no drawing is read", strerror(-result));
        return EXIT_FAILURE;
    }
    result = 1;
    for (unsigned jobs = 0; jobs < JOBS_MAX && result > 0; jobs++)
        result = attend();
    if (result < 0)
        log_error("the channel failed: %s", strerror(-result));
    return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
