/* The floor that players are measured against: libjpeg-turbo or libpng, XShm, and nothing else.
 *   floor [--hold S] [--fade S] [--seconds S] FILE…
 * Shows the pictures one after another, fitted into the whole screen, each for S seconds
 * (default: the first one for ever), with a cut or a crossfade of S seconds at 60 frames a second.
 * It trusts its input and looks after nothing: it is a measure, not a player. */
#include <getopt.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <time.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <jpeglib.h>
#include <png.h>

struct screen {
    Display *display;
    Window window;
    GC gc;
    XImage *image;
    XShmSegmentInfo segment;
    unsigned width, height;
};

static void die(const char *what)
{
    fprintf(stderr, "floor: %s\n", what);
    exit(3);
}

static void screen_open(struct screen *screen)
{
    screen->display = XOpenDisplay(NULL);
    if (!screen->display)
        die("no X display");
    Display *display = screen->display;
    int number = DefaultScreen(display);
    screen->width = (unsigned)DisplayWidth(display, number);
    screen->height = (unsigned)DisplayHeight(display, number);
    XSetWindowAttributes attributes = {.override_redirect = True, .background_pixmap = None};
    screen->window = XCreateWindow(display, RootWindow(display, number), 0, 0, screen->width,
                                   screen->height, 0, CopyFromParent, InputOutput, CopyFromParent,
                                   CWOverrideRedirect | CWBackPixmap, &attributes);
    screen->gc = XCreateGC(display, screen->window, 0, NULL);
    screen->image = XShmCreateImage(display, DefaultVisual(display, number),
                                    (unsigned)DefaultDepth(display, number), ZPixmap, NULL,
                                    &screen->segment, screen->width, screen->height);
    if (!screen->image || screen->image->bits_per_pixel != 32)
        die("no 32-bit XShm");
    size_t size = (size_t)screen->image->bytes_per_line * screen->height;
    screen->segment.shmid = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
    screen->segment.shmaddr = screen->image->data = shmat(screen->segment.shmid, NULL, 0);
    if (screen->image->data == (char *)-1 || !XShmAttach(display, &screen->segment))
        die("no shared memory");
    XSync(display, False);
    shmctl(screen->segment.shmid, IPC_RMID, NULL);
    XMapWindow(display, screen->window);
}

static uint8_t *screen_row(const struct screen *screen, unsigned y)
{
    return (uint8_t *)screen->image->data + (size_t)y * (size_t)screen->image->bytes_per_line;
}

/* Returns when the server has copied it. */
static void screen_show(struct screen *screen)
{
    XShmPutImage(screen->display, screen->window, screen->gc, screen->image, 0, 0, 0, 0,
                 screen->width, screen->height, False);
    XSync(screen->display, False);
}

/* Where a picture of this size goes: fitted, in the middle. */
struct frame {
    unsigned x, y, width, height;
};

static struct frame frame_fit(const struct screen *screen, unsigned width, unsigned height)
{
    double scale = fmin((double)screen->width / width, (double)screen->height / height);
    struct frame frame = {.width = (unsigned)lround(width * scale),
                          .height = (unsigned)lround(height * scale)};
    frame.x = (screen->width - frame.width) / 2;
    frame.y = (screen->height - frame.height) / 2;
    return frame;
}

/* The mean of boxes, row by row: `rows` source rows make one. */
struct reducer {
    struct frame frame;
    unsigned width, height, next; /* of the source; the next source row */
    uint32_t *sums;               /* of the output row under way, three a pixel */
    unsigned *edges;              /* source column at which each output pixel begins */
    unsigned gathered;            /* rows in the sums */
};

