/* Any bytes as /proc/self/mountinfo: the names in it are what somebody called a stick. */
#include "sync/mounts.h"

#include <stdlib.h>
#include <string.h>

#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const roots[] = {"/media", "/run/media/"};
    struct mount_list *mounts = malloc(sizeof *mounts);
    char *text = malloc(size ? size : 1); /* without a NUL behind it */
    if (mounts && text) {
        if (size > 0)
            memcpy(text, data, size);
        mounts_parse(text, size, roots, 2, mounts);
        MUST(mounts->count <= MOUNTS_MAX);
        for (size_t i = 0; i < mounts->count; i++) {
            const char *path = mounts->list[i].path;
            MUST(strncmp(path, "/media/", 7) == 0 || strncmp(path, "/run/media/", 11) == 0);
            for (size_t j = 0; j < i; j++)
                MUST(strcmp(path, mounts->list[j].path) != 0);
        }
    }
    free(mounts);
    free(text);
    return 0;
}
