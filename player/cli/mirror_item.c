#include "cli/mirror_item.h"

#include <stdlib.h>
#include <string.h>

#include "cli/html.h"
#include "cli/mirror_parts.h"
#include "cli/unicode.h"
#include "playlist/resolve.h"

/* What kind of thing it is: the slide's category. */
static enum word kind_of(const struct mirror_article *article, enum item_type type)
{
    static const enum word kinds[ITEM_TYPES] = {
        [ITEM_IMAGE] = WORD_PICTURE,       [ITEM_VIDEO] = WORD_CLIP,
        [ITEM_SERVICE] = WORD_SERVICE,     [ITEM_HOTLINE] = WORD_HOTLINE,
        [ITEM_STEPS] = WORD_GUIDE,         [ITEM_SLOGAN] = WORDS,
        [ITEM_NOTICE] = WORD_NOTICE,       [ITEM_FIGURES] = WORD_FIGURES,
        [ITEM_DIRECTORY] = WORD_DIRECTORY, [ITEM_PROCEDURE] = WORD_PROCEDURE,
        [ITEM_TABLE] = WORD_NOTICE,        [ITEM_DOCUMENT] = WORD_DOCUMENT,
    };
    const char *severity = mirror_string(article->item, "severity");
    if (severity && strcmp(severity, "urgent") == 0)
        return WORD_URGENT;
    if (severity && strcmp(severity, "important") == 0)
        return WORD_IMPORTANT;
    return kinds[type];
}

/* The heading, and below it the kind: who goes from heading to heading hears the name first. */
static void write_head(const struct mirror_article *article, enum item_type type, const char *title)
{
    enum word kind = kind_of(article, type);
    fprintf(article->out, "<h%u>", article->level);
    if (title)
        html_put(article->out, title);
    else
        mirror_put_word(article, kind);
    fprintf(article->out, "</h%u>\n", article->level);
    if (!title || kind == WORDS)
        return;
    fputs("<p class=\"kind\">", article->out);
    mirror_put_word(article, kind);
    fputs("</p>\n", article->out);
}

static void write_body(const struct mirror_article *article, enum item_type type)
{
    static void (*const writers[ITEM_TYPES])(const struct mirror_article *) = {
        [ITEM_STEPS] = mirror_put_steps,         [ITEM_FIGURES] = mirror_put_figures,
        [ITEM_DIRECTORY] = mirror_put_directory, [ITEM_PROCEDURE] = mirror_put_procedure,
        [ITEM_TABLE] = mirror_put_table,         [ITEM_DOCUMENT] = mirror_put_document,
    };
    const cJSON *item = article->item;
    mirror_put_paragraph(article, NULL, mirror_string(item, "summary"));
    mirror_put_paragraph(article, NULL, mirror_string(item, "body"));
    mirror_put_paragraph(article, NULL, mirror_string(item, "attribution"));
    if (writers[type])
        writers[type](article);
    mirror_put_acts(article, item);
    mirror_put_paragraph(article, NULL, mirror_string(item, "hours"));
    mirror_put_channels(article);
    mirror_put_basis(article);
}

/* The alternative text of the item's picture, fresh; NULL where there is none. */
static char *alt_of(const struct mirror *mirror, const cJSON *item, const char *language)
{
    const char *name = mirror_string(item, "asset");
    const struct asset *asset = name ? document_asset(mirror->document, name) : NULL;
    return asset && asset->alt_json ? text_resolve(mirror->document, asset->alt_json,
                                                   asset->alt_json_size, language, mirror->site)
                                    : NULL;
}

static void write_article(const struct mirror *mirror, const struct mirror_entry *entry,
                          const struct mirror_article *article)
{
    static const char *const titles[] = {"name", "title", "text", "caption"};
    const char *title = NULL;
    char *alt = alt_of(mirror, article->item, entry->language);
    for (size_t i = 0; !title && i < sizeof titles / sizeof *titles; i++)
        title = mirror_string(article->item, titles[i]);
    if (title || alt) {
        fprintf(article->out, "<article id=\"%s-%s\">\n", entry->item->id, entry->language);
        write_head(article, entry->item->type, title);
        mirror_put_paragraph(article, NULL, alt && title && strcmp(alt, title) == 0 ? NULL : alt);
        write_body(article, entry->item->type);
        fputs("</article>\n", article->out);
    }
    free(alt);
}

void mirror_item_write(FILE *out, const struct mirror *mirror, const struct mirror_entry *entry,
                       unsigned level)
{
    struct resolution resolution = {0};
    if (item_resolve(mirror->document, entry->item, entry->language, mirror->site, &resolution) <
        0) {
        resolution_finish(&resolution);
        return;
    }
    char *normal = unicode_nfc(resolution.json); /* as the slide has it */
    cJSON *item = cJSON_Parse(normal ? normal : resolution.json);
    const struct mirror_article article = {out, item, entry->language, level};
    if (item)
        write_article(mirror, entry, &article);
    cJSON_Delete(item);
    free(normal);
    resolution_finish(&resolution);
}
