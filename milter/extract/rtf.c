/* SPDX-License-Identifier: MIT
 *
 * rtf.c - Rich Text Format to text.
 *
 * One pass.  Every character goes to one of four places, by the group it
 * stands in and how it looks: what is shown, what is there unseen, what is under
 * black, and the HTML that Outlook packs into RTF (MS-OXRTFEX; its text is shown
 * text too).  Left out are only
 * tables of fonts, styles and lists.  Pictures and embedded files are kept as
 * bytes.  A destination that is not known is unseen text, not nothing.
 *
 * BUGS: bytes are of the document's code page whatever the font's charset
 * says; writers of this century use \u beside it.
 */
#include "extract/rtf.h"

#include <stdlib.h>
#include <string.h>

#include "extract/rtf-parts.h"
#include "extract/rtf-words.h"
#include "parse/charset.h"

#define WORD_BYTES 32

int
rtf_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int
open_group(struct rtf_parser *r)
{
	if (rtf_flush(r) < 0)
		return -1;
	r->starred = false;
	r->stand_ins = 0;
	if (r->depth + 1 == RTF_GROUPS || r->beyond > 0) {
		r->out->limited = true;
		r->beyond++;
		return 0;
	}
	r->groups[r->depth + 1] = *rtf_top(r);
	r->depth++;
	rtf_top(r)->value = false;
	/* Around the outermost group nothing is shown. */
	if (r->depth == 1)
		*rtf_top(r) = (struct rtf_group){
		    .to = RTF_TO_SHOWN, .fallback = 1, .look = rtf_look_none()};
	return 0;
}

static int
close_group(struct rtf_parser *r)
{
	bool hidden = rtf_top(r)->to == RTF_TO_HIDDEN;

	if (rtf_flush(r) < 0)
		return -1;
	rtf_drop_number(r);
	r->starred = false;
	r->stand_ins = 0;
	if (r->beyond > 0)
		r->beyond--;
	else if (r->depth == 0)
		r->out->damaged = true;
	else
		r->depth--;
	if (hidden && r->out->hidden.len > 0)
		buf_addc(&r->out->hidden, '\n');
	return 0;
}

/* Destinations, and what Outlook adds to RTF. */
static int
apply_place(struct rtf_parser *r, const struct rtf_word *word, long number)
{
	switch (word->kind) {
	case RTF_HIDE:
		rtf_divert(r, RTF_TO_HIDDEN);
		break;
	case RTF_VALUE:
		rtf_divert(r, RTF_TO_HIDDEN);
		rtf_top(r)->value = rtf_top(r)->to == RTF_TO_HIDDEN;
		rtf_top(r)->from = r->out->hidden.len;
		break;
	case RTF_OBJECT:
		r->out->objects = true;
		return rtf_file_begin(r, true);
	case RTF_PICTURE:
		r->out->pictures = true;
		return rtf_file_begin(r, false);
	case RTF_SKIP:
		if (strcmp(word->name, "background") == 0)
			rtf_look_word(r, word->name, number);
		rtf_divert(r, RTF_TO_NOTHING);
		break;
	case RTF_COLOURS:
		rtf_divert(r, RTF_TO_COLOURS);
		break;
	case RTF_TAG:
		rtf_divert(r, RTF_TO_HTML);
		break;
	case RTF_FROMHTML:
		r->html = number != 0;
		break;
	case RTF_HTMLRTF:
		rtf_top(r)->rtf_only = number != 0;
		break;
	default:
		break;
	}
	return 0;
}

static int
apply(struct rtf_parser *r, const struct rtf_word *word, long number)
{
	struct rtf_group *g = rtf_top(r);

	switch (word->kind) {
	case RTF_TEXT:
		if (strcmp(word->name, "page") == 0)
			rtf_look_word(r, word->name, number);
		return rtf_add_text(r, word->text);
	case RTF_UNICODE:
		return rtf_add_unicode(r, number);
	case RTF_BINARY:
		return rtf_file_binary(r, number);
	case RTF_FALLBACK:
		g->fallback = number >= 0 && number < 16 ? (int)number : 1;
		break;
	case RTF_PAGE:
		if (charset_codepage((unsigned)number, r->codepage) == NULL)
			r->codepage[0] = '\0';
		break;
	case RTF_PLAIN:
		g->secret = false;
		g->look.text = office_look_none();
		g->look.words = rtf_look_none().words;
		break;
	case RTF_LOOK:
		rtf_look_word(r, word->name, number);
		break;
	case RTF_SECRET:
		g->secret = number != 0;
		break;
	default:
		return apply_place(r, word, number);
	}
	return 0;
}

