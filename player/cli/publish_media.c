#include "cli/publish_media.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/asset_file.h"
#include "cli/say.h"

enum { BLOCK = 64 * 1024, HEAD = 12 };

/* The two kinds of clip by their first bytes: ISO/IEC 14496-12 ("ftyp" at 4), RFC 8794 (EBML). */
static const char *clip_type(int fd)
{
    char head[HEAD];
    if (pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head && memcmp(head + 4, "ftyp", 4) == 0)
        return "video/mp4";
    return "video/webm";
}

static const char *extension_of(const char *type)
{
    static const char *const known[][2] = {
        {"image/jpeg", "jpg"},    {"image/png", "png"}, {"image/webp", "webp"},
        {"image/svg+xml", "svg"}, {"video/mp4", "mp4"}, {"video/webm", "webm"},
    };
    for (size_t i = 0; type && i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i][0], type) == 0)
            return known[i][1];
    }
    return "bin";
}

static int digest_file(int fd, struct publish_work *work, struct publish_media *media)
{
    char block[BLOCK];
    struct sha256 hash;
    sha256_init(&hash);
    media->size = 0;
    for (;;) {
        ssize_t got = pread(fd, block, sizeof block, media->size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            break;
        sha256_update(&hash, block, (size_t)got);
        media->size += got;
        publish_work_add(work, got);
        if (media->size > LIMIT_ASSET_BYTES)
            return -EFBIG;
    }
    sha256_final(&hash, media->sha256);
    return media->size == media->status.st_size ? 0 : -ESTALE;
}

static int read_one(int directory, struct publish_work *work, struct publish_media *media)
{
    int fd = file_open_beneath(directory, media->asset->href);
    if (fd < 0)
        return fd;
    int result = fstat(fd, &media->status) < 0 ? -errno : 0;
    if (result == 0)
        result = digest_file(fd, work, media);
    if (result == 0) {
        enum media_kind kind = asset_file_kind(fd);
        media->type = kind == MEDIA_VIDEO ? clip_type(fd) : media_kind_type(kind);
        publish_name_media(media->sha256, extension_of(media->type), media->name);
    }
    close(fd);
    return result;
}

static int by_name(const void *a, const void *b)
{
    const struct publish_media *const *left = a, *const *right = b;
    int order = strcmp((*left)->name, (*right)->name);
    return order ? order : (*left > *right) - (*left < *right);
}

static int mark_repeated(struct publish_media_list *list)
{
    struct publish_media **sorted = calloc(list->count + 1, sizeof *sorted);
    if (!sorted)
        return -ENOMEM;
    for (size_t i = 0; i < list->count; i++)
        sorted[i] = &list->list[i];
    qsort(sorted, list->count, sizeof *sorted, by_name);
    for (size_t i = 0; i < list->count; i++) {
        sorted[i]->is_repeated = i > 0 && strcmp(sorted[i]->name, sorted[i - 1]->name) == 0;
        if (!sorted[i]->is_repeated)
            list->bytes += sorted[i]->size;
    }
    free(sorted);
    return 0;
}

static int64_t total_size(const struct document *document, int directory)
{
    int64_t total = 0;
    for (size_t i = 0; i < document->asset_count; i++) {
        struct stat status;
        if (fstatat(directory, document->assets[i].href, &status, 0) == 0)
            total += status.st_size;
    }
    return total;
}

int publish_media_read(const struct document *document, int directory, struct publish_work *work,
                       struct publish_media_list *ret)
{
    struct publish_media_list list = {.directory = directory, .count = document->asset_count};
    list.list = calloc(list.count + 1, sizeof *list.list);
    int result = list.list ? 0 : -ENOMEM;
    const char *at = "";
    publish_work_begin(work, _("reading"), total_size(document, directory));
    for (size_t i = 0; result == 0 && i < list.count; i++) {
        list.list[i].asset = &document->assets[i];
        at = document->assets[i].href;
        publish_work_name(work, at);
        result = read_one(directory, work, &list.list[i]);
    }
    publish_work_end(work);
    if (result == 0)
        result = mark_repeated(&list);
    if (result == 0) {
        *ret = list;
        return 0;
    }
    publish_media_finish(&list);
    if (result == -ESTALE)
        say(_("%s: the file changed while it was read; try again when it is complete"), at);
    else
        say("%s: %s", at, say_errno(result));
    return result;
}

void publish_media_finish(struct publish_media_list *list)
{
    free(list->list);
    *list = (struct publish_media_list){.directory = -1};
}

static bool is_same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

bool publish_media_is_same(const struct publish_media *media, int fd)
{
    struct stat now;
    return fstat(fd, &now) == 0 && now.st_ino == media->status.st_ino &&
           now.st_dev == media->status.st_dev && now.st_size == media->status.st_size &&
           is_same_time(&now.st_mtim, &media->status.st_mtim) &&
           is_same_time(&now.st_ctim, &media->status.st_ctim);
}

int publish_media_open(const struct publish_media_list *list, size_t index)
{
    const struct publish_media *media = &list->list[index];
    int fd = file_open_beneath(list->directory, media->asset->href);
    if (fd < 0 || publish_media_is_same(media, fd))
        return fd;
    close(fd);
    return -ESTALE;
}
