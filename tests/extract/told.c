/* SPDX-License-Identifier: MIT
 *
 * told.c - what was read of an office document, as lines.
 */
#include "extract/told.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/xml.h"
#include "lib/test.h"
#include "parse/charset.h"

static void
tell_words(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_addc(out, s[i] == '\n'   ? '$'
			      : s[i] == '\t' ? '^'
			      : s[i] == '\f' ? '#'
					     : s[i]);
	buf_addc(out, '\n');
}

static void
tell_text(struct buf *out, const struct text *t)
{
	const char *p = t->data, *end = p + t->len, *stop;
	const int by = t->unit == UNIT_ROW ? '\n' : '\f';

	for (size_t unit = 0; p <= end; unit++) {
		stop = t->unit != UNIT_NONE ? memchr(p, by, (size_t)(end - p))
					    : end;
		stop = stop != NULL ? stop : end;
		buf_addf(out, "%s|", zone_name(t->zone));
		text_place(t, unit, out);
		buf_addc(out, '|');
		tell_words(out, p, (size_t)(stop - p));
		p = stop + 1;
	}
}

static char *
tell(const struct texts *t)
{
	struct buf out = BUF_MAX(4 * MIB);

	for (size_t i = 0; i < t->n; i++) {
		assert_int_equal(charset_utf8_prefix(t->v[i].data, t->v[i].len),
		    t->v[i].len);
		tell_text(&out, &t->v[i]);
	}
	for (size_t i = 0; i < t->nsigns; i++)
		buf_addf(&out, "!%s|%s|%s\n", sign_name(t->signs[i].kind),
		    t->signs[i].place, t->signs[i].about);
	for (size_t i = 0; i < t->nunread; i++)
		buf_addf(&out, "?%s\n", unread_name(t->unread[i].why));
	return out.len > 0 ? buf_take(&out) : strdup("");
}

char *
told_of(told_reader *read, const char *data, size_t len)
{
	const struct document d = {
	    .part = "1", .name = "x", .where = "", .zone = ZONE_ATTACHMENT};
	struct texts t;
	struct package p;
	char *told;

	xml_init();
	assert_int_equal(unpack_init(), 0);
	texts_init(&t, 4 * MIB);
	t.documents = true;
	assert_int_equal(package_open(data, len, &t, &p), 0);
	assert_int_equal(read(&d, 0, &p, &t), 0);
	assert_false(t.failed);
	told = tell(&t);
	package_free(&p);
	texts_free(&t);
	return told;
}

char *
told_parts(told_reader *read, const struct zip_part *parts, size_t n)
{
	size_t len;
	char *zip = zip_make(parts, n, &len), *told;

	told = told_of(read, zip, len);
	free(zip);
	return told;
}
