/* SPDX-License-Identifier: MIT
 *
 * pdf-notes.c - annotations, form fields and links of a PDF page.
 *
 * What poppler paints of them is in the page's text already; only what is not
 * is added.
 */
#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "extract/pdf-parts.h"

#define INVISIBLE (POPPLER_ANNOT_FLAG_HIDDEN | POPPLER_ANNOT_FLAG_NO_VIEW)

/* poppler's areas have their origin in the lower left corner. */
static struct pdf_box
box_of(const struct pdf_page *page, const PopplerRectangle *area)
{
	return (struct pdf_box){fmin(area->x1, area->x2),
	    page->height - fmax(area->y1, area->y2), fmax(area->x1, area->x2),
	    page->height - fmin(area->y1, area->y2)};
}

/* Is text painted within the box? */
static bool
painted(const struct pdf_page *page, const struct pdf_box *box)
{
	for (size_t i = 0; i < page->n; i++) {
		const struct pdf_box *b = &page->v[i].box;
		const double x = (b->x1 + b->x2) / 2, y = (b->y1 + b->y2) / 2;

		if (page->v[i].letter && x > box->x1 && x < box->x2 &&
		    y > box->y1 && y < box->y2)
			return true;
	}
	return false;
}

static void
add_line(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		buf_addc(out, *s == '\f' || *s == '\r' ? '\n' : *s);
	buf_addc(out, '\n');
}

static void
add_hidden(struct pdf *p, const struct pdf_page *page, enum pdf_flow_kind kind,
    const char *s)
{
	struct buf line = BUF_MAX(strlen(s) + 2);

	add_line(&line, s);
	pdf_flow(&p->flows[kind], page->number, buf_str(&line), line.len);
	buf_free(&line);
}

static void
add_contents(struct pdf *p, const struct pdf_page *page, PopplerAnnotMapping *m,
    struct buf *shown)
{
	const PopplerAnnotType type = poppler_annot_get_annot_type(m->annot);
	const struct pdf_box box = box_of(page, &m->area);
	char *s = poppler_annot_get_contents(m->annot);

	if (s == NULL || s[0] == '\0') {
		g_free(s);
		return;
	}
	if (type != POPPLER_ANNOT_FREE_TEXT ||
	    (poppler_annot_get_flags(m->annot) & INVISIBLE) != 0)
		add_hidden(p, page, PDF_NOTE, s);
	else if (!painted(page, &box))
		add_line(shown, s);
	g_free(s);
}

static void
add_author(struct pdf *p, PopplerAnnot *annot)
{
	char *label = NULL;

	if (POPPLER_IS_ANNOT_MARKUP(annot))
		label =
		    poppler_annot_markup_get_label(POPPLER_ANNOT_MARKUP(annot));
	if (label != NULL && label[0] != '\0')
		buf_addf(&p->about, "annotation by: %s\n", label);
	g_free(label);
}

static int
add_file(struct pdf *p, PopplerAnnot *annot)
{
	PopplerAttachment *a = poppler_annot_file_attachment_get_attachment(
	    POPPLER_ANNOT_FILE_ATTACHMENT(annot));
	int rc = 0;

	if (a != NULL) {
		rc = pdf_attachment(p, a);
		g_object_unref(a);
	}
	return rc;
}

/* Is the area the mark's, that poppler moved and perhaps turned? */
static bool
same_size(const struct pdf_mark *m, const PopplerRectangle *area)
{
	const double wide = fabs(m->rect[2] - m->rect[0]);
	const double high = fabs(m->rect[3] - m->rect[1]);
	const double x = fabs(area->x2 - area->x1);
	const double y = fabs(area->y2 - area->y1);

	return (fabs(wide - x) < 0.5 && fabs(high - y) < 0.5) ||
	       (fabs(wide - y) < 0.5 && fabs(high - x) < 0.5);
}

/* poppler has no name for a mark for redaction (12.5.6.23): it is among those
 * it does not know, and has the size of one that the file has. */
static const struct pdf_mark *
mark_of(const struct pdf *p, const PopplerAnnotMapping *m)
{
	if (poppler_annot_get_annot_type(m->annot) != POPPLER_ANNOT_UNKNOWN)
		return NULL;
	for (size_t i = 0; i < p->objects.nmarks; i++)
		if (same_size(&p->objects.marks[i], &m->area))
			return &p->objects.marks[i];
	return NULL;
}

/* The box of the mark's i-th quadrilateral, on a page that is not turned. */
static struct pdf_box
quad_box(const struct pdf_page *page, const struct pdf_mark *mark, size_t i,
    const PopplerRectangle *area)
{
	const double right =
	    fmin(area->x1, area->x2) - fmin(mark->rect[0], mark->rect[2]);
	const double up =
	    fmin(area->y1, area->y2) - fmin(mark->rect[1], mark->rect[3]);
	const double *q = mark->quads + 8 * i;
	PopplerRectangle r = {q[0], q[1], q[0], q[1]};

	for (size_t k = 2; k < 8; k += 2) {
		r.x1 = fmin(r.x1, q[k]);
		r.x2 = fmax(r.x2, q[k]);
		r.y1 = fmin(r.y1, q[k + 1]);
		r.y2 = fmax(r.y2, q[k + 1]);
	}
	r.x1 += right;
	r.x2 += right;
	r.y1 += up;
	r.y2 += up;
	return box_of(page, &r);
}