/* The digits after a word; 1 where there are none. */
static long
read_number(struct rtf_parser *r)
{
	bool negative = r->at < r->len && r->data[r->at] == '-';
	size_t start = r->at + negative;
	long n = 0;

	if (start >= r->len || r->data[start] < '0' || r->data[start] > '9')
		return 1;
	for (r->at = start;
	     r->at < r->len && r->data[r->at] >= '0' && r->data[r->at] <= '9';
	     r->at++)
		if (n < INT32_MAX / 10)
			n = n * 10 + (r->data[r->at] - '0');
	return negative ? -n : n;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int
read_word(struct rtf_parser *r)
{
	char name[WORD_BYTES];
	size_t n = 0;
	const struct rtf_word *word;
	bool starred = r->starred;
	long number;

	for (; r->at < r->len && is_letter(r->data[r->at]); r->at++)
		if (n < WORD_BYTES - 1)
			name[n++] = r->data[r->at];
	name[n] = '\0';
	number = read_number(r);
	if (r->at < r->len && r->data[r->at] == ' ')
		r->at++;
	r->starred = false;
	word = rtf_word(name);
	if (word != NULL &&
	    (word->kind == RTF_TEXT || word->kind == RTF_UNICODE))
		return apply(r, word, number);
	/* Any other word ends a run: where text goes may change with it. */
	if (rtf_flush(r) < 0)
		return -1;
	if (word != NULL)
		return apply(r, word, number);
	if (starred)
		rtf_divert(r, RTF_TO_HIDDEN);
	return 0;
}

static int
read_hex(struct rtf_parser *r)
{
	int high = r->at < r->len ? rtf_digit(r->data[r->at]) : -1;
	int low = r->at + 1 < r->len ? rtf_digit(r->data[r->at + 1]) : -1;

	if (high < 0 || low < 0)
		return 0;
	r->at += 2;
	return rtf_add_byte(r, (char)(high << 4 | low));
}

/* What stands behind a backslash. */
static int
read_control(struct rtf_parser *r)
{
	char c;

	if (r->at >= r->len)
		return 0;
	if (is_letter(r->data[r->at]))
		return read_word(r);
	c = r->data[r->at++];
	switch (c) {
	case '\'':
		return read_hex(r);
	case '*':
		r->starred = true;
		return 0;
	case '\n':
	case '\r':
		return rtf_add_text(r, "\n");
	case '~':
		return rtf_add_text(r, "\xc2\xa0");
	case '_':
		return rtf_add_text(r, "-");
	case '-':
	case ':':
	case '|':
		return 0;
	default:
		return rtf_add_byte(r, c);
	}
}

static int
read_next(struct rtf_parser *r)
{
	char c = r->data[r->at++];

	switch (c) {
	case '\\':
		return read_control(r);
	case '{':
		return open_group(r);
	case '}':
		return close_group(r);
	case '\r':
	case '\n':
		return 0;
	default:
		return rtf_add_byte(r, c);
	}
}

/* True when one of the texts is full; -1 when memory is out. */
static int
full(const struct rtf_text *t)
{
	const struct buf *const bufs[] = {
	    &t->shown, &t->hidden, &t->blacked, &t->html};

	for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++)
		if (buf_failed(bufs[i]))
			return bufs[i]->max - bufs[i]->len <= 16 * RTF_RUN_BYTES
				   ? 1
				   : -1;
	return 0;
}

static int
read_all(struct rtf_parser *r)
{
	int end = 0;

	while (r->at < r->len && end == 0) {
		if (read_next(r) < 0)
			return -1;
		end = full(r->out);
	}
	if (end == 0 && rtf_flush(r) < 0)
		return -1;
	if (end == 0)
		end = full(r->out);
	if (end != 0)
		r->out->limited = true;
	else if (r->depth > 0)
		r->out->damaged = true;
	return end < 0 ? -1 : 0;
}

int
rtf_read(const char *data, size_t len, size_t max, struct rtf_text *ret)
{
	struct rtf_parser *r = calloc(1, sizeof *r);
	int rc;

	*ret = (struct rtf_text){.shown = BUF_MAX(max),
	    .hidden = BUF_MAX(max),
	    .blacked = BUF_MAX(max),
	    .html = BUF_MAX(max)};
	if (r == NULL)
		return -1;
	r->data = data;
	r->len = len;
	r->out = ret;
	r->decoded = BUF_MAX(16 * RTF_RUN_BYTES);
	r->groups[0] = (struct rtf_group){
	    .to = RTF_TO_HIDDEN, .fallback = 1, .look = rtf_look_none()};
	r->colour = COLOUR_AUTO;
	charset_codepage(1252, r->codepage);
	ret->damaged = memmem(data, len < 64 ? len : 64, "{\\rtf", 5) == NULL;
	rc = read_all(r);
	buf_free(&r->decoded);
	free(r);
	if (rc < 0)
		rtf_free(ret);
	return rc;
}

void
rtf_free(struct rtf_text *t)
{
	buf_free(&t->shown);
	buf_free(&t->hidden);
	buf_free(&t->blacked);
	buf_free(&t->html);
	for (size_t i = 0; i < t->nfiles; i++)
		buf_free(&t->files[i].data);
	free(t->files);
	t->files = NULL;
	t->nfiles = t->capfiles = 0;
}
