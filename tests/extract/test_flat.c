/* SPDX-License-Identifier: MIT
 *
 * test_flat.c - office documents as one XML file.
 */
#include "extract/flat.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/documents.h"
#include "extract/extract.h"
#include "extract/said.h"
#include "lib/test.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/"
#define FLAT_PACKAGE                                                         \
	"<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/" \
	"xmlPackage\">"
#define PART(name, xml)                                     \
	"<pkg:part pkg:name=\"" name "\"><pkg:xmlData>" xml \
	"</pkg:xmlData></pkg:part>"
#define RELATIONS                                                       \
	PART("/_rels/.rels",                                            \
	    "<Relationships xmlns=\"http://schemas.openxmlformats.org/" \
	    "package/2006/relationships\"><Relationship Id=\"rId1\" "   \
	    "Type=\"" OFFICE "relationships/officeDocument\" "          \
	    "Target=\"word/document.xml\"/></Relationships>")
#define DOCUMENT(words)                                                   \
	PART("/word/document.xml",                                        \
	    "<w:document xmlns:w=\"" W "\"><w:body><w:p><w:r><w:t>" words \
	    "</w:t></w:r></w:p></w:body></w:document>")
#define WORD \
	XML FLAT_PACKAGE RELATIONS DOCUMENT("NINO MW000000A") "</pkg:package>"
/* "Ring 07700 900123" in base64. */
#define ATTACHED                                                             \
	XML FLAT_PACKAGE RELATIONS DOCUMENT(                                 \
	    "see there") "<pkg:part pkg:name=\"/word/embeddings/note.txt\">" \
			 "<pkg:binaryData>UmluZyAwNzcwMCA5MDAxMjM=</"        \
			 "pkg:binaryData>"                                   \
			 "</pkg:part></pkg:package>"

#define BOOK                                                                \
	"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>" \
	"<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" " \
	"xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
#define SHEET(name) "<Worksheet ss:Name=\"" name "\"><Table>"
#define CELL(words) "<Cell><Data ss:Type=\"String\">" words "</Data></Cell>"
#define STATE(visible)                                                        \
	"</Table><WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:" \
	"excel\">" visible "</WorksheetOptions></Worksheet>"
#define ROWS                                                               \
	"<Row>" CELL("Name")                                               \
	    CELL("Rent") "</Row>"                                          \
			 "<Row ss:Index=\"4\"><Cell ss:Index=\"2\"><Data " \
			 "ss:Type=\"Number\">"                             \
			 "90</Data><Comment><ss:Data>late "                \
			 "<B>payer</B></ss:Data></Comment>"                \
			 "</Cell></Row>"

static const struct {
	const char *name, *data, *want;
} cases[] = {
    {"package", WORD, "attachment x.xml\nNINO MW000000A\n!unread\n!sign"},
    {"binary part", ATTACHED, "see there\nRing 07700 900123\n!unread"},
    {"cut package",
	XML FLAT_PACKAGE RELATIONS
	"<pkg:part pkg:name=\"/word/document.xml\">"
	"<pkg:xmlData><w:document xmlns:w=\"" W "\">"
	"<w:body><w:p><w:r><w:t>one</w:t></w:r></w:p>",
	"one\nunread damaged"},
    {"package of nothing", XML FLAT_PACKAGE "</pkg:package>",
	"unread unsupported"},
    {"workbook", BOOK SHEET("Rents") ROWS STATE("") "</Workbook>",
	"sheet 'Rents'\n1: Name|Rent\n4: |90\nhidden comment of x.xml\n"
	"late payer\n!sign\n!unread"},
    {"hidden sheet",
	BOOK SHEET("Old")
	    ROWS STATE("<Visible>SheetHidden</Visible>") "</Workbook>",
	"hidden sheet 'Old' (hidden) of x.xml\n4: |90\nsign "},
    {"hidden row",
	BOOK SHEET("A") "<Row>" CELL("Name") "</Row><Row ss:Hidden=\"1\">" CELL(
	    "MW000000A") "</Row>" STATE("") "</Workbook>",
	"hidden sheet 'A', hidden rows of x.xml\n2: MW000000A\nsign "},
    {"hidden column",
	BOOK SHEET("A") "<Column ss:Index=\"2\" ss:Hidden=\"1\"/>" ROWS STATE(
	    "") "</Workbook>",
	"hidden sheet 'A', hidden columns of x.xml\n4: |90\nsign "},
    {"properties",
	BOOK
	"<DocumentProperties><Author>Ann</Author></DocumentProperties>" SHEET(
	    "A") ROWS STATE("") "</Workbook>",
	"metadata document properties of x.xml\nAnn"},
    {"cut workbook", BOOK SHEET("Rents") ROWS, "4: |90\nunread damaged"},
    {"no sheets", BOOK "</Workbook>", "unread damaged"},
};

/* As an attachment of that name, whatever it is. */
static void
read_file(const char *data, size_t len, struct texts *t)
{
	const struct document d = {
	    .part = "2", .name = "x.xml", .where = "", .zone = ZONE_ATTACHMENT};
	char *copy = malloc(len > 0 ? len : 1);

	memcpy(copy, data, len);
	texts_init(t, MIB);
	t->documents = true;
	assert_int_equal(documents_read(&d,
			     document_kind(&d, copy,
				 len < DOCUMENT_HEAD ? len : DOCUMENT_HEAD),
			     0, copy, len, t),
	    0);
	free(copy);
}

/* Each is read by the reader of its kind, hidden things as hidden; what is cut
 * is told. */
static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct texts t;

		read_file(cases[i].data, strlen(cases[i].data), &t);
		said_has(cases[i].name, &t, cases[i].want);
		texts_free(&t);
	}
}

/* XML of another kind, and a body, is read as it was. */
static void
test_others(void **state)
{
	static const char other[] = XML "<letter>Dear all</letter>";
	struct texts t;

	(void)state;
	assert_false(flat_content(other, sizeof other - 1));
	assert_false(flat_content("<pkg:package>", 13));
	assert_true(flat_content(WORD, strlen(WORD)));
	assert_true(flat_content(BOOK, strlen(BOOK)));
	read_file(other, sizeof other - 1, &t);
	assert_int_equal(t.n, 1);
	test_same("other", t.v[0].data, "Dear all");
	texts_free(&t);
}

/* Cut at any byte it is read as far as it goes, and told. */
static void
test_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t len = strlen(cases[i].data);

		for (size_t n = 0; n < len; n++) {
			struct texts t;

			read_file(cases[i].data, n, &t);
			if (n > 260 && n + 20 < len && t.nunread == 0)
				fail_msg(
				    "%s, cut at %zu: silent", cases[i].name, n);
			texts_free(&t);
		}
	}
}

static int
setup(void **state)
{
	(void)state;
	return extract_init();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
