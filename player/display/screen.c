#include "display/screen.h"

#include <SDL2/SDL_syswm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "display/mode.h"

bool screen_is_console(void)
{
    const char *driver = getenv("SDL_VIDEODRIVER");
    if (driver && *driver)
        return strcasecmp(driver, "kmsdrm") == 0;
    return !getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY");
}

/* SDL would talk to a session bus and read locales before it opens a window: 15 ms for nothing. */
static void quieten(void)
{
    setenv("LC_ALL", "C", 1);
    setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", 1);
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "nearest");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_PING, "0");
}

static void prepare_kms(int card)
{
    char number[16];
    snprintf(number, sizeof number, "%d", card);
    setenv("SDL_VIDEODRIVER", "kmsdrm", 1);
    SDL_SetHint("SDL_KMSDRM_DEVICE_INDEX", number);
    /* Both or nothing: naming a driver switches batching off. */
    if (!getenv("SDL_RENDER_DRIVER"))
        SDL_SetHint(SDL_HINT_RENDER_DRIVER, "opengles2");
    SDL_SetHint(SDL_HINT_RENDER_BATCHING, "1");
    /* Before the window is made: otherwise the renderer makes it a second time, with a flash. */
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 2);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
}

static const char *value_of(const char *variable)
{
    const char *value = getenv(variable);
    return value ? value : "";
}

/* Where SDL finds no screen it takes a driver that draws into nothing, and says nothing. Only who
 * names such a driver gets it. */
static bool is_nowhere(const char *driver)
{
    return !*value_of("SDL_VIDEODRIVER") &&
           (strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0);
}

static void take_mode(struct screen *screen)
{
    const struct mode *mode = &screen->wanted;
    const struct screen_wish *wish = &screen->wish;
    screen->width = mode->width;
    screen->height = mode->height;
    if (mode->refresh > 0)
        screen->refresh = mode->refresh;
    log_info("screen %s: %ux%u at %.2f Hz", mode->screen, mode->width, mode->height, mode->refresh);
    if (wish->mode_width > 0 &&
        (wish->mode_width != mode->width || wish->mode_height != mode->height))
        log_warning("screen %s does not offer %ux%u; that is the nearest", mode->screen,
                    wish->mode_width, wish->mode_height);
}

int screen_start(const struct screen_wish *wish, int kms_card, struct screen *ret)
{
    struct screen screen = {.event_fd = -1,
                            .refresh = 60,
                            .is_kms = screen_is_console(),
                            .card = kms_card,
                            .wish = *wish};
    quieten();
    if (screen.is_kms) {
        prepare_kms(kms_card);
        mode_wanted_of_card(kms_card, wish->mode_width, wish->mode_height, &screen.wanted);
    }
    if (SDL_Init(SDL_INIT_VIDEO) < 0) {
        log_error("cannot open the screen: %s", SDL_GetError());
        return -1;
    }
    SDL_DisplayMode mode;
    if (is_nowhere(SDL_GetCurrentVideoDriver())) {
        log_error(_("the screen cannot be reached (DISPLAY=%s, WAYLAND_DISPLAY=%s)"),
                  value_of("DISPLAY"), value_of("WAYLAND_DISPLAY"));
        SDL_Quit();
        return -1;
    }
    if (screen.is_kms && strcmp(SDL_GetCurrentVideoDriver(), "KMSDRM") != 0) {
        log_error("SDL took %s instead of the screen", SDL_GetCurrentVideoDriver());
        SDL_Quit();
        return -1;
    }
    if (SDL_GetDesktopDisplayMode(0, &mode) < 0) {
        log_error("the screen has no mode: %s", SDL_GetError());
        SDL_Quit();
        return -1;
    }
    if (mode.refresh_rate > 0)
        screen.refresh = mode.refresh_rate;
    screen.is_window = wish->width > 0 && !screen.is_kms;
    screen.width = screen.is_window ? wish->width : (uint32_t)mode.w;
    screen.height = screen.is_window ? wish->height : (uint32_t)mode.h;
    if (screen.wanted.width > 0)
        take_mode(&screen);
    *ret = screen;
    return 0;
}

/* The descriptor on which the window system speaks. Xlib's and Wayland's own calls give it; neither
 * is linked, since SDL loads what it finds. */
static int find_event_fd(SDL_Window *window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info))
        return -1;
    int fd = -1;
#ifdef SDL_VIDEO_DRIVER_X11
    if (info.subsystem == SDL_SYSWM_X11)
        fd = ConnectionNumber(info.info.x11.display);
#endif
#ifdef SDL_VIDEO_DRIVER_WAYLAND
    if (info.subsystem == SDL_SYSWM_WAYLAND) {
        void *library = SDL_LoadObject("libwayland-client.so.0");
        int (*get_fd)(struct wl_display *) = NULL;
        void *symbol = library ? SDL_LoadFunction(library, "wl_display_get_fd") : NULL;
        memcpy(&get_fd, &symbol, sizeof get_fd);
        if (get_fd)
            fd = get_fd(info.info.wl.display);
    }
#endif
    return fd;
}

/* Whether a window manager runs on this X display (EWMH, _NET_SUPPORTING_WM_CHECK). Without one
 * SDL 2.26 would wait 100 ms for somebody to make the window fullscreen. True elsewhere. */
