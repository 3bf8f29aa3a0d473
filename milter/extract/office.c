/* SPDX-License-Identifier: MIT
 *
 * office.c - a ZIP archive: an office document, or files.
 *
 * What the reader of an office document has not marked as read is looked at as
 * a document within, unless it is plumbing: styles, settings, fonts, previews,
 * controls (their picture is read).  Sound and film are noted once for all.
 *
 * BUGS: what macros (vbaProject.bin, Basic) say is not read, nor what a control
 * keeps that its picture does not show.
 */
#include "extract/office.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/documents.h"
#include "extract/docx.h"
#include "extract/unpacked.h"
#include "extract/odp.h"
#include "extract/ods.h"
#include "extract/odt.h"
#include "extract/package.h"
#include "extract/pptx.h"
#include "extract/xlsx.h"
#include "parse/charset.h"

static const struct {
	enum package_kind kind;
	int (*read)(const struct document *d, size_t depth, struct package *p,
	    struct texts *out);
} readers[] = {
    {PACKAGE_DOCX, docx_read},
    {PACKAGE_XLSX, xlsx_read},
    {PACKAGE_PPTX, pptx_read},
    {PACKAGE_ODT, odt_read},
    {PACKAGE_ODS, ods_read},
    {PACKAGE_ODP, odp_read},
};

/* Parts without words of a person, by how their names begin and end. */
static const struct {
	const char *begins, *ends;
} plumbing[] = {
    {"", ".rels"},
    {"", ".odttf"},
    {"", ".fntdata"},
    {"", "/vbaProject.bin"},
    {"", "/vbaProjectSignature.bin"},
    {"", "/vbaData.xml"},
    {"word/activeX/", ".bin"},
    {"xl/activeX/", ".bin"},
    {"ppt/activeX/", ".bin"},
    /* Of Google's, for its own use. */
    {"word", "/metadata"},
    {"xl", "/metadata"},
    {"ppt", "/metadata"},
    {"[Content_Types].xml", ""},
    {"_xmlsignatures/", ".xml"},
    {"_xmlsignatures/", ".sigs"},
    {"customXml/itemProps", ".xml"},
    {"docProps/thumbnail.", "eg"},
    {"docProps/thumbnail.", "mf"},
    {"docProps/thumbnail.", "png"},
    {"word/theme/", ".xml"},
    {"word/styles", ".xml"},
    {"word/stylesWithEffects", ".xml"},
    {"word/settings", ".xml"},
    {"word/webSettings", ".xml"},
    {"word/fontTable", ".xml"},
    {"word/numbering", ".xml"},
    {"word/commentsExtended", ".xml"},
    {"word/commentsIds", ".xml"},
    {"word/commentsExtensible", ".xml"},
    {"word/printerSettings", ".bin"},
    {"xl/theme/", ".xml"},
    {"xl/styles", ".xml"},
    {"xl/calcChain", ".xml"},
    {"xl/metadata", ".xml"},
    {"xl/printerSettings/", ".bin"},
    {"ppt/theme/", ".xml"},
    {"ppt/presProps", ".xml"},
    {"ppt/viewProps", ".xml"},
    {"ppt/tableStyles", ".xml"},
    {"ppt/revisionInfo", ".xml"},
    {"ppt/printerSettings/", ".bin"},
    {"mimetype", ""},
    {"manifest.rdf", ""},
    {"layout-cache", ""},
    {"settings.xml", ""},
    {"Object", "/settings.xml"},
    {"Object", "/styles.xml"},
    {"META-INF/", ".xml"},
    {"Configurations2/", ".xml"},
    {"Thumbnails/", ".png"},
    {"ObjectReplacements/", ""},
    {"Basic/", ".xml"},
    {"Dialogs/", ".xml"},
    {"Fonts/", ".ttf"},
    {"Fonts/", ".otf"},
    {"Pictures/TablePreview", ".svm"},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static bool
is_plumbing(const struct package_part *part)
{
	const char *name = part->name;
	size_t len = strlen(name), head, tail;

	if (package_part_is_document(part))
		return false;
	for (size_t i = 0; i < COUNT(plumbing); i++) {
		head = strlen(plumbing[i].begins);
		tail = strlen(plumbing[i].ends);
		if (len >= head + tail &&
		    strncasecmp(name, plumbing[i].begins, head) == 0 &&
		    strcasecmp(name + len - tail, plumbing[i].ends) == 0)
			return true;
	}
	return false;
}

/* Room left by parts that were taken out is filled with the same bytes
 * (ECMA-376-2, annex on trash items). */
static bool
is_filling(const struct package_part *part)
{
	for (size_t i = 0; i < part->len; i++)
		if (part->data[i] != '\0' && part->data[i] != '\xff')
			return false;
	return true;
}

/* Sound or film: nothing that has words to read, going by its bytes too. */
static bool
is_recording(const struct package_part *part)
{
	static const char *const endings[] = {".mp3", ".mp4", ".m4a", ".m4v",
	    ".wav", ".wma", ".wmv", ".avi", ".mov", ".mpg", ".mpeg", ".mid",
	    ".ogg", ".aif", ".aiff", ".au", ".webm"};
	const struct document d = {.zone = ZONE_ATTACHMENT};
	const char *dot = strrchr(part->name, '.');

	for (size_t i = 0; dot != NULL && i < COUNT(endings); i++)
		if (strcasecmp(dot, endings[i]) == 0)
			return document_kind(&d, part->data,
				   part->len < DOCUMENT_HEAD
				       ? part->len
				       : DOCUMENT_HEAD) == DOCUMENT_UNSUPPORTED;
	return false;
}

/* Reads a part as a member; its bytes are then not needed any more. */
static int
read_part(struct unpacked *m, struct package_part *part)
{
	const struct unpack_member member = {.path = part->name,
	    .data = part->data != NULL ? part->data : "",
	    .len = part->len,
	    .index = part->index,
	    .encrypted = part->encrypted,
	    .damaged = part->damaged,
	    .limited = part->limited,
	    .unsupported = part->unsupported};
	int rc;

	if (texts_late(m->out))
		return document_unread(m->outer, UNREAD_TIMEOUT, m->out);
	rc = unpacked_take(m, &member);
	free(part->data);
	part->data = NULL;
	part->len = 0;
	return rc;
}

static int
read_members(struct unpacked *m, struct package *p)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < p->n; i++)
		rc = read_part(m, &p->v[i]);
	return rc;
}