static int
see_mark(struct pdf *p, struct pdf_page *page, const struct pdf_mark *mark,
    const PopplerRectangle *area)
{
	const double wide = fabs(mark->rect[2] - mark->rect[0]);
	const bool turned = fabs(fabs(area->x2 - area->x1) - wide) >= 0.5;
	struct pdf_box box = box_of(page, area);
	int rc = 0;

	if (turned || mark->nquads == 0)
		return pdf_see_marked(p, page, &box);
	for (size_t i = 0; rc == 0 && i < mark->nquads; i++) {
		box = quad_box(page, mark, i, area);
		rc = pdf_see_marked(p, page, &box);
	}
	return rc;
}

static int
add_annotation(struct pdf *p, struct pdf_page *page, PopplerAnnotMapping *m,
    struct buf *shown)
{
	const PopplerAnnotType type = poppler_annot_get_annot_type(m->annot);
	const struct pdf_mark *mark;

	if (type == POPPLER_ANNOT_WIDGET || type == POPPLER_ANNOT_LINK ||
	    type == POPPLER_ANNOT_POPUP)
		return 0;
	add_contents(p, page, m, shown);
	add_author(p, m->annot);
	if (type == POPPLER_ANNOT_FILE_ATTACHMENT)
		return add_file(p, m->annot);
	mark = mark_of(p, m);
	return mark != NULL ? see_mark(p, page, mark, &m->area) : 0;
}

/* Is the field there that nobody sees? */
static bool
is_invisible(GList *annots, const PopplerRectangle *area)
{
	for (GList *l = annots; l != NULL; l = l->next) {
		PopplerAnnotMapping *m = l->data;

		if (poppler_annot_get_annot_type(m->annot) ==
			POPPLER_ANNOT_WIDGET &&
		    fabs(m->area.x1 - area->x1) < 0.5 &&
		    fabs(m->area.y1 - area->y1) < 0.5 &&
		    fabs(m->area.x2 - area->x2) < 0.5 &&
		    fabs(m->area.y2 - area->y2) < 0.5)
			return (poppler_annot_get_flags(m->annot) &
				   INVISIBLE) != 0;
	}
	return false;
}

static char *
chosen(PopplerFormField *field)
{
	const int n = poppler_form_field_choice_get_n_items(field);
	struct buf items = BUF_MAX(64 * KIB);
	char *item, *ret;

	if (poppler_form_field_choice_is_editable(field) &&
	    (item = poppler_form_field_choice_get_text(field)) != NULL)
		return item;
	for (int i = 0; i < n && i < 10000; i++) {
		if (!poppler_form_field_choice_is_item_selected(field, i))
			continue;
		item = poppler_form_field_choice_get_item(field, i);
		buf_addf(&items, "%s%s", items.len > 0 ? ", " : "",
		    item != NULL ? item : "");
		g_free(item);
	}
	ret = g_strdup(buf_str(&items));
	buf_free(&items);
	return ret;
}

static char *
value_of(PopplerFormField *field)
{
	switch (poppler_form_field_get_field_type(field)) {
	case POPPLER_FORM_FIELD_TEXT:
		return poppler_form_field_text_get_text(field);
	case POPPLER_FORM_FIELD_CHOICE:
		return chosen(field);
	default:
		return NULL;
	}
}

static void
add_field(struct pdf *p, const struct pdf_page *page,
    const PopplerFormFieldMapping *m, bool invisible, struct buf *shown)
{
	const struct pdf_box box = box_of(page, &m->area);
	char *name = poppler_form_field_get_name(m->field);
	char *value = value_of(m->field);

	if (name != NULL && name[0] != '\0')
		buf_addf(&p->about, "form field: %s\n", name);
	if (value != NULL && value[0] != '\0') {
		if (invisible || box.x2 - box.x1 < 1 || box.y2 - box.y1 < 1)
			add_hidden(p, page, PDF_FIELD, value);
		else if (!painted(page, &box))
			add_line(shown, value);
	}
	g_free(value);
	g_free(name);
}

static void
add_links(struct pdf *p, const struct pdf_page *page)
{
	GList *links = poppler_page_get_link_mapping(page->page);

	for (GList *l = links; l != NULL; l = l->next) {
		const PopplerLinkMapping *m = l->data;

		if (m->action != NULL &&
		    m->action->type == POPPLER_ACTION_URI &&
		    m->action->uri.uri != NULL)
			add_line(&p->links, m->action->uri.uri);
	}
	poppler_page_free_link_mapping(links);
}

int
pdf_notes(struct pdf *p, struct pdf_page *page, struct buf *shown)
{
	GList *annots = poppler_page_get_annot_mapping(page->page);
	GList *fields = poppler_page_get_form_field_mapping(page->page);
	size_t n = 0;
	int rc = 0;

	for (GList *l = fields; l != NULL; l = l->next) {
		const PopplerFormFieldMapping *m = l->data;

		add_field(p, page, m,
		    n++ < LIMIT_PARTS && is_invisible(annots, &m->area), shown);
	}
	for (GList *l = annots; rc == 0 && l != NULL; l = l->next)
		rc = add_annotation(p, page, l->data, shown);
	if (annots != NULL)
		add_links(p, page);
	poppler_page_free_annot_mapping(annots);
	poppler_page_free_form_field_mapping(fields);
	return rc;
}
