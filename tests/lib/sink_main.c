/* SPDX-License-Identifier: MIT
 *
 * sink_main.c - the sink as a program, for whole-system tests and quickstart.
 *
 * Prints "ready PORT" on standard output when it listens, and ends with 0 on
 * SIGTERM or SIGINT.
 */
#include <errno.h>
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/sink.h"

enum option_key {
	KEY_PORT = 1,
	KEY_DIR,
	KEY_SMTPUTF8,
	KEY_DSN,
	KEY_NO_8BITMIME,
	KEY_REJECT_MAIL,
	KEY_REJECT_RCPT,
	KEY_DEFER_RCPT,
	KEY_SOFT_DOT,
	KEY_HARD_DOT,
	KEY_DROP_DOT,
	KEY_DROP_DATA,
	KEY_SLOW,
	KEY_HELP,
};

static const struct option long_options[] = {
    {"port", required_argument, NULL, KEY_PORT},
    {"dir", required_argument, NULL, KEY_DIR},
    {"smtputf8", no_argument, NULL, KEY_SMTPUTF8},
    {"dsn", no_argument, NULL, KEY_DSN},
    {"no-8bitmime", no_argument, NULL, KEY_NO_8BITMIME},
    {"reject-mail", no_argument, NULL, KEY_REJECT_MAIL},
    {"reject-rcpt", required_argument, NULL, KEY_REJECT_RCPT},
    {"defer-rcpt", required_argument, NULL, KEY_DEFER_RCPT},
    {"soft-dot", optional_argument, NULL, KEY_SOFT_DOT},
    {"hard-dot", optional_argument, NULL, KEY_HARD_DOT},
    {"drop-dot", optional_argument, NULL, KEY_DROP_DOT},
    {"drop-data", optional_argument, NULL, KEY_DROP_DATA},
    {"slow", required_argument, NULL, KEY_SLOW},
    {"help", no_argument, NULL, KEY_HELP},
    {NULL, 0, NULL, 0},
};

static const char usage_text[] =
    "usage: sink [--port N] [--dir DIR] [--smtputf8] [--dsn] [--no-8bitmime]\n"
    "            [--reject-mail] [--reject-rcpt=ADDR] [--defer-rcpt=ADDR]\n"
    "            [--soft-dot[=N] | --hard-dot[=N] | --drop-dot[=N] |\n"
    "             --drop-data[=N]] [--slow=MS]\n"
    "N: only the first N messages are treated so.\n";

static unsigned
number(const char *s)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(s, &end, 10);
	if (errno != 0 || *s == '\0' || *end != '\0' || n > 1000000) {
		fprintf(stderr, "sink: '%s' is not a number\n", s);
		exit(64);
	}
	return (unsigned)n;
}

static void
set_option(struct sink_options *o, int key, const char *value)
{
	switch (key) {
	case KEY_PORT:
		o->port = number(value);
		break;
	case KEY_DIR:
		o->dir = value;
		break;
	case KEY_SMTPUTF8:
		o->smtputf8 = true;
		break;
	case KEY_DSN:
		o->dsn = true;
		break;
	case KEY_NO_8BITMIME:
		o->no_8bitmime = true;
		break;
	case KEY_REJECT_MAIL:
		o->reject_mail = true;
		break;
	case KEY_REJECT_RCPT:
		o->reject_rcpt = value;
		break;
	case KEY_DEFER_RCPT:
		o->defer_rcpt = value;
		break;
	case KEY_SOFT_DOT:
	case KEY_HARD_DOT:
	case KEY_DROP_DOT:
	case KEY_DROP_DATA:
		o->mode =
		    (enum sink_mode)(SINK_SOFT_DOT + (key - KEY_SOFT_DOT));
		o->times = value != NULL ? number(value) : 0;
		break;
	case KEY_SLOW:
		o->slow_ms = number(value);
		break;
	default:
		fputs(usage_text, key == KEY_HELP ? stdout : stderr);
		exit(key == KEY_HELP ? 0 : 64);
	}
}

int
main(int argc, char **argv)
{
	struct sink_options options = {0};
	struct sink *s;
	sigset_t stop;
	int key, sig;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		set_option(&options, key, optarg);
	if (optind < argc)
		set_option(&options, 0, NULL);
	/* Blocked before the threads start, so that only sigwait gets them. */
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	if (options.dir != NULL && mkdir(options.dir, 0755) < 0 &&
	    errno != EEXIST) {
		fprintf(stderr, "sink: %s: %s\n", options.dir, strerror(errno));
		return 1;
	}
	if ((s = sink_start(&options)) == NULL) {
		fprintf(stderr, "sink: port %u: %s\n", options.port,
		    strerror(errno));
		return 1;
	}
	printf("ready %u\n", sink_port(s));
	fflush(stdout);
	sigwait(&stop, &sig);
	sink_stop(s);
	return 0;
}
