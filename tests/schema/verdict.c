/* Says what the parser finds in each document named on the command line, one JSON object a line:
 * {"refused":false,"errors":1,"warnings":0,"codes":["missing"]}. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "playlist/document.h"

static int print_verdict(const char *path)
{
    char *bytes;
    size_t size;
    struct findings findings = {0};
    struct document *document = NULL;
    if (file_read(path, LIMIT_DOCUMENT_BYTES, &bytes, &size) < 0)
        return -1;
    int result = document_parse(bytes, size, &findings, &document);
    printf("{\"refused\":%s,\"errors\":%zu,\"warnings\":%zu,\"codes\":[",
           result < 0 ? "true" : "false", findings.errors, findings.warnings);
    size_t printed = 0;
    for (size_t i = 0; i < findings.count; i++) {
        if (findings.list[i].severity == SEVERITY_ERROR)
            printf("%s\"%s\"", printed++ ? "," : "", findings.list[i].code);
    }
    puts("]}");
    document_destroy(document);
    findings_finish(&findings);
    free(bytes);
    return 0;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (print_verdict(argv[i]) < 0) {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            return 1;
        }
    }
    return 0;
}
