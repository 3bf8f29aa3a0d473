/* SPDX-License-Identifier: MIT
 *
 * pdf-objects.c - the objects of a PDF file, one after the other as they stand
 * (ISO 32000-1, 7.3.10), and those packed in object streams (7.5.7).
 *
 * poppler tells nothing of marks for redaction, of labels, and of streams that
 * do not unpack.  This goes through the file once, in linear time; where it
 * does not understand the file it finds less, and never more.
 *
 * BUGS: object streams of encrypted files are not unpacked; of filters only
 * Flate without a predictor is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

#include "base/limits.h"
#include "extract/pdf-parts.h"

/* What all streams may unpack to, and one of objects. */
#define MOST_UNPACKED (128u * MIB)
#define MOST_PACKED_OBJECTS (16u * MIB)
#define MOST_MARKS 4000
/* Lists of layers within each other. */
#define DEEPEST 24
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

struct scan {
	struct pdf *p;
	struct pdf_objects *o;
	const char *end;
	size_t budget; /* bytes of dictionaries that may still be looked at */
	bool encrypted;
	struct pdf_dict file;
};

static void
add_mark(struct pdf_objects *o, const struct pdf_dict *d)
{
	struct pdf_mark m = {.nquads = 0}, *more;
	struct pdf_entry e;
	size_t cap;

	if (o->nmarks >= MOST_MARKS || !pdf_syntax_find(d, "/Rect", &e) ||
	    pdf_syntax_numbers(&e, m.rect, 4) < 4)
		return;
	if (pdf_syntax_find(d, "/QuadPoints", &e))
		m.nquads = pdf_syntax_numbers(&e, m.quads, COUNT(m.quads)) / 8;
	/* More than fit: all of it is meant. */
	if (m.nquads == PDF_QUADS)
		m.nquads = 0;
	if (o->nmarks == o->capmarks) {
		cap = o->capmarks > 0 ? 2 * o->capmarks : 8;
		more = realloc(o->marks, cap * sizeof *more);
		if (more == NULL)
			return;
		o->marks = more;
		o->capmarks = cap;
	}
	o->marks[o->nmarks++] = m;
}

/* Annotations that are written within their page's own object. */
static void
add_marks_within(struct pdf_objects *o, const struct pdf_dict *page)
{
	struct pdf_dict d;
	struct pdf_entry e;
	const char *s, *stop;

	if (!pdf_syntax_find(page, "/Annots", &e) || *e.value != '[')
		return;
	for (s = e.value + 1; s < e.end; s = stop) {
		s = pdf_syntax_blanks(s, e.end);
		stop = pdf_syntax_skip(s, e.end);
		if (stop == NULL)
			return;
		if (stop - s < 4 || memcmp(s, "<<", 2) != 0)
			continue;
		d = (struct pdf_dict){s + 2, stop - 2};
		if (pdf_syntax_is(&d, "/Subtype", "/Redact"))
			add_mark(o, &d);
	}
}

/* "/MSIP_Label_…_Name (Official)", in the information dictionary. */
static void
add_labels(struct pdf_objects *o, const struct pdf_dict *d)
{
	const char *at = d->from;
	struct pdf_entry e;
	size_t n;

	if (memmem(d->from, (size_t)(d->to - d->from), "/MSIP_Label_", 12) ==
	    NULL)
		return;
	while (pdf_syntax_next(&at, d->to, &e)) {
		if (e.key_len < 12 || memcmp(e.key, "/MSIP_Label_", 12) != 0)
			continue;
		n = (size_t)(e.end - e.value);
		if (n < 2 || n > 400 || *e.value != '(')
			continue;
		buf_addf(&o->labels, "label: %.*s %.*s\n", (int)e.key_len - 1,
		    e.key + 1, (int)n - 2, e.value + 1);
	}
}

