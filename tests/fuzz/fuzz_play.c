/* Any text as a message about a play: what is taken is bounded, and the same when it is said again.
 */
#include <string.h>

#include "ipc/play.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct play_message message, again;
    if (play_message_parse((const char *)data, size, &message) < 0)
        return 0;
    MUST(message.n >= 1 && message.shown >= 0 && message.shown <= PLAY_SHOWN_MAX);
    MUST(message.width <= PLAY_THUMBNAIL_SIDE && message.height <= PLAY_THUMBNAIL_SIDE);
    char *text = play_message_compose(&message, NULL);
    MUST(text && play_message_parse(text, strlen(text), &again) == 0);
    MUST(again.run == message.run && again.n == message.n && again.kind == message.kind);
    MUST(again.start == message.start && again.shown == message.shown);
    MUST(strcmp(again.title, message.title) == 0 && strcmp(again.topic, message.topic) == 0);
    free(text);
    return 0;
}
