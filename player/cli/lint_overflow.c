/* What finds no room on a screen, as a whole or in part, and by how much to shorten it. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/lint.h"
#include "cli/roles.h"
#include "playlist/json.h"

/* Words differ in width, and lines end between them: so much fewer than was shown finds room. */
enum { SPARE_PART = 8 };

static size_t count_letters(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

/* Those of a text, or of a map the text of that language. */
static size_t letters_of(const struct json *json, uint32_t token, const char *language)
{
    const struct json_token *value = &json->tokens[token];
    if (value->kind == JSON_OBJECT && language)
        token = json_member(json, token, language);
    char text[LIMIT_STRING_BYTES + 1];
    if (!token || json->tokens[token].kind != JSON_STRING ||
        json->tokens[token].size > LIMIT_STRING_BYTES)
        return 0;
    return count_letters(text, json_decode(json, token, text));
}

/* The letters of the item's field that `path` ends in; 0 where it is no plain text. */
static size_t letters_written(const struct item *item, const char *path, const char *language)
{
    struct json json;
    struct json_error error;
    const char *slash = strrchr(path, '/');
    if (!slash || json_read(item->json, item->json_size, &json, &error) < 0)
        return 0;
    uint32_t field = json_member(&json, 0, slash + 1);
    size_t count = field ? letters_of(&json, field, language) : 0;
    json_finish(&json);
    return count;
}

/* The letters of it that are on the picture, without the "…" of each text. */
static size_t letters_shown(const struct drawing *drawing, const char *role)
{
    static const char dots[] = "…";
    size_t count = 0;
    for (size_t i = 0; i < drawing->boxes.count; i++) {
        const struct drawing_box *box = &drawing->boxes.list[i];
        if (strcmp(box->role, role) != 0)
            continue;
        size_t size = strlen(box->text), mark = sizeof dots - 1;
        if (size >= mark && memcmp(box->text + size - mark, dots, mark) == 0)
            size -= mark;
        count += count_letters(box->text, size);
    }
    return count;
}

static void print_screen(const struct lint_view *view, char screen[48 + LIMIT_ID_BYTES])
{
    const char *site = view->site->id;
    snprintf(screen, 48 + LIMIT_ID_BYTES, "%ux%u%s%s%s", view->width, view->height,
             site ? " (" : "", site ? site : "", site ? ")" : "");
}

/* What an office's name band says is a variable of the office and no text of the slides, all of
 * which show it: it is said once, there. */
static void say_band(struct remarks *remarks, const struct lint_view *view)
{
    const struct document *document = remarks->document;
    const char *name = site_variable(view->site, "name");
    char path[64 + LIMIT_ID_BYTES] = "", screen[48 + LIMIT_ID_BYTES], hint[160];
    size_t shown = letters_shown(view->drawing, "band");
    for (size_t i = 0; i < document->site_count; i++) {
        const struct site_entry *entry = &document->sites[i];
        bool is_own = view->site->id && strcmp(entry->id, view->site->id) == 0;
        if ((is_own || (!*path && strcmp(entry->id, "default") == 0)) &&
            memmem(entry->json, entry->json_size, "\"name\"", sizeof "\"name\"" - 1))
            snprintf(path, sizeof path, "/sites/%s/variables/name", entry->id);
    }
    snprintf(hint, sizeof hint,
             ngettext("write a shorter \"name\" under \"variables\", of about %zu letter",
                      "write a shorter \"name\" under \"variables\", of about %zu letters", shown),
             shown - shown / SPARE_PART);
    print_screen(view, screen);
    remarks_add(remarks,
                &(struct remark_about){.code = "band-long",
                                       .key = name ? name : "",
                                       .severity = SEVERITY_WARNING,
                                       .gravity = 1 / ((double)shown + 1),
                                       .path = path,
                                       .hint = shown ? hint : _("shorten the text")},
                _("the name of the office is too long for the name band on %s: \"%s\""), screen,
                name ? name : "");
}

static bool is_one_of(const char *role, const char *const *roles)
{
    for (; *roles; roles++) {
        if (strcmp(role, *roles) == 0)
            return true;
    }
    return false;
}

static enum severity severity_of(const struct lint_view *view, const char *role)
{
    /* What a slide must not lose without its author: what it is about, and what is noted down from
     * it. */
    static const char *const essential[] = {"title", "name", "phone", "cell",
                                            "row",   "head", "value", NULL};
    /* Parts of a list, of which a reader cannot know that some are missing. */
    static const char *const counted[] = {"paper", "step", "place", NULL};
    bool is_essential = is_one_of(role, essential) ||
                        (strcmp(role, "number") == 0 && view->item->type != ITEM_STEPS);
    if (!view->is_compact)
        return is_essential ? SEVERITY_ERROR : SEVERITY_WARNING;
    /* A small board shows what matters most and leaves the rest to other screens. */
    return is_essential || is_one_of(role, counted) ? SEVERITY_WARNING : SEVERITY_NOTE;
}

static void say_overflow(struct remarks *remarks, const struct lint_view *view, const char *role,
                         const char *language)
{
    char path[256], screen[48 + LIMIT_ID_BYTES], hint[160];
    bool is_cut = drawing_is_cut(view->drawing, role);
    enum severity severity = severity_of(view, role);
    roles_path(view->item, role, path, sizeof path);
    size_t written = letters_written(view->item, path, language);
    size_t shown = letters_shown(view->drawing, role);
    /* What was tried with an end cut off may have found room after all. */
    if (is_cut && written > 0 && shown >= written)
        return;
    const char *advice = roles_are_list(view->item->type)
                             ? _("shorten the texts, or make two slides of it")
                             : _("shorten the text");
    if (is_cut && !view->is_compact && shown > 0 && shown < written) {
        snprintf(hint, sizeof hint,
                 ngettext("shorten the text from %zu letter to about %zu",
                          "shorten the text from %zu letters to about %zu", written),
                 written, shown - shown / SPARE_PART);
        advice = hint;
    }
    print_screen(view, screen);
    remarks_add(remarks,
                &(struct remark_about){.item = view->item,
                                       .code = "overflow",
                                       .key = role,
                                       .severity = severity,
                                       .gravity = is_cut ? 1 : 2,
                                       .path = path,
                                       .hint = severity == SEVERITY_NOTE ? NULL : advice},
                is_cut ? _("\"%s\" is too long for %s; shown only in part: %s")
                       : _("\"%s\" has no room for everything on %s; left out: %s"),
                view->item->id, screen, roles_words(role));
}

void lint_overflow(struct remarks *remarks, const struct lint_view *view, const char *language)
{
    const struct drawing_words *overflow = &view->drawing->overflow;
    for (size_t i = 0; i < overflow->count; i++) {
        if (strcmp(overflow->list[i], "band") == 0)
            say_band(remarks, view);
        else
            say_overflow(remarks, view, overflow->list[i], language);
    }
}
