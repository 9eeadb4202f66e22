/* Addresses of the document itself: enciphered, naming their target, and for no payment. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/check.h"
#include "cli/payload.h"
#include "playlist/reader.h"
#include "playlist/url.h"

/* Whether the settings of every office that has a list name this host itself, not by a star:
 * somebody has decided so. */
static bool is_settled(const struct check *check, const char *url)
{
    size_t listed = 0, named = 0;
    for (size_t i = 0; i < check->site_count; i++) {
        const struct site *site = check->sites[i];
        bool is_named = false;
        for (size_t j = 0; j < site->qr_host_count; j++)
            is_named |= site->qr_hosts[j][0] != '*' && url_matches_host(url, site->qr_hosts[j]);
        listed += site->qr_host_count > 0;
        named += is_named;
    }
    return listed > 0 && named == listed;
}

static void look_at_address(struct check *check, const char *url, size_t size,
                            const struct spot *spot)
{
    char path[SPOT_BYTES], hint[LIMIT_URL_BYTES + 64];
    spot_write(spot, path, sizeof path);
    if (url_check(url, size) != URL_FINE)
        return; /* a variable, or it has been said */
    if (payload_kind(url, size) == PAYLOAD_PAYMENT) {
        findings_add(&check->findings, SEVERITY_ERROR, "code-payment", path,
                     _("take it out; fees are paid at the counter or on the portal"),
                     _("\"%s\" asks for a payment into somebody's account"), url);
        return;
    }
    if (is_settled(check, url))
        return;
    if (url_is_plain(url)) {
        snprintf(hint, sizeof hint, _("write \"https://%s\", if the page opens so"),
                 url + sizeof "http://" - 1);
        findings_add(&check->findings, SEVERITY_WARNING, "url-plain", path, hint,
                     _("\"%s\" is not enciphered: on the way it can be read and altered"), url);
    }
    if (url_is_internal(url))
        findings_add(&check->findings, SEVERITY_WARNING, "url-internal", path,
                     _("write the address that opens on a telephone outside the office"),
                     _("\"%s\" is an address within an office's own network"), url);
    if (url_hides_target(url))
        findings_add(&check->findings, SEVERITY_NOTE, "url-short", path,
                     _("write the page's own address"),
                     _("\"%s\" is a shortened address, which does not show where it leads"), url);
}

static bool is_address_key(const struct spot *spot)
{
    static const char *const keys[] = {"url", "qr", "website"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (spot->key && spot->key_size == strlen(keys[i]) &&
            memcmp(spot->key, keys[i], spot->key_size) == 0)
            return true;
    }
    return false;
}

/* Goes down as deep as the reader let the document be, LIMIT_DEPTH. */
static void walk(struct check *check, uint32_t token, const struct spot *spot)
{
    const struct json *json = &check->json;
    char url[LIMIT_URL_BYTES + 1];
    size_t index = 0;
    enum json_kind kind = (enum json_kind)json->tokens[token].kind;
    bool is_object = kind == JSON_OBJECT;
    if (kind == JSON_STRING && is_address_key(spot) &&
        json->tokens[token].size <= LIMIT_URL_BYTES) {
        size_t size = json_decode(json, token, url);
        url[size] = '\0';
        look_at_address(check, url, size, spot);
    }
    if (!is_object && kind != JSON_ARRAY)
        return;
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
        struct spot inner = {.up = spot, .index = index++};
        if (is_object) {
            inner.key = json->bytes + json->tokens[at].start;
            inner.key_size = json->tokens[at].size;
        }
        walk(check, at + is_object, &inner);
    }
}

void check_addresses(struct check *check)
{
    static const char *const parts[] = {"playlists", "sites", "ticker", "alerts"};
    const struct spot whole = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint32_t token = json_member(&check->json, 0, parts[i]);
        struct spot part = {.up = &whole, .key = parts[i], .key_size = strlen(parts[i])};
        if (token)
            walk(check, token, &part);
    }
}
