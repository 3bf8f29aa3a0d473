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

#include "extract/html-parts.h"
#include "extract/style.h"

/* Honest mail stays below 300, long Outlook threads among it. */
#define DEPTH_MAX 500
/* A picture in a data: address that is no more than a logo, base64 and all. */
#define DATA_IMAGE_MAX 60000u

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
	enum html_kind kind;
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
	html_elements_init();
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
		if (html_white(*s)) {
			f->gap.space = true;
			s++;
			continue;
		}
		word = s;
		/* A single space between words is as it will be. */
		while (s < end &&
		       (!html_white(*s) ||
			   (*s == ' ' && end - s > 1 && !html_white(s[1]))))
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
space_around(struct reader *r, enum html_kind kind, bool opening)
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

/* What the element is where its style says so: "display:block" and
 * "display:inline" of those that would be the other. */
static enum html_kind
kind_in_style(enum html_kind kind, enum style_flow flow)
{
	if (flow == STYLE_LINE && kind == KIND_INLINE)
		return KIND_BLOCK;
	if (flow == STYLE_INLINE && (kind == KIND_BLOCK || kind == KIND_APART))
		return KIND_INLINE;
	return kind;
}

/* What the kind of the element changes within it. */
static void
enter(struct reader *r, struct level *l)
{
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
	l->quote = false;
	l->style.flow = STYLE_AS_NAMED;
	if (attributes != NULL)
		apply_attributes(r, l, name, attributes);
	l->kind = kind_in_style(html_element_kind(name), l->style.flow);
	space_around(r, l->kind, true);
	enter(r, l);
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
		copy = html_without_nul(data, &len);
		if (copy == NULL)
			return -1;
		data = copy;
	}
	tame = html_tame_prefix(data, html_closed_prefix(data, len));
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
