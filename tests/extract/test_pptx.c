/* SPDX-License-Identifier: MIT
 *
 * test_pptx.c - presentations to what is shown on which slide, and what is not.
 */
#include "extract/pptx.h"

#include <stdlib.h>
#include <string.h>

#include "extract/told.h"
#include "lib/test.h"

#define SPACES                                                            \
	" xmlns:p='p' xmlns:a='a' xmlns:r='r' xmlns:mc='mc' xmlns:c='c' " \
	"xmlns:p188='q'"
#define LIST(s)                                    \
	"<p:presentation" SPACES "><p:sldIdLst>" s \
	"</p:sldIdLst><p:sldSz cx='9000' cy='6000'/></p:presentation>"
#define ONE LIST("<p:sldId id='256' r:id='r1'/>")
#define RELS(s) "<Relationships xmlns='x'>" s "</Relationships>"
#define REL(id, type, target)                                                \
	"<Relationship Id='" id "' Type='http://x/" type "' Target='" target \
	"'/>"
#define SLIDE_1 REL("r1", "slide", "slides/slide1.xml")
#define SLIDE(s) \
	"<p:sld" SPACES "><p:cSld><p:spTree>" s "</p:spTree></p:cSld></p:sld>"
#define HIDDEN_SLIDE(s) \
	"<p:sld" SPACES " show='0'><p:spTree>" s "</p:spTree></p:sld>"
#define TEXT(s) \
	"<p:txBody><a:p><a:r><a:rPr/><a:t>" s "</a:t></a:r></a:p></p:txBody>"
#define AT(x, y)                                       \
	"<p:spPr><a:xfrm><a:off x='" x "' y='" y "'/>" \
	"<a:ext cx='1000' cy='500'/></a:xfrm></p:spPr>"
#define SHAPE(place, s) "<p:sp>" place TEXT(s) "</p:sp>"
#define PH(type, s)                                 \
	"<p:sp><p:nvSpPr><p:nvPr><p:ph type='" type \
	"'/></p:nvPr></p:nvSpPr>" TEXT(s) "</p:sp>"

static void
check(
    const char *name, const struct zip_part *parts, size_t n, const char *want)
{
	char *told = told_parts(pptx_read, parts, n);

	test_same(name, told, want);
	free(told);
}

/* On one slide: each shape is a line, each row of a table one with tabs, and
 * what is not seen on it goes where it belongs. */
