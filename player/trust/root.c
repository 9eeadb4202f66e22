#include "trust/root.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/field.h"
#include "playlist/moment.h"
#include "trust/lines.h"

/* A root as it is read. */
struct draft {
    struct root root;
    int64_t format;
    int type;
    const char *feed_id;
    const char *root_keys[ROOT_KEYS_MAX], *feed_keys[ROOT_KEYS_MAX];
    size_t root_key_count, feed_key_count;
};

static const char *const types[] = {"root", NULL};
static const struct field key_element = {NULL, FIELD_STRING, .width = sizeof(char *)};

static const struct field fields[] = {
    {"formatVersion", FIELD_INTEGER, .required = true, .low = 1, .high = 1,
     FIELD_INTO(struct draft, format)},
    {"type", FIELD_WORD, .required = true, .words = types, FIELD_INTO(struct draft, type)},
    {"feedId", FIELD_ID, .required = true, FIELD_INTO(struct draft, feed_id)},
    {"version", FIELD_INTEGER, .required = true, .low = 1, .high = ROOT_VERSION_MAX,
     FIELD_INTO(struct draft, root.version)},
    {"expires", FIELD_INSTANT, .required = true, FIELD_INTO(struct draft, root.expires)},
    {"rootKeys", FIELD_LIST, .required = true, .low = 1, .high = ROOT_KEYS_MAX,
     .element = &key_element, FIELD_INTO(struct draft, root_keys),
     .count_offset = offsetof(struct draft, root_key_count)},
    {"rootThreshold", FIELD_INTEGER, .required = true, .low = 1, .high = ROOT_KEYS_MAX,
     FIELD_INTO(struct draft, root.threshold)},
    {"feedKeys", FIELD_LIST, .required = true, .low = 1, .high = ROOT_KEYS_MAX,
     .element = &key_element, FIELD_INTO(struct draft, feed_keys),
     .count_offset = offsetof(struct draft, feed_key_count)},
    {"sequenceFloor", FIELD_INTEGER, .low = 0, .high = LIMIT_SEQUENCE,
     FIELD_INTO(struct draft, root.sequence_floor)},
};
static const struct field_table table = FIELD_TABLE(fields);

/* Whether the two would be the same signer, or could not be told apart by their files' names. */
static bool is_same(const struct minisign_public *a, const struct minisign_public *b)
{
    return memcmp(a->id, b->id, sizeof a->id) == 0 || memcmp(a->key, b->key, sizeof a->key) == 0;
}

static void read_keys(struct reader *reader, const char *name, const char *const *lines,
                      size_t count, struct minisign_public *keys)
{
    struct spot top = {0}, list = {&top, name, strlen(name), 0}, spot = {&list, NULL, 0, 0};
    for (size_t i = 0; i < count; i++) {
        spot.index = i;
        if (strlen(lines[i]) != MINISIGN_LINE_SIZE - 1 ||
            minisign_public_parse(lines[i], strlen(lines[i]), &keys[i]) < 0) {
            reader_error(reader, &spot, "bad-key",
                         _("copy the second line of the key's .pub file, RW…"),
                         _("this is no public key of minisign's"));
            return;
        }
        for (size_t j = 0; j < i; j++) {
            if (is_same(&keys[i], &keys[j]))
                reader_error(reader, &spot, "duplicate", _("keep one of the two"),
                             _("this key stands here twice"));
        }
    }
}

static void read_object(struct reader *reader, struct draft *draft)
{
    struct spot top = {0}, threshold = {&top, "rootThreshold", strlen("rootThreshold"), 0};
    struct root *root = &draft->root;
    if (!field_read_object(reader, &table, 0, &top, draft) || reader->errors)
        return;
    root->root_key_count = draft->root_key_count;
    root->feed_key_count = draft->feed_key_count;
    read_keys(reader, "rootKeys", draft->root_keys, draft->root_key_count, root->root_keys);
    read_keys(reader, "feedKeys", draft->feed_keys, draft->feed_key_count, root->feed_keys);
    if (root->threshold > root->root_key_count)
        reader_error(reader, &threshold, "threshold", _("lower it, or add keys"),
                     _("%u signatures are asked for, but there are %zu keys"), root->threshold,
                     root->root_key_count);
    memcpy(root->feed_id, draft->feed_id, strlen(draft->feed_id) + 1);
}

static void add_json_error(struct findings *findings, const char *bytes,
                           const struct json_error *error)
{
    size_t line, column;
    if (!findings)
        return;
    json_position(bytes, error->offset, &line, &column);
    findings_add(findings, SEVERITY_ERROR, error->code, "", error->hint ? _(error->hint) : NULL,
                 _("line %zu, column %zu: %s"), line, column, _(error->reason));
}

