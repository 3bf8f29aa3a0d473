/* SPDX-License-Identifier: MIT
 *
 * cli.c - what the commands of `probity` share.
 */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/address.h"
#include "base/buf.h"
#include "config/config.h"

/* Folders to look in, first one that has it wins: a build in the source tree,
 * a build folder inside it, the installed and the shipped config. */
static const char *const beside[] = {"conf", "../conf"};
static const char *const installed[] = {
    PROBITY_SYSCONFDIR, PROBITY_DATADIR "/conf"};

static bool
readable(char *path, size_t size, const char *dir, const char *sub)
{
	int n = snprintf(path, size, "%s%s%s/probity.yaml", dir,
	    *sub != '\0' ? "/" : "", sub);

	return n > 0 && (size_t)n < size && access(path, R_OK) == 0;
}

const char *
cli_config_path(void)
{
	static char path[4200];
	char own[4096];
	ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
	char *slash;
	size_t i;

	own[n > 0 ? n : 0] = '\0';
	slash = strrchr(own, '/');
	if (slash != NULL) {
		*slash = '\0';
		for (i = 0; i < 2; i++)
			if (readable(path, sizeof path, own, beside[i]))
				return path;
	}
	for (i = 0; i < 2; i++)
		if (readable(path, sizeof path, installed[i], ""))
			return path;
	return PROBITY_SYSCONFDIR "/probity.yaml";
}

struct config *
cli_config_load(const char *path)
{
	struct buf err = BUF_MAX(4096);
	struct config *c;

	c = config_load(path != NULL ? path : cli_config_path(), &err);
	if (c == NULL)
		fprintf(stderr, "probity: %s\n", buf_str(&err));
	buf_free(&err);
	return c;
}

bool
cli_address(const char *s, bool null_ok)
{
	char *bare = address_bare(s);
	bool ok = bare != NULL && address_valid(bare, null_ok);

	free(bare);
	return ok;
}

/* A file name must not move the terminal's cursor. */
static void
say_plain(const char *s)
{
	for (; *s != '\0'; s++)
		fputc((unsigned char)*s < ' ' || *s == 0x7f ? '?' : *s, stderr);
}

int
cli_fail(const char *command, const char *fmt, ...)
{
	struct buf text = BUF_MAX(8192);
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	fprintf(stderr, "probity %s: ", command);
	say_plain(buf_str(&text));
	fputc('\n', stderr);
	buf_free(&text);
	return EXIT_CANNOT;
}

int
cli_usage(const char *command)
{
	fprintf(stderr, "try 'probity %s --help'\n", command);
	return EXIT_CANNOT;
}
