/* SPDX-License-Identifier: MIT
 *
 * rtf-files.c - the pictures and embedded files in RTF: digits and raw bytes.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "extract/rtf-parts.h"

/* The file that digits belong to; NULL: none is kept. */
static struct rtf_file *
file_of(struct rtf_parser *r)
{
	return r->out->nfiles > 0 && rtf_top(r)->to == RTF_TO_FILE
		   ? &r->out->files[r->out->nfiles - 1]
		   : NULL;
}

int
rtf_file_digits(struct rtf_parser *r, const char *s, size_t len)
{
	struct rtf_file *file = file_of(r);
	int digit;

	for (size_t i = 0; file != NULL && i < len; i++) {
		digit = rtf_digit(s[i]);
		if (digit < 0)
			continue;
		if (r->nibble < 0) {
			r->nibble = digit;
			continue;
		}
		if (buf_addc(&file->data, (char)(r->nibble << 4 | digit)) < 0)
			return -1;
		r->nibble = -1;
	}
	return 0;
}

static int
new_file(struct rtf_parser *r, bool object)
{
	struct rtf_text *t = r->out;
	size_t want = t->capfiles > 0 ? 2 * t->capfiles : 16;
	struct rtf_file *v;

	if (t->nfiles == LIMIT_PARTS) {
		t->limited = true;
		return 0;
	}
	if (t->nfiles == t->capfiles) {
		v = reallocarray(t->files, want, sizeof *v);
		if (v == NULL)
			return -1;
		t->files = v;
		t->capfiles = want;
	}
	t->files[t->nfiles++] = (struct rtf_file){object, BUF_MAX(r->len)};
	r->nibble = -1;
	return 0;
}

int
rtf_file_begin(struct rtf_parser *r, bool object)
{
	enum rtf_to at = rtf_top(r)->to;

	if (at == RTF_TO_FILE || at == RTF_TO_NOTHING || at == RTF_TO_HTML) {
		rtf_divert(r, RTF_TO_NOTHING);
		return 0;
	}
	rtf_top(r)->to = r->beyond > 0 ? RTF_TO_NOTHING : RTF_TO_FILE;
	return new_file(r, object);
}

/* The bytes after \bin are no text, whatever they look like. */
int
rtf_file_binary(struct rtf_parser *r, long number)
{
	size_t left = r->len - r->at, n = (size_t)number;
	struct rtf_file *file = file_of(r);
	int rc = 0;

	if (number <= 0)
		return 0;
	if (n > left) {
		r->out->damaged = true;
		n = left;
	}
	if (file != NULL)
		rc = buf_add(&file->data, r->data + r->at, n);
	r->at += n;
	return rc;
}
