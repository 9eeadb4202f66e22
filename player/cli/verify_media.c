/* Pictures and clips as the document has signed them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/progress.h"
#include "cli/verify.h"

/* Whether the open file has the size and the digest. */
static void check_file(struct verify *verify, const struct asset *asset, int fd)
{
    unsigned char digest[SHA256_SIZE];
    struct stat status;
    int64_t size;
    char message[128];
    if (fstat(fd, &status) < 0) {
        verify_fail(verify, asset->href, -errno, NULL);
        return;
    }
    if (status.st_size != asset->size) {
        snprintf(message, sizeof message, _("it has %lld bytes, but %lld were signed"),
                 (long long)status.st_size, (long long)asset->size);
        verify_refuse(verify, asset->href, "size", message, _("publish again"));
        return;
    }
    int result = sha256_fd(fd, asset->size, digest, &size);
    if (result < 0)
        verify_fail(verify, asset->href, result, NULL);
    else if (size != asset->size || memcmp(digest, asset->sha256, sizeof digest) != 0)
        verify_refuse(verify, asset->href, "digest", _("its bytes are not those that were signed"),
                      _("somebody or something has changed the file since; publish again"));
}

static void check_asset(struct verify *verify, const struct asset *asset)
{
    if (strncmp(asset->href, "pool/", 5) != 0 || asset->size < 0 || !asset->has_sha256) {
        char path[LIMIT_ID_BYTES + 16];
        snprintf(path, sizeof path, "/assets/%s", asset->name);
        findings_add(&verify->findings, SEVERITY_ERROR, "not-published", path,
                     _("publish with \"bangtin publish\""),
                     _("it is not named by its contents, with size and SHA-256: a draft's"));
        return;
    }
    verify->bytes += asset->size;
    int fd = file_open_beneath(verify->directory, asset->href);
    if (fd < 0) {
        verify_fail(verify, asset->href, fd, _("publish again"));
        return;
    }
    check_file(verify, asset, fd);
    close(fd);
}

void verify_media(struct verify *verify)
{
    const struct document *document = verify->document;
    struct progress progress;
    progress_init(&progress, document->asset_count);
    for (size_t i = 0; i < document->asset_count; i++) {
        progress_show(&progress, i, document->assets[i].name);
        check_asset(verify, &document->assets[i]);
    }
    progress_clear(&progress);
}
