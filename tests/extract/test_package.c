/* SPDX-License-Identifier: MIT
 *
 * test_package.c - office packages by part name, and what parts point to.
 */
#include "extract/package.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/xml.h"
#include "extract/zip.h"
#include "lib/test.h"

#define TYPES(type)                                                     \
	"<Types xmlns='http://schemas.openxmlformats.org/package/2006/" \
	"content-types'><Default Extension='xml' "                      \
	"ContentType='application/xml'"                                 \
	"/><Override PartName='/x' ContentType='" type "'/></Types>"
#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF "application/vnd.oasis.opendocument."
#define MANIFEST(more)                                                        \
	"<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:" \
	"xmlns:manifest:1.0'><manifest:file-entry "                           \
	"manifest:full-path='/'>" more                                        \
	"</manifest:file-entry></manifest:manifest>"

static void
open_package(const struct zip_part *parts, size_t n, struct package *ret)
{
	struct texts t;
	size_t len;
	char *zip = zip_make(parts, n, &len);

	texts_init(&t, MIB);
	assert_int_equal(package_open(zip, len, &t, ret), 0);
	assert_int_equal(t.members, n);
	texts_free(&t);
	free(zip);
}

/* What a package is, its types of content say; without them, its parts. */
static void
test_kinds(void **state)
{
	static const struct {
		const char *name, *part, *content;
		enum package_kind kind;
	} cases[] = {
	    {"docx", "[Content_Types].xml",
		TYPES(OOXML "wordprocessingml.document.main+xml"),
		PACKAGE_DOCX},
	    {"dotx", "[content_types].XML",
		TYPES(OOXML "wordprocessingml.template.main+xml"),
		PACKAGE_DOCX},
	    {"docm", "[Content_Types].xml",
		TYPES("application/vnd.ms-word.document.macroEnabled.main+xml"),
		PACKAGE_DOCX},
	    {"xlsx", "[Content_Types].xml",
		TYPES(OOXML "spreadsheetml.sheet.main+xml"), PACKAGE_XLSX},
	    {"xlsm", "[Content_Types].xml",
		TYPES("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
		PACKAGE_XLSX},
	    {"xlsb", "[Content_Types].xml",
		TYPES(
		    "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
		PACKAGE_OTHER},
	    {"ppsx", "[Content_Types].xml",
		TYPES(OOXML "presentationml.slideshow.main+xml"), PACKAGE_PPTX},
	    {"not the main part", "[Content_Types].xml",
		TYPES(OOXML "wordprocessingml.styles+xml"), PACKAGE_OTHER},
	    {"damaged types", "[Content_Types].xml", "<Types", PACKAGE_OTHER},
	    {"entities", "[Content_Types].xml",
		"<!DOCTYPE a [<!ENTITY b 'c'>]>" TYPES(
		    OOXML "wordprocessingml.document.main+xml"),
		PACKAGE_OTHER},
	    {"no types", "xl/workbook.xml", "<workbook/>", PACKAGE_XLSX},
	    {"no workbook", "xl/worksheets/sheet1.xml", "<worksheet/>",
		PACKAGE_XLSX},
	    {"odt", "mimetype", ODF "text", PACKAGE_ODT},
	    {"ott", "mimetype", ODF "text-template", PACKAGE_ODT},
	    {"ods", "mimetype", ODF "spreadsheet", PACKAGE_ODS},
	    {"odp", "mimetype", ODF "presentation\n", PACKAGE_ODP},
	    {"odg", "mimetype", ODF "graphics", PACKAGE_OTHER},
	    {"epub", "mimetype", "application/epub+zip", PACKAGE_PLAIN},
	    {"type of an ending that is not there", "[Content_Types].xml",
		"<Types><Default Extension='bin' ContentType='application/"
		"vnd.ms-excel.sheet.binary.macroEnabled.main'/><Override "
		"PartName='/x' ContentType='" OOXML
		"spreadsheetml.sheet.main+xml'/></Types>",
		PACKAGE_XLSX},
	    {"ods by its list of files", "META-INF/manifest.xml",
		"<manifest><file-entry full-path='a' media-type='" ODF
		"text'/><file-entry full-path='/' media-type='" ODF
		"spreadsheet'/></manifest>",
		PACKAGE_ODS},
	    {"another list of files", "META-INF/manifest.xml",
		"<manifest><file-entry full-path='/' media-type='a/b'/>"
		"</manifest>",
		PACKAGE_PLAIN},
	    {"zip", "letter.txt", "Dear Ann", PACKAGE_PLAIN},
	};
	struct package p;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct zip_part part = {
		    .name = cases[i].part, .data = cases[i].content};

		open_package(&part, 1, &p);
		if (p.kind != cases[i].kind)
			fail_msg("%s: kind %d", cases[i].name, (int)p.kind);
		assert_int_equal(p.walked, UNPACK_WHOLE);
		package_free(&p);
	}
}

/* An OpenDocument that does not say what it is is told by its body; files that
 * are only called so are none. */
static void
test_bodies(void **state)
{
	static const struct {
		const char *content, *list;
		enum package_kind kind;
	} cases[] = {
	    {"<c><s/><body><text><spreadsheet/></text></body></c>",
		"META-INF/manifest.xml", PACKAGE_ODT},
	    {"<c><body><spreadsheet/></body></c>", "META-INF/manifest.xml",
		PACKAGE_ODS},
	    {"<c><body><presentation/></body></c>", "META-INF/manifest.xml",
		PACKAGE_ODP},
	    {"<c><body><chart/></body></c>", "META-INF/manifest.xml",
		PACKAGE_OTHER},
	    {"<c><body><p/></body></c>", "META-INF/manifest.xml",
		PACKAGE_PLAIN},
	    {"<c><text/></c>", "META-INF/manifest.xml", PACKAGE_PLAIN},
	    {"<c><body><text/></body></c>", "manifest.xml", PACKAGE_PLAIN},
	};
	struct package p;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct zip_part parts[] = {
		    {.name = "content.xml", .data = cases[i].content},
		    {.name = cases[i].list, .data = "<manifest/>"}};

		open_package(parts, 2, &p);
		if (p.kind != cases[i].kind)
			fail_msg("%s: kind %d", cases[i].content, (int)p.kind);
		package_free(&p);
	}
}

