#include "cli/password.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/say.h"

/* The terminal while it shows nothing of what is typed. Signals that would end or stop the program
 * wait in `signals` until it shows it again. */
struct terminal {
    int fd, signals;
    struct termios shown;
    sigset_t blocked, before;
};

static void terminal_close(struct terminal *terminal)
{
    if (terminal->signals >= 0)
        close(terminal->signals);
    if (terminal->fd >= 0)
        close(terminal->fd);
}

/* Whether there is one. */
static bool terminal_open(struct terminal *ret)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    struct terminal terminal = {.fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)};
    sigemptyset(&terminal.blocked);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaddset(&terminal.blocked, numbers[i]);
    terminal.signals = signalfd(-1, &terminal.blocked, SFD_CLOEXEC);
    if (terminal.fd < 0 || terminal.signals < 0 || tcgetattr(terminal.fd, &terminal.shown) < 0) {
        terminal_close(&terminal);
        return false;
    }
    *ret = terminal;
    return true;
}

static void terminal_hide(struct terminal *terminal)
{
    struct termios hidden = terminal->shown;
    sigprocmask(SIG_BLOCK, &terminal->blocked, &terminal->before);
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    hidden.c_lflag |= ECHONL;
    tcsetattr(terminal->fd, TCSAFLUSH, &hidden);
}

/* A signal that came meanwhile takes effect in here. */
static void terminal_show(struct terminal *terminal)
{
    tcsetattr(terminal->fd, TCSAFLUSH, &terminal->shown);
    sigprocmask(SIG_SETMASK, &terminal->before, NULL);
}

/* Waits for a typed line. Returns false where a signal came first. */
static bool terminal_wait(const struct terminal *terminal)
{
    struct pollfd wait[] = {{terminal->fd, POLLIN, 0}, {terminal->signals, POLLIN, 0}};
    while (poll(wait, 2, -1) < 0 && errno == EINTR)
        ;
    return wait[1].revents == 0;
}

/* Reads one line without its end. 0, -ENODATA (nothing was typed), -EMSGSIZE (too long) or another
 * -errno. */
static int read_line(int fd, struct password *ret)
{
    char line[MINISIGN_PASSWORD_MAX + 2]; /* one letter too many shows, and so does the line end */
    ssize_t size = read(fd, line, sizeof line);
    int result = size < 0 ? -errno : 0;
    if (size > 0 && line[size - 1] == '\n')
        size--;
    if (size > MINISIGN_PASSWORD_MAX)
        result = -EMSGSIZE;
    if (result == 0 && size == 0)
        result = -ENODATA;
    if (result == 0) {
        memcpy(ret->text, line, (size_t)size);
        ret->text[size] = '\0';
    }
    minisign_wipe(line, sizeof line);
    return result;
}

static int ask(struct terminal *terminal, const char *prompt, struct password *ret)
{
    for (;;) {
        terminal_hide(terminal);
        int result = file_write_all(terminal->fd, prompt, strlen(prompt));
        bool is_typed = result == 0 && terminal_wait(terminal);
        if (is_typed)
            result = read_line(terminal->fd, ret);
        terminal_show(terminal);
        /* Stopped and gone on with, or a signal that is ignored: asked once more. */
        if (is_typed || result < 0)
            return result;
    }
}

static int say_failure(int error)
{
    if (error == -ENODATA)
        say(_("no password was typed"));
    else if (error == -EMSGSIZE)
        say(_("a password has at most %d bytes"), MINISIGN_PASSWORD_MAX);
    else
        say(_("the terminal: %s"), say_errno(error));
    return error == -ENODATA || error == -EMSGSIZE ? EXIT_INPUT : EXIT_MACHINE;
}

static int ask_all(struct terminal *terminal, const char *name, bool is_new, struct password *ret)
{
    char prompt[256];
    struct password again;
    snprintf(prompt, sizeof prompt, is_new ? _("New password for %s: ") : _("Password of %s: "),
             name);
    int result = ask(terminal, prompt, ret);
    if (result < 0)
        return say_failure(result);
    if (!is_new)
        return EXIT_DONE;
    result = ask(terminal, _("The same once more: "), &again);
    int status = result < 0 ? say_failure(result) : EXIT_DONE;
    if (status == EXIT_DONE && strcmp(ret->text, again.text) != 0) {
        say(_("the two passwords differ; nothing was made"));
        status = EXIT_INPUT;
    }
    password_finish(&again);
    return status;
}

static int take_environment(const char *value, bool is_new, struct password *ret)
{
    size_t size = strlen(value);
    if (size > MINISIGN_PASSWORD_MAX)
        return say_failure(-EMSGSIZE);
    if (is_new && size == 0) {
        say(_("BANGTIN_PASSWORD is empty; put the password into it"));
        return EXIT_USAGE;
    }
    memcpy(ret->text, value, size + 1);
    return EXIT_DONE;
}

int password_get(const char *name, bool is_new, struct password *ret)
{
    struct terminal terminal;
    const char *value = getenv("BANGTIN_PASSWORD");
    if (value)
        return take_environment(value, is_new, ret);
    if (!isatty(STDIN_FILENO) || !terminal_open(&terminal)) {
        say(_("%s wants a password, but there is no terminal to ask for it at; start this command "
              "at one, or set BANGTIN_PASSWORD"),
            name);
        return EXIT_USAGE;
    }
    int status = ask_all(&terminal, name, is_new, ret);
    terminal_close(&terminal);
    if (status != EXIT_DONE)
        password_finish(ret);
    return status;
}

void password_finish(struct password *password)
{
    minisign_wipe(password, sizeof *password);
}
