/* SPDX-License-Identifier: MIT
 *
 * check.c - `probity check`: what would become of these messages?
 *
 * Starts the same workers as the daemon, with the same limits, deadlines and
 * verdicts, and needs neither daemon nor store nor root.
 */
#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "cli/session.h"
#include "cli/when.h"
#include "report/report.h"

static const char help[] =
    "usage: probity check [-c CONFIG] [--from ADDRESS] [--to ADDRESS]...\n"
    "                     [--at TIME] [--json] [--explain] [--text]\n"
    "                     [FILE|FOLDER|MBOX|-]...\n"
    "\n"
    "Says what would become of messages, and why; sends and stores nothing.\n"
    "Reads standard input when nothing is named.\n"
    "\n"
    "  -c, --config FILE  the settings; default: those beside the program in "
    "a\n"
    "                     build tree, else the installed ones\n"
    "      --from ADDR    the sender; default: the From field. Always treated\n"
    "                     as a listed member\n"
    "      --to ADDR      a recipient, may be given several times; default: "
    "To,\n"
    "                     Cc and Bcc; where there are none, somebody outside\n"
    "      --at TIME      as if it were then: 2027-04-29, 2027-04-29T18:30 or\n"
    "                     with Z for UTC\n"
    "      --json         one report a line; see report-schema.md\n"
    "      --explain      every reason with its policy and rule\n"
    "      --text         each line of the input is the body of one message\n"
    "  -h, --help\n"
    "\n"
    "Exit status: 0 all pass, 1 something above pass, 2 an input or the "
    "config\n"
    "could not be read, or there can be no sandbox.\n"
    "\n"
    "  probity check --from cllr.a@town.example --to b@example.org draft.eml\n"
    "  probity check --json ~/Maildir/.Sent | jq -r .verdict.action\n";

struct check {
	struct session session;
	bool json, explain;
	int status;
	size_t done, above;
	bool progress; /* a terminal watches standard error */
	time_t shown;
};

enum { OPT_FROM = 256, OPT_TO, OPT_AT, OPT_JSON, OPT_EXPLAIN, OPT_TEXT };

static const struct option options[] = {
    {"config", required_argument, NULL, 'c'},
    {"from", required_argument, NULL, OPT_FROM},
    {"to", required_argument, NULL, OPT_TO},
    {"at", required_argument, NULL, OPT_AT},
    {"json", no_argument, NULL, OPT_JSON},
    {"explain", no_argument, NULL, OPT_EXPLAIN},
    {"text", no_argument, NULL, OPT_TEXT},
    {"help", no_argument, NULL, 'h'},
    {0},
};

static int
set_time(struct check *c, const char *text)
{
	long long at;

	if (when_parse(text, &at) < 0)
		return cli_fail("check",
		    "--at '%s': expected a time such as 2027-04-29, "
		    "2027-04-29T18:30 or 2027-04-29T18:30:00Z",
		    text);
	c->session.pattern.at = at;
	return 0;
}

static int
set_address(struct check *c, const char *option, const char *address)
{
	struct envelope *e = &c->session.pattern.envelope;
	bool from = strcmp(option, "--from") == 0;

	if (!cli_address(address, from))
		return cli_fail("check", "%s '%s': expected a mail address",
		    option, address);
	if ((from ? envelope_sender(e, address, NULL)
		  : envelope_recipient(e, address, NULL)) < 0)
		return cli_fail("check", "too many recipients");
	return 0;
}

/* Returns -1 to go on, or the exit status. */
static int
set_option(struct check *c, int opt)
{
	switch (opt) {
	case 'c':
		c->session.config_path = optarg;
		return -1;
	case OPT_FROM:
		return set_address(c, "--from", optarg) == 0 ? -1 : EXIT_CANNOT;
	case OPT_TO:
		return set_address(c, "--to", optarg) == 0 ? -1 : EXIT_CANNOT;
	case OPT_AT:
		return set_time(c, optarg) == 0 ? -1 : EXIT_CANNOT;
	case OPT_JSON:
		c->json = true;
		return -1;
	case OPT_EXPLAIN:
		c->explain = true;
		return -1;
	case OPT_TEXT:
		c->session.lines = true;
		c->session.pattern.kind = REQUEST_LINE;
		return -1;
	case 'h':
		fputs(help, stdout);
		return EXIT_PASS;
	default:
		return cli_usage("check");
	}
}

static void
print(struct check *c, const struct report *r)
{
	struct buf out = BUF_MAX(LIMIT_REPORT_BYTES);
	int ok;

	if (c->json)
		ok = report_write(r, &out);
	else
		ok = report_print(r, c->explain, &out);
	if (ok < 0) {
		cli_fail("check", "a report is too large to print");
		c->status = EXIT_CANNOT;
	} else {
		fwrite(out.data, 1, out.len, stdout);
		if (c->json || (out.len > 0 && out.data[out.len - 1] != '\n'))
			putchar('\n');
	}
	buf_free(&out);
}

static void
show_progress(struct check *c, bool last)
{
	time_t now = time(NULL);

	if (!c->progress || (!last && now == c->shown))
		return;
	c->shown = now;
	fprintf(stderr, "\r%zu checked, %zu above pass%s", c->done, c->above,
	    last ? "\n" : " ");
}

static void
answer(const struct asked *a, void *arg)
{
	struct check *c = arg;

	if (a->error != NULL) {
		cli_fail("check", "%s: %s", a->label, a->error);
		c->status = EXIT_CANNOT;
	}
	print(c, a->report);
	c->done++;
	if (a->report->verdict.action > ACTION_PASS) {
		c->above++;
		if (c->status == EXIT_PASS)
			c->status = EXIT_ABOVE;
	}
	show_progress(c, false);
}

int
cli_check(int argc, char **argv)
{
	struct check c = {
	    .session = {.command = "check",
		.pattern = {.kind = REQUEST_MESSAGE,
		    .any_sender = true,
		    .want_digest = true,
		    .at = (long long)time(NULL)},
		.answer = answer},
	};
	int opt, ret = -1;

	c.session.arg = &c;
	while (ret < 0 &&
	       (opt = getopt_long(argc, argv, "c:h", options, NULL)) != -1)
		ret = set_option(&c, opt);
	if (ret < 0) {
		c.progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
		ret = session_run(
		    &c.session, argv + optind, (size_t)(argc - optind));
		show_progress(&c, true);
		if (c.status > ret)
			ret = c.status;
	}
	request_free(&c.session.pattern);
	if (fflush(stdout) != 0 || ferror(stdout))
		ret = cli_fail("check", "standard output: %s", strerror(errno));
	return ret;
}
