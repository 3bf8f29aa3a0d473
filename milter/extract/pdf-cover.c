/* SPDX-License-Identifier: MIT
 *
 * pdf-cover.c - doubtful characters of a PDF page, seen from near.
 *
 * The part of the page with all of them is painted large, and looked at after
 * each thing painted.  A character that could be seen for a while and cannot at
 * the end was covered.  One that never could has the colour of what it stands
 * on, or was not painted: on purpose (the invisible words that lie over a
 * scanned page), or because its font is neither in the document nor on this
 * machine, which says nothing.
 *
 * BUGS: what is painted within a transparency group is seen only when the group
 * is done; white boxes over text in one count as "not painted".
 */
#include <math.h>
#include <stdlib.h>

#include "extract/pdf-parts.h"

/* Dots to the point, and dots of the whole. */
#define SCALE 3.0
#define MOST_DOTS 12000000.0
/* Of 255: below, nothing is seen; from `ENOUGH` on it was there. Between them
 * are noise of pictures and letters of almost the page's colour. */
#define NOTHING 10
#define COVERED 24
#define ENOUGH 40
/* Two colours that look alike. */
#define ALIKE 40
#define DARK 200 /* of 765 */
/* Pixels looked at while a page is painted: about a third of a second. */
#define MOST_LOOKS 150000000.0
/* Letters in a run. A box covers a word at least; a letter or two alone are
 * the edge of something else, or under a large letter of a watermark. */
#define FEWEST_COVERED 3
#define FEWEST_OTHER 3

struct look {
	struct pdf_page *page;
	struct pdf_box part;
	double scale, looks;
};

static int
contrast(const struct look *l, cairo_surface_t *picture,
    const struct pdf_box *b, unsigned char rgb[3])
{
	const double s = l->scale;
	const double wide = 0.06 * (b->x2 - b->x1);
	const double high = 0.06 * (b->y2 - b->y1);

	return pdf_contrast(picture, s * (b->x1 + wide - l->part.x1),
	    s * (b->y1 + high - l->part.y1), s * (b->x2 - wide - l->part.x1),
	    s * (b->y2 - high - l->part.y1), rgb);
}

static void
watch(void *arg, cairo_surface_t *so_far)
{
	struct look *l = arg;
	unsigned char rgb[3];
	struct pdf_box middle;

	for (size_t i = 0; i < l->page->n && l->looks < MOST_LOOKS; i++) {
		struct pdf_char *c = &l->page->v[i];

		l->looks++;
		if (!c->doubtful || c->appeared)
			continue;
		l->looks += l->scale * l->scale * (c->box.x2 - c->box.x1) *
			    (c->box.y2 - c->box.y1);
		middle = pdf_middle(&c->box, c->sideways);
		if (contrast(l, so_far, &middle, rgb) >= ENOUGH)
			c->appeared = true;
	}
}

static bool
alike(const unsigned char a[3], const unsigned char b[3])
{
	for (int i = 0; i < 3; i++)
		if (abs(a[i] - b[i]) > ALIKE)
			return false;
	return true;
}

/* Names of the fonts that are in the document, gathered once. */
static bool
is_embedded(struct pdf *p, const struct pdf_page *page, unsigned font)
{
	const PopplerTextAttributes *a =
	    g_list_nth_data(page->attributes, font);
	PopplerFontsIter *at = NULL;
	PopplerFontInfo *info;

	if (p->embedded == NULL) {
		p->embedded = g_hash_table_new_full(
		    g_str_hash, g_str_equal, g_free, NULL);
		info = poppler_font_info_new(p->document);
		if (poppler_font_info_scan(
			info, poppler_document_get_n_pages(p->document), &at) &&
		    at != NULL) {
			do {
				if (poppler_fonts_iter_is_embedded(at) &&
				    poppler_fonts_iter_get_full_name(at))
					g_hash_table_add(p->embedded,
					    g_strdup(
						poppler_fonts_iter_get_full_name(
						    at)));
			} while (poppler_fonts_iter_next(at));
			poppler_fonts_iter_free(at);
		}
		poppler_font_info_free(info);
	}
	return a != NULL && a->font_name != NULL &&
	       g_hash_table_contains(p->embedded, a->font_name);
}

