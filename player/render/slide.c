#include "render/slide.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "playlist/words.h"

enum { ADDRESS_LONG = 36 }; /* letters */

static const char *string_of(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(value) && value->valuestring[0] ? value->valuestring : NULL;
}

static const cJSON *list_of(const cJSON *item, const char *name)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(item, name);
    return cJSON_IsArray(list) ? list : NULL;
}

/* Keeps a fresh string for as long as the slide; NULL stays NULL. */
static const char *own(struct slide *slide, char *string)
{
    if (!string)
        return NULL;
    if (slide->owned_count == sizeof slide->owned / sizeof *slide->owned) {
        free(string);
        return NULL;
    }
    slide->owned[slide->owned_count++] = string;
    return string;
}

/* `a` and `b` with `between`; what is NULL is left out, with the sign. */
static char *join(const char *a, const char *between, const char *b)
{
    char *joined = NULL;
    if (!a && !b)
        return NULL;
    if (asprintf(&joined, "%s%s%s", a ? a : "", a && b ? between : "", b ? b : "") < 0)
        return NULL;
    return joined;
}

/* "2020-06-03" → "03/06/2020", as Vietnamese offices write it; anything else as it stands. */
static char *date_in_words(const char *date)
{
    int year, month, day;
    char *text = NULL;
    if (!date || sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3)
        return date ? strdup(date) : NULL;
    if (asprintf(&text, "%02d/%02d/%04d", day, month, year) < 0)
        return NULL;
    return text;
}

static void read_basis(const cJSON *basis, const char *language, struct slide *slide)
{
    if (!cJSON_IsObject(basis))
        return;
    char *date = date_in_words(string_of(basis, "issued"));
    char *dated = join(word_in(WORD_ISSUED, language), " ", date);
    char *number = join(string_of(basis, "number"), " ", date ? dated : NULL);
    char *named = join(string_of(basis, "title"), ", ", number);
    char *line = named ? join(word_in(WORD_BASIS, language), ": ", named) : NULL;
    slide->basis = own(slide, line);
    free(named);
    free(number);
    free(dated);
    free(date);
}

/* A fresh row, or NULL where there is no room. */
static struct slide_row *add_row(struct slide *slide)
{
    if (slide->row_count == SLIDE_ROWS_MAX) {
        slide->rows_left_out++;
        return NULL;
    }
    slide->rows[slide->row_count] = (struct slide_row){0};
    return &slide->rows[slide->row_count++];
}

/* ICON_NONE also for a name that this version does not know. */
static enum icon icon_of(const cJSON *object)
{
    const char *name = string_of(object, "icon");
    return name ? icon_find(name, strlen(name)) : ICON_NONE;
}

/* A row that says nothing is none. */
static void drop_empty_row(struct slide *slide)
{
    const struct slide_row *row = &slide->rows[slide->row_count - 1];
    if (!row->lead && !row->text && !row->value && !row->place && !row->phone && !row->url)
        slide->row_count--;
}

/* A list of objects as rows: `lead` and `text` name the members. */
static void read_rows(const cJSON *list, const char *lead, const char *text, struct slide *slide)
{
    const cJSON *entry;
    cJSON_ArrayForEach(entry, list)
    {
        struct slide_row *row = add_row(slide);
        if (!row)
            return;
        *row = (struct slide_row){
            .lead = string_of(entry, lead), .text = string_of(entry, text), .icon = icon_of(entry)};
        drop_empty_row(slide);
    }
}

static bool has_decimal_comma(const char *language)
{
    return !language || strncmp(language, "en", 2) != 0;
}

/* A number as its language writes it; a text as its author did. */
static const char *read_value(const cJSON *value, const char *language, struct slide *slide)
{
    char number[32];
    if (cJSON_IsString(value))
        return value->valuestring[0] ? value->valuestring : NULL;
    if (!cJSON_IsNumber(value))
        return NULL;
    snprintf(number, sizeof number, "%.10g", value->valuedouble);
    char *point = strchr(number, '.');
    if (point && has_decimal_comma(language))
        *point = ',';
    return own(slide, strdup(number));
}