static void
keep_entry(const struct pdf_dict *d, const char *key, struct buf *out)
{
	struct pdf_entry e;

	if (!pdf_syntax_find(d, key, &e))
		return;
	buf_reset(out);
	buf_add(out, e.value, (size_t)(e.end - e.value));
}

static void
take_trailer(struct pdf_objects *o, const struct pdf_dict *d)
{
	keep_entry(d, "/Root", &o->root);
	keep_entry(d, "/Encrypt", &o->encrypt);
	keep_entry(d, "/ID", &o->id);
}

/* A list of layers, from its bracket on (8.11.4.3). poppler-glib 22.12 writes
 * through NULL where a label is first in the list, or behind a list within it:
 * only behind a layer, or first in a list within, is it safe. */
static bool
is_bad_order(const char *s, const char *end)
{
	bool safe[DEEPEST] = {false};
	size_t depth = 0;

	for (; s != NULL && (s = pdf_syntax_blanks(s, end)) < end;) {
		if (*s == '[') {
			if (++depth >= DEEPEST)
				return true;
			safe[depth] = depth > 1;
			s++;
		} else if (*s == ']') {
			if (--depth == 0)
				return false;
			safe[depth] = false;
			s++;
		} else {
			if (*s == '(' || *s == '<') {
				if (!safe[depth])
					return true;
			} else
				safe[depth] = true;
			s = pdf_syntax_skip(s, end);
		}
	}
	return true;
}

/* The list that is an object of its own; one that is not found is bad. */
static bool
is_bad_list(const struct pdf_dict *file, const double number[2])
{
	const char *s = file->from;
	char head[40];
	int n;

	if (!(number[0] > 0 && number[0] < 1e7 && number[1] >= 0 &&
		number[1] < 65536))
		return true;
	n = snprintf(
	    head, sizeof head, "\n%.0f %.0f obj", number[0], number[1]);
	s = memmem(s, (size_t)(file->to - s), head, (size_t)n);
	if (s == NULL) {
		head[0] = '\r';
		s = memmem(file->from, (size_t)(file->to - file->from), head,
		    (size_t)n);
	}
	if (s == NULL)
		return true;
	s = pdf_syntax_blanks(s + n, file->to);
	return s >= file->to || *s != '[' || is_bad_order(s, file->to);
}

static void
check_layers(struct pdf_objects *o, const struct pdf_dict *d,
    const struct pdf_dict *file)
{
	const char *s = d->from;
	struct pdf_entry e;
	double number[2];

	while (!o->bad_layers &&
	       (s = memmem(s, (size_t)(d->to - s), "/Order", 6)) != NULL) {
		s = pdf_syntax_blanks(s + 6, d->to);
		e = (struct pdf_entry){.value = s, .end = d->to};
		if (s < d->to && *s == '[')
			o->bad_layers |= is_bad_order(s, d->to);
		else if (pdf_syntax_numbers(&e, number, 2) == 2)
			o->bad_layers |= is_bad_list(file, number);
	}
}

static void
take_object(struct pdf_objects *o, size_t number, unsigned generation,
    const struct pdf_dict *d, const struct pdf_dict *file)
{
	if (number > o->most)
		o->most = number;
	if (pdf_syntax_is(d, "/Subtype", "/Redact"))
		add_mark(o, d);
	else if (pdf_syntax_is(d, "/Type", "/Page") ||
		 pdf_syntax_is(d, "/Type", "/Pages"))
		pdf_wide_object(o, number, generation, d);
	else if (pdf_syntax_is(d, "/Type", "/XRef"))
		take_trailer(o, d);
	add_marks_within(o, d);
	add_labels(o, d);
	check_layers(o, d, file);
}

/* The dictionary at s; false: there is none. */
static bool
take_dict(struct scan *k, const char *s, const char *end, struct pdf_dict *ret)
{
	const char *stop;

	s = pdf_syntax_blanks(s, end);
	if (end - s < 4 || memcmp(s, "<<", 2) != 0)
		return false;
	if ((size_t)(end - s) > k->budget)
		end = s + k->budget;
	stop = pdf_syntax_skip(s, end);
	k->budget -= (size_t)((stop != NULL ? stop : end) - s);
	if (stop == NULL)
		return false;
	*ret = (struct pdf_dict){s + 2, stop - 2};
	return true;
}

