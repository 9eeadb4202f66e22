#include "display/programme_feed.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "ipc/folder.h"

void programme_feed_close(struct programme_feed *feed)
{
    quarantine_finish(&feed->quarantine);
    free(feed->quiet ? feed->quiet->alerts : NULL);
    free(feed->quiet);
    zone_destroy(feed->zone);
    site_destroy(feed->site);
    document_destroy(feed->document);
    free(feed->path);
    if (feed->directory >= 0)
        close(feed->directory);
    *feed = PROGRAMME_FEED_NONE;
}

static void log_findings(const char *path, const struct findings *findings)
{
    enum { SHOWN = 5 };
    size_t shown = 0;
    for (size_t i = 0; i < findings->count && shown < SHOWN; i++) {
        const struct finding *finding = &findings->list[i];
        if (finding->severity != SEVERITY_ERROR)
            continue;
        log_warning("%s:%s%s %s", path, finding->path, finding->path[0] ? ":" : "",
                    finding->message);
        shown++;
    }
    if (findings->errors > shown)
        log_warning(_("%s: %zu errors in all; \"bangtin check\" lists them"), path,
                    findings->errors);
}

static void log_unopened(const char *path, int error)
{
    if (error == -ENODATA)
        log_error(_("%s: there is no playlist.json in it"), path);
    else if (error == -ENOTUNIQ)
        log_error(_("%s: several of its folders have a playlist.json; name one of them"), path);
    else if (error == -EFBIG)
        log_error(_("%s: the playlist is larger than 4 MiB"), path);
    else
        log_error(_("%s cannot be read: %s"), path, strerror(-error));
}

/* Parses the document and finds what holds for it here. `name` is for messages. */
static int read_document(struct programme_feed *feed, const char *name, const char *bytes,
                         size_t size, const struct site *device)
{
    struct findings findings = {0};
    int result = document_parse(bytes, size, &findings, &feed->document);
    log_findings(name, &findings);
    findings_finish(&findings);
    if (result < 0)
        return -EINVAL;
    feed->site = site_effective(feed->document, device, NULL);
    if (!feed->site || quarantine_init(&feed->quarantine, feed->document->item_count) < 0)
        return -ENOMEM;
    if (zone_read(feed->document->time_zone, &feed->zone) < 0)
        log_warning("%s: no time zone %s on this machine; dates are read in UTC", name,
                    feed->document->time_zone);
    return 0;
}

int programme_feed_open_folder(const char *path, const struct site *device,
                               struct programme_feed *ret)
{
    struct programme_feed feed = {.share = 1, .directory = -1};
    struct folder folder = FOLDER_NONE;
    int result = folder_open(path, &folder);
    if (result < 0) {
        log_unopened(path, result);
        return result;
    }
    result = read_document(&feed, path, folder.bytes, folder.size, device);
    if (result == 0) {
        feed.path = strdup(folder.path);
        result = feed.path ? 0 : -ENOMEM;
    }
    if (result == 0) {
        feed.directory = folder.directory;
        folder.directory = -1;
        *ret = feed;
    } else {
        programme_feed_close(&feed);
    }
    folder_finish(&folder);
    return result;
}

int programme_feed_open_generation(const struct store *store, const struct current_feed *wanted,
                                   uint64_t generation, const unsigned char sha256[SHA256_SIZE],
                                   const struct site *device, struct programme_feed *ret)
{
    struct programme_feed feed = {
        .generation = generation, .share = wanted->share, .directory = -1};
    unsigned char digest[SHA256_SIZE];
    char *bytes = NULL, name[128];
    size_t size;
    int result = store_generation_read(store, generation, "playlist.json", LIMIT_DOCUMENT_BYTES,
                                       &bytes, &size);
    if (result < 0)
        return result;
    sha256_bytes(bytes, size, digest);
    if (memcmp(digest, sha256, sizeof digest) == 0) {
        snprintf(name, sizeof name, "feed %s, generation %" PRIu64, wanted->key, generation);
        snprintf(feed.key, sizeof feed.key, "%s", wanted->key);
        memcpy(feed.sha256, sha256, sizeof feed.sha256);
        result = read_document(&feed, name, bytes, size, device);
    } else {
        result = -EBADMSG;
    }
    if (result == 0)
        *ret = feed;
    else
        programme_feed_close(&feed);
    free(bytes);
    return result;
}

const char *programme_feed_name(const struct programme_feed *feed)
{
    return feed->key[0] ? feed->key : feed->document->feed_id;
}
