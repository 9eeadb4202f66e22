#include "cli/mirror_parts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/html.h"

const char *mirror_string(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(value) && value->valuestring[0] ? value->valuestring : NULL;
}

static const cJSON *list_of(const cJSON *object, const char *name)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsArray(list) ? list : NULL;
}

void mirror_put_word(const struct mirror_article *article, enum word word)
{
    const char *own = words_language(article->language);
    bool is_foreign = strncmp(own, article->language, strlen(own)) != 0;
    if (is_foreign)
        fprintf(article->out, "<span lang=\"%s\">", own);
    html_put(article->out, word_in(word, article->language));
    if (is_foreign)
        fputs("</span>", article->out);
}

void mirror_put_paragraph(const struct mirror_article *article, const char *class, const char *text)
{
    if (!text)
        return;
    fputs("<p", article->out);
    if (class)
        fprintf(article->out, " class=\"%s\"", class);
    fputc('>', article->out);
    html_put(article->out, text);
    fputs("</p>\n", article->out);
}

/* RFC 3966: digits and a leading plus; what else stands in a number is for the eye. */
static void put_phone(FILE *out, const char *phone)
{
    bool has_begun = false;
    fputs("<a class=\"act\" href=\"tel:", out);
    for (const char *at = phone; *at; at++)
        if ((*at >= '0' && *at <= '9') || (*at == '+' && !has_begun)) {
            fputc(*at, out);
            has_begun = true;
        }
    fputs("\">", out);
    html_put(out, phone);
    fputs("</a>", out);
}

/* The address as people write it: without scheme and a last slash. */
static void put_link(FILE *out, const char *url)
{
    const char *start = strncasecmp(url, "https://", 8) == 0  ? url + 8
                        : strncasecmp(url, "http://", 7) == 0 ? url + 7
                                                              : url;
    size_t size = strlen(start);
    bool has_slash = size > 1 && start[size - 1] == '/' && !strpbrk(start, "?#");
    char *address = strndup(start, has_slash ? size - 1 : size);
    fputs("<a class=\"act\" href=\"", out);
    html_put(out, url);
    fputs("\">", out);
    html_put(out, address && *address ? address : url);
    fputs("</a>", out);
    free(address);
}

void mirror_put_acts(const struct mirror_article *article, const cJSON *object)
{
    const char *phone = mirror_string(object, "phone"), *url = mirror_string(object, "url"),
               *code = mirror_string(object, "qr");
    if (phone) {
        fputs("<p>", article->out);
        put_phone(article->out, phone);
        fputs("</p>\n", article->out);
    }
    for (size_t i = 0; i < 2; i++) {
        const char *link = i == 0 ? url : code;
        if (!link)
            continue;
        fputs("<p>", article->out);
        put_link(article->out, link);
        fputs("</p>\n", article->out);
    }
}

/* "2020-06-03" as 03/06/2020, as Vietnamese offices write it. */
static void put_date(FILE *out, const char *date)
{
    fprintf(out, "<time datetime=\"%.10s\">%.2s/%.2s/%.4s</time>", date, date + 8, date + 5, date);
}

static void put_fact(const struct mirror_article *article, enum word word, const char *text,
                     const char *online)
{
    if (!text && !online)
        return;
    fputs("<dt>", article->out);
    mirror_put_word(article, word);
    fputs("</dt>", article->out);
    if (text) {
        fputs("<dd>", article->out);
        html_put(article->out, text);
        fputs("</dd>", article->out);
    }
    if (online && (!text || strcmp(text, online) != 0)) {
        fputs("<dd>", article->out);
        mirror_put_word(article, WORD_ONLINE);
        fputs(": ", article->out);
        html_put(article->out, online);
        fputs("</dd>", article->out);
    }
    fputs("\n", article->out);
}

void mirror_put_steps(const struct mirror_article *article)
{
    const cJSON *step;
    fputs("<ol>\n", article->out);
    cJSON_ArrayForEach(step, list_of(article->item, "steps"))
    {
        const char *title = mirror_string(step, "title"), *text = mirror_string(step, "text");
        fputs("<li><strong>", article->out);
        html_put(article->out, title ? title : "");
        fputs("</strong>", article->out);
        if (text) {
            fputs("<br>", article->out);
            html_put(article->out, text);
        }
        fputs("</li>\n", article->out);
    }
    fputs("</ol>\n", article->out);
}

void mirror_put_figures(const struct mirror_article *article)
{
    const cJSON *figure;
    fputs("<ul>\n", article->out);
    cJSON_ArrayForEach(figure, list_of(article->item, "figures"))
    {
        const char *value = mirror_string(figure, "value"), *unit = mirror_string(figure, "unit"),
                   *label = mirror_string(figure, "label");
        fputs("<li><strong>", article->out);
        html_put(article->out, value ? value : "");
        if (unit) {
            fputs("\u00a0", article->out);
            html_put(article->out, unit);
        }
        fputs("</strong> ", article->out);
        html_put(article->out, label ? label : "");
        fputs("</li>\n", article->out);
    }
    fputs("</ul>\n", article->out);
    mirror_put_paragraph(article, "note", mirror_string(article->item, "sourceNote"));
}