/* Unpacks Flate, its checksum not looked at: nobody's reader does. False: the
 * data are damaged or end too early. */
static bool
inflate_all(struct scan *k, const char *s, size_t len, struct buf *out)
{
	GConverter *c =
	    G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW));
	GConverterResult r = G_CONVERTER_CONVERTED;
	static char piece[64 * KIB];
	gsize read, wrote;

	while (r == G_CONVERTER_CONVERTED && k->o->unpacked < MOST_UNPACKED) {
		r = g_converter_convert(c, s, len, piece, sizeof piece,
		    G_CONVERTER_INPUT_AT_END, &read, &wrote, NULL);
		if (r == G_CONVERTER_ERROR)
			break;
		s += read;
		len -= read;
		k->o->unpacked += wrote;
		if (out != NULL)
			buf_add(out, piece, wrote);
	}
	g_object_unref(c);
	return r != G_CONVERTER_ERROR;
}

/* The two bytes before the data (RFC 1950). */
static bool
is_zlib(const char *s)
{
	const unsigned first = (unsigned char)s[0];

	return (first & 15) == 8 &&
	       (first << 8 | (unsigned char)s[1]) % 31 == 0;
}

/* Objects within a stream: pairs of number and offset, then they. */
static void
take_packed(struct scan *k, const struct pdf_dict *d, const struct buf *b)
{
	const char *end = buf_str(b) + b->len, *at = buf_str(b), *stop;
	struct pdf_entry e;
	double first = 0, pair[2];

	if (!pdf_syntax_find(d, "/First", &e) ||
	    pdf_syntax_numbers(&e, &first, 1) < 1 || !(first > 0) ||
	    first > (double)b->len)
		return;
	for (stop = at + (size_t)first; at < stop;) {
		struct pdf_dict within;

		e = (struct pdf_entry){.value = at, .end = stop};
		if (pdf_syntax_numbers(&e, pair, 2) < 2)
			return;
		if (!(pair[0] > 0 && pair[0] < 1e7 && pair[1] >= 0 &&
			pair[1] <= (double)(end - stop)))
			return;
		if (take_dict(k, stop + (size_t)pair[1], end, &within))
			take_object(
			    k->o, (size_t)pair[0], 0, &within, &k->file);
		for (int i = 0; i < 2 && at != NULL && at < stop; i++)
			at = pdf_syntax_skip(at, stop);
		if (at == NULL)
			return;
	}
}

/* Is it Flate first, and worth a look: no picture, no font? */
static bool
is_packed(const struct pdf_dict *d)
{
	struct pdf_entry e;
	const char *s;

	if (!pdf_syntax_find(d, "/Filter", &e) ||
	    pdf_syntax_is(d, "/Subtype", "/Image"))
		return false;
	s = e.value;
	if (*s == '[')
		s = pdf_syntax_blanks(s + 1, e.end);
	if (e.end - s < 12 || memcmp(s, "/FlateDecode", 12) != 0)
		return false;
	return !pdf_syntax_find(d, "/Length1", &e) &&
	       !pdf_syntax_find(d, "/Subtype", &e) &&
	       !pdf_syntax_is(d, "/Type", "/XRef");
}

static void
take_stream(struct scan *k, const struct pdf_dict *d, const char *s, size_t len)
{
	const bool objects = pdf_syntax_is(d, "/Type", "/ObjStm");
	struct buf b = BUF_MAX(MOST_PACKED_OBJECTS);
	struct pdf_entry e;

	if (k->encrypted || len <= 2 || !is_packed(d))
		return;
	if (!is_zlib(s) || !inflate_all(k, s + 2, len - 2, objects ? &b : NULL))
		k->o->damaged++;
	if (objects && !pdf_syntax_find(d, "/DecodeParms", &e))
		take_packed(k, d, &b);
	buf_free(&b);
}

