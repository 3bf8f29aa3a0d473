/* SPDX-License-Identifier: MIT
 *
 * held.c - `probity held`: list and show what waits, decide what becomes
 * of it.
 *
 * Looking opens the store for reading only; a decision opens it for writing
 * and records who and why.  Nothing here sends mail: probityd does.
 *
 * BUGS: --who is believed; who may run this program at all is a matter of the
 * store's group.
 */
#include <ctype.h>
#include <getopt.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/ulid.h"
#include "cli/cli.h"
#include "cli/held.h"
#include "cli/rows.h"
#include "config/config.h"
#include "report/report.h"
#include "store/store.h"

#define WAIT_S 30
#define WAIT_MAX_S 3600
/* Fewer characters of an id are all time, and shared by a whole minute. */
#define ID_MIN 8
/* An officer's reason: a page. It goes into a notice. */
#define WHY_MAX 2000
/* Enough for a table of all that a council ever holds at once. */
#define OUTPUT_MAX (256u * MIB)

#define STATES_WAITING \
	(1u << HELD_HELD | 1u << HELD_RELEASING | 1u << HELD_UNKNOWN)
#define STATES_ALL ((1u << HELD_STATES) - 1)

static const char usage[] =
    "usage: probity held list [--all] [--state STATE]... [--limit N] [--json]\n"
    "       probity held show [--json | --original] ID\n"
    "       probity held release [--why TEXT] [--wait SECONDS] ID\n"
    "       probity held return  --why TEXT ID\n"
    "       probity held discard --why TEXT ID\n"
    "\n"
    "What probity holds back, and the officer's decision about it. ID is an\n"
    "id from the list, or its beginning (8 characters or more).\n"
    "\n"
    "  list     what waits, oldest first\n"
    "  show     one message: envelope, history and report; --original writes\n"
    "           the message itself to standard output\n"
    "  release  it is sent as it came; says what the MTA answered\n"
    "  return   it goes back to its sender, with the reason\n"
    "  discard  it is not sent; the sender is told, with the reason\n"
    "\n"
    "  -c, --config FILE   the settings to read\n"
    "      --who NAME      who decides (default: who is logged in)\n"
    "      --why TEXT      why; of return and discard the sender reads it\n"
    "      --wait SECONDS  how long release waits for the outcome (30)\n"
    "      --all           released, returned and discarded messages too\n"
    "      --state STATE   only held, releasing, unknown, released, returned\n"
    "                      or discarded ones\n"
    "      --limit N       at most N messages\n"
    "      --json          one object a line\n"
    "\n"
    "Exit status: 0 done, 1 not done (its state, or the MTA, did not allow\n"
    "it), 2 wrong usage, config or store.\n";

static const char *
logged_in(void)
{
	static char number[32];
	const char *sudo = geteuid() == 0 ? getenv("SUDO_USER") : NULL;
	const struct passwd *pw;

	if (sudo != NULL && *sudo != '\0')
		return sudo;
	pw = getpwuid(getuid());
	if (pw != NULL)
		return pw->pw_name;
	snprintf(number, sizeof number, "uid %u", (unsigned)getuid());
	return number;
}

static int
parse_number(const char *s, unsigned long max, unsigned long *ret)
{
	unsigned long n;
	char *end;

	if (!isdigit((unsigned char)*s))
		return -1;
	n = strtoul(s, &end, 10);
	if (*end != '\0' || n > max)
		return -1;
	*ret = n;
	return 0;
}

enum {
	OPTION_WHO = 256,
	OPTION_WHY,
	OPTION_WAIT,
	OPTION_ALL,
	OPTION_STATE,
	OPTION_LIMIT,
	OPTION_JSON,
	OPTION_ORIGINAL
};

static const struct option known[] = {
    {"config", required_argument, NULL, 'c'},
    {"who", required_argument, NULL, OPTION_WHO},
    {"why", required_argument, NULL, OPTION_WHY},
    {"wait", required_argument, NULL, OPTION_WAIT},
    {"all", no_argument, NULL, OPTION_ALL},
    {"state", required_argument, NULL, OPTION_STATE},
    {"limit", required_argument, NULL, OPTION_LIMIT},
    {"json", no_argument, NULL, OPTION_JSON},
    {"original", no_argument, NULL, OPTION_ORIGINAL},
    {"help", no_argument, NULL, 'h'},
    {0},
};

