#include "cli/mirror.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/html.h"
#include "cli/mirror_item.h"
#include "cli/unicode.h"
#include "playlist/resolve.h"
#include "playlist/wording.h"
#include "playlist/words.h"

enum { NAME_BYTES = 128 };

/* Contrast 7 : 1 and more in both schemes; what can be pressed is 44 px high (WCAG 2.5.5). */
static const char style[] =
    ":root { color-scheme: light dark; --ink: #14213d; --quiet: #4a5872; --ground: #fff;\n"
    "  --line: #cfd6e2; --act: #8a0016; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #f6f4ec; --quiet: #b9c6d8;\n"
    "  --ground: #0a1f3c; --line: #33507c; --act: #ffc845; } }\n"
    "body { margin: 0 auto; padding: 1.5rem; max-width: 44rem; background: var(--ground);\n"
    "  color: var(--ink); font: 1.125rem/1.5 system-ui, \"Noto Sans\", sans-serif; }\n"
    ":lang(km) { line-height: 1.8; }\n"
    "h1, h2, h3, h4 { line-height: 1.3; margin: 0 0 .25rem; }\n"
    "article { padding: 1.25rem 0; border-top: 1px solid var(--line); }\n"
    "p, ul, ol, dl, table { margin: .5rem 0; overflow-wrap: break-word; }\n"
    ".kind, .note, header p { color: var(--quiet); font-size: 1rem; }\n"
    ".kind { margin-top: 0; }\n"
    ".act { display: inline-block; padding: .55rem 0; color: var(--act); font-weight: 700;\n"
    "  font-size: 1.25rem; overflow-wrap: anywhere; }\n"
    ".plain { padding: 0; list-style: none; }\n"
    "dt { margin-top: .5rem; color: var(--quiet); }\n"
    "dd { margin: 0; font-weight: 700; }\n"
    "table { border-collapse: collapse; }\n"
    "th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line);\n"
    "  text-align: left; vertical-align: top; }\n"
    "nav a { display: inline-block; padding: .55rem .75rem .55rem 0; color: var(--act); }\n";

static char *resolve(const struct mirror *mirror, const char *json, size_t size,
                     const char *language)
{
    char *text = json ? text_resolve(mirror->document, json, size, language, mirror->site) : NULL;
    char *normal = text ? unicode_nfc(text) : NULL;
    if (!normal)
        return text;
    free(text);
    return normal;
}

static void write_head(FILE *out, const struct mirror *mirror, const char *language)
{
    const struct document *document = mirror->document;
    char *title = resolve(mirror, document->title_json, document->title_json_size, language);
    char *publisher =
        resolve(mirror, document->publisher_json, document->publisher_json_size, language);
    const char *office = site_variable(mirror->site, "name");
    const char *name = title ? title : document->feed_id;
    fputs("<!DOCTYPE html>\n<html lang=\"", out);
    html_put(out, language);
    fputs("\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"generator\" content=\"bangtin " BANGTIN_VERSION "\">\n<title>",
          out);
    html_put(out, name);
    fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>", style);
    html_put(out, name);
    fputs("</h1>\n", out);
    if (office || publisher) {
        fputs("<p>", out);
        html_put(out, office ? office : publisher);
        fputs("</p>\n", out);
    }
    fputs("</header>\n", out);
    free(publisher);
    free(title);
}

/* Text that was filled in for a language; nothing for NULL. */
static void put_text(FILE *out, const char *before, const char *text, const char *after)
{
    char *normal = text ? unicode_nfc(text) : NULL;
    if (text)
        fputs(before, out);
    html_put(out, normal ? normal : text ? text : "");
    if (text)
        fputs(after, out);
    free(normal);
}

static void write_alert(FILE *out, const struct mirror *mirror, const struct alert *alert,
                        const char *language, unsigned level)
{
    struct wording wording;
    if (wording_of_alert(mirror->document, alert, language, mirror->site, &wording) < 0)
        return; /* the screen leaves it out too */
    fprintf(out, "<article>\n<h%u>", level);
    put_text(out, "", wording.headline, "");
    fprintf(out, "</h%u>\n", level);
    put_text(out, "<p>", wording.description, "</p>\n");
    put_text(out, "<p>", wording.instruction, "</p>\n");
    fputs("</article>\n", out);
    wording_finish(&wording);
}

