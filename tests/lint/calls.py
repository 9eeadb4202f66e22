#!/usr/bin/env python3
"""Calls that only one file may make, or none."""

import re

import tree

# (call, files that may make it or None, what to do instead)
RULES = [
    (r"(clock_gettime|gettimeofday|time|ftime|SDL_GetTicks(64)?|SDL_GetPerformanceCounter)",
     r"player/base/clock\.c$", "time is a parameter; only base/clock.h reads it"),
    (r"(localtime|gmtime|mktime|strftime)(_r)?", None, "base/zone.h knows local time"),
    (r"(setlocale|bindtextdomain|textdomain)", r"player/base/i18n\.c$", "i18n_init() does it"),
    (r"(fopen|open|openat|opendir|read|stat|getenv)", r"player/(?!playlist/)",
     "playlist is pure: its callers read files and the environment"),
    (r"(strcat|sprintf|vsprintf|gets|strtok|alloca|tmpnam|mktemp)", None,
     "it knows no bound, or keeps hidden state; snprintf, strtok_r, mkstemp"),
    (r"(atoi|atol|atoll|atof)", None, "it hides errors; strtol with its end checked"),
    (r"(system|popen|wordexp)", None, "no shell takes part; posix_spawn or fork and exec"),
    (r"(sleep|usleep|nanosleep|SDL_Delay)", None, "wait in poll() for what is to happen"),
    (r"SDL_WaitEvent(Timeout)?", None, "on KMSDRM it wakes 1000 times a second; poll()"),
    (r"(pthread_create|thrd_create|SDL_CreateThread)", None, "each process has one thread"),
    (r"(rand|srand|random|drand48)", None, "the same inputs give the same screen"),
]


def check(lint):
    rules = [(re.compile(r"(?<![\w.>])" + call + r"\s*\("), allowed and re.compile(allowed), advice)
             for call, allowed, advice in RULES]
    for path in lint.select(r"^player/.*\.[ch]$"):
        for number, line in tree.code_lines(lint.text(path)):
            for call, allowed, advice in rules:
                found = call.search(line)
                if found and not (allowed and allowed.match(path)):
                    lint.find(path, number, f"{found.group(0)}…): {advice}")


if __name__ == "__main__":
    tree.main(check)
