/* SPDX-License-Identifier: MIT
 *
 * texts.c - the texts of one message and what could not be read.
 *
 * Invariants: every data is valid UTF-8 without NUL and CR, NUL-terminated;
 * bytes is the sum of all len and never above max_bytes; n never above
 * LIMIT_TEXTS, nunread never above LIMIT_PARTS + 1.
 */
#include "extract/texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/plain.h"
#include "parse/charset.h"

void
texts_init(struct texts *t, size_t max_bytes)
{
	*t = (struct texts){.max_bytes = max_bytes};
}

void
texts_free(struct texts *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->v[i].place);
		free(t->v[i].part);
		free(t->v[i].data);
	}
	for (size_t i = 0; i < t->nunread; i++) {
		free(t->unread[i].part);
		free(t->unread[i].name);
		free(t->unread[i].type);
	}
	free(t->v);
	free(t->unread);
	texts_init(t, t->max_bytes);
}

/* Adds a stretch without NUL or CR, its invalid bytes as U+FFFD. */
static void
add_valid(struct buf *out, const char *data, size_t len)
{
	size_t n;

	for (;;) {
		n = charset_utf8_prefix(data, len);
		buf_add(out, data, n);
		if (n == len)
			return;
		buf_adds(out, "\xef\xbf\xbd");
		data += n + 1;
		len -= n + 1;
	}
}

/* A new copy, cleaned; *ret_len its length. NULL when memory is out. The first
 * of the two steps leaves line ends and NULs, which are ASCII, alone. */
static char *
cleaned(const char *data, size_t len, size_t *ret_len)
{
	struct buf valid = BUF_MAX(3 * len + 1), out = BUF_MAX(3 * len + 1);
	char *copy;

	if (charset_utf8_prefix(data, len) < len) {
		add_valid(&valid, data, len);
		if (buf_failed(&valid))
			goto fail;
		data = buf_str(&valid);
		len = valid.len;
	}
	if (buf_room(&out, len) == NULL)
		goto fail;
	plain_lines(data, len, &out);
	*ret_len = out.len;
	copy = buf_take(&out);
	if (copy == NULL)
		goto fail;
	for (char *p = copy, *end = copy + *ret_len;
	     (p = memchr(p, '\0', (size_t)(end - p))) != NULL;)
		*p = ' ';
	buf_free(&valid);
	return copy;
fail:
	buf_free(&valid);
	buf_free(&out);
	return NULL;
}

static int
grow(void **v, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap > 0 ? *cap * 2 : 16;
	void *p;

	if (n < *cap)
		return 0;
	p = realloc(*v, want * size);
	if (p == NULL)
		return -1;
	*v = p;
	*cap = want;
	return 0;
}

static struct text *
append(struct texts *t, const struct text *text)
{
	void *v = t->v;

	if (text->place == NULL || text->part == NULL || text->data == NULL ||
	    grow(&v, t->n, &t->cap, sizeof *t->v) < 0) {
		free(text->place);
		free(text->part);
		free(text->data);
		return NULL;
	}
	t->v = v;
	t->v[t->n] = *text;
	t->bytes += text->len;
	return &t->v[t->n++];
}

/* How much of [data, len) may be added; less than len is noted as unread. Cuts
 * between characters. */
static size_t
that_fits(struct texts *t, const char *part, const char *data, size_t len)
{
	size_t room = t->n < LIMIT_TEXTS ? t->max_bytes - t->bytes : 0;

	if (len <= room)
		return len;
	texts_unread(t, UNREAD_LIMIT, part, NULL, NULL);
	for (int i = 0;
	     i < 3 && room > 0 && ((unsigned char)data[room] & 0xc0) == 0x80;
	     i++)
		room--;
	return room;
}

struct text *
texts_add(struct texts *t, enum zone zone, const char *part, const char *place,
    const char *data, size_t len)
{
	struct text text = {.zone = zone}, *added;

	len = that_fits(t, part, data, len);
	if (len == 0)
		return NULL;
	text.data = cleaned(data, len, &text.len);
	if (text.data != NULL) {
		/* Replacement characters may have made it longer. */
		text.len = that_fits(t, part, text.data, text.len);
		text.data[text.len] = '\0';
	}
	text.place = strdup(place);
	text.part = strdup(part);
	added = append(t, &text);
	if (added == NULL)
		t->failed = true;
	return added;
}

/* From the last back: what comes again has mostly just been noted. */
static bool
noted(const struct texts *t, enum unread why, const char *part)
{
	for (size_t i = t->nunread; i-- > 0;)
		if (t->unread[i].why == why &&
		    strcmp(t->unread[i].part, part) == 0)
			return true;
	return false;
}

int
texts_unread(struct texts *t, enum unread why, const char *part,
    const char *name, const char *type)
{
	void *v = t->unread;
	struct unread_part u = {.why = why};

	if (t->nunread > LIMIT_PARTS || noted(t, why, part))
		return 0;
	if (t->nunread == LIMIT_PARTS) {
		u.why = UNREAD_LIMIT;
		part = "0";
		name = type = NULL;
	}
	u.part = strdup(part);
	u.name = name != NULL ? strdup(name) : NULL;
	u.type = type != NULL ? strdup(type) : NULL;
	if (u.part == NULL || (name != NULL && u.name == NULL) ||
	    (type != NULL && u.type == NULL) ||
	    grow(&v, t->nunread, &t->capunread, sizeof *t->unread) < 0) {
		free(u.part);
		free(u.name);
		free(u.type);
		t->failed = true;
		return -1;
	}
	t->unread = v;
	t->unread[t->nunread++] = u;
	return 0;
}
