#include "ipc/settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/place.h"

/* Reads one file over what stands, and adds its bytes to `content`. 0 or -errno, said; the site is
 * untouched then. */
static int read_over(const char *path, struct site **site, uint64_t *content)
{
    char *bytes = NULL;
    size_t size = 0;
    struct site *fresh = NULL;
    struct findings findings = {0};
    int result = file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size);
    *content = hash_bytes(*content, path, strlen(path) + 1);
    *content = hash_bytes(*content, &result, sizeof result);
    *content = hash_bytes(*content, bytes, size);
    if (result < 0)
        log_error("settings %s: %s", path, strerror(-result));
    else if (site_parse_over(*site, bytes, size, &findings, &fresh) < 0)
        result = -EBADMSG;
    for (size_t i = 0; i < findings.count; i++)
        log_warning("settings %s: %s: %s", path, findings.list[i].path, findings.list[i].message);
    findings_finish(&findings);
    free(bytes);
    if (result == -EBADMSG)
        log_error("settings %s: they cannot be used; \"bangtin check %s\" says more", path, path);
    if (fresh) {
        site_destroy(*site);
        *site = fresh;
    }
    return result;
}

static uint64_t look(const char *path, uint64_t hash)
{
    struct stat status;
    if (!path[0] || stat(path, &status) < 0)
        return hash_bytes(hash, "", 1);
    const int64_t seen[] = {(int64_t)status.st_dev, (int64_t)status.st_ino, (int64_t)status.st_size,
                            status.st_mtim.tv_sec, (int64_t)status.st_mtim.tv_nsec};
    return hash_bytes(hash, seen, sizeof seen);
}

/* 0 or -ENAMETOOLONG. */
static int find(const char *given, struct settings *settings)
{
    settings->own[0] = settings->boot[0] = '\0';
    if (given) {
        int length = snprintf(settings->own, sizeof settings->own, "%s", given);
        return length < (int)sizeof settings->own ? 0 : -ENAMETOOLONG;
    }
    if (place_settings(settings->own, sizeof settings->own) < 0)
        settings->own[0] = '\0';
    if (place_boot_settings(settings->boot, sizeof settings->boot) < 0)
        settings->boot[0] = '\0';
    return 0;
}

static uint64_t look_at_both(const struct settings *settings)
{
    return look(settings->own, look(settings->boot, HASH_START));
}

int settings_read(const char *given, struct settings *ret)
{
    struct settings settings;
    int found = find(given, &settings), result = 0;
    if (found < 0)
        settings.own[0] = '\0';
    settings.seen = look_at_both(&settings); /* before they are read: what comes later is seen */
    settings.site = NULL;
    settings.content = HASH_START;
    if (settings.boot[0])
        result = read_over(settings.boot, &settings.site, &settings.content);
    if (settings.own[0]) {
        int own = read_over(settings.own, &settings.site, &settings.content);
        result = own < 0 ? own : result;
    }
    if (!settings.site)
        settings.site = site_create_default();
    if (!settings.site)
        return -ENOMEM;
    *ret = settings;
    return found < 0 ? found : result;
}

void settings_finish(struct settings *settings)
{
    site_destroy(settings->site);
    *settings = (struct settings){0};
}

bool settings_have_changed(const char *given, struct settings *settings)
{
    struct settings fresh;
    if (find(given, &fresh) < 0 || look_at_both(&fresh) == settings->seen)
        return false;
    int result = settings_read(given, &fresh);
    if (result == -ENOMEM)
        return false;
    bool is_news = fresh.content != settings->content;
    settings->seen = fresh.seen;
    settings_finish(&fresh);
    if (result < 0)
        log_error("the settings have changed and cannot be used; the old ones hold");
    return result == 0 && is_news;
}

static int beside(const char *file, const char *name, char path[PATH_MAX])
{
    const char *slash = strrchr(file, '/');
    int folder = name[0] != '/' && slash ? (int)(slash - file + 1) : 0;
    int length = snprintf(path, PATH_MAX, "%.*s%s", folder, file, name);
    return length < PATH_MAX ? 0 : -ENAMETOOLONG;
}

int settings_beside(const struct settings *settings, const char *name, char path[PATH_MAX])
{
    int result = beside(settings->own, name, path);
    if (!settings->boot[0] || (result == 0 && settings->own[0] && access(path, F_OK) == 0))
        return result;
    return beside(settings->boot, name, path);
}