static void read_figures(const cJSON *figures, const char *language, struct slide *slide)
{
    const cJSON *figure;
    cJSON_ArrayForEach(figure, figures)
    {
        const cJSON *share = cJSON_GetObjectItemCaseSensitive(figure, "share");
        struct slide_row *row = add_row(slide);
        if (!row)
            return;
        row->value = read_value(cJSON_GetObjectItemCaseSensitive(figure, "value"), language, slide);
        row->unit = string_of(figure, "unit");
        row->text = string_of(figure, "label");
        row->has_share =
            cJSON_IsNumber(share) && share->valuedouble >= 0 && share->valuedouble <= 1;
        row->share = row->has_share ? share->valuedouble : 0;
        drop_empty_row(slide);
    }
}

static void read_directory(const cJSON *entries, struct slide *slide)
{
    const cJSON *entry;
    cJSON_ArrayForEach(entry, entries)
    {
        struct slide_row *row = add_row(slide);
        if (!row)
            return;
        *row = (struct slide_row){.lead = string_of(entry, "name"),
                                  .place = string_of(entry, "place"),
                                  .phone = string_of(entry, "phone"),
                                  .url = string_of(entry, "url")};
        drop_empty_row(slide);
    }
}

/* With no-break spaces: "Trực tuyến" is one word. */
static char *in_one_piece(const char *words)
{
    char *piece = strdup("");
    for (const char *rest = words; piece && *rest;) {
        size_t size = strcspn(rest, " ");
        char *longer = NULL;
        if (asprintf(&longer, "%s%.*s%s", piece, (int)size, rest, rest[size] ? "\u00a0" : "") < 0)
            longer = NULL;
        free(piece);
        piece = longer;
        rest += size + (rest[size] == ' ');
    }
    return piece;
}

/* "Online: …" where it differs from what holds at the counter. */
static void add_fact(struct slide *slide, const char *label, const char *counter,
                     const char *online, const char *language)
{
    struct slide_row *row = counter || online ? add_row(slide) : NULL;
    if (!row)
        return;
    *row = (struct slide_row){.lead = label, .text = counter ? counter : online};
    if (counter && online && strcmp(counter, online) != 0) {
        char *before = in_one_piece(word_in(WORD_ONLINE, language));
        row->place = own(slide, join(before, ": ", online));
        free(before);
    }
}

static void read_procedure(const cJSON *item, const char *language, struct slide *slide)
{
    const cJSON *document;
    add_fact(slide, word_in(WORD_TIME, language), string_of(item, "time"),
             string_of(item, "timeOnline"), language);
    add_fact(slide, word_in(WORD_FEE, language), string_of(item, "fee"),
             string_of(item, "feeOnline"), language);
    add_fact(slide, word_in(WORD_COUNTER, language), string_of(item, "counter"), NULL, language);
    slide->number = string_of(item, "code");
    cJSON_ArrayForEach(document, list_of(item, "documents"))
    {
        if (!cJSON_IsString(document))
            continue;
        if (slide->paper_count == SLIDE_ROWS_MAX)
            slide->rows_left_out++;
        else
            slide->papers[slide->paper_count++] = document->valuestring;
    }
}

static size_t read_cells(const cJSON *list, const char *cells[SLIDE_COLUMNS_MAX])
{
    const cJSON *cell;
    size_t count = 0;
    cJSON_ArrayForEach(cell, list)
    {
        if (count == SLIDE_COLUMNS_MAX)
            break;
        cells[count++] = cJSON_IsString(cell) && cell->valuestring[0] ? cell->valuestring : NULL;
    }
    return count;
}

static void read_table(const cJSON *item, struct slide *slide)
{
    const cJSON *cells;
    slide->column_count = read_cells(list_of(item, "columns"), slide->columns);
    cJSON_ArrayForEach(cells, list_of(item, "rows"))
    {
        struct slide_row *row = add_row(slide);
        size_t count = row ? read_cells(cells, row->cells) : 0;
        if (count > slide->column_count)
            slide->column_count = count;
    }
}

static void read_document(const cJSON *item, const char *language, struct slide *slide)
{
    char *date = date_in_words(string_of(item, "issued"));
    char *dated = join(word_in(WORD_ISSUED, language), " ", date);
    slide->number = string_of(item, "number");
    slide->origin = own(slide, join(string_of(item, "issuer"), ", ", date ? dated : NULL));
    free(dated);
    free(date);
}

