/* SPDX-License-Identifier: MIT
 *
 * test_office_properties.c - what an OOXML package says of itself.
 */
#include "extract/office-properties.h"

#include <stdlib.h>
#include <string.h>

#include "extract/told.h"
#include "lib/test.h"

static int
read_properties(const struct document *d, size_t depth, struct package *p,
    struct texts *out)
{
	(void)depth;
	return office_properties_read(d, p, out);
}

/* Each kind of property is a line of its own text; what is empty, a date or a
 * number of no meaning is not there. */
static void
test_kinds(void **state)
{
#define CORE(s)                                                         \
	"<cp:coreProperties xmlns:cp='cp' xmlns:dc='dc' xmlns:t='t'>" s \
	"</cp:coreProperties>"
#define CUSTOM(s) "<Properties xmlns:vt='vt'>" s "</Properties>"
#define PROPERTY(name, value)                                 \
	"<property pid='2' name='" name "'><vt:lpwstr>" value \
	"</vt:lpwstr></property>"
	static const struct {
		const char *part, *xml, *want;
	} cases[] = {
	    {"docProps/core.xml",
		CORE("<dc:title>Rents\n2026</dc:title><dc:creator>A. Writer"
		     "</dc:creator><cp:lastModifiedBy>B. Editor"
		     "</cp:lastModifiedBy><dc:subject/><t:created>2026-01-01"
		     "</t:created><cp:revision>4</cp:revision>"),
		"metadata|document properties of x|title: Rents 2026$creator: "
		"A. Writer$last modified by: B. Editor\n"},
	    {"docProps/app.xml",
		"<Properties><Company>Some Council</Company><Words>12</Words>"
		"<Manager>C</Manager><Template>Normal.dotm</"
		"Template><TitlesOfParts><lpstr>t</lpstr>"
		"</TitlesOfParts></Properties>",
		"metadata|document properties of x|company: Some Council$"
		"manager: C\n"},
	    {"docProps/core.xml", CORE("<dc:title> </dc:title>"), ""},
	    {"docProps/custom.xml",
		CUSTOM(PROPERTY("Case", "12/345") PROPERTY("Empty", "")),
		"metadata|custom properties of x|Case: 12/345\n"},
	    {"docProps/custom.xml",
		CUSTOM(PROPERTY("MSIP_Label_1234_Enabled", "true")
			PROPERTY("MSIP_Label_1234_Name", "OFFICIAL-SENSITIVE")
			    PROPERTY("MSIP_Label_1234_SiteId", "9-9")),
		"metadata|sensitivity label of x|label: OFFICIAL-SENSITIVE\n"},
	    {"docMetadata/LabelInfo.xml",
		"<c:labelList xmlns:c='c'><c:label id='{a}' removed='0'/>"
		"<c:label id='{b}' removed='1'/></c:labelList>",
		"metadata|sensitivity label of x|label id: {a}\n"},
	    {"customXml/item1.xml",
		"<root><name>Mrs Smith</name><empty/><b>x</b></root>",
		"hidden|embedded data of x|Mrs Smith$x\n"},
	    {"customXml/itemProps1.xml", "<a>b</a>", ""},
	    {"word/unknown.xml", "<a>b</a>", "hidden|embedded data of x|b\n"},
	    {"xl/unknown.xml", "<a>b</a>", ""},
	    {"docProps/core.xml", "<a><title>b</title>",
		"metadata|document properties of x|title: b\n?damaged\n"},
	    {"docProps/core.xml",
		"<!DOCTYPE a [<!ENTITY e 'f'>]><a><title>&e;</title></a>",
		"?damaged\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct zip_part part = {cases[i].part, cases[i].xml, 0};
		char *told = told_parts(read_properties, &part, 1);

		test_same(cases[i].xml, told, cases[i].want);
		free(told);
	}
}

/* Properties are found by what the package points to, and read once. */
static void
test_related(void **state)
{
	static const struct zip_part parts[] = {
	    {"_rels/.rels",
		"<Relationships xmlns='x'><Relationship Id='1' "
		"Type='x/core-properties' Target='package/p.psmdcp'/>"
		"<Relationship Id='2' Type='x/core-properties' "
		"Target='package/p.psmdcp'/></Relationships>",
		0},
	    {"package/p.psmdcp", "<a><creator>A</creator></a>", 0},
	};
	char *told = told_parts(read_properties, parts, COUNT(parts));

	(void)state;
	test_same(
	    "related", told, "metadata|document properties of x|creator: A\n");
	free(told);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_related),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
