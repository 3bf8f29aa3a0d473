/* SPDX-License-Identifier: MIT
 *
 * disguise.c - documents whose names say another kind than they are.
 *
 * Only endings in the table are judged, and only content that is told by its
 * own marks, so that an unknown format is never called a disguise.
 *
 * BUGS: an office document of one kind named as another (a .docx that is a
 * workbook) is read as what it is and not noted.
 */
#include "extract/disguise.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What content is, as names promise it. */
enum family {
	TEXT = 1 << 0, /* also tables, calendars, messages */
	HTML = 1 << 1, /* and XML */
	RTF = 1 << 2,
	PDF = 1 << 3,
	OLE = 1 << 4,
	OFFICE = 1 << 5, /* a ZIP archive with a list of types in it */
	ZIP = 1 << 6,    /* any other */
	PACKED = 1 << 7, /* other archives */
	IMAGE = 1 << 8,
	PROGRAM = 1 << 9,
	UNTOLD = 1 << 10, /* nothing that tells it */
};

static const struct {
	enum family family;
	const char *words;
} families[] = {
    {TEXT, "text"},
    {HTML, "a web page or XML"},
    {RTF, "an RTF document"},
    {PDF, "a PDF"},
    {OLE, "an older Office document"},
    {OFFICE, "an Office document"},
    {ZIP, "a ZIP archive"},
    {PACKED, "an archive"},
    {IMAGE, "a picture"},
    {PROGRAM, "a program"},
};

static const struct {
	enum document_kind kind;
	enum family family;
} kinds[] = {
    {DOCUMENT_TEXT, TEXT},
    {DOCUMENT_TABLE, TEXT},
    {DOCUMENT_FOLDED, TEXT},
    {DOCUMENT_PARTLY, TEXT},
    {DOCUMENT_MESSAGE, TEXT},
    {DOCUMENT_MBOX, TEXT},
    {DOCUMENT_HTML, HTML},
    {DOCUMENT_FLAT, HTML},
    {DOCUMENT_RTF, RTF},
    {DOCUMENT_PDF, PDF},
    {DOCUMENT_OLE, OLE},
    {DOCUMENT_ZIP, ZIP},
    {DOCUMENT_ARCHIVE, PACKED},
    {DOCUMENT_METAFILE, IMAGE},
    {DOCUMENT_IMAGE, IMAGE},
    {DOCUMENT_PROGRAM, PROGRAM},
};

#define WORDS (TEXT | HTML | RTF)
#define ARCHIVES (ZIP | OFFICE | PACKED)

/* What each ending may be without a sign. Systems export HTML, CSV and XML
 * under Excel's and Word's endings; encrypted Office documents are compound
 * files whatever their ending; browsers unpack .gz and keep the name. */
