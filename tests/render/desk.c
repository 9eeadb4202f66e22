#include "desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "ipc/fonts.h"

void desk_open(struct composer *composer)
{
    char members[2048], text[2200];
    struct message message = {.fds = {-1}, .fd_count = 1}; /* in place of the SVG channel */
    struct hello hello;
    struct request request;
    fonts_open(members, sizeof members, message.fds, &message.fd_count, &(uint64_t){0});
    snprintf(text, sizeof text, "{\"hello\":1,\"fonts\":[%s]}", members);
    message.text = text;
    message.size = strlen(text);
    assert_int_equal(request_read(&message, &hello, &request), REQUEST_HELLO);
    assert_in_range(hello.font_count, 4, CHANNEL_FDS_MAX);
    *composer = (struct composer){.svg = -1, .fonts = fonts_create()};
    for (size_t i = 0; i < hello.font_count; i++)
        assert_int_equal(fonts_add(composer->fonts, hello.fonts[i].script, hello.fonts[i].weight,
                                   message_take_fd(&message, hello.fonts[i].fd)),
                         0);
}

cJSON *desk_draw(struct composer *composer, const char *job, struct pixels *ret)
{
    struct message message = {.size = strlen(job)};
    struct hello hello;
    struct request request;
    struct pixels pixels = PIXELS_NONE;
    memcpy(&message.text, &job, sizeof job);
    assert_int_equal(request_read(&message, &hello, &request), REQUEST_JOB);
    char *answer = compose(composer, &request, &pixels);
    request_finish(&request);
    assert_non_null(answer);
    cJSON *json = cJSON_Parse(answer);
    assert_non_null(json);
    free(answer);
    if (ret && pixels.fd >= 0) {
        assert_int_equal(pixels_map(pixels.fd, pixels.width, pixels.height, ret), 0);
        pixels.fd = -1;
    }
    pixels_finish(&pixels);
    return json;
}

char *desk_job(const char *item, unsigned width, unsigned height, unsigned rotate,
               const char *language, const char *theme)
{
    char *job = NULL;
    assert_true(asprintf(&job,
                         "{\"job\":1,\"kind\":\"item\",\"width\":%u,\"height\":%u,\"rotate\":%u,"
                         "\"language\":\"%s\",\"item\":%s,\"band\":\"Trung tâm Phục vụ hành chính "
                         "công\",\"clock\":true,\"theme\":{\"base\":\"%s\"}}",
                         width, height, rotate, language, item, theme) > 0);
    return job;
}
