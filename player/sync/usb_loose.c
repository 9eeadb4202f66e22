/* Sticks without signatures, where they are allowed: a folder with a playlist.json, or just
 * pictures. Sizes and digests, which a signature would vouch for, are found here; with them the
 * document becomes one like others, and what it needs is copied and put on like others. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "playlist/album.h"
#include "playlist/json_edit.h"
#include "sync/sync.h"

enum { SIZES_SLICE = 32 /* files in one turn */, ID_BYTES = 16 };

static const char clear_name[] = "bangtin-clear.txt";

static void refuse(struct sync *sync, enum usb_code code)
{
    usb_end(sync, USB_REFUSED, code, NULL);
}

void usb_loose_finish(struct usb_loose *loose)
{
    for (size_t i = 0; i < loose->count; i++)
        free(loose->files[i].href);
    free(loose->files);
    document_destroy(loose->draft);
    *loose = (struct usb_loose){0};
}

/* --- what there is --------------------------------------------------------------------------- */

/* Nothing to show is on it: perhaps it was brought to end what another one began. */
static void find_clear(struct sync *sync)
{
    char *bytes;
    size_t size;
    int result = stick_read_root(&sync->usb.stick, clear_name, 1024, &bytes, &size);
    if (result == 0)
        free(bytes);
    if (result < 0)
        usb_end_unread(sync, result == -EIO ? result : -ENOENT, USB_CODE_NOTHING, NULL);
    else if (usb_may_be_unsigned(sync))
        usb_clear(sync);
}

static void begin_files(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    usb->step = USB_STEP_SIZES;
    log_info("stick %s: nobody has signed it; %zu files", usb->name, usb->loose.count);
}

static void list_pictures(struct sync *sync)
{
    struct usb_loose *loose = &sync->usb.loose;
    char **names;
    size_t count;
    int result = stick_pictures(&sync->usb.stick, LIMIT_ASSETS, &names, &count);
    if (result < 0) {
        usb_end_unread(sync, result, result == -E2BIG ? USB_CODE_MANY : USB_CODE_UNREADABLE, NULL);
        return;
    }
    loose->files = calloc(count + 1, sizeof *loose->files);
    if (!loose->files) {
        stick_free_names(names, count);
        refuse(sync, USB_CODE_STORE);
        return;
    }
    for (size_t i = 0; i < count; i++)
        loose->files[i].href = names[i]; /* taken over */
    loose->count = count;
    free(names);
    begin_files(sync);
}

void usb_find_pictures(struct sync *sync)
{
    int result = stick_find_pictures(&sync->usb.stick);
    if (result == -ENOENT)
        find_clear(sync);
    else if (result == -EMLINK && usb_may_be_unsigned(sync))
        refuse(sync, USB_CODE_SEVERAL);
    else if (result < 0 && result != -EMLINK)
        usb_end_unread(sync, result, USB_CODE_UNREADABLE, NULL);
    else if (result == 0 && usb_may_be_unsigned(sync))
        list_pictures(sync);
}

static int list_assets(struct usb_loose *loose)
{
    const struct document *draft = loose->draft;
    loose->files = calloc(draft->asset_count + 1, sizeof *loose->files);
    if (!loose->files)
        return -ENOMEM;
    for (; loose->count < draft->asset_count; loose->count++) {
        char *href = strdup(draft->assets[loose->count].href);
        if (!href)
            return -ENOMEM;
        loose->files[loose->count].href = href;
    }
    return 0;
}

void usb_begin_draft(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    size_t size;
    char *bytes = body_take(&usb->body, &size);
    if (!bytes) {
        refuse(sync, USB_CODE_STORE);
        return;
    }
    struct findings findings = {0};
    int result = document_parse(bytes, size, &findings, &usb->loose.draft);
    for (size_t i = 0; result < 0 && i < findings.count && i < 3; i++)
        log_warning("stick %s: playlist.json: %s: %s", usb->name, findings.list[i].path,
                    findings.list[i].message);
    findings_finish(&findings);
    free(bytes);
    if (result < 0)
        refuse(sync, USB_CODE_DOCUMENT);
    else if (list_assets(&usb->loose) < 0)
        refuse(sync, USB_CODE_STORE);
    else
        begin_files(sync);
}

/* --- sizes ----------------------------------------------------------------------------------- */

/* A picture that cannot be opened as a file is none; what a document names must be there. */
static bool is_no_file(const struct usb_loose *loose, int error)
{
    return !loose->draft && (error == -ENOTSUP || error == -ELOOP || error == -EXDEV);
}

