/* SPDX-License-Identifier: MIT
 *
 * pdf-see.c - which characters of a PDF page cannot be seen?
 *
 * From afar: two neighbouring letters that can be seen make the small picture
 * of their page uneven, whatever the colours.  Where it is even they are
 * doubtful, and pdf-cover.c looks closer.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/pdf-parts.h"

/* Of 255. Letters at one dot to the point seen: black on white 150 and more,
 * light grey on white (#dddddd) 20. */
#define DOUBTFUL 40
/* No more is asked: what differs so much is plain to see. */
#define PLAIN 64
/* Letters that nobody reads without a glass, in points. */
#define TINY 1.3
/* Of 765: a box meant to black out. */
#define DARK 200
/* Letters of a word that are covered, for it to be. */
#define FEWEST 3
/* Signs of one document. */
#define MOST_SIGNS 200

int
pdf_contrast(cairo_surface_t *picture, double x1, double y1, double x2,
    double y2, unsigned char rgb[3])
{
	const unsigned char *data = cairo_image_surface_get_data(picture), *px;
	const int stride = cairo_image_surface_get_stride(picture);
	const int width = cairo_image_surface_get_width(picture);
	const int height = cairo_image_surface_get_height(picture);
	int least[3] = {255, 255, 255}, most[3] = {0, 0, 0}, contrast = 0;
	/* Whole dots only: the edge of a box may end within one. */
	int left = (int)ceil(fmax(x1, 0)), right = (int)floor(fmin(x2, width));
	int top = (int)ceil(fmax(y1, 0)), low = (int)floor(fmin(y2, height));

	if (right <= left)
		right = (left = (int)fmax((x1 + x2) / 2, 0)) + 1;
	if (low <= top)
		low = (top = (int)fmax((y1 + y2) / 2, 0)) + 1;
	if (right > width || low > height)
		return -1;
	for (int y = top; y < low && contrast < PLAIN; y++)
		for (int x = left; x < right; x++) {
			px = data + (ptrdiff_t)y * stride + 4 * (ptrdiff_t)x;
			for (int i = 0; i < 3; i++) {
				least[i] = px[i] < least[i] ? px[i] : least[i];
				most[i] = px[i] > most[i] ? px[i] : most[i];
				if (most[i] - least[i] > contrast)
					contrast = most[i] - least[i];
			}
		}
	for (int i = 0; i < 3; i++) {
		rgb[2 - i] = (unsigned char)((most[i] + least[i]) / 2);
	}
	return contrast;
}

/* As if its line ran from left to right. */
static struct pdf_box
upright(const struct pdf_char *c)
{
	const struct pdf_box b = c->box;

	return c->sideways ? (struct pdf_box){b.y1, b.x1, b.y2, b.x2} : b;
}

static bool
neighbours(const struct pdf_char *x, const struct pdf_char *y)
{
	const struct pdf_box a = upright(x), b = upright(y);
	const double middle = (b.y1 + b.y2) / 2, high = b.y2 - b.y1;

	return x->sideways == y->sideways && middle > a.y1 && middle < a.y2 &&
	       a.x1 - b.x2 < high && b.x1 - a.x2 < high;
}

/* The middle of a box with one or two letters, where all letters have ink; of
 * lines that run up or down it is not known which. */
struct pdf_box
pdf_middle(const struct pdf_box *b, bool sideways)
{
	const double wide = b->x2 - b->x1, high = b->y2 - b->y1;

	if (sideways)
		return (struct pdf_box){
		    b->x1 + 0.22 * wide, b->y1, b->x2 - 0.22 * wide, b->y2};
	return (struct pdf_box){
	    b->x1, b->y1 + 0.25 * high, b->x2, b->y2 - 0.2 * high};
}

static void
join(struct pdf_box *box, const struct pdf_box *more)
{
	box->x1 = fmin(box->x1, more->x1);
	box->y1 = fmin(box->y1, more->y1);
	box->x2 = fmax(box->x2, more->x2);
	box->y2 = fmax(box->y2, more->y2);
}

static bool
even(const struct pdf_page *page, const struct pdf_char *a,
    const struct pdf_char *b)
{
	const double s = page->scale;
	struct pdf_box box = a->box;
	unsigned char rgb[3];
	int contrast;

	join(&box, &b->box);
	box = pdf_middle(&box, a->sideways);
	contrast = pdf_contrast(
	    page->picture, s * box.x1, s * box.y1, s * box.x2, s * box.y2, rgb);
	return contrast >= 0 && contrast < DOUBTFUL;
}

