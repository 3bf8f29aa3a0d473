/* SPDX-License-Identifier: MIT
 *
 * pdf-layers.c - text on layers of a PDF that are switched off (8.11).
 *
 * All layers are switched on, and what a page has more than before is theirs.
 *
 * BUGS: of layers that exclude each other only the last is on; a layer that the
 * document's list of layers does not have cannot be switched.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/pdf-parts.h"

#define DEEPEST 16
#define MOST_LAYERS 2000

/* Adds those that are off to *off. */
static void
find_off(PopplerLayersIter *at, size_t depth, size_t *left, GList **off)
{
	PopplerLayersIter *child;
	PopplerLayer *layer;

	if (at == NULL)
		return;
	do {
		layer = poppler_layers_iter_get_layer(at);
		if (layer != NULL && !poppler_layer_is_visible(layer))
			*off = g_list_prepend(*off, g_object_ref(layer));
		if (layer != NULL)
			g_object_unref(layer);
		if (depth < DEEPEST) {
			child = poppler_layers_iter_get_child(at);
			find_off(child, depth + 1, left, off);
			poppler_layers_iter_free(child);
		}
	} while (*left > 0 && (*left)-- > 0 && poppler_layers_iter_next(at));
}

static void
switch_all(GList *layers, bool on)
{
	for (GList *l = layers; l != NULL; l = l->next)
		(on ? poppler_layer_show : poppler_layer_hide)(l->data);
}

/* Characters by where they are, to find those that were there before. */
static guint
place_hash(gconstpointer key)
{
	const struct pdf_char *c = key;

	return (guint)lround(c->box.x1) * 31 + (guint)lround(c->box.y1);
}

static gboolean
place_equal(gconstpointer x, gconstpointer y)
{
	const struct pdf_char *a = x, *b = y;

	return lround(a->box.x1) == lround(b->box.x1) &&
	       lround(a->box.y1) == lround(b->box.y1) && a->bytes == b->bytes &&
	       a->at == b->at;
}

/* In the copies of characters `at` is the character itself. */
static struct pdf_char
key_of(const struct pdf_page *page, const struct pdf_char *c)
{
	struct pdf_char key = *c;

	key.at = g_utf8_get_char(page->text + c->at);
	return key;
}

static void
add_new(struct pdf *p, const struct pdf_page *before, struct pdf_page *page)
{
	GHashTable *had = g_hash_table_new(place_hash, place_equal);
	struct pdf_char *keys = calloc(before->n + 1, sizeof *keys), key;
	struct buf text = BUF_MAX(p->out->max_bytes);
	size_t i;

	text.failed = keys == NULL;
	for (i = 0; keys != NULL && i < before->n; i++) {
		keys[i] = key_of(before, &before->v[i]);
		g_hash_table_add(had, &keys[i]);
	}
	for (i = 0; i < page->n; i++) {
		key = key_of(page, &page->v[i]);
		page->v[i].seen =
		    g_hash_table_contains(had, &key) ? PDF_SHOWN : PDF_LAYER;
	}
	pdf_lines(page, PDF_LAYER, &text);
	pdf_flow(&p->flows[PDF_LAYER], page->number, buf_str(&text), text.len);
	buf_free(&text);
	g_hash_table_destroy(had);
	free(keys);
}

/* The page without and with them. */
static int
read_page(struct pdf *p, size_t number, GList *off)
{
	struct pdf_page before, page = {.page = NULL};
	int rc = -1;

	if (!pdf_page_open(p, number, &before))
		goto out;
	switch_all(off, true);
	if (pdf_page_open(p, number, &page)) {
		add_new(p, &before, &page);
		rc = 0;
	}
	switch_all(off, false);
	pdf_page_close(&page);
out:
	pdf_page_close(&before);
	return rc;
}

int
pdf_layers(struct pdf *p, size_t npages)
{
	PopplerLayersIter *layers;
	size_t left = MOST_LAYERS, i;
	GList *off = NULL;
	int rc = 0;

	if (p->objects.bad_layers)
		return document_unread(p->d, UNREAD_UNSUPPORTED, p->out);
	layers = poppler_layers_iter_new(p->document);
	find_off(layers, 0, &left, &off);
	poppler_layers_iter_free(layers);
	/* There they cannot be switched. */
	if (p->wide != NULL && off != NULL)
		g_clear_object(&p->wide);
	if (left == 0)
		rc = document_unread(p->d, UNREAD_LIMIT, p->out);
	for (i = 1; rc == 0 && off != NULL && i <= npages; i++) {
		if (i > LIMIT_PAGES) {
			rc = document_unread(p->d, UNREAD_LIMIT, p->out);
			break;
		}
		if (texts_late(p->out)) {
			rc = document_unread(p->d, UNREAD_TIMEOUT, p->out);
			break;
		}
		rc = read_page(p, i, off);
	}
	g_list_free_full(off, g_object_unref);
	return rc;
}