/* What a character is that never was to be seen, on ground of that colour. */
static enum pdf_flow_kind
never_seen(struct pdf *p, const struct pdf_page *page, const struct pdf_char *c,
    const unsigned char ground[3])
{
	static const unsigned char white[3] = {255, 255, 255};
	const bool paper = alike(ground, page->paper) || alike(ground, white);

	if (alike(c->rgb, ground))
		return paper ? PDF_PALE : PDF_COVERED;
	if (!is_embedded(p, page, c->font))
		return PDF_SHOWN;
	if (!paper && ground[0] + ground[1] + ground[2] < DARK)
		return PDF_COVERED;
	return PDF_UNDRAWN;
}

/* Is it, all through its middle, of the colour of a ground that is not the
 * page's? Above and below such a box the page may begin. */
static bool
is_blacked_out(const struct pdf_page *page, const struct pdf_char *c,
    const unsigned char ground[3])
{
	static const unsigned char white[3] = {255, 255, 255};

	return alike(c->rgb, ground) && !alike(ground, page->paper) &&
	       !alike(ground, white);
}

static void
judge(struct pdf *p, const struct look *l, cairo_surface_t *picture,
    struct pdf_char *c)
{
	unsigned char ground[3], around[3];
	const struct pdf_box box = pdf_middle(&c->box, c->sideways);
	const int middle = contrast(l, picture, &box, ground);

	if (middle < 0 || c->seen != PDF_SHOWN)
		return;
	if (c->appeared) {
		if (middle < COVERED)
			c->seen = PDF_COVERED;
	} else if (middle < NOTHING &&
		   (is_blacked_out(l->page, c, ground) ||
		       contrast(l, picture, &c->box, around) < NOTHING))
		c->seen = (unsigned char)never_seen(p, l->page, c, ground);
}

/* Runs too short to be a word are shown after all. */
static void
drop_short(struct pdf_page *page)
{
	size_t i, j, k, letters, fewest;

	for (i = 0; i < page->n; i = j) {
		letters = 0;
		j = i + 1;
		if (!page->v[i].letter)
			continue;
		for (j = i; j < page->n; j++) {
			if (page->text[page->v[j].at] == '\n')
				break;
			if (!page->v[j].letter)
				continue;
			if (page->v[j].seen != page->v[i].seen)
				break;
			letters++;
		}
		fewest = page->v[i].seen == PDF_COVERED ? FEWEST_COVERED
							: FEWEST_OTHER;
		if (page->v[i].doubtful && letters < fewest)
			for (k = i; k < j; k++)
				page->v[k].seen = PDF_SHOWN;
	}
}

/* The part of the page with all doubtful characters. */
static void
find_part(const struct pdf_page *page, struct pdf_box *ret)
{
	struct pdf_box b = {page->width, page->height, 0, 0};

	for (size_t i = 0; i < page->n; i++) {
		const struct pdf_char *c = &page->v[i];

		if (!c->doubtful)
			continue;
		b.x1 = fmin(b.x1, c->box.x1);
		b.y1 = fmin(b.y1, c->box.y1);
		b.x2 = fmax(b.x2, c->box.x2);
		b.y2 = fmax(b.y2, c->box.y2);
	}
	b.x1 = fmax(b.x1 - 4, 0);
	b.y1 = fmax(b.y1 - 4, 0);
	b.x2 = fmin(b.x2 + 4, page->width);
	b.y2 = fmin(b.y2 + 4, page->height);
	*ret = b;
}

int
pdf_cover(struct pdf *p, struct pdf_page *page)
{
	struct look l = {.page = page, .scale = SCALE};
	cairo_surface_t *picture;
	double dots;

	find_part(page, &l.part);
	dots = (l.part.x2 - l.part.x1) * (l.part.y2 - l.part.y1);
	if (dots * SCALE * SCALE > MOST_DOTS)
		l.scale = sqrt(MOST_DOTS / dots);
	picture = pdf_page_paint(page, &l.part, l.scale, watch, &l);
	if (picture == NULL)
		return document_unread(p->d, UNREAD_LIMIT, p->out);
	for (size_t i = 0; i < page->n; i++)
		if (page->v[i].doubtful)
			judge(p, &l, picture, &page->v[i]);
	cairo_surface_destroy(picture);
	drop_short(page);
	if (l.looks < MOST_LOOKS)
		return 0;
	return document_unread(p->d, UNREAD_LIMIT, p->out);
}
