/* SPDX-License-Identifier: MIT
 *
 * extract.c - `probity extract`: what can be read in a message or document?
 */
#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/fd.h"
#include "base/limits.h"
#include "cli/session.h"
#include "report/texts-file.h"

static const char help[] =
    "usage: probity extract [-c CONFIG] [--json] FILE...\n"
    "\n"
    "Prints the texts of a message or of a bare document, each with its place\n"
    "and zone, what is hidden in it, and what could not be read: what the "
    "rules\n"
    "would see.\n"
    "\n"
    "  -c, --config FILE  the settings\n"
    "      --json         one text a line: part, zone, place, text, …\n"
    "  -h, --help\n"
    "\n"
    "A file that begins with header fields is read as a message, any other as\n"
    "a document.\n"
    "Exit status: 0 done, 2 a file or the config could not be read.\n";

struct extract {
	struct session session;
	bool json;
	int status;
};

/* A message begins with a field name and a colon, all printable ASCII
 * (RFC 5322 2.2); so do calendars and contacts: "BEGIN:VCARD". */
static enum request_kind
kind_of(const struct input *in)
{
	size_t i;

	if (in->len > 7 && strncasecmp(in->data, "BEGIN:V", 7) == 0)
		return REQUEST_DOCUMENT;
	for (i = 0; i < in->len && i < 78; i++) {
		if (in->data[i] == ':')
			return i > 0 ? REQUEST_MESSAGE : REQUEST_DOCUMENT;
		if (in->data[i] <= ' ' || in->data[i] > '~')
			break;
	}
	return REQUEST_DOCUMENT;
}

static void
print_texts(struct extract *e, const struct asked *a)
{
	struct buf out = BUF_MAX(4 * LIMIT_TEXT_BYTES);
	struct map m;

	if (map_fd(a->texts, &m) < 0) {
		e->status =
		    cli_fail("extract", "%s: %s", a->label, strerror(errno));
		return;
	}
	if (e->json) {
		fwrite(m.data, 1, m.len, stdout);
	} else if (texts_file_print(m.data, m.len, &out) == 0) {
		fwrite(buf_str(&out), 1, out.len, stdout);
	} else {
		e->status = cli_fail("extract",
		    "%s: too large to print; "
		    "try --json",
		    a->label);
	}
	map_free(&m);
	buf_free(&out);
}

static void
answer(const struct asked *a, void *arg)
{
	struct extract *e = arg;

	if (a->error != NULL)
		e->status = cli_fail("extract", "%s: %s", a->label, a->error);
	else if (a->texts < 0)
		e->status = cli_fail("extract",
		    "%s: the reader died or ran out of time", a->label);
	else
		print_texts(e, a);
}

int
cli_extract(int argc, char **argv)
{
	static const struct option options[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"json", no_argument, NULL, 'j'},
	    {"help", no_argument, NULL, 'h'},
	    {0},
	};
	struct extract e = {
	    .session = {.command = "extract",
		.pattern = {.any_sender = true,
		    .want_texts = true,
		    .skip_find = true,
		    .at = (long long)time(NULL)},
		.kind = kind_of,
		.answer = answer},
	};
	int opt, ret;

	e.session.arg = &e;
	while ((opt = getopt_long(argc, argv, "c:h", options, NULL)) != -1)
		if (opt == 'c') {
			e.session.config_path = optarg;
		} else if (opt == 'j') {
			e.json = true;
		} else if (opt == 'h') {
			fputs(help, stdout);
			return EXIT_PASS;
		} else {
			return cli_usage("extract");
		}
	ret = session_run(&e.session, argv + optind, (size_t)(argc - optind));
	if (fflush(stdout) != 0 || ferror(stdout))
		ret =
		    cli_fail("extract", "standard output: %s", strerror(errno));
	return ret > e.status ? ret : e.status;
}
