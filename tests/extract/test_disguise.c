/* SPDX-License-Identifier: MIT
 *
 * test_disguise.c - names that promise another kind than the content is.
 */
#include "extract/disguise.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/zip.h"
#include "lib/test.h"

/* What each stands for is in the middle of the table. */
enum content {
	PLAIN_ZIP,
	DOCX_ZIP,
	ODT_ZIP,
	LATE_ODT_ZIP,
	OLD_DOCX_ZIP,
	PROGRAM,
	LITERAL,
};

static char *
content_of(enum content what, const char *literal, size_t *ret_len)
{
	static const struct zip_part plain[] = {{"a.txt", "x", 1}};
	static const struct zip_part docx[] = {{"word/document.xml", "<w/>", 4},
	    {"[Content_Types].xml", "<Types/>", 8}};
	static const struct zip_part odt[] = {
	    {"mimetype", "application/vnd.oasis.opendocument.text", 39}};
	static const struct zip_part late[] = {
	    {"content.xml", "<c/>", 4}, {"META-INF/manifest.xml", "<m/>", 4}};
	static const struct zip_part old[] = {{"xl\\workbook.xml", "<w/>", 4},
	    {"[content_types].xml", "<Types/>", 8}};
	struct buf b = BUF_MAX(KIB);

	switch (what) {
	case PLAIN_ZIP:
		return zip_make(plain, 1, ret_len);
	case DOCX_ZIP:
		return zip_make(docx, 2, ret_len);
	case ODT_ZIP:
		return zip_make(odt, 1, ret_len);
	case LATE_ODT_ZIP:
		return zip_make(late, 2, ret_len);
	case OLD_DOCX_ZIP:
		return zip_make(old, 2, ret_len);
	case PROGRAM:
		buf_add(&b, "MZ\x90\0\3\0\0\0\4", 9);
		while (b.len < 200)
			buf_addc(&b, (char)(b.len * 7));
		break;
	case LITERAL:
		buf_adds(&b, literal);
		break;
	}
	*ret_len = b.len;
	return buf_take(&b);
}

/* The sign of a document of that name, or "". */
static void
check(const char *name, const char *type, const char *data, size_t len,
    const char *want)
{
	struct document d = {.part = "2",
	    .name = name,
	    .type = type,
	    .where = "",
	    .zone = ZONE_ATTACHMENT};
	enum document_kind kind =
	    document_kind(&d, data, len < DOCUMENT_HEAD ? len : DOCUMENT_HEAD);
	struct texts t;

	texts_init(&t, MIB);
	assert_int_equal(disguise_note(&d, kind, data, len, &t), 0);
	test_same(name, t.nsigns > 0 ? t.signs[0].about : "", want);
	if (t.nsigns > 0) {
		assert_int_equal(t.nsigns, 1);
		assert_int_equal(t.signs[0].kind, SIGN_DISGUISE);
		test_same(name, t.signs[0].place, name);
	}
	texts_free(&t);
}

/* What hides an archive, a program or words is noted; what systems and people
 * name so every day is not. */
