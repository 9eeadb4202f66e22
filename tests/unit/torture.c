#include "torture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct {
    size_t calls;   /* since the last reset */
    size_t fail_at; /* the call that fails, from 1; 0: none */
    bool for_ever;  /* and all after it */
    bool failed;
    bool is_paused;
    long live; /* blocks that are not given back */
} memory;

static bool memory_fails(void)
{
    if (memory.is_paused)
        return false;
    memory.calls++;
    bool fails = memory.fail_at > 0 && (memory.for_ever ? memory.calls >= memory.fail_at
                                                        : memory.calls == memory.fail_at);
    memory.failed |= fails;
    if (fails)
        errno = ENOMEM;
    return fails;
}

static void *memory_count(void *block)
{
    memory.live += block != NULL;
    return block;
}

/* The linker puts these in the place of the C library's (--wrap). */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);
void __wrap_free(void *block);

void *__wrap_malloc(size_t size)
{
    return memory_fails() ? NULL : memory_count(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return memory_fails() ? NULL : memory_count(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (memory_fails())
        return NULL;
    void *moved = __real_realloc(block, size);
    memory.live += !block && moved;
    return moved;
}

char *__wrap_strdup(const char *text)
{
    return memory_fails() ? NULL : memory_count(__real_strdup(text));
}

char *__wrap_strndup(const char *text, size_t size)
{
    return memory_fails() ? NULL : memory_count(__real_strndup(text, size));
}

void __wrap_free(void *block)
{
    memory.live -= block != NULL;
    __real_free(block);
}

void *torture_malloc(size_t size)
{
    return __wrap_malloc(size);
}

void torture_free(void *block)
{
    __wrap_free(block);
}

bool torture_has_failed(void)
{
    return memory.failed;
}

void torture_pause(bool is_paused)
{
    memory.is_paused = is_paused;
}

void torture(void (*step)(void *context), void *context)
{
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        for (size_t at = 1;; at++) {
            long before = memory.live;
            memory.calls = 0;
            memory.fail_at = at;
            memory.for_ever = for_ever;
            memory.failed = false;
            step(context);
            memory.fail_at = 0;
            assert_int_equal(memory.live, before);
            if (!memory.failed)
                break;
            assert_true(at < 100000);
        }
    }
}
