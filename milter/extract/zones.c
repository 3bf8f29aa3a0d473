/* SPDX-License-Identifier: MIT
 *
 * zones.c - a body cut into what was written, quoted, forwarded and appended.
 *
 * One pass line by line, then a look at the end of each authored run for its
 * signature and its footer.  What the lines look like is in tables; a shape is
 * added there, not in code.
 *
 * BUGS: a footer in the middle of quoted text stays quoted; a signature without
 * "-- " or a closing is authored text.
 */
#include "extract/zones.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

/* More changes of zone than this in one text is no conversation: the rest goes
 * by the last zone, or is authored, which no rule leaves out. */
#define SPANS_MAX 300
/* How much of a text's end is searched for boilerplate. */
#define TAIL_BYTES 4096u
/* A signature block after a closing: so many bytes at most. */
#define SIGNATURE_BYTES 700u

/* A line that says: what follows is an earlier message. */
static const struct marker {
	const char *begins; /* after leading '-', '*', '_' and spaces */
	const char *ends;   /* or NULL */
	enum zone zone;     /* ZONE_QUOTED: forwarded where the subject says */
	bool ruled;         /* only with leading or trailing dashes */
} markers[] = {
    {"original message", NULL, ZONE_QUOTED, true},
    {"original appointment", NULL, ZONE_QUOTED, true},
    {"neges wreiddiol", NULL, ZONE_QUOTED, true},
    {"forwarded message", NULL, ZONE_FORWARDED, true},
    {"forwarded by", NULL, ZONE_FORWARDED, true},
    {"begin forwarded message", ":", ZONE_FORWARDED, false},
    {"neges wedi'i hanfon ymlaen", NULL, ZONE_FORWARDED, true},
    {"on ", "wrote:", ZONE_QUOTED, false},
    {"on ", "wrote: ", ZONE_QUOTED, false},
    {"ar ", "ysgrifennodd:", ZONE_QUOTED, false},
    {"ysgrifennodd ", ":", ZONE_QUOTED, false},
    {"ar ", "wedi ysgrifennu:", ZONE_QUOTED, false},
};

/* Header lines of the block Outlook puts above an earlier message. */
static const char *const block_heads[] = {"from:", "oddi wrth:", "*from:*"};
static const char *const block_lines[] = {"sent:", "date:", "to:", "cc:",
    "subject:", "anfonwyd:", "at:", "pwnc:", "*sent:*", "*date:*", "*to:*",
    "*cc:*", "*subject:*", "importance:", "bcc:"};

/* How letters close. The line may go on a little: "Kind regards, Ann". */
static const char *const closings[] = {"kind regards", "kindest regards",
    "best regards", "warm regards", "regards", "best wishes", "all the best",
    "many thanks", "with thanks", "thanks", "thank you", "yours sincerely",
    "yours faithfully", "yours", "cheers", "best", "cofion", "cofion gorau",
    "cofion cynnes", "yn gywir", "yr eiddoch yn gywir", "diolch",
    "diolch yn fawr", "sent from my", "anfonwyd o fy", "get outlook for"};

/* Boilerplate shapes: two different ones in a paragraph of
 * which one is strong, or three, or one strong one in a short paragraph make it
 * a footer. The number tells shapes apart. */
