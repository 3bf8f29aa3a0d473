/* SPDX-License-Identifier: MIT
 *
 * documents.c - every kind of document to its reader, also those within others.
 */
#include "extract/documents.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "extract/archive.h"
#include "extract/cms.h"
#include "extract/disguise.h"
#include "extract/flat.h"
#include "extract/folded.h"
#include "extract/image.h"
#include "extract/mbox.h"
#include "extract/messages.h"
#include "extract/metafile.h"
#include "extract/office.h"
#include "extract/ole.h"
#include "extract/pdf.h"
#include "extract/picture-ground.h"
#include "extract/rtf-texts.h"
#include "extract/tnef.h"
#include "parse/charset.h"

/* Percent; scanned pages and screens have 60 and more, photographs mostly less
 * than 40. */
#define WRITTEN_GROUND 40

static int
read_message(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out)
{
	char where[2 * DOCUMENT_PLACE_MAX];

	snprintf(where, sizeof where, ", inside attachment %s%s",
	    d->name != NULL ? d->name : d->part, d->where);
	where[charset_utf8_prefix(where, strlen(where))] = '\0';
	return messages_enclosed(d->part, where, depth + 1, data, len, out);
}

static int
read_winmail(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out)
{
	return tnef_texts(d, depth + 1, data, len, out);
}

/* The readers. `library`: it hands the bytes to a library that is read only
 * where documents are allowed, for what such a library can be made to do. */
static const struct {
	enum document_kind kind;
	bool library;
	int (*read)(const struct document *d, size_t depth, const char *data,
	    size_t len, struct texts *out);
} readers[] = {
    {DOCUMENT_FOLDED, false, folded_read},
    {DOCUMENT_MESSAGE, false, read_message},
    {DOCUMENT_RTF, false, rtf_texts},
    {DOCUMENT_TNEF, false, read_winmail},
    {DOCUMENT_MBOX, false, mbox_read},
    {DOCUMENT_CMS, true, cms_read},
    {DOCUMENT_ZIP, true, office_read},
    {DOCUMENT_ARCHIVE, true, archive_texts},
    {DOCUMENT_OLE, true, ole_read},
    {DOCUMENT_PDF, true, pdf_read},
    {DOCUMENT_METAFILE, false, metafile_read},
    {DOCUMENT_FLAT, true, flat_read},
    {DOCUMENT_IMAGE, false, image_read},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* A picture's words take a library, the rest of it none. */
static bool
for_another_worker(size_t i, const struct texts *out)
{
	return !out->documents &&
	       (readers[i].library ||
		   (readers[i].kind == DOCUMENT_IMAGE && out->ocr_ms != 0));
}

static size_t
reader_of(enum document_kind kind)
{
	size_t i = 0;

	while (i < COUNT(readers) && readers[i].kind != kind)
		i++;
	return i;
}

bool
documents_reads(enum document_kind kind, const struct texts *out)
{
	size_t i = reader_of(kind);

	if (i == COUNT(readers))
		return kind < DOCUMENT_RTF;
	return !for_another_worker(i, out);
}

int
documents_read(const struct document *d, enum document_kind kind, size_t depth,
    const char *data, size_t len, struct texts *out)
{
	size_t i = reader_of(kind);

	if (disguise_note(d, kind, data, len, out) < 0)
		return -1;
	if (i == COUNT(readers))
		return document_read(d, kind, data, len, out);
	if (for_another_worker(i, out)) {
		out->wanted = true;
		return 0;
	}
	if (depth > LIMIT_NESTING)
		return document_unread(d, UNREAD_LIMIT, out);
	if (texts_late(out))
		return document_unread(d, UNREAD_TIMEOUT, out);
	return readers[i].read(d, depth, data, len, out);
}

/* ", inside bundle.zip / letters". */
static void
where_inside(const struct document *outer, const char *folder,
    char where[DOCUMENT_PLACE_MAX])
{
	char in[DOCUMENT_PLACE_MAX / 2];

	snprintf(in, sizeof in, ", inside %s%s%s",
	    outer->name != NULL ? outer->name : outer->part,
	    folder != NULL && folder[0] != '\0' ? " / " : "",
	    folder != NULL ? folder : "");
	in[charset_utf8_prefix(in, strlen(in))] = '\0';
	snprintf(where, DOCUMENT_PLACE_MAX, "%s%s", in, outer->where);
	where[charset_utf8_prefix(where, strlen(where))] = '\0';
}

static int
add_name(const struct document *d, struct texts *out)
{
	char place[2 * DOCUMENT_PLACE_MAX];

	if (d->name == NULL || d->name[0] == '\0')
		return 0;
	snprintf(place, sizeof place, "attachment name%s", d->where);
	texts_add(out, ZONE_METADATA, d->part, place, d->name, strlen(d->name));
	return out->failed ? -1 : 0;
}

/* What the document within is, before its kind is known; where and part are
 * its own. */
static struct document
document_inside(const struct document *outer, const struct inside *inside,
    char where[DOCUMENT_PLACE_MAX], char part[DOCUMENT_PLACE_MAX])
{
	where_inside(outer, inside->folder, where);
	snprintf(
	    part, DOCUMENT_PLACE_MAX, "%s/%zu", outer->part, inside->index);
	return (struct document){.part = part,
	    .name = inside->name,
	    .type = inside->type,
	    .where = where,
	    .zone = document_zone(outer),
	    .enclosed = true};
}

int
documents_inside_unread(const struct document *outer,
    const struct inside *inside, enum unread why, struct texts *out)
{
	char where[DOCUMENT_PLACE_MAX], part[DOCUMENT_PLACE_MAX];
	struct document d = document_inside(outer, inside, where, part);

	return document_unread(&d, why, out);
}

/* May a picture in a document with words hold a text that nobody here reads? A
 * small one is a logo, one without ground to write on a photograph. */
static bool
may_show_text(const char *data, size_t len, const struct texts *out)
{
	int ground;

	if (len <= DOCUMENT_LOGO_BYTES)
		return false;
	if (!out->documents || out->ocr_ms != 0)
		return true;
	ground = picture_ground(data, len);
	return ground < 0 || ground >= WRITTEN_GROUND;
}

int
documents_inside(const struct document *outer, size_t depth,
    const struct inside *inside, const char *data, size_t len,
    struct texts *out)
{
	char where[DOCUMENT_PLACE_MAX], part[DOCUMENT_PLACE_MAX];
	struct document d = document_inside(outer, inside, where, part);
	enum document_kind kind =
	    document_kind(&d, data, len < DOCUMENT_HEAD ? len : DOCUMENT_HEAD);
	const bool picture = inside->picture && kind == DOCUMENT_IMAGE;

	if (!picture && !inside->unnamed && add_name(&d, out) < 0)
		return -1;
	if (picture && !may_show_text(data, len, out))
		return image_signs(&d, data, len, out);
	if (depth >= LIMIT_NESTING)
		return document_unread(&d, UNREAD_LIMIT, out);
	return documents_read(&d, kind, depth + 1, data, len, out);
}
