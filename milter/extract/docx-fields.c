/* SPDX-License-Identifier: MIT
 *
 * docx-fields.c - the codes of a document's fields, which are not shown.
 *
 * A field is begun, its code ends where its result begins, and it ends.  The
 * result of a field in another's code is part of that code.
 */
#include "extract/docx-fields.h"

#include <string.h>
#include <strings.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

void
docx_fields_init(struct docx_fields *f, size_t max, struct office_flow *links,
    struct office_flow *codes)
{
	*f = (struct docx_fields){
	    .code = BUF_MAX(max), .links = links, .codes = codes};
}

void
docx_fields_free(struct docx_fields *f)
{
	buf_free(&f->code);
}

/* Codes of which nothing but the result is anyone's words. */
static bool
is_plain(const char *word, size_t len)
{
	static const char *const plain[] = {"PAGE", "NUMPAGES", "TOC", "REF",
	    "PAGEREF", "NOTEREF", "SEQ", "STYLEREF", "MERGEFIELD", "NEXT",
	    "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "DATE", "TIME",
	    "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME", "SECTION",
	    "SECTIONPAGES", "EMBED", "SYMBOL", "FILENAME", "FILESIZE",
	    "NUMWORDS", "NUMCHARS", "REVNUM", "SHAPE", "LISTNUM", "AUTONUM",
	    "AUTONUMLGL", "INDEX", "BIBLIOGRAPHY", "CITATION", "DOCPROPERTY",
	    "DOCVARIABLE", "TITLE", "SUBJECT", "AUTHOR", "LASTSAVEDBY", "="};

	for (size_t i = 0; i < COUNT(plain); i++)
		if (strlen(plain[i]) == len &&
		    strncasecmp(word, plain[i], len) == 0)
			return true;
	return false;
}

/* The quoted arguments of a HYPERLINK: its target and what it says when
 * pointed at; a place in this document (\l) is neither. */
static void
link_code(struct docx_fields *f, const char *s, const char *end, uint32_t unit)
{
	bool inside = false;

	while (s < end) {
		const char *start = s;

		if (*s == '\\' && end - s > 1) {
			inside = s[1] == 'l' || s[1] == 't';
			s += 2;
			continue;
		}
		if (*s == '"') {
			start++;
			s = memchr(start, '"', (size_t)(end - start));
			s = s != NULL ? s : end;
		} else {
			while (s < end && *s != ' ' && *s != '"')
				s++;
		}
		if (s > start) {
			if (!inside)
				office_flow_line(
				    f->links, unit, start, (size_t)(s - start));
			inside = false;
		}
		if (s < end)
			s++;
	}
}

void
docx_fields_code(
    struct docx_fields *f, const char *code, size_t len, uint32_t unit)
{
	const char *s = code, *end = code + len, *word;

	while (s < end && strchr(" \t\n\r", *s) != NULL)
		s++;
	word = s;
	while (s < end && strchr(" \t\n\r\\\"", *s) == NULL)
		s++;
	if (s - word == 9 && strncasecmp(word, "HYPERLINK", 9) == 0)
		link_code(f, s, end, unit);
	else if (word < end && !is_plain(word, (size_t)(s - word)))
		office_flow_line(f->codes, unit, word, (size_t)(end - word));
}

static void
code_ends(struct docx_fields *f, size_t i, uint32_t unit)
{
	size_t start = f->v[i].start;

	f->v[i].result = true;
	if (f->code.len <= start)
		return;
	docx_fields_code(f, f->code.data + start, f->code.len - start, unit);
	/* The result of a field in a code stands in that code. */
	f->code.len = start;
}

void
docx_fields_mark(struct docx_fields *f, const char *type, uint32_t unit)
{
	if (strcmp(type, "begin") == 0) {
		if (f->n < DOCX_FIELDS_DEEPEST) {
			f->v[f->n].start = f->code.len;
			f->v[f->n].result = false;
		}
		f->n++;
		return;
	}
	if (f->n == 0)
		return;
	if (f->n <= DOCX_FIELDS_DEEPEST && !f->v[f->n - 1].result)
		code_ends(f, f->n - 1, unit);
	if (strcmp(type, "end") == 0)
		f->n--;
}

bool
docx_fields_in_code(const struct docx_fields *f)
{
	size_t n = f->n < DOCX_FIELDS_DEEPEST ? f->n : DOCX_FIELDS_DEEPEST;

	while (n-- > 0)
		if (!f->v[n].result)
			return true;
	return false;
}

void
docx_fields_add(struct docx_fields *f, const char *s, size_t len)
{
	buf_add(&f->code, s, len);
}

void
docx_fields_end(struct docx_fields *f, uint32_t unit)
{
	while (f->n > 0)
		docx_fields_mark(f, "end", unit);
}