static const struct boilerplate {
	const char *phrase;
	unsigned char shape;
	bool strong;
} boilerplates[] = {
    {"intended only for", 1, false},
    {"intended solely for", 1, true},
    {"intended for the addressee", 1, true},
    {"intended recipient", 1, true},
    {"for the use of the individual", 1, true},
    {"any attachments", 1, false},
    {"any files", 1, false},
    {"are confidential", 1, false},
    {"is confidential", 1, false},
    {"may be confidential", 2, false},
    {"may contain", 2, false},
    {"privileged", 2, false},
    {"views expressed", 3, true},
    {"opinions expressed", 3, true},
    {"necessarily represent", 3, true},
    {"not legally binding", 4, true},
    {"contract", 4, false},
    {"virus", 5, false},
    {"accept no liability", 5, true},
    {"accept liability", 5, true},
    {"classification: ", 6, false},
    {"before printing", 7, true},
    {"before you print", 7, true},
    {"need to print", 7, true},
    {"registered charity", 8, true},
    {"registered in england", 8, true},
    {"vat registration", 8, true},
    {"company number", 8, false},
    {"received this email in error", 9, true},
    {"received this e-mail in error", 9, true},
    {"received this message in error", 9, true},
    {"received it in error", 9, true},
    {"received in error", 9, true},
    {"delete it", 9, false},
    {"notify the sender", 9, false},
    {"tell the sender", 9, false},
    {"unauthorised", 10, false},
    {"prohibited", 10, false},
    {"disclosure, copying", 10, true},
    {"may monitor", 11, true},
    {"may be monitored", 11, true},
    {"monitored and recorded", 11, true},
    {"freedom of information", 12, false},
    {"subject access", 12, false},
    {"not secure", 13, false},
    {"egress", 13, false},
    {"gall yr e-bost", 14, true},
    {"bwriadwyd ar gyfer", 14, true},
    {"mae'r e-bost hwn", 14, true},
    {"croeso i chi ohebu", 14, true},
    {"privacy notice", 15, false},
    {"uk gdpr", 15, false},
    {"out of hours", 15, false},
    {"originated from outside", 16, true},
    {"external email", 16, false},
    {"external sender", 16, false},
    {"do not click links", 16, true},
};

struct line {
	const char *s;
	size_t start, end; /* in the text; end without the line end */
	size_t next;
};

