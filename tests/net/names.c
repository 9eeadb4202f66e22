/* Loaded before the C library: an own answer for some names. "hang…" is looked up for ever; "near…"
 * is 127.0.0.1; "both…" is ::1 and 127.0.0.1. */
#include <dlfcn.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>

typedef int look_up(const char *, const char *, const struct addrinfo *, struct addrinfo **);

static bool begins(const char *name, const char *word)
{
    return name && strncmp(name, word, strlen(word)) == 0;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **result)
{
    look_up *next;
    void *found = dlsym(RTLD_NEXT, "getaddrinfo");
    memcpy(&next, &found, sizeof next); /* ISO C knows no cast between the two */
    while (begins(name, "hang"))
        poll(NULL, 0, -1);
    if (begins(name, "near"))
        return next("127.0.0.1", service, hints, result);
    if (!begins(name, "both"))
        return next(name, service, hints, result);
    struct addrinfo *first = NULL, *second = NULL;
    if (next("::1", service, hints, &first) != 0)
        return next("127.0.0.1", service, hints, result);
    if (next("127.0.0.1", service, hints, &second) == 0) {
        struct addrinfo *last = first;
        while (last->ai_next)
            last = last->ai_next;
        last->ai_next = second;
    }
    *result = first;
    return 0;
}