void mirror_put_directory(const struct mirror_article *article)
{
    const cJSON *entry;
    fputs("<ul class=\"plain\">\n", article->out);
    cJSON_ArrayForEach(entry, list_of(article->item, "entries"))
    {
        const char *name = mirror_string(entry, "name");
        fputs("<li>", article->out);
        fprintf(article->out, "<h%u>", article->level + 1);
        html_put(article->out, name ? name : "");
        fprintf(article->out, "</h%u>\n", article->level + 1);
        mirror_put_paragraph(article, NULL, mirror_string(entry, "place"));
        mirror_put_acts(article, entry);
        fputs("</li>\n", article->out);
    }
    fputs("</ul>\n", article->out);
}

void mirror_put_channels(const struct mirror_article *article)
{
    const cJSON *channel, *channels = list_of(article->item, "channels");
    if (!channels || !channels->child)
        return;
    fputs("<dl>\n", article->out);
    cJSON_ArrayForEach(channel, channels)
    {
        const char *label = mirror_string(channel, "label"),
                   *value = mirror_string(channel, "value");
        fputs("<dt>", article->out);
        html_put(article->out, label ? label : "");
        fputs("</dt><dd>", article->out);
        html_put(article->out, value ? value : "");
        fputs("</dd>\n", article->out);
    }
    fputs("</dl>\n", article->out);
}

static void write_papers(const struct mirror_article *article)
{
    const cJSON *paper, *papers = list_of(article->item, "documents");
    if (!papers || !papers->child)
        return;
    fprintf(article->out, "<h%u>", article->level + 1);
    mirror_put_word(article, WORD_PAPERS);
    fprintf(article->out, "</h%u>\n<ul>\n", article->level + 1);
    cJSON_ArrayForEach(paper, papers)
    {
        if (!cJSON_IsString(paper))
            continue;
        fputs("<li>", article->out);
        html_put(article->out, paper->valuestring);
        fputs("</li>\n", article->out);
    }
    fputs("</ul>\n", article->out);
}

void mirror_put_procedure(const struct mirror_article *article)
{
    const cJSON *item = article->item;
    mirror_put_paragraph(article, NULL, mirror_string(item, "code"));
    if (mirror_string(item, "time") || mirror_string(item, "timeOnline") ||
        mirror_string(item, "fee") || mirror_string(item, "feeOnline") ||
        mirror_string(item, "counter")) {
        fputs("<dl>\n", article->out);
        put_fact(article, WORD_TIME, mirror_string(item, "time"),
                 mirror_string(item, "timeOnline"));
        put_fact(article, WORD_FEE, mirror_string(item, "fee"), mirror_string(item, "feeOnline"));
        put_fact(article, WORD_COUNTER, mirror_string(item, "counter"), NULL);
        fputs("</dl>\n", article->out);
    }
    write_papers(article);
}

/* The first cell of a row says what the row is about. */
static void write_row(FILE *out, const cJSON *cells, bool is_head)
{
    const cJSON *cell;
    fputs("<tr>", out);
    cJSON_ArrayForEach(cell, cells)
    {
        const char *tag = is_head                ? "th scope=\"col\""
                          : cell == cells->child ? "th scope=\"row\""
                                                 : "td";
        fprintf(out, "<%s>", tag);
        html_put(out, cJSON_IsString(cell) ? cell->valuestring : "");
        fprintf(out, "</%.2s>", tag);
    }
    fputs("</tr>\n", out);
}

void mirror_put_table(const struct mirror_article *article)
{
    const cJSON *row;
    fputs("<table>\n<thead>\n", article->out);
    write_row(article->out, list_of(article->item, "columns"), true);
    fputs("</thead>\n<tbody>\n", article->out);
    cJSON_ArrayForEach(row, list_of(article->item, "rows")) write_row(article->out, row, false);
    fputs("</tbody>\n</table>\n", article->out);
}

void mirror_put_document(const struct mirror_article *article)
{
    const char *number = mirror_string(article->item, "number"),
               *issuer = mirror_string(article->item, "issuer"),
               *issued = mirror_string(article->item, "issued");
    mirror_put_paragraph(article, NULL, number);
    if (!issuer && !issued)
        return;
    fputs("<p>", article->out);
    html_put(article->out, issuer ? issuer : "");
    if (issued) {
        fputs(issuer ? ", " : "", article->out);
        mirror_put_word(article, WORD_ISSUED);
        fputc(' ', article->out);
        put_date(article->out, issued);
    }
    fputs("</p>\n", article->out);
}

void mirror_put_basis(const struct mirror_article *article)
{
    const cJSON *basis = cJSON_GetObjectItemCaseSensitive(article->item, "basis");
    const char *title = mirror_string(basis, "title"), *number = mirror_string(basis, "number"),
               *issued = mirror_string(basis, "issued");
    if (!title)
        return;
    fputs("<p class=\"note\">", article->out);
    mirror_put_word(article, WORD_BASIS);
    fputs(": ", article->out);
    html_put(article->out, title);
    if (number) {
        fputs(", ", article->out);
        html_put(article->out, number);
    }
    if (issued) {
        fputs(number ? " " : ", ", article->out);
        mirror_put_word(article, WORD_ISSUED);
        fputc(' ', article->out);
        put_date(article->out, issued);
    }
    fputs("</p>\n", article->out);
}
