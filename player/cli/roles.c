#include "cli/roles.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/json.h"

enum { FIELDS_MAX = 3, TINY_SIDE = 400, BANNER_RATIO = 3 };

static const struct {
    const char *role, *words;
    const char *fields[FIELDS_MAX]; /* the first that the item has */
} known_roles[] = {
    {"attribution", N_("source"), {"attribution"}},
    {"band", N_("name band"), {NULL}},
    {"basis", N_("legal basis"), {"basis"}},
    {"body", N_("sentence"), {"body", "summary"}},
    {"caption", N_("caption"), {"caption"}},
    {"category", N_("category"), {NULL}},
    {"channel", N_("channels"), {"channels"}},
    {"code", N_("QR code"), {"url", "qr"}},
    {"hours", N_("hours"), {"hours"}},
    {"label", N_("label"), {NULL}},
    {"name", N_("name"), {"name", "title"}},
    {"phone", N_("phone number"), {"phone"}},
    {"picture", N_("picture"), {"asset"}},
    {"summary", N_("sentence"), {"summary", "body"}},
    {"text", N_("text"), {"text"}},
    {"title", N_("headline"), {"title", "name", "text"}},
    {"url", N_("web address"), {"url"}},
};

enum { ROLES = sizeof known_roles / sizeof *known_roles };

const char *roles_words(const char *role)
{
    for (size_t i = 0; i < ROLES; i++) {
        if (strcmp(known_roles[i].role, role) == 0)
            return _(known_roles[i].words);
    }
    return role;
}

void roles_path(const struct item *item, const char *role, char *path, size_t size)
{
    struct json json;
    struct json_error error;
    item_path(item, path, size);
    if (json_read(item->json, item->json_size, &json, &error) < 0)
        return;
    size_t used = strlen(path), at = 0;
    while (at < ROLES && strcmp(known_roles[at].role, role) != 0)
        at++;
    for (size_t i = 0; at < ROLES && i < FIELDS_MAX && known_roles[at].fields[i]; i++) {
        if (!json_member(&json, 0, known_roles[at].fields[i]))
            continue;
        snprintf(path + used, size - used, "/%s", known_roles[at].fields[i]);
        break;
    }
    json_finish(&json);
}

bool roles_are_compact(uint32_t width, uint32_t height)
{
    uint32_t longer = width > height ? width : height, shorter = width > height ? height : width;
    return longer < TINY_SIDE || longer > BANNER_RATIO * shorter;
}
