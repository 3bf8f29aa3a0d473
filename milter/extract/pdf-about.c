/* SPDX-License-Identifier: MIT
 *
 * pdf-about.c - what a PDF says of itself, and the files it carries.
 *
 * BUGS: of the information dictionary only the standard keys (14.3.3) and
 * Microsoft's labels are read.
 */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "extract/documents.h"
#include "extract/pdf-parts.h"
#include "extract/xml.h"

/* Bookmarks: so deep, and so many. */
#define DEEPEST 24
#define MOST_BOOKMARKS 20000
/* One value of the metadata. */
#define VALUE_BYTES 4096

static void
add_value(struct pdf *p, const char *name, char *value)
{
	if (value != NULL && value[0] != '\0') {
		for (char *s = value; *s != '\0'; s++)
			if (strchr("\r\n\t\f", *s) != NULL)
				*s = ' ';
		buf_addf(&p->about, "%s: %s\n", name, value);
	}
	g_free(value);
}

static const struct {
	const char *name;
	gchar *(*get)(PopplerDocument *document);
} properties[] = {
    {"title", poppler_document_get_title},
    {"author", poppler_document_get_author},
    {"subject", poppler_document_get_subject},
    {"keywords", poppler_document_get_keywords},
    {"creator", poppler_document_get_creator},
    {"producer", poppler_document_get_producer},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

struct value {
	struct pdf *p;
	struct buf text;
	char name[128];
};

/* A value of XMP (ISO 16684-1): "NAME: VALUE", unless the information
 * dictionary said the same. */
static void
add_xmp(struct value *v, const char *name, const char *s)
{
	while (*s == ' ')
		s++;
	if (*s != '\0' && strlen(s) > 2 &&
	    strstr(buf_str(&v->p->about), s) == NULL)
		add_value(v->p, name, g_strdup(s));
}

static int
xmp_open(void *arg, const char *name, const struct xml_attributes *a)
{
	/* rdf:li and its like name nothing. */
	static const char *const plain[] = {"li", "Alt", "Bag", "Seq"};
	static const char *const said[] = {"title", "creator", "description",
	    "Keywords", "Producer", "CreatorTool", "subject"};
	struct value *v = arg;
	char s[VALUE_BYTES];
	size_t i;

	buf_reset(&v->text);
	for (i = 0; i < COUNT(plain); i++)
		if (strcmp(name, plain[i]) == 0)
			return 0;
	snprintf(v->name, sizeof v->name, "%s", name);
	for (i = 0; i < COUNT(said); i++)
		if (xml_attribute(a, said[i], s, sizeof s) != NULL)
			add_xmp(v, said[i], s);
	return 0;
}

static int
xmp_text(void *arg, const char *s, size_t len)
{
	buf_add(&((struct value *)arg)->text, s, len);
	return 0;
}

static int
xmp_close(void *arg, const char *name)
{
	struct value *v = arg;

	(void)name;
	for (char *s = v->text.data; s != NULL && *s != '\0'; s++)
		if (strchr("\r\n\t\f", *s) != NULL)
			*s = ' ';
	add_xmp(v, v->name, buf_str(&v->text));
	buf_reset(&v->text);
	return 0;
}

static void
add_metadata(struct pdf *p)
{
	static const struct xml_handler handler = {
	    xmp_open, xmp_close, xmp_text};
	struct value v = {.p = p, .text = BUF_MAX(VALUE_BYTES)};
	char *xmp = poppler_document_get_metadata(p->document);

	if (xmp != NULL)
		xml_walk(xmp, strlen(xmp), &handler, &v);
	buf_free(&v.text);
	g_free(xmp);
}

/* Without a password, yet encrypted: the owner's password guards changes. */
static void
add_locked(struct pdf *p)
{
	if (memmem(p->data, p->len, "/Encrypt", 8) == NULL)
		return;
	if (poppler_document_get_permissions(p->document) ==
	    POPPLER_PERMISSIONS_FULL)
		buf_adds(&p->about, "encrypted; opens without a password\n");
	else
		buf_adds(&p->about,
		    "encrypted; opens without a password; changes are "
		    "locked\n");
}

static void
add_bookmarks(struct pdf *p, PopplerIndexIter *at, size_t depth, size_t *left)
{
	PopplerIndexIter *child;
	PopplerAction *action;

	if (at == NULL)
		return;
	do {
		action = poppler_index_iter_get_action(at);
		if (action != NULL) {
			add_value(p, "bookmark", g_strdup(action->any.title));
			poppler_action_free(action);
		}
		if (depth == DEEPEST)
			*left = 0;
		if (*left > 0) {
			child = poppler_index_iter_get_child(at);
			add_bookmarks(p, child, depth + 1, left);
			poppler_index_iter_free(child);
		}
	} while (*left > 0 && (*left)-- > 0 && poppler_index_iter_next(at));
}

int
pdf_about(struct pdf *p)
{
	PopplerIndexIter *bookmarks = poppler_index_iter_new(p->document);
	size_t left = MOST_BOOKMARKS;

	for (size_t i = 0; i < COUNT(properties); i++)
		add_value(
		    p, properties[i].name, properties[i].get(p->document));
	add_metadata(p);
	buf_add(&p->about, p->objects.labels.data, p->objects.labels.len);
	add_locked(p);
	add_bookmarks(p, bookmarks, 0, &left);
	poppler_index_iter_free(bookmarks);
	return left > 0 ? 0 : document_unread(p->d, UNREAD_LIMIT, p->out);
}

static gboolean
take(const gchar *s, gsize len, gpointer data, GError **error)
{
	if (buf_add(data, s, len) == 0)
		return TRUE;
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "limit");
	return FALSE;
}

/* The last part of its name; names of other systems have backslashes. */
static const char *
last_part(const char *name)
{
	const char *s = name;

	for (; name != NULL && *name != '\0'; name++)
		if (*name == '/' || *name == '\\')
			s = name + 1;
	return s;
}

int
pdf_attachment(struct pdf *p, PopplerAttachment *attachment)
{
	char *name = g_strdup(poppler_attachment_get_name(attachment));
	struct inside in = {.index = ++p->inside, .name = last_part(name)};
	struct buf data = BUF_MAX(p->out->unpacked < LIMIT_UNPACKED_BYTES
				      ? LIMIT_UNPACKED_BYTES - p->out->unpacked
				      : 0);
	const char *about = poppler_attachment_get_description(attachment);
	int rc;

	if (about != NULL && about[0] != '\0')
		add_value(p, "attachment", g_strdup(about));
	if (++p->out->members > LIMIT_MEMBERS ||
	    (!poppler_attachment_save_to_callback(
		 attachment, take, &data, NULL) &&
		buf_failed(&data)))
		rc = document_unread(p->d, UNREAD_LIMIT, p->out);
	else {
		p->out->unpacked += data.len;
		rc = documents_inside(
		    p->d, p->depth, &in, buf_str(&data), data.len, p->out);
	}
	buf_free(&data);
	g_free(name);
	return rc;
}

int
pdf_attachments(struct pdf *p)
{
	GList *list = poppler_document_has_attachments(p->document)
			  ? poppler_document_get_attachments(p->document)
			  : NULL;
	int rc = 0;

	for (GList *l = list; rc == 0 && l != NULL; l = l->next) {
		if (texts_late(p->out)) {
			rc = document_unread(p->d, UNREAD_TIMEOUT, p->out);
			break;
		}
		rc = pdf_attachment(p, l->data);
	}
	g_list_free_full(list, g_object_unref);
	return rc;
}