static void
test_names(void **state)
{
	static const struct {
		const char *name;
		enum content what;
		const char *literal, *want;
	} cases[] = {
	    {"plan.pdf", PLAIN_ZIP, NULL, "named .pdf, is a ZIP archive"},
	    {"plan.PDF. ", DOCX_ZIP, NULL, "named .pdf, is an Office document"},
	    {"photo.jpg", PLAIN_ZIP, NULL, "named .jpg, is a ZIP archive"},
	    {"photo.jpg", PROGRAM, NULL, "named .jpg, is a program"},
	    {"notes.txt", PLAIN_ZIP, NULL, "named .txt, is a ZIP archive"},
	    {"notes.txt", PROGRAM, NULL, "named .txt, is a program"},
	    {"list.csv", DOCX_ZIP, NULL, "named .csv, is an Office document"},
	    {"letter.docx", PLAIN_ZIP, NULL, "named .docx, is a ZIP archive"},
	    {"letter.docx", PROGRAM, NULL, "named .docx, is a program"},
	    {"letter.docx", LITERAL, "%PDF-1.7\n", "named .docx, is a PDF"},
	    {"photo.png", LITERAL, "name,nino\nAnn,MW000000A\n",
		"named .png, is text"},
	    {"photo.jpeg", LITERAL, "7z\xbc\xaf\x27\x1c",
		"named .jpeg, is an archive"},
	    {"tune.mp3", PLAIN_ZIP, NULL, "named .mp3, is a ZIP archive"},
	    {"a.zip", PROGRAM, NULL, "named .zip, is a program"},

	    {"letter.docx", DOCX_ZIP, NULL, ""},
	    {"book.xlsm", DOCX_ZIP, NULL, ""},
	    {"letter.doc", DOCX_ZIP, NULL, ""},
	    {"letter.odt", ODT_ZIP, NULL, ""},
	    {"letter.odt", LATE_ODT_ZIP, NULL, ""},
	    {"letter.odt", PLAIN_ZIP, NULL, "named .odt, is a ZIP archive"},
	    {"book.xlsx", OLD_DOCX_ZIP, NULL, ""},
	    {"letter.docx", LITERAL, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""},
	    {"letter.doc", LITERAL, "{\\rtf1 x}", ""},
	    {"letter.doc", LITERAL, "<html><body>x", ""},
	    {"export.xls", LITERAL, "<table><tr><td>x", ""},
	    {"export.xls", LITERAL, "a\tb\n1\t2\n", ""},
	    {"export.xls", LITERAL, "<?xml version='1.0'?><Workbook/>", ""},
	    {"export.xls", DOCX_ZIP, NULL, ""},
	    {"page.txt", LITERAL, "<html>x", ""},
	    {"a.zip", PLAIN_ZIP, NULL, ""},
	    {"a.zip", DOCX_ZIP, NULL, ""},
	    {"a.rar", PLAIN_ZIP, NULL, ""},
	    {"a.jar", PLAIN_ZIP, NULL, ""},
	    {"a.epub", PLAIN_ZIP, NULL, ""},
	    {"a.kmz", PLAIN_ZIP, NULL, ""},
	    {"a.csv.gz", LITERAL, "a,b\n", ""},
	    {"a.jpg", LITERAL, "\x89PNG\r\n\x1a\n", ""},
	    {"a.heic", LITERAL, "\1\1\1\1ftypheic\1\2\3\4\5", ""},
	    {"a.pdf", LITERAL, "\n%PDF-1.4\n", ""},
	    {"a.pdf", LITERAL, "", ""},
	    {"a.unheard", PROGRAM, NULL, ""},
	    {"pdf", PLAIN_ZIP, NULL, ""},
	    {"set-up.exe", PROGRAM, NULL, ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t len;
		char *data = content_of(cases[i].what, cases[i].literal, &len);

		check(cases[i].name, NULL, data, len, cases[i].want);
		free(data);
	}
}

/* An archive hung behind a picture is noted, and not read: that too. */
static void
test_behind(void **state)
{
	struct document d = {
	    .part = "2", .name = "a.gif", .where = "", .zone = ZONE_ATTACHMENT};
	struct buf b = BUF_MAX(MIB);
	struct texts t;
	size_t len;
	char *zip = content_of(PLAIN_ZIP, NULL, &len);

	(void)state;
	buf_adds(&b, "GIF89a and pixels");
	texts_init(&t, MIB);
	assert_int_equal(
	    disguise_note(&d, DOCUMENT_IMAGE, b.data, b.len, &t), 0);
	assert_int_equal(t.nsigns, 0);
	buf_add(&b, zip, len);
	assert_int_equal(
	    disguise_note(&d, DOCUMENT_IMAGE, b.data, b.len, &t), 0);
	assert_int_equal(t.nsigns, 1);
	assert_string_equal(
	    t.signs[0].about, "a ZIP archive stands behind the picture");
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_UNSUPPORTED);
	texts_free(&t);
	buf_free(&b);
	free(zip);
}

/* A body has no name to keep, and bytes that were not decoded tell nothing. */
static void
test_not_judged(void **state)
{
	struct document body = {
	    .part = "1", .name = "a.pdf", .where = "", .zone = ZONE_AUTHORED};
	struct document unread = {.part = "1",
	    .name = "a.docx",
	    .where = "",
	    .zone = ZONE_ATTACHMENT};
	struct texts t;

	(void)state;
	texts_init(&t, MIB);
	assert_int_equal(disguise_note(&body, DOCUMENT_TEXT, "x", 1, &t), 0);
	assert_int_equal(disguise_note(&unread, DOCUMENT_ZIP, NULL, 0, &t), 0);
	assert_int_equal(t.nsigns, 0);
	texts_free(&t);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_behind),
	    cmocka_unit_test(test_not_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