/* OpenDocument says in its manifest that it is encrypted. */
static void
test_encrypted(void **state)
{
	const struct zip_part plain[] = {
	    {.name = "mimetype", .data = ODF "text"},
	    {.name = "META-INF/manifest.xml", .data = MANIFEST("")}};
	const struct zip_part encrypted[] = {
	    {.name = "mimetype", .data = ODF "text"},
	    {.name = "META-INF/manifest.xml",
		.data = MANIFEST("<manifest:encryption-data/>")}};
	struct package p;

	(void)state;
	open_package(plain, 2, &p);
	assert_false(p.encrypted);
	package_free(&p);
	open_package(encrypted, 2, &p);
	assert_true(p.encrypted);
	package_free(&p);
}

/* Parts are found whatever their case and slashes; of two of one name nobody
 * can tell which is shown, so the package is damaged, but a plain archive is
 * not. */
static void
test_parts(void **state)
{
	const struct zip_part parts[] = {{.name = "b", .data = "1"},
	    {.name = "word\\Document.xml", .data = "2"},
	    {.name = "/a", .data = "3"}};
	const struct zip_part twins[] = {{.name = "b", .data = "1"},
	    {.name = "word/document.xml", .data = "2"},
	    {.name = "word/Document.xml", .data = "3"}};
	struct package_part *part;
	struct package p;

	(void)state;
	open_package(parts, 3, &p);
	assert_int_equal(p.kind, PACKAGE_DOCX);
	part = package_part(&p, "/word/document.xml");
	assert_non_null(part);
	assert_string_equal(part->data, "2");
	assert_int_equal(part->index, 2);
	assert_string_equal(package_part(&p, "A")->data, "3");
	assert_null(package_part(&p, "c"));
	package_free(&p);

	open_package(twins, 3, &p);
	assert_int_equal(p.walked, UNPACK_DAMAGED);
	assert_string_equal(package_part(&p, "word/document.xml")->data, "2");
	package_free(&p);
	open_package((struct zip_part[]){{.name = "b", .data = "1"},
			 {.name = "b", .data = "2"}},
	    2, &p);
	assert_int_equal(p.walked, UNPACK_WHOLE);
	package_free(&p);
}