int root_parse(const char *bytes, size_t size, struct findings *findings, struct root *ret)
{
    struct arena *arena = NULL;
    struct draft draft = {.root.sequence_floor = -1};
    struct json json;
    struct json_error error;
    struct spot top = {0};
    struct reader reader = {.json = &json, .arena = &arena, .findings = findings};
    if (size > ROOT_BYTES_MAX) {
        reader_error(&reader, &top, "size", NULL, _("a root has at most %d bytes"), ROOT_BYTES_MAX);
        return -EINVAL;
    }
    if (json_read(bytes, size, &json, &error) < 0) {
        add_json_error(findings, bytes, &error);
        return strcmp(error.code, "memory") == 0 ? -ENOMEM : -EINVAL;
    }
    reader_report_faults(&reader, 0, &top);
    if (json.faults == 0)
        read_object(&reader, &draft);
    if (reader.no_memory)
        reader_error(&reader, &top, "memory", NULL, _("there is not enough memory"));
    bool ok = reader.errors == 0;
    json_finish(&json);
    arena_destroy(arena);
    if (!ok)
        return reader.no_memory ? -ENOMEM : -EINVAL;
    *ret = draft.root;
    return 0;
}

enum {
    KEY_TEXT_SIZE = MINISIGN_LINE_SIZE + 8, /* with quotes, comma, indentation */
    KEYS_TEXT_SIZE = ROOT_KEYS_MAX * KEY_TEXT_SIZE
};

static void write_keys(const struct minisign_public *keys, size_t count, char text[KEYS_TEXT_SIZE])
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        char line[MINISIGN_LINE_SIZE];
        minisign_public_line(&keys[i], line);
        at +=
            (size_t)snprintf(text + at, KEYS_TEXT_SIZE - at, "%s    \"%s\"", i ? ",\n" : "", line);
    }
}

int root_format(const struct root *root, char **ret)
{
    char expires[MOMENT_TEXT_SIZE], floor[64] = "";
    char root_keys[KEYS_TEXT_SIZE], feed_keys[KEYS_TEXT_SIZE];
    moment_format(root->expires, expires);
    write_keys(root->root_keys, root->root_key_count, root_keys);
    write_keys(root->feed_keys, root->feed_key_count, feed_keys);
    if (root->sequence_floor >= 0)
        snprintf(floor, sizeof floor, ",\n  \"sequenceFloor\": %lld",
                 (long long)root->sequence_floor);
    return lines_compose(ret,
                         "{\n  \"formatVersion\": 1,\n  \"type\": \"root\",\n"
                         "  \"feedId\": \"%s\",\n  \"version\": %u,\n  \"expires\": \"%s\",\n"
                         "  \"rootKeys\": [\n%s\n  ],\n  \"rootThreshold\": %u,\n"
                         "  \"feedKeys\": [\n%s\n  ]%s\n}\n",
                         root->feed_id, root->version, expires, root_keys, root->threshold,
                         feed_keys, floor);
}

static bool has_signed(const struct minisign_public *key,
                       const struct minisign_signature *signatures, size_t count, const void *bytes,
                       size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (minisign_verify(&signatures[i], key, bytes, size) == 0)
            return true;
    }
    return false;
}

size_t root_count_signers(const struct minisign_public *keys, size_t key_count,
                          const struct minisign_signature *signatures, size_t signature_count,
                          const void *bytes, size_t size)
{
    size_t signers = 0;
    for (size_t i = 0; i < key_count; i++) {
        size_t twin = 0;
        while (twin < i && memcmp(keys[twin].key, keys[i].key, sizeof keys[i].key) != 0)
            twin++;
        signers += twin == i && has_signed(&keys[i], signatures, signature_count, bytes, size);
    }
    return signers;
}

static int refuse(int error, const char *why, const char **ret_why)
{
    if (ret_why)
        *ret_why = why;
    return error;
}

int root_verify_step(const struct root *old, const struct root *next, const void *bytes,
                     size_t size, const struct minisign_signature *signatures, size_t count,
                     const char **ret_why)
{
    if (strcmp(old->feed_id, next->feed_id) != 0)
        return refuse(-EINVAL, N_("it is the root of another feed"), ret_why);
    if (next->version != old->version + 1)
        return refuse(-EINVAL, N_("its version is not one higher than that of the root before it"),
                      ret_why);
    if (root_count_signers(old->root_keys, old->root_key_count, signatures, count, bytes, size) <
        old->threshold)
        return refuse(-EKEYREJECTED, N_("too few of the keys of the root before it have signed it"),
                      ret_why);
    if (root_count_signers(next->root_keys, next->root_key_count, signatures, count, bytes, size) <
        next->threshold)
        return refuse(-EKEYREJECTED, N_("too few of its own keys have signed it"), ret_why);
    return 0;
}

void root_name(uint32_t version, char name[ROOT_NAME_SIZE])
{
    snprintf(name, ROOT_NAME_SIZE, "%u.root.json", version);
}

void root_signature_name(uint32_t version, const struct minisign_public *key,
                         char name[ROOT_NAME_SIZE])
{
    char id[MINISIGN_ID_TEXT_SIZE];
    minisign_id_format(key->id, id);
    snprintf(name, ROOT_NAME_SIZE, "%u.root.json.%s.minisig", version, id);
}
