/* A feed's root of trust, N.root.json, as it is handed to a kiosk. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/check.h"
#include "trust/root.h"

#define SOON (INT64_C(60) * 24 * 3600 * CLOCK_SECOND) /* a new root is signed by several people */

bool check_is_root(const char *bytes, size_t size)
{
    struct json json;
    struct json_error error;
    if (size > ROOT_BYTES_MAX || json_read(bytes, size, &json, &error) < 0)
        return false;
    uint32_t type = json.tokens[0].kind == JSON_OBJECT ? json_member(&json, 0, "type") : 0;
    bool result = type != 0 && json_equals(&json, type, "root");
    json_finish(&json);
    return result;
}

int check_root(const char *path, int64_t now, struct findings *findings)
{
    char *bytes;
    size_t size;
    struct root root;
    int result = file_read(path, ROOT_BYTES_MAX, &bytes, &size);
    if (result < 0)
        return result;
    bool is_sound = root_parse(bytes, size, findings, &root) == 0;
    free(bytes);
    if (is_sound && root.expires <= now)
        findings_add(findings, SEVERITY_ERROR, "expired", "/expires",
                     _("take the newest root of the feed; docs/trust.md says how one is made"),
                     _("this root has expired: a screen takes nothing new by it"));
    else if (is_sound && root.expires - now < SOON)
        findings_add(findings, SEVERITY_WARNING, "expires-soon", "/expires",
                     _("make the next one in good time; docs/trust.md says how"),
                     _("this root expires within 60 days"));
    return 0;
}