static void reducer_open(struct reducer *reducer, const struct screen *screen, unsigned width,
                         unsigned height)
{
    *reducer = (struct reducer){.width = width, .height = height};
    reducer->frame = frame_fit(screen, width, height);
    if (reducer->frame.width > width || reducer->frame.height > height)
        die("enlarging is not its work");
    unsigned columns = reducer->frame.width;
    reducer->sums = calloc((size_t)columns * 3, sizeof *reducer->sums);
    reducer->edges = calloc(columns + 1, sizeof *reducer->edges);
    if (!reducer->sums || !reducer->edges)
        die("no memory");
    for (unsigned x = 0; x <= columns; x++)
        reducer->edges[x] = (unsigned)((uint64_t)x * width / columns);
}

static void reducer_write(struct reducer *reducer, const struct screen *screen, unsigned y)
{
    uint32_t *out = (uint32_t *)(void *)screen_row(screen, reducer->frame.y + y);
    for (unsigned x = 0; x < reducer->frame.width; x++) {
        const uint32_t *sum = reducer->sums + (size_t)3 * x;
        uint32_t count = (reducer->edges[x + 1] - reducer->edges[x]) * reducer->gathered;
        out[reducer->frame.x + x] =
            (sum[0] / count) << 16 | (sum[1] / count) << 8 | (sum[2] / count);
    }
    memset(reducer->sums, 0, (size_t)reducer->frame.width * 3 * sizeof *reducer->sums);
    reducer->gathered = 0;
}

static void reducer_add(struct reducer *reducer, const struct screen *screen, const uint8_t *row)
{
    for (unsigned x = 0; x < reducer->frame.width; x++) {
        uint32_t *sum = reducer->sums + (size_t)3 * x;
        for (unsigned i = reducer->edges[x]; i < reducer->edges[x + 1]; i++) {
            sum[0] += row[3 * i];
            sum[1] += row[3 * i + 1];
            sum[2] += row[3 * i + 2];
        }
    }
    reducer->gathered++;
    uint64_t rows = reducer->frame.height;
    unsigned before = (unsigned)(reducer->next * rows / reducer->height);
    unsigned after = (unsigned)((reducer->next + 1) * rows / reducer->height);
    reducer->next++;
    if (after > before)
        reducer_write(reducer, screen, before);
}

static void reducer_close(struct reducer *reducer)
{
    free(reducer->sums);
    free(reducer->edges);
}

/* libjpeg scales by eighths while it decodes; if that meets the screen's size, the rows go straight
 * into the shared memory. */
static void read_jpeg(const struct screen *screen, FILE *file)
{
    struct jpeg_error_mgr errors;
    struct jpeg_decompress_struct jpeg = {.err = jpeg_std_error(&errors)};
    jpeg_create_decompress(&jpeg);
    jpeg_stdio_src(&jpeg, file);
    jpeg_read_header(&jpeg, TRUE);
    struct frame frame = frame_fit(screen, jpeg.image_width, jpeg.image_height);
    jpeg.scale_denom = 8;
    for (jpeg.scale_num = 1; jpeg.scale_num < 8; jpeg.scale_num++)
        if (jpeg.image_width * jpeg.scale_num >= 8 * frame.width &&
            jpeg.image_height * jpeg.scale_num >= 8 * frame.height)
            break;
    jpeg_calc_output_dimensions(&jpeg);
    bool direct = jpeg.output_width == frame.width && jpeg.output_height == frame.height;
    jpeg.out_color_space = direct ? JCS_EXT_BGRX : JCS_RGB;
    jpeg_start_decompress(&jpeg);
    struct reducer reducer = {0};
    uint8_t *row = NULL;
    if (!direct) {
        reducer_open(&reducer, screen, jpeg.output_width, jpeg.output_height);
        row = malloc((size_t)jpeg.output_width * 3);
    }
    while (jpeg.output_scanline < jpeg.output_height) {
        unsigned y = jpeg.output_scanline;
        uint8_t *to = direct ? screen_row(screen, frame.y + y) + (size_t)4 * frame.x : row;
        jpeg_read_scanlines(&jpeg, &to, 1);
        if (!direct)
            reducer_add(&reducer, screen, row);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    reducer_close(&reducer);
    free(row);
}

static void read_png(const struct screen *screen, FILE *file)
{
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png)))
        die("broken PNG");
    png_init_io(png, file);
    png_read_info(png, info);
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_strip_alpha(png);
    png_set_gray_to_rgb(png);
    png_read_update_info(png, info);
    struct reducer reducer;
    reducer_open(&reducer, screen, png_get_image_width(png, info), png_get_image_height(png, info));
    uint8_t *row = malloc(png_get_rowbytes(png, info));
    for (unsigned y = 0; y < reducer.height; y++) {
        png_read_row(png, row, NULL);
        reducer_add(&reducer, screen, row);
    }
    free(row);
    reducer_close(&reducer);
    png_destroy_read_struct(&png, &info, NULL);
}

