/* SPDX-License-Identifier: MIT
 *
 * html.c - HTML to text: what a reader sees, and what is there unseen.
 *
 * libxml2's HTML parser calls us for each tag and run of characters; no tree is
 * built.  It closes what was left open, so that the stack of open elements here
 * is always in step; deeper than DEPTH_MAX we stop, because its own search for
 * the element an end tag means grows with depth.  What comes after such a stop,
 * or from a tag with too many attributes on, is shown text as it lies, tags and
 * all: better read badly than not.
 *
 * White space is decided when the next word comes: until then the largest of
 * the gaps seen is remembered (struct gap), so that "</p></td><td>" is a tab
 * and not a line's end.
 *
 * BUGS: scripts and style sheets are dropped; link targets are not read.
 */
#include "extract/html.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "extract/style.h"

/* Honest mail stays below 300, long Outlook threads among it. */
#define DEPTH_MAX 500
/* A picture in a data: address that is no more than a logo, base64 and all. */
#define DATA_IMAGE_MAX 60000u
/* White space in one tag: libxml2 compares each attribute with all before it. */
#define TAG_WORDS_MAX 1000

enum kind {
	KIND_INLINE,
	KIND_BLOCK, /* begins and ends a line */
	KIND_APART, /* a blank line around it */
	KIND_BREAK,
	KIND_ROW,
	KIND_CELL,
	KIND_QUOTE, /* apart, and a quotation */
	KIND_PRE,   /* apart, white space counts */
	KIND_DROP,  /* content is not text */
	KIND_TITLE, /* content is text nobody sees in the page */
};

/* Sorted by first letter: element_kind goes by it. */
static const struct element {
	const char *name;
	enum kind kind;
} elements[] = {
    {"address", KIND_BLOCK},
    {"article", KIND_BLOCK},
    {"aside", KIND_BLOCK},
    {"blockquote", KIND_QUOTE},
    {"br", KIND_BREAK},
    {"body", KIND_BLOCK},
    {"caption", KIND_BLOCK},
    {"center", KIND_BLOCK},
    {"div", KIND_BLOCK},
    {"dd", KIND_BLOCK},
    {"dt", KIND_BLOCK},
    {"dl", KIND_BLOCK},
    {"dir", KIND_BLOCK},
    {"fieldset", KIND_BLOCK},
    {"footer", KIND_BLOCK},
    {"form", KIND_BLOCK},
    {"figure", KIND_BLOCK},
    {"h1", KIND_APART},
    {"h2", KIND_APART},
    {"h3", KIND_APART},
    {"h4", KIND_APART},
    {"h5", KIND_APART},
    {"h6", KIND_APART},
    {"hr", KIND_BLOCK},
    {"header", KIND_BLOCK},
    {"html", KIND_BLOCK},
    {"li", KIND_BLOCK},
    {"legend", KIND_BLOCK},
    {"main", KIND_BLOCK},
    {"menu", KIND_BLOCK},
    {"nav", KIND_BLOCK},
    {"ol", KIND_BLOCK},
    {"option", KIND_BLOCK},
    {"p", KIND_APART},
    {"pre", KIND_PRE},
    {"script", KIND_DROP},
    {"style", KIND_DROP},
    {"section", KIND_BLOCK},
    {"table", KIND_BLOCK},
    {"tr", KIND_ROW},
    {"td", KIND_CELL},
    {"th", KIND_CELL},
    {"textarea", KIND_PRE},
    {"title", KIND_TITLE},
    {"tbody", KIND_BLOCK},
    {"ul", KIND_BLOCK},
};
#define ELEMENTS (sizeof elements / sizeof elements[0])

static unsigned char first_of[128]; /* of elements, by letter; +1 */

struct gap {
	bool space;
	unsigned breaks; /* line ends, 0 to 2 */
	unsigned tabs;
};

/* One stream of text: the shown one and the hidden one. */
struct flow {
	struct buf *out;
	struct gap gap;
};

