#include "display/plays.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"

#define RETRY_FIRST CLOCK_SECOND /* four times as long before each that follows */

struct plays_record {
    struct plays_record *next;
    int64_t n, began; /* `began` monotonic */
    bool is_event, is_sent, is_end_sent;
    char *begin, *end; /* `end` NULL: it goes on, or is an event */
    struct play_thumbnail thumbnail;
    uint64_t version;
    size_t bytes;
};

static uint64_t version_of(const struct play_message *what)
{
    const char *const texts[] = {what->feed, what->item,  what->version, what->language,
                                 what->type, what->title, what->topic,   what->audience};
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = hash_bytes(hash, texts[i], strlen(texts[i]) + 1);
    return hash;
}

void plays_open(struct plays *plays, const char *directory)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t room = sizeof address.sun_path;
    if ((size_t)snprintf(address.sun_path, room, "%s/" PLAY_SOCKET, directory) >= room) {
        log_warning("%s: too long for a socket; what is shown is not counted", directory);
        return;
    }
    if (getrandom(&plays->run, sizeof plays->run, GRND_NONBLOCK) != (ssize_t)sizeof plays->run)
        plays->run = (uint64_t)clock_wall() << 16 ^ (uint64_t)clock_boot() ^ (uint64_t)getpid();
    plays->address = address;
}

static void destroy_record(struct plays_record *record)
{
    play_thumbnail_finish(&record->thumbnail);
    free(record->begin);
    free(record->end);
    free(record);
}

/* Takes the oldest record out. */
static void drop_first(struct plays *plays)
{
    struct plays_record *record = plays->first;
    plays->first = record->next;
    if (!plays->first)
        plays->newest = NULL;
    plays->bytes -= record->bytes;
    plays->pictures -= record->thumbnail.fd >= 0;
    destroy_record(record);
}

static void disconnect(struct plays *plays, int64_t now)
{
    close(plays->fd);
    plays->fd = -1;
    plays->is_blocked = false;
    plays->known_count = 0; /* the next one may come with another log */
    plays->lost += plays->doubtful;
    plays->doubtful = 0;
    for (struct plays_record *record = plays->first; record; record = record->next)
        record->is_sent = record->is_end_sent = false;
    plays->retries = 0;
    plays->retry_at = now + RETRY_FIRST;
}

void plays_close(struct plays *plays)
{
    if (plays->fd >= 0)
        close(plays->fd);
    while (plays->first)
        drop_first(plays);
    *plays = PLAYS_NONE;
}

/* Never waits: a local socket is connected at once or not at all. */
static void connect_socket(struct plays *plays)
{
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return;
    if (connect(fd, (const struct sockaddr *)&plays->address, sizeof plays->address) < 0) {
        log_debug("%s: %s", plays->address.sun_path, strerror(errno));
        close(fd);
        return;
    }
    plays->fd = fd;
    plays->retry_at = INT64_MAX;
}

static int send_text(const struct plays *plays, const char *text,
                     const struct play_thumbnail *thumbnail)
{
    return channel_send(plays->fd, text, strlen(text), &thumbnail->fd, thumbnail->fd >= 0);
}

static int send_record(const struct plays *plays, struct plays_record *record)
{
    const struct play_thumbnail none = PLAY_THUMBNAIL_NONE;
    int result = 0;
    if (!record->is_sent)
        result = send_text(plays, record->begin, &record->thumbnail);
    if (result < 0)
        return result;
    record->is_sent = true;
    if (record->end && !record->is_end_sent)
        result = send_text(plays, record->end, &none);
    if (result == 0)
        record->is_end_sent = record->end != NULL;
    return result;
}

static void flush(struct plays *plays, int64_t now)
{
    plays->is_blocked = false;
    for (struct plays_record *record = plays->first; record && plays->fd >= 0;
         record = record->next) {
        int result = send_record(plays, record);
        plays->is_blocked = result == -EAGAIN || result == -ENOBUFS || result == -ETOOMANYREFS;
        if (plays->is_blocked)
            return;
        if (result < 0) {
            log_info("what is shown cannot be told: %s", strerror(-result));
            disconnect(plays, now);
        }
    }
}

/* What is given up although it was told may be kept all the same. */
static void make_room(struct plays *plays, size_t bytes)
{
    while (plays->first && plays->bytes + bytes > PLAYS_BYTES_MAX) {
        struct plays_record *record = plays->first;
        bool is_told = record->is_sent && (record->is_event || record->is_end_sent);
        if (is_told)
            plays->doubtful_n = record->n;
        if (!record->is_event && is_told)
            plays->doubtful++;
        else if (!record->is_event)
            plays->lost++;
        drop_first(plays);
    }
}

/* Appends a record of the message. NULL without memory: then it is lost. */
static struct plays_record *append(struct plays *plays, const struct play_message *message,
                                   struct play_thumbnail *thumbnail, int64_t now)
{
    struct plays_record *record = calloc(1, sizeof *record);
    char *text = record ? play_message_compose(message, thumbnail) : NULL;
    if (!text) {
        free(record);
        plays->lost += message->kind == PLAY_BEGIN;
        return NULL;
    }
    /* Its end, too, shall find room. */
    size_t bytes = sizeof *record + strlen(text) + 128;
    make_room(plays, bytes);
    *record = (struct plays_record){.n = message->n,
                                    .began = now,
                                    .is_event = message->kind == PLAY_EVENT,
                                    .begin = text,
                                    .thumbnail = PLAY_THUMBNAIL_NONE,
                                    .version = version_of(message),
                                    .bytes = bytes};
    if (thumbnail && thumbnail->fd >= 0) {
        record->thumbnail = *thumbnail;
        *thumbnail = PLAY_THUMBNAIL_NONE;
        plays->pictures++;
    }
    if (plays->newest)
        plays->newest->next = record;
    else
        plays->first = record;
    plays->newest = record;
    plays->bytes += bytes;
    return record;
}

