/* bangtin-render: one item and a size in, one opaque picture out (ipc/job.h). Descriptor 3 is its
 * channel; it leaves when the other side does, or after RETIRE_AFTER jobs, so that no leak in any
 * library can grow. */
#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "ipc/channel.h"
#include "render/compose.h"
#include "render/proof.h"
#include "render/sandbox.h"

/* A picture of a usual screen's size is kept from job to job: two thousand page faults each time
 * cost as much as decoding it. What is larger goes back when it is drawn. */
enum { CHANNEL = 3, RETIRE_AFTER = 500, LARGE_BYTES = 12 << 20 };

static const struct sandbox limits = {
    .memory = (size_t)320 << 20, /* a progressive picture of 36 megapixels needs 220 */
    .cpu_seconds = 600,
    .descriptors = 64,
    .threads = false,
};

static void take_themes(struct composer *composer, struct message *message,
                        const struct hello *hello)
{
    struct theme_bases *themes = &composer->themes;
    *themes = hello->themes;
    if (!themes->is_given)
        return;
    if (hello->logo >= 0)
        themes->dark.logo_fd = themes->light.logo_fd =
            message_take_fd(message, (size_t)hello->logo);
    if (hello->backdrop >= 0)
        themes->dark.backdrop_fd = themes->light.backdrop_fd =
            message_take_fd(message, (size_t)hello->backdrop);
}

static void take_hello(struct composer *composer, struct message *message,
                       const struct hello *hello)
{
    composer_finish(composer);
    if (hello->svg >= 0)
        composer->svg = message_take_fd(message, (size_t)hello->svg);
    take_themes(composer, message, hello);
    composer->fonts = fonts_create();
    for (size_t i = 0; composer->fonts && i < hello->font_count; i++)
        fonts_add(composer->fonts, hello->fonts[i].script, hello->fonts[i].weight,
                  message_take_fd(message, hello->fonts[i].fd));
}

static int answer_job(struct composer *composer, const struct request *request)
{
    struct pixels pixels = PIXELS_NONE;
    const struct request_proof *damaged = proof_find_damaged(request);
    char *answer = damaged ? compose_refusal(request->number, "asset-damaged", damaged->asset,
                                             _("the file is not the one that was signed"))
                           : compose(composer, request, &pixels);
    if (!answer)
        return -ENOMEM;
    int result = channel_send(CHANNEL, answer, strlen(answer), &pixels.fd, pixels.fd >= 0 ? 1 : 0);
    pixels_finish(&pixels);
    free(answer);
    return result;
}

static int refuse_job(uint64_t number)
{
    char *answer = compose_refusal(number, "item", NULL, _("the job cannot be read"));
    int result = answer ? channel_send(CHANNEL, answer, strlen(answer), NULL, 0) : -ENOMEM;
    free(answer);
    return result;
}

/* Returns 1 after a job, 0 after anything else, or a negative errno: leave. */
static int serve(struct composer *composer, struct message *message)
{
    struct hello hello;
    struct request request;
    int result = 0;
    switch (request_read(message, &hello, &request)) {
    case REQUEST_HELLO:
        take_hello(composer, message, &hello);
        break;
    case REQUEST_JOB:
        result = answer_job(composer, &request);
        request_finish(&request);
        return result < 0 ? result : 1;
    case REQUEST_BAD:
    default:
        if (request.number == 0)
            log_warning("a message that is no job is left unanswered");
        else
            result = refuse_job(request.number);
        break;
    }
    return result;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        puts("bangtin-render " BANGTIN_VERSION);
        return 0;
    }
    log_init("bangtin-render");
    i18n_init(NULL);
    (void)_("the job cannot be read"); /* opens the catalogue, which the sandbox would not let us */
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
    mallopt(M_TRIM_THRESHOLD, LARGE_BYTES);
    struct composer composer = {.svg = -1};
    int result = sandbox_enter(&limits);
    if (result < 0) {
        log_error("cannot enter the sandbox: %s; reading nothing", strerror(-result));
        return 3;
    }
    for (int jobs = 0; jobs < RETIRE_AFTER && result >= 0;) {
        struct message message;
        result = channel_receive(CHANNEL, &message);
        if (result <= 0)
            break;
        result = serve(&composer, &message);
        message_finish(&message);
        jobs += result > 0;
    }
    composer_finish(&composer);
    if (result < 0 && result != -EPIPE && result != -ECONNRESET) {
        log_error("leaving: %s", strerror(-result));
        return 3;
    }
    return 0;
}
