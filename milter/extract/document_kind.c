/* SPDX-License-Identifier: MIT
 *
 * document_kind.c - what a document is: by content first, then type, then name.
 *
 * Content goes first because name and type are the sender's word.
 */
#include <string.h>
#include <strings.h>

#include "extract/document.h"
#include "extract/flat.h"
#include "parse/charset.h"

static const struct magic {
	const char *bytes;
	size_t len;
	enum document_kind kind;
} magics[] = {
    {"%PDF-", 5, DOCUMENT_PDF},
    {"PK\3\4", 4, DOCUMENT_ZIP},
    {"PK\5\6", 4, DOCUMENT_ZIP},
    {"PK\7\10PK\3\4", 8, DOCUMENT_ZIP}, /* cut in pieces, then joined */
    {"\xd0\xcf\x11\xe0", 4, DOCUMENT_OLE},
    {"{\\rtf", 5, DOCUMENT_RTF},
    {"\x1f\x8b", 2, DOCUMENT_ARCHIVE},
    {"7z\xbc\xaf\x27\x1c", 6, DOCUMENT_ARCHIVE},
    {"Rar!\x1a\x07", 6, DOCUMENT_ARCHIVE},
    {"BZh", 3, DOCUMENT_ARCHIVE},
    {"\xfd"
     "7zXZ",
	5, DOCUMENT_ARCHIVE},
    {"\x28\xb5\x2f\xfd", 4, DOCUMENT_ARCHIVE},
    {"\x04\x22\x4d\x18", 4, DOCUMENT_ARCHIVE},
    {"\x1f\x9d", 2, DOCUMENT_ARCHIVE},
    {"LZIP\1", 5, DOCUMENT_ARCHIVE},
    {"MSCF\0\0\0\0", 8, DOCUMENT_ARCHIVE},
    {"\x78\x9f\x3e\x22", 4, DOCUMENT_TNEF},
    {"\x7f"
     "ELF",
	4, DOCUMENT_PROGRAM},
    {"\xca\xfe\xba\xbe", 4, DOCUMENT_PROGRAM},
    {"\xcf\xfa\xed\xfe", 4, DOCUMENT_PROGRAM},
    {"L\0\0\0\1\x14\2\0", 8, DOCUMENT_PROGRAM}, /* a Windows link */
    {"%!PS", 4, DOCUMENT_UNSUPPORTED},
    {"\x89PNG", 4, DOCUMENT_IMAGE},
    {"GIF87a", 6, DOCUMENT_IMAGE},
    {"GIF89a", 6, DOCUMENT_IMAGE},
    {"\xff\xd8\xff", 3, DOCUMENT_IMAGE},
    {"II*\0", 4, DOCUMENT_IMAGE},
    {"II\xbc\1", 4, DOCUMENT_IMAGE}, /* JPEG XR */
    {"MM\0*", 4, DOCUMENT_IMAGE},
};

static const struct type_kind {
	const char *type; /* a trailing '*' matches any rest */
	enum document_kind kind;
} types[] = {
    {"text/html", DOCUMENT_HTML},
    {"text/xml", DOCUMENT_HTML},
    {"application/xml", DOCUMENT_HTML},
    {"text/enriched", DOCUMENT_HTML},
    {"text/richtext", DOCUMENT_HTML},
    {"application/xhtml+xml", DOCUMENT_HTML},
    {"text/csv", DOCUMENT_TABLE},
    {"text/comma-separated-values", DOCUMENT_TABLE},
    {"text/tab-separated-values", DOCUMENT_TABLE},
    {"application/csv", DOCUMENT_TABLE},
    {"text/calendar", DOCUMENT_FOLDED},
    {"text/vcard", DOCUMENT_FOLDED},
    {"text/x-vcard", DOCUMENT_FOLDED},
    {"text/directory", DOCUMENT_FOLDED},
    {"message/rfc822", DOCUMENT_MESSAGE},
    {"message/global", DOCUMENT_MESSAGE},
    {"message/partial", DOCUMENT_PARTLY},
    {"message/external-body", DOCUMENT_PARTLY},
    {"application/mbox", DOCUMENT_MBOX},
    {"application/pgp-signature", DOCUMENT_SIGNATURE},
    {"application/pkcs7-signature", DOCUMENT_SIGNATURE},
    {"application/x-pkcs7-signature", DOCUMENT_SIGNATURE},
    {"application/pkcs7-mime", DOCUMENT_CMS},
    {"application/x-pkcs7-mime", DOCUMENT_CMS},
    {"image/svg+xml", DOCUMENT_HTML},
    {"image/*", DOCUMENT_IMAGE},
};

