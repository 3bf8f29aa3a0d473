/* SPDX-License-Identifier: MIT
 *
 * log.c - one line per event: queue id, event word, key=value.
 *
 * A line is formatted whole and leaves in one write(2) or one syslog(3) call,
 * so lines of several threads and processes never mix.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <syslog.h>
#include <unistd.h>

#include "base/limits.h"

static const char *log_ident = "probity";
static bool log_syslog;
static bool log_both; /* syslog, and standard error while we start */
static bool log_journal;

static const struct {
	const char *word;
	int priority;
} levels[] = {
    [LEVEL_INFO] = {"", LOG_INFO},
    [LEVEL_WARN] = {"warning: ", LOG_WARNING},
    [LEVEL_ERROR] = {"error: ", LOG_ERR},
    [LEVEL_FATAL] = {"fatal: ", LOG_CRIT},
    [LEVEL_PANIC] = {"panic: ", LOG_CRIT},
};

void
log_open(const char *ident, bool use_syslog)
{
	log_ident = ident;
	log_syslog = log_both = use_syslog;
	log_journal = !use_syslog && getenv("JOURNAL_STREAM") != NULL;
	if (use_syslog)
		openlog(ident, LOG_PID | LOG_NDELAY, LOG_MAIL);
}

void
log_settled(void)
{
	log_both = false;
}

static void
hide_controls(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = '?';
}

static void
write_stderr(enum log_level level, const char *body)
{
	char line[LIMIT_LOG_LINE + 64];
	int n;

	if (log_journal)
		n = snprintf(line, sizeof line, "<%d>%s%s\n",
		    levels[level].priority, levels[level].word, body);
	else
		n = snprintf(line, sizeof line, "%s[%d]: %s%s\n", log_ident,
		    (int)getpid(), levels[level].word, body);
	if (n >= (int)sizeof line)
		n = (int)sizeof line - 1;
	/* Nobody is left to tell when standard error is gone. */
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
		return;
}

static void
log_line(enum log_level level, const char *queue_id, const char *event,
    const char *fmt, va_list ap)
{
	char body[LIMIT_LOG_LINE];
	int n;

	n = snprintf(body, sizeof body, "%s: %s%s",
	    queue_id != NULL ? queue_id : "-", event, *fmt ? " " : "");
	if (n < 0 || n >= (int)sizeof body)
		n = (int)strlen(body);
	vsnprintf(body + n, sizeof body - (size_t)n, fmt, ap);
	hide_controls(body);
	if (log_syslog)
		syslog(
		    levels[level].priority, "%s%s", levels[level].word, body);
	if (!log_syslog || log_both)
		write_stderr(level, body);
}

void
log_event(enum log_level level, const char *queue_id, const char *event,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(level, queue_id, event, fmt, ap);
	va_end(ap);
}

void
log_fatal(const char *event, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LEVEL_FATAL, NULL, event, fmt, ap);
	va_end(ap);
	exit(EX_TEMPFAIL);
}

void
log_panic(const char *event, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LEVEL_PANIC, NULL, event, fmt, ap);
	va_end(ap);
	abort();
}
