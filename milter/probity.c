/* SPDX-License-Identifier: MIT
 *
 * probity.c - the operator's tool: a table of commands.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/random.h"
#include "cli/cli.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *does;
} commands[] = {
    {"check", cli_check, "what would become of these messages, and why"},
    {"extract", cli_extract, "what can be read in a message or document"},
    {"held", cli_held, "list, show, release, return or discard held mail"},
    {"rules", cli_rules, "list, show and test the rules"},
    {"config", cli_config, "check the config, show what is in force"},
};
#define COMMANDS (sizeof commands / sizeof commands[0])

static int
help(FILE *to, int status)
{
	size_t i;

	fputs("usage: probity COMMAND [OPTION]... [ARGUMENT]...\n\n"
	      "Checks the mail councillors send before it leaves the "
	      "council.\n\n",
	    to);
	for (i = 0; i < COMMANDS; i++)
		fprintf(to, "  %-8s  %s\n", commands[i].name, commands[i].does);
	fputs(
	    "\n'probity COMMAND --help' says more; so does probity(1).\n", to);
	return status;
}

int
main(int argc, char **argv)
{
	size_t i;

	fd_fill_standard();
	signal(SIGPIPE, SIG_DFL);
	log_open("probity", false);
	random_init();
	if (argc < 2)
		return help(stderr, EXIT_CANNOT);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return help(stdout, EXIT_PASS);
	if (strcmp(argv[1], "--version") == 0) {
		puts("probity " PACKAGE_VERSION);
		return EXIT_PASS;
	}
	for (i = 0; i < COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	fprintf(stderr, "probity: there is no command '%s'\n", argv[1]);
	return help(stderr, EXIT_CANNOT);
}