struct splitter {
	const char *text;
	size_t len, offset;
	bool forwarding;
	struct zones *out;
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

int
zones_add(struct zones *z, enum zone zone, size_t start, size_t end)
{
	struct zone_span *v;

	if (start >= end)
		return 0;
	if (z->n > 0 && z->v[z->n - 1].end == start &&
	    (z->v[z->n - 1].zone == zone || z->n >= SPANS_MAX)) {
		if (z->v[z->n - 1].zone != zone)
			z->v[z->n - 1].zone = ZONE_AUTHORED;
		z->v[z->n - 1].end = end;
		return 0;
	}
	if (z->n == z->cap) {
		z->cap = z->cap > 0 ? z->cap * 2 : 8;
		v = realloc(z->v, z->cap * sizeof *v);
		if (v == NULL)
			return -1;
		z->v = v;
	}
	z->v[z->n++] = (struct zone_span){zone, start, end};
	return 0;
}

void
zones_free(struct zones *z)
{
	free(z->v);
	*z = (struct zones){.v = NULL};
}

bool
zones_forwarding(const char *subject)
{
	static const char *const words[] = {"fw:", "fwd:", "ymlaen:"};

	subject += strspn(subject, " [");
	for (size_t i = 0; i < COUNT(words); i++)
		if (strncasecmp(subject, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static struct line
line_at(const struct splitter *s, size_t at)
{
	const char *nl = memchr(s->text + at, '\n', s->len - at);
	struct line l = {.s = s->text + at, .start = at};

	l.end = nl != NULL ? (size_t)(nl - s->text) : s->len;
	l.next = nl != NULL ? l.end + 1 : s->len;
	while (l.end > l.start && s->text[l.end - 1] == ' ')
		l.end--;
	return l;
}

static size_t
line_len(const struct line *l)
{
	return l->end - l->start;
}

static bool
begins(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && strncasecmp(s, word, n) == 0;
}

static bool
ends(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && strncasecmp(s + len - n, word, n) == 0;
}

/* An attribution may be wrapped over the next lines; how far it goes. 0 when
 * this line begins none. */
static size_t
attribution(const struct splitter *s, const struct line *l,
    const struct marker *m, const char *text, size_t len)
{
	struct line next = *l;

	if (m->ends == NULL || ends(text, len, m->ends))
		return l->next;
	for (int i = 0; i < 2 && next.next < s->len; i++) {
		next = line_at(s, next.next);
		if (line_len(&next) == 0)
			return 0;
		if (ends(next.s, line_len(&next), m->ends))
			return next.next;
	}
	return 0;
}

/* True when the line is a marker; *ret_zone what follows it, *ret_next where
 * it ends. */
static bool
marker_line(const struct splitter *s, const struct line *l, enum zone *ret_zone,
    size_t *ret_next)
{
	size_t skip = 0, len = line_len(l), next;

	while (skip < len && strchr("-*_ >", l->s[skip]) != NULL)
		skip++;
	if (len - skip < 3 || len - skip > 300 ||
	    strchr("oOaAyYnNfFbB", l->s[skip]) == NULL)
		return false;
	for (size_t i = 0; i < COUNT(markers); i++) {
		const struct marker *m = &markers[i];

		if (!begins(l->s + skip, len - skip, m->begins) ||
		    (m->ruled && (skip < 2 || l->s[0] != '-')))
			continue;
		next = attribution(s, l, m, l->s + skip, len - skip);
		if (next == 0)
			continue;
		*ret_next = next;
		*ret_zone = m->zone == ZONE_QUOTED && s->forwarding
				? ZONE_FORWARDED
				: m->zone;
		return true;
	}
	return false;
}

static bool
begins_any(const struct line *l, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (begins(l->s, line_len(l), words[i]))
			return true;
	return false;
}

/* "From:" with two more header lines close below it. */
static bool
block_line(const struct splitter *s, const struct line *l)
{
	struct line next = *l;
	int seen = 0;

	if (line_len(l) == 0 || strchr("fFoO*", l->s[0]) == NULL ||
	    !begins_any(l, block_heads, COUNT(block_heads)))
		return false;
	for (int i = 0; i < 6 && next.next < s->len; i++) {
		next = line_at(s, next.next);
		seen += begins_any(&next, block_lines, COUNT(block_lines));
	}
	return seen >= 2;
}

static bool
closing_line(const struct line *l)
{
	size_t len = line_len(l);

	if (len < 3 || len > 40)
		return false;
	for (size_t i = 0; i < COUNT(closings); i++) {
		size_t n = strlen(closings[i]);

		if (begins(l->s, len, closings[i]) &&
		    (len == n || strchr(" ,.!-", l->s[n]) != NULL))
			return true;
	}
	return false;
}

static bool
signature_line(const struct splitter *s, const struct line *l)
{
	size_t whole = l->next - l->start;

	/* "-- " loses its space on the way often enough. */
	return whole >= 2 && line_len(l) == 2 &&
	       memcmp(s->text + l->start, "--", 2) == 0;
}

/* True when at least n bits are set. */
static bool
several(uint32_t bits, int n)
{
	return __builtin_popcount(bits) >= n;
}

/* A paragraph, lower case with its white space squeezed, against the table. */
static bool
is_boilerplate(const char *s, size_t len)
{
	char low[TAIL_BYTES + 1];
	uint32_t shapes = 0;
	size_t n = 0;
	bool strong = false;

	for (size_t i = 0; i < len && n < TAIL_BYTES; i++) {
		char c = s[i];

		if (c == '\n' || c == '\t')
			c = ' ';
		if (c == ' ' && n > 0 && low[n - 1] == ' ')
			continue;
		low[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	if (n < 30)
		return false;
	for (size_t i = 0; i < COUNT(boilerplates); i++) {
		const struct boilerplate *b = &boilerplates[i];

		if (memmem(low, n, b->phrase, strlen(b->phrase)) == NULL)
			continue;
		strong |= b->strong;
		shapes |= UINT32_C(1) << b->shape;
	}
	/* A short paragraph is one shape; a long one may be somebody's own
	 * words with one in them. */
	return (strong && (n <= 250 || several(shapes, 2))) ||
	       several(shapes, 3);
}

/* Where the paragraph that ends before `end` begins, not before `from`. */
static size_t
paragraph_start(const char *text, size_t from, size_t end)
{
	size_t at = end;

	while (at > from && (text[at - 1] == '\n' || text[at - 1] == ' '))
		at--;
	while (at > from) {
		if (text[at - 1] == '\n' &&
		    (at - 1 == from || text[at - 2] == '\n'))
			return at;
		at--;
	}
	return from;
}

/* Where the footer of the authored text [start, end) begins; end: none. Only
 * paragraphs at the very end count, and never the first of the text. */
static size_t
footer_start(const struct splitter *s, size_t start, size_t end)
{
	size_t footer = end, low = start, para;

	if (end - start > TAIL_BYTES)
		low = end - TAIL_BYTES;
	while (footer > low) {
		para = paragraph_start(s->text, low, footer);
		if (para == start ||
		    !is_boilerplate(s->text + para, footer - para))
			break;
		footer = para;
	}
	return footer;
}

static bool
blank(const char *s, size_t len)
{
	while (len > 0 && strchr(" \n\t", *s) != NULL)
		s++, len--;
	return len == 0;
}

/* Where the signature of [start, end) begins; end: none. */
static size_t
signature_start(const struct splitter *s, size_t start, size_t end)
{
	size_t at = end - start > TAIL_BYTES ? end - TAIL_BYTES : start;
	size_t found = end;

	while (at < end) {
		struct line l = line_at(s, at);

		if (signature_line(s, &l))
			return l.start;
		if (found == end && closing_line(&l) &&
		    end - l.next <= SIGNATURE_BYTES &&
		    !blank(s->text + l.next, end - l.next))
			found = l.next;
		at = l.next;
	}
	return found;
}

/* Adds authored text with what hangs at its end. */
static int
add_authored(struct splitter *s, size_t start, size_t end)
{
	size_t footer, signature;

	if (start >= end)
		return 0;
	footer = footer_start(s, start, end);
	signature = signature_start(s, start, footer);
	if (zones_add(s->out, ZONE_AUTHORED, s->offset + start,
		s->offset + signature) < 0 ||
	    zones_add(s->out, ZONE_SIGNATURE, s->offset + signature,
		s->offset + footer) < 0)
		return -1;
	return zones_add(
	    s->out, ZONE_FOOTER, s->offset + footer, s->offset + end);
}

static int
add_rest(struct splitter *s, enum zone zone, size_t start)
{
	size_t footer = footer_start(s, start, s->len);

	if (zones_add(s->out, zone, s->offset + start, s->offset + footer) < 0)
		return -1;
	return zones_add(
	    s->out, ZONE_FOOTER, s->offset + footer, s->offset + s->len);
}

/* True when the next line that is not blank at or after `at` is quoted. */
static bool
quote_follows(const struct splitter *s, size_t at)
{
	for (int i = 0; i < 4 && at < s->len; i++) {
		struct line l = line_at(s, at);

		if (line_len(&l) > 0)
			return l.s[0] == '>';
		at = l.next;
	}
	return false;
}

int
zones_split(const char *text, size_t len, size_t offset, bool forwarding,
    struct zones *ret)
{
	struct splitter s = {text, len, offset, forwarding, ret};
	enum zone zone;
	size_t at = 0, authored = 0, next;
	bool marked;

	for (; at < len; at = next) {
		struct line l = line_at(&s, at);

		zone = forwarding ? ZONE_FORWARDED : ZONE_QUOTED;
		next = l.next;
		if (line_len(&l) == 0)
			continue;
		marked = l.s[0] != '>' && marker_line(&s, &l, &zone, &next);
		if (l.s[0] != '>' && !marked && !block_line(&s, &l))
			continue;
		if (add_authored(&s, authored, at) < 0)
			return -1;
		/* Without marks before its lines a quotation has no end. */
		if (l.s[0] != '>' && !(marked && quote_follows(&s, next)))
			return add_rest(&s, zone, at);
		if (zones_add(ret, zone, offset + at, offset + next) < 0)
			return -1;
		authored = next;
	}
	return add_authored(&s, authored, len);
}
