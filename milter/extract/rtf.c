/* SPDX-License-Identifier: MIT
 *
 * rtf.c - Rich Text Format to text.
 *
 * One pass.  Every character goes to one of three places, by the group it
 * stands in: what is shown, what is there unseen, and the HTML that Outlook
 * packs into RTF (MS-OXRTFEX; its text is shown text too).  Left out are only
 * tables of fonts, styles and lists.  Pictures and embedded files are kept as
 * bytes.  A destination that is not known is unseen text, not nothing.
 *
 * BUGS: bytes are of the document's code page whatever the font's charset
 * says; writers of this century use \u beside it.  White text is shown text.
 */
#include "extract/rtf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/utf8.h>

#include "base/limits.h"
#include "extract/rtf-words.h"
#include "parse/charset.h"

/* Groups in groups; Word writes about twenty. */
#define GROUPS 256
#define WORD_BYTES 32
/* Bytes of text decoded at a time. */
#define RUN_BYTES 4096

enum destination {
	SHOWN,
	HIDDEN,
	TAG, /* mark-up of the packed HTML */
	SKIPPED,
	FILED, /* the digits of a picture or an embedded file */
};

struct group {
	enum destination destination;
	bool secret;   /* \v, \deleted */
	bool rtf_only; /* \htmlrtf: not of the packed HTML */
	bool value;    /* \sv, from there on in the unseen text */
	size_t from;
	int fallback; /* \uc: characters that stand in for one \u */
};

struct parser {
	const char *data;
	size_t at, len;
	struct group groups[GROUPS];
	size_t depth, beyond; /* groups deeper than the array */
	bool starred;         /* after \* */
	bool html;            /* \fromhtml */
	int stand_ins;        /* characters still to pass over after \u */
	uint32_t high;        /* first half of a surrogate pair, or 0 */
	char codepage[32];
	char run[RUN_BYTES]; /* bytes to be decoded together */
	size_t nrun;
	struct buf decoded;
	int nibble; /* the first of two digits of a file, or -1 */
	struct rtf_text *out;
};

static struct group *
top(struct parser *r)
{
	return &r->groups[r->depth];
}

static void
emit_shown(struct parser *r, const char *s, size_t len)
{
	struct buf *hidden = &r->out->hidden;

	/* One stretch of unseen text is one line. */
	if (hidden->len > 0 && hidden->data[hidden->len - 1] != '\n')
		buf_addc(hidden, '\n');
	buf_add(&r->out->shown, s, len);
	if (r->html && !top(r)->rtf_only)
		buf_add(&r->out->html, s, len);
}

