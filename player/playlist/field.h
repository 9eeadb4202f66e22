/* Reading objects by tables: each field's name, kind, bounds and destination stand in one line,
 * and shape check, typed value, warnings of unknown fields all follow from it. */
#pragma once

#include "playlist/reader.h"

enum field_kind {
    FIELD_ANY,      /* not looked into; destination: struct json_span */
    FIELD_LATER,    /* left to the caller; destination: uint32_t, the value's token */
    FIELD_BOOL,     /* bool */
    FIELD_INTEGER,  /* any integer type; low, high */
    FIELD_NUMBER,   /* double; low, high */
    FIELD_SECONDS,  /* int64_t microseconds; low, high in seconds */
    FIELD_WORD,     /* one of `words`; an enumeration, its index */
    FIELD_STRING,   /* const char *; not empty, no fault of text.h */
    FIELD_ID,       /* const char * from here */
    FIELD_ICON,     /* an id; one that is no icon of ours (icon.h) is a warning */
    FIELD_LANGUAGE, /* BCP 47 */
    FIELD_ZONE,     /* an IANA name's form */
    FIELD_COLOUR,   /* #RRGGBB */
    FIELD_HREF,
    FIELD_MEDIA_TYPE,
    FIELD_RRULE,
    FIELD_SITE_NAME, /* an id or tag:NAME */
    FIELD_HOST,      /* an entry of qrHosts */
    FIELD_PATH,      /* an absolute path of this machine */
    FIELD_FEED_URL,  /* where a feed is fetched: also ports and addresses */
    FIELD_URL,       /* for the public, or with {site.…} */
    FIELD_PHONE,     /* or with {site.…}; … const char * up to here */
    FIELD_ASSET,     /* const char *, the name of one of the document's assets */
    FIELD_SHA256,    /* unsigned char[32] */
    FIELD_INSTANT,   /* int64_t; low, high: years, 0: any */
    FIELD_DATE,      /* int64_t */
    FIELD_TIME,      /* int16_t */
    FIELD_SIZE,      /* unsigned[2]; "1920x1080", sides 16 … 16384 */
    FIELD_VIEWPORT,  /* struct field_viewport; "192x96+0+0" */
    FIELD_TEXT,      /* a string or a map from language to string; struct json_span */
    FIELD_TEXT_NOTE, /* the same, but never drawn */
    FIELD_OBJECT,    /* `table`; the fields' destinations lie within this one */
    FIELD_LIST,      /* of `element`, low … high of them; an array, count at `count_offset` */
    FIELD_NAMES,     /* struct name_list of `element` */
    FIELD_KINDS
};

/* A value as it stands in the document. All zeroes: absent. */
struct json_span {
    const char *text;
    size_t size;
};

struct field_viewport {
    unsigned width, height;
    int x, y;
};

struct field {
    const char *name;
    enum field_kind kind;
    bool required;
    bool nullable; /* null stands for the default */
    double low, high;
    const char *const *words; /* NULL at the end */
    const struct field_table *table;
    const struct field *element;
    size_t offset, width; /* of the destination; width 0: checked, not kept */
    size_t count_offset;
};

struct field_table {
    const struct field *fields;
    size_t count;
    const struct field_table *base; /* further fields; NULL: none */
};

enum { FIELD_TABLE_MAX = 64 };

#define FIELD_INTO(type, member)                                                                   \
    .offset = offsetof(type, member), .width = sizeof(((type *)0)->member)
#define FIELD_TABLE(array)                                                                         \
    {                                                                                              \
        array, sizeof(array) / sizeof *(array), NULL                                               \
    }

/* Reads the object `token`. Values that are right go to `base` (NULL: only check); what is absent
 * or wrong leaves its destination as it was. Returns whether there was no error. */
bool field_read_object(struct reader *reader, const struct field_table *table, uint32_t token,
                       const struct spot *spot, void *base);

/* Reads one value by its field. */
bool field_read(struct reader *reader, const struct field *field, uint32_t token,
                const struct spot *spot, void *base);

/* Reads the key of a map, the last of `spot`, as an id: reports one that is none. */
bool field_check_key(struct reader *reader, const struct spot *spot);

/* Reports a value of the wrong kind. Always false. */
bool field_wrong_type(struct reader *reader, enum field_kind kind, uint32_t token,
                      const struct spot *spot);

/* A value with its quotes, braces or brackets, as it stands. */
struct json_span field_span(const struct json *json, uint32_t token);

/* Whether `token` is a list or object (`kind`) of at most `limit` entries; where it is, zeroed room
 * for as many values of `size` bytes is in *ret, a pointer. Reports what is wrong. */
bool field_take_room(struct reader *reader, uint32_t token, const struct spot *spot,
                     enum json_kind kind, size_t limit, size_t size, void *ret);
