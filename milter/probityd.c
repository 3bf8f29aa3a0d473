/* SPDX-License-Identifier: MIT
 *
 * probityd.c - the daemon: checks what councillors send before it leaves.
 *
 *	probityd [-c CONFIG] [-f] [-t | -r]
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/random.h"
#include "config/config.h"
#include "daemon/background.h"
#include "daemon/control.h"
#include "daemon/supervisor.h"

static const char usage[] =
    "usage: probityd [-c CONFIG] [-f] [-t | -r]\n"
    "\n"
    "Checks the mail of listed senders for Postfix or Sendmail.\n"
    "\n"
    "  -c, --config FILE   the settings (default " PROBITY_SYSCONFDIR
    "/probity.yaml)\n"
    "  -f, --foreground    stay in the foreground, log to standard error\n"
    "  -t, --test          read config, policy and lists, say what is wrong,\n"
    "                      and exit; 'probity config check' reads the rules\n"
    "                      as well\n"
    "  -r, --reload        ask the running probityd to read everything again\n"
    "                      and say how that went; it keeps what it had if\n"
    "                      anything is wrong\n"
    "  -V, --version\n"
    "  -h, --help\n"
    "\n"
    "Signals: SIGHUP reloads, SIGTERM finishes what is in flight and ends.\n"
    "Exit status: 0 ended well, 64 wrong usage, 75 cannot start now, 78 the\n"
    "config cannot be used. See probityd(8), probity.yaml(5).\n";

enum mode { MODE_SERVE, MODE_TEST, MODE_RELOAD };

struct options {
	char *config;
	bool foreground;
	enum mode mode;
};

static void
parse_options(int argc, char **argv, struct options *o)
{
	static const struct option known[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"foreground", no_argument, NULL, 'f'},
	    {"test", no_argument, NULL, 't'},
	    {"reload", no_argument, NULL, 'r'},
	    {"version", no_argument, NULL, 'V'},
	    {"help", no_argument, NULL, 'h'},
	    {0},
	};
	const char *config = PROBITY_SYSCONFDIR "/probity.yaml";
	int c;

	while ((c = getopt_long(argc, argv, "c:ftrVh", known, NULL)) != -1)
		switch (c) {
		case 'c':
			config = optarg;
			break;
		case 'f':
			o->foreground = true;
			break;
		case 't':
			o->mode = MODE_TEST;
			break;
		case 'r':
			o->mode = MODE_RELOAD;
			break;
		case 'V':
			puts("probityd " PACKAGE_VERSION);
			exit(0);
		case 'h':
			fputs(usage, stdout);
			exit(0);
		default:
			fputs("try 'probityd --help'\n", stderr);
			exit(EX_USAGE);
		}
	if (optind != argc) {
		fprintf(stderr,
		    "probityd: unexpected '%s'; try 'probityd --help'\n",
		    argv[optind]);
		exit(EX_USAGE);
	}
	/* A reload and a chdir must find the same file. */
	o->config = realpath(config, NULL);
	if (o->config == NULL) {
		fprintf(stderr, "probityd: %s: %s\n", config, strerror(errno));
		exit(EX_CONFIG);
	}
}

/* Loads the config for one of the modes that only look. */
static struct config *
load_or_exit(const struct options *o)
{
	struct buf err = BUF_MAX(4096);
	struct config *c = config_load(o->config, &err);

	if (c == NULL) {
		fprintf(stderr, "probityd: %s\n", buf_str(&err));
		exit(EX_CONFIG);
	}
	return c;
}

static int
test_config(const struct options *o)
{
	config_unref(load_or_exit(o));
	printf("%s: good; 'probity config check' reads the rules as well\n",
	    o->config);
	return 0;
}

static int
ask_reload(const struct options *o)
{
	struct buf answer = BUF_MAX(4200);
	static const char failed[] = "failed ";
	struct config *c = load_or_exit(o);
	int answered = control_ask(c->set.run_dir, "reload", &answer) == 0;
	const char *said = buf_str(&answer);
	bool ok = answered && strncmp(said, "ok ", 3) == 0;

	if (ok)
		printf("probityd: %s\n", said + 3);
	else if (strncmp(said, failed, sizeof failed - 1) == 0)
		fprintf(stderr,
		    "probityd: %s\nprobityd: nothing was changed; all of the "
		    "old stays in force\n",
		    said + sizeof failed - 1);
	else
		fprintf(stderr, "probityd: %s\n", said);
	config_unref(c);
	buf_free(&answer);
	return ok ? 0 : EX_TEMPFAIL;
}

static int
serve(const struct options *o)
{
	struct supervisor_options s = {.config = o->config, .told = -1};
	struct config *c = load_or_exit(o);

	log_open("probityd", c->set.syslog && !o->foreground);
	config_unref(c);
	if (!o->foreground && (s.told = background_begin()) < 0)
		log_fatal("cannot-fork", "error=%s", strerror(errno));
	return supervisor_run(&s);
}

int
main(int argc, char **argv)
{
	static int (*const modes[])(const struct options *o) = {
	    [MODE_SERVE] = serve,
	    [MODE_TEST] = test_config,
	    [MODE_RELOAD] = ask_reload,
	};
	struct options o = {0};
	int ret;

	fd_fill_standard();
	parse_options(argc, argv, &o);
	random_init();
	ret = modes[o.mode](&o);
	free(o.config);
	return ret;
}
