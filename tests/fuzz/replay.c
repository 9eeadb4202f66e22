/* Runs a fuzz target over the files named on the command line. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "target.h"

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        char *data;
        size_t size;
        if (file_read(argv[i], 64 << 20, &data, &size) < 0) {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            failed++;
            continue;
        }
        /* A block of exactly this size: a sanitizer sees one byte too far. */
        uint8_t *exact = malloc(size + !size);
        if (!exact)
            abort();
        for (size_t j = 0; j < size; j++)
            exact[j] = (uint8_t)data[j];
        LLVMFuzzerTestOneInput(exact, size);
        free(exact);
        free(data);
    }
    printf("%d passed, %d failed\n", argc - 1 - failed, failed);
    return failed > 0 || argc < 2;
}
