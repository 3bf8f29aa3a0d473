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
#include "base/fd.h"
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
		free(t->v[i].numbers);
	}
	for (size_t i = 0; i < t->nunread; i++) {
		free(t->unread[i].part);
		free(t->unread[i].name);
		free(t->unread[i].type);
	}
	for (size_t i = 0; i < t->nsigns; i++) {
		free(t->signs[i].part);
		free(t->signs[i].place);
		free(t->signs[i].about);
	}
	free(t->v);
	free(t->unread);
	free(t->signs);
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

int
texts_sign(struct texts *t, enum sign kind, const char *part, const char *place,
    const char *about)
{
	void *v = t->signs;
	struct texts_sign s = {.kind = kind};

	if (t->nsigns >= LIMIT_PARTS)
		return 0;
	s.part = strdup(part);
	s.place = strdup(place);
	s.about = strdup(about);
	if (s.part == NULL || s.place == NULL || s.about == NULL ||
	    grow(&v, t->nsigns, &t->capsigns, sizeof *t->signs) < 0) {
		free(s.part);
		free(s.place);
		free(s.about);
		t->failed = true;
		return -1;
	}
	t->signs = v;
	t->signs[t->nsigns++] = s;
	return 0;
}

bool
texts_late(const struct texts *t)
{
	int64_t ocr = t->ocr_given > t->ocr_ms ? t->ocr_given - t->ocr_ms : 0;

	return t->deadline_ms != 0 && clock_ms() >= t->deadline_ms + ocr;
}

size_t
text_unit_number(const struct text *t, size_t unit)
{
	if (t->nnumbers == 0)
		return unit + 1;
	if (unit < t->nnumbers)
		return t->numbers[unit];
	return t->numbers[t->nnumbers - 1] + (unit - t->nnumbers + 1);
}

const char *
text_unit_name(enum text_unit u)
{
	static const char *const words[] = {[UNIT_NONE] = "",
	    [UNIT_ROW] = "row",
	    [UNIT_PAGE] = "page",
	    [UNIT_SLIDE] = "slide"};

	return words[u];
}

int
text_place(const struct text *t, size_t unit, struct buf *out)
{
	const size_t n = text_unit_number(t, unit);
	const int section = (int)t->section;

	if (t->unit == UNIT_NONE)
		return buf_adds(out, t->place);
	if (t->section == 0)
		return buf_addf(
		    out, "%s %zu of %s", text_unit_name(t->unit), n, t->place);
	if (t->unit == UNIT_ROW)
		return buf_addf(out, "%.*s, row %zu%s", section, t->place, n,
		    t->place + section);
	return buf_addf(
	    out, "%s %zu, %s", text_unit_name(t->unit), n, t->place);
}
