/* SPDX-License-Identifier: MIT
 *
 * test_document.c - what a document is read as, and when alternatives agree.
 */
#include "extract/document.h"

#include <stdlib.h>
#include <string.h>

#include "extract/alike.h"
#include "lib/test.h"

#define CMS_OID "\6\x09\x2a\x86\x48\x86\xf7\x0d\1\7"
#define SIGNED_DATA "\x30\x80" CMS_OID "\2"
#define DATA CMS_OID "\1"

/* Content decides before type, type before name. */
static void
test_kinds(void **state)
{
	static const struct {
		const char *type, *name, *head;
		size_t len; /* 0: strlen */
		enum document_kind want;
		enum zone zone;
	} cases[] = {
	    {"text/plain", NULL, "hello", 0, DOCUMENT_TEXT, ZONE_AUTHORED},
	    {"text/plain", NULL, "", 0, DOCUMENT_EMPTY, ZONE_AUTHORED},
	    {"text/html", NULL, "hello", 0, DOCUMENT_HTML, ZONE_AUTHORED},
	    {"text/plain", NULL, "\n <HTML>", 0, DOCUMENT_HTML, ZONE_AUTHORED},
	    {"text/plain", "a.csv", "a,b", 0, DOCUMENT_TABLE, ZONE_ATTACHMENT},
	    {"application/octet-stream", "a.html", "x", 0, DOCUMENT_HTML,
		ZONE_ATTACHMENT},
	    {"text/csv", "a.html", "x", 0, DOCUMENT_TABLE, ZONE_ATTACHMENT},
	    {"image/png", "a.png", "hello there", 0, DOCUMENT_TEXT,
		ZONE_ATTACHMENT},
	    {"image/x-thing", "a.x", "\1\2\3\4", 4, DOCUMENT_IMAGE,
		ZONE_ATTACHMENT},
	    {"application/octet-stream", "a.jpg", "\xff\xd8\xff\xe0", 4,
		DOCUMENT_IMAGE, ZONE_ATTACHMENT},
	    {"image/jpeg", "a.jpg", "%PDF-1.4", 0, DOCUMENT_PDF,
		ZONE_ATTACHMENT},
	    {"application/octet-stream", "a", "\1\2\3\4\5\6", 6,
		DOCUMENT_UNSUPPORTED, ZONE_ATTACHMENT},
	    {"application/octet-stream", "a", "a\0b\0c\0d\0", 8, DOCUMENT_TEXT,
		ZONE_ATTACHMENT},
	    {"text/plain", NULL, "\1\2\3\4\5\6\7", 7, DOCUMENT_TEXT,
		ZONE_AUTHORED},
	    {"application/pkcs7-signature", "smime.p7s",
		SIGNED_DATA "\2\1\1\x31\0\x30\x0b" DATA "\0\0", 33,
		DOCUMENT_SIGNATURE, ZONE_ATTACHMENT},
	    {"application/pkcs7-signature", "smime.p7s",
		SIGNED_DATA "\2\1\1\x31\0\x30\x80" DATA "\xa0\3\4\1x", 36,
		DOCUMENT_UNSUPPORTED, ZONE_ATTACHMENT},
	    {"application/pgp-signature", NULL, "0\1\2\3\4\5\6\7 words", 0,
		DOCUMENT_UNSUPPORTED, ZONE_ATTACHMENT},
	    {"application/pgp-signature", NULL, "-----BEGIN PGP SIGNATURE-----",
		0, DOCUMENT_TEXT, ZONE_ATTACHMENT},
	    {"application/pkcs7-mime", "smime.p7m", "\x30\x80\6\7", 4,
		DOCUMENT_CMS, ZONE_ATTACHMENT},
	    {"message/rfc822", NULL, "Subject: x", 0, DOCUMENT_MESSAGE,
		ZONE_AUTHORED},
	    {NULL, NULL, "hello", 0, DOCUMENT_TEXT, ZONE_ATTACHMENT},
	    /* What programs that open it step over. */
	    {"text/rtf", "a.rtf", " \r\n{\\rtf1", 0, DOCUMENT_RTF,
		ZONE_ATTACHMENT},
	    {"text/plain", "a.html. ", "x", 0, DOCUMENT_HTML, ZONE_ATTACHMENT},
	    {"text/html", "a.eml", "Subject: x", 0, DOCUMENT_MESSAGE,
		ZONE_ATTACHMENT},
	    /* Mark-up and messages under names that do not say so. */
	    {"application/octet-stream", "a.dat", "<!-- x --><p>", 0,
		DOCUMENT_HTML, ZONE_ATTACHMENT},
	    {"text/csv", "a.csv", "<table ><tr>", 0, DOCUMENT_HTML,
		ZONE_ATTACHMENT},
	    {"application/octet-stream", NULL, "<p>x", 0, DOCUMENT_HTML,
		ZONE_AUTHORED},
	    {"text/plain", NULL, "<p>x", 0, DOCUMENT_TEXT, ZONE_AUTHORED},
	    {"text/plain", "a.txt", "<3 of them", 0, DOCUMENT_TEXT,
		ZONE_ATTACHMENT},
	    {"text/xml", NULL, "<a>x", 0, DOCUMENT_HTML, ZONE_AUTHORED},
	    {"application/octet-stream", "a", "From: a\nTo: b\nSubject: c\n\nx",
		0, DOCUMENT_MESSAGE, ZONE_ATTACHMENT},
	    {"text/plain", "a.txt", "From: a\nTo: b\nwords\n\n", 0,
		DOCUMENT_TEXT, ZONE_ATTACHMENT},
	    {"message/partial", NULL, "x", 0, DOCUMENT_PARTLY, ZONE_AUTHORED},
	    /* By their marks, whatever the name. */
	    {"image/png", "a.png", "PK\3\4", 0, DOCUMENT_ZIP, ZONE_ATTACHMENT},
	    {NULL, "a.txt", "PK\7\10PK\3\4", 0, DOCUMENT_ZIP, ZONE_ATTACHMENT},
	    {NULL, "a.docx", "\xd0\xcf\x11\xe0", 0, DOCUMENT_OLE,
		ZONE_ATTACHMENT},
	    {NULL, "a", "7z\xbc\xaf\x27\x1c", 0, DOCUMENT_ARCHIVE,
		ZONE_ATTACHMENT},
	    {NULL, "a", "\x1f\x8b\10", 0, DOCUMENT_ARCHIVE, ZONE_ATTACHMENT},
	    {NULL, "a", "MSCF\0\0\0\0", 8, DOCUMENT_ARCHIVE, ZONE_ATTACHMENT},
	    {NULL, "a", "\40\1-lh5-\0\0\0\0\0\0\0\0\0\0\0\0\40\1\1\1", 24,
		DOCUMENT_ARCHIVE, ZONE_ATTACHMENT},
	    {"text/plain", "a.txt", "a -lh5- is an archive", 0, DOCUMENT_TEXT,
		ZONE_ATTACHMENT},
	    {NULL, "a.jpg",
		"\x7f"
		"ELF\1\1\1",
		7, DOCUMENT_PROGRAM, ZONE_ATTACHMENT},
	    {"text/plain", NULL, "MZ is short for Mark", 0, DOCUMENT_TEXT,
		ZONE_AUTHORED},
	    {NULL, "a", "\0\0\0\30ftypheic\0\0", 14, DOCUMENT_IMAGE,
		ZONE_ATTACHMENT},
	    {NULL, "a", "BM\1\2\0\0\0\0\0\0\66\0\0\0\50\0\0\0", 18,
		DOCUMENT_IMAGE, ZONE_ATTACHMENT},
	    {NULL, "a", "\xd7\xcd\xc6\x9a\0\0", 6, DOCUMENT_METAFILE,
		ZONE_ATTACHMENT},
	    {"application/mbox", NULL, "From x", 0, DOCUMENT_MBOX,
		ZONE_ATTACHMENT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct document d = {.part = "1",
		    .name = cases[i].name,
		    .type = cases[i].type,
		    .where = "",
		    .zone = cases[i].zone};
		size_t len =
		    cases[i].len > 0 ? cases[i].len : strlen(cases[i].head);
		enum document_kind got = document_kind(&d, cases[i].head, len);

		if (got != cases[i].want)
			fail_msg("case %zu: got %d, want %d", i, (int)got,
			    (int)cases[i].want);
	}
}

/* A tar archive is told by its mark, an old one by its checksum. */
static void
test_tar(void **state)
{
	struct document d = {.part = "1", .where = "", .zone = ZONE_ATTACHMENT};
	char head[DOCUMENT_HEAD] = "letter.txt";

	(void)state;
	memset(head + 100, '0', 48);
	memcpy(head + 148, "012345", 7);
	assert_int_equal(
	    document_kind(&d, head, sizeof head), DOCUMENT_UNSUPPORTED);
	memcpy(head + 257, "ustar", 6);
	assert_int_equal(
	    document_kind(&d, head, sizeof head), DOCUMENT_ARCHIVE);
	memset(head + 257, 0, 6);
	/* The letters of the name, 48 digits and 8 blanks. */
	memcpy(head + 148, "007036", 7);
	assert_int_equal(
	    document_kind(&d, head, sizeof head), DOCUMENT_ARCHIVE);
}

/* Alternatives agree when their words and numbers do. */
static void
test_alike(void **state)
{
	static const struct {
		const char *a, *b, *other;
		bool want;
	} cases[] = {
	    {"Dear Ann", "", "Dear  *Ann*,", true},
	    {"Dear ", "Ann", "Dear\nAnn", true},
	    {"Dear ", "Ann", "DearAnn", false},
	    {"MW.00.00", "", "MW 00 00", false},
	    {"MW 00 00", "", "MW  00\n00", true},
	    {"see <tel:1", "", "see", false},
	    {"see <tel: MW 00>", "", "see", false},
	    {"Dear Ann", "", "Dear Anne", false},
	    {"Dear Anne", "", "Dear Ann", false},
	    {"Dear ann", "", "Dear Ann", false},
	    {"a\xc2\xa0"
	     "b",
		"", "a b", true},
	    {"\xe2\x80\xa2 one", "", "one", true},
	    {"caf\xc3\xa9", "", "cafe", false},
	    {"see <https://x.example/1>", "", "see", true},
	    {"see <https://x.example/1", "", "see", false},
	    {"", "", "", false},
	    {"...", "", "", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct texts t;

		texts_init(&t, 1000);
		texts_add(&t, ZONE_AUTHORED, "1", "body", cases[i].a,
		    strlen(cases[i].a));
		texts_add(&t, ZONE_AUTHORED, "1", "body", cases[i].b,
		    strlen(cases[i].b));
		if (alike(&t, 0, t.n, cases[i].other, strlen(cases[i].other)) !=
		    cases[i].want)
			fail_msg("case %zu: %s", i, cases[i].other);
		texts_free(&t);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_tar),
	    cmocka_unit_test(test_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