/* False: the work is at its end. */
static bool find_size(struct sync *sync, struct usb_file *file)
{
    struct usb *usb = &sync->usb;
    int fd = stick_file(&usb->stick, file->href, &file->size);
    if (fd < 0 && !is_no_file(&usb->loose, fd)) {
        usb_end_unread(sync, fd, USB_CODE_MISSING, file->href);
        return false;
    }
    if (fd >= 0)
        close(fd);
    file->is_left_out = fd < 0;
    if (file->size > LIMIT_ASSET_BYTES && usb->loose.draft) {
        usb_end(sync, USB_REFUSED, USB_CODE_DOCUMENT, file->href);
        return false;
    }
    if (file->size > LIMIT_ASSET_BYTES)
        file->is_left_out = true;
    if (!file->is_left_out)
        usb->total_bytes += 2 * file->size; /* read once, copied once */
    return true;
}

void usb_sizes(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    struct usb_loose *loose = &usb->loose;
    for (size_t i = 0; i < SIZES_SLICE && loose->at < loose->count; i++, loose->at++) {
        if (!find_size(sync, &loose->files[loose->at]))
            return;
    }
    if (loose->at < loose->count)
        return;
    loose->at = 0;
    usb->step = USB_STEP_DIGESTS;
    usb_set_state(sync, USB_COPYING, USB_CODE_FINE);
}

/* --- digests --------------------------------------------------------------------------------- */

static void leave_out(struct usb *usb, struct usb_file *file, const char *why)
{
    log_warning("stick %s: %s is left out: %s", usb->name, file->href, why);
    file->is_left_out = true;
    usb->bytes += 2 * file->size;
}

static void end_file(struct usb *usb)
{
    if (usb->fd >= 0)
        close(usb->fd);
    usb->fd = -1;
    usb->loose.at++;
}

static bool open_file(struct sync *sync, struct usb_file *file)
{
    struct usb *usb = &sync->usb;
    int64_t size;
    int fd = stick_file(&usb->stick, file->href, &size);
    if (fd < 0) {
        usb_end_unread(sync, fd, USB_CODE_MISSING, file->href);
        return false;
    }
    usb->fd = fd;
    usb->loose.hashed = 0;
    sha256_init(&usb->loose.hash);
    if (size != file->size)
        usb_end(sync, USB_REFUSED, USB_CODE_WRONG, file->href);
    return size == file->size;
}

/* The digest is there. Where the document has named one, or a size, that one counts. */
static void take_digest(struct sync *sync, struct usb_file *file)
{
    struct usb *usb = &sync->usb;
    const struct usb_loose *loose = &usb->loose;
    const struct asset *asset = loose->draft ? &loose->draft->assets[loose->at] : NULL;
    sha256_final(&usb->loose.hash, file->sha256);
    if (asset && ((asset->size >= 0 && asset->size != file->size) ||
                  (asset->has_sha256 && memcmp(asset->sha256, file->sha256, SHA256_SIZE) != 0)))
        usb_end(sync, USB_REFUSED, USB_CODE_WRONG, file->href);
    else
        end_file(usb);
}

static void hash_slice(struct sync *sync, struct usb_file *file)
{
    struct usb *usb = &sync->usb;
    struct usb_loose *loose = &usb->loose;
    int64_t left = file->size - loose->hashed;
    size_t wanted = left < USB_SLICE ? (size_t)left : USB_SLICE;
    char *buffer = malloc(USB_SLICE);
    ssize_t count = buffer ? pread(usb->fd, buffer, wanted, loose->hashed) : -1;
    int error = count < 0 ? buffer ? -errno : -ENOMEM : 0;
    if (count > 0) {
        if (loose->hashed == 0)
            file->kind = media_kind_of(buffer, (size_t)count);
        sha256_update(&loose->hash, buffer, (size_t)count);
        loose->hashed += count;
        usb->bytes += count;
    }
    free(buffer);
    if (error == -EINTR)
        return;
    if (error < 0)
        usb_end_unread(sync, error, USB_CODE_UNREADABLE, file->href);
    else if (count == 0 && left > 0)
        usb_end(sync, USB_REFUSED, USB_CODE_WRONG, file->href);
    else if (!loose->draft && !media_kind_type(file->kind)) {
        usb->bytes -= count;
        leave_out(usb, file, "in spite of its name it is no picture");
        end_file(usb);
    } else if (loose->hashed == file->size) {
        take_digest(sync, file);
    }
    health_change(&sync->health);
}

/* --- the document with them ------------------------------------------------------------------ */