/* UTF-8 text to where the group belongs. */
static void
emit(struct parser *r, const char *s, size_t len)
{
	const struct group *g = top(r);

	switch (g->destination) {
	case SKIPPED:
	case FILED:
		break;
	case TAG:
		buf_add(&r->out->html, s, len);
		break;
	case HIDDEN:
		buf_add(&r->out->hidden, s, len);
		break;
	case SHOWN:
		if (g->secret)
			buf_add(&r->out->hidden, s, len);
		else
			emit_shown(r, s, len);
		break;
	}
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The file that digits belong to; NULL: none is kept. */
static struct rtf_file *
file_of(struct parser *r)
{
	return r->out->nfiles > 0 && top(r)->destination == FILED
		   ? &r->out->files[r->out->nfiles - 1]
		   : NULL;
}

static int
add_digits(struct parser *r, const char *s, size_t len)
{
	struct rtf_file *file = file_of(r);
	int digit;

	for (size_t i = 0; file != NULL && i < len; i++) {
		digit = hex_digit(s[i]);
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
new_file(struct parser *r, bool object)
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

/* Decodes and emits the bytes gathered so far. */
static int
flush(struct parser *r)
{
	struct charset_text t;
	size_t n = r->nrun;

	r->nrun = 0;
	if (top(r)->destination == FILED)
		return add_digits(r, r->run, n);
	if (n == 0 || top(r)->destination == SKIPPED)
		return 0;
	if (charset_ascii(r->run, n)) {
		emit(r, r->run, n);
		return 0;
	}
	buf_reset(&r->decoded);
	if (charset_decode(r->codepage[0] != '\0' ? r->codepage : NULL, r->run,
		n, &r->decoded, &t) < 0)
		return -1;
	emit(r, t.data, t.len);
	return 0;
}

static int
add_byte(struct parser *r, char byte)
{
	if (r->stand_ins > 0) {
		r->stand_ins--;
		return 0;
	}
	if (byte == '\0')
		return 0;
	r->run[r->nrun++] = byte;
	return r->nrun == RUN_BYTES ? flush(r) : 0;
}

static int
add_text(struct parser *r, const char *text)
{
	if (r->stand_ins > 0) {
		r->stand_ins--;
		return 0;
	}
	if (flush(r) < 0)
		return -1;
	emit(r, text, strlen(text));
	return 0;
}

/* \u takes a signed 16-bit number; past U+FFFF two make a pair. */
static int
add_unicode(struct parser *r, long number)
{
	uint32_t c = (uint32_t)number & 0xffff;
	char utf8[8];
	int n = 0;

	if (flush(r) < 0)
		return -1;
	r->stand_ins = top(r)->fallback;
	if (c >= 0xd800 && c < 0xdc00) {
		r->high = c;
		return 0;
	}
	if (c >= 0xdc00 && c < 0xe000)
		c = r->high != 0
			? 0x10000 + ((r->high - 0xd800) << 10) + (c - 0xdc00)
			: 0xfffd;
	r->high = 0;
	if (c == 0)
		return 0;
	U8_APPEND_UNSAFE(utf8, n, c);
	emit(r, utf8, (size_t)n);
	return 0;
}

static int
open_group(struct parser *r)
{
	if (flush(r) < 0)
		return -1;
	r->starred = false;
	r->stand_ins = 0;
	if (r->depth + 1 == GROUPS || r->beyond > 0) {
		r->out->limited = true;
		r->beyond++;
		return 0;
	}
	r->groups[r->depth + 1] = *top(r);
	r->depth++;
	top(r)->value = false;
	/* Around the outermost group nothing is shown. */
	if (r->depth == 1)
		*top(r) = (struct group){.destination = SHOWN, .fallback = 1};
	return 0;
}

/* Numbers that say how a shape looks would pass for someone's. */
static void
drop_number(struct parser *r)
{
	struct buf *hidden = &r->out->hidden;
	const size_t from = top(r)->from;

	if (!top(r)->value || from >= hidden->len ||
	    strspn(hidden->data + from, "0123456789-\n") < hidden->len - from)
		return;
	hidden->len = from;
	hidden->data[from] = '\0';
}

static int
close_group(struct parser *r)
{
	bool hidden = top(r)->destination == HIDDEN;

	if (flush(r) < 0)
		return -1;
	drop_number(r);
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

/* A group's text goes there, unless it is unseen or mark-up already. */
static void
divert(struct parser *r, enum destination to)
{
	struct group *g = top(r);

	if (g->destination == FILED)
		g->destination = SKIPPED;
	else if (g->destination == SHOWN ||
		 (g->destination == HIDDEN && to == SKIPPED))
		g->destination = to;
}

/* Begins a file, unless what stands there is left out. */
static int
divert_file(struct parser *r, bool object)
{
	enum destination at = top(r)->destination;

	if (at == FILED || at == SKIPPED || at == TAG) {
		divert(r, SKIPPED);
		return 0;
	}
	top(r)->destination = r->beyond > 0 ? SKIPPED : FILED;
	return new_file(r, object);
}

/* The bytes after \bin are no text, whatever they look like. */
static int
pass_binary(struct parser *r, long number)
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

/* Destinations, and what Outlook adds to RTF. */
static int
apply_place(struct parser *r, enum rtf_word_kind kind, long number)
{
	switch (kind) {
	case RTF_HIDE:
		divert(r, HIDDEN);
		break;
	case RTF_VALUE:
		divert(r, HIDDEN);
		top(r)->value = top(r)->destination == HIDDEN;
		top(r)->from = r->out->hidden.len;
		break;
	case RTF_OBJECT:
		r->out->objects = true;
		return divert_file(r, true);
	case RTF_PICTURE:
		r->out->pictures = true;
		return divert_file(r, false);
	case RTF_SKIP:
		divert(r, SKIPPED);
		break;
	case RTF_TAG:
		divert(r, TAG);
		break;
	case RTF_FROMHTML:
		r->html = number != 0;
		break;
	case RTF_HTMLRTF:
		top(r)->rtf_only = number != 0;
		break;
	default:
		break;
	}
	return 0;
}

static int
apply(struct parser *r, const struct rtf_word *word, long number)
{
	struct group *g = top(r);

	switch (word->kind) {
	case RTF_TEXT:
		return add_text(r, word->text);
	case RTF_UNICODE:
		return add_unicode(r, number);
	case RTF_BINARY:
		return pass_binary(r, number);
	case RTF_FALLBACK:
		g->fallback = number >= 0 && number < 16 ? (int)number : 1;
		break;
	case RTF_PAGE:
		if (charset_codepage((unsigned)number, r->codepage) == NULL)
			r->codepage[0] = '\0';
		break;
	case RTF_PLAIN:
		g->secret = false;
		break;
	case RTF_SECRET:
		g->secret = number != 0;
		break;
	default:
		return apply_place(r, word->kind, number);
	}
	return 0;
}

/* The digits after a word; 1 where there are none. */
static long
read_number(struct parser *r)
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
read_word(struct parser *r)
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
	if (flush(r) < 0)
		return -1;
	if (word != NULL)
		return apply(r, word, number);
	if (starred)
		divert(r, HIDDEN);
	return 0;
}

static int
read_hex(struct parser *r)
{
	int high = r->at < r->len ? hex_digit(r->data[r->at]) : -1;
	int low = r->at + 1 < r->len ? hex_digit(r->data[r->at + 1]) : -1;

	if (high < 0 || low < 0)
		return 0;
	r->at += 2;
	return add_byte(r, (char)(high << 4 | low));
}

/* What stands behind a backslash. */
static int
read_control(struct parser *r)
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
		return add_text(r, "\n");
	case '~':
		return add_text(r, "\xc2\xa0");
	case '_':
		return add_text(r, "-");
	case '-':
	case ':':
	case '|':
		return 0;
	default:
		return add_byte(r, c);
	}
}

static int
read_next(struct parser *r)
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
		return add_byte(r, c);
	}
}