/* 0, or an exit status after saying what is wrong. */
static int
take_value(struct held_options *o, int option, const char *value)
{
	enum held_state state;
	unsigned long n = 0;

	switch (option) {
	case OPTION_WAIT:
		if (parse_number(value, WAIT_MAX_S, &n) < 0)
			return cli_fail("held",
			    "--wait: '%s' is not a number "
			    "of seconds up to %d",
			    value, WAIT_MAX_S);
		o->wait_s = (unsigned)n;
		return 0;
	case OPTION_LIMIT:
		if (parse_number(value, LONG_MAX, &n) < 0 || n == 0)
			return cli_fail("held",
			    "--limit: '%s' is not a number above 0", value);
		o->limit = n;
		return 0;
	case OPTION_STATE:
		if (held_state_parse(value, &state) < 0)
			return cli_fail("held",
			    "--state: '%s' is none of held, "
			    "releasing, unknown, released, returned, "
			    "discarded",
			    value);
		o->states |= 1u << state;
		return 0;
	case OPTION_WHY:
		if (strlen(value) > WHY_MAX)
			return cli_fail(
			    "held", "--why: longer than %d bytes", WHY_MAX);
		o->why = value;
		return 0;
	default:
		return cli_usage("held");
	}
}

static int
take_option(struct held_options *o, int option, const char *value)
{
	switch (option) {
	case 'c':
		o->config_path = value;
		return 0;
	case OPTION_WHO:
		o->who = value;
		return 0;
	case OPTION_ALL:
		o->states = STATES_ALL;
		return 0;
	case OPTION_JSON:
		o->json = true;
		return 0;
	case OPTION_ORIGINAL:
		o->original = true;
		return 0;
	default:
		return take_value(o, option, value);
	}
}

int
cli_held_trouble(const char *id, int status)
{
	switch ((enum store_status)status) {
	case STORE_OK:
		return EXIT_PASS;
	case STORE_NOT_FOUND:
		cli_fail("held", "%s: no such message", id);
		return EXIT_ABOVE;
	case STORE_CONFLICT:
		cli_fail("held", "%s: more than one message begins so", id);
		return EXIT_ABOVE;
	case STORE_BUSY:
		return cli_fail("held",
		    "the store is busy; nothing was changed, try again");
	case STORE_FAILED:
		break;
	}
	return cli_fail("held", "the store failed; nothing was changed");
}

/* Writes a whole answer, or says that it could not. */
static int
put(const struct buf *out, int status)
{
	if (buf_failed(out))
		return cli_fail("held", "out of memory");
	if (fwrite(buf_str(out), 1, out->len, stdout) != out->len ||
	    fflush(stdout) != 0) {
		perror("probity held: standard output");
		return EXIT_CANNOT;
	}
	return status;
}

static int
list(const struct held_options *o, struct store *s)
{
	struct buf out = BUF_MAX(OUTPUT_MAX);
	struct held_list l = {0};
	enum store_status status;
	size_t i;
	int exit_status;

	status =
	    held_list(s, o->states ? o->states : STATES_WAITING, o->limit, &l);
	if (status != STORE_OK)
		return cli_held_trouble("list", status);
	if (o->json)
		for (i = 0; i < l.n; i++)
			rows_json(&l.v[i], &out);
	else
		rows_table(&l, &out);
	exit_status = put(&out, EXIT_PASS);
	held_list_free(&l);
	buf_free(&out);
	return exit_status;
}

/* The message itself may hold bytes that take a terminal over. */
static int
put_original(const struct held *h)
{
	if (isatty(STDOUT_FILENO))
		return cli_fail("held", "--original writes the message as it "
					"came: send it to a file or a viewer");
	if (fwrite(h->data, 1, h->len, stdout) != h->len ||
	    fflush(stdout) != 0) {
		perror("probity held: standard output");
		return EXIT_CANNOT;
	}
	return EXIT_PASS;
}

static int
put_whole(const struct held_options *o, const struct held *h)
{
	struct buf out = BUF_MAX(OUTPUT_MAX), err = BUF_MAX(1000);
	struct report *r;
	int exit_status;

	if (o->json) {
		rows_whole_json(h, &out);
	} else {
		rows_whole(h, &out);
		buf_adds(&out, "\n");
		r = report_read(h->report, strlen(h->report), &err);
		if (r == NULL)
			buf_addf(&out, "The report cannot be read: %s\n",
			    buf_str(&err));
		else if (STATES_WAITING & 1u << h->row.state)
			report_print(r, false, &out);
		else
			report_print_decided(r, &out);
		report_free(r);
	}
	exit_status = put(&out, EXIT_PASS);
	buf_free(&out);
	buf_free(&err);
	return exit_status;
}

