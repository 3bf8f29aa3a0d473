/* SPDX-License-Identifier: MIT
 *
 * log.h - one line per event: queue id, event word, key=value.
 *
 * Councils grep and count these words, so they are stable.  A found value is
 * never logged: callers pass ids, counts, rule names and masked forms only.
 * Any control byte in a line is written as '?', so that hostile text cannot
 * forge a line.  Safe to call from several threads.
 *
 *   LEVEL_INFO   normal life             LEVEL_WARN   will work, but look at it
 *   LEVEL_ERROR  this message or request failed
 *   LEVEL_FATAL  the world is broken; only at start-up, then exit 75
 *   LEVEL_PANIC  we are broken: our bug; then abort
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level {
	LEVEL_INFO,
	LEVEL_WARN,
	LEVEL_ERROR,
	LEVEL_FATAL,
	LEVEL_PANIC
};

/* Where lines go: standard error with the program's name before each (also
 * what journald wants: "<6>" priorities are added when JOURNAL_STREAM is set),
 * or syslog(3), facility mail; in that case standard error too until
 * log_settled, for whoever started us to see. Borrows ident for the process's
 * life. */
void log_open(const char *ident, bool use_syslog);

/* From here on the system log alone. */
void log_settled(void);

/* Logs "QUEUEID: event key=value …"; queue_id may be NULL ("-" is shown). */
void log_event(enum log_level level, const char *queue_id, const char *event,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#define log_info(...) log_event(LEVEL_INFO, __VA_ARGS__)
#define log_warn(...) log_event(LEVEL_WARN, __VA_ARGS__)
#define log_error(...) log_event(LEVEL_ERROR, __VA_ARGS__)

/* Logs and exits with EX_TEMPFAIL (75). For start-up only. */
void log_fatal(const char *event, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), noreturn));

/* Logs and aborts: a state that our own code promised cannot be. */
void log_panic(const char *event, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), noreturn));

#endif