/* True when one of the texts is full; -1 when memory is out. */
static int
full(const struct rtf_text *t)
{
	const struct buf *const bufs[] = {&t->shown, &t->hidden, &t->html};

	for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++)
		if (buf_failed(bufs[i]))
			return bufs[i]->max - bufs[i]->len <= 16 * RUN_BYTES
				   ? 1
				   : -1;
	return 0;
}

static int
read_all(struct parser *r)
{
	int end = 0;

	while (r->at < r->len && end == 0) {
		if (read_next(r) < 0)
			return -1;
		end = full(r->out);
	}
	if (end == 0 && flush(r) < 0)
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
	struct parser *r = calloc(1, sizeof *r);
	int rc;

	*ret = (struct rtf_text){.shown = BUF_MAX(max),
	    .hidden = BUF_MAX(max),
	    .html = BUF_MAX(max)};
	if (r == NULL)
		return -1;
	r->data = data;
	r->len = len;
	r->out = ret;
	r->decoded = BUF_MAX(16 * RUN_BYTES);
	r->groups[0] = (struct group){.destination = HIDDEN, .fallback = 1};
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
	buf_free(&t->html);
	for (size_t i = 0; i < t->nfiles; i++)
		buf_free(&t->files[i].data);
	free(t->files);
	t->files = NULL;
	t->nfiles = t->capfiles = 0;
}