struct level {
	struct style style;
	enum kind kind;
	bool pre, drop, hidden, quote;
	unsigned cells; /* of a row, so far */
	size_t row;     /* the level of the row we are in, or 0 */
};

struct reader {
	xmlParserCtxtPtr parser;
	struct html_text *text;
	struct flow shown, hidden;
	struct level *levels;
	size_t depth, cap;
	size_t quotes_open;
	size_t stopped; /* where in the input, or SIZE_MAX */
	bool failed;
};

void
html_init(void)
{
	xmlInitParser();
	for (size_t i = ELEMENTS; i-- > 0;)
		first_of[(unsigned char)elements[i].name[0]] =
		    (unsigned char)(i + 1);
}

static enum kind
element_kind(const char *name)
{
	unsigned char c = (unsigned char)name[0];
	size_t i = c < 128 ? first_of[c] : 0;

	if (i == 0)
		return KIND_INLINE;
	for (i--; i < ELEMENTS && elements[i].name[0] == (char)c; i++)
		if (strcmp(elements[i].name, name) == 0)
			return elements[i].kind;
	return KIND_INLINE;
}

static void
want_breaks(struct flow *f, unsigned n)
{
	/* The first block of a cell stays on the row's line. */
	if (f->gap.tabs == 0 && f->gap.breaks < n)
		f->gap.breaks = n;
}

/* Writes the white space before the next word. */
static void
fill_gap(struct flow *f)
{
	struct gap *g = &f->gap;

	if (!g->space && g->breaks == 0 && g->tabs == 0)
		return;
	if (f->out->len > 0) {
		char last = f->out->data[f->out->len - 1];

		for (; g->tabs > 0; g->tabs--)
			buf_addc(f->out, '\t');
		if (g->breaks > 0)
			for (; g->breaks > 0; g->breaks--)
				buf_addc(f->out, '\n');
		else if (g->space && last != '\n' && last != '\t' &&
			 f->out->data[f->out->len - 1] == last)
			buf_addc(f->out, ' ');
	}
	*g = (struct gap){.space = false};
}

static bool
white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Adds characters with their white space as it is. */
static void
add_preformatted(struct flow *f, const char *s, size_t len)
{
	fill_gap(f);
	buf_add(f->out, s, len);
}

static void
add_flowing(struct flow *f, const char *s, size_t len)
{
	const char *end = s + len, *word;

	while (s < end) {
		if (white(*s)) {
			f->gap.space = true;
			s++;
			continue;
		}
		word = s;
		/* A single space between words is as it will be. */
		while (s < end && (!white(*s) || (*s == ' ' && end - s > 1 &&
						     !white(s[1]))))
			s++;
		fill_gap(f);
		buf_add(f->out, word, (size_t)(s - word));
	}
}

static struct level *
top(struct reader *r)
{
	return &r->levels[r->depth];
}

static void
stop(struct reader *r, bool *why)
{
	*why = true;
	if (r->stopped == SIZE_MAX)
		r->stopped =
		    (size_t)(r->parser->input->cur - r->parser->input->base);
	xmlStopParser(r->parser);
}

static void
add_text(struct reader *r, const char *s, size_t len)
{
	struct level *l = top(r);
	struct flow *f = l->hidden ? &r->hidden : &r->shown;

	if (l->drop)
		return;
	if (l->pre)
		add_preformatted(f, s, len);
	else
		add_flowing(f, s, len);
	if (buf_failed(f->out))
		stop(r, &r->text->limited);
}

/* One piece of hidden text from an attribute. */
static void
add_aside(struct reader *r, const char *s)
{
	want_breaks(&r->hidden, 1);
	add_flowing(&r->hidden, s, strlen(s));
	want_breaks(&r->hidden, 1);
}

