/* SPDX-License-Identifier: MIT
 *
 * pdf-page.c - a PDF page: painted, and its characters with their boxes.
 *
 * poppler gathers the text of a page while it paints it: the page is gone
 * through once for both.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/pdf-parts.h"

/* The first look is at one dot to the point, of at most so many dots: A3. */
#define FIRST_DOTS 1100000.0
/* A page wider or higher has no sense: 14,400 is Acrobat's largest. */
#define LONGEST 200000.0

struct watch {
	void (*call)(void *arg, cairo_surface_t *so_far);
	void *arg;
	cairo_surface_t *picture;
};

static void
watched(cairo_surface_t *observer, cairo_surface_t *target, void *data)
{
	struct watch *w = data;

	(void)observer;
	(void)target;
	cairo_surface_flush(w->picture);
	w->call(w->arg, w->picture);
}

/* Painting on the observer is painting on the picture, and told of. */
static cairo_surface_t *
observe(cairo_surface_t *picture, struct watch *w)
{
	cairo_surface_t *o = cairo_surface_create_observer(
	    picture, CAIRO_SURFACE_OBSERVER_NORMAL);

	cairo_surface_observer_add_paint_callback(o, watched, w);
	cairo_surface_observer_add_mask_callback(o, watched, w);
	cairo_surface_observer_add_fill_callback(o, watched, w);
	cairo_surface_observer_add_stroke_callback(o, watched, w);
	cairo_surface_observer_add_glyphs_callback(o, watched, w);
	return o;
}

cairo_surface_t *
pdf_page_paint(const struct pdf_page *page, const struct pdf_box *part,
    double scale, void (*watch)(void *arg, cairo_surface_t *so_far), void *arg)
{
	const double width = ceil((part->x2 - part->x1) * scale);
	const double height = ceil((part->y2 - part->y1) * scale);
	cairo_surface_t *picture, *on;
	struct watch w = {.call = watch, .arg = arg};
	cairo_t *cr;

	if (!(width >= 1 && height >= 1 && width < 32000 && height < 32000))
		return NULL;
	picture = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, (int)width, (int)height);
	w.picture = picture;
	on = watch != NULL ? observe(picture, &w)
			   : cairo_surface_reference(picture);
	cr = cairo_create(on);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, scale, scale);
	cairo_translate(cr, -part->x1 - page->around, -part->y1 - page->around);
	if (cairo_status(cr) == CAIRO_STATUS_SUCCESS)
		poppler_page_render(page->look, cr);
	cairo_destroy(cr);
	cairo_surface_destroy(on);
	cairo_surface_flush(picture);
	if (cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS)
		return picture;
	cairo_surface_destroy(picture);
	return NULL;
}

/* The commonest colour of the page. */
static void
find_paper(struct pdf_page *page)
{
	const unsigned char *data = cairo_image_surface_get_data(page->picture);
	const int stride = cairo_image_surface_get_stride(page->picture);
	const int width = cairo_image_surface_get_width(page->picture);
	const int height = cairo_image_surface_get_height(page->picture);
	unsigned counts[4096] = {0}, best = 0, at;
	const unsigned char *px;

	memset(page->paper, 255, 3);
	for (int y = 0; y < height; y += 7)
		for (int x = 0; x < width; x += 5) {
			px = data + (ptrdiff_t)y * stride + 4 * (ptrdiff_t)x;
			at = (unsigned)(px[2] >> 4) << 8 |
			     (unsigned)(px[1] >> 4) << 4 | px[0] >> 4;
			if (++counts[at] > counts[best] || at == best) {
				best = at;
				page->paper[0] = px[2];
				page->paper[1] = px[1];
				page->paper[2] = px[0];
			}
		}
}

static void
first_look(struct pdf_page *page)
{
	const struct pdf_box whole = {0, 0, page->width, page->height};
	const double dots = page->width * page->height;

	memset(page->paper, 255, 3);
	if (!(page->width > 0 && page->height > 0 && page->width < LONGEST &&
		page->height < LONGEST))
		return;
	page->scale = dots > FIRST_DOTS ? sqrt(FIRST_DOTS / dots) : 1;
	page->picture = pdf_page_paint(page, &whole, page->scale, NULL, NULL);
	if (page->picture != NULL)
		find_paper(page);
}

