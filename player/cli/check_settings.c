/* An office's settings, site.json. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/check.h"
#include "playlist/url.h"

bool check_is_settings(const char *path, const char *bytes, size_t size)
{
    static const char *const of_playlists[] = {"formatVersion", "playlists", "feedId"};
    static const char *const of_settings[] = {"site",   "feeds", "network", "usb",
                                              "screen", "store", "qrHosts", "report"};
    struct json json;
    struct json_error error;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    bool by_name = strncasecmp(name, "site", 4) == 0 || strcasecmp(name, "bangtin.json") == 0;
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    if (json_read(bytes, size, &json, &error) < 0)
        return by_name;
    bool is_object = json.tokens[0].kind == JSON_OBJECT, result = by_name;
    for (size_t i = 0; is_object && i < sizeof of_settings / sizeof *of_settings; i++)
        result |= json_member(&json, 0, of_settings[i]) != 0;
    for (size_t i = 0; is_object && i < sizeof of_playlists / sizeof *of_playlists; i++)
        result &= json_member(&json, 0, of_playlists[i]) == 0;
    json_finish(&json);
    return result;
}

/* Also what an office offers as its website ends in a code. */
static void look_at_website(const struct site *site, struct findings *findings)
{
    const char *url = site_variable(site, "website");
    char hint[LIMIT_URL_BYTES + 64];
    if (!url || !url_is_plain(url))
        return;
    snprintf(hint, sizeof hint, _("write \"https://%s\", if the page opens so"),
             url + sizeof "http://" - 1);
    findings_add(findings, SEVERITY_WARNING, "url-plain", "/variables/website", hint,
                 _("\"%s\" is not enciphered: on the way it can be read and altered"), url);
}

int check_settings(const char *path, struct findings *findings)
{
    char *bytes;
    size_t size;
    struct site *site = NULL;
    int result = file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size);
    if (result < 0)
        return result;
    if (check_encoding(findings, bytes, size) && site_parse(bytes, size, findings, &site) < 0 &&
        findings->errors == 0)
        findings_add(findings, SEVERITY_ERROR, "not-settings", "",
                     _("see bangtin-playlist(5) for what settings hold"),
                     _("this is no JSON object"));
    if (site)
        look_at_website(site, findings);
    site_destroy(site);
    free(bytes);
    return 0;
}
