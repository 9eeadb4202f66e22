#include "sync/plays.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "sync/sync.h"

enum { TURN_MAX = 256 }; /* messages of one client in one turn of the loop */

/* The screen process is another user of the group: it may connect, and nobody else. */
static int listen_at(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if ((size_t)snprintf(address.sun_path, sizeof address.sun_path, "%s", path) >=
        sizeof address.sun_path)
        return -ENAMETOOLONG;
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    unlink(path); /* of a process that was killed */
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 || chmod(path, 0660) < 0 ||
        listen(fd, PLAYS_CLIENTS) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

/* A test cannot wait for minutes. */
static int64_t batch_time(void)
{
    const char *text = getenv("BANGTIN_PLAYS_MILLISECONDS");
    int64_t time = text ? (int64_t)strtol(text, NULL, 10) * 1000 : PLAYS_BATCH;
    return time > 0 ? time : PLAYS_BATCH;
}

/* The system's clock begins anywhere, where a machine has none that runs without power. */
static void look_at_clock(struct sync *sync, int64_t now)
{
    struct ladder_time time = sync_time(sync);
    sync->plays.clock = time.rung;
    sync->plays.ahead = time.now - now;
}

void plays_start(struct sync *sync)
{
    struct plays *plays = &sync->plays;
    int64_t now = clock_monotonic();
    const char *run = sync->health.directory;
    if (sync->options.once || !run[0])
        return;
    if ((size_t)snprintf(plays->path, sizeof plays->path, "%s/plays.db", sync->store_path) >=
            sizeof plays->path ||
        (size_t)snprintf(plays->socket_path, sizeof plays->socket_path, "%s/" PLAY_SOCKET, run) >=
            sizeof plays->socket_path)
        return;
    for (size_t i = 0; i < PLAYS_CLIENTS; i++)
        plays->clients[i].fd = -1;
    if (getrandom(&plays->run, sizeof plays->run, GRND_NONBLOCK) != (ssize_t)sizeof plays->run)
        plays->run = (uint64_t)clock_wall() << 16 ^ (uint64_t)getpid();
    plays->is_on = true;
    plays->batch = batch_time();
    plays->commit_at = INT64_MAX;
    plays->listener = listen_at(plays->socket_path);
    if (plays->listener < 0)
        log_warning("%s: %s; what is shown is not counted", plays->socket_path,
                    strerror(-plays->listener));
    look_at_clock(sync, now);
    plays_open_ledger(plays, now);
    plays_upload_start(sync);
}

size_t plays_poll(const struct plays *plays, struct pollfd fds[PLAYS_POLL_MAX])
{
    size_t count = 0;
    if (!plays->is_on)
        return 0;
    if (plays->listener >= 0)
        fds[count++] = (struct pollfd){.fd = plays->listener, .events = POLLIN};
    for (size_t i = 0; i < PLAYS_CLIENTS; i++) {
        if (plays->clients[i].fd >= 0)
            fds[count++] = (struct pollfd){.fd = plays->clients[i].fd, .events = POLLIN};
    }
    return count;
}

/* Whether another one before the play of that index is of the same screen process: an item and an
 * alert over it go on at the same time. */
static bool has_company(const struct plays *plays, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (plays->open[i].entry->row.run == plays->open[index].entry->row.run)
            return true;
    }
    return false;
}

/* Those whose screen process has gone end, now that another one is there or none has come. */
static void close_left(struct plays *plays, uint64_t run, bool all, int64_t now)
{
    for (size_t i = plays->open_count; i-- > 0;) {
        struct plays_open *open = &plays->open[i];
        bool is_left = open->left_at > 0 && open->entry->row.run != run;
        if (!is_left || (!all && now - open->left_at < PLAYS_PATIENCE))
            continue;
        if (!has_company(plays, i))
            plays_tell(plays, "gone", open->entry, open->left_at);
        plays_close_open(plays, i, plays_shown(open, now), now);
    }
}

static void take_thumbnail(struct plays *plays, struct plays_entry *entry,
                           const struct play_message *message, int fd)
{
    if (fd < 0 || message->width == 0 || plays->pictures >= PLAYS_PICTURES ||
        (plays->ledger && ledger_has_thumbnail(plays->ledger, &entry->item)))
        return;
    if (play_thumbnail_read(fd, message->width, message->height, &entry->thumbnail) < 0)
        return;
    entry->item.thumbnail = entry->thumbnail;
    entry->item.width = message->width;
    entry->item.height = message->height;
    plays->pictures++;
}

static void take_begin(struct plays *plays, const struct play_message *message, int fd, int64_t now)
{
    struct plays_open *open = plays_find_open(plays, message->run, message->n);
    if (open) { /* told again over a new connection */
        open->left_at = 0;
        open->entry->at = message->at; /* a note does not know it */
        return;
    }
    struct plays_entry *entry = plays_entry_create(message);
    if (!entry) {
        plays->lost++;
        return;
    }
    take_thumbnail(plays, entry, message, fd);
    if (plays->open_count == PLAYS_OPEN)
        plays_close_open(plays, 0, plays_shown(&plays->open[0], now), now);
    plays->open[plays->open_count++] = (struct plays_open){.entry = entry, .began = now};
    if (plays->commit_at > now + plays->batch)
        plays->commit_at = now + plays->batch;
}

