#include "cli/roles.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/json.h"

enum { FIELDS_MAX = 3, TINY_SIDE = 400, BANNER_RATIO = 3 };

static const struct {
    const char *role, *words;
    enum role_use use;
    const char *fields[FIELDS_MAX]; /* the first that the item has */
} known_roles[] = {
    {"attribution", N_("source"), ROLE_SMALL, {"attribution"}},
    {"band", N_("name band"), ROLE_SMALL, {NULL}},
    {"basis", N_("legal basis"), ROLE_SMALL, {"basis"}},
    {"body", N_("sentence"), ROLE_READ, {"body", "summary"}},
    {"caption", N_("caption"), ROLE_READ, {"caption"}},
    {"category", N_("category"), ROLE_SMALL, {NULL}},
    {"cell", N_("cell"), ROLE_READ, {"rows"}},
    {"channel", N_("channels"), ROLE_READ, {"channels"}},
    {"code", N_("QR code"), ROLE_CODE, {"url", "qr", "entries"}},
    {"fact", N_("fact"), ROLE_READ, {NULL}},
    {"head", N_("column head"), ROLE_READ, {"columns"}},
    {"hours", N_("hours"), ROLE_READ, {"hours"}},
    {"instruction", N_("what to do"), ROLE_READ, {NULL}},
    {"label", N_("label"), ROLE_SMALL, {NULL}},
    {"name", N_("name"), ROLE_LARGE, {"name", "entries", "title"}},
    {"note", N_("source"), ROLE_SMALL, {"sourceNote"}},
    {"number", N_("number"), ROLE_READ, {"number"}},
    {"online", N_("online"), ROLE_READ, {NULL}},
    {"origin", N_("issuer"), ROLE_READ, {"issuer"}},
    {"paper", N_("document"), ROLE_READ, {"documents"}},
    {"phone", N_("phone number"), ROLE_LARGE, {"phone", "entries"}},
    {"picture", N_("picture"), ROLE_PICTURE, {"poster", "asset"}},
    {"place", N_("place"), ROLE_READ, {"entries"}},
    {"row", N_("row"), ROLE_READ, {"rows"}},
    {"step", N_("step"), ROLE_READ, {"steps"}},
    {"summary", N_("sentence"), ROLE_READ, {"summary", "body"}},
    {"text", N_("text"), ROLE_READ, {"text", "steps", "entries"}},
    {"ticker", N_("line of the ticker"), ROLE_READ, {NULL}},
    {"title", N_("headline"), ROLE_READ, {"title", "name", "text"}},
    {"until", N_("end"), ROLE_SMALL, {NULL}},
    {"url", N_("web address"), ROLE_READ, {"url", "entries"}},
    {"value", N_("figure"), ROLE_READ, {"figures"}},
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

enum role_use roles_use(enum item_type type, const char *role)
{
    size_t at = 0;
    while (at < ROLES && strcmp(known_roles[at].role, role) != 0)
        at++;
    enum role_use use = at < ROLES ? known_roles[at].use : ROLE_READ;
    if (type == ITEM_STEPS && strcmp(role, "number") == 0)
        return ROLE_SMALL; /* they stand in discs beside what is read */
    if (type == ITEM_FIGURES && strcmp(role, "label") == 0)
        return ROLE_READ;
    /* Where many stand on one slide, each is looked up and not caught in passing. */
    return use == ROLE_LARGE && type != ITEM_SERVICE && type != ITEM_HOTLINE ? ROLE_READ : use;
}

bool roles_are_list(enum item_type type)
{
    return type == ITEM_STEPS || type == ITEM_DIRECTORY || type == ITEM_PROCEDURE ||
           type == ITEM_TABLE;
}

bool roles_are_tiny(uint32_t width, uint32_t height)
{
    return width < TINY_SIDE && height < TINY_SIDE;
}

bool roles_are_compact(uint32_t width, uint32_t height)
{
    uint32_t longer = width > height ? width : height, shorter = width > height ? height : width;
    return longer < TINY_SIDE || longer > BANNER_RATIO * shorter;
}