/* Marks both of each pair that cannot be told. */
static size_t
look_afar(struct pdf_page *page)
{
	struct pdf_char *last = NULL;
	size_t i, doubtful = 0;

	for (i = 0; i < page->n; i++) {
		struct pdf_char *c = &page->v[i];

		if (!c->letter || c->seen == PDF_OFF)
			continue;
		if (last != NULL && neighbours(last, c) &&
		    even(page, last, c)) {
			last->doubtful = c->doubtful = true;
			doubtful++;
		}
		last = c;
	}
	return doubtful;
}

static void
mark_tiny(struct pdf_page *page)
{
	for (size_t i = 0; i < page->n; i++) {
		struct pdf_char *c = &page->v[i];
		const double high = c->box.y2 - c->box.y1;
		const double wide = c->box.x2 - c->box.x1;

		/* Text on its side is high where it is wide. */
		if (c->letter && high < TINY && wide < TINY &&
		    (high > 0 || wide > 0))
			c->seen = PDF_TINY;
	}
}

static bool
is_off(const struct pdf_page *page, const struct pdf_char *c)
{
	const double x = (c->box.x1 + c->box.x2) / 2;
	const double y = (c->box.y1 + c->box.y2) / 2;

	return x < 0 || y < 0 || x > page->width || y > page->height;
}

static bool
is_blank(const struct pdf_page *page, size_t i)
{
	return strchr(" \t\n\r", page->text[page->v[i].at]) != NULL;
}

/* Words of which nothing is on the page; one that runs over its edge is all
 * shown. */
static void
mark_off(struct pdf_page *page)
{
	size_t i, j, end, off;

	for (i = 0; page->around > 0 && i < page->n; i = end) {
		off = 0;
		for (end = i; end < page->n && !is_blank(page, end); end++)
			off += is_off(page, &page->v[end]);
		for (j = i; j < end && off == end - i; j++)
			page->v[j].seen = PDF_OFF;
		end += end == i;
	}
}

/* A word under a box is all under it: the edge of its last letter may be
 * seen. */
static void
fill_words(struct pdf_page *page)
{
	size_t i, j, end, letters, covered;

	for (i = 0; i < page->n; i = end) {
		letters = covered = 0;
		for (end = i; end < page->n && !is_blank(page, end); end++) {
			letters += page->v[end].letter;
			covered += page->v[end].letter &&
				   page->v[end].seen == PDF_COVERED;
		}
		for (j = i; j < end && covered >= FEWEST && covered < letters &&
			    4 * covered >= 3 * letters;
		     j++)
			if (page->v[j].letter && page->v[j].seen == PDF_SHOWN)
				page->v[j].seen = PDF_COVERED;
		end += end == i;
	}
}

/* Marks that end or begin a hidden word are hidden with it. */
static void
fill_edges(struct pdf_page *page)
{
	size_t i, j;

	for (i = 0; i < page->n; i++) {
		if (!page->v[i].letter || page->v[i].seen == PDF_SHOWN)
			continue;
		for (j = i + 1;
		     j < page->n && !page->v[j].letter && !is_blank(page, j);)
			j++;
		if (j == page->n || is_blank(page, j))
			while (--j > i)
				page->v[j].seen = page->v[i].seen;
		for (j = i;
		     j > 0 && !page->v[j - 1].letter && !is_blank(page, j - 1);)
			page->v[--j].seen = page->v[i].seen;
	}
}

/* What stands between hidden letters of a line is hidden with them. */
static void
fill_between(struct pdf_page *page)
{
	size_t i, j, last = page->n;

	for (i = 0; i < page->n; i++) {
		if (page->text[page->v[i].at] == '\n') {
			last = page->n;
			continue;
		}
		if (!page->v[i].letter)
			continue;
		if (last < page->n && page->v[last].seen == page->v[i].seen)
			for (j = last + 1; j < i; j++)
				page->v[j].seen = page->v[i].seen;
		last = i;
	}
}

