#include "cli/publish_memory.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/publish_aside.h"
#include "cli/say.h"
#include "trust/root.h"

#define MEMORY_BYTES_MAX ((size_t)16 * 1024 * 1024)

/* This feed's list, made where it is missing; NULL where the file is of another form. */
static cJSON *find_entry(cJSON *root, const char *feed_id)
{
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(root, "formatVersion");
    cJSON *feeds = cJSON_GetObjectItemCaseSensitive(root, "feeds");
    if (!cJSON_IsNumber(version) || version->valueint != 1 || !cJSON_IsObject(feeds))
        return NULL;
    cJSON *list = cJSON_GetObjectItemCaseSensitive(feeds, feed_id);
    if (!list)
        list = cJSON_AddArrayToObject(feeds, feed_id);
    return cJSON_IsArray(list) ? list : NULL;
}

static cJSON *empty_root(void)
{
    cJSON *root = cJSON_CreateObject();
    if (root && cJSON_AddNumberToObject(root, "formatVersion", 1) &&
        cJSON_AddObjectToObject(root, "feeds"))
        return root;
    cJSON_Delete(root);
    return NULL;
}

/* The file's bytes, or NULL with *ret_error 0 where there is none. */
static cJSON *read_root(int directory, int *ret_error)
{
    char *bytes;
    size_t size;
    *ret_error = 0;
    int fd = file_open_beneath(directory, PUBLISH_MEMORY_NAME);
    if (fd < 0) {
        *ret_error = fd == -ENOENT ? 0 : fd;
        return NULL;
    }
    int result = file_read_fd(fd, MEMORY_BYTES_MAX, &bytes, &size);
    close(fd);
    if (result < 0) {
        *ret_error = result;
        return NULL;
    }
    cJSON *root = cJSON_ParseWithLength(bytes, size);
    free(bytes);
    if (!root)
        *ret_error = -EBADMSG;
    return root;
}

int publish_memory_read(int directory, const char *feed_id, struct publish_memory *ret)
{
    int error;
    cJSON *root = read_root(directory, &error);
    cJSON *entry = root ? find_entry(root, feed_id) : NULL;
    if (error < 0 && error != -EBADMSG && error != -EFBIG)
        return error;
    if (!entry) {
        if (root || error < 0)
            say(_("warning: %s is damaged, and goes for lost: the number of the last publication "
                  "is "
                  "taken from what stands at the target"),
                PUBLISH_MEMORY_NAME);
        cJSON_Delete(root);
        root = empty_root();
        entry = root ? find_entry(root, feed_id) : NULL;
    }
    if (!entry) {
        cJSON_Delete(root);
        return -ENOMEM;
    }
    *ret = (struct publish_memory){.root = root, .entry = entry};
    return 0;
}

void publish_memory_finish(struct publish_memory *memory)
{
    cJSON_Delete(memory->root);
    *memory = (struct publish_memory){0};
}

/* An instant, copied; false where the member is none. "" where it is absent and may be. */
static bool get_instant(const cJSON *object, const char *name, char text[MOMENT_TEXT_SIZE])
{
    int64_t instant;
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    size_t size = value ? strlen(value) : 0;
    if (size == 0 || size >= MOMENT_TEXT_SIZE || !moment_parse_instant(value, size, &instant))
        return false;
    memcpy(text, value, size + 1);
    return true;
}