/* Text of attributes that some readers show, or read aloud. */
static bool
is_aside(const char *key)
{
	static const char *const keys[] = {
	    "title", "label", "summary", "placeholder", "aria-label"};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

/* A document inside an attribute, but for pictures as small as logos are. */
static bool
is_document(const char *key, const char *value)
{
	if (strcmp(key, "srcdoc") == 0)
		return true;
	return strncasecmp(value, "data:", 5) == 0 &&
	       (strncasecmp(value, "data:image/", 11) != 0 ||
		   strlen(value) > DATA_IMAGE_MAX);
}

static void
apply_attributes(struct reader *r, struct level *l, const char *name,
    const xmlChar **attributes)
{
	bool hidden_input = false;
	const char *value = NULL;

	for (; attributes[0] != NULL; attributes += 2) {
		const char *key = (const char *)attributes[0];
		const char *v = (const char *)attributes[1];

		if (strcmp(key, "hidden") == 0)
			l->style.gone = true;
		if (v == NULL)
			continue;
		if (strcmp(key, "style") == 0)
			style_apply(&l->style, v);
		else if (strcmp(key, "bgcolor") == 0)
			style_paper(&l->style, v);
		else if (strcmp(key, "background") == 0)
			l->style.paper = STYLE_UNKNOWN;
		else if (strcmp(key, "color") == 0 || strcmp(key, "text") == 0)
			style_ink(&l->style, v);
		else if (strcmp(key, "alt") == 0)
			value = v;
		else if (is_aside(key))
			add_aside(r, v);
		else if (is_document(key, v))
			r->text->limited = true;
		else if (strcmp(key, "value") == 0 &&
			 strcmp(name, "input") == 0)
			value = v;
		else if (strcmp(key, "type") == 0)
			hidden_input = strcasecmp(v, "hidden") == 0;
	}
	if (value == NULL || *value == '\0')
		return;
	if (hidden_input || style_hides(&l->style)) {
		add_aside(r, value);
	} else {
		r->shown.gap.space = true;
		add_flowing(&r->shown, value, strlen(value));
		r->shown.gap.space = true;
	}
}

static int
quote_open(struct reader *r)
{
	struct html_text *t = r->text;
	struct html_quote *v;

	if (r->quotes_open++ > 0)
		return 0;
	if (t->nquotes == t->capquotes) {
		t->capquotes = t->capquotes > 0 ? t->capquotes * 2 : 8;
		v = realloc(t->quotes, t->capquotes * sizeof *v);
		if (v == NULL)
			return -1;
		t->quotes = v;
	}
	t->quotes[t->nquotes++] =
	    (struct html_quote){.start = t->shown.len, .end = t->shown.len};
	return 0;
}

static void
quote_close(struct reader *r)
{
	struct html_text *t = r->text;

	if (--r->quotes_open > 0)
		return;
	t->quotes[t->nquotes - 1].end = t->shown.len;
	if (t->quotes[t->nquotes - 1].start == t->shown.len)
		t->nquotes--;
}

static void
cell_open(struct reader *r, const struct level *l)
{
	if (l->row == 0)
		return;
	if (r->levels[l->row].cells++ > 0) {
		unsigned tabs = r->shown.gap.tabs + 1;

		r->shown.gap = (struct gap){.tabs = tabs};
	}
}

/* The white space an element wants before itself; the same behind it. */
static void
space_around(struct reader *r, enum kind kind, bool opening)
{
	unsigned breaks =
	    kind == KIND_APART || kind == KIND_QUOTE || kind == KIND_PRE ? 2
									 : 1;

	switch (kind) {
	case KIND_INLINE:
	case KIND_DROP:
		return;
	case KIND_BREAK:
		if (opening && r->shown.gap.breaks < 2 &&
		    r->shown.gap.tabs == 0)
			r->shown.gap.breaks++;
		break;
	case KIND_CELL:
		break;
	case KIND_ROW:
		r->shown.gap.tabs = 0;
		want_breaks(&r->shown, 1);
		/* Rows follow each other whatever stood in their cells. */
		if (!opening)
			r->shown.gap.breaks = 1;
		break;
	default:
		want_breaks(&r->shown, breaks);
	}
	want_breaks(&r->hidden, 1);
}

/* Room for one more level. */
static struct level *
push(struct reader *r)
{
	struct level *v;

	if (r->depth + 2 > r->cap) {
		r->cap = r->cap * 2;
		v = realloc(r->levels, r->cap * sizeof *v);
		if (v == NULL) {
			stop(r, &r->failed);
			return NULL;
		}
		r->levels = v;
	}
	r->depth++;
	r->levels[r->depth] = r->levels[r->depth - 1];
	return top(r);
}

static void
on_start(void *context, const xmlChar *xml_name, const xmlChar **attributes)
{
	struct reader *r = context;
	const char *name = (const char *)xml_name;
	struct level *l;

	if (r->depth >= DEPTH_MAX) {
		stop(r, &r->text->limited);
		return;
	}
	l = push(r);
	if (l == NULL)
		return;
	l->kind = element_kind(name);
	l->quote = false;
	space_around(r, l->kind, true);
	switch (l->kind) {
	case KIND_ROW:
		l->row = r->depth;
		l->cells = 0;
		break;
	case KIND_CELL:
		cell_open(r, l);
		/* A table inside the cell has rows of its own. */
		l->row = 0;
		break;
	case KIND_QUOTE:
		l->quote = quote_open(r) == 0;
		r->failed |= !l->quote;
		break;
	case KIND_PRE:
		l->pre = true;
		break;
	case KIND_DROP:
		l->drop = true;
		break;
	case KIND_TITLE:
		l->style.gone = true;
		break;
	default:
		break;
	}
	if (attributes != NULL)
		apply_attributes(r, l, name, attributes);
	l->hidden = style_hides(&l->style);
	if (l->hidden && !r->levels[r->depth - 1].hidden)
		want_breaks(&r->hidden, 1);
}

static void
on_end(void *context, const xmlChar *name)
{
	struct reader *r = context;
	struct level *l = top(r);

	(void)name;
	if (r->depth == 0)
		return;
	if (l->quote)
		quote_close(r);
	space_around(r, l->kind, false);
	r->depth--;
}

static void
on_characters(void *context, const xmlChar *s, int len)
{
	add_text(context, (const char *)s, (size_t)len);
}

static void
on_cdata(void *context, const xmlChar *s, int len)
{
	(void)context;
	(void)s;
	(void)len;
}

/* Comments are hidden text, tags in them passed over: some readers show what
 * stands in conditional ones. */
static void
on_comment(void *context, const xmlChar *xml_text)
{
	struct reader *r = context;
	const char *s = (const char *)xml_text, *close;

	want_breaks(&r->hidden, 1);
	if (strncmp(s, "[if", 3) == 0 && (close = strchr(s, '>')) != NULL)
		s = close + 1;
	while (*s != '\0') {
		size_t n = strcspn(s, "<");

		add_flowing(&r->hidden, s, n);
		s += n;
		if (*s == '\0' || strncmp(s, "<![endif]", 9) == 0)
			break;
		close = strchr(s, '>');
		if (close == NULL) {
			add_flowing(&r->hidden, s, strlen(s));
			break;
		}
		s = close + 1;
	}
	want_breaks(&r->hidden, 1);
	if (buf_failed(r->hidden.out))
		stop(r, &r->text->limited);
}

static const xmlSAXHandler handler = {
    .comment = on_comment,
    .startElement = on_start,
    .endElement = on_end,
    .characters = on_characters,
    .ignorableWhitespace = on_characters,
    .cdataBlock = on_cdata,
};

/* Where a tag with too many attributes begins; len when there is none. Quotes
 * are not looked at, for what they mean depends on where libxml2 stands: a '>'
 * in one lets more attributes pass. */
static size_t
tame_prefix(const char *data, size_t len)
{
	const char *at = data, *end = data + len, *p;

	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		unsigned words = 0;

		for (p = at + 1; p < end && *p != '>'; p++)
			if (white(*p) && ++words > TAG_WORDS_MAX &&
			    ((at[1] | 32) >= 'a' && (at[1] | 32) <= 'z'))
				return (size_t)(at - data);
		at = p;
	}
	return len;
}