static const struct {
	const char *ending;
	unsigned may_be;
} endings[] = {
    {".pdf", PDF},
    {".txt", WORDS},
    {".log", WORDS},
    {".md", WORDS},
    {".csv", WORDS},
    {".tsv", WORDS},
    {".tab", WORDS},
    {".ics", WORDS},
    {".vcf", WORDS},
    {".htm", WORDS},
    {".html", WORDS},
    {".xhtml", WORDS},
    {".xml", WORDS},
    {".json", WORDS},
    {".svg", HTML | TEXT},
    {".eml", WORDS},
    {".mht", WORDS},
    {".mhtml", WORDS},
    {".mbox", WORDS},
    {".rtf", WORDS | OLE | OFFICE},
    {".doc", WORDS | OLE | OFFICE},
    {".dot", WORDS | OLE | OFFICE},
    {".xls", WORDS | OLE | OFFICE},
    {".xlt", WORDS | OLE | OFFICE},
    {".ppt", WORDS | OLE | OFFICE},
    {".pps", WORDS | OLE | OFFICE},
    {".docx", WORDS | OLE | OFFICE},
    {".docm", WORDS | OLE | OFFICE},
    {".dotx", WORDS | OLE | OFFICE},
    {".xlsx", WORDS | OLE | OFFICE},
    {".xlsm", WORDS | OLE | OFFICE},
    {".xltx", WORDS | OLE | OFFICE},
    {".xlsb", WORDS | OLE | OFFICE},
    {".pptx", WORDS | OLE | OFFICE},
    {".pptm", WORDS | OLE | OFFICE},
    {".ppsx", WORDS | OLE | OFFICE},
    {".odt", HTML | OFFICE},
    {".ods", HTML | OFFICE},
    {".odp", HTML | OFFICE},
    {".odg", HTML | OFFICE},
    {".msg", OLE | TEXT},
    {".jpg", IMAGE},
    {".jpeg", IMAGE},
    {".jpe", IMAGE},
    {".png", IMAGE},
    {".gif", IMAGE},
    {".bmp", IMAGE},
    {".tif", IMAGE},
    {".tiff", IMAGE},
    {".webp", IMAGE},
    {".heic", IMAGE},
    {".zip", ARCHIVES},
    {".7z", ARCHIVES},
    {".rar", ARCHIVES},
    {".tar", ARCHIVES},
    {".cab", ARCHIVES},
    {".tgz", ARCHIVES},
    {".gz", ARCHIVES | WORDS | PDF | OLE | IMAGE},
    {".jar", ARCHIVES},
    {".epub", ARCHIVES},
    {".kmz", ARCHIVES},
    {".mp3", WORDS},
    {".m4a", WORDS},
    {".wav", WORDS},
    {".mp4", WORDS},
    {".mov", WORDS},
    {".avi", WORDS},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* The ending of a name, without the blanks and dots that systems drop. Returns
 * its index in the table; COUNT: none of them. */
static size_t
ending_of(const char *name)
{
	size_t len = strlen(name), n;

	while (len > 0 && strchr(" .\t", name[len - 1]) != NULL)
		len--;
	for (size_t i = 0; i < COUNT(endings); i++) {
		n = strlen(endings[i].ending);
		if (len > n &&
		    strncasecmp(name + len - n, endings[i].ending, n) == 0)
			return i;
	}
	return COUNT(endings);
}

/* Is that name in the bytes, whatever the case of what follows its first
 * letter? */
static bool
names(const char *data, size_t len, const char *name)
{
	const size_t n = strlen(name);
	const char *at = data, *end = data + len;

	while ((at = memchr(at, *name, (size_t)(end - at))) != NULL) {
		if ((size_t)(end - at) < n)
			return false;
		if (strncasecmp(at, name, n) == 0)
			return true;
		at++;
	}
	return false;
}

/* Does a ZIP archive name, at its beginning or in the directory at its end,
 * what office documents list their types or files in? */
static bool
is_office(const char *data, size_t len)
{
	if (len >= 38 && memcmp(data + 30, "mimetype", 8) == 0)
		return true;
	return names(data, len, "[Content_Types].xml") ||
	       (names(data, len, "META-INF/manifest.xml") &&
		   names(data, len, "content.xml"));
}

static enum family
family_of(enum document_kind kind, const char *data, size_t len)
{
	if (kind == DOCUMENT_ZIP && (data == NULL || len == 0))
		return UNTOLD;
	if (kind == DOCUMENT_ZIP && is_office(data, len))
		return OFFICE;
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (kinds[i].kind == kind)
			return kinds[i].family;
	return UNTOLD;
}

static int
sign(const struct document *d, const char *about, struct texts *out)
{
	char place[DOCUMENT_PLACE_MAX];

	document_place(d, NULL, place);
	return texts_sign(out, SIGN_DISGUISE, d->part, place, about);
}

static int
note_name(const struct document *d, enum family family, struct texts *out)
{
	size_t i = ending_of(d->name), f = 0;
	char about[80];

	if (family == UNTOLD || i == COUNT(endings) ||
	    (endings[i].may_be & (unsigned)family) != 0)
		return 0;
	while (families[f].family != family)
		f++;
	snprintf(about, sizeof about, "named %s, is %s", endings[i].ending,
	    families[f].words);
	return sign(d, about, out);
}

/* A ZIP archive is found by the record at its end (APPNOTE 4.3.16), whatever
 * stands before it; "PK\1\2" is where that record leads. */
static bool
archive_behind(const char *data, size_t len)
{
	const unsigned char *end;
	size_t size, least = len > 65557 ? len - 65557 : 0;

	if (len < 22)
		return false;
	for (size_t at = len - 22 + 1; at-- > least;) {
		if (memcmp(data + at, "PK\5\6", 4) != 0)
			continue;
		end = (const unsigned char *)data + at;
		size = end[12] | (size_t)end[13] << 8 | (size_t)end[14] << 16 |
		       (size_t)end[15] << 24;
		if (at + 22 + (end[20] | (size_t)end[21] << 8) == len &&
		    size >= 46 && size <= at &&
		    memcmp(data + at - size, "PK\1\2", 4) == 0)
			return true;
	}
	return false;
}

/* The archive behind it is not read. */
static int
note_behind(const struct document *d, enum family family, const char *data,
    size_t len, struct texts *out)
{
	if ((family & (IMAGE | PDF | RTF)) == 0 || data == NULL ||
	    !archive_behind(data, len))
		return 0;
	if (sign(d,
		family == IMAGE ? "a ZIP archive stands behind the picture"
				: "a ZIP archive stands behind the document",
		out) < 0)
		return -1;
	return document_unread(d, UNREAD_UNSUPPORTED, out);
}

int
disguise_note(const struct document *d, enum document_kind kind,
    const char *data, size_t len, struct texts *out)
{
	enum family family;

	if (d->zone == ZONE_AUTHORED || d->zone == ZONE_FORWARDED)
		return 0;
	family = family_of(kind, data, len);
	if (d->name != NULL && note_name(d, family, out) < 0)
		return -1;
	return note_behind(d, family, data, len, out);
}
