#include "net/http_trust.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char system_directory[] = "/etc/ssl/certs";

static const char *set_in_environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

bool http_trust_init(struct http_trust *trust, const char *setting)
{
    const char *file = setting, *directory = NULL;
    struct stat stat_of;
    if (!setting) {
        file = set_in_environment("SSL_CERT_FILE");
        directory = set_in_environment("SSL_CERT_DIR");
        if (!file && !directory)
            directory = system_directory;
    } else if (stat(setting, &stat_of) == 0 && S_ISDIR(stat_of.st_mode)) {
        file = NULL;
        directory = setting;
    }
    *trust = (struct http_trust){0};
    if (file)
        trust->file = strdup(file);
    if (directory)
        trust->directory = strdup(directory);
    if ((!file || trust->file) && (!directory || trust->directory))
        return true;
    http_trust_finish(trust);
    return false;
}

void http_trust_finish(struct http_trust *trust)
{
    free(trust->file);
    free(trust->directory);
    *trust = (struct http_trust){0};
}
