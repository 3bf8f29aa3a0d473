/* SPDX-License-Identifier: MIT
 *
 * pdf-parts.h - what the files of the PDF reader share.
 *
 * Boxes are in points from the upper left corner of the page as it is shown.
 * Only the pdf-*.c include this.
 */
#ifndef EXTRACT_PDF_PARTS_H
#define EXTRACT_PDF_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cairo.h>
#include <poppler.h>

#include "base/buf.h"
#include "extract/document.h"

/* How a character is seen, and with others where its text goes. */
enum pdf_flow_kind {
	PDF_SHOWN,
	PDF_COVERED, /* something opaque lies over it, or it has the colour
		      * of the box it stands on */
	PDF_MARKED,  /* marked for redaction, which was never applied */
	PDF_PALE,    /* in the colour of the page */
	PDF_UNDRAWN, /* never painted */
	PDF_TINY,
	PDF_OFF, /* beside the page */
	PDF_LAYER,
	PDF_NOTE,
	PDF_FIELD,
	PDF_FLOWS,
};

/* The text of one kind, page after page. */
struct pdf_flow {
	struct buf text;
	uint32_t *numbers; /* of its pages */
	size_t n, cap;
};

struct pdf_box {
	double x1, y1, x2, y2;
};

struct pdf_char {
	struct pdf_box box;
	uint32_t at, bytes; /* in the page's text */
	uint32_t box_at;    /* counts without marks of direction */
	unsigned char rgb[3];
	unsigned char seen; /* enum pdf_flow_kind */
	bool letter;        /* or digit: what is looked for */
	bool sideways;      /* it and its neighbour stand above each other */
	bool doubtful;      /* seen from afar it cannot be told */
	bool appeared;      /* was to be seen while the page was painted */
	unsigned font;      /* in pdf_page.fonts */
};

struct pdf_page {
	PopplerPage *page;
	PopplerPage *look; /* what is painted and has the text: it, or the same
			    * with so much around it on each side */
	double around;
	size_t number; /* from 1 */
	double width, height;
	char *text;
	struct pdf_char *v;
	size_t n;
	GList *attributes;
	cairo_surface_t *picture; /* NULL: could not be painted */
	double scale;             /* dots of it to the point */
	unsigned char paper[3];
};

/* A dictionary as it is written, between its brackets, and one entry of it. */
struct pdf_dict {
	const char *from, *to;
};

struct pdf_entry {
	const char *key; /* with its slash */
	size_t key_len;
	const char *value, *end;
};

/* A mark for redaction (12.5.6.23): its rectangle, and what of it is meant,
 * four corners each; none: all. */
#define PDF_QUADS 8
struct pdf_mark {
	double rect[4];
	double quads[8 * PDF_QUADS];
	size_t nquads;
};

/* What the file's objects say that poppler does not. */
struct pdf_objects {
	struct pdf_mark *marks;
	size_t nmarks, capmarks;
	struct buf labels;            /* lines */
	struct buf wide;              /* pages again, with wider boxes */
	struct buf entries;           /* where they are in it */
	struct buf root, encrypt, id; /* of the trailer, as written */
	size_t most;                  /* the highest number of an object */
	size_t damaged;               /* streams that do not unpack */
	size_t unpacked;              /* bytes so far */
	bool bad_layers;              /* their list makes poppler fall over */
};

struct pdf {
	const struct document *d;
	size_t depth;
	const char *data;
	size_t len;
	PopplerDocument *document;
	PopplerDocument *wide; /* the same, its pages wider; or NULL */
	struct buf wide_bytes;
	struct pdf_objects objects;
	struct texts *out;
	struct pdf_flow flows[PDF_FLOWS];
	struct pdf_flow words; /* of pictures */
	struct buf about;      /* lines for the properties */
	struct buf links;
	GHashTable *embedded; /* names of fonts; NULL: not yet looked at */
	size_t inside;        /* documents within, so far */
	size_t signs, compared;
	bool image_noted;
};

