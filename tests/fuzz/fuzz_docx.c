/* SPDX-License-Identifier: MIT
 *
 * fuzz_docx.c - any bytes as each part of a Word document and of a
 * presentation: the first byte says which part, the rest is its XML.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/docx.h"
#include "extract/pptx.h"
#include "extract/xml.h"
#include "parse/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define RELS(s) "<Relationships xmlns='x'>" s "</Relationships>"
#define REL(type, target)                                                      \
	"<Relationship Id='" target "' Type='x/" type "' Target='" target "'/" \
	">"

/* In the order of their names, as package_open leaves them. */
static const struct package_part parts_docx[] = {
    {.name = "customXml/item1.xml"},
    {.name = "docProps/core.xml"},
    {.name = "docProps/custom.xml"},
    {.name = "word/_rels/document.xml.rels",
	.data = RELS(REL("comments", "comments.xml") REL("chart", "chart.xml")
		REL("header", "header.xml"))},
    {.name = "word/chart.xml"},
    {.name = "word/comments.xml"},
    {.name = "word/document.xml"},
    {.name = "word/header.xml"},
    {.name = "word/settings.xml"},
    {.name = "word/styles.xml"},
};
static const struct package_part parts_pptx[] = {
    {.name = "ppt/_rels/presentation.xml.rels",
	.data = RELS(REL("slide", "slide1.xml") REL("authors", "authors.xml"))},
    {.name = "ppt/_rels/slide1.xml.rels",
	.data = RELS(
	    REL("notesSlide", "notes.xml") REL("diagramData", "data.xml"))},
    {.name = "ppt/authors.xml"},
    {.name = "ppt/data.xml"},
    {.name = "ppt/notes.xml"},
    {.name = "ppt/presentation.xml",
	.data = "<a xmlns:r='r'><sldId r:id='slide1.xml'/></a>"},
    {.name = "ppt/slide1.xml"},
    {.name = "ppt/slideMasters/a.xml"},
    {.name = "ppt/slides/left.xml"},
};

#define MOST 16
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

typedef int reader(const struct document *d, size_t depth, struct package *p,
    struct texts *out);

/* The package with these bytes as the part of that number, and something in
 * the main part so that it is come to. */
static void
read_as(reader *read, const struct package_part *model, size_t n, size_t which,
    const char *data, size_t len)
{
	static char main_data[] = "<a><p><r><t>a</t></r></p></a>";
	const struct document d = {
	    .part = "1", .name = "x", .where = "", .zone = ZONE_ATTACHMENT};
	struct package_part v[MOST];
	struct package p = {.v = v, .n = n};
	struct texts t;

	memcpy(v, model, n * sizeof *v);
	for (size_t i = 0; i < n; i++) {
		if (v[i].data == NULL)
			v[i].data = main_data;
		v[i].len = strlen(v[i].data);
	}
	v[which].data = (char *)(uintptr_t)data;
	v[which].len = len;
	texts_init(&t, 4 * MIB);
	if (read(&d, 0, &p, &t) < 0)
		__builtin_trap();
	for (size_t i = 0; i < t.n; i++)
		if (charset_utf8_prefix(t.v[i].data, t.v[i].len) != t.v[i].len)
			__builtin_trap();
	texts_free(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	size_t which;

	xml_init();
	if (len == 0)
		return 0;
	which = data[0] % (COUNT(parts_docx) + COUNT(parts_pptx));
	if (which < COUNT(parts_docx))
		read_as(docx_read, parts_docx, COUNT(parts_docx), which,
		    (const char *)data + 1, len - 1);
	else
		read_as(pptx_read, parts_pptx, COUNT(parts_pptx),
		    which - COUNT(parts_docx), (const char *)data + 1, len - 1);
	return 0;
}
