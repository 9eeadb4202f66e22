/* Any bytes as JSON, as a text to be resolved, and as each small form. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/form.h"
#include "playlist/json.h"
#include "playlist/moment.h"
#include "playlist/resolve.h"
#include "playlist/rrule.h"
#include "playlist/text.h"
#include "playlist/url.h"
#include "target.h"

/* What the strict reader takes, the lenient one takes too. */
static void check_json(const char *bytes, size_t size)
{
    struct json json;
    struct json_error error;
    if (json_read(bytes, size, &json, &error) < 0) {
        size_t line, column;
        MUST(error.code && error.reason && error.offset <= size);
        json_position(bytes, error.offset, &line, &column);
        MUST(line >= 1 && column >= 1);
        return;
    }
    MUST(json.count > 0 && json.tokens[0].next == json.count);
    cJSON *lenient = cJSON_ParseWithLength(bytes, size);
    MUST(lenient);
    cJSON_Delete(lenient);
    json_finish(&json);
}

static void check_forms(const char *bytes, size_t size)
{
    int64_t instant;
    int16_t minutes;
    unsigned sides[2];
    int place[2];
    form_is_language(bytes, size);
    form_is_zone(bytes, size);
    form_is_media_type(bytes, size);
    form_is_feed_url(bytes, size);
    form_is_phone(bytes, size);
    form_read_viewport(bytes, size, sides, place);
    if (form_is_href(bytes, size))
        MUST(bytes[0] != '/' && !memchr(bytes, '\\', size) && !memmem(bytes, size, "/../", 4));
    if (moment_parse_instant(bytes, size, &instant))
        MUST(instant > INT64_C(-70000000000000000) && instant < INT64_C(260000000000000000));
    moment_parse_date(bytes, size, &instant);
    if (moment_parse_time(bytes, size, &minutes))
        MUST(minutes >= 0 && minutes <= 1440);
    rrule_is_valid(bytes, size);
    url_host_entry_is_valid(bytes, size);
    text_check(bytes, size);
    text_has_personal_data(bytes, size);
    text_has_account(bytes, size);
}

/* A URL that is let through shows the host that a phone opens. */
static void check_url(const char *bytes, size_t size)
{
    if (url_check(bytes, size) != URL_FINE)
        return;
    char *url = strndup(bytes, size);
    MUST(url && strlen(url) == size && !strchr(url, '\\') && !strchr(url, ' '));
    const char *host = strstr(url, "//") + 2;
    MUST(strcspn(host, "@:") >= strcspn(host, "/?#"));
    free(url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    struct site *site = site_create_default();
    check_json(bytes, size);
    check_forms(bytes, size);
    check_url(bytes, size);
    if (site) {
        site->variables[0] = (struct variable){"name", "N", NULL};
        site->variables[1] = (struct variable){"map", "V", "{\"vi\":\"V\",\"en\":\"E\"}"};
        site->variable_count = 2;
        free(text_resolve(NULL, bytes, size, "en", site));
    }
    site_destroy(site);
    return 0;
}