/* pdf-syntax.c: past blanks; past one value (NULL: it has no end); the next
 * entry, one by its key, whether that is a name; numbers of an array. */
const char *pdf_syntax_blanks(const char *s, const char *end);
const char *pdf_syntax_skip(const char *s, const char *end);
bool pdf_syntax_next(const char **at, const char *end, struct pdf_entry *ret);
bool pdf_syntax_find(
    const struct pdf_dict *d, const char *key, struct pdf_entry *ret);
bool pdf_syntax_is(const struct pdf_dict *d, const char *key, const char *name);
size_t pdf_syntax_numbers(const struct pdf_entry *e, double *ret, size_t most);

/* pdf-objects.c: goes through the file's objects once. */
void pdf_objects_read(struct pdf *p);
void pdf_objects_free(struct pdf_objects *o);

/* pdf-wide.c: one object that is a page, or has pages, is written again with
 * wider boxes; the document with all of them is opened. */
#define PDF_AROUND 14400.0 /* the largest page Acrobat makes */
void pdf_wide_object(struct pdf_objects *o, size_t number, unsigned generation,
    const struct pdf_dict *d);
void pdf_wide_open(struct pdf *p);
/* The wide page of the same number, or NULL where it is not the same. */
PopplerPage *pdf_wide_page(const struct pdf *p, const struct pdf_page *page);

/* pdf-page.c */

/* Paints a page small and takes its characters. False: memory is out. */
bool pdf_page_open(struct pdf *p, size_t number, struct pdf_page *ret);
void pdf_page_close(struct pdf_page *page);
/* Paints part of a page on a white ground; NULL: it cannot be. watch is called
 * with arg after each thing painted, with what there is by then. */
cairo_surface_t *pdf_page_paint(const struct pdf_page *page,
    const struct pdf_box *part, double scale,
    void (*watch)(void *arg, cairo_surface_t *so_far), void *arg);

/* pdf-see.c: sets `seen` of the characters that nobody sees, and notes signs
 * of covered ones. 0, or -1: memory is out. */
int pdf_see(struct pdf *p, struct pdf_page *page);
/* The same of what lies under a mark for redaction. */
int pdf_see_marked(
    struct pdf *p, struct pdf_page *page, const struct pdf_box *mark);

/* pdf-cover.c: of a page's doubtful characters, which are not to be seen. */
int pdf_cover(struct pdf *p, struct pdf_page *page);
struct pdf_box pdf_middle(const struct pdf_box *b, bool sideways);
/* The pixels of a picture within a box: how much they differ, of 255 (looking
 * ends at 64), and their colour; -1: outside. */
int pdf_contrast(cairo_surface_t *picture, double x1, double y1, double x2,
    double y2, unsigned char rgb[3]);

/* pdf-lines.c: adds the characters seen so, as lines, cells of a row divided
 * by tabs. */
void pdf_lines(
    const struct pdf_page *page, enum pdf_flow_kind kind, struct buf *out);

/* pdf-notes.c: annotations, form fields and links of a page. What is shown and
 * is not in the page's text is added to shown. 0, or -1. */
int pdf_notes(struct pdf *p, struct pdf_page *page, struct buf *shown);

/* pdf-about.c: properties, bookmarks; files within. 0, or -1. */
int pdf_about(struct pdf *p);
int pdf_attachments(struct pdf *p);
int pdf_attachment(struct pdf *p, PopplerAttachment *attachment);

/* pdf-layers.c: text on layers that are off. 0, or -1. */
int pdf_layers(struct pdf *p, size_t npages);

/* pdf-picture.c: a page that is a picture is read, or noted as unread. */
int pdf_picture(struct pdf *p, const struct pdf_page *page);

/* pdf.c: adds a page's text of a kind, if it has any. */
void pdf_flow(struct pdf_flow *f, size_t number, const char *s, size_t len);
/* "page 3 of plan.pdf" */
int pdf_sign(struct pdf *p, size_t number, const char *about);

#endif