static void
test_shapes(void **state)
{
#define ON(s) "attachment|slide 1 of x|" s "\n"
	static const struct {
		const char *name, *slide, *want;
	} cases[] = {
	    {"runs and paragraphs",
		SLIDE("<p:sp><p:txBody><a:p><a:r><a:t>Bi</a:t></a:r><a:r>"
		      "<a:t>ns</a:t></a:r><a:br/><a:r><a:t>day</a:t></a:r>"
		      "</a:p><a:p><a:fld><a:t>9</a:t></a:fld></a:p></p:txBody>"
		      "</p:sp>" SHAPE("", "b")),
		ON("Bins$day$9$b")},
	    {"table",
		SLIDE("<p:graphicFrame><a:tbl><a:tr><a:tc>" TEXT(
		    "Name") "</a:tc><a:tc>" TEXT("Age") "</a:tc></a:tr><a:tr>"
							"<a:tc/>"
							"<a:tc>" TEXT(
							    "9") "</a:tc>"
								 "</a:tr></"
								 "a:tbl></"
								 "p:"
								 "graphicFrame"
								 ">"),
		ON("Name^Age$^9")},
	    {"slide number", SLIDE(PH("title", "T") PH("sldNum", "1")),
		ON("T")},
	    {"off to the right",
		SLIDE(
		    SHAPE(AT("100", "0"), "on") SHAPE(AT("9000", "0"), "off")),
		ON("on") "hidden|slide 1, off the slide of x|off\n"
			 "!hidden|off the slide of x|1 piece of text off the "
			 "slide\n"},
	    {"off to the left", SLIDE(SHAPE(AT("-1001", "0"), "off")),
		"hidden|slide 1, off the slide of x|off\n"
		"!hidden|off the slide of x|1 piece of text off the slide\n"},
	    {"half on it", SLIDE(SHAPE(AT("-900", "5900"), "on")), ON("on")},
	    {"in a group that is off",
		SLIDE(
		    "<p:grpSp><p:grpSpPr><a:xfrm><a:off x='20000' y='0'/>"
		    "<a:ext cx='1000' cy='1000'/><a:chOff x='0' y='0'/>"
		    "<a:chExt cx='1000' cy='1000'/></a:xfrm></p:grpSpPr>" SHAPE(
			AT("0", "0"), "off") "</p:grpSp>" SHAPE(AT("0", "0"),
			"on")),
		ON("on") "hidden|slide 1, off the slide of x|off\n"
			 "!hidden|off the slide of x|1 piece of text off the "
			 "slide\n"},
	    {"in a group of another scale",
		SLIDE("<p:grpSp><p:grpSpPr><a:xfrm><a:off x='0' y='0'/>"
		      "<a:ext cx='900' cy='600'/><a:chOff x='0' y='0'/>"
		      "<a:chExt cx='90000' "
		      "cy='60000'/></a:xfrm></p:grpSpPr>" SHAPE(
			  AT("80000", "50000"), "on") "</p:grpSp>"),
		ON("on")},
	    {"hidden shape",
		SLIDE("<p:sp><p:nvSpPr><p:cNvPr hidden='1'/></p:nvSpPr>" TEXT(
		    "secret") "</p:sp><p:sp><p:nvSpPr><p:cNvPr hidden='0'/>"
			      "</p:nvSpPr>" TEXT("shown") "</p:sp>"),
		ON("shown") "hidden|slide 1, hidden text of x|secret\n"
			    "!hidden|hidden text of x|1 piece of hidden "
			    "text\n"},
	    {"hidden group",
		SLIDE("<p:grpSp><p:nvGrpSpPr><p:cNvPr hidden='1'/>"
		      "</p:nvGrpSpPr><p:grpSpPr/>" SHAPE(
			  "", "secret") "</p:grpSp>" SHAPE("", "shown")),
		ON("shown") "hidden|slide 1, hidden text of x|secret\n"
			    "!hidden|hidden text of x|1 piece of hidden "
			    "text\n"},
	    {"without a fill",
		SLIDE(
		    "<p:sp><p:txBody><a:p><a:r><a:rPr><a:noFill/></a:rPr>"
		    "<a:t>none</a:t></a:r><a:r><a:rPr><a:ln><a:noFill/>"
		    "</a:ln></a:rPr><a:t>line</a:t></a:r><a:r><a:rPr "
		    "sz='100'/><a:t>tiny</a:t></a:r></a:p></p:txBody></p:sp>"),
		ON("line") "hidden|slide 1, hidden text of x|none$tiny\n"
			   "!hidden|hidden text of x|2 pieces of hidden "
			   "text\n"},
	    {"alternative text",
		SLIDE("<p:pic><p:nvPicPr><p:cNvPr name='n' descr='A map'/>"
		      "</p:nvPicPr></p:pic>"),
		"hidden|slide 1, alternative text of x|A map\n"},
	    {"said twice",
		SLIDE("<mc:AlternateContent><mc:Choice>" SHAPE(
		    "", "once") "</mc:Choice><mc:Fallback>" SHAPE("",
		    "once") "</mc:Fallback></mc:AlternateContent>"),
		ON("once")},
	    {"cut off", "<p:sld" SPACES "><p:spTree>" SHAPE("", "a") "<p:sp>",
		ON("a") "?damaged\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct zip_part parts[] = {
		    {"ppt/presentation.xml", ONE, 0},
		    {"ppt/_rels/presentation.xml.rels", RELS(SLIDE_1), 0},
		    {"ppt/slides/slide1.xml", cases[i].slide, 0},
		};

		check(cases[i].name, parts, COUNT(parts), cases[i].want);
	}
}

/* Slides come in the order of the presentation, hidden ones counted; one that
 * is not listed is read as left out, one that is missing is said. */
static void
test_order(void **state)
{
	static const struct zip_part parts[] = {
	    {"ppt/presentation.xml",
		LIST("<p:sldId id='258' r:id='r3'/><p:sldId id='256' "
		     "r:id='r1'/><p:sldId id='257' r:id='r2'/>"
		     "<p:sldId id='259' r:id='r9'/>"),
		0},
	    {"ppt/_rels/presentation.xml.rels",
		RELS(SLIDE_1 REL("r2", "slide", "slides/slide2.xml")
			REL("r3", "slide", "slides/slide3.xml")),
		0},
	    {"ppt/slides/slide1.xml", HIDDEN_SLIDE(SHAPE("", "hidden")), 0},
	    {"ppt/slides/slide2.xml", SLIDE(SHAPE("", "last")), 0},
	    {"ppt/slides/slide3.xml", SLIDE(SHAPE("", "first")), 0},
	    {"ppt/slides/slide4.xml", SLIDE(SHAPE("", "old")), 0},
	};

	(void)state;
	check("order", parts, COUNT(parts),
	    "attachment|slide 1 of x|first\n"
	    "attachment|slide 3 of x|last\n"
	    "hidden|slide 2, hidden slide of x|hidden\n"
	    "hidden|slide left out of x|old\n"
	    "!hidden|hidden slide of x|1 hidden slide\n"
	    "?damaged\n");
}