/* Where a comment begins that never ends: some readers show it; len when there
 * is none. */
static size_t
closed_prefix(const char *data, size_t len)
{
	size_t from = len;
	const char *open;

	while (from > 0 && (from < 3 || memcmp(data + from - 3, "-->", 3) != 0))
		from--;
	open = memmem(data + from, len - from, "<!--", 4);
	return open != NULL ? (size_t)(open - data) : len;
}

/* libxml2 takes NUL for the end; readers pass over it. Returns a copy without,
 * *len bytes long. */
static char *
without_nul(const char *data, size_t *len)
{
	char *copy = malloc(*len + 1);
	size_t n = 0;

	if (copy == NULL)
		return NULL;
	for (size_t i = 0; i < *len; i++)
		if (data[i] != '\0')
			copy[n++] = data[i];
	copy[n] = '\0';
	*len = n;
	return copy;
}

/* Runs libxml2 over data without NUL. */
static int
run(struct reader *r, const char *data, size_t len)
{
	xmlSAXHandlerPtr own;
	xmlSAXHandler copy = handler;

	r->parser = htmlCreateMemoryParserCtxt(data, (int)len);
	if (r->parser == NULL)
		return -1;
	htmlCtxtUseOptions(
	    r->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
			   HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
			   HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOIMPLIED);
	xmlSwitchEncoding(r->parser, XML_CHAR_ENCODING_UTF8);
	own = r->parser->sax;
	r->parser->sax = &copy;
	r->parser->userData = r;
	htmlParseDocument(r->parser);
	r->parser->sax = own;
	xmlFreeDoc(r->parser->myDoc);
	r->parser->myDoc = NULL;
	htmlFreeParserCtxt(r->parser);
	return 0;
}