static void read_severity(const cJSON *item, struct slide *slide)
{
    const char *severity = string_of(item, "severity");
    if (severity && strcmp(severity, "urgent") == 0)
        slide->severity = SLIDE_URGENT;
    else if (severity && strcmp(severity, "important") == 0)
        slide->severity = SLIDE_IMPORTANT;
}

static void read_fit(const cJSON *item, const cJSON *defaults, struct slide *slide)
{
    const char *fit = string_of(item, "fit");
    if (!fit)
        fit = string_of(defaults, "fit");
    slide->fit = PICTURE_CONTAIN;
    if (fit)
        picture_fit_parse(fit, &slide->fit);
}

static void read_type(const cJSON *item, const cJSON *defaults, const char *language,
                      struct slide *slide)
{
    switch (slide->type) {
    case ITEM_IMAGE:
        slide->asset = string_of(item, "asset");
        break;
    case ITEM_VIDEO:
        slide->asset = string_of(item, "poster");
        break;
    case ITEM_SLOGAN:
        slide->title = string_of(item, "text");
        break;
    case ITEM_NOTICE:
        slide->body = string_of(item, "body");
        read_severity(item, slide);
        break;
    case ITEM_HOTLINE:
        slide->code_url = string_of(item, "qr");
        read_rows(list_of(item, "channels"), "label", "value", slide);
        break;
    case ITEM_STEPS:
        read_rows(list_of(item, "steps"), "title", "text", slide);
        break;
    case ITEM_FIGURES:
        read_figures(list_of(item, "figures"), language, slide);
        break;
    case ITEM_DIRECTORY:
        read_directory(list_of(item, "entries"), slide);
        break;
    case ITEM_PROCEDURE:
        read_procedure(item, language, slide);
        break;
    case ITEM_TABLE:
        read_table(item, slide);
        break;
    case ITEM_DOCUMENT:
        read_document(item, language, slide);
        break;
    case ITEM_SERVICE:
    case ITEM_TYPES:
    default:
        break;
    }
    read_fit(item, defaults, slide);
}

static int read_item_type(const cJSON *item, enum item_type *ret)
{
    static const char *const names[ITEM_TYPES] = {"image",     "video",     "service", "hotline",
                                                  "steps",     "slogan",    "notice",  "figures",
                                                  "directory", "procedure", "table",   "document"};
    const char *name = string_of(item, "type");
    for (int type = 0; name && type < ITEM_TYPES; type++) {
        if (strcmp(name, names[type]) == 0) {
            *ret = (enum item_type)type;
            return 0;
        }
    }
    return -1;
}

int slide_read(const cJSON *item, const cJSON *defaults, const char *language, struct slide *ret)
{
    struct slide slide = {0};
    if (read_item_type(item, &slide.type) < 0)
        return -1;
    slide.title = string_of(item, "name");
    if (!slide.title)
        slide.title = string_of(item, "title");
    slide.short_title = string_of(item, "shortName");
    slide.body = string_of(item, "summary");
    slide.url = string_of(item, "url");
    slide.phone = string_of(item, "phone");
    slide.hours = string_of(item, "hours");
    slide.attribution = string_of(item, "attribution");
    slide.caption = string_of(item, "caption");
    slide.note = string_of(item, "sourceNote");
    slide.icon = icon_of(item);
    read_type(item, defaults, language, &slide);
    read_basis(cJSON_GetObjectItemCaseSensitive(item, "basis"), language, &slide);
    *ret = slide;
    return 0;
}

void slide_finish(struct slide *slide)
{
    for (size_t i = 0; i < slide->owned_count; i++)
        free(slide->owned[i]);
    *slide = (struct slide){0};
}

enum icon slide_icon(const struct slide *slide, enum icon otherwise)
{
    return slide->icon != ICON_NONE ? slide->icon : otherwise;
}

char *slide_address(const char *url)
{
    if (!url)
        return NULL;
    if (strncasecmp(url, "https://", 8) == 0)
        url += 8;
    else if (strncasecmp(url, "http://", 7) == 0)
        url += 7;
    char *address = strdup(url);
    size_t length = address ? strlen(address) : 0;
    if (length > 1 && address[length - 1] == '/' && !strpbrk(address, "?#"))
        address[length - 1] = '\0';
    return address;
}

char *slide_address_short(const char *url)
{
    char *address = slide_address(url);
    if (address && strlen(address) > ADDRESS_LONG)
        address[strcspn(address, "/?#")] = '\0';
    return address;
}
