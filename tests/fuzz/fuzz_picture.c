/* libFuzzer: any bytes as a picture file. Nothing may crash, leak or hang; what is shown has the
 * size that was asked for. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"
#include "render/exif.h"
#include "render/picture.h"
#include "render/svg_scan.h"

/* Larger ones only cost time here; the limits themselves are the tests' matter. */
enum { PIXELS_MAX = 1 << 20 };

static void scan(const uint8_t *data, size_t size)
{
    struct picture_fault fault;
    char *text = malloc(size + 1);
    if (!text)
        abort();
    for (size_t i = 0; i < size; i++)
        text[i] = (char)data[i];
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
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    exif_orientation(data, size);
    scan(data, size);
    read_picture(fd, size > 0 ? data[size - 1] : 0);
    close(fd);
    return 0;
}
