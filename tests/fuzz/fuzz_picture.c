/* libFuzzer: any bytes as a picture file. Nothing may crash, leak or hang; what is shown has the
 * size that was asked for. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"
#include "render/exif.h"
#include "render/picture.h"
#include "render/svg_scan.h"

/* Larger ones only cost time here; the limits themselves are the tests' matter. */
enum { PIXELS_MAX = 1 << 20 };

/* The check sum of PNG's chunks (CRC-32, ISO 3309). */
static uint32_t check_sum(const uint8_t *data, size_t size)
{
    uint32_t sum = ~0U;
    for (size_t i = 0; i < size; i++) {
        sum ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum & 1 ? sum >> 1 ^ 0xEDB88320U : sum >> 1;
    }
    return ~sum;
}

/* Makes the check sums of a PNG right: else no change to it would get past them. */
static void mend_png(uint8_t *data, size_t size)
{
    size_t at = 8;
    if (size < at || memcmp(data, "\x89PNG\r\n\x1A\n", at) != 0)
        return;
    while (size - at >= 12) {
        size_t length = (size_t)data[at] << 24 | (size_t)data[at + 1] << 16 |
                        (size_t)data[at + 2] << 8 | data[at + 3];
        if (length > size - at - 12)
            return;
        uint32_t sum = check_sum(data + at + 4, length + 4);
        at += length + 12;
        for (unsigned i = 0; i < 4; i++)
            data[at - 1 - i] = (uint8_t)(sum >> 8 * i);
    }
}

static void scan(const uint8_t *data, size_t size)
{
    struct picture_fault fault;
    char *text = malloc(size + 1);
    if (!text)
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    svg_scan(text, size, &fault);
    free(text);
}

static void read_picture(int fd, unsigned choice)
{
    const struct picture_request request = {.width = 40,
                                            .height = 30,
                                            .fit = choice % 3,
                                            .background = 0x204060,
                                            .keep_alpha = choice & 1,
                                            .svg = -1};
    struct picture picture;
    struct picture_info info;
    struct picture_fault fault;
    if (picture_probe(fd, &info, &fault) < 0 || (uint64_t)info.width * info.height > PIXELS_MAX ||
        picture_read(fd, &request, &picture, &fault) < 0)
        return;
    if (picture.width > 40 || picture.height > 30 || picture.stride != picture.width * 4)
        abort();
    picture_finish(&picture);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    log_set_level(LOG_LEVEL_ERROR); /* each broken profile is a warning */
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size + 1);
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (!copy || fd < 0)
        abort();
    memcpy(copy, data, size);
    mend_png(copy, size);
    if (write(fd, copy, size) != (ssize_t)size)
        abort();
    exif_orientation(data, size);
    scan(data, size);
    read_picture(fd, size > 0 ? data[size - 1] : 0);
    close(fd);
    free(copy);
    return 0;
}
