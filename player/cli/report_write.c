#include "cli/report_write.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

enum { INDENT = 2 };

static void put_string(FILE *out, const char *text)
{
    size_t size = strlen(text);
    fputc('"', out);
    for (size_t at = 0; at < size;) {
        uint32_t code;
        size_t length = utf8_decode(text + at, size - at, &code);
        if (length == 0)
            fputs("\\ufffd", out);
        else if (code == '"' || code == '\\')
            fprintf(out, "\\%c", (int)code);
        else if (code < 0x20)
            fprintf(out, "\\u%04" PRIx32, code);
        else
            fwrite(text + at, 1, length, out);
        at += length ? length : 1;
    }
    fputc('"', out);
}

/* What stands before a value: the comma, the line, the name. */
static void put_place(struct writer *writer, const char *name)
{
    if (writer->depth > 0) {
        fputs(writer->has_member[writer->depth - 1] ? ",\n" : "\n", writer->out);
        writer->has_member[writer->depth - 1] = true;
    }
    fprintf(writer->out, "%*s", INDENT * writer->depth, "");
    if (name) {
        put_string(writer->out, name);
        fputs(": ", writer->out);
    }
}

void write_begin(struct writer *writer, const char *name, char bracket)
{
    assert(writer->depth < WRITE_DEPTH_MAX);
    put_place(writer, name);
    fputc(bracket, writer->out);
    writer->has_member[writer->depth++] = false;
}

void write_end(struct writer *writer, char bracket)
{
    assert(writer->depth > 0);
    if (writer->has_member[--writer->depth])
        fprintf(writer->out, "\n%*s", INDENT * writer->depth, "");
    fputc(bracket, writer->out);
    if (writer->depth == 0)
        fputc('\n', writer->out);
}

void write_text(struct writer *writer, const char *name, const char *text)
{
    put_place(writer, name);
    put_string(writer->out, text);
}

void write_number(struct writer *writer, const char *name, int64_t number)
{
    put_place(writer, name);
    fprintf(writer->out, "%" PRId64, number);
}

void write_bool(struct writer *writer, const char *name, bool value)
{
    put_place(writer, name);
    fputs(value ? "true" : "false", writer->out);
}

void write_null(struct writer *writer, const char *name)
{
    put_place(writer, name);
    fputs("null", writer->out);
}