static const char *
colour(const unsigned char rgb[3])
{
	const int sum = rgb[0] + rgb[1] + rgb[2];
	int most = 0, least = 255;

	for (int i = 0; i < 3; i++) {
		most = rgb[i] > most ? rgb[i] : most;
		least = rgb[i] < least ? rgb[i] : least;
	}
	if (most - least > 60)
		return "coloured";
	return sum < 180 ? "black" : sum > 700 ? "white" : "grey";
}

static int
note(struct pdf *p, const struct pdf_page *page, const struct pdf_box *box,
    const char *under)
{
	char about[160];

	if (++p->signs > MOST_SIGNS)
		return 0;
	snprintf(about, sizeof about,
	    "text under a %s at %.0f, %.0f, %.0f by %.0f points", under,
	    box->x1, page->height - box->y2, box->x2 - box->x1,
	    box->y2 - box->y1);
	return pdf_sign(p, page->number, about);
}

static bool
is_dark(const unsigned char rgb[3])
{
	return rgb[0] + rgb[1] + rgb[2] < DARK;
}

/* Are characters i to j whole words? What only overlaps cuts them. */
static bool
is_whole(const struct pdf_page *page, size_t i, size_t j)
{
	return (i == 0 || is_blank(page, i - 1) || is_blank(page, i)) &&
	       (j + 1 == page->n || is_blank(page, j + 1) || is_blank(page, j));
}

/* Does the page show the same words? Drawings paint a label, its box and the
 * label again. */
static bool
is_shown_too(struct pdf *p, const struct pdf_page *page, size_t i, size_t j)
{
	size_t len, k = 0;
	const char *s = page->text, *found;

	while (i < j && is_blank(page, i))
		i++;
	while (j > i && is_blank(page, j))
		j--;
	len = page->v[j].at + page->v[j].bytes - page->v[i].at;
	if (p->compared++ > MOST_SIGNS)
		return false;
	while ((found = memmem(
		    s, strlen(s), page->text + page->v[i].at, len)) != NULL) {
		while (k + 1 < page->n && page->text + page->v[k].at < found)
			k++;
		if (page->v[k].seen == PDF_SHOWN)
			return true;
		s = found + len;
	}
	return false;
}

/* One sign for each run of covered characters in a line. */
static int
note_covered(struct pdf *p, const struct pdf_page *page)
{
	unsigned char rgb[3] = {0, 0, 0};
	struct pdf_box box;
	char under[32];
	size_t i, j;

	for (i = 0; i < page->n; i = j + 1) {
		j = i;
		if (page->v[i].seen != PDF_COVERED)
			continue;
		box = page->v[i].box;
		while (j + 1 < page->n && page->v[j + 1].seen == PDF_COVERED)
			join(&box, &page->v[++j].box);
		pdf_contrast(page->picture, page->scale * page->v[i].box.x1,
		    page->scale * page->v[i].box.y1,
		    page->scale * page->v[i].box.x2,
		    page->scale * page->v[i].box.y2, rgb);
		if (!is_dark(rgb) &&
		    (!is_whole(page, i, j) || is_shown_too(p, page, i, j)))
			continue;
		snprintf(under, sizeof under, "%s box", colour(rgb));
		if (note(p, page, &box, under) < 0)
			return -1;
	}
	return 0;
}

int
pdf_see_marked(struct pdf *p, struct pdf_page *page, const struct pdf_box *mark)
{
	size_t i, letters = 0;

	for (i = 0; i < page->n; i++) {
		struct pdf_char *c = &page->v[i];
		const double x = (c->box.x1 + c->box.x2) / 2;
		const double y = (c->box.y1 + c->box.y2) / 2;

		if (x < mark->x1 || x > mark->x2 || y < mark->y1 ||
		    y > mark->y2 || c->seen != PDF_SHOWN)
			continue;
		c->seen = PDF_MARKED;
		letters += c->letter;
	}
	return letters > 0 ? note(p, page, mark, "redaction mark") : 0;
}

int
pdf_see(struct pdf *p, struct pdf_page *page)
{
	/* What cannot be painted cannot be looked at. */
	if (page->picture == NULL)
		return document_unread(p->d, UNREAD_LIMIT, p->out);
	mark_tiny(page);
	mark_off(page);
	if (look_afar(page) > 0 && pdf_cover(p, page) < 0)
		return -1;
	fill_words(page);
	fill_between(page);
	fill_edges(page);
	return note_covered(p, page);
}