static int compose_album(const struct usb_loose *loose, char **ret, size_t *ret_size)
{
    struct album_picture *pictures = calloc(loose->count + 1, sizeof *pictures);
    struct {
        char id[ID_BYTES], title[ALBUM_TITLE_BYTES], sha256[SHA256_HEX_SIZE];
    } *labels = calloc(loose->count + 1, sizeof *labels);
    struct album album = {.feed_id = "usb", .title = "USB", .pictures = pictures};
    for (size_t i = 0; pictures && labels && i < loose->count; i++) {
        const struct usb_file *file = &loose->files[i];
        if (file->is_left_out)
            continue;
        snprintf(labels[i].id, ID_BYTES, "usb-%zu", album.count + 1);
        album_title(file->href, true, labels[i].title);
        sha256_to_hex(file->sha256, labels[i].sha256);
        pictures[album.count++] = (struct album_picture){
            .id = labels[i].id,
            .href = file->href,
            .title = labels[i].title,
            .media_type = media_kind_type(file->kind),
            .size = file->size,
            .sha256 = labels[i].sha256,
        };
    }
    int result = !pictures || !labels ? -ENOMEM
                 : album.count == 0   ? -ENOENT
                                      : album_compose(&album, ret, ret_size);
    free(labels);
    free(pictures);
    return result;
}

static void set_asset(struct json_edits *edits, uint32_t object, const struct asset *asset,
                      const struct usb_file *file)
{
    char number[32], hex[SHA256_HEX_SIZE];
    uint32_t after = json_member(edits->json, object, "href");
    const char *type = media_kind_type(file->kind);
    snprintf(number, sizeof number, "%" PRId64, file->size);
    sha256_to_hex(file->sha256, hex);
    json_edits_set(edits, object, after, "size", number);
    json_edits_set_text(edits, object, after, "sha256", hex);
    if (!asset->media_type && type)
        json_edits_set_text(edits, object, after, "mediaType", type);
}

/* The draft's own bytes, with size and digest of each asset. */
static int compose_draft(const struct usb_loose *loose, char **ret, size_t *ret_size)
{
    const struct document *draft = loose->draft;
    struct json json;
    struct json_error error;
    char name[LIMIT_STRING_BYTES + 1];
    if (json_read(draft->bytes, draft->size, &json, &error) < 0)
        return -ENOMEM; /* it could be read a moment ago */
    struct json_edits edits = {.json = &json};
    uint32_t assets = json_member(&json, 0, "assets");
    for (uint32_t at = assets ? json_first(&json, assets) : 0; at;
         at = json_next(&json, assets, at)) {
        if (json.tokens[at].size > LIMIT_STRING_BYTES)
            continue;
        name[json_decode(&json, at, name)] = '\0';
        const struct asset *asset = document_asset(draft, name);
        if (asset)
            set_asset(&edits, at + 1, asset, &loose->files[asset - draft->assets]);
    }
    int result = json_edits_apply(&edits, draft->size, ret, ret_size);
    json_edits_finish(&edits);
    json_finish(&json);
    return result;
}

/* All digests are there. */
static void compose(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    struct candidate *coming = &usb->coming;
    const struct usb_loose *loose = &usb->loose;
    char why[256] = "";
    int result = loose->draft ? compose_draft(loose, &coming->bytes, &coming->size)
                              : compose_album(loose, &coming->bytes, &coming->size);
    if (result == 0 && coming->size > LIMIT_DOCUMENT_BYTES)
        result = -EFBIG;
    if (result == 0) {
        sha256_bytes(coming->bytes, coming->size, coming->sha256);
        result = candidate_read(coming, why, sizeof why);
    }
    if (result == -ENOENT) {
        usb_end(sync, USB_REFUSED, USB_CODE_TYPE, loose->files[0].href);
    } else if (result < 0) {
        log_warning("stick %s: %s", usb->name, *why ? why : strerror(-result));
        refuse(sync, result == -ENOMEM ? USB_CODE_STORE : USB_CODE_DOCUMENT);
    } else if (usb_is_wanted(sync, TRUST_FINE)) {
        usb_begin_copy(sync);
    }
}

void usb_digests(struct sync *sync)
{
    struct usb *usb = &sync->usb;
    struct usb_loose *loose = &usb->loose;
    while (loose->at < loose->count && loose->files[loose->at].is_left_out)
        loose->at++;
    if (loose->at == loose->count) {
        compose(sync);
        return;
    }
    struct usb_file *file = &loose->files[loose->at];
    if (usb->fd < 0 && !open_file(sync, file))
        return;
    hash_slice(sync, file);
}