static void take(struct plays *plays, struct plays_client *client,
                 const struct play_message *message, int fd, int64_t now)
{
    struct plays_open *open;
    struct plays_entry *entry;
    if (client->last == 0 || client->run != message->run)
        close_left(plays, message->run, true, now);
    client->run = message->run;
    client->last = message->n > client->last ? message->n : client->last;
    switch (message->kind) {
    case PLAY_BEGIN:
        take_begin(plays, message, fd, now);
        break;
    case PLAY_END:
        open = plays_find_open(plays, message->run, message->n);
        if (open)
            plays_close_open(plays, (size_t)(open - plays->open), message->shown, now);
        break;
    case PLAY_EVENT:
        entry = plays_entry_create(message);
        if (entry)
            plays_append(plays, entry, now);
        break;
    case PLAY_KEPT:
        break;
    }
}

/* Nobody else has it any more: what falls next may be us. */
static void hasten(struct plays *plays, int64_t now)
{
    if (plays->commit_at == INT64_MAX || plays->failures > 0)
        return;
    int64_t at = now > plays->hasty_at ? now : plays->hasty_at;
    plays->commit_at = at < plays->commit_at ? at : plays->commit_at;
    plays->hasty_at = at + PLAYS_HASTE;
}

static void leave(struct plays *plays, struct plays_client *client, int64_t now)
{
    close(client->fd);
    if (client->last > 0)
        hasten(plays, now);
    for (size_t i = 0; i < plays->open_count; i++) {
        struct plays_open *open = &plays->open[i];
        if (client->last > 0 && open->entry->row.run == client->run && open->left_at == 0)
            open->left_at = now;
    }
    *client = (struct plays_client){.fd = -1};
}

static void read_client(struct plays *plays, struct plays_client *client, int64_t now)
{
    struct message packet;
    int result = 0;
    for (int i = 0; i < TURN_MAX && (result = channel_receive(client->fd, &packet)) == 1; i++) {
        struct play_message message;
        int fd = message_take_fd(&packet, 0);
        if (play_message_parse(packet.text, packet.size, &message) == 0)
            take(plays, client, &message, fd, now);
        else
            log_info("a message about plays cannot be read");
        if (fd >= 0)
            close(fd);
        message_finish(&packet);
    }
    if (result <= 0 && result != -EAGAIN && result != -EBADMSG)
        leave(plays, client, now);
}

static void accept_clients(struct plays *plays)
{
    for (size_t i = 0; i < PLAYS_CLIENTS && plays->listener >= 0; i++) {
        if (plays->clients[i].fd >= 0)
            continue;
        int fd = accept4(plays->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0)
            return;
        plays->clients[i] = (struct plays_client){.fd = fd};
    }
}

void plays_read(struct sync *sync, int64_t now)
{
    struct plays *plays = &sync->plays;
    if (!plays->is_on)
        return;
    look_at_clock(sync, now);
    /* What one that has gone has said comes before what another one says in its place. */
    for (size_t i = 0; i < PLAYS_CLIENTS; i++) {
        if (plays->clients[i].fd >= 0)
            read_client(plays, &plays->clients[i], now);
    }
    accept_clients(plays);
}

int64_t plays_move(struct sync *sync, int64_t now)
{
    struct plays *plays = &sync->plays;
    int64_t wake = INT64_MAX;
    if (!plays->is_on)
        return wake;
    close_left(plays, plays->run, false, now);
    for (size_t i = 0; i < plays->open_count; i++) {
        int64_t end = plays->open[i].left_at + PLAYS_PATIENCE;
        if (plays->open[i].left_at > 0 && end < wake)
            wake = end;
    }
    bool is_full = plays->row_count >= PLAYS_BATCH_ROWS && plays->failures == 0;
    if (now >= plays->commit_at || is_full)
        plays_write(sync, now);
    if (plays->commit_at < wake)
        wake = plays->commit_at;
    int64_t upload = plays_upload_move(sync, now);
    return upload < wake ? upload : wake;
}

void plays_flush(struct sync *sync)
{
    if (sync->plays.is_on && sync->plays.commit_at != INT64_MAX)
        plays_write(sync, clock_monotonic());
}

void plays_finish(struct sync *sync)
{
    struct plays *plays = &sync->plays;
    int64_t now = clock_monotonic();
    if (!plays->is_on)
        return;
    plays_upload_finish(sync);
    for (int turns = 0; turns < 16; turns++)
        plays_read(sync, now);
    plays_write(sync, now);
    for (size_t i = 0; i < PLAYS_CLIENTS; i++) {
        if (plays->clients[i].fd >= 0)
            close(plays->clients[i].fd);
    }
    if (plays->listener >= 0) {
        close(plays->listener);
        unlink(plays->socket_path);
    }
    for (size_t i = 0; i < plays->open_count; i++)
        plays_entry_destroy(plays->open[i].entry);
    for (size_t i = 0; i < plays->row_count; i++)
        plays_entry_destroy(plays->rows[i]);
    free(plays->rows);
    ledger_close(plays->ledger);
    *plays = PLAYS_CLOSED;
}
