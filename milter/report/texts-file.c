/* SPDX-License-Identifier: MIT
 *
 * texts-file.c - the texts of a message as a sealed memory file.
 */
#include "report/texts-file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/fd.h"
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

/* A terminal must not be moved by what a message says. */
static void
add_shown(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		buf_addc(out,
		    ((unsigned char)*s < ' ' && *s != '\n' && *s != '\t') ||
			    *s == 0x7f
			? '?'
			: *s);
}

static void
print_one(const json_t *j, struct buf *out)
{
	if (json_object_get(j, "unread") != NULL) {
		buf_addf(out, "--- not read: %s (part %s)", field(j, "unread"),
		    field(j, "part"));
		if (*field(j, "name") != '\0') {
			buf_adds(out, " ");
			add_shown(out, field(j, "name"));
		}
		buf_adds(out, "\n");
		return;
	}
	buf_addf(out, "--- %s: ", field(j, "zone"));
	add_shown(out, field(j, "place"));
	buf_addf(out, " (part %s)\n", field(j, "part"));
	add_shown(out, field(j, "text"));
	buf_adds(out, "\n");
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
