/* Any lines as the names of a stick's pictures: whatever they are, the document that is made of
 * them is sound and shows all of them in an order that does not depend on where they stood. */
#include "playlist/album.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "playlist/document.h"
#include "playlist/form.h"
#include "playlist/natural.h"
#include "target.h"

enum { NAMES_MAX = 20, NAME_BYTES = 300, ID_BYTES = 16 };

static size_t read_names(const uint8_t *data, size_t size, char names[NAMES_MAX][NAME_BYTES])
{
    size_t count = 0;
    while (size > 0 && count < NAMES_MAX) {
        const uint8_t *end = memchr(data, '\n', size);
        size_t length = end ? (size_t)(end - data) : size;
        if (length < NAME_BYTES && !memchr(data, '\0', length)) {
            memcpy(names[count], data, length);
            names[count++][length] = '\0';
        }
        size -= end ? length + 1 : length;
        data += end ? length + 1 : length;
    }
    return count;
}

static void check_order(char **names, size_t count)
{
    natural_sort(names, count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i; j < count; j++) {
            int order = natural_compare(names[i], names[j]);
            MUST(order <= 0 && (order == 0) == (strcmp(names[i], names[j]) == 0));
            MUST((natural_compare(names[j], names[i]) > 0) == (order < 0));
        }
    }
}

static void check_document(char *const *names, size_t count)
{
    static const char sha256[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    struct album_picture pictures[NAMES_MAX];
    char ids[NAMES_MAX][ID_BYTES], titles[NAMES_MAX][ALBUM_TITLE_BYTES], *bytes;
    struct album album = {.feed_id = "usb", .title = "USB", .pictures = pictures};
    struct findings findings = {0};
    struct document *document;
    size_t size;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        if (utf8_check(names[i], length) != length || !form_is_href(names[i], length))
            continue;
        snprintf(ids[i], ID_BYTES, "usb-%zu", i);
        album_title(names[i], i % 2 == 0, titles[i]);
        pictures[album.count++] = (struct album_picture){
            ids[i], names[i], titles[i], "image/png", i % 3 ? (int64_t)i : -1, sha256};
    }
    if (album.count == 0 || album_compose(&album, &bytes, &size) < 0)
        return;
    MUST(document_parse(bytes, size, &findings, &document) == 0);
    MUST(findings.errors == 0 && document->item_count == album.count);
    for (size_t i = 0; i < album.count; i++) {
        const struct asset *asset = document_asset(document, document->items[i].asset);
        MUST(asset && strcmp(asset->href, pictures[i].href) == 0);
        MUST(!document->items[i].faulty && asset->size == pictures[i].size);
    }
    findings_finish(&findings);
    document_destroy(document);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char names[NAMES_MAX][NAME_BYTES], *list[NAMES_MAX];
    size_t count = read_names(data, size, names);
    for (size_t i = 0; i < count; i++)
        list[i] = names[i];
    check_order(list, count);
    check_document(list, count);
    return 0;
}
