/* SPDX-License-Identifier: MIT
 *
 * test.c - what the unit tests share.
 */
#include "lib/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"

const char *
test_source(const char *relative)
{
	static char path[4096];
	const char *top = getenv("top_srcdir");

	snprintf(path, sizeof path, "%s/%s", top ? top : ".", relative);
	return path;
}

void
test_same(const char *name, const char *got, const char *want)
{
	if (strcmp(got, want) != 0)
		fail_msg("%s:\n got: %s\nwant: %s", name, got, want);
}

int
test_open_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

int
test_memory_file(const char *data, size_t len, bool sealed)
{
	int fd = memfd_new("test");

	assert_true(fd >= 0);
	assert_int_equal(fd_write_all(fd, data, len), 0);
	if (sealed)
		assert_int_equal(memfd_seal(fd), 0);
	return fd;
}