/* What was not parsed, from `start` on. */
static void
add_rest(struct reader *r, const char *data, size_t start, size_t len)
{
	size_t room = r->text->shown.max - r->text->shown.len;

	if (start >= len)
		return;
	r->text->limited = true;
	if (room <= 1 || buf_failed(&r->text->shown))
		return;
	buf_addc(&r->text->shown, '\n');
	len -= start;
	buf_add(&r->text->shown, data + start, len < room ? len : room - 1);
}

int
html_read(const char *data, size_t len, size_t max, struct html_text *ret)
{
	struct html_text t = {.shown = BUF_MAX(max), .hidden = BUF_MAX(max)};
	struct reader r = {.text = &t,
	    .shown = {.out = &t.shown},
	    .hidden = {.out = &t.hidden},
	    .cap = 64,
	    .stopped = SIZE_MAX};
	char *copy = NULL;
	size_t tame;
	int rc = -1;

	if (len > INT_MAX) {
		len = INT_MAX;
		t.limited = true;
	}
	if (memchr(data, '\0', len) != NULL) {
		copy = without_nul(data, &len);
		if (copy == NULL)
			return -1;
		data = copy;
	}
	tame = tame_prefix(data, closed_prefix(data, len));
	r.levels = calloc(r.cap, sizeof *r.levels);
	if (r.levels != NULL) {
		r.levels[0].style = style_start();
		rc = tame > 0 ? run(&r, data, tame) : 0;
	}
	while (r.quotes_open > 0)
		quote_close(&r);
	if (rc == 0)
		add_rest(&r, data, r.stopped < tame ? r.stopped : tame, len);
	free(r.levels);
	free(copy);
	if (rc < 0 || r.failed) {
		html_free(&t);
		return -1;
	}
	*ret = t;
	return 0;
}

void
html_free(struct html_text *t)
{
	buf_free(&t->shown);
	buf_free(&t->hidden);
	free(t->quotes);
	*t = (struct html_text){.nquotes = 0};
}
