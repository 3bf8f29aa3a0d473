/* SPDX-License-Identifier: MIT
 *
 * config.c - `probity config`: is it good, and what is in force?
 */
#include "cli/cli.h"

#include <getopt.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "config/config.h"
#include "find/find.h"

static const char help[] =
    "usage: probity config check|show [-c CONFIG]\n"
    "\n"
    "  check   read settings, policy, lists, members, calendar and rules; say\n"
    "          the first thing that is wrong, with file, line and column; "
    "then\n"
    "          entries of lists that overlap, and polls in no member's ward\n"
    "  show    print every setting in force, defaults included, as YAML\n"
    "\n"
    "  -c, --config FILE  the settings\n"
    "  -h, --help\n"
    "\n"
    "Exit status: 0 good, 2 not.\n";

static int
check(const struct config *c)
{
	struct buf err = BUF_MAX(LIMIT_CONFIG_BYTES);
	struct rules *r = rules_load(&c->set.rules_dirs, ENGINE_PCRE2, &err);

	if (r == NULL || rules_bank_tables(r, c->set.bank_weights,
			     c->set.bank_substitutes, &err) < 0) {
		fprintf(stderr, "probity: %s\n", buf_str(&err));
		rules_free(r);
		buf_free(&err);
		return EXIT_CANNOT;
	}
	printf("%s: good, with %zu rules\n", c->path, rules_count(r));
	buf_reset(&err);
	config_doubts(c, &err);
	fputs(buf_str(&err), stdout);
	buf_free(&err);
	rules_free(r);
	return EXIT_PASS;
}

static int
show(const struct config *c)
{
	struct buf out = BUF_MAX(LIMIT_CONFIG_BYTES);
	int ok = config_show(c, &out);

	if (ok == 0)
		fwrite(buf_str(&out), 1, out.len, stdout);
	buf_free(&out);
	return ok == 0 ? EXIT_PASS : cli_fail("config", "memory is out");
}

int
cli_config(int argc, char **argv)
{
	static const struct option options[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"help", no_argument, NULL, 'h'},
	    {0},
	};
	const char *path = NULL, *verb;
	struct config *c;
	int opt, ret;

	while ((opt = getopt_long(argc, argv, "c:h", options, NULL)) != -1)
		if (opt == 'c') {
			path = optarg;
		} else if (opt == 'h') {
			fputs(help, stdout);
			return EXIT_PASS;
		} else {
			return cli_usage("config");
		}
	verb = optind + 1 == argc ? argv[optind] : "";
	if (strcmp(verb, "check") != 0 && strcmp(verb, "show") != 0)
		return cli_usage("config");
	c = cli_config_load(path);
	if (c == NULL)
		return EXIT_CANNOT;
	ret = *verb == 'c' ? check(c) : show(c);
	config_unref(c);
	return ret;
}
