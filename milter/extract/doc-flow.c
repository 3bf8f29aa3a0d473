/* SPDX-License-Identifier: MIT
 *
 * doc-flow.c - the characters of a Word document to texts: what is shown, and
 * what is deleted, hidden, blacked out or an instruction.
 */
#include <string.h>

#include "extract/doc-parts.h"
#include "extract/office-flow.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* What goes on in tables and fields, told by a character of its own. */
void
doc_field(struct doc *x, uint32_t c)
{
	uint64_t bit = x->fields > 0 && x->fields <= 64
			   ? (uint64_t)1 << (x->fields - 1)
			   : 0;

	if (c == 0x13) {
		x->fields++;
		if (x->fields <= 64)
			x->results &= ~((uint64_t)1 << (x->fields - 1));
		buf_addc(&x->flows[DOC_FLOW_LINKS], '\n');
	} else if (c == 0x14)
		x->results |= bit;
	else if (c == 0x15 && x->fields > 0)
		x->fields--;
}

/* Is the place within what a field tells to do, rather than its result? */
bool
doc_in_instruction(const struct doc *x)
{
	unsigned n = x->fields < 64 ? x->fields : 64;
	uint64_t all = n == 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;

	return n > 0 && (x->results & all) != all;
}

/* Letters of the automatic colour are white on black shading, but not on a
 * black highlight. */
static bool
is_blacked(unsigned flags)
{
	if ((flags & DOC_HIGHLIGHT_BLACK) != 0)
		return (flags & DOC_LIGHT_LETTERS) == 0;
	return (flags & DOC_SHADING_BLACK) != 0 &&
	       (flags & DOC_BLACK_LETTERS) != 0;
}

/* White letters on a white page; cells and shapes have colours that are not
 * known. */
static bool
is_white(struct doc *x, unsigned flags, uint32_t at)
{
	return !x->boxed && (flags & DOC_WHITE_LETTERS) != 0 &&
	       (flags & DOC_BEHIND) == 0 &&
	       (doc_runs_at(&x->paragraphs, at) &
		   (DOC_BEHIND | DOC_IN_TABLE)) == 0;
}

static enum doc_flow
flow_of(struct doc *x, unsigned flags, uint32_t at)
{
	if (doc_in_instruction(x))
		return DOC_FLOW_LINKS;
	if ((flags & DOC_DELETED) != 0)
		return DOC_FLOW_DELETED;
	if ((flags & DOC_HIDDEN) != 0)
		return DOC_FLOW_HIDDEN;
	if (is_blacked(flags))
		return DOC_FLOW_BLACKED;
	return is_white(x, flags, at) ? DOC_FLOW_HIDDEN : DOC_FLOW_SHOWN;
}

/* What a character below the space stands for; 0: nothing. */
char
doc_control(struct doc *x, uint32_t c, uint32_t at)
{
	unsigned flags = 0;

	if (c == 0x07 || c == 0x0d)
		flags = doc_runs_at(&x->paragraphs, at);
	switch (c) {
	case 0x07:
		return (flags & DOC_ROW_END) != 0 ? '\n' : '\t';
	case 0x0d:
		return (flags & DOC_IN_TABLE) != 0 && (flags & DOC_ROW_END) == 0
			   ? ' '
			   : '\n';
	case 0x09:
		return '\t';
	case 0x0b:
	case 0x0c:
	case 0x0e:
		return '\n';
	case 0x1e:
		return '-';
	default:
		return '\0';
	}
}

void
doc_character(struct doc *x, uint32_t c, uint32_t at)
{
	enum doc_flow flow;

	if (c >= 0x13 && c <= 0x15) {
		doc_field(x, c);
		return;
	}
	/* No text has NULs: a table points elsewhere. LibreOffice writes them
	 * behind the names of objects. */
	x->damaged |= c == 0 && !doc_in_instruction(x);
	if (c < ' ') {
		c = (unsigned char)doc_control(x, c, at);
		if (c == 0)
			return;
	}
	flow = flow_of(x, doc_runs_at(&x->characters, at), at);
	if (flow != DOC_FLOW_SHOWN && flow != x->last)
		buf_addc(&x->flows[flow], '\n');
	x->last = flow;
	bytes_character(c, &x->flows[flow]);
}

/* Adds what the story shows, and begins another. */
int
doc_story_end(struct doc *x, const char *section, bool hidden)
{
	struct buf *b = &x->flows[DOC_FLOW_SHOWN];
	size_t lead = strspn(buf_str(b), "\n\t ");
	int rc = 0;

	/* A field that never ends has taken the text for what it is to do. */
	x->damaged |= doc_in_instruction(x);
	x->fields = 0;
	x->last = DOC_FLOW_SHOWN;
	if (lead < b->len || buf_failed(b))
		rc = ole_say(x->o,
		    hidden ? ZONE_HIDDEN : document_zone(x->o->d), section, b);
	buf_reset(b);
	return rc;
}

/* The target in a field's instruction: what is quoted first, if no switch
 * ("\\l": a place in this document) stands before it. */
static void
add_link(const char *s, size_t len, struct buf *out)
{
	const char *word = memmem(s, len, "HYPERLINK", 9), *end = s + len;
	const char *quote, *close;

	if (word == NULL)
		return;
	word += 9;
	quote = memchr(word, '"', (size_t)(end - word));
	if (quote == NULL || memchr(word, '\\', (size_t)(quote - word)) != NULL)
		return;
	close = memchr(quote + 1, '"', (size_t)(end - quote) - 1);
	if (close == NULL)
		close = end;
	buf_add(out, quote + 1, (size_t)(close - quote) - 1);
	buf_addc(out, '\n');
}

/* Targets of links; other instructions say what the program is to do. */
static int
add_links(struct doc *x)
{
	struct buf links = BUF_MAX(x->flows[DOC_FLOW_LINKS].len + 1);
	const char *s = buf_str(&x->flows[DOC_FLOW_LINKS]);
	int rc;

	while (*s != '\0') {
		size_t n = strcspn(s, "\n");

		add_link(s, n, &links);
		s += n + (s[n] != '\0');
	}
	rc = ole_say(x->o, ZONE_METADATA, "link targets", &links);
	buf_free(&links);
	return rc;
}

/* Words under black are a redaction that failed. */
static int
add_blacked(struct doc *x)
{
	static const char section[] = "text blacked out";
	const struct buf *b = &x->flows[DOC_FLOW_BLACKED];
	char place[DOCUMENT_PLACE_MAX];

	if (!office_flow_says(buf_str(b), b->len))
		return 0;
	document_place(x->o->d, section, place);
	if (texts_sign(x->o->out, SIGN_REDACTION, x->o->d->part, place,
		"text under black can be read") < 0)
		return -1;
	return ole_say(x->o, ZONE_HIDDEN, section, b);
}

int
doc_hidden_end(struct doc *x)
{
	static const struct {
		enum doc_flow flow;
		const char *section;
	} hidden[] = {{DOC_FLOW_DELETED, "tracked deletion"},
	    {DOC_FLOW_HIDDEN, "hidden text"}};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < COUNT(hidden); i++) {
		const struct buf *b = &x->flows[hidden[i].flow];

		if (office_flow_says(buf_str(b), b->len) || buf_failed(b))
			rc = ole_say(x->o, ZONE_HIDDEN, hidden[i].section, b);
	}
	if (rc == 0)
		rc = add_blacked(x);
	return rc < 0 ? rc : add_links(x);
}
