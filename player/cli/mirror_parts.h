/* The parts of which an article of the text mirror is made. Each writes nothing where the item has
 * nothing of the kind. */
#pragma once

#include <cjson/cJSON.h>
#include <stdio.h>

#include "playlist/words.h"

/* What the parts of an article share. */
struct mirror_article {
    FILE *out;
    const cJSON *item;
    const char *language;
    unsigned level;
};

/* A string member that is not empty, or NULL. */
const char *mirror_string(const cJSON *object, const char *name);

/* A word of ours; where there is none in the article's language, one that says which it is. */
void mirror_put_word(const struct mirror_article *article, enum word word);

/* `class` and `text` may be NULL. */
void mirror_put_paragraph(const struct mirror_article *article, const char *class,
                          const char *text);

/* Phone and addresses of the item or of one of its entries, as links; what a code leads to, too. */
void mirror_put_acts(const struct mirror_article *article, const cJSON *object);

void mirror_put_steps(const struct mirror_article *article);
void mirror_put_figures(const struct mirror_article *article);
void mirror_put_directory(const struct mirror_article *article);
void mirror_put_channels(const struct mirror_article *article);
void mirror_put_procedure(const struct mirror_article *article);
void mirror_put_table(const struct mirror_article *article);
void mirror_put_document(const struct mirror_article *article);
void mirror_put_basis(const struct mirror_article *article);
