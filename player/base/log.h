/* One line an event to standard error, with a level and the program's name.
 * Levels follow syslog's prefixes (sd-daemon(3)) when standard error is the journal. */
#pragma once

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Names the program in each line and finds out whether the journal listens (JOURNAL_STREAM).
 * `program` must outlive the process. Call once, first in main. */
void log_init(const char *program);

/* Lets through lines of this level and graver ones. Default: LOG_LEVEL_INFO. */
void log_set_level(enum log_level level);

/* Reads "error", "warning", "info" or "debug". Returns 0, or -1 and leaves *level alone. */
int log_level_parse(const char *name, enum log_level *level);

/* Writes one line; keeps errno. A message says what, why, and what happens next. */
void log_write(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define log_error(...) log_write(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_write(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(...) log_write(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_write(LOG_LEVEL_DEBUG, __VA_ARGS__)