bool publish_memory_get(const struct publish_memory *memory, size_t index,
                        struct publish_memory_entry *ret)
{
    struct publish_memory_entry entry = {0};
    const cJSON *object =
        index < PUBLISH_MEMORY_MAX ? cJSON_GetArrayItem(memory->entry, (int)index) : NULL;
    const cJSON *sequence = cJSON_GetObjectItemCaseSensitive(object, "sequence");
    const char *hex = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "sha256"));
    entry.media = cJSON_GetObjectItemCaseSensitive(object, "media");
    if (!cJSON_IsNumber(sequence) || !(sequence->valuedouble >= 1) ||
        sequence->valuedouble > LIMIT_SEQUENCE || !hex || sha256_from_hex(hex, entry.sha256) < 0 ||
        !get_instant(object, "generated", entry.stamp.generated))
        return false;
    if (cJSON_GetObjectItemCaseSensitive(object, "expires") &&
        !get_instant(object, "expires", entry.stamp.expires))
        return false;
    const cJSON *root_version = cJSON_GetObjectItemCaseSensitive(object, "rootVersion");
    if (cJSON_IsNumber(root_version) && root_version->valuedouble >= 1 &&
        root_version->valuedouble <= ROOT_VERSION_MAX)
        entry.root_version = (uint32_t)root_version->valuedouble;
    entry.stamp.sequence = (int64_t)sequence->valuedouble;
    entry.is_sent = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "sent"));
    *ret = entry;
    return true;
}

bool publish_memory_has(const struct publish_memory *memory,
                        const unsigned char sha256[SHA256_SIZE])
{
    struct publish_memory_entry entry;
    for (size_t i = 0; i < PUBLISH_MEMORY_MAX; i++) {
        if (publish_memory_get(memory, i, &entry) && memcmp(entry.sha256, sha256, SHA256_SIZE) == 0)
            return true;
    }
    return false;
}

bool publish_memory_uses(const struct publish_memory_entry *entry, const char *name)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, entry->media)
    {
        if (cJSON_IsString(one) && strcmp(one->valuestring, name) == 0)
            return true;
    }
    return false;
}

static cJSON *make_entry(const struct publish_stamp *stamp, uint32_t root_version,
                         const unsigned char sha256[SHA256_SIZE],
                         const struct publish_media_list *media)
{
    char hex[SHA256_HEX_SIZE];
    sha256_to_hex(sha256, hex);
    cJSON *object = cJSON_CreateObject();
    bool ok =
        object && cJSON_AddNumberToObject(object, "sequence", (double)stamp->sequence) &&
        cJSON_AddStringToObject(object, "generated", stamp->generated) &&
        (stamp->expires[0] == '\0' || cJSON_AddStringToObject(object, "expires", stamp->expires)) &&
        cJSON_AddNumberToObject(object, "rootVersion", root_version) &&
        cJSON_AddStringToObject(object, "sha256", hex);
    cJSON *names = ok ? cJSON_AddArrayToObject(object, "media") : NULL;
    ok = names != NULL;
    for (size_t i = 0; ok && i < media->count; i++) {
        cJSON *name = media->list[i].is_repeated ? NULL : cJSON_CreateString(media->list[i].name);
        ok = media->list[i].is_repeated || (name && cJSON_AddItemToArray(names, name));
    }
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

static int write_file(const struct publish_memory *memory, int directory)
{
    char *text = cJSON_PrintBuffered(memory->root, 4096, 1);
    if (!text)
        return -ENOMEM;
    int result = publish_aside_write(directory, PUBLISH_MEMORY_NAME, false, text, strlen(text));
    cJSON_free(text);
    return result < 0 ? result : publish_aside_sync(directory, ".");
}

int publish_memory_add(struct publish_memory *memory, int directory,
                       const struct publish_stamp *stamp, uint32_t root_version,
                       const unsigned char sha256[SHA256_SIZE],
                       const struct publish_media_list *media)
{
    cJSON *object = make_entry(stamp, root_version, sha256, media);
    if (!object || !cJSON_InsertItemInArray(memory->entry, 0, object)) {
        cJSON_Delete(object);
        return -ENOMEM;
    }
    while (cJSON_GetArraySize(memory->entry) > PUBLISH_MEMORY_MAX)
        cJSON_DeleteItemFromArray(memory->entry, PUBLISH_MEMORY_MAX);
    return write_file(memory, directory);
}

int publish_memory_mark_sent(struct publish_memory *memory, int directory)
{
    cJSON *object = cJSON_GetArrayItem(memory->entry, 0);
    if (!object || cJSON_GetObjectItemCaseSensitive(object, "sent"))
        return 0;
    if (!cJSON_AddTrueToObject(object, "sent"))
        return -ENOMEM;
    return write_file(memory, directory);
}
