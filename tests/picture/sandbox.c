/* The sandbox from inside: each attempt is made by a process of its own that has entered it. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "ipc/pixels.h"
#include "render/picture.h"
#include "render/sandbox.h"

enum { MEMORY = 64 * 1024 * 1024, FILE_SIZE = 4 * 1024 * 1024, DESCRIPTORS = 16 };

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static const struct sandbox closed = {
    .memory = MEMORY, .file = FILE_SIZE, .cpu_seconds = 60, .descriptors = DESCRIPTORS};

/* Each returns 0 where it got what it wanted, else the errno. */
static int error_of(long result)
{
    return result < 0 ? errno : 0;
}

static int open_a_file(void)
{
    return error_of(open("/etc/passwd", O_RDONLY));
}

static int create_a_file(void)
{
    return error_of(open("/tmp/bangtin-sandbox-test", O_CREAT | O_WRONLY, 0600));
}

static int open_beneath_a_directory(void)
{
    return error_of(syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", NULL, 0));
}

static int look_at_a_path(void)
{
    struct stat status;
    return error_of(stat("/etc/passwd", &status));
}

static int remove_a_file(void)
{
    return error_of(unlink("/tmp/bangtin-sandbox-test"));
}

static int make_a_socket(void)
{
    return error_of(socket(AF_INET, SOCK_STREAM, 0));
}

static int make_a_pair_of_sockets(void)
{
    int pair[2];
    return error_of(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
}

static int connect_somewhere(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/run/somewhere"};
    return error_of(connect(0, (struct sockaddr *)&address, sizeof address));
}

static int run_a_program(void)
{
    char *arguments[] = {(char[]){"true"}, NULL}, *environment[] = {NULL};
    return error_of(execve("/bin/true", arguments, environment));
}

static int become_two(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return error_of(pid);
}

static int spawn_a_program(void)
{
    char *arguments[] = {(char[]){"true"}, NULL}, *environment[] = {NULL};
    pid_t pid;
    return posix_spawn(&pid, "/bin/true", NULL, NULL, arguments, environment);
}

static int signal_the_parent(void)
{
    return error_of(kill(getppid(), 0));
}

static int have_signals_sent(void)
{
    return error_of(fcntl(0, F_SETOWN, getppid()));
}

static int trace_the_parent(void)
{
    return error_of(ptrace(PTRACE_SEIZE, getppid(), NULL, NULL));
}

static int map_code(void)
{
    void *code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return code == MAP_FAILED ? errno : 0;
}

static int turn_data_into_code(void)
{
    void *data = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return data == MAP_FAILED ? 0 : error_of(mprotect(data, 4096, PROT_READ | PROT_EXEC));
}

static int raise_a_limit(void)
{
    struct rlimit limit = {1000, 1000};
    return error_of(setrlimit(RLIMIT_NOFILE, &limit));
}

static int take_much_memory(void)
{
    void *data =
        mmap(NULL, 2 * (size_t)MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return data == MAP_FAILED ? errno : 0;
}

static int make_a_large_memory_file(void)
{
    int fd = memfd_create("large", MFD_CLOEXEC);
    return fd < 0 ? 0 : error_of(ftruncate(fd, FILE_SIZE + 1));
}

static int make_many_descriptors(void)
{
    int fd = 0;
    for (int i = 0; i <= DESCRIPTORS && fd >= 0; i++)
        fd = memfd_create("many", MFD_CLOEXEC);
    return error_of(fd);
}

static void *nothing(void *argument)
{
    return argument;
}

static int start_a_thread(void)
{
    pthread_t thread;
    int result = pthread_create(&thread, NULL, nothing, NULL);
    return result ? result : pthread_join(thread, NULL);
}

static int abort_itself(void)
{
    abort();
}

static int answer_with_pixels(void)
{
    struct pixels pixels;
    int result = pixels_create(64, 64, &pixels);
    if (result < 0)
        return -result;
    memset(pixels.data, 1, pixels.size);
    result = pixels_seal(&pixels);
    if (result < 0)
        return -result;
    result = pixels_map(pixels.fd, 64, 64, &pixels);
    pixels_finish(&pixels);
    return -result;
}

/* A PNG of 2 × 1 pixels, red and half-transparent blue. */
static const uint8_t small_png[] = {
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44,
    0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0xF4,
    0x22, 0x7F, 0x8A, 0x00, 0x00, 0x00, 0x0E, 0x49, 0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0xF8,
    0xCF, 0xC0, 0x00, 0x42, 0x0D, 0x00, 0x0F, 0x7A, 0x03, 0x7E, 0x6A, 0x81, 0x31, 0xE1, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82};

static int input_fd = -1; /* opened before the sandbox, as a descriptor that came by the channel */

static int decode_a_picture(void)
{
    const struct picture_request request = {.width = 4, .height = 4, .svg = -1};
    struct picture picture;
    struct picture_fault fault;
    if (picture_read(input_fd, &request, &picture, &fault) < 0)
        return EIO;
    int result = picture.width == 4 && picture.height == 2 ? 0 : ERANGE;
    picture_finish(&picture);
    return result;
}

/* What became of the attempt: its errno, or 1000 + the signal that ended it. */
static int try_inside(const struct sandbox *sandbox, int (*attempt)(void))
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(sandbox_enter(sandbox) < 0 ? 255 : attempt());
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static const struct {
    const char *what;
    int (*attempt)(void);
    int expected;
} refused[] = {
    {"open a file", open_a_file, EPERM},
    {"create a file", create_a_file, EPERM},
    {"open beneath a directory", open_beneath_a_directory, EPERM},
    {"look at a path", look_at_a_path, EPERM},
    {"remove a file", remove_a_file, EPERM},
    {"make a socket", make_a_socket, EPERM},
    {"make a pair of sockets", make_a_pair_of_sockets, EPERM},
    {"connect somewhere", connect_somewhere, EPERM},
    {"run a program", run_a_program, 1000 + SIGSYS},
    {"become two", become_two, EPERM},
    {"spawn a program", spawn_a_program, EPERM},
    {"signal the parent", signal_the_parent, EPERM},
    {"have signals sent", have_signals_sent, EPERM},
    {"trace the parent", trace_the_parent, 1000 + SIGSYS},
    {"map code", map_code, EPERM},
    {"turn data into code", turn_data_into_code, EPERM},
    {"raise a limit", raise_a_limit, EPERM},
    {"make a large memory file", make_a_large_memory_file, EFBIG},
    {"make many descriptors", make_many_descriptors, EMFILE},
    {"start a thread", start_a_thread, EPERM},
    {"abort", abort_itself, 1000 + SIGABRT},
};

static void what_reaches_out_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        int found = try_inside(&closed, refused[i].attempt);
        if (found != refused[i].expected)
            fail_msg("%s: %d, not %d", refused[i].what, found, refused[i].expected);
    }
}

/* So that "refused" above is the sandbox's doing. */
static int succeeds_outside(int (*attempt)(void))
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(attempt());
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void the_same_attempts_succeed_outside(void **state)
{
    (void)state;
    assert_true(succeeds_outside(open_a_file));
    assert_true(succeeds_outside(look_at_a_path));
    assert_true(succeeds_outside(make_a_socket));
    assert_true(succeeds_outside(make_a_pair_of_sockets));
    assert_true(succeeds_outside(run_a_program));
    assert_true(succeeds_outside(become_two));
    assert_true(succeeds_outside(signal_the_parent));
    assert_true(succeeds_outside(map_code));
    assert_true(succeeds_outside(take_much_memory));
    assert_true(succeeds_outside(make_a_large_memory_file));
    assert_true(succeeds_outside(make_many_descriptors));
    assert_true(succeeds_outside(start_a_thread));
}

static void memory_ends_at_the_limit(void **state)
{
    (void)state;
    /* a sanitizer build has no such limit, its shadow would not fit */
    assert_int_equal(try_inside(&closed, take_much_memory), SANITIZED ? 0 : ENOMEM);
}

static void threads_are_let_through_where_a_library_needs_them(void **state)
{
    (void)state;
    struct sandbox open = closed;
    open.threads = true;
    assert_int_equal(try_inside(&open, start_a_thread), 0);
    assert_int_equal(try_inside(&open, become_two), EPERM);
    assert_int_equal(try_inside(&open, spawn_a_program), EPERM);
}

static void work_goes_on(void **state)
{
    (void)state;
    input_fd = memfd_create("input", MFD_CLOEXEC);
    assert_true(input_fd >= 0);
    assert_int_equal(write(input_fd, small_png, sizeof small_png), sizeof small_png);
    assert_int_equal(try_inside(&closed, answer_with_pixels), 0);
    assert_int_equal(try_inside(&closed, decode_a_picture), 0);
    close(input_fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_reaches_out_is_refused),
        cmocka_unit_test(the_same_attempts_succeed_outside),
        cmocka_unit_test(memory_ends_at_the_limit),
        cmocka_unit_test(threads_are_let_through_where_a_library_needs_them),
        cmocka_unit_test(work_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