static const struct type_kind names[] = {
    {".htm", DOCUMENT_HTML},
    {".html", DOCUMENT_HTML},
    {".xhtml", DOCUMENT_HTML},
    {".csv", DOCUMENT_TABLE},
    {".tsv", DOCUMENT_TABLE},
    {".tab", DOCUMENT_TABLE},
    {".ics", DOCUMENT_FOLDED},
    {".vcf", DOCUMENT_FOLDED},
    {".shtml", DOCUMENT_HTML},
    {".xht", DOCUMENT_HTML},
    {".xml", DOCUMENT_HTML},
    {".svg", DOCUMENT_HTML},
    {".eml", DOCUMENT_MESSAGE},
    {".mht", DOCUMENT_MESSAGE},
    {".mhtml", DOCUMENT_MESSAGE},
    {".mbox", DOCUMENT_MBOX},
    {".p7s", DOCUMENT_SIGNATURE},
    {".p7m", DOCUMENT_CMS},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static bool
type_matches(const char *pattern, const char *type)
{
	size_t n = strlen(pattern);

	if (pattern[n - 1] == '*')
		return strncasecmp(pattern, type, n - 1) == 0;
	return strcasecmp(pattern, type) == 0;
}

static enum document_kind
by_type(const char *type)
{
	for (size_t i = 0; type != NULL && i < COUNT(types); i++)
		if (type_matches(types[i].type, type))
			return types[i].kind;
	return DOCUMENT_TEXT;
}

static enum document_kind
by_name(const char *name)
{
	size_t len = name != NULL ? strlen(name) : 0;

	/* Systems that files are saved on drop these. */
	while (len > 0 && strchr(" .\t", name[len - 1]) != NULL)
		len--;
	for (size_t i = 0; i < COUNT(names); i++) {
		size_t n = strlen(names[i].type);

		if (len >= n &&
		    strncasecmp(name + len - n, names[i].type, n) == 0)
			return names[i].kind;
	}
	return DOCUMENT_TEXT;
}

/* How much of the beginning is a mark of UTF-8 and white space. */
static size_t
blank_prefix(const char *head, size_t len)
{
	size_t i = 0;

	if (len >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	while (i < len && memchr(" \t\r\n\f", head[i], 5) != NULL)
		i++;
	return i;
}

/* "<!doctype html", "<html" or "<?xml" at the start; or, of a document, any
 * tag there. */
static bool
html_content(const char *head, size_t len, bool body)
{
	static const char *const starts[] = {"<!doctype", "<html", "<?xml"};
	size_t i = blank_prefix(head, len);

	head += i;
	len -= i;
	for (i = 0; i < COUNT(starts); i++)
		if (len >= strlen(starts[i]) &&
		    strncasecmp(head, starts[i], strlen(starts[i])) == 0)
			return true;
	if (body || len < 3 || head[0] != '<')
		return false;
	if (memcmp(head + 1, "!-", 2) == 0)
		return true;
	for (i = 1; i < len && ((head[i] | 32) >= 'a' && (head[i] | 32) <= 'z');
	     i++)
		;
	return i > 1 && i < len && memchr("> /\r\n\t", head[i], 6) != NULL;
}

/* The header block of a message: fields, three of them such as messages have,
 * from the first line on. */
static bool
message_content(const char *head, size_t len)
{
	static const char *const fields[] = {"Return-Path:", "Received:",
	    "From:", "To:", "Subject:", "Date:", "Message-ID:", "MIME-Version:",
	    "Content-Type:", "Content-Transfer-Encoding:"};
	const char *at = head, *end = head + len, *nl;
	unsigned found = 0;

	while (at < end && *at != '\n' && *at != '\r') {
		nl = memchr(at, '\n', (size_t)(end - at));
		if (nl == NULL)
			nl = end;
		if (*at != ' ' && *at != '\t' &&
		    memchr(at, ':', (size_t)(nl - at)) == NULL)
			break;
		for (size_t i = 0; i < COUNT(fields); i++)
			found +=
			    (size_t)(nl - at) >= strlen(fields[i]) &&
			    strncasecmp(at, fields[i], strlen(fields[i])) == 0;
		at = nl < end ? nl + 1 : end;
	}
	return found >= 3 && (at < end || len >= DOCUMENT_HEAD);
}

/* UTF-16 with its mark, or with a zero in every other byte of Latin text. */
static bool
wide_content(const char *head, size_t len)
{
	size_t zero[2] = {0, 0};

	if (len >= 2 && (memcmp(head, "\xff\xfe", 2) == 0 ||
			    memcmp(head, "\xfe\xff", 2) == 0))
		return true;
	for (size_t i = 0; i < len; i++)
		zero[i & 1] += head[i] == '\0';
	return (zero[0] == 0 && zero[1] > len / 3) ||
	       (zero[1] == 0 && zero[0] > len / 3);
}

/* Text has next to no controls but white space; a stray NUL or two in a body
 * do not make it binary. */
static bool
text_content(const char *head, size_t len)
{
	size_t controls = 0;

	if (wide_content(head, len))
		return true;
	for (size_t i = 0; i < len; i++)
		controls += (unsigned char)head[i] < ' ' &&
			    strchr("\t\n\r\f\v\b\x1b", head[i]) == NULL;
	for (size_t i = 0; i < len; i++)
		controls += head[i] == '\0';
	return controls <= len / 50 + (len >= 16);
}

/* Which CMS content (RFC 5652) a S/MIME part holds: by the last arc of its
 * object identifier, near its start. */
static enum document_kind
cms_content(const char *head, size_t len)
{
	static const char arc[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x07";
	const char *p = memmem(head, len, arc, sizeof arc - 1);

	if (p != NULL && (size_t)(p - head) + sizeof arc <= len &&
	    p[sizeof arc - 1] == 2)
		return DOCUMENT_UNSUPPORTED;
	return DOCUMENT_ENCRYPTED;
}

/* The first header of a tar archive: by the mark of POSIX, or, without one, by
 * its checksum (POSIX.1-2017 pax, "ustar interchange format"). */
static bool
tar_content(const char *head, size_t len)
{
	unsigned sum = 8 * ' ', wanted = 0;
	size_t i;

	if (len >= 263 && memcmp(head + 257, "ustar", 5) == 0 &&
	    (head[262] == '\0' || head[262] == ' '))
		return true;
	if (len < 512 || head[0] == '\0')
		return false;
	for (i = 148; i < 156 && head[i] == ' '; i++)
		;
	for (; i < 156 && head[i] >= '0' && head[i] <= '7'; i++)
		wanted = wanted * 8 + (unsigned)(head[i] - '0');
	for (i = 0; i < 512; i++)
		if (i < 148 || i >= 156)
			sum += (unsigned char)head[i];
	return sum == wanted;
}

/* LHA and LZH: "-lh5-" behind the size and sum of its header. */
static bool
lha_content(const char *head, size_t len)
{
	return len > 21 && memcmp(head + 2, "-l", 2) == 0 &&
	       (head[4] == 'h' || head[4] == 'z') && head[6] == '-' &&
	       (unsigned char)head[20] <= 3;
}

/* Windows metafiles, new and old, with a header for placing or without. */
static bool
metafile_content(const char *head, size_t len)
{
	return (len >= 44 && memcmp(head, "\1\0\0\0", 4) == 0 &&
		   memcmp(head + 40, " EMF", 4) == 0) ||
	       (len >= 6 && memcmp(head, "\1\0\t\0\0\3", 6) == 0) ||
	       (len >= 4 && memcmp(head, "\xd7\xcd\xc6\x9a", 4) == 0);
}

/* Pictures whose marks do not stand at their beginning alone: WebP, HEIF and
 * AVIF, BMP. */
static bool
picture_content(const char *head, size_t len)
{
	static const char *const brands[] = {
	    "heic", "heix", "hevc", "mif1", "msf1", "avif"};

	if (len >= 12 && memcmp(head + 4, "ftyp", 4) == 0)
		for (size_t i = 0; i < COUNT(brands); i++)
			if (memcmp(head + 8, brands[i], 4) == 0)
				return true;
	if (len >= 12 && memcmp(head, "RIFF", 4) == 0 &&
	    memcmp(head + 8, "WEBP", 4) == 0)
		return true;
	return len >= 18 && memcmp(head, "BM", 2) == 0 &&
	       memcmp(head + 6, "\0\0\0\0", 4) == 0 &&
	       memcmp(head + 15, "\0\0\0", 3) == 0;
}

/* A program for DOS or Windows. */
static bool
program_content(const char *head, size_t len)
{
	return len >= 64 && memcmp(head, "MZ", 2) == 0 &&
	       memchr(head, '\0', 64) != NULL;
}

static enum document_kind
by_magic(const char *head, size_t len)
{
	/* Readers of PDF and RTF step over white space. */
	size_t skip = blank_prefix(head, len);

	if (len - skip >= 5 && memcmp(head + skip, "%PDF-", 5) == 0)
		return DOCUMENT_PDF;
	if (len - skip >= 5 && memcmp(head + skip, "{\\rtf", 5) == 0)
		return DOCUMENT_RTF;
	for (size_t i = 0; i < COUNT(magics); i++)
		if (len >= magics[i].len &&
		    memcmp(head, magics[i].bytes, magics[i].len) == 0)
			return magics[i].kind;
	if (metafile_content(head, len))
		return DOCUMENT_METAFILE;
	if (picture_content(head, len))
		return DOCUMENT_IMAGE;
	if (tar_content(head, len) || lha_content(head, len))
		return DOCUMENT_ARCHIVE;
	if (program_content(head, len))
		return DOCUMENT_PROGRAM;
	return DOCUMENT_TEXT;
}

/* A detached signature (RFC 5652): signed data that hold no content. */
static bool
cms_signature(const char *head, size_t len)
{
	static const char arc[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
	const char *p = memmem(head, len, arc, sizeof arc - 1);

	if (len < 2 || (unsigned char)head[0] != 0x30 ||
	    (unsigned char)head[1] < 0x80)
		return false;
	if (cms_content(head, len) != DOCUMENT_UNSUPPORTED || p == NULL)
		return false;
	p += sizeof arc - 1;
	/* [0] EXPLICIT: the content itself. */
	return p == head + len || (unsigned char)*p != 0xa0;
}

enum document_kind
document_kind(const struct document *d, const char *head, size_t len)
{
	enum document_kind kind, declared = by_type(d->type);
	/* What readers show in place. */
	bool body = (d->zone == ZONE_AUTHORED || d->zone == ZONE_FORWARDED) &&
		    d->type != NULL && strncmp(d->type, "text/", 5) == 0;

	if (len == 0)
		return DOCUMENT_EMPTY;
	kind = by_magic(head, len);
	if (kind != DOCUMENT_TEXT)
		return kind;
	/* Whoever saves it goes by its name. */
	if (declared == DOCUMENT_TEXT || by_name(d->name) == DOCUMENT_MESSAGE)
		declared = by_name(d->name);
	if (declared == DOCUMENT_CMS)
		return DOCUMENT_CMS;
	if (!text_content(head, len)) {
		if (declared == DOCUMENT_SIGNATURE && cms_signature(head, len))
			return DOCUMENT_SIGNATURE;
		if (declared == DOCUMENT_IMAGE)
			return DOCUMENT_IMAGE;
		/* What a reader would show as text is read as text. */
		return body && (declared == DOCUMENT_HTML ||
				   (declared == DOCUMENT_TEXT &&
				       d->type != NULL &&
				       strncmp(d->type, "text/", 5) == 0))
			   ? declared
			   : DOCUMENT_UNSUPPORTED;
	}
	if (!body && declared != DOCUMENT_PARTLY && message_content(head, len))
		return DOCUMENT_MESSAGE;
	if (declared != DOCUMENT_MESSAGE && html_content(head, len, body))
		return !body && flat_content(head, len) ? DOCUMENT_FLAT
							: DOCUMENT_HTML;
	/* A textual image or signature is read as text. */
	if (declared == DOCUMENT_IMAGE || declared == DOCUMENT_SIGNATURE)
		return DOCUMENT_TEXT;
	return declared;
}