static void send_all(struct plays *plays, int64_t now)
{
    if (plays->fd < 0)
        connect_socket(plays);
    if (plays->fd >= 0 && !plays->is_blocked)
        flush(plays, now);
}

static struct play_message make_event(struct plays *plays, const char *event, int64_t count,
                                      const struct play_message *what)
{
    struct play_message message = *what;
    message.kind = PLAY_EVENT;
    message.run = plays->run;
    message.n = ++plays->n;
    message.count = count;
    snprintf(message.event, sizeof message.event, "%s", event);
    return message;
}

/* Says first what was lost before: room is there again. */
static void tell_losses(struct plays *plays, const struct play_message *what, int64_t now)
{
    int64_t lost = plays->lost;
    if (lost == 0 || plays->fd < 0)
        return;
    struct play_message message = make_event(plays, "lost", lost, what);
    if (append(plays, &message, NULL, now))
        plays->lost -= lost;
}

void plays_tell(struct plays *plays, const char *event, int64_t count,
                const struct play_message *what, int64_t now)
{
    if (!plays->address.sun_path[0])
        return;
    tell_losses(plays, what, now);
    struct play_message message = make_event(plays, event, count, what);
    append(plays, &message, NULL, now);
    send_all(plays, now);
}

static bool is_known(const struct plays *plays, uint64_t version)
{
    size_t count = plays->known_count < PLAYS_KNOWN_MAX ? plays->known_count : PLAYS_KNOWN_MAX;
    for (size_t i = 0; i < count; i++) {
        if (plays->known[i] == version)
            return true;
    }
    return false;
}

bool plays_wants_thumbnail(const struct plays *plays, const struct play_message *what)
{
    uint64_t version = version_of(what);
    if (plays->fd < 0 || plays->pictures >= PLAYS_PICTURES_MAX || is_known(plays, version))
        return false;
    for (const struct plays_record *record = plays->first; record; record = record->next) {
        if (record->version == version && record->thumbnail.fd >= 0)
            return false;
    }
    return true;
}

int64_t plays_begin(struct plays *plays, const struct play_message *what,
                    struct play_thumbnail *thumbnail, int64_t now)
{
    if (!plays->address.sun_path[0])
        return 0;
    tell_losses(plays, what, now);
    struct play_message message = *what;
    message.kind = PLAY_BEGIN;
    message.run = plays->run;
    message.n = ++plays->n;
    append(plays, &message, thumbnail, now);
    send_all(plays, now);
    return message.n;
}

void plays_end(struct plays *plays, int64_t n, int64_t now)
{
    struct plays_record *record = plays->first;
    while (record && record->n != n)
        record = record->next;
    if (!record || record->is_event || record->end)
        return;
    int64_t shown = (now - record->began + 500) / 1000;
    const struct play_message message = {
        .kind = PLAY_END, .run = plays->run, .n = n, .shown = shown > 0 ? shown : 0};
    record->end = play_message_compose(&message, NULL);
    if (plays->fd >= 0 && !plays->is_blocked)
        flush(plays, now);
}

static void remember(struct plays *plays, uint64_t version)
{
    if (!is_known(plays, version))
        plays->known[plays->known_count++ % PLAYS_KNOWN_MAX] = version;
}

static void take_answer(struct plays *plays, const struct message *message)
{
    struct play_message answer;
    if (play_message_parse(message->text, message->size, &answer) < 0 || answer.kind != PLAY_KEPT ||
        answer.run != plays->run)
        return;
    while (plays->first && plays->first->n <= answer.n && plays->first->is_sent) {
        if (plays->first->thumbnail.fd >= 0)
            remember(plays, plays->first->version);
        drop_first(plays);
    }
    if (answer.n >= plays->doubtful_n)
        plays->doubtful = 0;
}

static void read_answers(struct plays *plays, int64_t now)
{
    struct message message;
    int result = 0;
    while (plays->fd >= 0 && (result = channel_receive(plays->fd, &message)) == 1) {
        take_answer(plays, &message);
        message_finish(&message);
    }
    if (plays->fd >= 0 && result != -EAGAIN)
        disconnect(plays, now);
}

struct pollfd plays_poll(const struct plays *plays)
{
    return (struct pollfd){.fd = plays->fd,
                           .events = (short)(POLLIN | (plays->is_blocked ? POLLOUT : 0))};
}

void plays_step(struct plays *plays, int64_t now)
{
    read_answers(plays, now);
    if (plays->fd >= 0 && plays->is_blocked)
        flush(plays, now);
    if (plays->fd >= 0 || now < plays->retry_at)
        return;
    plays->retry_at = INT64_MAX;
    send_all(plays, now);
    if (plays->fd < 0 && ++plays->retries < PLAYS_RETRIES)
        plays->retry_at = now + (RETRY_FIRST << 2 * plays->retries);
}

int64_t plays_next(const struct plays *plays)
{
    return plays->retry_at;
}