/* What interrupts the loop comes first. */
static void write_alerts(FILE *out, const struct mirror *mirror, const char *language,
                         unsigned level)
{
    for (size_t i = 0; i < mirror->document->alert_count; i++) {
        const struct alert *alert = &mirror->document->alerts[i];
        if (alert->sent <= mirror->now && mirror->now < alert->expires &&
            site_matches(mirror->site, &alert->sites))
            write_alert(out, mirror, alert, language, level);
    }
}

static void write_ticker(FILE *out, const struct mirror *mirror, const char *language,
                         unsigned level)
{
    bool is_open = false;
    for (size_t i = 0; i < mirror->document->ticker_count; i++) {
        const struct ticker_line *line = &mirror->document->ticker[i];
        if (line->valid_from > mirror->now || line->valid_until <= mirror->now ||
            !site_matches(mirror->site, &line->sites) ||
            (mirror->at && !preview_at_has_line(mirror->at, line)))
            continue;
        char *text = resolve(mirror, line->text_json, line->text_json_size, language);
        if (text && !is_open)
            fprintf(out, "<article>\n<h%u>%s</h%u>\n<ul>\n", level, word_in(WORD_NEWS, language),
                    level);
        is_open |= text != NULL;
        if (text) {
            fputs("<li>", out);
            html_put(out, text);
            fputs("</li>\n", out);
        }
        free(text);
    }
    if (is_open)
        fputs("</ul>\n</article>\n", out);
}

/* Whether the language does not come earlier in the list. */
static bool is_first(const struct mirror *mirror, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(mirror->entries[i].language, mirror->entries[index].language) == 0)
            return false;
    return true;
}

static size_t count_languages(const struct mirror *mirror)
{
    size_t count = 0;
    for (size_t i = 0; i < mirror->count; i++)
        count += is_first(mirror, i);
    return count;
}

/* A language is named in itself: who reads no other must find it. */
static void write_languages(FILE *out, const struct mirror *mirror)
{
    fputs("<nav>\n", out);
    for (size_t i = 0; i < mirror->count; i++) {
        const char *language = mirror->entries[i].language;
        char name[NAME_BYTES];
        if (!is_first(mirror, i))
            continue;
        fprintf(out, "<a href=\"#%s\" hreflang=\"%s\" lang=\"%s\">", language, language, language);
        html_put(out, unicode_language_name(language, name, sizeof name));
        fputs("</a>\n", out);
    }
    fputs("</nav>\n", out);
}

static void write_language(FILE *out, const struct mirror *mirror, const char *language,
                           bool is_only)
{
    unsigned level = is_only ? 2 : 3;
    if (!is_only) {
        char name[NAME_BYTES];
        fprintf(out, "<section id=\"%s\" lang=\"%s\">\n<h2>", language, language);
        html_put(out, unicode_language_name(language, name, sizeof name));
        fputs("</h2>\n", out);
    }
    write_alerts(out, mirror, language, level);
    for (size_t i = 0; i < mirror->count; i++)
        if (strcmp(mirror->entries[i].language, language) == 0)
            mirror_item_write(out, mirror, &mirror->entries[i], level);
    write_ticker(out, mirror, language, level);
    if (!is_only)
        fputs("</section>\n", out);
}

void mirror_write(FILE *out, const struct mirror *mirror)
{
    const char *language = mirror->count > 0                      ? mirror->entries[0].language
                           : mirror->document->language_count > 0 ? mirror->document->languages[0]
                                                                  : DOCUMENT_LANGUAGE;
    size_t languages = count_languages(mirror);
    write_head(out, mirror, language);
    if (languages > 1)
        write_languages(out, mirror);
    fputs("<main>\n", out);
    if (languages == 0)
        write_language(out, mirror, language, true);
    for (size_t i = 0; i < mirror->count; i++)
        if (is_first(mirror, i))
            write_language(out, mirror, mirror->entries[i].language, languages == 1);
    fputs("</main>\n</body>\n</html>\n", out);
}
