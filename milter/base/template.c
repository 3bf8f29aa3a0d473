/* SPDX-License-Identifier: MIT
 *
 * template.c - the one template filler: loading and filling.
 *
 * Easy to audit rather than fast: the source is copied, cut into pieces in one
 * pass, and filling walks the pieces.  Every value leaves through
 * template_escape, and nothing else adds a value to the output.
 *
 * Invariants: a section's piece knows the index of the piece that closes it,
 * and each piece knows how many lists outwards its name was found, so that a
 * row's missing value is never filled with one of the same name outside.
 *
 * BUGS: lists are looked up by name each time; fine for pages, not for a
 * report of ten thousand rows.
 */
#include "base/template.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/template-values.h"
#include "base/utf8.h"

/* Sections in sections. A letter with lists in lists in flags needs four. */
#define NESTING 8
#define NAME_MAX_LEN 64
/* Bounds a template that was edited by a machine gone wrong. */
#define PIECES_MAX 20000

enum piece_kind { PIECE_TEXT, PIECE_VALUE, PIECE_SHOW, PIECE_HIDE, PIECE_END };

struct piece {
	enum piece_kind kind;
	size_t start, len; /* PIECE_TEXT: bytes of source */
	char *name;        /* the others; owned */
	unsigned up;       /* how many lists outwards the name is */
	bool list;         /* the name is a list */
	size_t end;        /* a section: index of its PIECE_END */
	unsigned line, column;
};

struct template
{
	char *source;
	struct piece *pieces;
	size_t n, cap;
	enum template_context context;
};

struct parser {
	const struct template_source *in;
	struct template *t;
	struct buf *err;
	size_t at, len;
	unsigned line, column;
	size_t open[NESTING]; /* pieces of the open sections */
	size_t nopen;
	/* Tables in force, outermost first. */
	const struct template_slot *known[NESTING + 1];
	size_t nknown;
};

struct tag {
	char sign; /* # ^ / ! or 0 */
	char name[NAME_MAX_LEN + 1];
	size_t start, end; /* bytes of source, braces included */
};