/* Directories of an office package say nothing to a person. */
static const char *
name_of(const struct package_part *part)
{
	const char *slash = strrchr(part->name, '/');

	return slash != NULL ? slash + 1 : part->name;
}

static int
read_embedded(struct unpacked *m, struct package_part *part, bool picture)
{
	const struct inside inside = {
	    .name = name_of(part), .index = part->index, .picture = picture};

	if (texts_late(m->out))
		return document_unread(m->outer, UNREAD_TIMEOUT, m->out);
	return documents_inside(
	    m->outer, m->depth, &inside, part->data, part->len, m->out);
}

/* A document without a word is what its pictures say: none of them is small. */
static int
read_rest(struct unpacked *m, struct package *p, bool words)
{
	bool recordings = false;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < p->n; i++) {
		struct package_part *part = &p->v[i];

		if (part->data == NULL || part->used || is_filling(part) ||
		    is_plumbing(part))
			continue;
		if (!is_recording(part))
			rc = read_embedded(m, part, words);
		else if (!recordings) {
			recordings = true;
			rc = read_embedded(m, part, words);
		}
	}
	return rc;
}

static const struct {
	size_t flag; /* of struct package_part */
	enum unread why;
} flags[] = {
    {offsetof(struct package_part, encrypted), UNREAD_ENCRYPTED},
    {offsetof(struct package_part, unsupported), UNREAD_UNSUPPORTED},
    {offsetof(struct package_part, limited), UNREAD_LIMIT},
    {offsetof(struct package_part, damaged), UNREAD_DAMAGED},
};

/* Notes the parts that could not be had whole. */
static int
note_parts(const struct unpacked *m, const struct package *p)
{
	int rc = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct package_part *part = &p->v[i];
		const struct inside inside = {
		    .name = name_of(part), .index = part->index};

		for (size_t f = 0; rc == 0 && f < COUNT(flags); f++)
			if (*(const bool *)((const char *)part + flags[f].flag))
				rc = documents_inside_unread(
				    m->outer, &inside, flags[f].why, m->out);
	}
	return rc;
}

static int
read_kind(const struct unpacked *m, struct package *p)
{
	for (size_t i = 0; i < COUNT(readers); i++)
		if (readers[i].kind == p->kind)
			return readers[i].read(m->outer, m->depth, p, m->out);
	return document_unread(m->outer, UNREAD_UNSUPPORTED, m->out);
}

/* Has anything been read that a person sees? Its names have been anyway. */
static bool
has_words(const struct texts *out, size_t first)
{
	for (size_t i = first; i < out->n; i++)
		if (out->v[i].zone != ZONE_METADATA)
			return true;
	return false;
}

static int
read_office(struct unpacked *m, struct package *p)
{
	const size_t first = m->out->n;
	int rc;

	if (p->encrypted)
		return document_unread(m->outer, UNREAD_ENCRYPTED, m->out);
	rc = note_parts(m, p);
	if (rc == 0)
		rc = read_kind(m, p);
	if (rc == 0)
		rc = read_rest(m, p, has_words(m->out, first));
	return rc;
}

static int
read_comment(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	struct buf scratch = BUF_MAX(MIB);
	struct charset_text t;
	const char *comment;
	size_t n = unpack_comment(data, len, &comment);
	int rc = 0;

	if (n > 0)
		rc = charset_decode(NULL, comment, n, &scratch, &t);
	if (n > 0 && rc == 0)
		document_add(
		    d, ZONE_METADATA, "archive comment", t.data, t.len, out);
	buf_free(&scratch);
	return rc < 0 || out->failed ? -1 : 0;
}

int
office_read_package(const struct document *d, size_t depth, struct package *p,
    struct texts *out)
{
	struct unpacked m = {.outer = d, .depth = depth, .out = out};
	int rc = unpacked_walked(&m, p->walked);

	if (rc == 0)
		rc = p->kind == PACKAGE_PLAIN ? read_members(&m, p)
					      : read_office(&m, p);
	unpacked_free(&m);
	return rc;
}

int
office_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out)
{
	struct package p;
	int rc;

	if (package_open(data, len, out, &p) < 0)
		return -1;
	rc = read_comment(d, data, len, out);
	if (rc == 0)
		rc = office_read_package(d, depth, &p, out);
	package_free(&p);
	return rc;
}
