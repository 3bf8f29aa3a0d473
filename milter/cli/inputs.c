/* SPDX-License-Identifier: MIT
 *
 * inputs.c - the messages named on a command line, one after the other.
 *
 * A file whose first line begins with "From " is an mbox: a message starts at
 * each such line that stands first or after an empty line (RFC 4155).  Lines
 * quoted with '>' stay as they are.
 */
#include "cli/inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fd.h"

static int
give(const struct inputs *w, const char *label, const char *data, size_t len)
{
	const struct input in = {.label = label, .data = data, .len = len};

	return w->each(&in, w->arg);
}

static int
give_too_large(const struct inputs *w, const char *label)
{
	const struct input in = {.label = label, .data = "", .too_large = true};

	return w->each(&in, w->arg);
}

static int
give_error(const struct inputs *w, const char *label, const char *why)
{
	const struct input in = {.label = label, .data = "", .error = why};

	return w->each(&in, w->arg);
}

static int
give_numbered(const struct inputs *w, const char *label, size_t n,
    const char *data, size_t len)
{
	struct buf b = BUF_MAX(8192);
	int ret;

	buf_addf(&b, "%s:%zu", label, n);
	ret = give(w, buf_str(&b), data, len);
	buf_free(&b);
	return ret;
}

static int
walk_lines(
    const struct inputs *w, const char *label, const char *data, size_t len)
{
	const char *end = data + len, *lf;
	size_t n = 0, line;
	int ret = 0;

	while (data < end && ret == 0) {
		lf = memchr(data, '\n', (size_t)(end - data));
		line = (size_t)((lf != NULL ? lf : end) - data);
		ret = give_numbered(w, label, ++n, data,
		    line > 0 && data[line - 1] == '\r' ? line - 1 : line);
		data += line + (lf != NULL ? 1 : 0);
	}
	return ret;
}

static bool
is_from_line(const char *p, const char *end)
{
	return end - p >= 5 && memcmp(p, "From ", 5) == 0;
}

/* The next "From " line after an empty line at or after p, or end. */
static const char *
next_from(const char *p, const char *end)
{
	const char *lf;

	for (; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (lf == NULL)
			return end;
		if ((lf == p || (lf == p + 1 && *p == '\r')) &&
		    is_from_line(lf + 1, end))
			return lf + 1;
	}
	return end;
}

static int
walk_mbox(
    const struct inputs *w, const char *label, const char *data, size_t len)
{
	const char *end = data + len, *next, *lf;
	size_t n = 0;
	int ret = 0;

	while (data < end && ret == 0) {
		lf = memchr(data, '\n', (size_t)(end - data));
		data = lf != NULL ? lf + 1 : end;
		next = next_from(data, end);
		ret = give_numbered(w, label, ++n, data, (size_t)(next - data));
		data = next;
	}
	return ret;
}

static int
walk_bytes(
    const struct inputs *w, const char *label, const char *data, size_t len)
{
	if (w->lines)
		return walk_lines(w, label, data, len);
	if (is_from_line(data, data + len))
		return walk_mbox(w, label, data, len);
	return give(w, label, data, len);
}

/* A file, or standard input where path is NULL. That one is read as it was
 * given to us: opening it anew may not be ours to do, and starts again. */
static int
walk_file(const struct inputs *w, const char *path, const char *label)
{
	struct buf b = BUF_MAX(w->max);
	int ret;

	if ((path != NULL ? fd_read_file(path, &b)
			  : fd_read_rest(STDIN_FILENO, &b)) < 0)
		ret = errno == EFBIG ? give_too_large(w, label)
				     : give_error(w, label, strerror(errno));
	else
		ret = walk_bytes(w, label, buf_str(&b), b.len);
	buf_free(&b);
	return ret;
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* A link to a file counts as that file; one to a folder is not followed, so
 * that no walk is endless. */
static int
walk_entry(const struct inputs *w, const FTSENT *e)
{
	struct stat st;

	switch (e->fts_info) {
	case FTS_F:
		return walk_file(w, e->fts_path, e->fts_path);
	case FTS_SL:
		if (stat(e->fts_path, &st) < 0)
			return give_error(w, e->fts_path, strerror(errno));
		return S_ISREG(st.st_mode)
			   ? walk_file(w, e->fts_path, e->fts_path)
			   : 0;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		return give_error(w, e->fts_path, strerror(e->fts_errno));
	default:
		return 0;
	}
}

static int
walk_folder(const struct inputs *w, char *path)
{
	char *const roots[] = {path, NULL};
	FTS *fts = fts_open(
	    roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
	FTSENT *e;
	int ret = 0;

	if (fts == NULL)
		return give_error(w, path, strerror(errno));
	while (ret == 0 && (e = fts_read(fts)) != NULL)
		ret = walk_entry(w, e);
	fts_close(fts);
	return ret;
}

int
inputs_walk(const struct inputs *w, char *const *paths, size_t n)
{
	struct stat st;
	size_t i;
	int ret = 0;

	for (i = 0; i < n && ret == 0; i++) {
		if (strcmp(paths[i], "-") == 0)
			ret = walk_file(w, NULL, "-");
		else if (stat(paths[i], &st) == 0 && S_ISDIR(st.st_mode))
			ret = walk_folder(w, paths[i]);
		else
			ret = walk_file(w, paths[i], paths[i]);
	}
	return ret;
}