static void read_picture(const struct screen *screen, const char *path)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        die(path);
    memset(screen->image->data, 0, (size_t)screen->image->bytes_per_line * screen->height);
    if (strlen(path) > 4 && strcmp(path + strlen(path) - 4, ".png") == 0)
        read_png(screen, file);
    else
        read_jpeg(screen, file);
    fclose(file);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void sleep_until(double at)
{
    struct timespec time = {.tv_sec = (time_t)at, .tv_nsec = (long)((at - floor(at)) * 1e9)};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static void blend(uint8_t *restrict out, const uint8_t *restrict from, const uint8_t *restrict to,
                  size_t size, unsigned amount)
{
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)((from[i] * (256 - amount) + to[i] * amount + 128) >> 8);
}

/* From what is on the screen to what was read into `to`. */
static void crossfade(struct screen *screen, uint8_t *from, uint8_t *to, double start,
                      double seconds)
{
    size_t size = (size_t)screen->image->bytes_per_line * screen->height;
    for (int frame = 1; frame < seconds * 60; frame++) {
        sleep_until(start + frame / 60.0);
        blend((uint8_t *)screen->image->data, from, to, size,
              (unsigned)lround(256 * frame / (seconds * 60)));
        screen_show(screen);
    }
    sleep_until(start + seconds);
    memcpy(screen->image->data, to, size);
    screen_show(screen);
    memcpy(from, to, size);
}

static void play(struct screen *screen, char **files, int count, double hold, double fade,
                 double end)
{
    size_t size = (size_t)screen->image->bytes_per_line * screen->height;
    uint8_t *from = fade > 0 ? malloc(size) : NULL, *to = fade > 0 ? malloc(size) : NULL;
    if (fade > 0 && (!from || !to))
        die("no memory");
    if (fade > 0)
        memcpy(from, screen->image->data, size);
    double next = now() + hold;
    for (int i = 1; next < end; i++, next += hold) {
        read_picture(screen, files[i % count]);
        if (fade > 0)
            memcpy(to, screen->image->data, size);
        sleep_until(next);
        if (fade > 0)
            crossfade(screen, from, to, next, fade);
        else
            screen_show(screen);
    }
    sleep_until(end);
    free(from);
    free(to);
}

int main(int argc, char **argv)
{
    static const struct option names[] = {{"hold", required_argument, NULL, 'h'},
                                          {"fade", required_argument, NULL, 'f'},
                                          {"seconds", required_argument, NULL, 's'},
                                          {0}};
    double hold = 1e9, fade = 0, seconds = 1e8;
    int option;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == '?')
            return 2;
        *(option == 'h' ? &hold : option == 'f' ? &fade : &seconds) = atof(optarg);
    }
    if (optind >= argc)
        return 2;
    struct screen screen = {0};
    screen_open(&screen);
    read_picture(&screen, argv[optind]);
    screen_show(&screen);
    play(&screen, argv + optind, argc - optind, hold, fade, now() + seconds);
    XCloseDisplay(screen.display);
    return 0;
}
