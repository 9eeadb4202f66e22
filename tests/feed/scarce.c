/* Preloaded into a process: allocations from the FAIL_AT-th on fail, FAIL_FOR of them. Libraries
 * are not spared. At the end FAIL_COUNT, a path, gets how many were asked for. Only for tests. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static long asked;

static long number(const char *name)
{
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

static int fails(void)
{
    static long first = -1, last;
    if (first < 0) {
        first = number("FAIL_AT");
        last = first + number("FAIL_FOR");
    }
    long count = __atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED);
    if (first == 0 || count < first || count >= last)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    return fails() ? NULL : __libc_realloc(block, size);
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("FAIL_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "%ld\n", asked);
    fclose(file);
}
