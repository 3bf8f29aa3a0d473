/* SPDX-License-Identifier: MIT
 *
 * files.c - a temporary folder of config files for one test.
 */
#include "config/files.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "lib/test.h"

static char folder[PATH_MAX];

const char *
files_folder(void)
{
	const char *tmp = getenv("TMPDIR");
	char made[256];

	snprintf(made, sizeof made, "%s/probity-test-XXXXXX",
	    tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(made) == NULL || realpath(made, folder) == NULL)
		fail_msg("no temporary folder %s", made);
	return folder;
}

const char *
files_write_bytes(const char *name, const void *data, size_t len)
{
	static char path[PATH_MAX + 256];
	char *slash;
	int fd;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	slash = strrchr(path, '/');
	*slash = '\0';
	mkdir(path, 0700);
	*slash = '/';
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || fd_write_all(fd, data, len) < 0)
		fail_msg("cannot write %s", path);
	close(fd);
	return path;
}

const char *
files_write(const char *name, const char *text)
{
	return files_write_bytes(name, text, strlen(text));
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void
files_remove(void)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *
files_short(const char *message)
{
	static char text[8192];
	size_t n = 0, len = strlen(folder);

	while (*message != '\0' && n < sizeof text - 1) {
		if (len > 0 && strncmp(message, folder, len) == 0) {
			message += len;
			message += *message == '/';
		} else {
			text[n++] = *message++;
		}
	}
	text[n] = '\0';
	return text;
}