/* Notes and comments have the number of their slide, and authors are
 * properties; of a notes page nothing but the notes is read. */
static void
test_beside(void **state)
{
	static const struct zip_part parts[] = {
	    {"ppt/presentation.xml",
		LIST("<p:sldId id='256' r:id='r1'/><p:sldId id='257' "
		     "r:id='r2'/>"),
		0},
	    {"ppt/_rels/presentation.xml.rels",
		RELS(SLIDE_1 REL("r2", "slide", "slides/slide2.xml")
			REL("r3", "commentAuthors", "commentAuthors.xml")
			    REL("r4", "authors", "authors.xml")),
		0},
	    {"ppt/commentAuthors.xml",
		"<p:cmAuthorLst xmlns:p='p'><p:cmAuthor name='Old A'/>"
		"</p:cmAuthorLst>",
		0},
	    {"ppt/authors.xml",
		"<p:authorLst xmlns:p='p'><p:author name='New B'/>"
		"</p:authorLst>",
		0},
	    {"ppt/slides/slide1.xml", SLIDE(""), 0},
	    {"ppt/slides/slide2.xml", SLIDE(SHAPE("", "two")), 0},
	    {"ppt/slides/_rels/slide2.xml.rels",
		RELS(REL("1", "notesSlide",
		    "../notesSlides/notesSlide1.xml") REL("2", "comments",
		    "../comments/comment1.xml") REL("3", "comments",
		    "../comments/modern.xml") "<Relationship Id='4' "
					      "Type='x/hyperlink' "
					      "Target='http://a.example' "
					      "TargetMode='External'/>"),
		0},
	    {"ppt/notesSlides/notesSlide1.xml",
		"<p:notes" SPACES "><p:spTree>" PH("body", "say this")
		    PH("sldNum", "2") PH("hdr", "head") "</p:spTree></p:notes>",
		0},
	    {"ppt/comments/comment1.xml",
		"<p:cmLst" SPACES "><p:cm><p:pos x='1'/><p:text>old</p:text>"
		"</p:cm><p:cm><p:text>second</p:text></p:cm></p:cmLst>",
		0},
	    {"ppt/comments/modern.xml",
		"<p188:cmLst" SPACES "><p188:cm><p188:replyLst><p188:reply>"
		"<p188:txBody><a:p><a:r><a:t>reply</a:t></a:r></a:p>"
		"</p188:txBody></p188:reply></p188:replyLst><p188:txBody><a:p>"
		"<a:r><a:t>new</a:t></a:r></a:p></p188:txBody></p188:cm>"
		"</p188:cmLst>",
		0},
	};

	(void)state;
	check("beside", parts, COUNT(parts),
	    "attachment|slide 2 of x|two\n"
	    "hidden|slide 2, speaker notes of x|say this\n"
	    "hidden|slide 2, comment of x|old$second$reply$new\n"
	    "metadata|slide 2, link targets of x|http://a.example\n"
	    "metadata|document properties of x|author: Old A$author: New B$\n");
}

/* Of masters and layouts only what stands beside their placeholders is shown,
 * each line once. */
static void
test_masters(void **state)
{
	static const struct zip_part parts[] = {
	    {"ppt/presentation.xml", ONE, 0},
	    {"ppt/_rels/presentation.xml.rels", RELS(SLIDE_1), 0},
	    {"ppt/slides/slide1.xml", SLIDE(SHAPE("", "a")), 0},
	    {"ppt/slideLayouts/slideLayout1.xml",
		SLIDE(SHAPE("", "Council") PH("title", "Click to edit")), 0},
	    {"ppt/slideMasters/slideMaster1.xml",
		SLIDE(SHAPE("", "Council") SHAPE("", "Crest") PH("ftr", "f")),
		0},
	};

	(void)state;
	check("masters", parts, COUNT(parts),
	    "attachment|slide 1 of x|a\n"
	    "attachment|slide master of x|Council$Crest\n");
}