static int fail(const struct parser *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int
fail(const struct parser *p, const char *fmt, ...)
{
	va_list ap;

	buf_reset(p->err);
	buf_addf(p->err, "%s:%u:%u: ", p->in->name, p->line, p->column);
	va_start(ap, fmt);
	buf_addv(p->err, fmt, ap);
	va_end(ap);
	return -1;
}

/* Moves on by n bytes, keeping line and column (in characters). */
static void
advance(struct parser *p, size_t n)
{
	const char *s = p->t->source;

	for (; n > 0; n--, p->at++) {
		if (s[p->at] == '\n') {
			p->line++;
			p->column = 1;
		} else if (((unsigned char)s[p->at] & 0xc0) != 0x80) {
			p->column++;
		}
	}
}

static struct piece *
add_piece(struct parser *p, enum piece_kind kind)
{
	struct template *t = p->t;
	struct piece *pieces;
	size_t cap;

	if (t->n == PIECES_MAX) {
		fail(p,
		    "too many slots; expected at most %d pieces of text "
		    "and slots",
		    PIECES_MAX);
		return NULL;
	}
	if (t->n == t->cap) {
		cap = t->cap ? t->cap * 2 : 32;
		pieces = reallocarray(t->pieces, cap, sizeof *pieces);
		if (pieces == NULL) {
			fail(p, "out of memory");
			return NULL;
		}
		t->pieces = pieces;
		t->cap = cap;
	}
	t->pieces[t->n] =
	    (struct piece){.kind = kind, .line = p->line, .column = p->column};
	return &t->pieces[t->n++];
}

static int
add_text(struct parser *p, size_t start, size_t end)
{
	struct piece *piece;

	if (start == end)
		return 0;
	if ((piece = add_piece(p, PIECE_TEXT)) == NULL)
		return -1;
	piece->start = start;
	piece->len = end - start;
	return 0;
}

static const struct template_slot *
find_in(const struct template_slot *known, const char *name)
{
	for (; known != NULL && known->name != NULL; known++)
		if (strcmp(known->name, name) == 0)
			return known;
	return NULL;
}

/* The slot of that name, innermost list first, and how far out it was. */
static const struct template_slot *
find_slot(const struct parser *p, const char *name, unsigned *ret_up)
{
	const struct template_slot *slot;
	size_t i;

	for (i = p->nknown; i-- > 0;) {
		if ((slot = find_in(p->known[i], name)) != NULL) {
			*ret_up = (unsigned)(p->nknown - 1 - i);
			return slot;
		}
	}
	return NULL;
}

static int
fail_unknown(const struct parser *p, const char *name)
{
	const struct template_slot *slot;
	const char *comma = "";
	size_t i;

	fail(p, "unknown slot '%s'; known: ", name);
	for (i = p->nknown; i-- > 0;) {
		for (slot = p->known[i]; slot->name != NULL; slot++) {
			buf_addf(p->err, "%s%s", comma, slot->name);
			comma = ", ";
		}
	}
	return -1;
}

/* Reads the tag at p->at ("{{"). */
static int
read_tag(const struct parser *p, struct tag *tag)
{
	const char *s = p->t->source + p->at;
	const char *end = strstr(s, "}}");
	size_t len;

	*tag = (struct tag){.start = p->at};
	if (end == NULL)
		return fail(p, "'{{' is never closed; expected '}}'");
	tag->end = (size_t)(end + 2 - p->t->source);
	s += 2;
	if (*s != '\0' && strchr("#^/!", *s) != NULL)
		tag->sign = *s++;
	if (tag->sign == '!')
		return 0;
	s += strspn(s, " ");
	len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
	if (len == 0 || len > NAME_MAX_LEN ||
	    s + len + strspn(s + len, " ") != end)
		return fail(p,
		    "'%.*s' is not a slot; expected a name of small "
		    "letters, digits and '_'",
		    (int)strcspn(s, "}\n"), s);
	memcpy(tag->name, s, len);
	return 0;
}

/* True when nothing but blanks shares the tag's line; *ret_start and *ret_end
 * are then the line's, newline included. */
static bool
alone(const struct parser *p, const struct tag *tag, size_t *ret_start,
    size_t *ret_end)
{
	const char *s = p->t->source;
	size_t start = tag->start, end = tag->end;

	while (start > 0 && (s[start - 1] == ' ' || s[start - 1] == '\t'))
		start--;
	while (s[end] == ' ' || s[end] == '\t')
		end++;
	if (tag->sign == 0 || (start > 0 && s[start - 1] != '\n') ||
	    (s[end] != '\n' && s[end] != '\0'))
		return false;
	*ret_start = start;
	*ret_end = s[end] == '\n' ? end + 1 : end;
	return true;
}

static int
open_section(
    struct parser *p, const struct tag *tag, const struct template_slot *slot)
{
	if (p->nopen == NESTING)
		return fail(p, "sections are nested deeper than %d", NESTING);
	p->open[p->nopen++] = p->t->n - 1;
	if (slot->row != NULL && tag->sign == '#')
		p->known[p->nknown++] = slot->row;
	return 0;
}

static int
close_section(struct parser *p, const struct tag *tag)
{
	struct piece *end, *start;

	if (p->nopen == 0)
		return fail(p,
		    "'{{/%s}}' closes nothing; expected '{{#%s}}' "
		    "before it",
		    tag->name, tag->name);
	start = &p->t->pieces[p->open[p->nopen - 1]];
	if (strcmp(start->name, tag->name) != 0)
		return fail(p,
		    "'{{/%s}}' closes nothing; expected '{{/%s}}', "
		    "opened in line %u",
		    tag->name, start->name, start->line);
	if (start->list && start->kind == PIECE_SHOW)
		p->nknown--;
	p->nopen--;
	if ((end = add_piece(p, PIECE_END)) == NULL)
		return -1;
	p->t->pieces[p->open[p->nopen]].end = p->t->n - 1;
	return 0;
}

static int
add_tag(struct parser *p, const struct tag *tag)
{
	const struct template_slot *slot;
	struct piece *piece;
	unsigned up = 0;

	if (tag->sign == '!')
		return 0;
	if (tag->sign == '/')
		return close_section(p, tag);
	if ((slot = find_slot(p, tag->name, &up)) == NULL)
		return fail_unknown(p, tag->name);
	if (slot->row != NULL && tag->sign == 0)
		return fail(p, "'%s' is a list; expected '{{#%s}}'", tag->name,
		    tag->name);
	piece = add_piece(p, tag->sign == 0     ? PIECE_VALUE
			     : tag->sign == '#' ? PIECE_SHOW
						: PIECE_HIDE);
	if (piece == NULL)
		return -1;
	piece->up = up;
	piece->list = slot->row != NULL;
	if ((piece->name = strdup(tag->name)) == NULL)
		return fail(p, "out of memory");
	return tag->sign == 0 ? 0 : open_section(p, tag, slot);
}

/* Text up to the next tag, then the tag. */
static int
parse_next(struct parser *p)
{
	const char *s = p->t->source;
	const char *brace = strstr(s + p->at, "{{");
	size_t from = p->at, start, end;
	struct tag tag;

	if (brace == NULL) {
		if (add_text(p, from, p->len) < 0)
			return -1;
		advance(p, p->len - from);
		return 0;
	}
	advance(p, (size_t)(brace - s) - from);
	if (read_tag(p, &tag) < 0)
		return -1;
	if (!alone(p, &tag, &start, &end)) {
		start = tag.start;
		end = tag.end;
	}
	if (start > from && add_text(p, from, start) < 0)
		return -1;
	if (add_tag(p, &tag) < 0)
		return -1;
	advance(p, end - p->at);
	return 0;
}

/* Copies the source without carriage returns and byte order mark: templates
 * are edited on Windows. */
static int
copy_source(struct parser *p)
{
	const char *s = p->in->data;
	size_t len = p->in->len, i, n = 0;

	if (len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
		s += 3;
		len -= 3;
	}
	if ((p->t->source = malloc(len + 1)) == NULL)
		return fail(p, "out of memory");
	for (i = 0; i < len; i++)
		if (s[i] != '\r')
			p->t->source[n++] = s[i];
	while (p->in->context == TEMPLATE_HEADER && n > 0 &&
	       p->t->source[n - 1] == '\n')
		n--;
	p->t->source[n] = '\0';
	p->len = n;
	return 0;
}

static int
check_source(const struct parser *p)
{
	const char *s = p->t->source;

	if (strlen(s) != p->len || !utf8_valid(s, p->len))
		return fail(p, "not UTF-8 text; expected the file to be saved "
			       "as UTF-8");
	if (p->in->context == TEMPLATE_HEADER && strchr(s, '\n') != NULL)
		return fail(p, "more than one line; expected a single line");
	return 0;
}

static int
parse(struct parser *p)
{
	const struct piece *open;

	if (copy_source(p) < 0 || check_source(p) < 0)
		return -1;
	while (p->at < p->len)
		if (parse_next(p) < 0)
			return -1;
	if (p->nopen == 0)
		return 0;
	open = &p->t->pieces[p->open[p->nopen - 1]];
	p->line = open->line;
	p->column = open->column;
	return fail(p, "section '%s' is never closed; expected '{{/%s}}'",
	    open->name, open->name);
}

struct template *
template_parse(const struct template_source *source, struct buf *ret_err)
{
	struct parser p = {.in = source,
	    .err = ret_err,
	    .line = source->line ? source->line : 1,
	    .column = 1,
	    .known = {source->known},
	    .nknown = 1};

	p.t = calloc(1, sizeof *p.t);
	if (p.t == NULL) {
		fail(&p, "out of memory");
		return NULL;
	}
	p.t->context = source->context;
	if (parse(&p) < 0) {
		template_free(p.t);
		return NULL;
	}
	return p.t;
}

void
template_free(struct template *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->n; i++)
		free(t->pieces[i].name);
	free(t->pieces);
	free(t->source);
	free(t);
}

