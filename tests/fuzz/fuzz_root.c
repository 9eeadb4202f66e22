/* Any bytes as a root. */
#include <string.h>

#include "target.h"
#include "trust/root.h"

static void check(const struct root *root)
{
    char *text, name[ROOT_NAME_SIZE];
    struct root again;
    MUST(root->version >= 1 && root->version <= ROOT_VERSION_MAX);
    MUST(root->root_key_count >= 1 && root->root_key_count <= ROOT_KEYS_MAX);
    MUST(root->feed_key_count >= 1 && root->feed_key_count <= ROOT_KEYS_MAX);
    MUST(root->threshold >= 1 && root->threshold <= root->root_key_count);
    MUST(root->sequence_floor >= -1);
    root_name(root->version, name);
    root_signature_name(root->version, &root->root_keys[0], name);
    MUST(strlen(name) < ROOT_NAME_SIZE - 1);
    if (root_format(root, &text) < 0)
        return;
    /* Written and read again it is the same root, but for fractions of a second. */
    MUST(root_parse(text, strlen(text), NULL, &again) == 0);
    MUST(again.expires <= root->expires && again.expires > root->expires - 1000000);
    again.expires = root->expires;
    MUST(memcmp(&again, root, sizeof again) == 0);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct findings findings = {0};
    struct root root;
    memset(&root, 0, sizeof root);
    int result = root_parse((const char *)data, size, &findings, &root);
    MUST((result == 0) == (findings.errors == 0));
    if (result == 0)
        check(&root);
    findings_finish(&findings);
    return 0;
}
