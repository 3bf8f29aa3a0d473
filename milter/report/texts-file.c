/* SPDX-License-Identifier: MIT
 *
 * texts-file.c - the texts of a message as a sealed memory file.
 */
#include "report/texts-file.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/fd.h"
#include "base/utf8.h"
#include "extract/texts.h"

/* Takes j. */
static int
write_line(int fd, json_t *j)
{
	int ret;

	if (j == NULL) {
		errno = ENOMEM;
		return -1;
	}
	ret = json_dumpfd(j, fd, JSON_COMPACT);
	json_decref(j);
	return ret < 0 ? -1 : fd_write_all(fd, "\n", 1);
}

static int
write_all(int fd, const struct texts *t)
{
	const struct text *x;
	const struct unread_part *u;
	size_t i;

	for (i = 0; i < t->n; i++) {
		x = &t->v[i];
		if (write_line(
			fd, json_pack("{s:s,s:s,s:s,s:s%}", "part", x->part,
				"zone", zone_name(x->zone), "place", x->place,
				"text", x->data, x->len)) < 0)
			return -1;
	}
	for (i = 0; i < t->nunread; i++) {
		u = &t->unread[i];
		if (write_line(fd, json_pack("{s:s,s:s,s:s*,s:s*}", "part",
				       u->part, "unread", unread_name(u->why),
				       "name", u->name, "type", u->type)) < 0)
			return -1;
	}
	return 0;
}

int
texts_file(const struct texts *t)
{
	int fd = memfd_new("texts"), err;

	if (fd < 0)
		return -1;
	if (write_all(fd, t) == 0 && memfd_seal(fd) == 0)
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

static const char *
field(const json_t *j, const char *name)
{
	const char *s = json_string_value(json_object_get(j, name));

	return s != NULL ? s : "";
}

/* A terminal must not be moved by what a message says, nor by a worker that
 * was taken over. */
static void
add_shown(struct buf *out, const char *s)
{
	size_t left = strlen(s), n;
	uint32_t c;

	for (; left > 0; s += n, left -= n) {
		n = utf8_next(s, left, &c);
		if (n == 0)
			n = 1, c = 0;
		if (c != '\n' && c != '\t' && utf8_control(c))
			buf_addc(out, '?');
		else
			buf_add(out, s, n);
	}
}

static void
add_field(struct buf *out, const char *before, const json_t *j,
    const char *name, const char *after)
{
	buf_adds(out, before);
	add_shown(out, field(j, name));
	buf_adds(out, after);
}

static void
print_one(const json_t *j, struct buf *out)
{
	if (json_object_get(j, "unread") != NULL) {
		add_field(out, "--- not read: ", j, "unread", "");
		add_field(out, " (part ", j, "part", ")");
		if (*field(j, "name") != '\0')
			add_field(out, " ", j, "name", "");
		buf_adds(out, "\n");
		return;
	}
	add_field(out, "--- ", j, "zone", ": ");
	add_field(out, "", j, "place", "");
	add_field(out, " (part ", j, "part", ")\n");
	add_field(out, "", j, "text", "\n");
}

int
texts_file_print(const char *data, size_t len, struct buf *out)
{
	const char *end = data + len, *lf;
	json_t *j;

	while (data < end) {
		lf = memchr(data, '\n', (size_t)(end - data));
		if (lf == NULL)
			return -1;
		j = json_loadb(data, (size_t)(lf - data), 0, NULL);
		if (j == NULL)
			return -1;
		print_one(j, out);
		json_decref(j);
		data = lf + 1;
	}
	return buf_failed(out) ? -1 : 0;
}