static int
show(const struct held_options *o, struct store *s, const char *id)
{
	enum store_status status;
	struct held h;
	int exit_status;

	status = held_get(s, id, o->original, &h);
	if (status != STORE_OK)
		return cli_held_trouble(id, status);
	exit_status = o->original ? put_original(&h) : put_whole(o, &h);
	held_free(&h);
	return exit_status;
}

/* Finds the one id that begins as typed. Ids are upper case; people are not. */
static int
whole_id(struct store *s, const char *typed, char ret_id[27])
{
	size_t len = strlen(typed), i;
	enum store_status status;
	char prefix[27];

	if (len < ID_MIN || len > ULID_LEN)
		return cli_fail("held",
		    "'%s' is not an id: give 8 to 26 characters of one from "
		    "'probity held list'",
		    typed);
	for (i = 0; i <= len; i++)
		prefix[i] = (char)toupper((unsigned char)typed[i]);
	status = held_find(s, prefix, ret_id);
	return status == STORE_OK ? EXIT_PASS : cli_held_trouble(typed, status);
}

static struct store *
open_store(const struct config *c, bool read_only)
{
	struct buf err = BUF_MAX(4096);
	struct store *s = store_open(c->set.state_dir, read_only, &err);

	if (s == NULL)
		cli_fail("held", "%s", buf_str(&err));
	buf_free(&err);
	return s;
}

static const struct verb {
	const char *name;
	bool id;
	bool why;
	int (*decide)(const struct held_options *, const struct config *,
	    struct store *, const char *);
} verbs[] = {
    {"list", false, false, NULL},
    {"show", true, false, NULL},
    {"release", true, false, cli_held_release},
    {"return", true, true, cli_held_return},
    {"discard", true, true, cli_held_discard},
};

static const struct verb *
verb_named(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
		if (strcmp(name, verbs[i].name) == 0)
			return &verbs[i];
	return NULL;
}

/* Looks first, for reading only: a decision about a message that is not there
 * must not make a store. */
static int
run(const struct held_options *o, const struct verb *v, const struct config *c)
{
	struct store *s = open_store(c, true);
	char id[27] = "";
	int exit_status = EXIT_CANNOT;

	if (s == NULL)
		return EXIT_CANNOT;
	if (!v->id) {
		exit_status = list(o, s);
		goto end;
	}
	exit_status = whole_id(s, o->id, id);
	if (exit_status != EXIT_PASS)
		goto end;
	if (v->decide == NULL) {
		exit_status = show(o, s, id);
		goto end;
	}
	store_close(s);
	s = open_store(c, false);
	exit_status = s != NULL ? v->decide(o, c, s, id) : EXIT_CANNOT;
end:
	store_close(s);
	return exit_status;
}

static int
check_words(const struct held_options *o, const struct verb *v, int words)
{
	if (v == NULL)
		return cli_fail("held",
		    "'%s' is none of list, show, release, "
		    "return, discard",
		    o->verb);
	if (words != 1 + v->id)
		return cli_fail("held",
		    v->id ? "%s takes one id" : "%s takes no id", v->name);
	if (v->why && *o->why == '\0')
		return cli_fail("held",
		    "%s needs --why: the sender is told the reason", v->name);
	return EXIT_PASS;
}

int
cli_held(int argc, char **argv)
{
	struct held_options o = {
	    .who = logged_in(), .why = "", .limit = SIZE_MAX, .wait_s = WAIT_S};
	const struct verb *v;
	struct config *c;
	int option, status;

	optind = 0; /* the program's own options were read before */
	while ((option = getopt_long(argc, argv, "c:h", known, NULL)) != -1) {
		if (option == 'h') {
			fputs(usage, stdout);
			return EXIT_PASS;
		}
		status = take_option(&o, option, optarg);
		if (status != EXIT_PASS)
			return status;
	}
	if (optind == argc) {
		fputs(usage, stderr);
		return EXIT_CANNOT;
	}
	o.verb = argv[optind];
	o.id = argc - optind > 1 ? argv[optind + 1] : NULL;
	v = verb_named(o.verb);
	status = check_words(&o, v, argc - optind);
	if (status != EXIT_PASS)
		return status;
	c = cli_config_load(o.config_path);
	if (c == NULL)
		return EXIT_CANNOT;
	status = run(&o, v, c);
	config_unref(c);
	return status;
}