/* Filling: the values in force, innermost first. */
struct frame {
	const struct template_values *values;
	const struct frame *outer;
};

static int fill(const struct template *t, size_t from, size_t to,
    const struct frame *frame, struct buf *out);

static const struct template_values *
frame_up(const struct frame *frame, unsigned up)
{
	for (; up > 0 && frame->outer != NULL; up--)
		frame = frame->outer;
	return frame->values;
}

static int
fill_list(const struct template *t, size_t at, const struct frame *frame,
    struct buf *out)
{
	const struct piece *p = &t->pieces[at];
	const struct template_values *values = frame_up(frame, p->up), *row;
	struct frame inner = {.outer = frame};

	for (row = template_values_row(values, p->name, NULL); row != NULL;
	     row = template_values_row(values, p->name, row)) {
		inner.values = row;
		if (fill(t, at + 1, p->end, &inner, out) < 0)
			return -1;
	}
	return 0;
}

static bool
present(const struct piece *p, const struct frame *frame)
{
	const struct template_values *values = frame_up(frame, p->up);

	if (p->list)
		return template_values_row(values, p->name, NULL) != NULL;
	return *template_values_get(values, p->name) != '\0';
}

static int
fill_section(const struct template *t, size_t at, const struct frame *frame,
    struct buf *out)
{
	const struct piece *p = &t->pieces[at];

	if (p->kind == PIECE_SHOW && p->list)
		return fill_list(t, at, frame, out);
	if (present(p, frame) != (p->kind == PIECE_SHOW))
		return 0;
	return fill(t, at + 1, p->end, frame, out);
}

static int
fill(const struct template *t, size_t from, size_t to,
    const struct frame *frame, struct buf *out)
{
	const struct piece *p;
	size_t i;
	int ret = 0;

	for (i = from; i < to && ret == 0; i++) {
		p = &t->pieces[i];
		if (p->kind == PIECE_TEXT) {
			ret = buf_add(out, t->source + p->start, p->len);
		} else if (p->kind == PIECE_VALUE) {
			ret = template_escape(t->context,
			    template_values_get(
				frame_up(frame, p->up), p->name),
			    out);
		} else if (p->kind != PIECE_END) {
			ret = fill_section(t, i, frame, out);
			i = p->end;
		}
	}
	return ret;
}

int
template_fill(
    const struct template *t, const struct template_values *v, struct buf *out)
{
	struct frame frame = {.values = v};

	if (v == NULL || template_values_failed(v))
		return -1;
	return fill(t, 0, t->n, &frame, out);
}