/* Adds what is known of the fonts: one attribute stands for a run. */
static void
add_attributes(struct pdf_page *page)
{
	unsigned font = 0;
	size_t i = 0;

	for (GList *l = page->attributes; l != NULL; l = l->next, font++) {
		const PopplerTextAttributes *a = l->data;

		for (; i < page->n && (int)page->v[i].box_at <= a->end_index;
		     i++) {
			page->v[i].font = font;
			page->v[i].rgb[0] = (unsigned char)(a->color.red >> 8);
			page->v[i].rgb[1] =
			    (unsigned char)(a->color.green >> 8);
			page->v[i].rgb[2] = (unsigned char)(a->color.blue >> 8);
		}
	}
}

/* Does poppler put it between the characters of the page, to say which way
 * they run? It has no box. */
static bool
is_direction(gunichar c)
{
	return c >= 0x202A && c <= 0x202E;
}

static size_t
count_boxes(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s = g_utf8_next_char(s))
		n += !is_direction(g_utf8_get_char(s));
	return n;
}

static void
add_chars(struct pdf_page *page, const PopplerRectangle *boxes)
{
	static const PopplerRectangle nowhere;
	const char *s = page->text;
	const double around = boxes != NULL ? page->around : 0;
	struct pdf_char *c;
	const PopplerRectangle *b;
	size_t i, last = 0, n = 0;

	for (i = 0; i < page->n; i++) {
		c = &page->v[i];
		last = is_direction(g_utf8_get_char(s)) ? last : n++;
		b = boxes != NULL ? &boxes[last] : &nowhere;
		c->box_at = (uint32_t)last;
		c->at = (uint32_t)(s - page->text);
		c->bytes = (uint32_t)(g_utf8_next_char(s) - s);
		c->letter = g_unichar_isalnum(g_utf8_get_char(s));
		c->box = (struct pdf_box){b->x1 - around, b->y1 - around,
		    b->x2 - around, b->y2 - around};
		s += c->bytes;
	}
}

/* Lines that run up or down. */
static void
find_sideways(struct pdf_page *page)
{
	for (size_t i = 1; i < page->n; i++) {
		struct pdf_char *a = &page->v[i - 1], *b = &page->v[i];
		const double wide = b->box.x2 - b->box.x1;
		const double high = b->box.y2 - b->box.y1;

		if (page->text[a->at] != '\n' && page->text[b->at] != '\n' &&
		    fabs(a->box.x1 - b->box.x1) < 0.2 * wide &&
		    fabs(a->box.x2 - b->box.x2) < 0.2 * wide &&
		    fabs(a->box.y1 - b->box.y1) > 0.2 * high)
			a->sideways = b->sideways = true;
	}
	for (size_t i = 1; i < page->n; i++)
		page->v[i].sideways |= page->v[i - 1].sideways &&
				       page->text[page->v[i].at] != '\n';
}

/* Characters and boxes; without boxes all is taken as one line shown. */
static bool
take_chars(struct pdf_page *page)
{
	PopplerRectangle *boxes = NULL;
	guint n = 0;
	size_t chars;

	page->text = poppler_page_get_text(page->look);
	if (page->text == NULL || page->text[0] == '\0')
		return true;
	if (!g_utf8_validate(page->text, -1, NULL)) {
		char *valid = g_utf8_make_valid(page->text, -1);

		g_free(page->text);
		page->text = valid;
	}
	chars = (size_t)g_utf8_strlen(page->text, -1);
	poppler_page_get_text_layout(page->look, &boxes, &n);
	if (boxes != NULL && n < count_boxes(page->text)) {
		g_free(boxes);
		boxes = NULL;
	}
	page->v = calloc(chars, sizeof *page->v);
	if (page->v == NULL) {
		g_free(boxes);
		return false;
	}
	page->n = chars;
	add_chars(page, boxes);
	find_sideways(page);
	g_free(boxes);
	page->attributes = poppler_page_get_text_attributes(page->look);
	add_attributes(page);
	return true;
}

bool
pdf_page_open(struct pdf *p, size_t number, struct pdf_page *ret)
{
	*ret = (struct pdf_page){.number = number};
	ret->page = poppler_document_get_page(p->document, (int)number - 1);
	if (ret->page == NULL)
		return true;
	poppler_page_get_size(ret->page, &ret->width, &ret->height);
	ret->look = pdf_wide_page(p, ret);
	if (ret->look != NULL)
		ret->around = PDF_AROUND;
	else
		ret->look = g_object_ref(ret->page);
	first_look(ret);
	return take_chars(ret);
}

void
pdf_page_close(struct pdf_page *page)
{
	if (page->attributes != NULL)
		poppler_page_free_text_attributes(page->attributes);
	if (page->picture != NULL)
		cairo_surface_destroy(page->picture);
	if (page->look != NULL)
		g_object_unref(page->look);
	if (page->page != NULL)
		g_object_unref(page->page);
	g_free(page->text);
	free(page->v);
}
