#include "playlist/item.h"

/* What each type of item holds (docs/playlist.md, "Items"). The words and addresses
 * stay the document's own bytes. */

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TYPE_TABLE(fields)                                                                         \
    {                                                                                              \
        fields, COUNT(fields), &item_common_table                                                  \
    }

const char *const item_type_names[] = {"image",  "video",    "service", "hotline",   "steps",
                                       "slogan", "notice",   "figures", "directory", "procedure",
                                       "table",  "document", NULL};
const char *const transition_names[] = {"cut",     "crossfade", "push-left",
                                        "push-up", "wipe-left", NULL};
const char *const fit_names[] = {"contain", "cover", "fill", NULL};
static const char *const notice_severities[] = {"info", "important", "urgent", NULL};

static const struct field text_element = {NULL, FIELD_TEXT};

static const struct field image_fields[] = {
    {"asset", FIELD_ASSET, .required = true, FIELD_INTO(struct item, asset)},
    {"fit", FIELD_WORD, .words = fit_names},
    {"caption", FIELD_TEXT},
};

static const struct field video_fields[] = {
    {"asset", FIELD_ASSET, .required = true, FIELD_INTO(struct item, asset)},
    {"poster", FIELD_ASSET},
    {"fit", FIELD_WORD, .words = fit_names},
};

static const struct field service_fields[] = {
    {"name", FIELD_TEXT, .required = true},
    {"shortName", FIELD_TEXT},
    {"summary", FIELD_TEXT},
    {"url", FIELD_URL},
    {"phone", FIELD_PHONE},
};

static const struct field channel_fields[] = {
    {"label", FIELD_TEXT, .required = true},
    {"value", FIELD_TEXT, .required = true},
};
static const struct field_table channel_table = FIELD_TABLE(channel_fields);
static const struct field channel = {NULL, FIELD_OBJECT, .table = &channel_table};
static const struct field hotline_fields[] = {
    {"name", FIELD_TEXT, .required = true},
    {"phone", FIELD_PHONE, .required = true},
    {"shortName", FIELD_TEXT},
    {"hours", FIELD_TEXT},
    {"summary", FIELD_TEXT},
    {"channels", FIELD_LIST, .low = 1, .high = 6, .element = &channel},
    {"qr", FIELD_URL},
};

static const struct field step_fields[] = {
    {"title", FIELD_TEXT, .required = true},
    {"text", FIELD_TEXT},
    {"icon", FIELD_ICON},
};
static const struct field_table step_table = FIELD_TABLE(step_fields);
static const struct field step = {NULL, FIELD_OBJECT, .table = &step_table};
static const struct field steps_fields[] = {
    {"title", FIELD_TEXT, .required = true},
    {"steps", FIELD_LIST, .required = true, .low = 2, .high = 6, .element = &step},
    {"url", FIELD_URL},
};

static const struct field slogan_fields[] = {
    {"text", FIELD_TEXT, .required = true},
    {"attribution", FIELD_TEXT},
};

static const struct field notice_fields[] = {
    {"title", FIELD_TEXT, .required = true},
    {"body", FIELD_TEXT},
    {"severity", FIELD_WORD, .words = notice_severities},
    {"url", FIELD_URL},
};

static const struct field figure_fields[] = {
    {"value", FIELD_TEXT, .required = true},
    {"label", FIELD_TEXT, .required = true},
    {"unit", FIELD_TEXT},
    {"share", FIELD_NUMBER, .low = 0, .high = 1},
};
static const struct field_table figure_table = FIELD_TABLE(figure_fields);
static const struct field figure = {NULL, FIELD_OBJECT, .table = &figure_table};
static const struct field figures_fields[] = {
    {"title", FIELD_TEXT, .required = true},
    {"figures", FIELD_LIST, .required = true, .low = 1, .high = 4, .element = &figure},
    {"sourceNote", FIELD_TEXT},
};

static const struct field entry_fields[] = {
    {"name", FIELD_TEXT, .required = true},
    {"place", FIELD_TEXT},
    {"url", FIELD_URL},
    {"phone", FIELD_PHONE},
};
static const struct field_table entry_table = FIELD_TABLE(entry_fields);
static const struct field entry = {NULL, FIELD_OBJECT, .table = &entry_table};
static const struct field directory_fields[] = {
    {"title", FIELD_TEXT, .required = true},
    {"entries", FIELD_LIST, .required = true, .low = 2, .high = 8, .element = &entry},
};

static const struct field procedure_fields[] = {
    {"name", FIELD_TEXT, .required = true},
    {"code", FIELD_STRING},
    {"documents", FIELD_LIST, .low = 1, .high = 20, .element = &text_element},
    {"fee", FIELD_TEXT},
    {"feeOnline", FIELD_TEXT},
    {"time", FIELD_TEXT},
    {"timeOnline", FIELD_TEXT},
    {"counter", FIELD_TEXT},
    {"url", FIELD_URL},
    /* Hides the field of all items, which may be absent there. */
    {"basis", FIELD_OBJECT, .required = true, .table = &basis_table},
};

static const struct field table_row = {NULL, FIELD_LIST, .low = 1, .high = 4,
                                       .element = &text_element};
static const struct field table_fields[] = {
    {"title", FIELD_TEXT, .required = true},
    {"columns", FIELD_LIST, .required = true, .low = 1, .high = 4, .element = &text_element},
    {"rows", FIELD_LIST, .required = true, .low = 1, .high = 8, .element = &table_row},
};

static const struct field document_fields[] = {
    {"number", FIELD_STRING, .required = true},
    {"title", FIELD_TEXT, .required = true},
    {"issued", FIELD_DATE},
    {"issuer", FIELD_TEXT},
    {"url", FIELD_URL},
};

const struct field_table *item_type_table(enum item_type type)
{
    static const struct field_table tables[ITEM_TYPES] = {
        [ITEM_IMAGE] = TYPE_TABLE(image_fields),
        [ITEM_VIDEO] = TYPE_TABLE(video_fields),
        [ITEM_SERVICE] = TYPE_TABLE(service_fields),
        [ITEM_HOTLINE] = TYPE_TABLE(hotline_fields),
        [ITEM_STEPS] = TYPE_TABLE(steps_fields),
        [ITEM_SLOGAN] = TYPE_TABLE(slogan_fields),
        [ITEM_NOTICE] = TYPE_TABLE(notice_fields),
        [ITEM_FIGURES] = TYPE_TABLE(figures_fields),
        [ITEM_DIRECTORY] = TYPE_TABLE(directory_fields),
        [ITEM_PROCEDURE] = TYPE_TABLE(procedure_fields),
        [ITEM_TABLE] = TYPE_TABLE(table_fields),
        [ITEM_DOCUMENT] = TYPE_TABLE(document_fields),
    };
    return &tables[type];
}