/* A master whose text opens with an empty line is read like any other. */
static void
test_empty_master(void **state)
{
	static const struct zip_part parts[] = {
	    {"ppt/presentation.xml", ONE, 0},
	    {"ppt/_rels/presentation.xml.rels", RELS(SLIDE_1), 0},
	    {"ppt/slides/slide1.xml", SLIDE(SHAPE("", "a")), 0},
	    {"ppt/slideMasters/slideMaster1.xml",
		SLIDE("<p:sp><p:txBody><a:p><a:r><a:br/></a:r></a:p><a:p><a:r>"
		      "<a:t>Crest</a:t></a:r></a:p></p:txBody></p:sp>"),
		0},
	};

	(void)state;
	check("empty master", parts, COUNT(parts),
	    "attachment|slide 1 of x|a\n"
	    "attachment|slide master of x|$Crest\n");
}

/* The data of a chart are a table, categories once, the series' names its
 * header; a diagram's words are lines. */
static void
test_charts(void **state)
{
#define POINT(i, v) "<c:pt idx='" i "'><c:v>" v "</c:v></c:pt>"
#define SERIES(name, a, b)                                                   \
	"<c:ser><c:tx><c:strRef><c:f>S!$B$1</c:f><c:strCache>" POINT("0",    \
	    name) "</c:strCache></c:strRef></c:tx><c:cat><c:strRef>"         \
		  "<c:f>f</c:f><c:strCache><c:ptCount val='2'/>" POINT(      \
		      "0", "Ann") POINT("1",                                 \
		      "Ben") "</c:strCache></c:strRef></c:cat><c:val>"       \
			     "<c:numRef><c:numCache><c:formatCode>General</" \
			     "c:formatCode>" POINT("0", a) POINT(            \
				 "1", b) "</c:numCache></c:numRef></c:val>"  \
					 "</c:ser>"
	static const struct zip_part parts[] = {
	    {"ppt/presentation.xml", ONE, 0},
	    {"ppt/_rels/presentation.xml.rels", RELS(SLIDE_1), 0},
	    {"ppt/slides/slide1.xml", SLIDE(SHAPE("", "a")), 0},
	    {"ppt/slides/_rels/slide1.xml.rels",
		RELS(REL("1", "chart", "../charts/chart1.xml")
			REL("2", "diagramData", "../diagrams/data1.xml")
			    REL("3", "diagramDrawing", "../diagrams/draw.xml")),
		0},
	    {"ppt/charts/chart1.xml",
		"<c:chartSpace" SPACES "><c:title><a:p><a:r><a:t>Rents</a:t>"
		"</a:r></a:p></c:title>" SERIES("Owed", "10", "20")
		    SERIES("Paid", "1", "2") "</c:chartSpace>",
		0},
	    {"ppt/diagrams/data1.xml",
		"<d:dataModel xmlns:d='d' xmlns:a='a'><d:pt><d:t><a:p><a:r>"
		"<a:t>Step</a:t></a:r></a:p></d:t></d:pt></d:dataModel>",
		0},
	    {"ppt/diagrams/draw.xml",
		"<d:dataModel xmlns:d='d' xmlns:a='a'><a:t>Step</a:t>"
		"</d:dataModel>",
		0},
	};

	(void)state;
	check("charts", parts, COUNT(parts),
	    "attachment|chart data on slide 1, row 1 of x|category^Owed^Paid\n"
	    "attachment|chart data on slide 1, row 2 of x|Ann^10^1\n"
	    "attachment|chart data on slide 1, row 3 of x|Ben^20^2\n"
	    "attachment|chart on slide 1 of x|Rents\n"
	    "attachment|diagram on slide 1 of x|Step\n"
	    "attachment|slide 1 of x|a\n");
}

/* The slides of a presentation that is no more than damaged are still read. */
static void
test_damaged(void **state)
{
	static const struct zip_part none[] = {{"ppt/x.xml", "<x>y</x>", 0}};
	static const struct zip_part type[] = {
	    {"ppt/presentation.xml",
		"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" ONE,
		0},
	    {"ppt/slides/slide1.xml", SLIDE(SHAPE("", "left")), 0}};

	(void)state;
	check(
	    "no main part", none, 1, "hidden|embedded data of x|y\n?damaged\n");
	check("document type", type, 2,
	    "hidden|slide left out of x|left\n?damaged\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shapes),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_beside),
	    cmocka_unit_test(test_masters),
	    cmocka_unit_test(test_empty_master),
	    cmocka_unit_test(test_charts),
	    cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