/* Past the stream that follows the dictionary, if one does. */
static const char *
after_stream(struct scan *k, const struct pdf_dict *d)
{
	const char *s = pdf_syntax_blanks(d->to + 2, k->end), *stop;
	struct pdf_entry e;
	double len;

	if (k->end - s < 8 || memcmp(s, "stream", 6) != 0)
		return d->to + 2;
	s += 6;
	s += *s == '\r';
	s += *s == '\n';
	stop = s;
	/* A reference is two numbers more, and not followed. */
	if (pdf_syntax_find(d, "/Length", &e) &&
	    memchr(e.value, 'R', (size_t)(e.end - e.value)) == NULL &&
	    pdf_syntax_numbers(&e, &len, 1) == 1 && len >= 0 &&
	    len < (double)(k->end - s))
		stop = s + (size_t)len;
	stop = memmem(stop, (size_t)(k->end - stop), "endstream", 9);
	if (stop == NULL) {
		k->o->damaged++;
		return k->end;
	}
	take_stream(k, d, s, (size_t)(stop - s));
	return stop + 9;
}

/* The number that ends before s, and where it begins. */
static const char *
number_before(const char *from, const char *s, size_t *ret)
{
	size_t unit = 1;

	*ret = 0;
	while (s > from && (s[-1] == ' ' || s[-1] == '\n' || s[-1] == '\r'))
		s--;
	for (; s > from && s[-1] >= '0' && s[-1] <= '9' && unit < 100000000;
	     unit *= 10)
		*ret += unit * (size_t)(*--s - '0');
	return unit > 1 ? s : NULL;
}

static const char *
take_one(struct scan *k, const char *from, const char *word)
{
	size_t number, generation;
	struct pdf_dict d;
	const char *s;

	s = number_before(from, word, &generation);
	if (s == NULL || number_before(from, s, &number) == NULL ||
	    !take_dict(k, word + 3, k->end, &d))
		return word + 3;
	take_object(k->o, number, (unsigned)generation, &d, &k->file);
	return after_stream(k, &d);
}

static void
take_trailers(struct scan *k)
{
	const char *s = k->p->data;
	struct pdf_dict d;

	while ((s = memmem(s, (size_t)(k->end - s), "trailer", 7)) != NULL) {
		s += 7;
		if (take_dict(k, s, k->end, &d))
			take_trailer(k->o, &d);
	}
}

void
pdf_objects_read(struct pdf *p)
{
	struct scan k = {.p = p,
	    .o = &p->objects,
	    .end = p->data + p->len,
	    .file = {p->data, p->data + p->len},
	    .budget = 4 * p->len + 4 * MOST_PACKED_OBJECTS,
	    .encrypted = memmem(p->data, p->len, "/Encrypt", 8) != NULL};
	const char *s = p->data;

	p->objects.labels = BUF_MAX(64 * KIB);
	p->objects.wide = BUF_MAX(p->len + MIB);
	p->objects.entries = BUF_MAX(8 * MIB);
	p->objects.root = p->objects.encrypt = BUF_MAX(KIB);
	p->objects.id = BUF_MAX(KIB);
	while (k.budget > 0 &&
	       (s = memmem(s, (size_t)(k.end - s), "obj", 3)) != NULL)
		s = take_one(&k, p->data, s);
	take_trailers(&k);
	/* In objects that are not understood, too: poppler may. */
	check_layers(&p->objects, &k.file, &k.file);
}

void
pdf_objects_free(struct pdf_objects *o)
{
	free(o->marks);
	buf_free(&o->labels);
	buf_free(&o->wide);
	buf_free(&o->entries);
	buf_free(&o->root);
	buf_free(&o->encrypt);
	buf_free(&o->id);
}
