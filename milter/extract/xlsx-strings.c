/* SPDX-License-Identifier: MIT
 *
 * xlsx-strings.c - the shared strings of a workbook (ECMA-376-1, 18.4).
 *
 * Runs of one string are joined; how it is pronounced (rPh) is passed over.
 */
#include <stdlib.h>
#include <string.h>

#include "extract/xlsx-parts.h"

struct reading {
	struct xlsx_strings *s;
	unsigned phonetic;
	bool in_text, failed;
};

/* Ends the string at hand, begins the next. */
static int
next_string(struct xlsx_strings *s)
{
	if (xlsx_grow(&s->start, s->n + 1, &s->cap, sizeof *s->start) < 0)
		return -1;
	s->start[++s->n] = (uint32_t)s->text.len;
	return 0;
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct reading *r = arg;

	(void)a;
	if (strcmp(name, "rPh") == 0)
		r->phonetic++;
	r->in_text = strcmp(name, "t") == 0 && r->phonetic == 0;
	return 0;
}

static int
on_close(void *arg, const char *name)
{
	struct reading *r = arg;

	r->in_text = false;
	if (strcmp(name, "rPh") == 0 && r->phonetic > 0)
		r->phonetic--;
	if (strcmp(name, "si") == 0)
		r->failed = next_string(r->s) < 0;
	return r->failed;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct reading *r = arg;

	if (r->in_text)
		buf_add(&r->s->text, s, len);
	return 0;
}

int
xlsx_strings_read(struct xlsx *x, struct package_part *part)
{
	static const struct xml_handler h = {
	    .open = on_open, .close = on_close, .text = on_text};
	struct xlsx_strings *s = &x->strings;
	struct reading r = {.s = s};
	int rc;

	/* Text is never longer than its XML, which is below 4 GiB. */
	s->text = BUF_MAX(part->len + 64);
	if (xlsx_grow(&s->start, 0, &s->cap, sizeof *s->start) < 0)
		return -1;
	s->start[0] = 0;
	rc = xlsx_walk(x, part, &h, &r);
	if (rc < 0 || r.failed || buf_failed(&s->text))
		return -1;
	/* One that was cut short. */
	if (s->text.len > s->start[s->n] && next_string(s) < 0)
		return -1;
	s->shown = calloc(s->n + 1, 1);
	return s->shown != NULL ? 0 : -1;
}

const char *
xlsx_string(struct xlsx *x, size_t i, size_t *ret_len)
{
	struct xlsx_strings *s = &x->strings;

	if (i >= s->n)
		return NULL;
	s->shown[i] = 1;
	*ret_len = s->start[i + 1] - s->start[i];
	return buf_str(&s->text) + s->start[i];
}

/* FNV-1a, 64 bits: a clash hides one line of a cache that a sheet has too, as
 * whoever made the file could have had it anyway. */
static uint64_t
hash(const char *s, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return h;
}

static int
compare(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static uint64_t *
make_hashes(const struct xlsx_strings *s)
{
	uint64_t *v = malloc((s->n + 1) * sizeof *v);

	for (size_t i = 0; v != NULL && i < s->n; i++)
		v[i] = hash(buf_str(&s->text) + s->start[i],
		    s->start[i + 1] - s->start[i]);
	if (v != NULL)
		qsort(v, s->n, sizeof *v, compare);
	return v;
}

bool
xlsx_strings_hold(struct xlsx *x, const char *s, size_t len)
{
	uint64_t h = hash(s, len);

	if (x->strings.n == 0)
		return false;
	if (x->strings.hashes == NULL)
		x->strings.hashes = make_hashes(&x->strings);
	return x->strings.hashes != NULL &&
	       bsearch(&h, x->strings.hashes, x->strings.n, sizeof h,
		   compare) != NULL;
}

int
xlsx_strings_left(struct xlsx *x)
{
	struct xlsx_strings *s = &x->strings;
	struct buf left = xlsx_buf(x);
	int rc;

	for (size_t i = 0; i < s->n; i++)
		if (s->shown[i] == 0 && s->start[i + 1] > s->start[i]) {
			buf_add(&left, buf_str(&s->text) + s->start[i],
			    s->start[i + 1] - s->start[i]);
			buf_addc(&left, '\n');
		}
	rc =
	    xlsx_say(x, ZONE_HIDDEN, "text that no cell shows any more", &left);
	buf_free(&left);
	return rc;
}

void
xlsx_strings_free(struct xlsx_strings *s)
{
	buf_free(&s->text);
	free(s->start);
	free(s->shown);
	free(s->hashes);
}