#define RELATION(id, type, target)                                           \
	"<Relationship Id='" id "' Type='http://x/" type "' Target='" target \
	"'/>"

/* Targets are resolved against the part's folder, and never lead out of the
 * package. */
static void
test_relations(void **state)
{
	static const struct {
		const char *id, *type, *target;
	} want[] = {
	    {"1", "slide", "ppt/slides/a b.xml"},
	    {"2", "slide", "media/x.png"},
	    {"3", "notes", "etc/passwd"},
	    {"4", "notes", "word/R&D.docx"},
	    {"5", "hyperlink", "https://example.org/?a=b#c"},
	    {"6", "slide", "ppt/c.xml"},
	};
	const struct zip_part parts[] = {
	    {.name = "ppt/presentation.xml", .data = "<p/>"},
	    {.name = "ppt/slides/a b.xml", .data = "<p/>"},
	    {.name = "ppt/c.xml", .data = "<p/>"},
	    {.name = "ppt/_rels/presentation.xml.rels",
		.data = "<Relationships>" RELATION(
		    "1", "slide", "slides/a%20b.xml") RELATION("2", "slide",
		    "../media/x.png") RELATION("3", "notes",
		    "../../../../etc/./passwd") RELATION("4", "notes",
		    "/word/R&amp;D.docx#x") "<Relationship Id='5' "
					    "Type='hyperlink' TargetMode="
					    "'External' "
					    "Target='https://example.org/"
					    "?a=b#c'/>" RELATION("6", "slide",
						"c.xml") "<Relationship "
							 "Id='7'/>"},
	};
	struct package_relations r;
	struct package p;
	size_t at = 0;

	(void)state;
	open_package(parts, 4, &p);
	assert_int_equal(
	    package_relations(&p, package_part(&p, "ppt/presentation.xml"), &r),
	    0);
	assert_int_equal(r.n, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		test_same("id", r.v[i].id, want[i].id);
		test_same("type", r.v[i].type, want[i].type);
		test_same("target", r.v[i].target, want[i].target);
		assert_int_equal(r.v[i].external, i == 4);
	}
	assert_ptr_equal(package_relation(&r, "4"), &r.v[3]);
	assert_null(package_relation(&r, "8"));
	assert_string_equal(
	    package_related(&p, &r, "slide", &at)->name, "ppt/slides/a b.xml");
	assert_string_equal(
	    package_related(&p, &r, "slide", &at)->name, "ppt/c.xml");
	assert_null(package_related(&p, &r, "slide", &at));
	package_relations_free(&r);
	assert_int_equal(package_relations(&p, NULL, &r), 0);
	assert_int_equal(r.n, 0);
	package_free(&p);
}

/* A part that cannot be had has no data, and says why. */
static void
test_bad_parts(void **state)
{
	const struct zip_raw parts[] = {
	    {.name = "word/document.xml", .data = "0123456789ab+", .flags = 1},
	    {.name = "a", .data = "x", .method = 77},
	    {.name = "b", .data = "x", .crc = 7}};
	struct package p;
	struct texts t;
	size_t len;
	char *zip = zip_raw(parts, 3, &len);

	(void)state;
	texts_init(&t, MIB);
	assert_int_equal(package_open(zip, len, &t, &p), 0);
	assert_int_equal(p.walked, UNPACK_WHOLE);
	assert_true(package_part(&p, "word/document.xml")->encrypted);
	assert_null(package_part(&p, "word/document.xml")->data);
	assert_true(package_part(&p, "a")->unsupported);
	assert_true(package_part(&p, "b")->damaged);
	package_free(&p);
	texts_free(&t);
	free(zip);
}

static int
start(void **state)
{
	(void)state;
	xml_init();
	return unpack_init();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_bodies),
	    cmocka_unit_test(test_encrypted),
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_relations),
	    cmocka_unit_test(test_bad_parts),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