static bool has_window_manager(SDL_Window *window)
{
    bool found = true;
#ifdef SDL_VIDEO_DRIVER_X11
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info) || info.subsystem != SDL_SYSWM_X11)
        return true;
    Display *display = info.info.x11.display;
    Atom (*intern)(Display *, const char *, Bool) = NULL;
    int (*get)(Display *, Window, Atom, long, long, Bool, Atom, Atom *, int *, unsigned long *,
               unsigned long *, unsigned char **) = NULL;
    int (*release)(void *) = NULL;
    void *library = SDL_LoadObject("libX11.so.6");
    void *symbols[] = {SDL_LoadFunction(library, "XInternAtom"),
                       SDL_LoadFunction(library, "XGetWindowProperty"),
                       SDL_LoadFunction(library, "XFree")};
    memcpy(&intern, &symbols[0], sizeof intern);
    memcpy(&get, &symbols[1], sizeof get);
    memcpy(&release, &symbols[2], sizeof release);
    if (!intern || !get || !release)
        return true;
    Atom type = None;
    int format = 0;
    unsigned long count = 0, left = 0;
    unsigned char *value = NULL;
    get(display, DefaultRootWindow(display), intern(display, "_NET_SUPPORTING_WM_CHECK", False), 0,
        1, False, AnyPropertyType, &type, &format, &count, &left, &value);
    found = count > 0;
    if (value)
        release(value);
#endif
    return found;
}

int screen_open_window(struct screen *screen)
{
    Uint32 flags = SDL_WINDOW_HIDDEN;
    /* On a console SDL takes the mode nearest to the window's size; FULLSCREEN_DESKTOP would keep
     * the one that the console has left. */
    if (screen->is_kms)
        flags = SDL_WINDOW_FULLSCREEN | SDL_WINDOW_OPENGL;
    else if (!screen->is_window)
        flags |= SDL_WINDOW_BORDERLESS;
    screen->window = SDL_CreateWindow("bangtin", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                      (int)screen->width, (int)screen->height, flags);
    if (!screen->window) {
        log_error("cannot open a window: %s", SDL_GetError());
        return -1;
    }
    if (!screen->is_window) {
        SDL_ShowCursor(SDL_DISABLE);
        if (!screen->is_kms && has_window_manager(screen->window))
            SDL_SetWindowFullscreen(screen->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
    }
    SDL_ShowWindow(screen->window);
    SDL_StopTextInput();
    SDL_EventState(SDL_MOUSEMOTION, SDL_IGNORE);
    screen->event_fd = find_event_fd(screen->window);
    int width, height;
    SDL_GetWindowSize(screen->window, &width, &height);
    screen->width = (uint32_t)width;
    screen->height = (uint32_t)height;
    return 0;
}

void screen_stop(struct screen *screen)
{
    if (screen->window)
        SDL_DestroyWindow(screen->window);
    SDL_Quit();
    *screen = (struct screen){.event_fd = -1};
}

static enum screen_event read_event(const struct screen *screen, const SDL_Event *event)
{
    if (event->type == SDL_QUIT)
        return SCREEN_QUIT;
    if (event->type == SDL_KEYDOWN && !screen->is_kms &&
        (event->key.keysym.sym == SDLK_q || event->key.keysym.sym == SDLK_ESCAPE))
        return SCREEN_QUIT;
    if (event->type != SDL_WINDOWEVENT)
        return SCREEN_QUIET;
    if (event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED &&
        (event->window.data1 != (int)screen->width || event->window.data2 != (int)screen->height))
        return SCREEN_RESIZED;
    if (event->window.event == SDL_WINDOWEVENT_EXPOSED)
        return SCREEN_EXPOSED;
    return SCREEN_QUIET;
}

enum screen_event screen_pump(struct screen *screen)
{
    enum screen_event gravest = SCREEN_QUIET;
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        enum screen_event one = read_event(screen, &event);
        if (one == SCREEN_RESIZED) {
            screen->width = (uint32_t)event.window.data1;
            screen->height = (uint32_t)event.window.data2;
        }
        if (one == SCREEN_QUIT)
            return one;
        if (one > gravest)
            gravest = one;
    }
    return gravest;
}

bool screen_is_connected(const struct screen *screen, bool *ret_same_mode)
{
    bool connected = true, same = true;
#ifdef SDL_VIDEO_DRIVER_KMSDRM
    SDL_SysWMinfo info;
    struct mode wanted;
    SDL_VERSION(&info.version);
    if (screen->is_kms && SDL_GetWindowWMInfo(screen->window, &info)) {
        connected = mode_wanted(info.info.kmsdrm.drm_fd, screen->wish.mode_width,
                                screen->wish.mode_height, &wanted);
        same = !connected ||
               (wanted.width == screen->wanted.width && wanted.height == screen->wanted.height);
    }
#endif
    *ret_same_mode = same;
    return connected;
}

bool screen_set_power(const struct screen *screen, bool on)
{
#ifdef SDL_VIDEO_DRIVER_KMSDRM
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (screen->is_kms && screen->window && SDL_GetWindowWMInfo(screen->window, &info))
        return mode_set_power(info.info.kmsdrm.drm_fd, on);
#endif
    (void)on;
    return false;
}
